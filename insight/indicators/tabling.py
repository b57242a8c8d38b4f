"""Figures in the tables of a report: a bare number in a cell, whose unit and name stand in the row, the head or a column of units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from insight.indicators.figure import Change, FigureKind
from insight.indicators.finding import Quantity
from insight.indicators.numerals import ARABIC, SCALE, value_of
from insight.indicators.units import KIND_OF, PREFERRED

_ROWS = re.compile(r"(?:^\|[^\n]*\|[ \t]*(?:\n|\Z)){2,}", re.MULTILINE)
_CELL = re.compile(r"[^|\n]+")
_RULE = re.compile(r"[\s:|-]+")
_UNITS = "|".join(map(re.escape, PREFERRED))
_NUMBER = re.compile(
    rf"\s*(?P<sign>[-－+＋↑↓]?)\s*(?P<number>{ARABIC})\s*(?P<scale>{SCALE}?)(?P<more>[余多]?)\s*(?P<unit>(?:{_UNITS})?)\s*"
)
_NAMED_UNIT = re.compile(rf"[（(/／:：]\s*(?:单位[:：])?\s*(?P<scale>{SCALE}?)(?P<unit>{_UNITS})\s*(?:[）)]|$)")
_LAST_WORD = re.compile(r"(?P<unit>人次|场次|件次|[件人次场份条处户个项起宗本名])数$|(?P<rate>率|占比|比例)$")
_NO_FIGURES = re.compile(r"序号|编号|年份|年度$|日期|时间|备注|电话|文号")
_CHANGES = re.compile(r"增减|增长|增幅|变化|同比|较上年|比上年|升降")
_BEFORE = re.compile(r"上年|去年|上一年|上年度|往年|前年|原")
_YEAR = re.compile(r"(20\d\d)\s*年?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a table; ``label`` names it: the head of its row and, where that says more, of its column."""

    quantity: Quantity
    label: tuple[int, int]
    words: str
    change: Change | None
    row: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    text: str


def cells(text: str, year: int | None) -> list[Cell]:
    """The figures in the tables of a text, in their order; a number whose unit is nowhere given is none.

    Args:
        text: The whole plain text; rows of tables are lines that begin and end with ``|``.
        year: The year reported on, if known: a column of an earlier one holds values before.
    """
    found: list[Cell] = []
    for block in _ROWS.finditer(text) if "|" in text else ():
        rows = [
            row
            for row in _rows(text, block.start(), block.end())
            if not _RULE.fullmatch("".join(piece.text for piece in row))
        ]
        if len(rows) > 1:
            found += _table(rows, year)
    return found


def _rows(text: str, start: int, end: int) -> Iterator[list[_Piece]]:
    position = start
    for line in text[start:end].splitlines(keepends=True):
        yield [
            _Piece(position + match.start(), position + match.end(), match.group())
            for match in _CELL.finditer(line.rstrip())
        ]
        position += len(line)


def _table(rows: list[list[_Piece]], year: int | None) -> Iterator[Cell]:
    head = rows[0]
    units = next((place for place, cell in enumerate(head) if "单位" in cell.text), None)
    for row in rows[1:]:
        label = next((cell for cell in row if not _NUMBER.fullmatch(cell.text) and cell.text.strip()), None)
        if label is None:
            continue
        unit = row[units].text.strip() if units is not None and units < len(row) else ""
        for place, cell in enumerate(row):
            title = head[place].text.strip() if place < len(head) else ""
            match = _NUMBER.fullmatch(cell.text)
            if match is None or cell is label or _NO_FIGURES.search(title):
                continue
            quantity = _cell(cell, match, label, title, unit)
            if quantity is not None:
                change = _change(match["sign"], title, year)
                yield Cell(quantity, *_label(label, title), change, (row[0].start, row[-1].end))


def _cell(cell: _Piece, match: re.Match[str], label: _Piece, title: str, column: str) -> Quantity | None:
    """The quantity of a cell; ``None`` without a unit."""
    scale, unit = _unit(match, label.text.strip(), title, column)
    if not unit:
        return None
    start, end = cell.start + match.start("number"), cell.start + len(cell.text.rstrip())
    value = value_of(match["number"], match["scale"] or scale)
    return Quantity(start, end, value, unit, KIND_OF.get(unit, FigureKind.COUNT), bool(match["more"]))


def _label(label: _Piece, title: str) -> tuple[tuple[int, int], str]:
    """Where the label of a row stands, and the words that name its figure: its own and, if that is no time, the head of the column."""
    name = label.text.strip()
    first = label.start + len(label.text) - len(label.text.lstrip())
    timed = _YEAR.search(title) or _BEFORE.search(title)
    return (first, first + len(name)), _NAMED_UNIT.sub("", name) + ("" if timed else _NAMED_UNIT.sub("", title))


def _unit(match: re.Match[str], name: str, title: str, column: str) -> tuple[str, str]:
    """Scale and unit of a cell: its own, or that of its row, its column or the column of units."""
    if match["unit"]:
        return "", match["unit"]
    if _CHANGES.search(title) and "%" in title:
        return "", "%"
    for words in (f"（{column}）", name, title):
        named = _NAMED_UNIT.search(words)
        if named is not None:
            return named["scale"], named["unit"]
    for words in (name, title):
        if words in KIND_OF:
            return "", words
        last = _LAST_WORD.search(words)
        if last is not None:
            return "", last["unit"] or "%"
    return "", ""


def _change(sign: str, title: str, year: int | None) -> Change | None:
    if _CHANGES.search(title):
        return Change.DOWN if sign in {"-", "－", "↓"} and sign else Change.UP
    dated = _YEAR.search(title)
    if _BEFORE.search(title) or (dated is not None and year is not None and int(dated[1]) < year):
        return Change.BEFORE
    return None
