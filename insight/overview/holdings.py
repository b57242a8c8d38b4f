"""How much there is: reports, who wrote them, years, passages and their roles; and which reports are the newest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.report import Kind, Level, Role
from indexer.catalogue import ReportFacts
from indexer.index import ROLES, Index
from insight.scope import Authority, authorities, county_of, reports_in
from search.filters import Filters

NEWEST = 10


@dataclass(frozen=True, slots=True)
class Holdings:
    """Counts of the reports that a filter lets through.

    ``of`` is every document of the index. ``authorities`` counts whoever reports, ``townships`` those of them that are townships. ``years``
    and ``levels`` count reports; ``kinds`` counts documents that only differ in kind from what was asked for. ``fictional`` are invented samples.
    """

    reports: int
    of: int
    authorities: int
    townships: int
    counties: int
    prefectures: int
    provinces: int
    years: dict[int, int]
    undated: int
    levels: dict[Level, int]
    kinds: dict[Kind, int]
    passages: int
    roles: dict[Role, int]
    fictional: int


@dataclass(frozen=True, slots=True)
class Recent:
    """A report with the date it bears. ``published`` says whether that is of its publication or of its signature."""

    report: ReportFacts
    date: str | None
    published: bool


def holdings(index: Index, filters: Filters) -> Holdings:
    """Count the reports that the filters on place, year, level and kind let through."""
    reports = reports_in(index, filters)
    years = Counter(report.year for report in reports if report.year is not None)
    levels = Counter(report.level for report in reports)
    kinds = Counter(report.kind for report in reports_in(index, replace(filters, kind=None)))
    chosen = np.zeros(len(index.reports), dtype=np.bool_)
    chosen[[report.number for report in reports]] = True
    roles = np.bincount(index.role_of[chosen[index.report_of]], minlength=len(ROLES))
    return Holdings(
        reports=len(reports),
        of=len(index.reports),
        authorities=len(authorities(reports)),
        townships=len(authorities(report for report in reports if report.level is Level.TOWNSHIP)),
        counties=len({county_of(report) for report in reports if report.place.county}),
        prefectures=len(_places(reports, 2)),
        provinces=len(_places(reports, 1)),
        years={year: years[year] for year in sorted(years)},
        undated=len(reports) - sum(years.values()),
        levels={level: levels[level] for level in Level if levels[level]},
        kinds={kind: kinds[kind] for kind in Kind if kinds[kind]},
        passages=int(roles.sum()),
        roles={role: int(count) for role, count in zip(ROLES, roles, strict=True) if role is not Role.MIXED},
        fictional=sum(report.fictional for report in reports),
    )


def newest(index: Index, filters: Filters, most: int = NEWEST) -> list[Recent]:
    """The latest reports by the date of publication, else of signature, else the year reported on; those that bear no date of their year stand last in it."""
    found = [_recent(report) for report in reports_in(index, filters)]
    dated = sorted(found, key=lambda one: (one.date or str(one.report.year or ""), one.report.number), reverse=True)
    return dated[:most]


def _recent(report: ReportFacts) -> Recent:
    return Recent(report, report.published or report.signed, report.published is not None)


def _places(reports: Sequence[ReportFacts], depth: int) -> set[Authority]:
    names = ((report.place.province, report.place.prefecture)[:depth] for report in reports)
    return {tuple(name for name in found if name) for found in names if found[-1]}
