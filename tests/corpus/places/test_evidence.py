"""Which wording decided the place, and what each kind of clue is worth."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.places.context import Tier, among_neighbours, by_number, named_by_site
from corpus.places.gazetteer import Gazetteer, load_gazetteer
from corpus.places.prose import Prose, read_prose
from corpus.places.resolution import PlaceEvidence, resolve_place
from corpus.report import Evidence

TITLE = "城关镇2023年法治政府建设工作总结"

EVIDENCE: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "title": ({"title": "卡乡2023年法治政府建设报告"}, [("标题", "卡乡2023年法治政府建设报告")]),
    "signature": (
        {"title": "工作总结", "signature": "昭苏县察汗乌苏蒙古族乡人民政府"},
        [("落款", "昭苏县察汗乌苏蒙古族乡人民政府")],
    ),
    "title, then the county's site": (
        {"title": TITLE, "metadata": {"SiteName": "文县人民政府网"}},
        [("标题", TITLE), ("网站名称", "文县人民政府网")],
    ),
    "title, then a superior in the text": (
        {"title": TITLE, "body": "在卢氏县委的坚强领导下，认真落实。"},
        [("标题", TITLE), ("正文", "卢氏县")],
    ),
    "title, then a folder": (
        {"title": TITLE, "source": "五河县/城关镇.txt"},
        [("标题", TITLE), ("文件夹名", "五河县")],
    ),
    "preamble": ({"preamble": "2023年，沙柳河镇认真落实。"}, [("正文开头", "沙柳河镇")]),
    "table": (
        {"metadata": {"发文单位": "刚察县沙柳河镇人民政府"}},
        [("网页信息表", "刚察县沙柳河镇人民政府")],
    ),
    "given by the user": (
        {"title": TITLE, "metadata": {"county": "五河县", "township": "城关镇"}},
        [("附表或文件头", "五河县城关镇")],
    ),
    "nothing": ({}, []),
}


@pytest.mark.parametrize(("evidence", "expected"), EVIDENCE.values(), ids=EVIDENCE)
def test_tells_what_decided(evidence: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = resolve_place(PlaceEvidence(**evidence)).evidence
    assert [(item.where, item.text) for item in found] == expected
    assert all(item == Evidence("place", item.where, item.text) for item in found)


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("在卢氏县委、县政府的坚强领导下，", ["卢氏县"]),
        ("按照《卢氏县法治政府建设要点》要求", ["卢氏县"]),
        ("在卢氏县司法局的指导下", ["卢氏县"]),
        ("根据卢氏县人民法院判决", []),
        ("卢氏县人民政府参事来镇调研", []),
        ("在卢氏县委、县政府的对口帮扶下", []),
        ("赴卢氏县委党校学习", []),
    ],
)
def test_superiors_lead_or_order(text: str, led: list[str]) -> None:
    assert [name for name, _ in read_prose(text, load_gazetteer()).led] == led


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("卢氏县公安局通报。卢氏县人民法院立案。", 2),
        ("卢氏县公安局通报。", 0),
        ("卢氏县公安局通报。卢氏县人民法院立案。五河县公安局通报。", 0),
        ("与卢氏县公安局合作。与卢氏县人民法院合作。", 0),
    ],
)
def test_offices_count_when_one_county_comes_again(text: str, offices: int) -> None:
    assert len(read_prose(text, load_gazetteer()).offices) == offices


@pytest.mark.parametrize(
    ("site", "found"),
    [("文县人民政府门户网站", True), ("文县政府网", True), ("文县", True), ("文县律师网", False), ("新华网", False)],
)
def test_only_a_governments_site_names_a_place(site: str, found: bool) -> None:
    assert bool(named_by_site([site], "网站名称", load_gazetteer())) is found


TWO = Gazetteer.from_names(
    {
        **{"41": "河南省", "4101": "甲市", "410101": "文县", "410102": "武县"},
        **{"410101100": "城关镇", "410101101": "东河镇", "410101102": "西河镇"},
        **{"410102100": "城关镇", "410102101": "东河镇", "410102102": "南河镇"},
    }
)
BOTH = ("410101100", "410102100")


@pytest.mark.parametrize(
    ("names", "left"),
    [
        (("东河镇", "西河镇"), BOTH),
        (("西河镇",), BOTH),
        (("东河镇", "西河镇", "城关镇"), BOTH),
        ((), BOTH),
    ],
    ids=["one more is not enough", "one name", "own name", "none"],
)
def test_neighbours_must_be_clear(names: tuple[str, ...], left: tuple[str, ...]) -> None:
    prose = Prose(townships={name: TWO.lookup(name) for name in names})
    assert among_neighbours(BOTH, prose, TWO)[0] == left


def test_neighbours_of_one_county_settle_a_shared_name() -> None:
    one = Gazetteer.from_names({**TWO.names, "410101103": "北河镇"})
    prose = Prose(townships={name: one.lookup(name) for name in ("西河镇", "北河镇")})
    left, clue = among_neighbours(BOTH, prose, one)
    assert left == ("410101100",)
    assert clue is not None and clue.text == "西河镇"


@pytest.mark.parametrize(
    ("number", "left"),
    [("文城政〔2023〕5号", ("410101100",)), ("城政〔2023〕5号", BOTH), ("豫政〔2023〕5号", BOTH), ("", BOTH)],
)
def test_document_numbers(number: str, left: tuple[str, ...]) -> None:
    assert by_number(BOTH, number, TWO) == left


def test_a_document_number_only_supports() -> None:
    number = "文城政〔2023〕5号"
    alone = resolve_place(PlaceEvidence(title=TITLE, document_number=number))
    supported = resolve_place(PlaceEvidence(title=f"陇南市{TITLE}", document_number=number))
    assert (alone.place.certain, supported.place.county) == (False, "文县")


def test_clues_of_no_place_above_are_no_clue() -> None:
    assert Tier("正文", ()).clue_for("410101100", TWO) is None
