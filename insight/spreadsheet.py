"""Lines of values as files for spreadsheets: CSV that Excel in a Chinese office opens rightly, and XLSX.

Cells hold words of reports, and a spreadsheet takes what begins with ``=`` for a formula: in CSV such text gets an apostrophe before it, in XLSX it is marked as text.
Numbers stay numbers. Rows are written one by one, so that memory does not grow with them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any, Protocol

Value = str | float | int | None
Line = Sequence[Value]
_UNSEEN = " \u3000\xa0\u200b\u2060\ufeff"
"""Blanks and marks ahead of a formula, which some programs take off before they look at a cell."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, half characters among them; in CSV a zero byte ends what some programs read."""
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_000_000
"""A sheet of Excel ends at 1,048,576 rows."""


def write_csv(lines: Iterable[Line], file: IO[str]) -> None:
    r"""Write lines as CSV into a text file opened with ``newline=""`` and the encoding ``utf-8-sig``, without which Excel takes it for GBK."""
    writer = csv.writer(file)
    writer.writerows([_harmless(value) for value in line] for line in lines)


def csv_bytes(lines: Iterable[Line]) -> bytes:
    """The same as bytes."""
    buffer = io.StringIO(newline="")
    write_csv(lines, buffer)
    return buffer.getvalue().encode("utf-8-sig")


def write_xlsx(
    sheets: Sequence[tuple[str, Iterable[Line]]], file: IO[bytes], widths: Sequence[Sequence[float]] = ()
) -> None:
    """Write named sheets as XLSX; the first line of each is its head. What does not fit on one sheet goes on in a next one.

    Args:
        sheets: Names and lines.
        file: Opened for writing.
        widths: Of the columns of each sheet, in characters; where given, text is broken to fit them.
    """
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    for number, (name, lines) in enumerate(sheets):
        _write_sheet(book, name, lines, widths[number] if widths else ())
    book.save(file)


def xlsx_bytes(sheets: Sequence[tuple[str, Iterable[Line]]], widths: Sequence[Sequence[float]] = ()) -> bytes:
    """The same as bytes."""
    buffer = io.BytesIO()
    write_xlsx(sheets, buffer, widths)
    return buffer.getvalue()


class _Sheet(Protocol):
    """A sheet of openpyxl that takes rows and keeps none."""

    freeze_panes: str
    column_dimensions: Any

    def append(self, row: Sequence[object]) -> None: ...


class _Book(Protocol):
    def create_sheet(self, title: str) -> _Sheet: ...


def _write_sheet(book: _Book, name: str, lines: Iterable[Line], widths: Sequence[float]) -> None:
    cell = _cells(wrapped=bool(widths))
    head: Line = ()
    sheet: _Sheet | None = None
    for number, line in enumerate(lines):
        if number == 0:
            head = line
        if sheet is None or number % _MOST_ROWS == 0:
            sheet = book.create_sheet(name if number == 0 else f"{name} {number // _MOST_ROWS + 1}")
            sheet.freeze_panes = "A2"
            for column, width in enumerate(widths):
                sheet.column_dimensions[chr(ord("A") + column)].width = width
            sheet.append([cell(sheet, value) for value in head])
        if number:
            sheet.append([cell(sheet, value) for value in line])


def _cells(*, wrapped: bool) -> Callable[[_Sheet, Value], object]:
    """What makes a cell: numbers as they are, text as text whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment  # type: ignore[import-untyped]

    broken = Alignment(wrap_text=True, vertical="top")

    def cell(sheet: _Sheet, value: Value) -> object:
        text = _writable(value)[:_LONGEST_CELL] if isinstance(value, str) else value
        hazard = isinstance(value, str) and value.startswith((*_FORMULA, "#"))
        if not hazard and not wrapped:
            return text
        made = WriteOnlyCell(sheet, text)
        if wrapped:
            made.alignment = broken
        if not hazard:
            return made
        made.data_type = "s"
        # Excel keeps it text even when somebody edits the cell.
        made.quotePrefix = True
        return made

    return cell


def _harmless(value: Value) -> Value:
    """Text that no spreadsheet takes for a formula; numbers as they are."""
    if not isinstance(value, str):
        return plain_number(value)
    text = _writable(value)
    return f"'{text}" if text.lstrip(_UNSEEN).startswith(_FORMULA) else text


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def plain_number(value: Value) -> Value:
    """A whole number without a decimal point; anything else as it is."""
    return int(value) if isinstance(value, float) and value == int(value) else value
