"""Results no larger than what another program can read at once. What is left out is counted, and how to get it is said."""

from __future__ import annotations

from typing import Any

from api import Passage, QueryError, Report
from search.contract import place_json

MOST_CHARACTERS = 20_000
MOST_COUNTIES = 30
MOST_SECTIONS = 200
MOST_FLAGS = 20
MOST_NOTES = 20


def report_slice(report: Report, passages: tuple[Passage, ...], start: int, end: int) -> dict[str, Any]:
    """The facts and the outline of a report, and the text and the passages from ``start`` to ``end``."""
    text = report.text[start:end]
    last = start + len(text)
    inside = [passage for passage in passages if start <= passage.start < last]
    fields: dict[str, Any] = {
        "report_id": report.id,
        "source": report.source,
        "sources": [report.source, *report.other_sources],
        "title": report.title,
        "place": place_json(report.place),
        "year": report.year,
        "level": report.level.value,
        "kind": report.kind.value,
        "fictional": report.fictional,
        "issuer": report.issuer,
        "document_number": report.document_number,
        "published": report.published,
        "notes": list(report.notes[:MOST_NOTES]),
        "sections": [
            {
                "section": number,
                "level": section.level,
                "label": section.label,
                "role": section.role.value,
                "start": section.start,
                "end": section.end,
            }
            for number, section in enumerate(report.sections[:MOST_SECTIONS])
        ],
        "sections_total": len(report.sections),
        "characters": len(report.text),
        "start": start,
        "end": last,
        "next_offset": last if last < len(report.text) else None,
        "text": text,
        "passages": [
            {"passage_id": p.id, "section": p.section, "role": p.role.value, "start": p.start, "end": p.end}
            for p in inside
        ],
    }
    return fields


def span(report: Report, section: int | None, offset: int, limit: int) -> tuple[int, int]:
    """From where to where the text is wanted.

    Raises:
        QueryError: There is no such section, or the text ends before.
    """
    first, last = 0, len(report.text)
    if section is not None:
        if section >= len(report.sections):
            raise QueryError(f"Section {section} is none of the {len(report.sections)} of this report, counted from 0")
        first, last = report.sections[section].start, report.sections[section].end
    start = first + offset
    if start >= last and offset:
        raise QueryError(f"Offset {offset} lies behind the end; there are {last - first} characters")
    return start, min(start + limit, last)


def with_few_counties(fields: dict[str, Any]) -> dict[str, Any]:
    """Practices with those counties only that speak of it, the most first."""
    counties = [county for county in fields["coverage"]["by_county"] if county["townships"]]
    counties.sort(key=lambda county: -county["townships"])
    kept = {"by_county": counties[:MOST_COUNTIES], "counties_total": len(counties)}
    return {**fields, "coverage": {**fields["coverage"], **kept}}


def with_few_rows(fields: dict[str, Any], offset: int, limit: int) -> dict[str, Any]:
    """An indicator's table with some of its rows, and the first of its flags."""
    rows = fields["rows"]
    kept = {"rows": rows[offset : offset + limit], "rows_total": len(rows), "offset": offset}
    kept |= {"counties": fields["counties"][:MOST_COUNTIES], "counties_total": len(fields["counties"])}
    return {**fields, **kept, "flags": fields["flags"][:MOST_FLAGS], "flags_total": len(fields["flags"])}
