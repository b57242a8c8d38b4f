"""What an index holds, and whether it is still whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from corpus.report import Kind
from embeddings.checking import TOLERANCE
from errors import IndexUnusableError
from indexer import storage
from indexer.columns import Columns
from indexer.index import CATALOGUE, COLUMNS, ENCODINGS, VECTORS, Index
from indexer.known import load_rows
from indexer.manifest import COPY, SEALED, copy_is_sound, damaged_files, read_manifest
from indexer.milvus.status import find_store_damage, store_status
from indexer.vectors import FaissStore

_AT_ONCE = 10_000


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
        "store": store_status(manifest.store),
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
        manifest = read_manifest(version)
        damage = [f"{name} is not what was published" for name in damaged_files(version, manifest)]
        if manifest.format >= SEALED and not copy_is_sound(version):
            damage.append(f"{COPY} is not what was published")
        if damage:
            return damage
        index = Index.open(directory)
        try:
            return (
                _lost_files(index)
                + _wrong_offsets(index)
                + _other_columns(index)
                + _useless_vectors(index)
                + find_store_damage(index)
            )
        finally:
            index.close()
    except IndexUnusableError as error:
        return [str(error)]


def _lost_files(index: Index) -> list[str]:
    """Files whose report is not there, and reports that no file holds."""
    reports = {report.id: report.source for report in index.catalogue.facts()}
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
        ("the rows of encodings", _count_rows(index, count)),
        ("the token vectors", index.tokens.count if index.tokens else count),
    ):
        if found != len(index.report_of):
            damage.append(f"{name} counts {found} passages, the index {len(index.report_of)}")
    return damage


def _other_columns(index: Index) -> list[str]:
    """Whether the columns say what the catalogue says."""
    held, told = index.columns, Columns.of_catalogue(index.catalogue)
    same = held.facts == told.facts and all(
        np.array_equal(getattr(held, name), getattr(told, name)) for name in ("report_of", "role_of", "themes_of")
    )
    return [] if same else [f"{COLUMNS} say otherwise than {CATALOGUE}; index again with --rebuild"]


def _useless_vectors(index: Index) -> list[str]:
    """The first passage whose vector is no number or has another length than 1: nothing compares with it."""
    manifest = index.manifest
    size = manifest.files[VECTORS].bytes
    vectors = FaissStore.stored(index.version / VECTORS, manifest.passages, manifest.dimension, size)
    for begin in range(0, len(vectors), _AT_ONCE):
        chunk = vectors[begin : begin + _AT_ONCE]
        good = np.abs(np.sqrt(np.einsum("ij,ij->i", chunk, chunk)) - 1) <= TOLERANCE
        if not good.all():
            return [f"the vector of passage {begin + int(np.argmin(good))} is useless; index again with --rebuild"]
    return []


def _count_rows(index: Index, count: int) -> int:
    """How many rows of encodings there are; format 4 has none, which is no damage."""
    if ENCODINGS not in index.manifest.files:
        return count
    return len(load_rows(index.version / ENCODINGS, index.manifest.passages))
