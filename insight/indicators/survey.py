"""What the command and the page ask: all indicators, one as a table, what does not fit, the figures themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.indicators.collecting import Stated, collect
from insight.indicators.flags import Flag, flags, in_series
from insight.indicators.indicator import Indicator
from insight.indicators.matrix import Coverage, Matrix, coverage, matrix
from insight.indicators.table import INDICATORS
from insight.scope import reports_in
from search.filters import Filters


@dataclass(frozen=True, slots=True)
class Flagged:
    """Flags that touch reports in scope; ``compared`` is how many reports they were held against each other for."""

    flags: tuple[Flag, ...]
    compared: int


def stated_in(index: Index, filters: Filters) -> Iterator[Stated]:
    """What each report in scope states, in the order of their numbers, one by one."""
    return collect(index, reports_in(index, filters))


def list_indicators(index: Index, filters: Filters) -> list[Coverage]:
    """Every indicator with how many authorities in scope state it, in the order of the table."""
    return coverage(INDICATORS, stated_in(index, filters))


def tabulate(index: Index, filters: Filters, indicator: Indicator) -> Matrix:
    """The table of an indicator for the reports in scope."""
    return matrix(indicator, stated_in(index, filters))


def find_flags(index: Index, filters: Filters) -> Flagged:
    """What does not fit in the reports in scope.

    Years and townships of the same places are compared even where the filters leave them out, since one township alone cannot stand out, nor one year leap.
    """
    shown = {report.id for report in reports_in(index, filters)}
    compared = in_series(reports_in(index, replace(filters, years=None, township=None)))
    found = flags(INDICATORS, collect(index, compared))
    return Flagged(tuple(flag for flag in found if flag.found.report.id in shown), len(compared))


def figures_of_report(index: Index, report: ReportFacts) -> Stated:
    """All that one report states."""
    return next(collect(index, [report]))
