"""Footnotes: small print at the foot of a page, which must not break the sentence that runs over to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.formats.pdf_lines import Line, lines_of
from corpus.pdfium.page import Page

_MARK = re.compile(r"(?:[①-⑳❶-❿*＊※†]|[\[［〔（(]\s*\d{1,2}\s*[\]］〕）)]|\d{1,2}(?=\D)|注\d{0,2}\s*[：:.．])")
_SMALLER = 0.9
"""Share of the body's font size up to which a line is small print."""
_APART = 1.3
"""Footnotes without a rule stand this many line distances below the text."""


def without_footnotes(page: Page, size: float, step: float) -> tuple[Page, list[str]]:
    """Takes the footnotes off a page.

    Args:
        page: A page without page number and running foot.
        size: Font size of the document's body, in points.
        step: Its usual distance from line to line, in points.

    Returns:
        The page without them, and one text a footnote, its mark included. They must begin with a mark, be printed smaller than the body, and stand
        either below a drawn line or apart from a text that has the same mark.
    """
    lines = lines_of(run for run in page.runs if not run.aslant)
    first = len(lines)
    while first and lines[first - 1].size <= _SMALLER * size:
        first -= 1
    while first < len(lines) and not _MARK.match(lines[first].text):
        first += 1
    if not 0 < first < len(lines) or not _is_foot(page, lines, first, step):
        return page, []
    below = {id(run) for line in lines[first:] for run in line.runs}
    return replace(page, runs=tuple(run for run in page.runs if id(run) not in below)), _notes(lines[first:])


def _is_foot(page: Page, lines: Sequence[Line], first: int, step: float) -> bool:
    above, line = lines[first - 1], lines[first]
    for rule in page.rules:
        wide = 0.08 * page.width < rule.right - rule.left < 0.6 * page.width and rule.top - rule.bottom < 3
        if wide and line.base + 0.5 * line.size < rule.bottom < above.base + 1:
            return True
    mark = _MARK.match(line.text)
    if mark is None or mark[0][0].isdecimal() or above.base - line.base < _APART * step:
        return False
    return any(mark[0] in other.text for other in lines[:first])


def _notes(lines: Sequence[Line]) -> list[str]:
    notes: list[str] = []
    for line in lines:
        if _MARK.match(line.text) or not notes:
            notes.append(line.text)
        else:
            latin = notes[-1][-1:].isascii() and line.text[:1].isascii()
            notes[-1] += (" " if latin else "") + line.text
    return notes
