"""The terminal's contract, by really running it: exit codes, one JSON object on stdout, one line for what went wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cli import parser

ROOT = Path(__file__).resolve().parent.parent
HIT_KEYS = {
    "rank", "score", "relevant", "passage_id", "report_id", "source", "sources", "title", "place", "year", "level", "kind", "fictional", "headings", "role", "themes", "text",
    "start", "end", "page", "line", "why", "folded",
}  # fmt: skip


def run(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"FAJIAN_MODEL": "hashing"}
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def run_json(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    fields: dict[str, Any] = json.loads(done.stdout)
    return fields


@pytest.fixture(scope="session")
def index(hashing_index: Path) -> str:
    return str(hashing_index)


def test_index_search_and_refresh(reports: Path, tmp_path: Path) -> None:
    directory = str(tmp_path / "index")
    (reports / "empty.txt").write_text("", encoding="utf-8")
    first = run_json("index", str(reports), "--index", directory)
    assert {key: first[key] for key in ("reports", "added", "replaced", "removed", "unchanged")} == {
        "reports": 3, "added": 3, "replaced": 0, "removed": 0, "unchanged": 0,
    }  # fmt: skip
    assert [item["source"] for item in first["skipped"]] == ["reports/empty.txt"]
    assert first["seconds"] > 0
    (reports / "甲乡.txt").unlink()
    second = run_json("index", "--index", directory)
    assert (second["removed"], second["unchanged"], second["passages"] < first["passages"]) == (1, 2, True)
    third = run_json("index", "--index", directory, "--remove", str(reports))
    assert (third["reports"], third["removed"]) == (0, 2)


def test_search_json_keeps_the_contract(index: str) -> None:
    answer = run_json(
        "search", "执法人员不足怎么解决", "--index", index, "--role", "practice", "--top", "3", "--year", "2022-2023"
    )
    assert answer["question"] == "执法人员不足怎么解决"
    assert (answer["language"], answer["role"], answer["filters"]) == ("zh", "practice", {"year": [2022, 2023]})
    assert {"townships", "of"} == set(answer["coverage"])
    assert answer["took_ms"] > 0
    assert len(answer["hits"]) == 3
    assert answer["total"] >= 1
    assert isinstance(answer["confident"], bool)
    for rank, hit in enumerate(answer["hits"], 1):
        assert set(hit) == HIT_KEYS
        assert (hit["rank"], hit["role"], hit["folded"]) == (rank, "practice", [])
        assert set(hit["place"]) == {"province", "prefecture", "county", "township", "code"}
        assert {"dense_rank", "words_rank", "matched"} <= set(hit["why"])
        assert hit["year"] in {2022, 2023}


def test_search_by_theme_and_kind(index: str) -> None:
    answer = run_json("search", "执法人员不足怎么解决", "--index", index, "--theme", "矛盾纠纷化解", "--kind", "all")
    assert answer["filters"] == {"theme": "disputes", "kind": "all"}
    assert answer["hits"] and all("disputes" in hit["themes"] for hit in answer["hits"])
    assert {hit["kind"] for hit in answer["hits"]} == {"report"}
    assert run_json("search", "普法", "--index", index, "--kind", "plan")["hits"] == []


def test_report_by_file_and_by_id_are_the_same(index: str, samples: Path) -> None:
    hit = run_json("search", "扫码入企", "--index", index, "--top", "1")["hits"][0]
    by_id = run_json("report", hit["report_id"], "--index", index)
    by_file = run_json("report", str(samples / Path(hit["source"]).name))
    assert by_id | {"source": ""} == by_file | {"source": ""}
    assert by_id["text"][hit["start"] : hit["end"]] == hit["text"]
    assert hit["passage_id"] in {passage["id"] for passage in by_id["passages"]}
    assert by_id["sections"][0]["level"] == 0
    assert {"practice", "problem", "plan"} <= {section["role"] for section in by_id["sections"]}


def test_search_answers_a_line_a_question_from_stdin(index: str) -> None:
    done = run("search", "-", "--index", index, "--top", "2", stdin="执法人员不足\n\n？？\n法律顾问\n")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [line["question"] for line in lines] == ["执法人员不足", "？？", "法律顾问"]
    assert "error" in lines[1]
    assert all(len(line["hits"]) == 2 for line in (lines[0], lines[2]))


def test_status_and_verify(index: str) -> None:
    status = run_json("status", "--index", index)
    assert (status["reports"], status["townships"], status["years"]) == (24, 8, {"2022": 8, "2023": 8, "2024": 8})
    assert status["kinds"] == {"report": 24}
    assert run_json("verify", "--index", index) == {"sound": True, "damage": []}


def test_evaluate_prints_every_leg_in_both_languages(index: str, samples: Path) -> None:
    fields = run_json("evaluate", "--queries", str(samples / "queries.jsonl"), "--index", index)
    assert set(fields) == {"queries", "scores"}
    questions = len((samples / "queries.jsonl").read_text(encoding="utf-8").splitlines())
    assert fields["queries"] == questions
    assert {(row["language"], row["leg"]) for row in fields["scores"]} == {
        (language, leg) for language in ("zh", "en") for leg in ("fused", "dense", "words", "late")
    }
    for row in fields["scores"]:
        assert set(row) == {"language", "leg", "mean", "questions"}
        assert set(row["mean"]) == {"nDCG@10", "recall@10", "recall@100", "MRR@10"}
        assert len(row["questions"]) == questions


def test_evaluate_on_a_retrieval_set_beside_the_search_without_a_part(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"id": "d", "text": "调解矛盾纠纷"}\n{"id": "e", "text": "普法"}', "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"id": "q", "text": "矛盾纠纷"}', "utf-8")
    (tmp_path / "qrels.tsv").write_text("q\td\t1", "utf-8")
    arguments = ("evaluate", "--bench", str(tmp_path), "--leg", "words", "--without", "words", "--without", "fold")
    fields = run_json(*arguments)
    assert [(row["language"], row["leg"]) for row in fields["scores"]] == [("zh", "fused"), ("zh", "words")]
    assert fields["scores"][1]["questions"] == {"q": 1}
    assert fields["without"]["parts"] == ["words", "fold"]
    assert fields["without"]["comparison"][0]["language"] == "zh"
    shown = run(*arguments, "--per-question")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "1 alike" in shown.stdout
    assert shown.stdout.splitlines()[-1].split()[:2] == ["zh", "q"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", ""),
        ("search", "？！"),
        ("search", "法" * 501),
        ("search", "普法", "--year", "abc"),
        ("search", "普法", "--top", "0"),
        ("search", "普法", "--theme", "烹饪"),
        ("search", "普法", "--index", "nowhere"),
        ("status", "--index", "nowhere"),
        ("verify", "--index", "nowhere"),
        ("report", "nothing-like-it"),
        ("report", "README.md.gone"),
        ("index", "nowhere", "--index", "{tmp}"),
        ("evaluate", "--queries", "nowhere"),
        ("evaluate", "--bench", "nowhere"),
        ("search", "普法", "--model", "/nowhere/model"),
    ],
    ids=lambda arguments: " ".join(arguments)[:40] or "-",
)
def test_what_goes_wrong_is_one_line_and_exit_1(index: str, tmp_path: Path, arguments: Sequence[str]) -> None:
    chosen = [part.replace("{tmp}", str(tmp_path / "new")) for part in arguments]
    if "--index" not in chosen:
        chosen += ["--index", index]
    done = run(*chosen, "--json")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("fajian: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("dance",),
        ("search",),
        ("search", "普法", "--role", "boss"),
        ("search", "普法", "--kind", "poem"),
        ("evaluate",),
        ("evaluate", "--queries", "a", "--bench", "b"),
        ("evaluate", "--queries", "a", "--without", "thinking"),
    ],
    ids=lambda arguments: " ".join(arguments) or "none",
)
def test_wrong_usage_is_exit_2(arguments: Sequence[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_text_for_people_goes_to_stdout_alone(index: str) -> None:
    done = run("search", "执法人员不足", "--index", index, "--top", "2")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "虚构样例" in done.stdout
    assert "townships" in done.stdout
    assert "· 行政执法" in done.stdout


@pytest.mark.parametrize(
    "arguments", [("--help",), ("status",), ("report", "{sample}")], ids=["help", "status", "report"]
)
def test_light_commands_load_no_model(index: str, samples: Path, arguments: Sequence[str]) -> None:
    chosen = [part.replace("{sample}", str(samples / "shiliping-2022.txt")) for part in arguments]
    code = (
        "import sys, cli\n"
        f"sys.argv = ['cli.py', *{chosen + (['--index', index] if chosen != ['--help'] else [])!r}]\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers', 'jieba', 'streamlit'} & set(sys.modules)\n"
        "print('heavy:', sorted(heavy))\n"
    )
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True
    )
    assert done.stdout.rstrip().endswith("heavy: []")
    assert time.perf_counter() - began < 60


def test_every_command_and_option_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "docs" / "terminal.md").read_text(
        encoding="utf-8"
    )
    commands = next(action for action in parser()._actions if action.dest == "command").choices
    assert commands
    for name, command in dict(commands).items():
        assert f"`{name}" in text or f" {name} " in text, name
        for action in command._actions:
            for option in action.option_strings:
                if option.startswith("--") and option != "--help":
                    assert option in text, f"{name} {option}"
