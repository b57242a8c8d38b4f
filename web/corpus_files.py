"""What the index holds, file by file: what each was read as, what waits to be indexed, and what could not be read."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.folder import known_file
from corpus.report import Place
from errors import FajianError
from indexer.catalogue import ReportFacts
from indexer.gathering import fingerprint_of
from indexer.index import Index

INDEXED, WAITING, GONE, SKIPPED = "indexed", "waiting", "gone", "skipped"
DOUBTFUL = "doubtful"
STATES = (INDEXED, DOUBTFUL, WAITING, GONE, SKIPPED)
"""What the list can be narrowed to; a file that was read with doubts is indexed too."""
PAGE = 25


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the list. ``report`` is ``None`` where it holds none; ``reason`` says why one was skipped; ``own`` that it lies on the page's shelf."""

    folder: str
    name: str
    state: str
    own: bool
    report: ReportFacts | None = None
    notes: tuple[str, ...] = ()
    reason: str = ""
    fingerprint: str = ""

    @property
    def id(self) -> str:
        """A short name for links and keys."""
        told = f"{self.folder}\0{self.name}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def place(self) -> Place:
        """Whose report it is."""
        return self.report.place if self.report else Place()

    def says(self, words: str) -> bool:
        """Whether every one of the words stands in its name, title, place or year."""
        facts = self.report
        told = (self.name, facts.title, " ".join(facts.place.parts), str(facts.year or "")) if facts else (self.name,)
        text = _plain("\n".join((*told, self.reason)))
        return all(word in text for word in _plain(words).split())


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that is listed, in the order of folders and names, and the folders that are known."""

    rows: tuple[FileRow, ...] = ()
    folders: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


def indexed_rows(index: Index, own: Path) -> list[FileRow]:
    """What the index itself knows of files; the same for one version."""
    home = str(own.resolve())
    facts = {report.id: report for report in index.reports}
    notes = index.catalogue.notes()
    rows = [
        FileRow(
            *(entry.folder, entry.name, INDEXED, entry.folder == home, facts.get(entry.report_id)),
            notes.get(entry.report_id, ()),
            fingerprint=entry.fingerprint,
        )
        for entry in index.catalogue.files()
    ]
    rows += [
        FileRow(item.folder, item.name, SKIPPED, item.folder == home, reason=item.reason)
        for item in index.catalogue.skipped()
    ]
    return rows


def holdings(rows: Sequence[FileRow], own: Path, on_disk: Iterable[str], folders: Sequence[str]) -> Holdings:
    """The whole list.

    Args:
        rows: Of the index.
        own: The page's shelf.
        on_disk: Names of the files that lie there now.
        folders: Folders that the index knows.
    """
    home = str(own.resolve())
    there = set(on_disk)
    known = {row.name for row in rows if row.own}
    listed = [
        row if not row.own or row.name in there or row.state == SKIPPED else _with_state(row, GONE) for row in rows
    ]
    listed += [FileRow(home, name, WAITING, True) for name in there - known]
    listed.sort(key=lambda row: (not row.own, row.folder, row.name))
    counts = {state: sum(_is(row, state) for row in listed) for state in STATES}
    return Holdings(tuple(listed), tuple(folders), counts)


def narrowed(found: Holdings, *, words: str = "", state: str = "", folder: str = "") -> list[FileRow]:
    """The rows that are asked for."""
    return [
        row
        for row in found.rows
        if (not state or _is(row, state)) and (not folder or row.folder == folder) and (not words or row.says(words))
    ]


def as_it_is_now(row: FileRow) -> FileRow:
    """The row with the state ``WAITING`` where its file was changed or corrected after it was indexed; this opens the file."""
    if row.state != INDEXED or not row.own:
        return row
    try:
        file = known_file(Path(row.folder), row.name)
        if file is None:
            return _with_state(row, GONE)
        return row if fingerprint_of(file, file.load()) == row.fingerprint else _with_state(row, WAITING)
    except (FajianError, OSError):
        return _with_state(row, WAITING)


def _with_state(row: FileRow, state: str) -> FileRow:
    return FileRow(row.folder, row.name, state, row.own, row.report, row.notes, row.reason, row.fingerprint)


def _is(row: FileRow, state: str) -> bool:
    if state == DOUBTFUL:
        return row.state == INDEXED and bool(row.notes)
    return row.state == state


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
