"""Writes the catalogue of a new version, report by report; runs of reports that are as they were before are copied inside SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from corpus.report import Report
from indexer.catalogue import FileEntry, IndexedPassage, Skipped
from indexer.heads import SKETCHING, Held
from indexer.rows import REPORT_COLUMNS, row_of

_SCHEMA = """
CREATE TABLE folders (path TEXT PRIMARY KEY);
CREATE TABLE files (
    folder TEXT NOT NULL, name TEXT NOT NULL, fingerprint TEXT NOT NULL, report_id TEXT NOT NULL, declared TEXT NOT NULL,
    PRIMARY KEY (folder, name)
);
CREATE TABLE heads (
    folder TEXT NOT NULL, name TEXT NOT NULL, head TEXT NOT NULL, sketching INTEGER NOT NULL, sketch BLOB NOT NULL,
    PRIMARY KEY (folder, name)
);
CREATE TABLE readings (folder TEXT NOT NULL, name TEXT NOT NULL, report TEXT NOT NULL, PRIMARY KEY (folder, name));
CREATE TABLE skipped (folder TEXT NOT NULL, name TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (folder, name));
CREATE TABLE reports (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, title TEXT NOT NULL,
    province TEXT, prefecture TEXT, county TEXT, township TEXT, code TEXT, certain INTEGER NOT NULL,
    level TEXT NOT NULL, year INTEGER, issuer TEXT, document_number TEXT, published TEXT,
    text TEXT NOT NULL, sections TEXT NOT NULL, pages TEXT NOT NULL, notes TEXT NOT NULL, fictional INTEGER NOT NULL,
    kind TEXT NOT NULL, other_sources TEXT NOT NULL, more TEXT NOT NULL
);
CREATE TABLE passages (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL, report INTEGER NOT NULL REFERENCES reports (number),
    section INTEGER NOT NULL, role TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    encoded TEXT NOT NULL, units TEXT NOT NULL, themes TEXT NOT NULL
);
"""
_INDEXES = """
CREATE UNIQUE INDEX passages_of_id ON passages (id);
CREATE INDEX passages_of_report ON passages (report);
"""
_PASSAGE_COLUMNS = 'section, role, start, "end", encoded, units, themes'


class CatalogueWriter:
    """A catalogue that is being written; positions and numbers follow the order in which reports come."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.reports = 0
        """How many there are so far."""
        self.passages = 0
        """The same."""

    @classmethod
    @contextmanager
    def open(cls, path: Path, before: Path | None = None) -> Iterator[CatalogueWriter]:
        """A new catalogue, written when this is left without an error.

        Args:
            path: The file to make.
            before: A catalogue to copy from.

        Raises:
            OSError: The disk is full or broken.
        """
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rwc", uri=True)
        try:
            # The file becomes visible only when the version is published, which syncs it to disk.
            db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
            if before is not None:
                db.execute("ATTACH ? AS old", (f"{before.absolute().as_uri()}?mode=ro&immutable=1",))
            yield cls(db)
            db.commit()
            # Sorted once when all is there: in half the time.
            db.executescript(_INDEXES)
        except sqlite3.OperationalError as error:
            raise OSError(f"{path} cannot be written ({error})") from error
        finally:
            db.close()

    def begin(self, folders: Iterable[str], skipped: Iterable[Skipped]) -> None:
        """Folders that are known, and files that could not be read."""
        self._db.executemany("INSERT INTO folders VALUES (?)", ((folder,) for folder in folders))
        rows = ((item.folder, item.name, item.reason) for item in skipped)
        self._db.executemany("INSERT OR IGNORE INTO skipped VALUES (?, ?, ?)", rows)

    def add_files(self, files: Iterable[FileEntry]) -> None:
        """Files that were read."""
        rows = ((f.folder, f.name, f.fingerprint, f.report_id, json.dumps(sorted(f.declared))) for f in files)
        self._db.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?)", rows)

    def add_heads(self, files: Iterable[Held]) -> None:
        """What the next build needs of them without reading them."""
        rows = ((f.folder, f.name, f.report.to_json(), SKETCHING, f.sketched) for f in files)
        self._db.executemany("INSERT INTO heads VALUES (?, ?, ?, ?, ?)", rows)

    def add_readings(self, readings: Iterable[tuple[tuple[str, str], Callable[[], Report]]]) -> None:
        """What files, by folder and name, were read as, where their report is something else."""
        rows = ((*order, json.dumps(row_of(load()), ensure_ascii=False)) for order, load in readings)
        self._db.executemany("INSERT INTO readings VALUES (?, ?, ?)", rows)

    def carry_readings(self, files: Iterable[tuple[str, str]]) -> None:
        """The same as in the catalogue before, for the files that it has a reading of."""
        copy = "INSERT INTO readings SELECT folder, name, report FROM old.readings WHERE folder = ? AND name = ?"
        self._db.executemany(copy, files)

    def add(self, report: Report, passages: Iterable[IndexedPassage]) -> None:
        """A report with its passages."""
        self._db.execute(f"INSERT INTO reports VALUES ({','.join('?' * 23)})", (self.reports, *row_of(report)))
        for item in passages:
            p = item.passage
            units, themes = "\n".join(item.units), "\n".join(p.themes)
            told = (p.id, self.reports, p.section, p.role, p.start, p.end, item.encoded, units, themes)
            self._db.execute(f"INSERT INTO passages VALUES ({','.join('?' * 10)})", (self.passages, *told))
            self.passages += 1
        self.reports += 1

    def carry(self, numbers: range, positions: range) -> None:
        """Reports of the catalogue before as they are, by their numbers there, whose passages are those at these positions there."""
        reports, passages = self.reports - numbers.start, self.passages - positions.start
        self._db.execute(
            f"INSERT INTO reports SELECT number + ?, {REPORT_COLUMNS} FROM old.reports WHERE number >= ? AND number < ? ORDER BY number",
            (reports, numbers.start, numbers.stop),
        )
        self._db.execute(
            f"INSERT INTO passages SELECT position + ?, id, report + ?, {_PASSAGE_COLUMNS} FROM old.passages "
            "WHERE position >= ? AND position < ? ORDER BY position",
            (passages, reports, positions.start, positions.stop),
        )
        self.reports += len(numbers)
        self.passages += len(positions)


def write_catalogue(
    path: Path,
    *,
    folders: Iterable[str],
    files: Iterable[FileEntry],
    skipped: Iterable[Skipped],
    reports: Iterable[tuple[Report, Sequence[IndexedPassage]]],
    readings: Mapping[tuple[str, str], Report],
) -> None:
    """Write a new catalogue whole; positions and numbers follow the order given.

    Args:
        path: The file to make.
        folders: Paths of the folders that are known.
        files: Files that were read.
        skipped: Files that were not.
        reports: Reports with their passages.
        readings: What a file, by folder and name, was read as, where its report is something else.

    Raises:
        OSError: The disk is full or broken.
    """
    with CatalogueWriter.open(path) as writer:
        writer.begin(folders, skipped)
        writer.add_files(files)
        writer.add_readings((order, partial(readings.__getitem__, order)) for order in readings)
        for report, passages in reports:
            writer.add(report, passages)
