"""Many reports against the outline: which parts each has, which are most often not seen, and who has no report at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from corpus.report import Level
from errors import QueryError, echoed
from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.completeness.checking import CHECK_VERSION, check, pack, statuses_in, unpack
from insight.completeness.findings import Check
from insight.completeness.parts import PARTS, Group, Status
from insight.derived import Derived
from insight.scope import Authority, county_of, reports_in
from search.filters import Filters

VIEW = "completeness"
Keys = dict[str, str]
_GROUPS = tuple(part.group for part in PARTS)


@dataclass(frozen=True, slots=True)
class Row:
    """A report and the status of every part, in the order of ``PARTS``; ``doubtful`` where something may have hidden a part from the reader."""

    report: ReportFacts
    statuses: tuple[Status, ...]
    doubtful: bool

    def count(self, status: Status, group: Group | None = None) -> int:
        """Parts of this status, of one group or of all."""
        pairs = zip(PARTS, self.statuses, strict=True)
        return sum(found is status and group in {None, part.group} for part, found in pairs)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a part was told: ``full``, ``bare``, ``missing`` and ``optional`` add up to ``of`` reports."""

    full: int
    bare: int
    missing: int
    optional: int

    @property
    def of(self) -> int:
        """All reports looked at."""
        return self.full + self.bare + self.missing + self.optional

    @property
    def told(self) -> int:
        """Reports that have the part, if only in a bare sentence."""
        return self.full + self.bare


@dataclass(frozen=True, slots=True)
class Silence:
    """An authority without a report of a year of which ``reporting`` of the ``of`` townships of its county that the index knows have one."""

    report: ReportFacts
    """Any report of the authority, for its names."""
    county: Authority
    year: int
    reporting: int
    of: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Reports of a filter against the outline. ``tallies`` stand in the order of ``PARTS``; ``rows`` have the most gaps first."""

    rows: tuple[Row, ...]
    tallies: tuple[Tally, ...]
    by_year: dict[int, tuple[Tally, ...]]
    by_county: dict[Authority, tuple[Tally, ...]]
    silent: tuple[Silence, ...]
    authorities: int


def overview(index: Index, filters: Filters, progress: Callable[[int, int], None] | None = None) -> Overview:
    """Hold all reports of a filter against the outline.

    Args:
        index: Whose reports.
        filters: On place, year, level and kind.
        progress: Told how many reports of how many have been looked at for the first time.
    """
    reports = reports_in(index, filters)
    rows = [_row(report, found) for report, found in zip(reports, _checks(index, reports, progress), strict=True)]
    years: dict[int, list[Row]] = {}
    counties: dict[Authority, list[Row]] = {}
    for row in rows:
        if row.report.year is not None:
            years.setdefault(row.report.year, []).append(row)
        if row.report.place.county:
            counties.setdefault(county_of(row.report), []).append(row)
    return Overview(
        tuple(sorted(rows, key=_most_gaps_first)),
        _tallies(rows),
        {year: _tallies(years[year]) for year in sorted(years)},
        {county: _tallies(counties[county]) for county in sorted(counties)},
        tuple(_silent(index, filters)),
        len({report.authority for report in reports}),
    )


def check_report(index: Index, report_id: str) -> tuple[ReportFacts, Check]:
    """One report against the outline.

    Raises:
        QueryError: The index holds no such report.
    """
    facts = next((report for report in index.reports if report.id == report_id), None)
    if facts is None:
        raise QueryError(f"{index.directory} holds no report {echoed(report_id)}; take the report_id of a hit")
    [values] = _checks(index, [facts], None)
    return facts, unpack(values)


def _checks(
    index: Index, reports: Sequence[ReportFacts], progress: Callable[[int, int], None] | None
) -> list[dict[str, Any]]:
    """A packed check of each report, worked out once."""
    keys = _keys(index)
    wanted = {keys[report.id]: report.id for report in reports}
    derived = Derived(index.directory, VIEW, CHECK_VERSION)
    try:
        done = 0

        def make(key: str) -> dict[str, Any]:
            nonlocal done
            done += 1
            if progress:
                progress(done, len(wanted))
            return _make(index, wanted[key])

        values = derived.fill(list(wanted), make)
        if done:
            derived.keep_only(keys.values())
        return [values[keys[report.id]] for report in reports]
    finally:
        derived.close()


def _make(index: Index, report_id: str) -> dict[str, Any]:
    report = index.catalogue.report(report_id)
    assert report is not None, f"the index holds no report {report_id}"
    passages = [item.passage for _, item in index.catalogue.passages_in(report)]
    return pack(check(report, passages))


def _keys(index: Index) -> Keys:
    """For each report what its check was made of: its files as they were read, since the same text may be read otherwise by a later reader."""
    read: dict[str, list[str]] = {}
    for entry in index.catalogue.files():
        read.setdefault(entry.report_id, []).append(entry.fingerprint)
    return {
        report.id: f"{report.id}-{sha256('|'.join(sorted(read.get(report.id, ()))).encode()).hexdigest()[:16]}"
        for report in index.reports
    }


def _row(report: ReportFacts, values: dict[str, Any]) -> Row:
    statuses, doubtful = statuses_in(values)
    return Row(report, statuses, doubtful)


def _most_gaps_first(row: Row) -> tuple[object, ...]:
    """What the duty asks for counts first, then form, then subjects."""
    gaps = Counter(zip(_GROUPS, row.statuses, strict=True))
    order = [-gaps[group, status] for group in Group for status in (Status.MISSING, Status.BARE)]
    return (*order, row.report.authority, row.report.year or 0, row.report.number)


def _tallies(rows: Sequence[Row]) -> tuple[Tally, ...]:
    counts = [Counter(row.statuses[place] for row in rows) for place in range(len(PARTS))]
    return tuple(Tally(*(count[status] for status in Status)) for count in counts)


def _silent(index: Index, filters: Filters) -> list[Silence]:
    """Townships of which the index knows a report of another year, in years of which others of their county have one."""
    known: dict[Authority, dict[Authority, dict[int, ReportFacts]]] = {}
    for report in reports_in(index, replace(filters, years=None)):
        if report.level is Level.TOWNSHIP and report.place.county and report.year is not None:
            known.setdefault(county_of(report), {}).setdefault(report.authority, {})[report.year] = report
    found = []
    for county, townships in sorted(known.items()):
        reporting = Counter(year for years in townships.values() for year in years)
        for year, count in sorted(reporting.items()):
            if filters.years and not filters.years[0] <= year <= filters.years[1]:
                continue
            found += [
                Silence(next(iter(years.values())), county, year, count, len(townships))
                for _, years in sorted(townships.items())
                if year not in years
            ]
    return found
