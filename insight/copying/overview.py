"""How much of each report stands in others, one row a report, what is repeated most first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.copying.nouns import Shares
from insight.copying.standing import common_limit
from insight.copying.survey import Survey
from insight.scope import Authority, authorities, reports_in
from search.filters import Filters


@dataclass(frozen=True, slots=True)
class Row:
    """A report, the shares of its body, and the year of the last report before it of the same authority in the index (``None`` if there is none)."""

    report: ReportFacts
    shares: Shares
    before: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Reports by the share that stands in others, the largest first.

    ``total`` adds up their shares. ``townships`` report, in the rows. ``compared`` is how many reports of the index they were compared with, themselves included, whatever the filters;
    ``common`` is from how many authorities a sentence is common wording there.
    """

    rows: tuple[Row, ...]
    total: Shares
    townships: int
    compared: int
    common: int


def overview(index: Index, survey: Survey, filters: Filters) -> Overview:
    """The reports that the filters let through; each is compared with all of the index."""
    reports = reports_in(index, filters)
    earlier = _earlier(index.reports)
    found = [
        Row(report, survey.shares(survey.rows_of(report.number)), earlier.get(report.number)) for report in reports
    ]
    found.sort(key=lambda row: (-row.shares.repeated, row.shares.share(), row.report.number))
    every = [survey.rows_of(report.number) for report in reports] or [np.zeros(0, dtype=np.int64)]
    return Overview(
        tuple(found),
        survey.shares(np.concatenate(every)),
        len(authorities(reports)),
        len(index.reports),
        common_limit(len(authorities(index.reports))),
    )


def _earlier(reports: list[ReportFacts]) -> dict[int, int]:
    """By a report's number the last year before its own in which its authority reports."""
    years: dict[Authority, set[int]] = defaultdict(set)
    for report in reports:
        if report.year is not None:
            years[report.authority].add(report.year)
    found: dict[int, int] = {}
    for report in reports:
        before = [year for year in years[report.authority] if report.year is not None and year < report.year]
        if before:
            found[report.number] = max(before)
    return found
