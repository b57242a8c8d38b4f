"""A file becomes a Report: format, cleaning, facts, outline, roles, place, in that order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.facts import (
    GIVEN,
    TABLE,
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

READER_VERSION = 5
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
    lines = ((depth, plain_text(clean_line(line))) for depth, line in document.headings)
    marked = {line: depth for depth, line in lines if line not in plain_text(stated)}
    below = [line for line, depth in marked.items() if depth > 1]
    frame = find_frame(plain, stated or None, below)
    page = {key: value for line in cleaned.removed for key, value in declared(line).items()}
    known = {**page, **frame.table, **document.metadata, **given}
    headings = outline(plain, frame.body, frame.closing, marked)
    preamble = plain[frame.body : headings[0].start if headings else min(frame.closing, frame.body + _PREAMBLE)]
    published, signed = find_published(known), find_signed(frame, known)
    title = given.get("title") or frame.title
    year = _year(given, title, headings, preamble, published or signed)
    found = resolve_place(
        PlaceEvidence(
            title=title,
            letterhead=frame.letterhead,
            preamble=preamble,
            signature=frame.signature,
            metadata=known,
            body=plain[frame.body : frame.closing],
            source=source,
            document_number=frame.document_number or "",
            year=year.year,
        )
    )
    kind, kind_cue = find_kind(title, plain[frame.body : frame.closing])
    issuer = given.get("issuer") or _written(text, frame, "issuer") or find_issuer(frame, known)
    number = given.get("document_number") or _written(text, frame, "document_number") or find_document_number(known)
    facts = {
        "title": title,
        "issuer": issuer,
        "document_number": number,
        "addressee": frame.addressee,
        "signed": signed,
        "published": published,
    }
    return Report(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        source=source,
        title=given.get("title") or _written_title(text, frame),
        place=found.place,
        level=found.level,
        year=year.year,
        issuer=issuer,
        document_number=number,
        published=published,
        text=text,
        sections=sections(text, headings, frame, year.year),
        pages=tuple(cleaned.offset_of(page) for page in document.pages),
        notes=(*document.notes, *given_notes, *year.notes, *found.notes, *outline_notes(headings)),
        fictional=given.get("fictional") == "true",
        kind=Kind(given["kind"]) if "kind" in given else kind,
        format=document.format,
        addressee=_written(text, frame, "addressee"),
        signed=signed,
        lines=_lines(document, cleaned),
        evidence=(
            *_evidence(text, frame, facts, given),
            *([Evidence("year", year.where, year.text)] if year.where else []),
            *found.evidence,
            *([Evidence("kind", "标题" if kind_cue in title else "正文", kind_cue)] if kind_cue else []),
        ),
        apart=document.apart,
        removed=tuple(dict.fromkeys((*document.removed, *cleaned.removed))),
        recognised=document.recognised,
    )


def _given(document: Document, metadata: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """What the user says of the report, the sidecar before the front matter, and notes on what cannot be meant."""
    front, front_notes = settle(document.given, "文件头")
    side, side_notes = settle({field_name(name): value for name, value in metadata.items()}, "metadata.csv")
    return {**front, **side}, (*front_notes, *side_notes)


def _year(
    given: Mapping[str, str], title: str, headings: Sequence[Heading], preamble: str, date: str | None
) -> YearFinding:
    if "year" in given:
        return YearFinding(int(given["year"]), [], GIVEN, given["year"])
    return find_year(title, [heading.text for heading in headings if heading.level == 1], preamble, date)


def _written(text: str, frame: Frame, name: str) -> str | None:
    """A part of the head or foot as it is written."""
    start, end = frame.spans.get(name, (0, 0))
    return text[start:end] or None


def _written_title(text: str, frame: Frame) -> str:
    """The title as it is written; its lines are joined."""
    span = frame.spans.get("title")
    written = text[span[0] : span[1]].replace("\n", "") if span else ""
    # A title that stands twice, or has other lines inside, is longer than what was found.
    return written if len(written) == len(frame.title) else frame.title


def _lines(document: Document, cleaned: CleanText) -> tuple[int, ...]:
    """Where each line of a text file begins in the cleaned text; other files have no lines that a person could count."""
    if document.format not in {"txt", "md"}:
        return ()
    starts = [0, *(match.end() for match in re.finditer("\n", document.text))]
    return tuple(cleaned.offset_of(start) for start in starts)


_PARTS = {"title": "标题", "issuer": "落款", "document_number": "文头", "addressee": "主送", "signed": "落款"}


def _evidence(text: str, frame: Frame, facts: Mapping[str, str | None], given: Mapping[str, str]) -> Iterator[Evidence]:
    """Where each of these facts was found."""
    for fact, value in facts.items():
        if not value:
            continue
        span = frame.spans.get(fact)
        if given.get(fact) == value:
            yield Evidence(fact, GIVEN, value)
        elif span:
            yield Evidence(fact, _PARTS[fact], text[span[0] : span[1]], *span)
        elif fact == "issuer" and value == re.sub("文件$", "", frame.letterhead) and "letterhead" in frame.spans:
            yield Evidence(fact, "文头", frame.letterhead, *frame.spans["letterhead"])
        else:
            yield Evidence(fact, TABLE, value)
