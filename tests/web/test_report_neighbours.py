"""Which reports stand beside one: same authority, same kind, by year."""

from __future__ import annotations

import pytest

from corpus.report import Kind, Level, Place
from indexer.catalogue import ReportFacts
from search.filters import matching_reports
from web.report_neighbours import neighbours, pair_filters

PLACE = Place("青海省", "海北藏族自治州", "刚察县", "沙柳河镇", certain=True)
OTHER = Place("青海省", "海北藏族自治州", "刚察县", "哈尔盖镇", certain=True)


def facts(number: int, year: int | None, place: Place = PLACE, kind: Kind = Kind.REPORT) -> ReportFacts:
    return ReportFacts(number, f"id{number}", f"{number}.txt", "", place, Level.TOWNSHIP, year, False, kind)


REPORTS = [
    facts(0, 2024),
    facts(1, 2020),
    facts(2, 2022),
    facts(3, 2023, OTHER),
    facts(4, 2023, kind=Kind.PLAN),
    facts(5, None),
    facts(6, 2022),
    facts(7, 2021),
]


@pytest.mark.parametrize(
    ("number", "before", "after", "pairs"),
    [
        (2, 7, 0, [(7, 6)]),
        (0, 6, None, []),
        (1, None, 7, [(1, 7)]),
        (7, 1, 2, [(1, 7), (7, 6)]),
        (3, None, None, []),
        (5, None, None, []),
    ],
)
def test_neighbours(number: int, before: int | None, after: int | None, pairs: list[tuple[int, int]]) -> None:
    found = neighbours(REPORTS[number], REPORTS)
    assert (found.before and found.before.number) == before
    assert (found.after and found.after.number) == after
    assert [(one.number, two.number) for one, two in found.pairs] == pairs


def test_all_years_are_told_the_oldest_first() -> None:
    assert [report.number for report in neighbours(REPORTS[0], REPORTS).years] == [1, 7, 2, 6, 0]


def test_the_filters_of_a_pair_let_through_only_its_authority() -> None:
    passing = matching_reports(pair_filters(REPORTS[0]), REPORTS)
    assert [report.number for report, passes in zip(REPORTS, passing, strict=True) if passes] == [0, 1, 2, 5, 6, 7]
