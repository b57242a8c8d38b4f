"""Slips are mended where there is no doubt, and right questions never."""

from __future__ import annotations

import pytest

from indexer.index import Index
from search.engine import Engine
from search.spelling import Mended, mended

# Question and a word that must be among what is meant, or hold it.
from tests.search.spelling_cases import CHINESE_SLIPS, ENGLISH_SLIPS, RIGHT_CHINESE, RIGHT_ENGLISH


def _lines(block: str) -> list[str]:
    return block.strip().splitlines()


def _unknown(word: str) -> bool:
    return False


@pytest.fixture(scope="module")
def index(hashing_engine: Engine) -> Index:
    return hashing_engine.index


def _well(found: tuple[Mended, ...], meant: str) -> bool:
    return len(found) == 1 and (meant in found[0].meant or found[0].meant in meant)


def test_no_right_question_is_mended(index: Index) -> None:
    right = [(line, "zh") for line in _lines(RIGHT_CHINESE)] + [(line, "en") for line in _lines(RIGHT_ENGLISH)]
    assert len(right) >= 150
    for known in (_unknown, index.words.knows):
        wrong = {question: mended(question, language, known) for question, language in right}
        assert {question: found for question, found in wrong.items() if found} == {}


def test_most_slips_are_mended_and_none_wrongly(index: Index) -> None:
    chinese = [(*line.rsplit(" ", 1), "zh") for line in _lines(CHINESE_SLIPS)]
    english = [(*line.split(" > "), "en") for line in _lines(ENGLISH_SLIPS)]
    slips = [*chinese, *english]
    assert len(slips) >= 60
    for known in (_unknown, index.words.knows):
        found = [(mended(question, language, known), meant) for question, meant, language in slips]
        assert sum(_well(one, meant) for one, meant in found) >= 0.9 * len(slips)
        assert [one for one, meant in found if one and not _well(one, meant)] == []


@pytest.mark.parametrize(
    ("question", "written", "meant"),
    [
        ("执法人圆不足怎么办", "执法人圆不足", "执法人员不足"),
        ("法律名白人", "法律名白人", "法律明白人"),
        ("矛盾纠份多吗", "矛盾纠份", "矛盾纠纷"),
        ("执法员人", "执法员人", "执法人员"),
    ],
    ids=["longest term", "homophone", "end", "swapped"],
)
def test_chinese(question: str, written: str, meant: str) -> None:
    assert mended(question, "zh", _unknown) == (Mended(written, meant),)


def test_two_slips_come_in_order() -> None:
    assert [slip.meant for slip in mended("矛盾纠份和法律名白人", "zh", _unknown)] == ["矛盾纠纷", "法律明白人"]
    assert [slip.meant for slip in mended("mediaton and petiton", "en", _unknown)] == ["mediation", "petition"]


def test_what_the_index_knows_is_no_slip() -> None:
    assert mended("人民调节员", "zh", _unknown)
    assert mended("人民调节员", "zh", {"调节"}.__contains__) == ()
    assert mended("goverment", "en", {"goverment"}.__contains__) == ()


@pytest.mark.parametrize(
    "question",
    [
        "grassroot mediators",
        "Did Mediaton Village report?",
        "shouldn't they petition",
        "complant",
        "gmail",
        "a1b2c3 3rdparty",
        "",
    ],
    ids=["form", "name", "apostrophe", "two may be meant", "first letter", "digits", "empty"],
)
def test_english_in_doubt_is_left(question: str) -> None:
    assert mended(question, "en", _unknown) == ()


def test_capitals() -> None:
    assert mended("Goverment disclosure", "en", _unknown) == (Mended("Goverment", "government"),)
    assert mended("GOVERMENT DISCLOSURE", "en", _unknown) == (Mended("GOVERMENT", "government"),)


@pytest.mark.parametrize("question", ["依法治村", "四调联动", "法律顾问都不来", "", "？", "第3次abc"])
def test_chinese_in_doubt_is_left(question: str) -> None:
    assert mended(question, "zh", _unknown) == ()
