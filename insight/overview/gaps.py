"""Who reported in which year, place by place, and where a report seems to be missing.

A *gap* is a year without a report between two years with one. *Silence* is a year without one, outside of that, of which another township of
the same county has one. Both say only that the index holds no report: it may never have been written, or never have been collected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpus.places.gazetteer import load_gazetteer
from corpus.report import Level, Place
from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.scope import Authority, county_of, reports_in
from search.filters import PLACE_LEVELS, Filters

UNITS = ("乡", "镇", "街道", "苏木", "区公所")
"""How the names of townships end; what else has a township's code (farms, prisons, zones) is no authority that reports."""
FINEST_ROWS = 40
"""Rows are counties while there are so few; more are gathered by prefecture, then by province."""
_DIGITS = {Level.PROVINCE: 2, Level.PREFECTURE: 4, Level.COUNTY: 6}
ByYear = dict[int, list[ReportFacts]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One place in one year: ``reporting`` authorities with ``reports`` reports, ``gaps`` and ``silent`` authorities without.

    ``only`` is the report where there is just one.
    """

    year: int
    reporting: int
    reports: int
    gaps: int
    silent: int
    only: ReportFacts | None


@dataclass(frozen=True, slots=True)
class Row:
    """One place over the years.

    ``place`` names it, the levels below ``None``. ``authorities`` reported in any year, ``townships`` of them are townships; ``listed`` is how
    many townships the gazetteer knows there, ``None`` where the place is not in it. ``undated`` reports belong to no year.
    """

    place: Place
    level: Level
    cells: tuple[Cell, ...]
    authorities: int
    townships: int
    listed: int | None
    undated: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Places by year. ``total`` is the row of all of them; ``level`` is what a row is."""

    level: Level
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    total: Row


def fitting_level(reports: Iterable[ReportFacts], filters: Filters) -> Level:
    """What rows should be: townships inside a county, else the finest places of which there are not too many."""
    if filters.county or filters.township:
        return Level.TOWNSHIP
    places = {report.place.parts[:3] for report in reports}
    if len(places) == 1:
        return Level.TOWNSHIP
    for level, depth in ((Level.COUNTY, 3), (Level.PREFECTURE, 2)):
        if len({parts[:depth] for parts in places}) <= FINEST_ROWS:
            return level
    return Level.PREFECTURE if filters.province else Level.PROVINCE


def matrix(index: Index, filters: Filters, level: Level | None = None) -> Matrix:
    """Lay out who reported when.

    Args:
        index: Whose reports.
        filters: On place, year, level and kind. Years choose columns; who ever reports is counted over all years.
        level: What a row is; chosen by how many there are if ``None``.
    """
    reports = reports_in(index, replace(filters, years=None))
    level = level or fitting_level(reports, filters)
    # Whether a neighbour has a report is asked of the whole county, also where one township of it was chosen.
    around = reports_in(index, replace(filters, years=None, township=None))
    county_years: dict[Authority, set[int]] = {}
    for report in around:
        if report.year is not None and report.place.county and report.level is Level.TOWNSHIP:
            county_years.setdefault(county_of(report), set()).add(report.year)
    years = _columns(reports, filters)
    groups: dict[Authority, list[ReportFacts]] = {}
    for report in reports:
        groups.setdefault(_group(report, level), []).append(report)
    rows = [
        _row(groups[key], level, years, county_years) for key in sorted(groups, key=lambda key: _order(key, groups))
    ]
    return Matrix(level, years, tuple(rows), _total(rows, level, years, reports))


def township_counts() -> Mapping[str, int]:
    """How many townships the gazetteer knows below each code of a province, prefecture or county."""
    if not _COUNTS:
        codes = (code for code, name in load_gazetteer().names.items() if len(code) == 9 and name.endswith(UNITS))
        _COUNTS.update(Counter(code[:digits] for code in codes for digits in (2, 4, 6)))
    return _COUNTS


_COUNTS: dict[str, int] = {}


def _columns(reports: Iterable[ReportFacts], filters: Filters) -> tuple[int, ...]:
    """Every year from the first to the last that has a report, as far as the filter lets through."""
    found = {report.year for report in reports if report.year is not None}
    if filters.years:
        found = {year for year in found if filters.years[0] <= year <= filters.years[1]}
    if not found:
        return ()
    # A mistaken year (1024) must not draw a thousand columns: a hole of more than ten years is left out.
    ordered = sorted(found)
    filled = [ordered[0]]
    for year in ordered[1:]:
        filled += range(filled[-1] + 1, year) if year - filled[-1] <= 10 else ()
        filled.append(year)
    return tuple(filled)


def _group(report: ReportFacts, level: Level) -> Authority:
    """The names of a row: down to its level, or as far as they are known; a township's row is its authority's."""
    if level is Level.TOWNSHIP:
        return (*report.place.parts, report.level.value) if report.place.parts else ()
    depth = PLACE_LEVELS.index(level) + 1
    names = (getattr(report.place, above.value) for above in PLACE_LEVELS[:depth])
    return tuple(name for name in names if name)


def _order(key: Authority, groups: Mapping[Authority, list[ReportFacts]]) -> tuple[object, ...]:
    """As official lists have it, by code; places without one come last."""
    codes = [report.place.code for report in groups[key] if report.place.code]
    return not codes, min(codes, default=""), key


def _row(
    reports: list[ReportFacts], level: Level, years: tuple[int, ...], county_years: Mapping[Authority, set[int]]
) -> Row:
    by_authority: dict[Authority, ByYear] = {}
    for report in reports:
        found = by_authority.setdefault(report.authority, {})
        if report.year is not None:
            found.setdefault(report.year, []).append(report)
    townships = {report.authority for report in reports if report.level is Level.TOWNSHIP}
    counties = {report.authority: county_of(report) for report in reports if report.place.county}
    gaps: Counter[int] = Counter()
    silent: Counter[int] = Counter()
    for who, found in by_authority.items():
        around = county_years.get(counties.get(who, ()), set()) if who in townships else set()
        for year in years:
            if year in found:
                continue
            between = bool(found) and min(found) < year < max(found)
            gaps[year] += between
            silent[year] += not between and year in around
    cells = []
    for year in years:
        held = [report for found in by_authority.values() for report in found.get(year, ())]
        who_reports = sum(year in found for found in by_authority.values())
        only = held[0] if len(held) == 1 else None
        cells.append(Cell(year, who_reports, len(held), gaps[year], silent[year], only))
    undated = sum(report.year is None for report in reports)
    place = _place(reports[0].place, level)
    return Row(place, level, tuple(cells), len(by_authority), len(townships), _listed(reports, place, level), undated)


def _total(rows: list[Row], level: Level, years: tuple[int, ...], reports: list[ReportFacts]) -> Row:
    """All rows as one; an authority stands in one row only."""
    cells = []
    for column, year in enumerate(years):
        of = [row.cells[column] for row in rows]
        reporting, held = sum(cell.reporting for cell in of), sum(cell.reports for cell in of)
        cells.append(Cell(year, reporting, held, sum(cell.gaps for cell in of), sum(cell.silent for cell in of), None))
    listed = None if level is Level.TOWNSHIP or any(row.listed is None for row in rows) else 0
    if listed is not None:
        listed = sum(row.listed or 0 for row in rows)
    undated = sum(report.year is None for report in reports)
    who = sum(row.authorities for row in rows)
    return Row(Place(), level, tuple(cells), who, sum(row.townships for row in rows), listed, undated)


def _place(place: Place, level: Level) -> Place:
    """The place of a row, the levels below left out."""
    if level is Level.TOWNSHIP:
        return place
    below: dict[str, Any] = {lower.value: None for lower in PLACE_LEVELS[PLACE_LEVELS.index(level) + 1 :]}
    return replace(place, **below)


def _listed(reports: list[ReportFacts], place: Place, level: Level) -> int | None:
    """How many townships the gazetteer knows in a row's place, if all its reports agree on its code."""
    if level not in _DIGITS or not place.parts or any(report.fictional for report in reports):
        return None
    lowest = [known for known in PLACE_LEVELS if getattr(place, known.value)][-1]
    codes = {(report.place.code or "")[: _DIGITS.get(lowest, 0)] for report in reports}
    code = codes.pop() if len(codes) == 1 else ""
    return township_counts().get(code) if len(code) == _DIGITS.get(lowest) else None
