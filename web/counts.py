"""What the filters offer, counted once per index version and shared by all visitors; and names of places made whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from corpus.report import Level
from indexer.catalogue import ReportFacts
from search.engine import Engine
from search.facets import Facets
from search.filters import PLACE_LEVELS, Filters, matching_reports
from web import session


def facets_of(engine: Engine) -> Facets:
    """The columns that an index's filters are counted in."""
    return _facets(engine, str(engine.index.version))


def matching(filters: Filters, reports: Sequence[ReportFacts]) -> list[ReportFacts]:
    """Reports that pass the filters on place, year, level and kind."""
    allowed = matching_reports(filters, reports)
    return [report for report, passes in zip(reports, allowed, strict=True) if passes]


def with_full_names(filters: Filters, reports: Sequence[ReportFacts]) -> Filters:
    """The filters with a short place name (新疆) written as the only place of the index that it can mean."""
    for level in PLACE_LEVELS:
        name = filters.place(level)
        if name is not None and all(getattr(report.place, level.value) != name for report in reports):
            only = _with_place(Filters(kind=None), level, name)
            found = {getattr(report.place, level.value) for report in matching(only, reports)}
            filters = _with_place(filters, level, found.pop()) if len(found) == 1 else filters
    return filters


def _with_place(filters: Filters, level: Level, name: str | None) -> Filters:
    changes: dict[str, Any] = {level.value: name}
    return replace(filters, **changes)


@session.of_version()
def _facets(_engine: Engine, version: str) -> Facets:
    """The version is the key; columns are made as they are first needed."""
    return Facets(_engine.index)
