"""Ruled tables: the rows of a drawn grid, one line each, as the other formats write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.formats.pdf_lines import lines_of
from corpus.pdfium.page import Page, Rule, Run

_THIN = 3.0
"""Points; a drawn box this low or narrow is a line, and lines this near to one another are the same."""
_SHORTEST = 8.0
"""Points; shorter strokes are no ruling."""
_MOST_LINES = 12
"""Lines in a cell; a frame around a whole text is no table."""
_MOST_RULES = 1500
"""Drawn lines on a page that are looked at; a page of cells has some 600."""


@dataclass(frozen=True, slots=True)
class _Grid:
    columns: tuple[float, ...]
    """Places of the upright lines, from the left."""
    rows: tuple[float, ...]
    """Heights of the level lines, from the top."""


def with_table_rows(page: Page) -> Page:
    """Sets each row of a ruled table as one run, ``| cell | cell |``.

    Args:
        page: A page with its drawn rules.

    Returns:
        The page; the runs of frames with fewer than two rows or columns, or with long texts in them, stay as they were.
    """
    for grid in _grids(page.rules):
        page = replace(page, runs=tuple(_set_rows(page.runs, grid)))
    return page


def _grids(rules: Sequence[Rule]) -> list[_Grid]:
    """The grids that touching lines make."""
    lines = [
        rule for rule in rules if _is_level(rule) != _is_upright(rule) and max(_wide(rule), _high(rule)) >= _SHORTEST
    ]
    groups: list[list[Rule]] = []
    for line in lines[:_MOST_RULES]:
        near = [group for group in groups if any(_touch(line, other) for other in group)]
        groups = [group for group in groups if group not in near] + [
            [line, *(rule for group in near for rule in group)]
        ]
    found = []
    for group in groups:
        columns = _distinct(rule.left for rule in group if _is_upright(rule))
        rows = _distinct(rule.bottom for rule in group if _is_level(rule))
        if len(columns) >= 3 and len(rows) >= 3:
            found.append(_Grid(tuple(columns), tuple(reversed(rows))))
    return found


def _wide(rule: Rule) -> float:
    return rule.right - rule.left


def _high(rule: Rule) -> float:
    return rule.top - rule.bottom


def _is_level(rule: Rule) -> bool:
    return _high(rule) < _THIN


def _is_upright(rule: Rule) -> bool:
    return _wide(rule) < _THIN


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.left - _THIN < other.right
        and other.left - _THIN < one.right
        and one.bottom - _THIN < other.top
        and other.bottom - _THIN < one.top
    )


def _distinct(places: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _THIN:
            kept.append(place)
    return kept


def _set_rows(runs: Sequence[Run], grid: _Grid) -> list[Run]:
    cells: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        place = _cell(run, grid)
        if place is not None and not run.aslant:
            cells.setdefault(place, []).append(run)
    if any(len(lines_of(cell)) > _MOST_LINES for cell in cells.values()):
        return list(runs)
    inside = {id(run) for cell in cells.values() for run in cell}
    rows: dict[int, dict[int, list[Run]]] = {}
    for (row, column), cell in cells.items():
        rows.setdefault(row, {})[column] = cell
    texts = [_row(cells_of_row, grid) for _, cells_of_row in sorted(rows.items())]
    return [*(run for run in runs if id(run) not in inside), *texts]


def _cell(run: Run, grid: _Grid) -> tuple[int, int] | None:
    """Row and column of the cell in which a run begins."""
    x, y = run.left + 0.25 * run.size, run.base + 0.3 * run.size
    column = sum(1 for place in grid.columns if place < x) - 1
    row = sum(1 for place in grid.rows if place > y) - 1
    inside = 0 <= column < len(grid.columns) - 1 and 0 <= row < len(grid.rows) - 1
    return (row, column) if inside else None


def _row(cells: dict[int, list[Run]], grid: _Grid) -> Run:
    runs = [run for cell in cells.values() for run in cell]
    texts = (_text(cells.get(column, [])) for column in range(len(grid.columns) - 1))
    top = max(run.base for run in runs)
    return Run("| " + " | ".join(texts) + " |", grid.columns[0], grid.columns[-1], top, runs[0].size)


def _text(cell: Sequence[Run]) -> str:
    text = ""
    for line in lines_of(cell):
        latin = text[-1:].isascii() and line.text[:1].isascii() and text
        text += (" " if latin else "") + line.text
    return text
