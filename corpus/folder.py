"""A folder of reports: which files below it are read, and what its ``metadata.csv`` files say of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.formats import SUFFIXES
from corpus.reader import read_report
from corpus.report import Report
from errors import UnreadableFileError

SIDECAR = "metadata.csv"


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file to read: ``name`` is its path below the folder with forward slashes, ``metadata`` its row of the sidecar."""

    folder: Path
    name: str
    metadata: Mapping[str, str]

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.folder / self.name


def report_files(folder: Path) -> list[ReportFile]:
    """Files of a known type below a folder, in the order of names; hidden files and office lock files are left out.

    Raises:
        UnreadableFileError: A ``metadata.csv`` cannot be read.
    """
    paths = [path for path in sorted(folder.rglob("*")) if not _is_hidden(path.relative_to(folder)) and path.is_file()]
    rows = {path.parent: _read_sidecar(path) for path in paths if path.name == SIDECAR}
    return [
        ReportFile(folder, path.relative_to(folder).as_posix(), rows.get(path.parent, {}).get(path.name, {}))
        for path in paths
        if path.suffix.lower() in SUFFIXES
    ]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _read_sidecar(path: Path) -> dict[str, dict[str, str]]:
    """Rows of a sidecar by file name; empty cells say nothing."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel on a Chinese Windows saves CSV files in the system's code page.
        text = data.decode("gb18030", errors="replace")
    try:
        rows = [
            {
                key.strip(): value.strip()
                for key, value in row.items()
                if key and isinstance(value, str) and value.strip()
            }
            for row in csv.DictReader(io.StringIO(text, newline=""))
        ]
        columns = next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error as error:
        raise UnreadableFileError(f"{path} is not a CSV file ({error}); mend it, or take the file away") from error
    if "source" not in (column.strip() for column in columns):
        raise UnreadableFileError(
            f"{path} has no column 'source' with the names of files; add it, or take the file away"
        )
    return {row["source"]: row for row in rows if "source" in row}


def read_file(path: Path) -> Report:
    """Read one file together with what a ``metadata.csv`` beside it says.

    Raises:
        UnreadableFileError: The file or the sidecar cannot be read.
    """
    sidecar = path.parent / SIDECAR
    rows = _read_sidecar(sidecar) if sidecar.is_file() else {}
    return read_report(path, metadata=rows.get(path.name, {}))
