"""Which other reports a report stands among: those of the same authority by year, and the pairs that follow-through compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.catalogue import ReportFacts
from insight.scope import series
from search.filters import PLACE_LEVELS, Filters


@dataclass(frozen=True, slots=True)
class Neighbours:
    """``years`` are the reports of one authority and kind that have a year, itself included, the oldest first; ``before`` and ``after`` the nearest years."""

    report: ReportFacts
    years: tuple[ReportFacts, ...]
    before: ReportFacts | None
    after: ReportFacts | None

    @property
    def pairs(self) -> list[tuple[ReportFacts, ReportFacts]]:
        """It with the report of the year before, and that of the year after with it, where there are such."""
        pairs = [pair for one in series(self.years) for pair in one.pairs()]
        return [pair for pair in pairs if self.report.year in {pair[0].year, pair[1].year}]


def neighbours(report: ReportFacts, reports: Sequence[ReportFacts]) -> Neighbours:
    """Find the neighbours of a report among all of an index."""
    same = [
        other
        for other in reports
        if other.year is not None and other.authority == report.authority and other.kind is report.kind
    ]
    years = tuple(sorted(same, key=lambda other: (other.year or 0, other.number)))
    if report.year is None:
        return Neighbours(report, years, None, None)
    before = [other for other in years if (other.year or 0) < report.year]
    after = [other for other in years if (other.year or 0) > report.year]
    return Neighbours(report, years, before[-1] if before else None, after[0] if after else None)


def pair_filters(report: ReportFacts) -> Filters:
    """The filters that let through only the reports of this one's authority and kind."""
    places = {level.value: getattr(report.place, level.value) for level in PLACE_LEVELS}
    return Filters(level=report.level, kind=report.kind, **places)
