"""What must hold of everything that is read, however damaged the file was: what fuzzing looks for besides crashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise

from corpus.reader import understand
from corpus.report import Document, Passage, Report
from indexer.passages import cut, encoded_text, indexed_text
from indexer.rows import report_of, row_of
from search.contract import report_json


class BrokenPromiseError(Exception):
    """Something was read, and is not as it was promised."""


def hold(true: bool, promise: str) -> None:
    """Insist on a promise.

    Raises:
        BrokenPromiseError: It does not hold; ``promise`` says what should.
    """
    if not true:
        raise BrokenPromiseError(promise)


def check_document(document: Document) -> None:
    """What every format promises: pages begin in order within the text, headings have a depth, and all of it is plain values."""
    marks = (0, *document.pages, len(document.text))
    hold(list(marks) == sorted(marks), "pages begin in order within the text")
    hold(all(depth > 0 for depth, _ in document.headings), "a heading has a depth")
    values = (document.text, document.format, *document.notes, *document.apart, *document.removed)
    hold(all(isinstance(value, str) for value in values), "text is text")
    hold(isinstance(json.loads(json.dumps(asdict(document))), dict), "a document is plain values")


def check_report(report: Report) -> None:
    """What a report promises: its sections are a tree of slices, every offset lies in the text, and it comes back whole from the catalogue."""
    text = report.text
    hold(bool(text.strip()), "a report has text")
    hold(
        report.id == hashlib.sha256(text.encode("utf-8")).hexdigest()[:16], "the id comes from text that UTF-8 can hold"
    )
    _check_sections(report)
    for name, offsets in (("pages", report.pages), ("lines", report.lines)):
        marks = [0, *offsets, len(text)]
        hold(marks == sorted(marks), f"{name} begin in order within the text")
    for found in report.evidence:
        if found.start is not None and found.end is not None:
            hold(0 <= found.start <= found.end <= len(text), "evidence lies in the text")
    hold(report_of(row_of(report)) == report, "a report comes back from the catalogue as it was")


def _check_sections(report: Report) -> None:
    whole, *sections = report.sections
    hold((whole.level, whole.start, whole.parent) == (0, 0, None), "the first section is the report")
    hold(0 <= whole.body <= whole.end <= len(report.text), "the report lies in its text")
    starts = [section.start for section in sections]
    hold(starts == sorted(set(starts)), "no two sections begin at one place")
    ends: dict[int, int] = {}
    for position, section in enumerate(sections, start=1):
        hold(section.parent is not None and section.parent < position, "what encloses a section comes before it")
        parent = report.sections[section.parent or 0]
        hold(parent.level == section.level - 1, "a section is one level below what encloses it")
        hold(parent.body <= section.start <= section.body <= section.end <= parent.end, "sections are nested")
        hold(ends.get(section.parent or 0, 0) <= section.start, "sections of one heading do not overlap")
        hold(report.text.startswith(section.number, section.start), "a number stands where its section begins")
        ends[section.parent or 0] = section.end


def check_passages(report: Report, passages: Sequence[Passage]) -> None:
    """What passages promise: word for word, in order, apart from each other, and inside their sections."""
    for passage in passages:
        section = report.sections[passage.section]
        hold(0 <= passage.start < passage.end <= len(report.text), "a passage lies in the text")
        hold(passage.text == report.text[passage.start : passage.end], "a passage is word for word")
        hold(section.start <= passage.start and passage.end <= section.end, "a passage lies in its section")
        hold(passage.report_id == report.id and len(passage.themes) <= 2, "a passage knows its report and two themes")
    hold(all(one.end <= other.start for one, other in pairwise(passages)), "passages do not overlap")
    hold(len({passage.id for passage in passages}) == len(passages), "every passage has an id of its own")
    for passage in passages[:3]:
        hold(bool(encoded_text(report, passage)) and bool(indexed_text(report, passage)), "a passage can be indexed")
    check_json(report_json(report, passages))


def check_json(value: object) -> None:
    """A value of the contract is JSON that UTF-8 can hold."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    hold(json.loads(text.encode("utf-8")) == json.loads(text), "JSON is whole in UTF-8")


def read_through(document: Document, source: str, metadata: dict[str, str] | None = None) -> None:
    """Take a document through the house as far as the encoder, and check what each floor promises.

    Raises:
        UnreadableFileError: It holds no report text.
        BrokenPromiseError: A promise does not hold.
    """
    check_document(document)
    report = understand(document, source=source, metadata=metadata or {})
    check_report(report)
    check_passages(report, cut(report))
