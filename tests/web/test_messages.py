"""What the lower floors say is said in Chinese as well: the program's own raise statements are read for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import errors
from errors import FajianError, QueryError
from web.messages import error_sentence, told_in_chinese

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("corpus", "embeddings", "indexer", "search", "insight", "web")
NEVER_ON_THE_PAGE = ("search/evaluation/", "web/server.py")
"""What only the terminal runs."""
KINDS = {"ArchiveError", "DamagedError", "ReadOnlyError", "BuildCancelledError"} | {
    name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, FajianError)
}
PARTS = {
    "source": "甲.pdf",
    "path": "甲.pdf",
    "name": "甲.csv",
    "what": "no text layer (scanned pages?)",
    "found": "The package x is not installed",
    "several": "is not an indicator",
}
"""What stands for parts of a message that are more than a name."""
FAULTS = {"ArchiveError", "DamagedError"}
"""Told behind the name of a file by whoever catches them."""


def sites() -> Iterator[tuple[str, str]]:
    """Where something is raised with a message of its own, and the message with its parts filled in."""
    for path in sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        where = str(path.relative_to(ROOT))
        if where.startswith(NEVER_ON_THE_PAGE):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KINDS and call.args:
                given = call.args[0]
                given = texts.get(given.id, given) if isinstance(given, ast.Name) else given
                for message in messages(given):
                    told = f"甲.pdf {message}" if call.func.id in FAULTS else message
                    yield f"{where}:{call.lineno}", told


def messages(node: ast.expr) -> list[str]:
    """The texts that an expression may become; none where it is worked out elsewhere."""
    if isinstance(node, ast.JoinedStr) and ast.unparse(node) == "f'{path} {what}'":
        return ["甲.pdf is not a file; give the path", "甲.pdf does not exist; check the path"]
    if isinstance(node, ast.IfExp):
        return messages(node.body) + messages(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        told = "".join(_part(part) for part in node.values)
        return [told] if re.search("[a-z]{3,} [a-z]", told) or re.search("[\u4e00-\u9fff]{4}", told) else []
    return []


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    expression = ast.unparse(part.value)
    number = re.search(
        "len\\(|MAX|MOST|LONGEST|SHORTEST|FORMAT|_SECONDS|seconds|limit|count|dimension|index.d|returncode|least|most|format",
        expression,
    )
    return PARTS.get(expression, "7" if number else "甲")


FOUND = list(sites())


def test_raise_statements_are_found() -> None:
    assert len(FOUND) > 100


@pytest.mark.parametrize("message", [message for _, message in FOUND], ids=[where for where, _ in FOUND])
def test_every_message_has_a_chinese_form(message: str) -> None:
    chinese = error_sentence(FajianError(message), "zh")
    assert not chinese.startswith("出错了"), message
    assert re.match("[\u3400-\u9fff“]|甲|7|\\S+ [\u3400-\u9fff]", chinese)
    assert len(re.findall("[\u4e00-\u9fff]", chinese)) >= 5


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        ("甲.pdf is empty; fetch or save it again", "甲.pdf 是空的，请重新下载或保存。"),
        (
            "The question has 900 characters; at most 500 are read, so ask about one thing",
            "问题有900个字，最多500个字。请只问一件事。",
        ),
        ("'9' is not a year; write 2023 or 2022-2024", "'9' 不是年份，请写成 2023 或 2022-2024。"),
        ("Something nobody foresaw", None),
    ],
)
def test_examples(message: str, chinese: str | None) -> None:
    assert told_in_chinese(message) == chinese


def test_english_readers_get_the_words_themselves() -> None:
    assert error_sentence(QueryError("The question is empty; ask"), "en") == "The question is empty; ask"
    assert error_sentence(QueryError("没有。Nothing was found."), "en") == "Nothing was found."
    assert error_sentence(QueryError("没有。Nothing was found."), "zh") == "没有。"
    assert error_sentence(QueryError("Odd"), "zh") == "这个问题无法回答：Odd"
