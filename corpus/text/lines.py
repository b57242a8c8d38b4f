"""One line of a file without debris, invisible characters and stray spaces, and where each of its characters came from.

Nothing is rewritten: characters are taken out, or a run of blanks becomes one space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.outline.numbering import opens_section

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")
# What word processors and web editors leave behind in the text; the braille sign stands for a lost "<".
DEBRIS = re.compile(
    r"\[bookmark:[^\]]{0,200}\]"
    r"|⠼[a-zA-Z]+=?[^>\n]{0,80}>"
    r"|</?(?:font|span|p|br|div|strong|b|o:p|st1:\w+)(?:\s[^<>\n]{0,200})?/?>"
    r"|&(?:nbsp|ensp|emsp);"
)
# Chinese is written without spaces: one beside a Han character, a digit next to Han, or full-width punctuation is layout.
_WIDE = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·"
_STRAY_SPACE = re.compile(rf"(?<=[{_WIDE}])[ \t]+|[ \t]+(?=[{_WIDE}])")
# In a whole paragraph that opens with a number, one blank behind a few words and ahead of a sentence ends the heading.
_HEADING_BLANK = re.compile(
    r"([^\u4e00-\u9fff]?[\d一二三四五六七八九十]{1,3}[）)、．.]+ ?[\u4e00-\u9fff、，,“”\d+·]{3,36}) "
    r"((?=[一二三四五六七八九十]是|[^。：:；;]{12,}[。.])(?!.*[\u4e00-\u9fff] [\u4e00-\u9fff])[\u4e00-\u9fff“\d].*[。.”])"
)
# Two blanks or a wide one end it in any line.
_WIDE_BLANK = re.compile(
    r"([^\u4e00-\u9fff]?\s?[\d一二三四五六七八九十]{1,3}\s?[）)、．.]+\s?(?=[^\s。；;：:]{3,40}[ \u00a0\u3000\t])[^\s。；;：:]*[\u4e00-\u9fff”])"
    r"(?:[\u3000\t]+|[ \u00a0]{2,})(?=[一二三四五六七八九十]是|[\u4e00-\u9fff“\d]\S{5})"
)
_BLANK = r"[ \t\u00a0\u2000-\u200a\u3000]"
_ANY_BLANK = re.compile(_BLANK)
_FURTHER_BLANK = re.compile(rf"(?<={_BLANK}){_BLANK}+")
_OUTER_BLANK = re.compile(r"\A\s+|\s+\Z")

# What anything that is taken out begins with or consists of: most lines have none of it.
_UNTIDY = re.compile(rf"[\s<⠼&\[{_BLANK[1:-1]}{_INVISIBLE.pattern[1:-1]}]")

Runs = Sequence[tuple[int, int]]
"""Pairs (offset in the tidy text, offset in the raw text); between two pairs both advance together."""


@dataclass(frozen=True, slots=True)
class TidyLine:
    """A line as it is kept: ``runs`` tell where its characters stood in the raw line, ``removed`` is the debris taken out."""

    text: str
    runs: Runs
    removed: tuple[str, ...] = ()


def tidy(raw: str) -> TidyLine:
    """The line without debris, invisible characters and stray spaces."""
    stripped = raw.strip()
    if not _UNTIDY.search(stripped):
        return TidyLine(stripped, ((0, raw.index(stripped)),))
    text, runs, removed = raw, ((0, 0),), ()  # type: str, Runs, tuple[str, ...]
    debris = [match.span() for match in DEBRIS.finditer(text)]
    if debris:
        removed = tuple(text[start:end] for start, end in debris)
        text, runs = _without(text, runs, debris)
    for pattern in (_INVISIBLE, _OUTER_BLANK):
        text, runs = _without(text, runs, [match.span() for match in pattern.finditer(text)])
    further = [match.span() for match in _FURTHER_BLANK.finditer(text)]
    wide = _WIDE_BLANK.match(text) if further or "\u3000" in text else None
    gap = wide.end(1) - sum(end - start for start, end in further if end <= wide.end(1)) if wide else -1
    text, runs = _without(text, runs, further)
    text = _ANY_BLANK.sub(" ", text)
    if " " in text and opens_section(text):
        headed = _HEADING_BLANK.fullmatch(text) if gap < 0 else None
        gap = headed.end(1) if headed else gap
    if " " in text:
        kept = gap
        stray = [match.span() for match in _STRAY_SPACE.finditer(text) if match.start() != kept]
        text, runs = _without(text, runs, stray)
    return TidyLine(text, runs, removed)


def clean_line(line: str) -> str:
    """One line without debris, invisible characters and stray spaces."""
    return tidy(line).text


def _without(text: str, runs: Runs, spans: Iterable[tuple[int, int]]) -> tuple[str, Runs]:
    """The text and its runs after spans of it, in order and apart, were taken out."""
    spans = list(spans)
    if not spans:
        return text, runs
    pieces: list[str] = []
    left: list[tuple[int, int]] = []
    length = 0
    for start, end in zip((0, *(end for _, end in spans)), (*(start for start, _ in spans), len(text)), strict=True):
        if start == end:
            continue
        pieces.append(text[start:end])
        for (begin, origin), (stop, _) in pairwise((*runs, (len(text) + 1, 0))):
            if begin < end and stop > start:
                inside = max(begin, start)
                left.append((length + inside - start, origin + inside - begin))
        length += end - start
    return "".join(pieces), left
