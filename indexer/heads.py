"""What a build needs of every file it has read before, without reading it or its report again: facts that say whose it is, and a sketch of the text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from corpus.duplicates.groups import Source
from corpus.duplicates.resemblance import Hashes, sketch_of
from corpus.report import Kind, Level, Place, Report

SKETCHING = 1
"""Raised whenever the same text would be sketched differently."""


@dataclass(frozen=True, slots=True)
class Head:
    """What tells whether two files are the same report, but for their texts; fields as in :class:`corpus.report.Report`."""

    id: str
    title: str
    place: Place
    level: Level
    year: int | None
    issuer: str | None
    kind: Kind

    @staticmethod
    def of(report: Report) -> Head:
        """Of what a file was read as."""
        return Head(*(getattr(report, spec.name) for spec in fields(Head)))

    def to_json(self) -> str:
        """One line, for :meth:`from_json`."""
        place = [getattr(self.place, spec.name) for spec in fields(Place)]
        told = [self.id, self.title, place, self.level, self.year, self.issuer, self.kind]
        return json.dumps(told, ensure_ascii=False)

    @staticmethod
    def from_json(line: str) -> Head:
        """The head again.

        Raises:
            ValueError: The line holds no head.
        """
        identity, title, place, level, year, issuer, kind = json.loads(line)
        return Head(identity, title, Place(*place), Level(level), year, issuer, Kind(kind))


@dataclass(frozen=True, slots=True)
class HeldReport(Head):
    """A report that lies somewhere until its text is wanted."""

    load: Callable[[], Report]

    @classmethod
    def under(cls, head: Head, load: Callable[[], Report]) -> HeldReport:
        """The report of a head."""
        return cls(head.id, head.title, head.place, head.level, head.year, head.issuer, head.kind, load)

    @property
    def text(self) -> str:
        """As in :class:`corpus.report.Report`; read from where it lies."""
        return self.load().text


@dataclass(frozen=True, slots=True)
class Held:
    """A file that a build knows: what it was read as, and from which bytes (``fingerprint``).

    ``before`` is the id of the report that it was a source of in the version before, if neither it nor its reading has changed since; else ``""``.
    ``sketched`` is the sketch of its text as bytes.
    """

    folder: str
    name: str
    report: HeldReport
    declared: frozenset[str]
    fingerprint: str
    sketched: bytes
    before: str = ""

    @property
    def order(self) -> tuple[str, str]:
        """What sources are put in order by where nothing else decides."""
        return self.folder, self.name

    def sketch(self) -> Hashes:
        """Of the text."""
        return np.frombuffer(self.sketched, dtype="<u8")

    def source(self) -> Source:
        """The file with its whole report."""
        return Source(self.folder, self.name, self.report.load(), self.declared)


def sketched(text: str) -> bytes:
    """The sketch of a text as bytes."""
    return sketch_of(text).astype("<u8").tobytes()
