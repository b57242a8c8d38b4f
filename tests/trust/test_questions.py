"""Whatever is asked is answered or refused by a sentence, in time that grows no faster than the question, by however many at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api import Fajian
from bench.trust import question_texts, questions
from embeddings import HashingEncoder
from errors import LONGEST_ECHO, FajianError, echoed
from indexer.index import Index
from search.question import LONGEST_QUESTION, parse_question
from search.spelling_en import slips

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def fajian(hashing_index: Path) -> Fajian:
    opened = Fajian(Index.open(hashing_index), HashingEncoder())
    opened.warm()
    return opened


def test_the_short_form(fajian: Fajian, monkeypatch: pytest.MonkeyPatch) -> None:
    # Every text goes every way in full; here each way gets every third.
    monkeypatch.setattr(question_texts, "SYNTAX", question_texts.SYNTAX[::3])
    monkeypatch.setattr(question_texts, "ODD", question_texts.ODD[::2])
    # How time grows with the length is measured in full only: a busy machine must fail no test.
    monkeypatch.setattr(question_texts, "GROWING", {})
    found = questions.run(fajian, columns=64, long=100_000, threads=40)
    assert found.broken == ()
    assert found.differing == 0
    assert found.asked > 400 and 0 < found.refused < found.asked


def test_what_never_ends_and_what_breaks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(text: str) -> None:
        while True:
            pass

    def breaks(text: str) -> None:
        raise KeyError(text)

    def unclear(text: str) -> None:
        raise FajianError("two\nlines")

    limited = questions.limited
    monkeypatch.setattr(questions, "limited", lambda: limited(0.2))
    ways: dict[str, Callable[[str], object]] = {"breaks": breaks, "unclear": unclear}
    if hasattr(os, "fork"):
        ways["never"] = never
    asked, refused, broken = questions.ask(ways, ["执法"])
    assert (asked, refused) == (len(ways), 1)
    assert [line.split(":")[0] for line in broken] == list(ways)


@pytest.mark.parametrize(("power", "told"), [(1, 0), (2, 1)])
def test_work_that_grows_by_the_square_is_told(monkeypatch: pytest.MonkeyPatch, power: int, told: int) -> None:
    clock = [0.0]

    def works(text: str) -> None:
        clock[0] += (len(text) / 100) ** power

    monkeypatch.setattr("time.process_time", lambda: clock[0])
    steepest, broken = questions.growth(works, {"a": lambda length: "a" * length})
    assert steepest == pytest.approx(2**power)
    assert len(broken) == told


def test_a_word_of_many_syllables_is_not_parted_in_every_way() -> None:
    # xian is one syllable or two: 60 of them in a word could be parted in 2 ** 60 ways.
    with questions.limited(20):
        assert list(slips("xian" * 60 + "q", lambda word: False)) == []


@pytest.mark.parametrize(
    "given", ["\u202e执法\u202c", "执\x9b31m法", "\ud800执法", "\u2066执法\u2069", "\U000e0041执法"]
)
def test_what_turns_or_breaks_other_text_is_no_part_of_a_question(given: str) -> None:
    text = parse_question(given).text
    assert text.encode().decode() == text
    assert set(text) <= set("执法 31m")


def test_what_is_told_back_of_a_long_question_is_short() -> None:
    assert echoed("执法") == "执法"
    assert len(echoed("法" * 100_000)) == LONGEST_ECHO + 1
    assert echoed("a\nb\ud800") == "a\ufffdb\ufffd"


def test_every_column_of_unicode_is_asked() -> None:
    asked = "".join(question_texts.of_every_block())
    assert len({ord(char) >> 4 for char in asked}) == question_texts.COLUMNS
    assert all(len(question) <= LONGEST_QUESTION for question in question_texts.of_every_block())


def test_lines_of_anything_get_a_line_each(hashing_index: Path) -> None:
    """The terminal, with bytes that are no text among the questions."""
    asked = [text for text in (*question_texts.SYNTAX[::8], *question_texts.ODD[::8]) if not {"\n", "\r"} & set(text)]
    lines = [text.encode("utf-8", "surrogatepass") for text in asked] + [b"\xff\xfe\x00", "法".encode() * 100_000]
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "search", "-", "--index", str(hashing_index), "--model", "hashing", "--top=1"],
        input=b"\n".join(lines), capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.stderr == b""
    answers = [json.loads(line) for line in done.stdout.decode().splitlines() if line]
    assert len(answers) == len([line for line in lines if line.strip()])
    assert all(("hits" in answer) != ("error" in answer) for answer in answers)
    assert done.returncode == 1 and questions.is_clear(answers[-1]["error"])
