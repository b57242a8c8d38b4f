"""Which files are the same report, and which never are however alike."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.duplicates.candidates import COMMON, pairs_sharing
from corpus.duplicates.groups import Source, find_groups
from corpus.duplicates.identity import Identity, Verdict, identify, verdict
from corpus.duplicates.resemblance import compare, estimated_containment, normalised, shingles, sketch
from corpus.reader import read_report_bytes
from corpus.report import Kind, Level, Place, Report
from tests.corpus.duplicates.versions import (
    COUNTY,
    TOWN,
    bare,
    changed,
    file,
    on_a_site,
    report_text,
    scanned,
    together,
)

OTHER = "泉吉乡"


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (lambda text: text.replace("\n", "\n\n　　"), "b.txt"),
        (lambda text: text.replace("，", ",").replace("。", ".").replace("：", ":"), "b.txt"),
        (lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text), "b.txt"),
        (on_a_site, "b.html"),
        (scanned, "b.txt"),
        (lambda text: text.replace("28", "31").replace("96", "88"), "b.txt"),
        (
            lambda text: text.replace(
                "\n二、", "\n（四）加强监督。主动接受人大监督，答复代表建议12件，满意率100%。\n二、"
            ),
            "b.txt",
        ),
        (lambda text: text[: len(text) * 2 // 5], "b.txt"),
    ],
    ids=["indents", "half-width marks", "full-width digits", "site", "scan", "figures", "paragraph", "first page"],
)
def test_versions_of_one_report_are_one(made: object, name: str) -> None:
    assert callable(made)
    text = report_text()
    assert together(find_groups([file("a.txt", text), file(name, made(text))])) == [["a.txt", name]]


@pytest.mark.parametrize(
    "other",
    [
        report_text(township=OTHER),
        report_text(year=2024),
        report_text(township=OTHER, year=2024),
        report_text().replace("2023年法治政府建设工作报告", "2023年上半年法治政府建设工作报告"),
        report_text(sentences=changed(0.6)),
    ],
    ids=["neighbour's copy", "next year's copy", "both", "half-year", "another text of the same year"],
)
def test_however_alike_they_are_two(other: str) -> None:
    assert together(find_groups([file("a.txt", report_text()), file("b.txt", other)])) == [["a.txt"], ["b.txt"]]


def test_the_same_text_of_two_places_declared_by_the_user_is_two() -> None:
    text = bare(report_text())
    groups = find_groups(
        [
            file("a.txt", text, metadata={"county": COUNTY, "township": TOWN, "year": "2023"}),
            file("b.txt", text, metadata={"county": COUNTY, "township": OTHER, "year": "2023"}),
        ]
    )
    assert together(groups) == [["a.txt"], ["b.txt"]]


def test_what_the_user_says_of_a_text_also_holds_for_the_same_text_elsewhere() -> None:
    declared = file("b.txt", report_text(), metadata={"county": "子虚县", "township": "乌有乡", "year": "2021"})
    assert together(find_groups([file("a.txt", report_text()), declared])) == [["a.txt", "b.txt"]]


def test_an_open_place_joins_what_it_equals() -> None:
    nameless = report_text().replace(COUNTY, "")
    opened = replace(file("b.html", on_a_site(nameless)).report, place=Place(township=TOWN))
    assert together(find_groups([file("a.txt", report_text()), Source("f", "b.html", opened)])) == [["a.txt", "b.html"]]


def test_an_open_place_joins_nobody_where_two_fit() -> None:
    text = bare(report_text())
    opened = file("c.txt", text)
    assert not opened.report.place.certain
    sources = [
        file("a.txt", text + "一", metadata={"county": COUNTY, "township": TOWN, "year": "2023"}),
        file("b.txt", text + "二", metadata={"county": COUNTY, "township": OTHER, "year": "2023"}),
        opened,
    ]
    assert together(find_groups(sources)) == [["a.txt"], ["b.txt"], ["c.txt"]]
    assert together(find_groups([sources[0], opened])) == [["a.txt", "c.txt"]]


def test_an_open_place_does_not_join_a_copy_with_another_name() -> None:
    copied = report_text().replace(COUNTY, "").replace(TOWN, "水泉湾")
    opened = replace(file("b.txt", copied).report, place=Place())
    assert together(find_groups([file("a.txt", report_text()), Source("f", "b.txt", opened)])) == [["a.txt"], ["b.txt"]]


_KNOWN = Identity(
    Place("青海省", "海北州", "刚察县", "沙柳河镇", "632224100", True), Level.TOWNSHIP, 2023, Kind.REPORT, "", None
)

_NAMED = replace(_KNOWN, place=Place(township="沙柳河镇"))


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        (_NAMED, Verdict.NAMED),
        (replace(_NAMED, place=replace(_NAMED.place, province="青海省")), Verdict.NAMED),
        (replace(_NAMED, year=None), Verdict.OPEN),
        (replace(_NAMED, place=Place(province="青海省")), Verdict.OPEN),
        (_KNOWN, Verdict.OPEN),
        (replace(_NAMED, year=2022), Verdict.NEVER),
    ],
    ids=["same name", "more known", "no year", "no name", "settled", "other year"],
)
def test_a_name_that_several_places_may_bear(other: Identity, wanted: Verdict) -> None:
    assert verdict(_NAMED, other) is verdict(other, _NAMED) is wanted


def test_a_scan_whose_place_is_open_joins_its_namesake() -> None:
    whole = file("a.txt", report_text()).report
    sources = [
        Source("f", name, replace(file(name, text).report, place=Place(township=TOWN)))
        for name, text in (("a.txt", whole.text), ("b.txt", scanned(whole.text)))
    ]
    assert together(find_groups(sources)) == [["a.txt", "b.txt"]]


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        (_KNOWN, Verdict.SAME),
        (replace(_KNOWN, place=Place(county="刚察县", township="沙柳河镇")), Verdict.SAME),
        (replace(_KNOWN, place=Place(township="沙柳河镇")), Verdict.OPEN),
        (replace(_KNOWN, place=Place()), Verdict.OPEN),
        (replace(_KNOWN, year=None), Verdict.OPEN),
        (replace(_KNOWN, kind=Kind.NEWS), Verdict.OPEN),
        (replace(_KNOWN, level=Level.DEPARTMENT, issuer="司法局"), Verdict.OPEN),
        (replace(_KNOWN, year=2022), Verdict.NEVER),
        (replace(_KNOWN, period="上半年"), Verdict.NEVER),
        (replace(_KNOWN, place=replace(_KNOWN.place, county="共和县")), Verdict.NEVER),
        (replace(_KNOWN, place=Place(township="泉吉乡")), Verdict.NEVER),
        (replace(_KNOWN, place=replace(_KNOWN.place, township=None), level=Level.COUNTY), Verdict.NEVER),
    ],
    ids=lambda value: value.name if isinstance(value, Verdict) else "",
)
def test_authority_and_year_decide_first(other: Identity, wanted: Verdict) -> None:
    assert verdict(_KNOWN, other) is verdict(other, _KNOWN) is wanted


def test_the_part_of_the_year_may_stand_in_the_file_name() -> None:
    report = file("a.txt", report_text()).report
    identified = partial(identify, report, place=report.place, level=report.level, year=report.year)
    assert identified("2023上半年.docx").period == "上半年"
    assert identified("2023.docx").period == ""


def test_the_order_of_files_does_not_matter() -> None:
    texts = [
        report_text(),
        on_a_site(report_text()),
        report_text(township=OTHER),
        report_text(year=2024),
        bare(report_text()),
    ]
    sources = [file(f"{number}.txt", text) for number, text in enumerate(texts)]
    wanted = find_groups(sources)
    for seed in range(6):
        random.Random(seed).shuffle(sources)
        assert find_groups(sources) == wanted


def test_a_thousand_equal_texts_are_joined_without_comparing_all_pairs() -> None:
    report = file("a.txt", report_text()).report
    copies = [Source("f", f"{n:04d}", replace(report, id=f"{n:016x}", text=f"{report.text}\n{n}")) for n in range(400)]
    assert len(find_groups(copies)) == 1


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_any_texts_can_be_grouped(texts: list[str]) -> None:
    report = file("a.txt", report_text()).report
    sources = [
        Source("f", str(n), replace(report, id=str(hash(text)), text=text, place=Place()))
        for n, text in enumerate(texts)
    ]
    groups = find_groups(sources)
    assert sorted(source.name for group in groups for source in group) == sorted(str(n) for n in range(len(texts)))


def test_shingles_tell_what_only_one_text_has() -> None:
    text = normalised(report_text())
    edited = text.replace("28", "31", 1)
    longer = text[:300] + "甲乙丙丁戊己" + text[300:]
    both = compare(shingles(text), shingles(edited))
    assert both.own[0] == both.own[1] and len(both.own[0]) == 1
    assert compare(shingles(text), shingles(longer)).own == ((), (6,))
    assert compare(shingles(text), shingles(text[:200])).contained == 1.0


@pytest.mark.parametrize(
    ("written", "same"),
    [("２０２３年，Ａ", "2023年a"), ("法 治\n政府：", "法治政府"), ("依法治國", "依法治国"), ("　", "")],
    ids=["width", "marks", "script", "nothing"],
)
def test_normalised(written: str, same: str) -> None:
    assert normalised(written) == same


def test_a_sketch_estimates_containment() -> None:
    chance = random.Random(3)
    text = "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(8000))
    for share in (0.2, 0.5, 0.9):
        part = text[: int(8000 * share)] + "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(800))
        exact = compare(shingles(text), shingles(part)).contained
        assert estimated_containment(sketch(shingles(text)), sketch(shingles(part))) == pytest.approx(exact, abs=0.08)


def test_candidates_share_rare_wording_or_stand_beside_each_other() -> None:
    rare, stock = np.array([1, 2], dtype=np.uint64), np.array([9], dtype=np.uint64)
    sketches = dict.fromkeys(range(COMMON + 2), stock) | {90: rare, 95: rare[1:]}
    pairs = set(pairs_sharing(sketches))
    assert (90, 95) in pairs
    assert (0, 1) in pairs and (0, 2) not in pairs
    assert set(pairs_sharing(sketches, of={95})) == {(90, 95)}


def test_reading_makes_a_source() -> None:
    report: Report = read_report_bytes(report_text().encode(), "a.txt", source="f/a.txt", metadata={})
    assert (report.place.township, report.year) == (TOWN, 2023)
