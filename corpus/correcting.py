"""Writes what a user corrects into ``metadata.csv``: single cells are changed, every other row and column stays as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.durable import make_folder, write_whole
from corpus.formats import load_file
from corpus.sidecar import SIDECAR, marked, read_table, source_key, unmarked
from errors import FajianError

Changes = Mapping[str, Mapping[str, str] | None]
"""By the file that a row names: the cells to set, ``""`` to say nothing any more; ``None`` takes the whole row away."""

_LOCK = ".metadata.lock"
_PATIENCE = 10.0
_COLUMNS = (
    *("source", "title", "year", "province", "prefecture", "county", "township", "level", "kind", "issuer"),
    *("document_number", "published", "fictional", "outline"),
)
"""The order in which columns are added."""


def correct_sidecar(folder: Path, changes: Changes) -> None:
    """Change rows of a folder's ``metadata.csv``; it is made where there is none.

    The file is put in place whole, in one rename: whoever reads it meanwhile sees the rows before or after.

    Args:
        folder: Where the table lies.
        changes: What is known anew, by the names of files below the folder.

    Raises:
        UnreadableFileError: The table that is there cannot be read, so nothing may be written over it.
        FajianError: Another program is writing it, or the disk refuses.
    """
    if not changes:
        return
    try:
        make_folder(folder)
        with FileLock(folder / _LOCK, timeout=_PATIENCE):
            path = folder / SIDECAR
            table = _changed(path, changes)
            _replace(path, table)
    except Timeout as error:
        raise FajianError(f"{folder / SIDECAR} is being written by another program; try again") from error
    except OSError as error:
        raise FajianError(f"{folder / SIDECAR} cannot be written ({error.strerror}); check the disk") from error


def sidecar_rows(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of a folder's ``metadata.csv`` by the files that they name; none where there is no table.

    Raises:
        UnreadableFileError: The table cannot be read.
    """
    path = folder / SIDECAR
    if not path.is_file():
        return {}
    return read_table(load_file(path), SIDECAR).rows


def _changed(path: Path, changes: Changes) -> str:
    """The table with the changes, as CSV."""
    table = read_table(load_file(path) if path.is_file() else b"source\n", SIDECAR)
    missing = _missing(table.columns, changes)
    # A row may have more cells than the table has columns: a new column must not give them a meaning.
    surplus = max(map(len, table.cells)) - len(table.columns) if missing else 0
    names = [*table.columns, *[""] * surplus, *missing]
    header = [*table.cells[0], *names[len(table.columns) :]]
    lines: list[list[str] | None] = [list(row) for row in table.cells[1:]]
    for file, cells in changes.items():
        positions = [position for position, row in enumerate(lines) if row and _names(row, names) == source_key(file)]
        if cells is None:
            for position in positions:
                lines[position] = None
        elif positions or any(cells.values()):
            if not positions:
                lines.append([marked(file) if name == "source" else "" for name in names])
            # Where two rows name a file, the reader takes the last.
            row = lines[positions[-1] if positions else -1] or []
            row += [""] * (len(names) - len(row))
            for name, value in cells.items():
                # A line break is legal in CSV, but nobody expects one when the table is looked at.
                row[names.index(name)] = marked(" ".join(value.split()))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\n")
    writer.writerows([header, *(row for row in lines if row is not None)])
    return out.getvalue()


def _names(row: Sequence[str], columns: Sequence[str]) -> str:
    """The file that a row names."""
    place = columns.index("source")
    return source_key(unmarked(row[place].strip())) if place < len(row) else ""


def _missing(columns: Sequence[str], changes: Changes) -> list[str]:
    """The columns that the changes need and the table has not."""
    needed = {name for cells in changes.values() for name, value in (cells or {}).items()}
    unknown = needed.difference(_COLUMNS)
    if unknown:
        raise ValueError(f"no column of metadata.csv is called {min(unknown)}")
    return [name for name in _COLUMNS if name in needed and name not in columns]


def _replace(path: Path, text: str) -> None:
    pending = path.with_name(f".{path.name}.new")
    # What lies there may be a link to somewhere else, which must not be written through.
    pending.unlink(missing_ok=True)
    write_whole(path, text.encode("utf-8-sig"), pending)  # Excel knows UTF-8 by its mark alone
