"""Visual lines of a page told from paragraphs, and where they begin paragraphs: by widths, indents and blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.outline.numbering import opens_section
from corpus.text.lines import DEBRIS, Runs, tidy

PARAGRAPH_END = "。！？!?…：:；;"
_CLOSING = "”’」』）)】》"
# A half-width full stop ends a sentence behind a Han character; elsewhere it may be a decimal point.
TERMINAL = re.compile(rf"(?:[{PARAGRAPH_END}]|(?<=[\u4e00-\u9fff]\.))[{_CLOSING}]*$")
TABLE_ROW = re.compile(r"^\|.*\|$")
INDENT = 1.5
"""Blanks at least this wide ahead of a line begin a paragraph, two characters as a rule."""
_SHORT = 0.6
"""Share of a full line below which a line ends its paragraph, whatever it ends with."""
_NARROW = re.compile("[\x00-\u1fff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file that is not blank.

    ``runs`` map its characters to the document's text.
    """

    text: str
    runs: Runs
    removed: tuple[str, ...]
    width: float
    """As printed, before stray spaces were taken out."""
    indent: float
    """Width of the blanks ahead of it."""
    gap: bool
    """Whether a blank line stands ahead of it."""


def read_lines(text: str) -> Iterator[Line]:
    """The lines of a document that hold anything, tidied."""
    offset, gap = 0, False
    for raw in text.splitlines(keepends=True):
        line = tidy(raw)
        if line.text:
            ahead = raw[: len(raw) - len(raw.lstrip())].expandtabs(4)
            runs = [(start, origin + offset) for start, origin in line.runs]
            printed = width(DEBRIS.sub("", raw).strip() if DEBRIS.match(raw.strip()) else raw.strip())
            yield Line(line.text, runs, line.removed, printed, width(ahead), gap)
        gap = not line.text
        offset += len(raw)


def is_hard_wrapped(lines: Sequence[str]) -> bool:
    """Whether these lines are visual lines of a page rather than paragraphs.

    Judged by the pairs of neighbours: in wrapped text most lines stop without a closing mark and are about equally wide.
    """
    lines = [line for line in lines if line and not TABLE_ROW.match(line)]
    if len(lines) < 12:
        return False
    full = full_width([width(line) for line in lines])
    if full > 60:
        return False
    open_lines = [line for line in lines if not TERMINAL.search(line)]
    even = sum(1 for line in open_lines if width(line) >= full - 4)
    return even >= 0.4 * len(lines)


def width(line: str) -> float:
    """Width of a line on paper, in full-width characters."""
    return len(line) - 0.5 * len(_NARROW.findall(line))


def is_parted_print(lines: Sequence[Line]) -> bool:
    """Whether lines are visual lines, told by the signs of a paragraph: full open lines, and behind them lines without one.

    Short paragraphs leave too few open lines for :func:`is_hard_wrapped`.
    """
    full = full_width([line.width for line in lines])
    indents = marks_paragraphs(lines)
    if len(lines) < 12 or full > 60 or not (indents or gaps_part(lines, full)):
        return False
    follow = sum(
        1
        for before, line in pairwise(lines)
        if not (line.indent >= INDENT if indents else line.gap)
        and before.width + before.indent >= full - 4
        and not TERMINAL.search(before.text)
    )
    return follow >= 0.15 * len(lines) and sum(1 for line in lines if line.width > full + 3) <= 0.03 * len(lines)


def marks_paragraphs(lines: Sequence[Line]) -> bool:
    """Whether blanks ahead of a line mean that a paragraph begins there: some lines have them and follow a whole paragraph."""
    full = full_width([line.width for line in lines])
    begins = [
        may_end(before.text, before) or before.width < _SHORT * full
        for before, line in pairwise(lines)
        if INDENT <= line.indent <= 3 * INDENT
    ]
    return 0.1 * len(lines) <= len(begins) <= 0.8 * len(lines) and sum(begins) >= 0.9 * len(begins)


def gaps_part(lines: Sequence[Line], full: float) -> bool:
    """Whether blank lines mean that a paragraph begins: there are many, and none where a full line stops in mid-sentence."""
    inside = sum(
        1 for a, b in pairwise(lines) if b.gap and a.width >= full - 4 and not may_end(a.text, a) and not b.indent
    )
    return sum(line.gap for line in lines) >= 0.15 * len(lines) and inside <= 0.02 * len(lines)


def may_end(paragraph: str, last: Line) -> bool:
    """Whether a paragraph may be whole: a closing mark, or a heading or title that has none."""
    return TERMINAL.search(last.text) is not None or opens_section(paragraph) or last.indent > 3 * INDENT


def full_width(widths: Sequence[float]) -> float:
    """How wide a full line is: as most of the wider lines are."""
    upper = sorted(widths)[len(widths) // 2 :]
    return upper[len(upper) // 2] if upper else 0.0
