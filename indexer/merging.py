"""Files become reports: sources of the same one are joined, and each report gets its passages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.duplicates.groups import find_groups
from corpus.duplicates.merging import merge
from corpus.report import Report
from indexer.catalogue import FileEntry, IndexedPassage
from indexer.cutting import index_passages
from indexer.gathering import Gathered
from indexer.index import Index


@dataclass(frozen=True, slots=True)
class Merged:
    """What a version holds: reports with their passages, and every file with the report that it is a source of.

    ``readings`` has what a file was read as wherever that is not the report as it is held, so that the report can be put together again
    from the files that are left.
    """

    reports: tuple[tuple[Report, Sequence[IndexedPassage]], ...]
    files: tuple[FileEntry, ...]
    readings: dict[tuple[str, str], Report]


def merge_sources(gathered: Gathered, old: Index | None) -> Merged:
    """Join the sources of the same report. The result depends on the files alone, not on what was indexed when."""
    reports: list[tuple[Report, Sequence[IndexedPassage]]] = []
    files: list[FileEntry] = []
    readings: dict[tuple[str, str], Report] = {}
    taken: set[str] = set()
    for group in find_groups(gathered.sources):
        report = _with_own_id(merge(group), taken)
        taken.add(report.id)
        reports.append((report, _passages(report, gathered, old)))
        for source in group:
            fingerprint = gathered.fingerprints[source.order]
            files.append(FileEntry(source.folder, source.name, fingerprint, report.id, source.declared))
            if source.report != report:
                readings[source.order] = source.report
    return Merged(tuple(reports), tuple(files), readings)


def _with_own_id(report: Report, taken: set[str]) -> Report:
    """The report under an id of its own: the same text of two places, or of two years, is two reports."""
    identity, told = report.id, f"{report.text}\n{'/'.join(report.place.parts)}\n{report.level}\n{report.year}"
    while identity in taken:
        identity = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        told += "\n"
    return replace(report, id=identity)


def _passages(report: Report, gathered: Gathered, old: Index | None) -> Sequence[IndexedPassage]:
    """Passages of a report: those of the version before, or those just cut, if nothing about the report is different."""
    cut_from, passages = gathered.cut.get(report.id, (None, ()))
    if cut_from is not None:
        return passages if _cut_alike(cut_from, report) else index_passages(report)
    before = old.catalogue.report(report.id) if old else None
    if old and before is not None and _cut_alike(before, report):
        return [item for _, item in old.catalogue.passages_in(before)]
    return index_passages(report)


def _cut_alike(a: Report, b: Report) -> bool:
    """Whether two reports differ in nothing that their passages or words depend on."""
    return a == replace(
        b, source=a.source, other_sources=a.other_sources, notes=a.notes, evidence=a.evidence, fictional=a.fictional
    )
