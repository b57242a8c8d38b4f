"""Files become reports: sources of the same one are joined, and each report gets its passages.

What is known of a file without its text decides nearly everything; texts are read, from the version before or from what was just read, only where files are
joined anew, and otherwise one report at a time when it is written.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from corpus.duplicates.groups import find_groups
from corpus.duplicates.merging import merge
from corpus.report import Report
from indexer.catalogue import FileEntry, IndexedPassage
from indexer.cutting import index_passages
from indexer.gathering import Gathered
from indexer.heads import Held
from indexer.index import Index
from indexer.reading import Taken, taken_to_json

Indexed = tuple[Report, Sequence[IndexedPassage]]


@dataclass(frozen=True, slots=True)
class Planned:
    """A report of the version to be. ``carried`` is its number in the version before, where it stands just so; otherwise ``load`` gives it."""

    id: str
    load: Callable[[], Indexed]
    carried: int | None = None


@dataclass(slots=True)
class Merged:
    """What a version is to hold: reports in their order, and every file with the report that it is a source of.

    ``readings`` gives what a file was read as wherever that is not the report as it is held, so that the report can be put together again from the files
    that are left; the readings of the files in ``carried`` are those of the version before. ``heads`` are all files as they are known.
    """

    reports: list[Planned] = field(default_factory=list)
    files: list[FileEntry] = field(default_factory=list)
    readings: list[tuple[tuple[str, str], Callable[[], Report]]] = field(default_factory=list)
    carried: list[tuple[str, str]] = field(default_factory=list)
    heads: Sequence[Held] = ()


def merge_sources(gathered: Gathered, old: Index | None) -> Merged:
    """Join the sources of the same report. The result depends on the files alone, not on what was indexed when."""
    merged = Merged(heads=gathered.sources)
    before = _Before(old)
    taken: set[str] = set()
    for group in find_groups(gathered.sources):
        planned = before.unchanged(group, taken)
        if planned is not None:
            merged.carried += [held.order for held in group]
        else:
            planned = _joined(gathered, group, taken, before, merged)
        taken.add(planned.id)
        merged.reports.append(planned)
        merged.files += [
            FileEntry(held.folder, held.name, held.fingerprint, planned.id, held.declared) for held in group
        ]
    return merged


def plan(reports: Sequence[Indexed]) -> Merged:
    """Reports that come from no files."""
    return Merged([Planned(report.id, partial(_given, (report, passages))) for report, passages in reports])


def _given(indexed: Indexed) -> Indexed:
    return indexed


class _Before:
    """What the version before holds."""

    def __init__(self, old: Index | None) -> None:
        self._old = old
        self._number_of = {facts.id: facts.number for facts in old.reports} if old else {}
        self._sources: Mapping[str, set[tuple[str, str]]] = defaultdict(set)
        for entry in old.catalogue.files() if old else ():
            self._sources[entry.report_id].add((entry.folder, entry.name))

    def unchanged(self, group: Sequence[Held], taken: Collection[str]) -> Planned | None:
        """The report of this group, if just these files were its sources and none has changed: the same files give the same report.

        Not where its id is one that was made up because another report had its own: that may be different now.
        """
        identity = group[0].before
        number = self._number_of.get(identity)
        if number is None or identity in taken or not any(held.report.id == identity for held in group):
            return None
        if any(held.before != identity for held in group) or self._sources[identity] != {held.order for held in group}:
            return None
        return Planned(identity, partial(self._indexed, identity), number)

    def passages(self, report: Report) -> Sequence[IndexedPassage] | None:
        """Its passages, if nothing about the report is different."""
        before = self._old.catalogue.report(report.id) if self._old else None
        if self._old is None or before is None or not _cut_alike(before, report):
            return None
        return [item for _, item in self._old.catalogue.passages_in(before)]

    def _indexed(self, identity: str) -> Indexed:
        assert self._old is not None
        report = self._old.catalogue.report(identity)
        assert report is not None
        return report, [item for _, item in self._old.catalogue.passages_in(report)]


def _joined(
    gathered: Gathered, group: Sequence[Held], taken: Collection[str], before: _Before, merged: Merged
) -> Planned:
    """A report that is new, or whose sources are others than before."""
    if len(group) == 1 and group[0].report.id not in taken:
        return Planned(group[0].report.id, partial(_alone, gathered, group[0], before))
    sources = [held.source() for held in group]
    report = _with_own_id(merge(sources), taken)
    for held, source in zip(group, sources, strict=True):
        if source.report != report:
            merged.readings.append((held.order, held.report.load))
    place = gathered.spool.put(taken_to_json(Taken("", report, tuple(_passages(report, gathered, before)))))
    return Planned(report.id, partial(gathered.taken, place))


def _alone(gathered: Gathered, held: Held, before: _Before) -> Indexed:
    report = held.report.load()
    return report, _passages(report, gathered, before)


def _with_own_id(report: Report, taken: Collection[str]) -> Report:
    """The report under an id of its own: the same text of two places, or of two years, is two reports."""
    identity, told = report.id, f"{report.text}\n{'/'.join(report.place.parts)}\n{report.level}\n{report.year}"
    while identity in taken:
        identity = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        told += "\n"
    return replace(report, id=identity)


def _passages(report: Report, gathered: Gathered, before: _Before) -> Sequence[IndexedPassage]:
    """Passages of a report: those just cut, or those of the version before, if nothing about the report is different."""
    place = gathered.cut.get(report.id)
    if place is not None:
        cut_from, passages = gathered.taken(place)
        return passages if _cut_alike(cut_from, report) else index_passages(report)
    return before.passages(report) or index_passages(report)


def _cut_alike(a: Report, b: Report) -> bool:
    """Whether two reports differ in nothing that their passages or words depend on."""
    return a == replace(
        b, source=a.source, other_sources=a.other_sources, notes=a.notes, evidence=a.evidence, fictional=a.fictional
    )
