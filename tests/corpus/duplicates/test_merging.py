"""Which of several sources is kept as the text, what the others add, and what is said of those that are not shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from corpus.duplicates.groups import Source
from corpus.duplicates.merging import merge
from corpus.duplicates.versions import find_versions
from corpus.report import Level, Place, Report
from tests.corpus.duplicates.versions import LACK, file, on_a_site, report_text, scanned

TEXT = report_text()
REWORDED = TEXT.replace("28人次", "31人次").replace("73件", "75件")


def _source(name: str, text: str, **facts: object) -> Source:
    read = file(name, text)
    return replace(read, report=replace(read.report, **facts))  # type: ignore[arg-type]


def _merged(*sources: Source) -> Report:
    """The report, after checking that any order of its sources gives the same."""
    ordered = sorted(sources, key=lambda source: source.order)
    return merge(ordered)


@pytest.mark.parametrize(
    ("kept", "other"),
    [
        (_source("b", REWORDED, published="2024-03-05"), _source("a", TEXT, published="2024-02-01")),
        (_source("b", REWORDED, signed="2024-03-05"), _source("a", TEXT, signed="2024-02-01")),
        (_source("b（更正）", REWORDED), _source("a", TEXT)),
        (_source("b", REWORDED, title="某镇工作报告（修订稿）"), _source("a", TEXT)),
        (_source("b（更正）", REWORDED), _source("a", TEXT, published="2024-02-01")),
        (_source("b", REWORDED), _source("a征求意见稿", TEXT, signed="2024-12-01")),
        (_source("b", TEXT), _source("a", scanned(TEXT), recognised=True)),
        (_source("b", TEXT), _source("a", TEXT, format="doc")),
        (_source("b", TEXT), _source("a", TEXT[: len(TEXT) // 2], published="2024-06-01")),
        (_source("b", TEXT), _source("a", on_a_site(TEXT), signed=None)),
        (_source("b", TEXT), _source("a", on_a_site(TEXT), sections=file("a", TEXT).report.sections[:1])),
        (_source("a", TEXT), _source("b", TEXT)),
        (_source("b", TEXT), _source("a", TEXT.replace(f"{LACK[2]}。\n", ""))),
    ],
    ids=[
        *(
            "published later",
            "signed later",
            "name says correction",
            "title says correction",
            "correction without a day",
        ),
        *("draft", "recognised", "converted", "cut off", "things of a site", "no headings", "order of names", "longer"),
    ],
)
def test_which_text_is_kept(kept: Source, other: Source) -> None:
    merged = _merged(kept, other)
    assert (merged.source, merged.text) == (kept.report.source, kept.report.text)
    assert merged.other_sources == (other.report.source,)


def test_an_old_wording_published_again_does_not_replace_the_correction() -> None:
    first = _source("a", TEXT, published="2024-02-01")
    corrected = _source("b", REWORDED, published="2024-03-05")
    again = _source("c", on_a_site(TEXT), published="2024-05-01")
    assert _merged(first, corrected, again).source == "f/b"


def test_the_replaced_version_is_named_and_not_shown() -> None:
    merged = _merged(_source("a", TEXT, published="2024-03-01"), _source("b", REWORDED, published="2024-03-05"))
    assert "2024年3月1日的版本已由更正版取代：f/a" in merged.notes
    assert "28人次" not in merged.text


def test_another_wording_without_a_day_is_named() -> None:
    merged = _merged(_source("a", TEXT, signed=None), _source("b", REWORDED, signed=None))
    assert "另一版本文字有出入，未采用：f/b" in merged.notes


def test_a_cut_off_copy_is_named_as_such() -> None:
    merged = _merged(_source("a", TEXT), _source("b", TEXT[: len(TEXT) // 2]))
    assert merged.notes == (*file("a", TEXT).report.notes, "f/b只有报告的一部分")


def test_the_same_wording_in_two_formats_needs_no_note() -> None:
    merged = _merged(_source("a", TEXT), _source("b", on_a_site(TEXT), published="2024-02-20"))
    assert merged.notes == file("a", TEXT).report.notes
    assert merged.published == "2024-02-20"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (on_a_site(TEXT), 1),
        (TEXT[:300], 1),
        (REWORDED, 2),
        (
            TEXT.replace(
                "二、", "主动接受人大监督，答复代表建议12件，公开执法决定45条，群众评议满意率在全县名列第二。\n二、"
            ),
            2,
        ),
    ],
    ids=["site", "first page", "figures", "paragraph"],
)
def test_versions_differ_in_wording(other: str, same: int) -> None:
    assert len(find_versions([file("a", TEXT), file("b", other)])) == same


def test_facts_that_the_kept_text_lacks_come_from_the_others() -> None:
    place = file("b", TEXT).report.place
    kept = _source("a", TEXT, place=Place(township="沙柳河镇"), level=Level.UNKNOWN, year=None, document_number=None)
    other = _source("b", on_a_site(TEXT), document_number="沙政〔2024〕3号", fictional=True, signed=None)
    merged = _merged(kept, other)
    assert (merged.source, merged.place, merged.level, merged.year) == ("f/a", place, Level.TOWNSHIP, 2023)
    assert (merged.document_number, merged.fictional) == ("沙政〔2024〕3号", True)
    for note in ("地点取自另一来源：f/b", "报告年度取自另一来源：f/b", "文号取自另一来源：f/b"):
        assert note in merged.notes


def test_what_a_sidecar_says_comes_first() -> None:
    given = file("b", TEXT, metadata={"county": "子虚县", "township": "乌有乡", "year": "2021"})
    merged = _merged(_source("a", TEXT), given)
    assert (merged.place.township, merged.year, merged.source) == ("乌有乡", 2021, "f/a")
    assert any("地点不同" in note for note in merged.notes) and any("年度不同" in note for note in merged.notes)


def test_disagreements_are_told() -> None:
    merged = _merged(
        _source("a", TEXT, document_number="沙政〔2024〕3号"), _source("b", TEXT, document_number="沙政〔2024〕8号")
    )
    assert merged.document_number == "沙政〔2024〕3号"
    assert "另一来源f/b的文号不同：沙政〔2024〕8号" in merged.notes


def test_one_source_is_the_report_as_it_was_read() -> None:
    source = _source("a", TEXT)
    assert merge([source]) is source.report
    assert (
        len(
            {merge(sorted(order, key=lambda s: s.order)).id for order in permutations([source, _source("b", REWORDED)])}
        )
        == 1
    )
