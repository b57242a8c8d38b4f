"""The MCP server as another program meets it: the protocol's own client, a process, stdin and stdout."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError

from api import make_filters
from indexer.index import Index
from search.contract import answer_json
from search.engine import Engine

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "执法人员不足怎么解决"
TOOLS = {"search", "read_report", "similar", "practices", "indicators"}
Talk = Callable[[Client], Awaitable[None]]


def talk(index: Path, what: Talk) -> None:
    """Start the server, shake hands, talk, hang up."""

    async def talking() -> None:
        arguments = [str(ROOT / "cli.py"), "mcp", "--index", str(index), "--model", "hashing"]
        server = StdioServerParameters(command=sys.executable, args=arguments, cwd=str(ROOT), env={**os.environ})
        with Path(os.devnull).open("w", encoding="utf-8") as quiet:
            async with Client(stdio_client(server, errlog=quiet)) as client:
                await what(client)

    asyncio.run(asyncio.wait_for(talking(), 120))


async def ask(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    answer = await client.call_tool(tool, arguments)
    assert not answer.is_error, answer.content
    [content] = answer.content
    assert content.type == "text"
    fields: dict[str, Any] = json.loads(content.text)
    assert fields == answer.structured_content
    return fields


async def fail(client: Client, tool: str, **arguments: Any) -> str:
    answer = await client.call_tool(tool, arguments)
    assert answer.is_error
    [content] = answer.content
    assert content.type == "text"
    assert "Traceback" not in content.text
    return content.text


def test_the_tools_tell_what_they_take_and_that_they_only_read(hashing_index: Path) -> None:
    async def talking(client: Client) -> None:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(listed) == TOOLS
        for tool in listed.values():
            assert tool.description and tool.annotations
            assert tool.annotations.read_only_hint and not tool.annotations.open_world_hint
            assert tool.input_schema["type"] == "object"
            properties = tool.input_schema["properties"]
            assert "self" not in properties
            assert all("examples" in p or "description" in p for p in properties.values()), tool.name
        search = listed["search"].input_schema
        assert search["required"] == ["question"]
        assert search["properties"]["top"]["maximum"] == 30
        assert "执法人员不足怎么解决" in search["properties"]["question"]["examples"]

    talk(hashing_index, talking)


def test_every_tool_answers_as_the_terminal_does(hashing_index: Path, hashing_engine: Engine) -> None:
    async def talking(client: Client) -> None:
        found = await ask(client, "search", question=QUESTION, role="practice", year="2022-2023", top=3)
        expected = answer_json(hashing_engine.search(QUESTION, make_filters(role="practice", year="2022-2023"), top=3))
        assert found | {"took_ms": 0} == expected | {"took_ms": 0}
        hit = found["hits"][0]

        report = await ask(client, "read_report", report_id=hit["report_id"], limit=500)
        assert (report["start"], report["end"], report["next_offset"]) == (0, 500, 500)
        whole = report["text"]
        while report["next_offset"]:
            report = await ask(
                client, "read_report", report_id=hit["report_id"], offset=report["next_offset"], limit=500
            )
            whole += report["text"]
        assert len(whole) == report["characters"]
        assert whole[hit["start"] : hit["end"]] == hit["text"]
        section = next(s for s in report["sections"] if s["role"] == "problem")
        part = await ask(client, "read_report", report_id=hit["report_id"], section=section["section"])
        assert part["text"] == whole[section["start"] : section["end"]]
        assert {passage["role"] for passage in part["passages"]} == {"problem"}

        similar = await ask(client, "similar", passage_id=hit["passage_id"], top=4)
        assert len(similar["hits"]) == 4
        assert hit["report_id"] not in {other["report_id"] for other in similar["hits"]}

        practices = await ask(client, "practices", problem="执法人员不足", top=2)
        assert {h["role"] for h in practices["practices"]} == {"practice"}
        assert practices["coverage"]["of"] == 8
        assert all(county["townships"] for county in practices["coverage"]["by_county"])
        back = await ask(client, "practices", problem="抽调执法人员组成执法队", reverse=True)
        assert {h["role"] for h in back["problems"]} <= {"problem"}

        listed = await ask(client, "indicators")
        name = listed["indicators"][0]["zh"]
        table = await ask(client, "indicators", indicator=name, limit=3, offset=1)
        assert (len(table["rows"]), table["rows_total"], table["offset"]) == (3, 8, 1)

    talk(hashing_index, talking)


def test_bad_input_is_told_in_a_sentence_and_the_server_goes_on(hashing_index: Path) -> None:
    unknown = "0123456789abcdef"

    async def talking(client: Client) -> None:
        assert "is no passage of" in await fail(client, "similar", passage_id=unknown)
        assert "is no report of" in await fail(client, "read_report", report_id=unknown)
        assert "is no passage of" in await fail(client, "practices", problem=unknown)
        assert "is not an indicator" in await fail(client, "indicators", indicator="天气")
        assert "is not a theme" in await fail(client, "search", question="普法", theme="烹饪")
        assert "is not a year" in await fail(client, "search", question="普法", year="abc")
        assert "question" in await fail(client, "search", question="？！")
        for wrong in ({"top": 31}, {"top": 0}, {"role": "boss"}, {"question": "法" * 501}, {"top": "many"}):
            await fail(client, "search", **{"question": "普法", **wrong})
        await fail(client, "search")
        await fail(client, "read_report", report_id="../../etc/passwd")
        hit = (await ask(client, "search", question="普法", top=1))["hits"][0]
        assert "is none of the" in await fail(client, "read_report", report_id=hit["report_id"], section=999)
        assert "lies behind the end" in await fail(client, "read_report", report_id=hit["report_id"], offset=10**9)
        with pytest.raises(MCPError):
            await client.read_resource(f"fajian://report/{unknown}")

    talk(hashing_index, talking)


def test_reports_are_resources(hashing_index: Path) -> None:
    async def talking(client: Client) -> None:
        [templates] = (await client.list_resource_templates()).resource_templates
        assert templates.uri_template == "fajian://report/{report_id}"
        [contents] = (await client.read_resource("fajian://reports")).contents
        listed = json.loads(contents.text)  # type: ignore[union-attr]
        assert listed["total"] == len(listed["reports"]) == 24
        first = listed["reports"][0]
        [text] = (await client.read_resource(first["uri"])).contents
        index = Index.open(hashing_index)
        report = index.catalogue.report(first["report_id"])
        assert report is not None and text.text == report.text  # type: ignore[union-attr]
        index.close()

    talk(hashing_index, talking)


def test_twenty_calls_at_once_get_their_own_answers(hashing_index: Path) -> None:
    questions = [
        f"{year}年{what}" for year in (2022, 2023, 2024) for what in ("普法", "调解", "执法人员不足", "行政复议")
    ] + [
        f"{what}怎么解决"
        for what in ("矛盾纠纷", "普法形式单一", "执法力量薄弱", "法律顾问", "依法决策", "信访", "培训", "监督")
    ]

    async def talking(client: Client) -> None:
        answers = await asyncio.gather(*(ask(client, "search", question=question, top=2) for question in questions))
        assert [answer["question"] for answer in answers] == questions

    assert len(questions) == 20
    talk(hashing_index, talking)


def test_without_an_index_the_hands_are_shaken_and_the_sentence_is_told(tmp_path: Path) -> None:
    async def talking(client: Client) -> None:
        assert len((await client.list_tools()).tools) == len(TOOLS)
        assert "holds no index; make one with" in await fail(client, "search", question="普法")

    talk(tmp_path / "none", talking)


def test_nothing_but_protocol_on_stdout_and_the_end_of_stdin_ends_it(hashing_index: Path) -> None:
    arguments = [sys.executable, str(ROOT / "cli.py"), "mcp", "--index", str(hashing_index), "--model", "hashing"]
    hello = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
    }  # fmt: skip
    done = subprocess.run(
        arguments, input=f"this is no protocol\n{json.dumps(hello)}\n", cwd=ROOT, capture_output=True, text=True,
        encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(line["jsonrpc"] == "2.0" for line in lines)
    [answer] = [line for line in lines if line.get("id") == 1]
    assert answer["result"]["serverInfo"]["name"] == "fajian"
    assert "Traceback" not in done.stderr


def test_a_missing_package_is_one_sentence(tmp_path: Path) -> None:
    code = "import sys; sys.modules['mcp'] = None\nimport cli\nsys.exit(cli.main(['mcp']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "fajian: This needs the package mcp; install it with: pip install -r requirements-mcp.txt\n"
