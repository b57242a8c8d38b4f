"""Completeness as plain JSON values, under the names that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from insight.completeness.overview import Overview, Row, Silence, Tally
from insight.completeness.parts import PARTS, Part, Status
from insight.completeness.resting import ReportCheck, Rest, Told
from insight.contract import cited_json, facts_json
from search.contract import place_json
from search.filters import Filters


def overview_json(found: Overview, filters: Filters) -> dict[str, Any]:
    """Parts with how many of the reports have them, by year and county as well; reports with the most gaps first; who is silent."""
    return {
        "filters": filters.describe(),
        "reports": len(found.rows),
        "townships": found.authorities,
        "parts": [
            {**_part(part), **_tally(tally), "basis": part.basis, "found": part.found}
            for part, tally in zip(PARTS, found.tallies, strict=True)
        ],
        "years": [{"year": year, "parts": _tallies(tallies)} for year, tallies in found.by_year.items()],
        "counties": [{"county": list(names), "parts": _tallies(tallies)} for names, tallies in found.by_county.items()],
        "rows": [_row(row) for row in found.rows],
        "silent": [_silence(each) for each in found.silent],
    }


def report_json(found: ReportCheck) -> dict[str, Any]:
    """One report: every part with its status and what that rests on, the headings looked at, and the reader's doubts."""
    return {
        **facts_json(found.report),
        "parts": [_told(told) for told in found.told],
        "outline": [{"level": level, "label": label} for level, label in found.outline],
        "doubtful": found.doubtful,
        "doubts": [{"kind": doubt.kind, "text": doubt.text} for doubt in found.doubts],
    }


def _part(part: Part) -> dict[str, str]:
    return {"key": part.key, "group": part.group.value, "zh": part.zh, "en": part.en}


def _tally(tally: Tally) -> dict[str, int]:
    return {
        "full": tally.full,
        "bare": tally.bare,
        "missing": tally.missing,
        "optional": tally.optional,
        "of": tally.of,
    }


def _tallies(tallies: Sequence[Tally]) -> dict[str, dict[str, int]]:
    return {part.key: _tally(tally) for part, tally in zip(PARTS, tallies, strict=True)}


def _row(row: Row) -> dict[str, Any]:
    return {
        **facts_json(row.report),
        "statuses": {part.key: status.value for part, status in zip(PARTS, row.statuses, strict=True)},
        "missing": row.count(Status.MISSING),
        "bare": row.count(Status.BARE),
        "doubtful": row.doubtful,
    }


def _silence(each: Silence) -> dict[str, Any]:
    return {
        "place": place_json(each.report.place),
        "county": list(each.county),
        "year": each.year,
        "reporting": each.reporting,
        "of": each.of,
    }


def _told(told: Told) -> dict[str, Any]:
    fields = {
        **_part(told.part),
        "status": told.finding.status.value,
        "evidence": [_rest(rest) for rest in told.rests],
    }
    return fields | ({"count": told.finding.count, "of": told.finding.of} if told.finding.of else {})


def _rest(rest: Rest) -> dict[str, Any]:
    if rest.cited is not None:
        return {**cited_json(rest.cited), "where": rest.where}
    return {"where": rest.where, "text": rest.text, "start": rest.start, "end": rest.end}
