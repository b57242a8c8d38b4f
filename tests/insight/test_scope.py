"""Whose reports a view looks at, and which follow each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.report import Level, Place
from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.scope import Share, authorities, reports_in, series, share_by_county, share_by_year
from search.filters import Filters

COUNTY = Place("新疆维吾尔自治区", "伊犁哈萨克自治州", "昭苏县", None)


def _report(number: int, township: str | None, year: int | None, county: str = "昭苏县") -> ReportFacts:
    place = replace(COUNTY, county=county, township=township) if township else Place(None, None, None, None)
    return ReportFacts(number, f"r{number}", f"{number}.txt", "", place, Level.TOWNSHIP, year, False)


def test_years_follow_each_other_only_without_a_gap() -> None:
    reports = [_report(0, "甲乡", 2024), _report(1, "甲乡", 2021), _report(2, "甲乡", 2022), _report(3, "乙乡", 2023)]
    found = {one.authority[-1]: one for one in series(reports)}
    assert [report.year for report in found["甲乡"].reports] == [2021, 2022, 2024]
    assert [(before.number, after.number) for before, after in found["甲乡"].pairs()] == [(1, 2)]
    assert found["乙乡"].pairs() == []


def test_of_two_reports_in_a_year_the_last_counts_and_one_without_a_year_does_not() -> None:
    [only] = series([_report(0, "甲乡", 2023), _report(1, "甲乡", 2023), _report(2, "甲乡", None)])
    assert [report.number for report in only.reports] == [1]


def test_reports_without_a_place_belong_to_nobody_else() -> None:
    assert len(authorities([_report(0, None, 2023), _report(1, None, 2023)])) == 2


def test_the_same_name_in_two_counties_is_two_townships() -> None:
    assert len(authorities([_report(0, "城关镇", 2023), _report(1, "城关镇", 2023, "特克斯县")])) == 2


def test_shares_count_townships_and_not_reports() -> None:
    reports = [_report(0, "甲乡", 2022), _report(1, "甲乡", 2022), _report(2, "乙乡", 2022), _report(3, "乙乡", 2023)]
    assert share_by_year(reports[:2], reports) == {2022: Share(1, 2), 2023: Share(0, 1)}
    assert list(share_by_county(reports[:2], reports).values()) == [Share(1, 2)]


def test_filters_choose_reports(hashing_index: Path) -> None:
    index = Index.open(hashing_index)
    chosen = reports_in(index, Filters(years=(2023, 2023), county="青枫县"))
    assert chosen and {(report.year, report.place.county) for report in chosen} == {(2023, "青枫县")}
    assert len(reports_in(index, Filters())) == len(index.reports)
