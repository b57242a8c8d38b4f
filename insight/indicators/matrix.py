"""One indicator as a table, townships by years, in which gaps stay gaps.

A township-year may state several figures of one indicator: a total and its parts, the same total twice, events one by one. The one shown follows a declared rule
(:func:`headline`); all others stand behind it as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from corpus.report import Level
from indexer.catalogue import ReportFacts
from insight.indicators.collecting import Stated
from insight.indicators.figure import FigureKind
from insight.indicators.indicator import Indicator
from insight.indicators.weighing import Weighed
from insight.scope import Authority, county_of

_EVERY = ("每", "平均", "人均", "户均", "村均")
"""Periods of a rhythm: what happens every month is not what happened in the year."""
_ADDED = {FigureKind.COUNT, FigureKind.MONEY, FigureKind.MEASURE}


class State(StrEnum):
    """What is known of a township in a year."""

    STATED = "stated"
    UNSTATED = "unstated"
    """It reports, and names no such figure."""
    NO_REPORT = "no_report"


@dataclass(frozen=True, slots=True)
class Cell:
    """A township in a year: the figure that stands for it, and the others of the same indicator, in document order."""

    state: State
    report: ReportFacts | None = None
    headline: Weighed | None = None
    others: tuple[Weighed, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A township's cells, one a year of the table. ``report`` is its latest one, for its place."""

    report: ReportFacts
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What the townships of a year state together: ``stated`` of ``of`` that report.

    Only figures of the indicator's own kind count. ``total`` is ``None`` where adding says nothing, as with rates, ``middle`` (the median) where none is stated.
    """

    stated: int
    of: int
    total: float | None
    middle: float | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table of an indicator. ``totals`` has one entry a year, ``counties`` the same for each county of more than one."""

    indicator: Indicator
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]
    counties: dict[Authority, tuple[Total, ...]]


def matrix(indicator: Indicator, stated: Iterable[Stated]) -> Matrix:
    """The table of an indicator.

    Args:
        indicator: Which.
        stated: What the reports in scope state; those without a year are left out, of several of one authority in a year the last one counts.
    """
    cells: dict[Authority, dict[int, Cell]] = {}
    for item in stated:
        if item.report.year is not None:
            cells.setdefault(item.report.authority, {})[item.report.year] = _cell(indicator, item)
    years = tuple(sorted({year for found in cells.values() for year in found}))
    missing = Cell(State.NO_REPORT)
    rows = []
    for _, found in sorted(cells.items()):
        latest = found[max(found)].report
        assert latest is not None, "a cell that was made of a report has one"
        rows.append(Row(latest, tuple(found.get(year, missing) for year in years)))
    counties: dict[Authority, list[Row]] = {}
    for row in rows:
        if row.report.place.county:
            counties.setdefault(county_of(row.report), []).append(row)
    by_county = (
        {county: _totals(indicator, some, len(years)) for county, some in counties.items()} if len(counties) > 1 else {}
    )
    return Matrix(indicator, years, tuple(rows), _totals(indicator, rows, len(years)), by_county)


def headline(indicator: Indicator, figures: Sequence[Weighed]) -> Weighed | None:
    """The figure that stands for a township in a year; ``None`` where none can.

    Only levels count: no differences, earlier values, targets or rhythms (每季度一次). A figure of the kind and units of the indicator goes before any other, one of the whole
    year before one of half of it, a whole before a part (其中). Of what is left, the largest: a total is never smaller than its parts. Rates have no total, and
    the first one stands for the whole.

    Args:
        indicator: Whose figures they are.
        figures: Of one report and this indicator, in document order.
    """
    units = indicator.units.split()

    def order(weighed: Weighed) -> tuple[bool, bool, bool, bool, float]:
        figure = weighed.figure
        rate = figure.kind in {FigureKind.PERCENT, FigureKind.RATIO, FigureKind.SCORE}
        size = float(figure.start) if rate else -figure.value
        return (
            figure.kind is not indicator.kind,
            figure.unit not in units,
            figure.period is not None,
            weighed.part,
            size,
        )

    levels = [
        weighed for weighed in figures if weighed.is_level and not (weighed.figure.period or "").startswith(_EVERY)
    ]
    return min(levels, key=order, default=None)


def _cell(indicator: Indicator, stated: Stated) -> Cell:
    own = [weighed for weighed in stated.figures if weighed.figure.indicator == indicator.key]
    chosen = headline(indicator, own)
    others = tuple(weighed for weighed in own if weighed is not chosen)
    return Cell(State.STATED if chosen else State.UNSTATED, stated.report, chosen, others)


def _totals(indicator: Indicator, rows: Sequence[Row], years: int) -> tuple[Total, ...]:
    """Over townships, or where there are none over whoever reports: a county's own report repeats what its townships say."""
    townships = [row for row in rows if row.report.level is Level.TOWNSHIP] or rows
    return tuple(_total(indicator, [row.cells[year] for row in townships]) for year in range(years))


def _total(indicator: Indicator, cells: Sequence[Cell]) -> Total:
    of = sum(cell.state is not State.NO_REPORT for cell in cells)
    figures = [cell.headline.figure for cell in cells if cell.headline]
    # 100% beside six cases, or square metres beside houses, are shown and not counted in.
    values = [figure.value for figure in figures if figure.kind is indicator.kind]
    added = sum(values) if values and indicator.kind in _ADDED else None
    return Total(len(values), of, added, median(values) if values else None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many townships state an indicator, out of how many that report: in any year, and by year."""

    indicator: Indicator
    stated: int
    of: int
    years: dict[int, tuple[int, int]]


def coverage(indicators: Sequence[Indicator], stated: Iterable[Stated]) -> list[Coverage]:
    """For each indicator how many authorities state a figure that could stand for it, in one pass over the reports."""
    said: dict[str, dict[int, set[Authority]]] = {indicator.key: {} for indicator in indicators}
    reporting: dict[int, set[Authority]] = {}
    known = {indicator.key: indicator for indicator in indicators}
    for item in stated:
        year = item.report.year
        if year is None:
            continue
        reporting.setdefault(year, set()).add(item.report.authority)
        own: dict[str, list[Weighed]] = {}
        for weighed in item.figures:
            if weighed.figure.indicator in known:
                own.setdefault(weighed.figure.indicator, []).append(weighed)
        for key, figures in own.items():
            if headline(known[key], figures):
                said[key].setdefault(year, set()).add(item.report.authority)
    of = len(set().union(*reporting.values()))
    return [
        Coverage(
            indicator,
            len(set().union(*said[indicator.key].values())),
            of,
            {year: (len(said[indicator.key].get(year, ())), len(reporting[year])) for year in sorted(reporting)},
        )
        for indicator in indicators
    ]
