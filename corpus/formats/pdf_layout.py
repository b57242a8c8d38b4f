"""Pages become the lines that a reader sees, in the order in which they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.formats.pdf_columns import blocks
from corpus.formats.pdf_lines import Line, lines_of
from corpus.pdfium.page import Page

_INDENT = 1.5
"""Font sizes from the column's edge at which a line counts as indented, two as a rule."""
_WIDEST_INDENT = 30
"""Blanks written for a centred title or a signature at most."""
_ENOUGH = 3
"""Odd or even pages that tell an edge of their own."""
_PARAGRAPH_GAP = 1.5
"""A gap of more line distances than this is kept as an empty line."""


def page_texts(pages: Sequence[Page], step: float) -> list[list[str]]:
    """The lines of each page.

    Args:
        pages: Pages without margins and footnotes.
        step: The document's usual distance from line to line, in points.

    Returns:
        Lines with full-width blanks ahead of those that are indented and empty lines where the paper has a gap. Text aslant
        comes last on its page.
    """
    parted = [
        [lines_of(block) for block in blocks([run for run in page.runs if not run.aslant], page.rules)]
        for page in pages
    ]
    edges = [_edge(columns[0]) if len(columns) == 1 else None for columns in parted]
    usual = _usual_edges(edges)
    texts = []
    for position, (page, columns) in enumerate(zip(pages, parted, strict=True)):
        written: list[str] = []
        for column in columns:
            edge = _edge(column)
            common = usual[position % 2]
            if len(columns) == 1 and common is not None and (edge is None or _is_all_indented(column, edge, common)):
                edge = common
            written += _written(column, min(line.left for line in column) if edge is None else edge, step)
        texts.append(written + [run.text for run in page.runs if run.aslant])
    return texts


def _edge(column: Sequence[Line]) -> float | None:
    """The left edge, in points, that a good part of a column's lines share."""
    needed = 0.1 * len(column)
    lefts = sorted(line.left for line in column)
    for left in lefts:
        if sum(1 for other in lefts if 0 <= other - left <= 0.5 * column[0].size) >= needed:
            return left
    return None


def _usual_edges(edges: Sequence[float | None]) -> tuple[float | None, float | None]:
    """The edge that most odd pages have, and most even ones: margins may be mirrored."""
    return _commonest(edges[0::2], edges), _commonest(edges[1::2], edges)


def _commonest(some: Sequence[float | None], all_edges: Sequence[float | None]) -> float | None:
    counts = Counter(round(edge) for edge in (some if len(some) >= _ENOUGH else all_edges) if edge is not None)
    top = max(counts.values(), default=0)
    return min((edge for edge, count in counts.items() if count == top), default=None)


def _is_all_indented(column: Sequence[Line], edge: float, common: float) -> bool:
    """Whether a page seems to have its edge further in only because each of its lines is indented."""
    return _INDENT * 0.8 <= (edge - common) / column[0].size <= 3 * _INDENT


def _written(column: Sequence[Line], edge: float, step: float) -> list[str]:
    written: list[str] = []
    before: Line | None = None
    for line in column:
        if before is not None and step and before.base - line.base > _PARAGRAPH_GAP * step:
            written.append("")
        indent = (line.left - edge) / line.size
        blanks = min(round(indent), _WIDEST_INDENT) if indent >= _INDENT else 0
        written.append("\u3000" * blanks + line.text)
        before = line
    return written
