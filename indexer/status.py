"""What an index holds, and whether it is still whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from corpus.report import Kind
from errors import IndexUnusableError
from indexer import storage
from indexer.index import Index


def index_status(directory: Path) -> dict[str, Any]:
    """Counts, folders, skipped files and encoder of an index, as plain values.

    Raises:
        IndexUnusableError: There is no index, or it is damaged.
    """
    index = Index.open(directory)
    manifest = index.manifest
    years = Counter(report.year for report in index.reports)
    kinds = Counter(report.kind for report in index.reports)
    return {
        "index": str(directory),
        "version": index.version.name,
        "created": manifest.created,
        "encoder": manifest.encoder,
        "dimension": manifest.dimension,
        "reports": manifest.reports,
        "passages": manifest.passages,
        "duplicates": len(index.catalogue.files()) - manifest.reports,
        "townships": len({report.place.parts for report in index.reports if report.place.township}),
        "years": {str(year) if year else "unknown": years[year] for year in sorted(years, key=lambda y: y or 0)},
        "kinds": {kind.value: kinds[kind] for kind in Kind if kinds[kind]},
        "folders": index.catalogue.folders(),
        "joined": [
            {"report_id": report.id, "source": report.source, "other_sources": list(report.other_sources)}
            for report in index.reports
            if report.other_sources
        ],
        "skipped": [{"source": item.source, "reason": item.reason} for item in index.catalogue.skipped()],
        "bytes": sum(entry.bytes for entry in manifest.files.values()),
    }


def find_damage(directory: Path) -> list[str]:
    """What is wrong with an index, one sentence each; empty where every checksum and every offset holds.

    Raises:
        IndexUnusableError: There is no index at all.
    """
    version = storage.current_version(directory)
    if version is None:
        raise IndexUnusableError(f"{directory} holds no index; make one with: python cli.py index FOLDER")
    try:
        manifest = storage.read_manifest(version)
        damage = [f"{name} is not what was published" for name in storage.damaged_files(version, manifest)]
        if damage:
            return damage
        index = Index.open(directory)
        return _lost_files(index) + _wrong_offsets(index)
    except IndexUnusableError as error:
        return [str(error)]


def _lost_files(index: Index) -> list[str]:
    """Files whose report is not there, and reports that no file holds."""
    reports = {report.id: report.source for report in index.reports}
    files = {(entry.folder, entry.name): entry.report_id for entry in index.catalogue.files()}
    lost = [f"the report of {name} is not in the index" for (_, name), held in files.items() if held not in reports]
    held = set(files.values())
    return lost + [f"no file holds the report {source}" for found, source in reports.items() if found not in held]


def _wrong_offsets(index: Index) -> list[str]:
    """Passages that are no slice of their section, and parts of the index that disagree on how many passages there are."""
    damage = []
    count = 0
    for report in index.catalogue.reports():
        for _, item in index.catalogue.passages_in(report):
            count += 1
            passage, section = item.passage, report.sections[item.passage.section]
            if not section.start <= passage.start < passage.end <= section.end or not passage.text.strip():
                damage.append(f"passage {passage.id} of {report.source} lies outside its section")
    for name, found in (
        ("the catalogue", count),
        ("the vectors", index.vectors.count),
        ("the manifest", index.manifest.passages),
        ("the token vectors", index.tokens.count if index.tokens else count),
    ):
        if found != len(index.report_of):
            damage.append(f"{name} counts {found} passages, the index {len(index.report_of)}")
    return damage
