"""Reports as rows of the catalogue, and back."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass, fields
from typing import Any

from corpus.report import Evidence, Kind, Level, Passage, Place, Report, Role, Section

REPORT_COLUMNS = (
    "id, source, title, province, prefecture, county, township, code, certain, level, year, issuer, document_number, published, text, "
    "sections, pages, notes, fictional, kind, other_sources, more"
)
FACTS_COLUMNS = (
    "number, id, source, title, province, prefecture, county, township, code, certain, level, year, fictional, kind, other_sources, "
    "issuer, document_number, published, json_extract(more, '$.signed')"
)
OUTLINE_COLUMNS = "sections, pages, more"
_MORE = ("format", "addressee", "signed", "lines", "apart", "removed", "recognised")
"""Fields of a report that nothing is filtered by; with the evidence they lie together in one column, as JSON."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What filters, counts and citations need of a report, without its text. ``number`` counts reports in the index from 0."""

    number: int
    id: str
    source: str
    title: str
    place: Place
    level: Level
    year: int | None
    fictional: bool
    kind: Kind = Kind.REPORT
    other_sources: tuple[str, ...] = ()
    issuer: str | None = None
    document_number: str | None = None
    published: str | None = None
    signed: str | None = None

    @property
    def authority(self) -> tuple[str, ...]:
        """Who reports: the level and the place; a report whose place is unknown counts for itself."""
        return (self.level.value, *self.place.parts) if self.place.parts else (self.id,)


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a passage stands in its report, without the report's text.

    ``sections`` are level, label and parent of each section; ``pages`` and ``lines`` are those of :class:`corpus.report.Report`, as what stands below is.
    """

    sections: tuple[tuple[int, str, int | None], ...]
    pages: list[int]
    lines: list[int]

    def headings(self, section: int) -> tuple[str, ...]:
        """Labels of the sections around this one and its own, outermost first, the report itself left out."""
        labels: list[str] = []
        position: int | None = section
        while position is not None:
            level, label, position = self.sections[position]
            if level > 0:
                labels.append(label)
        return tuple(reversed(labels))

    def page_at(self, offset: int) -> int | None:
        """Page (from 1) on which the character at ``offset`` stands; ``None`` for files without pages."""
        return bisect_right(self.pages, offset) or None

    def line_at(self, offset: int) -> int | None:
        """Line of the original (from 1) on which the character at ``offset`` stands; ``None`` where lines are unknown."""
        return bisect_right(self.lines, offset) or None


def outline_of(row: tuple[Any, ...]) -> Outline:
    """An outline out of a row of ``OUTLINE_COLUMNS``."""
    sections, pages, more = map(json.loads, row)
    labelled = tuple((level, number + heading, parent) for level, number, heading, _, _, _, _, parent, _ in sections)
    return Outline(labelled, list(pages), list(more.get("lines", ())))


def facts_of(row: tuple[Any, ...]) -> ReportFacts:
    """Facts out of a row of ``FACTS_COLUMNS``."""
    (
        number,
        identity,
        source,
        title,
        province,
        prefecture,
        county,
        township,
        code,
        certain,
        level,
        year,
        fictional,
        kind,
        other_sources,
        *cited,
    ) = row
    place = Place(province, prefecture, county, township, code, bool(certain))
    others = tuple(json.loads(other_sources))
    told = (Level(level), year, bool(fictional), Kind(kind), others, *map(_text, cited))
    return ReportFacts(number, identity, source, title, place, *told)


def row_of(report: Report) -> tuple[object, ...]:
    """A report as a row of ``REPORT_COLUMNS``."""
    place = report.place
    sections = [[getattr(s, f.name) for f in fields(s)] for s in report.sections]
    more = {name: getattr(report, name) for name in _MORE}
    more["evidence"] = [[e.fact, e.where, e.text, e.start, e.end] for e in report.evidence]
    return (
        report.id, report.source, report.title, place.province, place.prefecture, place.county, place.township, place.code,
        int(place.certain), report.level, report.year, report.issuer, report.document_number, report.published, report.text,
        json.dumps(sections, ensure_ascii=False), json.dumps(report.pages), json.dumps(report.notes, ensure_ascii=False),
        int(report.fictional), report.kind, json.dumps(report.other_sources, ensure_ascii=False), json.dumps(more, ensure_ascii=False),
    )  # fmt: skip


def report_of(row: tuple[object, ...]) -> Report:
    """A report out of such a row."""
    (
        identity, source, title, province, prefecture, county, township, code, certain, level, year, issuer, document_number, published,
        text, sections, pages, notes, fictional, kind, other_sources, more,
    ) = row  # fmt: skip
    rest: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(str(more)).items()
    }
    return Report(
        id=str(identity),
        source=str(source),
        title=str(title),
        place=Place(_text(province), _text(prefecture), _text(county), _text(township), _text(code), bool(certain)),
        level=Level(str(level)),
        year=int(str(year)) if year is not None else None,
        issuer=_text(issuer),
        document_number=_text(document_number),
        published=_text(published),
        text=str(text),
        sections=tuple(
            Section(depth, number, heading, Role(role), start, body, end, parent, doubt)
            for depth, number, heading, role, start, body, end, parent, doubt in json.loads(str(sections))
        ),
        pages=tuple(json.loads(str(pages))),
        notes=tuple(json.loads(str(notes))),
        fictional=bool(fictional),
        kind=Kind(str(kind)),
        other_sources=tuple(json.loads(str(other_sources))),
        evidence=tuple(Evidence(*item) for item in rest.pop("evidence")),
        **rest,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def placed_passage(row: tuple[Any, ...]) -> tuple[int, Passage]:
    """A position and its passage out of position, id, report's id, section, role, text, start, end and themes."""
    position, identity, report_id, section, role, text, start, end, themes = row
    return position, Passage(identity, report_id, section, Role(role), text_in(text), start, end, lines_in(themes))


def text_in(value: object) -> str:
    """A value that must be text; a damaged row may hold anything.

    Raises:
        TypeError: It is not.
    """
    if not isinstance(value, str):
        raise TypeError("no text where there should be one")
    return value


def lines_in(value: object) -> tuple[str, ...]:
    """The lines of a value, none of an empty one.

    Raises:
        TypeError: It is no text.
    """
    return tuple(text_in(value).split("\n")) if value else ()
