"""Headings that the file itself marks (a style of Word, ``<h2>``, ``##``) and that have no number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.outline.numbering import NUMBERINGS, Number, Numbering
from corpus.outline.paragraph import Paragraph
from corpus.outline.spans import LONGEST_HEADING

_STYLES = tuple(next(s for s in NUMBERINGS if s.name == name) for name in ("chinese", "bracketed", "arabic"))
_MOST = 0.75
"""A file that marks more of its lines than this marks its text, not its headings."""


def marked_headings(lines: Sequence[Paragraph], marked: Mapping[str, int]) -> dict[int, Number]:
    """The number that belongs to each such line, empty as written, by the offset of the line.

    Args:
        lines: Paragraphs of the body.
        marked: Depth of the lines that the file marks, by their cleaned text.
    """
    depths = [marked.get(line.text, 0) for line in lines]
    if not any(depths) or sum(map(bool, depths)) > _MOST * len(lines):
        return {}
    numbers = [line.number if line.number and not line.number.style.weak else None for line in lines]
    styles = _styles(depths, numbers)
    counts: dict[int, int] = {}
    found: dict[int, Number] = {}
    for line, depth, number in zip(lines, depths, numbers, strict=True):
        style = number.style if number is not None else styles.get(depth)
        if style is None or (number is None and (len(line.text) > LONGEST_HEADING or line.text[-1] in "。；;，,")):
            continue
        counts = {rank: value for rank, value in counts.items() if rank <= style.rank}
        counts[style.rank] = number.value if number is not None else counts.get(style.rank, 0) + 1
        if number is None:
            found[line.start] = Number(style, "", counts[style.rank], line.start)
    return found


def _styles(depths: Sequence[int], numbers: Sequence[Number | None]) -> dict[int, Numbering]:
    """The style of numbering that each depth has, or would have: as its numbered headings, else by its order."""
    styles = {
        depth: number.style for depth, number in zip(depths, numbers, strict=True) if depth and number is not None
    }
    open_depths = sorted({depth for depth in depths if depth} - styles.keys())
    taken = {style.rank for style in styles.values()}
    free = [style for style in _STYLES if style.rank not in taken]
    for depth in open_depths:
        above = max((styles[other].rank for other in styles if other < depth), default=-1)
        style = next((style for style in free if style.rank > above), None)
        if style is not None:
            styles[depth] = style
            free.remove(style)
    return styles
