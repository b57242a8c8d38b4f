"""What the filters offer: every value with the number of reports that the other filters let through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from corpus.report import Kind, Level
from indexer.catalogue import ReportFacts
from search.filters import PLACE_LEVELS, Filters, matching_reports


def matching(filters: Filters, reports: Sequence[ReportFacts]) -> list[ReportFacts]:
    """Reports that pass the filters on place, year, level and kind."""
    allowed = matching_reports(filters, reports)
    return [report for report, passes in zip(reports, allowed, strict=True) if passes]


def place_counts(filters: Filters, reports: Sequence[ReportFacts], level: Level) -> dict[str, int]:
    """Reports of each place at a level, inside the places chosen above it, the most reports first."""
    below = PLACE_LEVELS[PLACE_LEVELS.index(level) :]
    outer = replace(filters, **{lower.value: None for lower in below})
    names = (getattr(report.place, level.value) for report in matching(outer, reports))
    return dict(Counter(name for name in names if name).most_common())


def year_counts(filters: Filters, reports: Sequence[ReportFacts]) -> dict[int, int]:
    """Reports of each year, the first year first; years that the other filters leave empty count 0."""
    counts = Counter(report.year for report in matching(replace(filters, years=None), reports))
    return {year: counts[year] for year in sorted({report.year for report in reports if report.year is not None})}


def level_counts(filters: Filters, reports: Sequence[ReportFacts]) -> dict[Level, int]:
    """Reports of each level of authority that occurs in the index."""
    counts = Counter(report.level for report in matching(replace(filters, level=None), reports))
    occurring = {report.level for report in reports}
    return {level: counts[level] for level in Level if level in occurring}


def kind_counts(filters: Filters, reports: Sequence[ReportFacts]) -> dict[Kind, int]:
    """Documents of each kind that occurs in the index."""
    counts = Counter(report.kind for report in matching(replace(filters, kind=None), reports))
    occurring = {report.kind for report in reports}
    return {kind: counts[kind] for kind in Kind if kind in occurring}


def without_orphans(filters: Filters, reports: Sequence[ReportFacts]) -> Filters:
    """The filters without places that do not lie in the places chosen above them."""
    for level in PLACE_LEVELS:
        name = filters.place(level)
        if name is not None and name not in place_counts(filters, reports, level):
            filters = _with_place(filters, level, None)
    return filters


def with_full_names(filters: Filters, reports: Sequence[ReportFacts]) -> Filters:
    """The filters with a short place name (新疆) written as the only place of the index that it can mean."""
    for level in PLACE_LEVELS:
        name = filters.place(level)
        if name is not None:
            only = _with_place(Filters(kind=None), level, name)
            found = {getattr(report.place, level.value) for report in matching(only, reports)}
            filters = _with_place(filters, level, found.pop()) if len(found) == 1 else filters
    return filters


def _with_place(filters: Filters, level: Level, name: str | None) -> Filters:
    changes: dict[str, Any] = {level.value: name}
    return replace(filters, **changes)
