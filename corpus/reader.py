"""A file becomes a Report: format, cleaning, facts, outline, roles, place, in that order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.evidence import find_evidence, located, written, written_title
from corpus.facts import (
    GIVEN,
    YearFinding,
    find_document_number,
    find_issuer,
    find_published,
    find_signed,
    find_year,
)
from corpus.formats import read_bytes, read_document
from corpus.frame import Frame, find_frame
from corpus.given import field_name, settle
from corpus.kinds import find_kind
from corpus.outline.given import OUTLINE, correct
from corpus.outline.headings import Heading, outline
from corpus.outline.sections import outline_notes, sections
from corpus.places.resolution import PlaceEvidence, resolve_place
from corpus.report import Document, Evidence, Kind, Report
from corpus.text.cleaning import CleanText, clean
from corpus.text.furniture import declared
from corpus.text.lines import clean_line
from corpus.text.script import plain as plain_text
from errors import UnreadableFileError

_PREAMBLE = 400
"""Characters that count as the preamble of a report without headings."""

READER_VERSION = 7
"""Raised whenever the same file would be read differently, so that an index knows to read it again."""


def read_report(path: Path, *, source: str | None = None, metadata: Mapping[str, str] | None = None) -> Report:
    """Read one file.

    Args:
        path: The file.
        source: Name under which the report is known; the path as given if ``None``.
        metadata: What is known beforehand (a row of ``metadata.csv``): ``title``, ``year``, ``issuer``, ``province``, ``prefecture``,
            ``county``, ``township``, ``level``, ``fictional``; ``outline``, what single headings are. It overrides what the text says.

    Raises:
        UnreadableFileError: The file holds no report text; the message says why and what to do.
    """
    return understand(read_document(path), source=source or str(path), metadata=metadata or {})


def read_report_bytes(
    data: bytes, name: str, *, source: str, metadata: Mapping[str, str], notes: Sequence[str] = ()
) -> Report:
    """Read the bytes of one file, which may come out of an archive.

    Args:
        data: The whole file.
        name: Its name, which decides the format where the content does not.
        source: Name under which the report is known, in messages too.
        metadata: As in :func:`read_report`.
        notes: What is doubtful about the file already, in Chinese.

    Raises:
        UnreadableFileError: As in :func:`read_report`.
    """
    document = read_bytes(data, name, source)
    return understand(replace(document, notes=(*notes, *document.notes)), source=source, metadata=metadata)


def understand(document: Document, *, source: str, metadata: Mapping[str, str]) -> Report:
    """Make a report of a document's plain lines. Arguments and errors as in :func:`read_report`."""
    cleaned = clean(document)
    text = cleaned.text
    if not text:
        raise UnreadableFileError(f"{source} holds no text; add the report itself or take the file away")
    # Cues are looked for in plain characters; everything kept is a slice of the text as it is written.
    plain = plain_text(text)
    given, given_notes = _given(document, metadata)
    stated = given.get("title") or clean_line(document.title or "")
    marked = _marked(document, stated)
    frame = find_frame(plain, stated or None, [line for line, depth in marked.items() if depth > 1])
    page = {key: value for line in cleaned.removed for key, value in declared(line).items()}
    known = {**page, **frame.table, **document.metadata, **given}
    corrected = correct(outline(plain, frame.body, frame.closing, marked), _outline_given(metadata))
    headings = corrected.headings
    preamble = plain[frame.body : headings[0].start if headings else min(frame.closing, frame.body + _PREAMBLE)]
    published, signed = find_published(known), find_signed(frame, known)
    title = given.get("title") or frame.title
    year = _year(given, title, headings, preamble, published or signed)
    letterhead = frame.letterhead or _letterhead_apart(document)
    body = plain[frame.body : frame.closing]
    place = resolve_place(
        PlaceEvidence(
            title=title,
            letterhead=letterhead,
            preamble=preamble,
            signature=frame.signature,
            metadata=known,
            body=body,
            source=source,
            document_number=frame.document_number or "",
            year=year.year,
        )
    )
    kind, kind_cue = find_kind(title, body)
    facts = {**_written_facts(text, frame, letterhead, given, known), "signed": signed, "published": published}
    found = (
        *([Evidence("year", year.where, year.text)] if year.where else []),
        *place.evidence,
        *([Evidence("kind", "标题" if kind_cue in title else "正文", kind_cue)] if kind_cue else []),
    )
    changed = (Evidence(OUTLINE, GIVEN, entry, start, start) for start, entry in corrected.applied)
    return Report(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        source=source,
        title=facts["title"] or "",
        place=place.place,
        level=place.level,
        year=year.year,
        issuer=facts["issuer"],
        document_number=facts["document_number"],
        published=published,
        text=text,
        sections=sections(text, headings, frame, year.year, corrected.roles),
        pages=tuple(cleaned.offset_of(page) for page in document.pages),
        notes=(*document.notes, *given_notes, *year.notes, *place.notes, *corrected.notes, *outline_notes(headings)),
        fictional=given.get("fictional") == "true",
        kind=Kind(given["kind"]) if "kind" in given else kind,
        format=document.format,
        addressee=facts["addressee"],
        signed=signed,
        lines=_lines(document, cleaned),
        evidence=(
            *find_evidence(text, frame, facts, given),
            *(located(item, text, plain, frame) for item in found),
            *changed,
        ),
        apart=document.apart,
        removed=tuple(dict.fromkeys((*document.removed, *cleaned.removed))),
        recognised=document.recognised,
    )


def _written_facts(
    text: str, frame: Frame, letterhead: str, given: Mapping[str, str], known: Mapping[str, str]
) -> dict[str, str | None]:
    """Title, issuer, document number and addressee: as the user gives them, else as the report writes them, else as its page says."""
    return {
        "title": given.get("title") or written_title(text, frame),
        "issuer": given.get("issuer") or written(text, frame, "issuer") or find_issuer(letterhead, known),
        "document_number": given.get("document_number")
        or written(text, frame, "document_number")
        or find_document_number(known),
        "addressee": written(text, frame, "addressee"),
    }


def _marked(document: Document, title: str) -> dict[str, int]:
    """Depth of the lines that the file marks as headings, by their plain text; the title is none."""
    lines = ((depth, plain_text(clean_line(line))) for depth, line in document.headings)
    return {line: depth for depth, line in lines if line not in plain_text(title)}


def _letterhead_apart(document: Document) -> str:
    """A letterhead that Word keeps in the header of the page."""
    headers = (plain_text(clean_line(line.partition("：")[2])) for line in document.apart if line.startswith("页眉："))
    return next((line for line in headers if line.endswith("文件")), "")


def _given(document: Document, metadata: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """What the user says of the report, the sidecar before the front matter, and notes on what cannot be meant."""
    front, front_notes = settle(document.given, "文件头")
    side, side_notes = settle({field_name(name): value for name, value in metadata.items()}, "metadata.csv")
    return {**front, **side}, (*front_notes, *side_notes)


def _outline_given(metadata: Mapping[str, str]) -> str:
    """What the sidecar says of single headings; front matter has no place for it."""
    return next((value for name, value in metadata.items() if field_name(name) == OUTLINE), "")


def _year(
    given: Mapping[str, str], title: str, headings: Sequence[Heading], preamble: str, date: str | None
) -> YearFinding:
    if "year" in given:
        return YearFinding(int(given["year"]), [], GIVEN, given["year"])
    return find_year(title, [heading.text for heading in headings if heading.level == 1], preamble, date)


def _lines(document: Document, cleaned: CleanText) -> tuple[int, ...]:
    """Where each line of a text file begins in the cleaned text; other files have no lines that a person could count."""
    if document.format not in {"txt", "md"}:
        return ()
    starts = [0, *(match.end() for match in re.finditer("\n", document.text))]
    return tuple(cleaned.offset_of(start) for start in starts)
