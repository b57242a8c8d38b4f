"""How well the corpus was read: which folders, which files could not be read and why, which reports leave something open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.catalogue import ReportFacts, Skipped
from indexer.index import Index
from indexer.remarks import report_notes
from insight.scope import reports_in
from search.filters import Filters


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of reports: its path, how many of its files were read, how many were not."""

    path: str
    files: int
    skipped: int

    @property
    def name(self) -> str:
        """What a person knows it by."""
        return Path(self.path).name


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A report that leaves something open: its place, its year, or what the reader noted."""

    report: ReportFacts
    notes: tuple[str, ...]

    @property
    def place(self) -> bool:
        """Whether its place is unknown or unsettled."""
        return not self.report.place.certain

    @property
    def year(self) -> bool:
        """Whether its year is unknown."""
        return self.report.year is None


@dataclass(frozen=True, slots=True)
class Reading:
    """The state of an index. ``created`` is when this version was made (ISO), the only date that an index keeps of its files.

    ``duplicates`` are files that are further sources of a report. ``doubtful`` are reports of the filter, everything else is of the whole index.
    """

    version: str
    created: str
    encoder: str
    dimension: int
    bytes: int
    files: int
    duplicates: int
    folders: tuple[Folder, ...]
    skipped: tuple[Skipped, ...]
    doubtful: tuple[Doubtful, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why reports leave something open, and which: ``kind`` is ``place``, ``year`` or ``note``; ``text`` the note, empty for the others."""

    kind: str
    text: str
    reports: tuple[ReportFacts, ...]


def reading(index: Index, filters: Filters) -> Reading:
    """Gather what was read and what was not.

    Raises:
        IndexUnusableError: The catalogue cannot be read.
    """
    manifest = index.manifest
    files = index.catalogue.files()
    skipped = index.catalogue.skipped()
    read, unread = Counter(file.folder for file in files), Counter(item.folder for item in skipped)
    return Reading(
        version=index.version.name,
        created=manifest.created,
        encoder=manifest.encoder,
        dimension=manifest.dimension,
        bytes=sum(entry.bytes for entry in manifest.files.values()),
        files=len(files),
        duplicates=len(files) - manifest.reports,
        folders=tuple(Folder(path, read[path], unread[path]) for path in index.catalogue.folders()),
        skipped=tuple(skipped),
        doubtful=tuple(_doubtful(index, filters)),
    )


def by_reason(doubtful: Sequence[Doubtful]) -> list[Reason]:
    """The same reports by what they leave open: places, years, then notes, each once, the most frequent first."""
    found: dict[tuple[str, str], list[ReportFacts]] = {}
    for one in doubtful:
        told = [("place", "")] * one.place + [("year", "")] * one.year + [("note", note) for note in one.notes]
        for key in dict.fromkeys(told):
            found.setdefault(key, []).append(one.report)
    reasons = [Reason(kind, text, tuple(reports)) for (kind, text), reports in found.items()]
    return sorted(reasons, key=lambda one: (one.kind == "note", one.kind == "year", -len(one.reports), one.text))


def _doubtful(index: Index, filters: Filters) -> list[Doubtful]:
    """Those without a year or a settled place first, then those with notes, in the order of the index."""
    notes = report_notes(index)
    found = [Doubtful(report, notes.get(report.number, ())) for report in reports_in(index, filters)]
    open_ones = [one for one in found if one.place or one.year or one.notes]
    return sorted(open_ones, key=lambda one: -(one.place + one.year))
