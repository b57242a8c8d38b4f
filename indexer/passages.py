"""A report is cut into passages: one point or paragraph each, a verbatim slice inside one section."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from corpus.frame import ATTACHMENT
from corpus.outline.numbering import POINT
from corpus.outline.roles import first_act, passage_role
from corpus.report import Passage, Report, Role
from corpus.text.cleaning import paragraphs
from corpus.text.script import is_traditional, plain
from corpus.themes import themes_of

CUTTER_VERSION = 5
"""Raised whenever the same report would be cut differently, so that an index knows to cut it again."""

LONGEST = 320
"""Characters; e5-small reads about 512 tokens, and a longer quotation is not read at a glance."""
SHORTEST = 16
"""Characters; a shorter piece says too little alone and joins its neighbour in the same section."""

# A half-width full stop counts behind a Han character; elsewhere it is a decimal point or belongs to a name.
_POINT_START = re.compile(rf"(?:(?<=[。；！？;：:])|(?<=[\u4e00-\u9fff]\.)|^)\s*(?={POINT.pattern})")
_SUBSTANCE = re.compile(r"。|^\|.*\|$", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?:[。！？!?；;]|(?<=[\u4e00-\u9fff])\.(?!\d))+[”’」』）)]*")


def cut(report: Report) -> tuple[Passage, ...]:
    """Passages of a report in document order; they never overlap and never cross a section's border or a change of role."""
    passages: list[Passage] = []
    written = _plain(report, report.text)
    for position in range(len(report.sections)):
        headings = tuple(_plain(report, heading) for heading in report.headings(position))
        for role, pieces in _by_role(report, position, written):
            for start, end in (span for run in _runs(report.text, pieces) for span in _merge(report.text, run)):
                text = report.text[start:end]
                themes = themes_of(headings, written[start:end])
                identity = _passage_id(report.id, start, text)
                passages.append(Passage(identity, report.id, position, role, text, start, end, themes))
    return tuple(sorted(passages, key=lambda passage: passage.start))


def _by_role(report: Report, position: int, written: str) -> Iterator[tuple[Role, list[tuple[int, int]]]]:
    """The pieces of a section, parted where the role changes: only below a heading of two acts, and in a report without headings.

    ``written`` is the report's text in the characters that cues are written in.
    """
    section = report.sections[position]
    pieces = list(_pieces(report, position))
    # A heading is OTHER only where the user says so.
    unnamed = section.role is Role.OTHER and len(report.sections) == 1
    if section.role is not Role.MIXED and not unnamed:
        yield section.role, pieces
        return
    before = first_act(_plain(report, section.heading)) if section.role is Role.MIXED else section.role
    roles: list[Role] = []
    for start, end in pieces:
        if before is Role.OTHER and start > section.body:
            before = Role.PRACTICE
        before = passage_role(written[start:end].lstrip(), before)
        roles.append(before)
    for role, group in groupby(zip(roles, pieces, strict=True), key=itemgetter(0)):
        yield role, [piece for _, piece in group]


def encoded_text(report: Report, passage: Passage) -> str:
    """What the encoder sees: the heading that the passage stands under, then the passage.

    The whole path of headings, the title or the place did not rank better; without them the same sentence in two reports is encoded once.
    """
    heading = report.sections[passage.section].heading if report.sections[passage.section].level else ""
    return f"{heading}。{passage.text}" if heading else passage.text


def indexed_text(report: Report, passage: Passage) -> str:
    """What the words leg sees: every heading above the passage, then the passage itself, in simplified characters.

    Place and year are filters; with the title they stand in every passage of a report and made the ranking no better.
    """
    headings = [report.sections[position].heading for position in report.path(passage.section)]
    return _plain(report, "。".join(part for part in (*headings, passage.text) if part))


def _plain(report: Report, text: str) -> str:
    """Text of a report in the characters that cues and words are written in; of the same length."""
    return plain(text, traditional=is_traditional(report.text))


def _pieces(report: Report, position: int) -> Iterator[tuple[int, int]]:
    """Points and paragraphs of a section's own text, without its subsections; its heading where there is nothing else."""
    section = report.sections[position]
    # The first subsection, if there is one, comes next.
    following = report.sections[position + 1] if position + 1 < len(report.sections) else None
    children = following is not None and following.parent == position
    end = min(section.end, following.start) if following is not None and children else section.end
    if section.level > 0 and not children and not report.text[section.body : end].strip():
        yield section.start, section.body
    for start, stop in paragraphs(report.text[section.body : end]):
        yield from _points(report.text, section.body + start, section.body + stop)
    if section.level == 0 and children:
        yield from _appendix(report)


def _appendix(report: Report) -> Iterator[tuple[int, int]]:
    """Pieces of the attachments behind the signature; a mere list of their names is none."""
    closing = max(section.end for section in report.sections[1:])
    opened = ATTACHMENT.search(report.text, closing)
    if opened is None or not _SUBSTANCE.search(report.text, opened.start()):
        return
    for start, stop in paragraphs(report.text[opened.start() :]):
        yield from _points(report.text, opened.start() + start, opened.start() + stop)


def _points(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """One paragraph cut where a point (一是, 其次, ①) begins, long points cut at the ends of sentences."""
    starts = sorted({start, *(start + match.end() for match in _POINT_START.finditer(text[start:end]))})
    for begin, stop in zip(starts, [*starts[1:], end], strict=True):
        yield from _sentences(text, begin, stop)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece in parts of at most ``LONGEST`` characters of about equal length, cut at ends of sentences."""
    length = end - start
    if length <= LONGEST:
        yield start, end
        return
    target = length / (length // LONGEST + 1)
    begin = last = start
    for match in (*_SENTENCE_END.finditer(text, start, end), None):
        stop = match.end() if match else end
        if stop - begin > LONGEST and last > begin:
            yield from _hard_cut(begin, last)
            begin = last
        if stop - begin >= target:
            yield from _hard_cut(begin, stop)
            begin = stop
        last = stop
    if begin < end:
        yield from _hard_cut(begin, end)


def _hard_cut(start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence of about twice ``LONGEST`` (a table, text without marks) is cut by length alone."""
    while end - start > 2 * (LONGEST - SHORTEST):
        yield start, start + LONGEST
        start += LONGEST
    yield start, end


def _runs(text: str, pieces: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Pieces between which nothing stands. Attachments belong to the report itself, as its opening does, and the whole report lies between them."""
    run: list[tuple[int, int]] = []
    for piece in pieces:
        if run and text[run[-1][1] : piece[0]].strip():
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _merge(text: str, pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pieces without outer white space; tiny ones joined to the next, or to the one before where there is no next."""
    merged: list[tuple[int, int]] = []
    carried: int | None = None
    for start, end in pieces:
        begin = start if carried is None else carried
        begin += len(text[begin:end]) - len(text[begin:end].lstrip())
        stop = begin + len(text[begin:end].rstrip())
        if stop <= begin:
            continue
        carried = begin if stop - begin < SHORTEST else None
        if carried is None:
            merged.append((begin, stop))
    if carried is not None:
        stop = pieces[-1][0] + len(text[pieces[-1][0] : pieces[-1][1]].rstrip())
        if merged and stop - merged[-1][0] <= LONGEST + SHORTEST:
            merged[-1] = (merged[-1][0], stop)
        elif stop > carried:
            merged.append((carried, stop))
    yield from merged


def _passage_id(report_id: str, start: int, text: str) -> str:
    return hashlib.sha256(f"{report_id}\n{start}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
