"""The table ``metadata.csv`` beside reports, with which a user says what is known of them: a row a file."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass

from corpus.formats.encoding import decode
from corpus.given import field_name
from errors import UnreadableFileError

SIDECAR = "metadata.csv"
MAX_BYTES = 10 * 2**20
"""A row takes a hundred bytes, and in memory many times as much."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What spreadsheets take for the beginning of a formula; the table is opened with them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sidecar as it is written: ``cells`` row by row with the header first, ``columns`` the header by the names of facts."""

    cells: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    delimiter: str

    @property
    def rows(self) -> dict[str, dict[str, str]]:
        """For each file that a row names, its cells by column; empty cells say nothing."""
        rows = (
            {
                column: told
                for column, cell in zip(self.columns, cells, strict=False)
                if column and (told := unmarked(cell.strip()))
            }
            for cells in self.cells[1:]
        )
        return {source_key(row["source"]): row for row in rows if "source" in row}


def read_sidecar(data: bytes, name: str) -> dict[str, dict[str, str]]:
    """The rows of a sidecar by the files that they name.

    Args:
        data: Its bytes.
        name: What messages call it.

    Returns:
        For each file, its cells by the names of :data:`corpus.given.FIELDS`; empty cells say nothing.

    Raises:
        UnreadableFileError: It is no table, or does not name files.
    """
    return read_table(data, name).rows


def read_table(data: bytes, name: str) -> Table:
    """A sidecar with everything that stands in it. Arguments and errors as in :func:`read_sidecar`."""
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(f"{name} is larger than {MAX_BYTES >> 20} MB; split it, or take the file away")
    try:
        # Excel on a Chinese Windows saves CSV files in the system's code page, or in UTF-16 with tabs.
        text, _ = decode(data)
        delimiter = _delimiter(text)
        table = tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (ValueError, csv.Error) as error:
        raise UnreadableFileError(f"{name} is not a CSV file ({error}); mend it, or take the file away") from error
    columns = tuple(field_name(column.strip()) for column in table[0]) if table else ()
    if "source" not in columns:
        raise UnreadableFileError(
            f"{name} has no column 'source' with the names of files; add it, or take the file away"
        )
    return Table(table, columns, delimiter)


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",\t;，", key=head.count)


def marked(value: str) -> str:
    """A value as a cell that no spreadsheet takes for a formula: with an apostrophe ahead, as people write it there themselves."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def unmarked(cell: str) -> str:
    """What a cell says: the apostrophe that keeps it from being a formula is none of its value."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def source_key(source: str) -> str:
    """The name of a file as rows are found by: in one form of Unicode, with forward slashes."""
    return unicodedata.normalize("NFC", source.replace("\\", "/")).removeprefix("./")
