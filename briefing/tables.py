"""A briefing as tables: a line an excerpt, and a line a source; CSV holds the excerpts, XLSX both."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.excerpt import Briefing, Excerpt, sources_of
from briefing.phrases import place_of, year_of
from briefing.plain import safe_text
from briefing.wording import WORDINGS, Wording
from insight.spreadsheet import Line, Value, csv_bytes, xlsx_bytes

WIDTHS = (6, 16, 10, 12, 12, 18, 8, 8, 30, 30, 6, 80, 30, 30, 40, 40, 30, 16)
"""Of the columns of excerpts, in characters."""
SOURCE_WIDTHS = (6, 80, 40, 10)


def briefing_csv(briefing: Briefing) -> bytes:
    """The excerpts as CSV."""
    return csv_bytes(excerpt_lines(briefing))


def briefing_xlsx(briefing: Briefing) -> bytes:
    """A sheet of excerpts and one of sources."""
    excerpts, sources = WORDINGS[briefing.language].sheets
    return xlsx_bytes([(excerpts, excerpt_lines(briefing)), (sources, source_lines(briefing))], (WIDTHS, SOURCE_WIDTHS))


def excerpt_lines(briefing: Briefing) -> Iterator[Line]:
    """The head, then a line an excerpt."""
    wording = WORDINGS[briefing.language]
    yield wording.columns
    number = 0
    for group in briefing.groups:
        for excerpt in group.excerpts:
            number += 1
            yield [_safe(value) for value in _values(number, group.heading, excerpt, wording, briefing.language)]


def source_lines(briefing: Briefing) -> Iterator[Line]:
    """The head, then a line a source."""
    wording = WORDINGS[briefing.language]
    yield wording.source_columns
    for number, source in enumerate(sources_of(briefing.excerpts), 1):
        yield [number, _safe(source.reference), _safe(source.report.source), source.excerpts]


def _values(number: int, heading: str | None, excerpt: Excerpt, wording: Wording, language: str) -> list[Value]:
    report, place = excerpt.report, excerpt.report.place
    remarks = [wording.fictional_mark] if report.fictional else []
    remarks += [] if excerpt.standing else [wording.gone]
    same = [f"{place_of(other, wording)} {year_of(other, wording)}" for other in excerpt.also]
    return [
        number,
        heading,
        place.province,
        place.prefecture,
        place.county,
        place.township,
        report.year,
        wording.roles[excerpt.role],
        report.title,
        " › ".join(excerpt.headings),
        excerpt.page,
        excerpt.text,
        excerpt.note or None,
        wording.joint.join(dict.fromkeys(same)) or None,
        excerpt.cited(language),
        excerpt.reference,
        report.source,
        wording.joint.join(remarks) or None,
    ]


def _safe(value: Value) -> Value:
    return safe_text(value) if isinstance(value, str) else value
