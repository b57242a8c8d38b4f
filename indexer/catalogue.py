"""The catalogue: reports, passages, and the files they came from, in one SQLite file of a version.

A version's catalogue is written once, by a build, and only read afterwards.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from corpus.report import Evidence, Kind, Level, Passage, Place, Report, Role, Section
from errors import IndexUnusableError

_SCHEMA = """
CREATE TABLE folders (path TEXT PRIMARY KEY);
CREATE TABLE files (
    folder TEXT NOT NULL, name TEXT NOT NULL, fingerprint TEXT NOT NULL, report_id TEXT NOT NULL, PRIMARY KEY (folder, name)
);
CREATE TABLE skipped (folder TEXT NOT NULL, name TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (folder, name));
CREATE TABLE reports (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, title TEXT NOT NULL,
    province TEXT, prefecture TEXT, county TEXT, township TEXT, code TEXT, certain INTEGER NOT NULL,
    level TEXT NOT NULL, year INTEGER, issuer TEXT, document_number TEXT, published TEXT,
    text TEXT NOT NULL, sections TEXT NOT NULL, pages TEXT NOT NULL, notes TEXT NOT NULL, fictional INTEGER NOT NULL,
    kind TEXT NOT NULL, more TEXT NOT NULL
);
CREATE TABLE passages (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report INTEGER NOT NULL REFERENCES reports (number),
    section INTEGER NOT NULL, role TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    encoded TEXT NOT NULL, words TEXT NOT NULL, themes TEXT NOT NULL
);
CREATE INDEX passages_of_report ON passages (report);
"""

_REPORT_COLUMNS = (
    "id, source, title, province, prefecture, county, township, code, certain, level, year, issuer, document_number, published, text, "
    "sections, pages, notes, fictional, kind, more"
)
_MORE = ("format", "addressee", "signed", "lines", "apart", "removed", "recognised", "other_sources")
"""Fields of a report that nothing is filtered by; with the evidence they lie together in one column, as JSON."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file that was read: which folder it lies in, its name below it, and what was read.

    ``fingerprint`` changes with the file's bytes, with what the sidecar says of it, and with the reader.
    """

    folder: str
    name: str
    fingerprint: str
    report_id: str


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
    """A passage with what was made of it: ``encoded`` is the SHA-256 of the text that the encoder saw, ``words`` its words."""

    passage: Passage
    encoded: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What filters and counts need of a report, without its text. ``number`` counts reports in the index from 0."""

    number: int
    id: str
    source: str
    title: str
    place: Place
    level: Level
    year: int | None
    fictional: bool
    kind: Kind = Kind.REPORT


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
        rows = self._rows("SELECT folder, name, fingerprint, report_id FROM files ORDER BY folder, name")
        return [FileEntry(*row) for row in rows]

    def skipped(self) -> list[Skipped]:
        """Files that could not be read."""
        return [Skipped(*row) for row in self._rows("SELECT folder, name, reason FROM skipped ORDER BY folder, name")]

    def facts(self) -> list[ReportFacts]:
        """Facts of every report, in the order of numbers."""
        rows = self._rows(
            "SELECT number, id, source, title, province, prefecture, county, township, code, certain, level, year, fictional, kind "
            "FROM reports ORDER BY number"
        )
        return [_facts(row) for row in rows]

    def report(self, report_id: str) -> Report | None:
        """The report of this id."""
        row = self._first(f"SELECT {_REPORT_COLUMNS} FROM reports WHERE id = ?", (report_id,))
        return _report(row) if row else None

    def reports(self) -> Iterator[Report]:
        """Every report, in the order of numbers."""
        for row in self._rows(f"SELECT {_REPORT_COLUMNS} FROM reports ORDER BY number"):
            yield _report(row)

    def positions(self) -> list[tuple[int, str, str]]:
        """Report number, role and themes (one a line) of every passage, in the order of positions."""
        return list(self._rows("SELECT report, role, themes FROM passages ORDER BY position"))

    def encoded(self) -> dict[str, int]:
        """For each encoded text (its SHA-256) one position whose vector it has."""
        return dict(self._rows("SELECT encoded, min(position) FROM passages GROUP BY encoded"))

    def passages(self, positions: Sequence[int]) -> list[Passage]:
        """Passages at these positions, in the order asked for."""
        found = dict(self._select("position", positions))
        return [found[position] for position in positions]

    def passages_of(self, report_id: str) -> list[tuple[int, IndexedPassage]]:
        """Position and content of every passage of the report of this id, in document order."""
        report = self.report(report_id)
        return self.passages_in(report) if report else []

    def passages_in(self, report: Report) -> list[tuple[int, IndexedPassage]]:
        """The same for a report that has been read already."""
        rows = self._rows(
            'SELECT position, p.id, section, role, start, "end", encoded, words, themes FROM passages p JOIN reports r ON r.number = p.report '
            "WHERE r.id = ? ORDER BY position",
            (report.id,),
        )
        return [
            (
                position,
                IndexedPassage(
                    Passage(
                        identity, report.id, section, Role(role), report.text[start:end], start, end, _split(themes)
                    ),
                    encoded,
                    _split(words),
                ),
            )
            for position, identity, section, role, start, end, encoded, words, themes in rows
        ]

    def _select(self, column: str, values: Sequence[int]) -> Iterator[tuple[int, Passage]]:
        for begin in range(0, len(values), 500):
            chunk = [int(value) for value in values[begin : begin + 500]]
            marks = ",".join("?" * len(chunk))
            rows = self._rows(
                f'SELECT position, p.id, r.id, section, role, substr(text, start + 1, "end" - start), start, "end", themes '
                f"FROM passages p JOIN reports r ON r.number = p.report WHERE {column} IN ({marks})",
                chunk,
            )
            for position, identity, report_id, section, role, text, start, end, themes in rows:
                yield position, Passage(identity, report_id, section, Role(role), text, start, end, _split(themes))

    def _rows(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._db.execute(query, values)
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def _first(self, query: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        return next(self._rows(query, values), None)

    def _unreadable(self, error: sqlite3.Error) -> IndexUnusableError:
        return IndexUnusableError(f"{self._path} cannot be read as a catalogue ({error}); index again")


def write_catalogue(
    path: Path,
    *,
    folders: Iterable[str],
    files: Iterable[FileEntry],
    skipped: Iterable[Skipped],
    reports: Iterable[tuple[Report, Sequence[IndexedPassage]]],
) -> None:
    """Write a new catalogue; positions and numbers follow the order given.

    Raises:
        OSError: The disk is full or broken.
    """
    db = sqlite3.connect(path)
    try:
        # The file becomes visible only when the version is published, which syncs it to disk.
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        db.executemany("INSERT INTO folders VALUES (?)", [(folder,) for folder in folders])
        db.executemany(
            "INSERT INTO files VALUES (?, ?, ?, ?)", [(f.folder, f.name, f.fingerprint, f.report_id) for f in files]
        )
        db.executemany("INSERT INTO skipped VALUES (?, ?, ?)", [(s.folder, s.name, s.reason) for s in skipped])
        position = 0
        for number, (report, passages) in enumerate(reports):
            db.execute(f"INSERT INTO reports VALUES ({','.join('?' * 22)})", (number, *_row(report)))
            for item in passages:
                p = item.passage
                words = "\n".join(item.words)
                themes = "\n".join(p.themes)
                values = (position, p.id, number, p.section, p.role, p.start, p.end, item.encoded, words, themes)
                db.execute(f"INSERT INTO passages VALUES ({','.join('?' * 10)})", values)
                position += 1
        db.commit()
    except sqlite3.OperationalError as error:
        raise OSError(f"{path} cannot be written ({error})") from error
    finally:
        db.close()


def _facts(row: tuple[Any, ...]) -> ReportFacts:
    (
        number,
        identity,
        source,
        title,
        province,
        prefecture,
        county,
        township,
        code,
        certain,
        level,
        year,
        fictional,
        kind,
    ) = row
    place = Place(province, prefecture, county, township, code, bool(certain))
    return ReportFacts(number, identity, source, title, place, Level(level), year, bool(fictional), Kind(kind))


def _row(report: Report) -> tuple[object, ...]:
    place = report.place
    sections = [[getattr(s, f.name) for f in fields(s)] for s in report.sections]
    more = {name: getattr(report, name) for name in _MORE}
    more["evidence"] = [[e.fact, e.where, e.text, e.start, e.end] for e in report.evidence]
    return (
        report.id, report.source, report.title, place.province, place.prefecture, place.county, place.township, place.code,
        int(place.certain), report.level, report.year, report.issuer, report.document_number, report.published, report.text,
        json.dumps(sections, ensure_ascii=False), json.dumps(report.pages), json.dumps(report.notes, ensure_ascii=False),
        int(report.fictional), report.kind, json.dumps(more, ensure_ascii=False),
    )  # fmt: skip


def _report(row: tuple[object, ...]) -> Report:
    (
        identity, source, title, province, prefecture, county, township, code, certain, level, year, issuer, document_number, published,
        text, sections, pages, notes, fictional, kind, more,
    ) = row  # fmt: skip
    rest: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(str(more)).items()
    }
    return Report(
        id=str(identity),
        source=str(source),
        title=str(title),
        place=Place(_text(province), _text(prefecture), _text(county), _text(township), _text(code), bool(certain)),
        level=Level(str(level)),
        year=int(str(year)) if year is not None else None,
        issuer=_text(issuer),
        document_number=_text(document_number),
        published=_text(published),
        text=str(text),
        sections=tuple(
            Section(depth, number, heading, Role(role), start, body, end, parent, doubt)
            for depth, number, heading, role, start, body, end, parent, doubt in json.loads(str(sections))
        ),
        pages=tuple(json.loads(str(pages))),
        notes=tuple(json.loads(str(notes))),
        fictional=bool(fictional),
        kind=Kind(str(kind)),
        evidence=tuple(Evidence(*item) for item in rest.pop("evidence")),
        **rest,
    )


def _split(lines: str) -> tuple[str, ...]:
    return tuple(lines.split("\n")) if lines else ()


def _text(value: object) -> str | None:
    return None if value is None else str(value)
