"""Columns of text on a page, each to be read to its end before the next.

A table is not columns, and neither is a signature at the right. Columns are lines that fill a common width on both sides of an upright gap
over a good stretch. A drawn line across the gap ends the stretch: the high cells of one row of a table are read one after the other, its rows are
not torn apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.formats.pdf_lines import Line, body_size, lines_of
from corpus.pdfium.glyphs import GAP
from corpus.pdfium.page import Rule, Run

_FEWEST = 4
"""Lines on each side; shorter stretches are read line by line."""
_NARROWEST = 7.0
"""Widths of characters; narrower columns are those of tables."""
_GUTTER = 0.8
"""Least gap between columns, in font sizes."""
_FILLED = 0.6
"""Share of the column's width that half of its lines take up at least; cells of a table are shorter."""
_LONG = 15
"""Lines of a column beside which one that is mostly short lines may still be one."""
_FULL = 0.85
"""Share of the column's width that a full line takes up at least; its first one is indented."""
_THIN = 3.0
"""Points; a drawn box this low is a line."""
_DEEPEST = 6
"""Cuts within cuts."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Neighbouring lines with nothing across a gap: what stands left of it and right of it."""

    left: list[Line]
    right: list[Line]

    @property
    def top(self) -> float:
        return max(line.base for line in (*self.left, *self.right))

    @property
    def bottom(self) -> float:
        return min(line.base for line in (*self.left, *self.right))


def blocks(runs: Sequence[Run], rules: Sequence[Rule], depth: int = 0) -> list[list[Run]]:
    """Parts a page into blocks in the order in which they are read.

    Args:
        runs: Upright runs of a page.
        rules: Lines drawn on it.
        depth: How often it was cut already.

    Returns:
        The same runs; a page without columns is one block.
    """
    best = max(_columns(runs, rules), key=lambda found: len(found.left) + len(found.right), default=None)
    if best is None or depth >= _DEEPEST:
        return [list(runs)] if runs else []
    inside = {id(run) for line in (*best.left, *best.right) for run in line.runs}
    parts = (
        [run for run in runs if id(run) not in inside and run.base > best.top],
        [run for line in best.left for run in line.runs],
        [run for line in best.right for run in line.runs],
        [run for run in runs if id(run) not in inside and run.base <= best.top],
    )
    return [block for part in parts if part for block in blocks(part, rules, depth + 1)]


def _columns(runs: Sequence[Run], rules: Sequence[Rule]) -> Iterator[_Stretch]:
    size = body_size(runs)
    pieces = [piece for line in lines_of(runs) for piece in _pieces(line)]
    for gap in _gaps(pieces, size):
        for stretch in _stretches(pieces, gap, rules, size):
            if _is_text(stretch, size):
                yield stretch


def _pieces(line: Line) -> list[Line]:
    """A line parted at its gaps."""
    parts: list[list[Run]] = [[line.runs[0]]]
    for run in line.runs[1:]:
        if run.left - parts[-1][-1].right < GAP * run.size:
            parts[-1].append(run)
        else:
            parts.append([run])
    return [Line(tuple(part)) for part in parts]


def _gaps(pieces: Sequence[Line], size: float) -> list[float]:
    """Places at which a right-hand column may begin: where several lines do."""
    lefts = sorted(piece.left for piece in pieces)
    found: list[float] = []
    for position in range(len(lefts) - _FEWEST // 2 + 1):
        near = lefts[position + _FEWEST // 2 - 1] - lefts[position] <= size / 2
        if (
            near
            and lefts[position] > lefts[0] + _NARROWEST * size
            and (not found or lefts[position] > found[-1] + size)
        ):
            found.append(lefts[position] - size * _GUTTER / 2)
    return found


def _stretches(pieces: Sequence[Line], gap: float, rules: Sequence[Rule], size: float) -> Iterator[_Stretch]:
    """The stretches of a page, from the top down, in which neither text nor a drawn line crosses the gap."""
    across = sorted(rule.bottom for rule in rules if rule.left < gap < rule.right and rule.top - rule.bottom < _THIN)
    left: list[Line] = []
    right: list[Line] = []
    for piece in pieces:
        ruled = False
        while across and piece.base < across[-1]:
            across.pop()
            ruled = True
        crosses = piece.left < gap - size * 0.2 and piece.right > gap + size * 0.2
        if crosses or ruled:
            yield _Stretch(left, right)
            left, right = [], []
        if not crosses:
            (left if piece.left < gap else right).append(piece)
    yield _Stretch(left, right)


def _is_text(stretch: _Stretch, size: float) -> bool:
    left, right = _rows(stretch.left), _rows(stretch.right)
    if min(len(left), len(right)) < _FEWEST:
        return False
    edge, start = max(line.right for line in stretch.left), min(line.left for line in stretch.right)
    filled = (_is_filled(left, size), _is_filled(right, size))
    # The last column of a report ends with short lines: its signature, its last paragraphs.
    ends = filled[0] and len(left) >= _LONG and _has_full_lines(right, size)
    if start - edge < _GUTTER * size or not (all(filled) or ends):
        return False
    beside = min(left[0].base, right[0].base) - max(left[-1].base, right[-1].base)
    return beside >= 0.6 * min(left[0].base - left[-1].base, right[0].base - right[-1].base)


def _rows(pieces: Sequence[Line]) -> list[Line]:
    return lines_of(run for piece in pieces for run in piece.runs)


def _has_full_lines(rows: Sequence[Line], size: float) -> bool:
    """Whether several lines run to the margin as lines of text do, whatever the others."""
    width = max(row.right for row in rows) - min(row.left for row in rows)
    full = [row for row in rows if sum(run.right - run.left for run in row.runs) >= _FULL * width]
    return width >= _NARROWEST * size and len(full) > _FEWEST


def _is_filled(rows: Sequence[Line], size: float) -> bool:
    """Whether these lines fill a common width as text does."""
    width = max(row.right for row in rows) - min(row.left for row in rows)
    taken = sorted(sum(run.right - run.left for run in row.runs) for row in rows)
    return width >= _NARROWEST * size and taken[len(taken) // 2] >= _FILLED * width
