"""Figures and tables as files for spreadsheets: CSV that Excel in a Chinese office opens rightly, and XLSX.

Cells hold words of reports, and a spreadsheet takes what begins with ``=`` for a formula: in CSV such text gets an apostrophe before it, in XLSX it is marked as text.
Numbers stay numbers. Rows are written one by one, so that memory does not grow with them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Protocol

from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.indicators.collecting import Stated
from insight.indicators.flags import Flag, Found
from insight.indicators.matrix import Cell, Matrix
from insight.indicators.quoting import Quoting
from insight.indicators.table import INDICATORS
from insight.indicators.weighing import Weighed
from insight.indicators.wording import Wording, flag_text

Value = str | float | int | None
Line = Sequence[Value]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_000_000
"""A sheet of Excel ends at 1,048,576 rows."""


def figure_lines(
    stated: Iterable[Stated], index: Index, wording: Wording, *, indicator: str | None = None
) -> Iterator[Line]:
    """The head, then a line a figure, with its sentence and where that stands.

    Args:
        stated: What the reports state.
        index: Holds them.
        wording: Language of the head.
        indicator: Only its figures.
    """
    names = _indicator_names(wording)
    yield wording.columns
    quoting = Quoting(index)
    for item in stated:
        for weighed in item.figures:
            if indicator is None or weighed.figure.indicator == indicator:
                yield _figure_line(item, weighed, quoting, wording, names)


def table_lines(table: Matrix, index: Index, wording: Wording) -> Iterator[Line]:
    """The head, then a line a township: for each year the value, its unit and where it stands; gaps in words."""
    head = [column.format(year=year) for year in table.years for column in wording.year_columns]
    yield [*wording.table_columns, *head]
    quoting = Quoting(index)
    for row in table.rows:
        yield [*_place(row.report), *(value for cell in row.cells for value in _cell_values(cell, quoting, wording))]


def flag_lines(flags: Iterable[Flag], index: Index, wording: Wording) -> Iterator[Line]:
    """The head, then a line a flag: what does not fit, the figure, and the first of those that it is held against."""
    names = _indicator_names(wording)
    yield [*wording.flag_columns, *wording.flag_figure_columns, *wording.flag_figure_columns]
    quoting = Quoting(index)
    for flag in flags:
        against = _found_values(flag.against[0], quoting) if flag.against else []
        said = [wording.kinds[flag.kind], names.get(flag.indicator or ""), flag_text(flag, wording)]
        yield [*said, *_found_values(flag.found, quoting), *against]


def write_csv(lines: Iterable[Line], file: IO[str]) -> None:
    r"""Write lines as CSV into a text file opened with ``newline=""`` and the encoding ``utf-8-sig``, without which Excel takes it for GBK."""
    writer = csv.writer(file)
    writer.writerows([_harmless(value) for value in line] for line in lines)


def csv_bytes(lines: Iterable[Line]) -> bytes:
    """The same as bytes."""
    buffer = io.StringIO(newline="")
    write_csv(lines, buffer)
    return buffer.getvalue().encode("utf-8-sig")


def write_xlsx(sheets: Sequence[tuple[str, Iterable[Line]]], file: IO[bytes]) -> None:
    """Write named sheets as XLSX; the first line of each is its head. What does not fit on one sheet goes on in a next one."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    for name, lines in sheets:
        _write_sheet(book, name, lines)
    book.save(file)


def xlsx_bytes(sheets: Sequence[tuple[str, Iterable[Line]]]) -> bytes:
    """The same as bytes."""
    buffer = io.BytesIO()
    write_xlsx(sheets, buffer)
    return buffer.getvalue()


class _Sheet(Protocol):
    """A sheet of openpyxl that takes rows and keeps none."""

    freeze_panes: str

    def append(self, row: Sequence[object]) -> None: ...


class _Book(Protocol):
    def create_sheet(self, title: str) -> _Sheet: ...


def _write_sheet(book: _Book, name: str, lines: Iterable[Line]) -> None:
    cell = _cells()
    head: Line = ()
    sheet: _Sheet | None = None
    for number, line in enumerate(lines):
        if number == 0:
            head = line
        if sheet is None or number % _MOST_ROWS == 0:
            sheet = book.create_sheet(name if number == 0 else f"{name} {number // _MOST_ROWS + 1}")
            sheet.freeze_panes = "A2"
            sheet.append([cell(sheet, value) for value in head])
        if number:
            sheet.append([cell(sheet, value) for value in line])


def _cells() -> Callable[[_Sheet, Value], object]:
    """What makes a cell: numbers as they are, text as text whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

    def cell(sheet: _Sheet, value: Value) -> object:
        if not isinstance(value, str):
            return value
        text: str = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_LONGEST_CELL]
        if not value.startswith((*_FORMULA, "#")):
            return text
        made = WriteOnlyCell(sheet, text)
        made.data_type = "s"
        # Excel keeps it text even when somebody edits the cell.
        made.quotePrefix = True
        return made

    return cell


def _harmless(value: Value) -> Value:
    """Text that no spreadsheet takes for a formula; numbers as they are."""
    if isinstance(value, str) and value.lstrip(" \u3000\xa0").startswith(_FORMULA):
        return f"'{value}"
    return _plain(value)


def _plain(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value == int(value) else value


def _indicator_names(wording: Wording) -> dict[str, str]:
    return {item.key: item.en if wording.grouped else item.zh for item in INDICATORS}


def _found_values(found: Found, quoting: Quoting) -> list[Value]:
    report, figure = found.report, found.weighed.figure
    cited = quoting.sentence(report.id, figure)
    return [
        *_place(report),
        report.year,
        report.title,
        " › ".join(cited.headings),
        quoting.written(report.id, figure),
        cited.text,
        report.source,
    ]


def _figure_line(stated: Stated, weighed: Weighed, quoting: Quoting, wording: Wording, names: dict[str, str]) -> Line:
    report, figure = stated.report, weighed.figure
    cited = quoting.sentence(report.id, figure)
    return [
        *_place(report),
        report.year,
        report.title,
        " › ".join(cited.headings),
        wording.roles.get(cited.role, ""),
        names.get(figure.indicator or ""),
        figure.counted,
        quoting.written(report.id, figure),
        _plain(figure.value),
        figure.unit,
        wording.figure_kinds[figure.kind],
        figure.qualifier,
        wording.changes[figure.change] if figure.change else None,
        figure.period,
        wording.yes if figure.planned else None,
        wording.yes if weighed.part else None,
        cited.text,
        report.source,
    ]


def _place(report: ReportFacts) -> list[Value]:
    place = report.place
    return [place.province, place.prefecture, place.county, place.township]


def _cell_values(cell: Cell, quoting: Quoting, wording: Wording) -> list[Value]:
    if cell.headline is None or cell.report is None:
        return [wording.gaps[cell.state], None, None]
    figure = cell.headline.figure
    cited = quoting.sentence(cell.report.id, figure)
    source = " · ".join([cell.report.title, *cited.headings, f"“{cited.text}”"])
    return [
        _plain(figure.value),
        f"{figure.qualifier or ''}{figure.unit}" if figure.qualifier == "余" else figure.unit,
        source,
    ]
