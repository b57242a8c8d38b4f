"""The catalogue: reports, passages, and the files they came from, in one SQLite file of a version.

A version's catalogue is written once, by a build, and only read afterwards.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.report import Passage, Report, Role
from errors import IndexUnusableError
from indexer.heads import SKETCHING, Head
from indexer.rows import (
    FACTS_COLUMNS,
    OUTLINE_COLUMNS,
    REPORT_COLUMNS,
    Outline,
    ReportFacts,
    facts_of,
    lines_in,
    outline_of,
    placed_passage,
    report_of,
    text_in,
)

__all__ = ["Catalogue", "FileEntry", "IndexedPassage", "ReportFacts", "Skipped", "display_name"]

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file that was read: which folder it lies in, its name below it, and the report that it is a source of.

    ``fingerprint`` changes with the file's bytes, with what the sidecar says of it, and with the reader. ``declared`` are the facts
    that the user gave.
    """

    folder: str
    name: str
    fingerprint: str
    report_id: str
    declared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read, and why, in one sentence."""

    folder: str
    name: str
    reason: str

    @property
    def source(self) -> str:
        """The name a person knows the file by."""
        return display_name(self.folder, self.name)


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with what was made of it: ``encoded`` is the SHA-256 of the text that the encoder saw, ``units`` what the words leg counts."""

    passage: Passage
    encoded: str
    units: tuple[str, ...]


def display_name(folder: str, name: str) -> str:
    """``reports/x.pdf`` for the file ``x.pdf`` below a folder called ``reports``."""
    return f"{Path(folder).name}/{name}"


class Catalogue:
    """Reads one version's catalogue."""

    def __init__(self, path: Path) -> None:
        """Open the file read-only.

        Raises:
            IndexUnusableError: It is no catalogue.
        """
        try:
            # Published files never change, and readers in other threads only read: no locks are needed.
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self._path = path
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._unreadable(error) from error
        self._first("SELECT count(*) FROM reports")

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def folders(self) -> list[str]:
        """Folders whose reports are in the index."""
        return [path for (path,) in self._rows("SELECT path FROM folders ORDER BY path")]

    def files(self) -> list[FileEntry]:
        """Files that were read."""
        query = "SELECT folder, name, fingerprint, report_id, declared FROM files ORDER BY folder, name"
        return list(self._made(query, _entry))

    def reading(self, entry: FileEntry) -> Report | None:
        """What a file was read as, before it was joined with other sources of the same report."""
        query = "SELECT report FROM readings WHERE folder = ? AND name = ?"
        read = self._made(query, lambda row: report_of(tuple(json.loads(row[0]))), (entry.folder, entry.name))
        return next(read, None) or self.report(entry.report_id)

    def readings(self) -> set[tuple[str, str]]:
        """Folders and names of the files whose reading is not the report that they are a source of."""
        return {(folder, name) for folder, name in self._rows("SELECT folder, name FROM readings")}

    def heads(self) -> dict[tuple[str, str], tuple[Head, bytes]]:
        """Head and sketch of every file by folder and name; nothing where they were written by a program that had none, or another sketch."""
        if self._first("SELECT 1 FROM sqlite_master WHERE name = 'heads'") is None:
            return {}
        query = f"SELECT folder, name, head, sketch FROM heads WHERE sketching = {SKETCHING}"

        def made(row: tuple[Any, ...]) -> tuple[tuple[str, str], tuple[Head, bytes]]:
            folder, name, head, sketch = row
            return (folder, name), (Head.from_json(head), bytes(sketch))

        return dict(self._made(query, made))

    def skipped(self) -> list[Skipped]:
        """Files that could not be read."""
        return [Skipped(*row) for row in self._rows("SELECT folder, name, reason FROM skipped ORDER BY folder, name")]

    def facts(self) -> list[ReportFacts]:
        """Facts of every report, in the order of numbers."""
        return list(self._made(f"SELECT {FACTS_COLUMNS} FROM reports ORDER BY number", facts_of))

    def notes(self) -> dict[str, tuple[str, ...]]:
        """What the reader was unsure of, by the ids of reports; only those that have such notes."""
        query = "SELECT id, notes FROM reports WHERE notes != '[]'"
        return dict(self._made(query, lambda row: (row[0], tuple(json.loads(row[1])))))

    def report(self, report_id: str) -> Report | None:
        """The report of this id."""
        return next(self._made(f"SELECT {REPORT_COLUMNS} FROM reports WHERE id = ?", report_of, (report_id,)), None)

    def outline(self, report_id: str) -> Outline | None:
        """What tells where passages of the report of this id stand, in a quarter of the time that the report takes."""
        return next(self._made(f"SELECT {OUTLINE_COLUMNS} FROM reports WHERE id = ?", outline_of, (report_id,)), None)

    def reports(self) -> Iterator[Report]:
        """Every report, in the order of numbers."""
        yield from self._made(f"SELECT {REPORT_COLUMNS} FROM reports ORDER BY number", report_of)

    def texts(self) -> Iterator[tuple[int, str]]:
        """Number and text of every report, in the order of numbers, without reading the rest."""
        yield from self._rows("SELECT number, text FROM reports ORDER BY number")

    def text_of(self, number: int) -> str:
        """The text of the report of this number."""
        row = self._first("SELECT text FROM reports WHERE number = ?", (number,))
        assert row is not None, f"the catalogue has no report {number}"
        return str(row[0])

    def positions(self) -> list[tuple[int, str, str]]:
        """Report number, role and themes (one a line) of every passage, in the order of positions."""
        [(reports,)] = self._rows("SELECT count(*) FROM reports")

        def made(row: tuple[Any, ...]) -> tuple[int, str, str]:
            number, role, themes = row
            if not 0 <= number < reports:
                raise ValueError("a passage of no report")
            return number, Role(role), text_in(themes)

        return list(self._made("SELECT report, role, themes FROM passages ORDER BY position", made))

    def digests(self) -> NDArray[np.uint8]:
        """SHA-256 of what the encoder saw of every passage, shape (passages, 32)."""
        told = bytearray()
        for digest in self._made("SELECT encoded FROM passages ORDER BY position", _digest):
            told += digest
        return np.frombuffer(bytes(told), dtype=np.uint8).reshape(-1, 32)

    def units(self, positions: Iterable[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """What the words leg counts, with the position, for these positions; ascending ones are read without looking for each."""
        for begin, end in _runs(positions):
            query = "SELECT position, units FROM passages WHERE position >= ? AND position < ? ORDER BY position"
            yield from self._made(query, lambda row: (row[0], lines_in(row[1])), (begin, end))

    def passages(self, positions: Sequence[int]) -> list[Passage]:
        """Passages at these positions, in the order asked for."""
        found = dict(self._select("position", positions))
        if not found.keys() >= set(positions):
            raise self._unreadable("it has lost passages")
        return [found[position] for position in positions]

    def position_of(self, passage_id: str) -> int | None:
        """Position of the passage of this id; ``None`` where there is none."""
        row = self._first("SELECT position FROM passages WHERE id = ?", (passage_id,))
        return int(row[0]) if row else None

    def passages_of(self, report_id: str) -> list[tuple[int, IndexedPassage]]:
        """Position and content of every passage of the report of this id, in document order."""
        report = self.report(report_id)
        return self.passages_in(report) if report else []

    def passages_in(self, report: Report) -> list[tuple[int, IndexedPassage]]:
        """The same for a report that has been read already."""
        query = (
            'SELECT position, p.id, section, role, start, "end", encoded, units, themes FROM passages p JOIN reports r ON r.number = p.report '
            "WHERE r.id = ? ORDER BY position"
        )

        def made(row: tuple[Any, ...]) -> tuple[int, IndexedPassage]:
            position, identity, section, role, start, end, encoded, units, themes = row
            text = report.text[start:end]
            passage = Passage(identity, report.id, section, Role(role), text, start, end, lines_in(themes))
            return position, IndexedPassage(passage, encoded, lines_in(units))

        return list(self._made(query, made, (report.id,)))

    def _select(self, column: str, values: Sequence[int]) -> Iterator[tuple[int, Passage]]:
        for begin in range(0, len(values), 500):
            chunk = [int(value) for value in values[begin : begin + 500]]
            marks = ",".join("?" * len(chunk))
            yield from self._made(
                f'SELECT position, p.id, r.id, section, role, substr(text, start + 1, "end" - start), start, "end", themes '
                f"FROM passages p JOIN reports r ON r.number = p.report WHERE {column} IN ({marks})",
                placed_passage,
                chunk,
            )

    def _rows(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        return self._made(query, tuple, values)

    def _made(
        self, query: str, make: Callable[[tuple[Any, ...]], _Made], values: Sequence[object] = ()
    ) -> Iterator[_Made]:
        """What ``make`` makes of each row. Large catalogues are not hashed when they are opened, so a damaged row may hold anything."""
        try:
            for row in self._db.execute(query, values):
                yield make(row)
        except (sqlite3.Error, ValueError, TypeError, KeyError, IndexError, AttributeError, MemoryError) as error:
            raise self._unreadable(f"{type(error).__name__}: {error}") from error

    def _first(self, query: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        return next(self._rows(query, values), None)

    def _unreadable(self, why: object) -> IndexUnusableError:
        return IndexUnusableError(f"{self._path} cannot be read as a catalogue ({why}); index again")


def _digest(row: tuple[Any, ...]) -> bytes:
    digest = bytes.fromhex(row[0])
    if len(digest) != 32:
        raise ValueError("no SHA-256")
    return digest


def _runs(positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as ranges, the end not included."""
    begin = end = -1
    for position in positions:
        if position != end:
            if end > begin:
                yield begin, end
            begin = position
        end = position + 1
    if end > begin:
        yield begin, end


def _entry(row: tuple[Any, ...]) -> FileEntry:
    folder, name, fingerprint, report_id, declared = row
    return FileEntry(folder, name, fingerprint, report_id, frozenset(json.loads(declared)))
