"""English terms are carried over to the words that reports use, the longest first."""

from __future__ import annotations

import re

import pytest

from indexer.index import Index
from search.bridge import GLOSSARY, carry_over, read_glossary
from search.engine import Engine, Leg
from search.question import parse_question
from search.settings import Settings
from search.understanding import FRAME_WORDS, FUNCTION_WORDS, understand


@pytest.mark.parametrize(
    ("question", "english", "wording"),
    [
        ("shortage of enforcement officers", "shortage of enforcement officers", "执法人员不足"),
        ("xyzzy disputes", "disputes", "纠纷"),
        ("How were DISPUTES mediated?", "mediated", "调解"),
        ("part-time cooks", "part time", "兼职"),
        ("the 12345 hotline", "12345 hotline", "12345"),
    ],
    ids=["longest", "plural", "ending", "hyphen", "number"],
)
def test_terms_are_carried_over(question: str, english: str, wording: str) -> None:
    carried = {term.english: term.chinese for term in carry_over(question).carried}
    assert english in carried
    assert any(wording in chinese for chinese in carried[english])


def test_words_without_a_wording_are_left_in_order() -> None:
    crossing = carry_over("purple xyzzy mediate plughs")
    assert [term.english for term in crossing.carried] == ["mediate"]
    assert crossing.left == ("purple", "xyzzy", "plughs")


def test_a_term_written_as_in_the_glossary_wins_over_its_stem() -> None:
    mediate, mediator = (carry_over(word).carried[0].chinese for word in ("mediate", "mediator"))
    assert mediate != mediator


def test_nothing_to_carry_over() -> None:
    assert carry_over("??").chinese == ""
    assert carry_over("xyzzy plugh").carried == ()


def test_the_glossary_is_well_formed() -> None:
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if not line.startswith("#")]
    assert len(entries) > 1200
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9' -]*\t[^\t|]+(\|[^\t|]+){0,2}", line) for line in entries)
    assert len({line.split("\t")[0] for line in entries}) == len(entries)
    assert len(read_glossary(lines)) == len(entries)


def test_an_english_question_looks_for_chinese_words(hashing_engine: Engine) -> None:
    index: Index = hashing_engine.index
    understood = understand(
        parse_question("how did townships handle shortage of enforcement officers"), index, Settings()
    )
    assert {"执法", "人员", "不足"} <= set(understood.terms)
    assert not {"how", "did", "of"} & set(understood.terms)
    assert understood.texts[0].text.startswith("how did")
    assert len(understood.texts) == 2


def test_frame_words_are_dropped_unless_nothing_else_is_asked(hashing_engine: Engine) -> None:
    index = hashing_engine.index
    assert not FRAME_WORDS & set(understand(parse_question("乡镇如何应对执法人员不足"), index, Settings()).terms)
    assert understand(parse_question("怎么解决"), index, Settings()).terms == ("解决",)
    assert not FUNCTION_WORDS & set(understand(parse_question("执法人员不足怎么办"), index, Settings()).terms)


def test_english_hits_name_the_chinese_words_that_matched(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("legal adviser for every village")
    assert any("法律顾问" in chinese for term in answer.carried for chinese in term.chinese)
    assert any("法律顾问" in hit.why.matched for hit in answer.hits)


def test_english_words_within_a_chinese_question_are_carried_over(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("legal adviser作用不明显怎么办", leg=Leg.WORDS)
    assert [term.chinese[0] for term in answer.carried if term.english == "legal adviser"] == ["法律顾问"]
    assert any("法律顾问" in hit.why.matched for hit in answer.hits)
