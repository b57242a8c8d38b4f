"""Which reports a view looks at, whose they are, and which follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.catalogue import ReportFacts
from indexer.index import Index
from search.filters import Filters, passing_reports

Authority = tuple[str, ...]
"""Who reports, as :attr:`indexer.catalogue.ReportFacts.authority` tells it."""


@dataclass(frozen=True, slots=True)
class Series:
    """One authority's reports, one a year, the oldest first."""

    authority: Authority
    reports: tuple[ReportFacts, ...]

    def pairs(self) -> list[tuple[ReportFacts, ReportFacts]]:
        """Reports of a year with those of the year after; a gap in the years makes no pair."""
        neighbours = zip(self.reports, self.reports[1:], strict=False)
        return [(before, after) for before, after in neighbours if _year(after) == _year(before) + 1]


@dataclass(frozen=True, slots=True)
class Share:
    """So many authorities out of those that report at all."""

    townships: int
    of: int


def reports_in(index: Index, filters: Filters) -> list[ReportFacts]:
    """The reports that the filters on place, year, level and kind let through, in the order of their numbers."""
    chosen = passing_reports(filters, index.report_columns)
    return [report for report, passes in zip(index.reports, chosen, strict=True) if passes]


def authorities(reports: Iterable[ReportFacts]) -> set[Authority]:
    """Who stands behind these reports."""
    return {report.authority for report in reports}


def series(reports: Sequence[ReportFacts]) -> list[Series]:
    """Reports by authority, in the order of their places; of several in one year the last indexed counts, and one without a year does not."""
    found: dict[Authority, dict[int, ReportFacts]] = {}
    for report in reports:
        if report.year is not None:
            found.setdefault(report.authority, {})[report.year] = report
    return [Series(who, tuple(years[year] for year in sorted(years))) for who, years in sorted(found.items())]


def share_by_year(said: Iterable[ReportFacts], reports: Iterable[ReportFacts]) -> dict[int, Share]:
    """For each year how many of the authorities that report in it say something; ``said`` are their reports that do."""
    of: dict[int, set[Authority]] = {}
    for report in reports:
        if report.year is not None:
            of.setdefault(report.year, set()).add(report.authority)
    by: dict[int, set[Authority]] = {}
    for report in said:
        if report.year is not None:
            by.setdefault(report.year, set()).add(report.authority)
    return {year: Share(len(by.get(year, set())), len(of[year])) for year in sorted(of)}


def share_by_county(said: Iterable[ReportFacts], reports: Iterable[ReportFacts]) -> dict[Authority, Share]:
    """The same for each county, under the names of its province, prefecture and county; reports without a county are left out."""
    of: dict[Authority, set[Authority]] = {}
    for report in reports:
        if report.place.county:
            of.setdefault(county_of(report), set()).add(report.authority)
    by: dict[Authority, set[Authority]] = {}
    for report in said:
        if report.place.county:
            by.setdefault(county_of(report), set()).add(report.authority)
    return {county: Share(len(by.get(county, set())), len(of[county])) for county in sorted(of)}


def county_of(report: ReportFacts) -> Authority:
    """Names of the places around a township, from the province down to the county."""
    place = report.place
    return tuple(name for name in (place.province, place.prefecture, place.county) if name)


def _year(report: ReportFacts) -> int:
    assert report.year is not None, "a series has no report without a year"
    return report.year
