"""What an index should hold, kept as plain dictionaries: the model that :mod:`bench.trust.model` compares a real index with.

It knows nothing of fingerprints, carrying over, merging or versions; only which files lie in which folder, what their sidecars say, and when somebody indexed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from bench.trust.small_reports import year

NOISE = -1
"""Stands for a file that cannot be read as a report."""

Place = tuple[str, str]
"""Folder and name of a file."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a file holds: the number of its report, and the year that its row of the sidecar gives, if it has one."""

    number: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a build should count, as in :class:`indexer.build.BuildResult`."""

    reports: int = 0
    added: int = 0
    replaced: int = 0
    removed: int = 0
    unchanged: int = 0
    duplicates: int = 0


@dataclass(slots=True)
class Disk:
    """The folders as they lie on disk: the number of the report in each file, and the rows of each sidecar."""

    files: dict[str, dict[str, int]] = field(default_factory=dict)
    rows: dict[str, dict[str, int]] = field(default_factory=dict)

    def said(self, folder: str) -> Iterator[tuple[Place, Said]]:
        """What each file of a folder holds."""
        for name, number in self.files[folder].items():
            yield (folder, name), Said(number, self.rows[folder].get(name))

    def refused(self, folder: str) -> set[Place]:
        """What a build should skip: noise, and a sidecar that names files which are not there."""
        noise = {(folder, name) for name, number in self.files[folder].items() if number == NOISE}
        return noise | ({(folder, "metadata.csv")} if set(self.rows[folder]) - set(self.files[folder]) else set())


@dataclass(slots=True)
class Held:
    """What the published index holds: folders, files with what they were read as, and what was skipped."""

    folders: set[str] = field(default_factory=set)
    files: dict[Place, Said] = field(default_factory=dict)
    skipped: set[Place] = field(default_factory=set)

    def reports(self) -> dict[tuple[int, int], set[Place]]:
        """The files of each report, which is known by its number and year.

        Files of one text are one report unless their sidecars disagree on the year; what one sidecar says also holds for the same text elsewhere.
        """
        years: dict[int, set[int]] = defaultdict(set)
        for said in self.files.values():
            if said.year is not None:
                years[said.number].add(said.year)
        found: dict[tuple[int, int], set[Place]] = defaultdict(set)
        for place, said in self.files.items():
            told = years[said.number]
            known = next(iter(told)) if len(told) == 1 else said.year
            found[said.number, year(said.number) if known is None else known].add(place)
        return dict(found)

    def numbers(self) -> Counter[int]:
        """How many reports have the text of each number."""
        return Counter(number for number, _ in self.reports())


def after(
    before: Held, disk: Disk, folders: Collection[str], remove: Collection[str], *, rebuild: bool = False
) -> tuple[Held, Counts] | None:
    """What the index holds after a build, and what the build counts; ``None`` where it should be refused.

    Args:
        before: What was published last.
        disk: The folders as they lie on disk now.
        folders: Which are read; none: every known one, or none at all where something is removed.
        remove: Which leave the index.
        rebuild: Whether every known folder that is still there is read too.
    """
    asked = set(folders) or (set() if remove else set(before.folders))
    if set(remove) - before.folders or asked - set(disk.files) or not (asked or remove):
        return None
    again = (asked | (before.folders & set(disk.files) if rebuild else set())) - set(remove)
    now = Held((before.folders | again) - set(remove))
    for place, said in before.files.items():
        if place[0] in now.folders - again:
            now.files[place] = said
    now.skipped = {place for place in before.skipped if place[0] in now.folders - again}
    added = replaced = unchanged = 0
    for folder in again:
        now.skipped |= disk.refused(folder)
        for place, said in disk.said(folder):
            if said.number == NOISE:
                continue
            now.files[place] = said
            known = before.files.get(place)
            added += known is None
            unchanged += known == said
            replaced += known is not None and known != said
    reports = len(now.reports())
    removed = len(set(before.files) - set(now.files))
    return now, Counts(reports, added, replaced, removed, unchanged, len(now.files) - reports)
