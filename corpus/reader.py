"""A file becomes a Report: format, cleaning, facts, outline, roles, place, in that order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.cleaning import clean, clean_line
from corpus.facts import Frame, find_document_number, find_frame, find_issuer, find_published, find_year
from corpus.formats import read_document
from corpus.outline import Heading, find_parents, outline
from corpus.places import PlaceEvidence, resolve_place
from corpus.report import Document, Report, Role, Section
from corpus.roles import assign_roles
from errors import UnreadableFileError

_YEAR = re.compile("[12][0-9]{3}")

READER_VERSION = 4
"""Raised whenever the same file would be read differently, so that an index knows to read it again."""


def read_report(path: Path, *, source: str | None = None, metadata: Mapping[str, str] | None = None) -> Report:
    """Read one file.

    Args:
        path: The file.
        source: Name under which the report is known; the path as given if ``None``.
        metadata: What is known beforehand (a row of ``metadata.csv``): ``title``, ``year``, ``issuer``, ``province``, ``prefecture``,
            ``county``, ``township``, ``level``, ``fictional``. It overrides what the text says.

    Raises:
        UnreadableFileError: The file holds no report text; the message says why and what to do.
    """
    return understand(read_document(path), source=source or str(path), metadata=metadata or {})


def understand(document: Document, *, source: str, metadata: Mapping[str, str]) -> Report:
    """Make a report of a document's plain lines. Arguments and errors as in :func:`read_report`."""
    cleaned = clean(document)
    text = cleaned.text
    if not text:
        raise UnreadableFileError(f"{source} holds no text; add the report itself or take the file away")
    declared = clean_line(metadata.get("title") or document.title or "")
    frame = find_frame(text, declared or None)
    known = {**frame.table, **document.metadata, **metadata}
    headings = outline(text, frame.body, frame.closing)
    preamble = text[frame.body : headings[0].start if headings else min(frame.closing, frame.body + 400)]
    published = find_published(frame, known)
    title = clean_line(metadata.get("title", "")) or frame.title
    year, notes = _year(metadata, title, headings, preamble, published)
    place, level, place_notes = resolve_place(
        PlaceEvidence(
            title=title,
            letterhead=frame.letterhead,
            preamble=preamble,
            signature=frame.signature,
            metadata=known,
            body=text[frame.body : frame.closing],
            source=source,
        )
    )
    return Report(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        source=source,
        title=title,
        place=place,
        level=level,
        year=year,
        issuer=metadata.get("issuer") or find_issuer(frame, known),
        document_number=metadata.get("document_number") or frame.document_number or find_document_number(known),
        published=published,
        text=text,
        sections=_sections(text, headings, frame, year),
        pages=tuple(cleaned.offset_of(page) for page in document.pages),
        notes=(*document.notes, *notes, *place_notes, *_outline_notes(headings)),
        fictional=metadata.get("fictional", "").strip().lower() in {"1", "true", "yes", "是"},
    )


def _year(
    metadata: Mapping[str, str], title: str, headings: Sequence[Heading], preamble: str, published: str | None
) -> tuple[int | None, list[str]]:
    given = metadata.get("year", "").strip()
    if _YEAR.fullmatch(given):
        return int(given), []
    year, notes = find_year(title, [heading.text for heading in headings if heading.level == 1], preamble, published)
    return year, ([f"附表给的年度“{given[:12]}”不是四位年份，未采用"] if given else []) + notes


def _sections(text: str, headings: Sequence[Heading], frame: Frame, year: int | None) -> tuple[Section, ...]:
    """The report itself (level 0), then every heading with its role and its end."""
    parents = find_parents(headings)
    roles = assign_roles(headings, parents, year)
    whole = Section(0, "", frame.title, Role.OTHER, 0, frame.body, len(text), None)
    sections = [whole]
    for position, (heading, role) in enumerate(zip(headings, roles, strict=True)):
        following = (later.start for later in headings[position + 1 :] if later.level <= heading.level)
        end = next(following, max(frame.closing, heading.body))
        parent = parents[position]
        sections.append(
            Section(
                heading.level,
                heading.number,
                heading.text,
                role,
                heading.start,
                heading.body,
                _trim(text, heading.body, end),
                0 if parent is None else parent + 1,
            )
        )
    return tuple(sections)


def _trim(text: str, start: int, end: int) -> int:
    """``end`` without the white space before it."""
    return start + len(text[start:end].rstrip())


def _outline_notes(headings: Sequence[Heading]) -> list[str]:
    """Doubts about the outline, in words for a person."""
    if not headings:
        return ["没有找到标题，全文作为一节"]
    return []
