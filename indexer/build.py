"""Folders of reports become a new version of an index; what has not changed is carried over."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from errors import IndexUnusableError
from indexer import storage
from indexer.catalogue import Skipped, write_catalogue
from indexer.gathering import Gathered, Progress, gather
from indexer.index import CATALOGUE, VECTORS, WORDS, Index
from indexer.merging import Merged, merge_sources
from indexer.passages import encoded_text
from indexer.vectors import FaissStore
from indexer.words import WordIndex


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did. ``added``, ``replaced``, ``removed`` and ``unchanged`` count files.

    ``duplicates`` counts the files in the index that are further sources of a report.
    """

    reports: int
    passages: int
    added: int
    replaced: int
    removed: int
    unchanged: int
    duplicates: int
    skipped: tuple[Skipped, ...]
    seconds: float


def build_index(
    directory: Path,
    folders: Sequence[Path],
    encoder: Encoder,
    *,
    remove: Sequence[Path] = (),
    rebuild: bool = False,
    progress: Progress | None = None,
) -> BuildResult:
    """Bring an index up to date and publish it as a new version.

    Args:
        directory: The index; made if it is not there.
        folders: Folders to read; those known already are read again. None at all: every known folder is.
        encoder: Makes the vectors.
        remove: Known folders whose reports leave the index.
        rebuild: Read and encode everything anew; needed when the encoder changes.
        progress: Told of what is being done.

    Raises:
        IndexBusyError: Another build is at work on this index.
        IndexUnusableError: The index was made by another encoder, or is damaged (and ``rebuild`` is not set).
        UnreadableFileError: A folder is not there, or there is none at all. Single files that cannot be read are skipped, not raised.
        EncoderError: The encoder cannot be had.
    """
    began = time.monotonic()
    tell = progress or (lambda stage, done, total: None)
    with storage.build_lock(directory):
        old = _open_old(directory, encoder, rebuild=rebuild)
        try:
            gathered = gather(old, folders, remove, tell, rebuild=rebuild)
            merged = merge_sources(gathered, old if not rebuild else None)
            vectors = _vectors(merged, old if not rebuild else None, encoder, tell)
            tell("write", 0, 1)
            _write(directory, gathered, merged, vectors, encoder)
            tell("write", 1, 1)
        finally:
            known = {(f.folder, f.name) for f in old.catalogue.files()} if old else set()
            if old:
                old.close()
    return BuildResult(
        len(merged.reports),
        len(vectors),
        gathered.added,
        gathered.replaced,
        len(known - {(f.folder, f.name) for f in merged.files}),
        gathered.unchanged,
        len(merged.files) - len(merged.reports),
        tuple(gathered.skipped),
        time.monotonic() - began,
    )


def _open_old(directory: Path, encoder: Encoder, *, rebuild: bool) -> Index | None:
    """The index as it stands, to carry over from; ``None`` where there is none (or it is damaged and to be rebuilt)."""
    try:
        if storage.current_version(directory) is None:
            return None
        index = Index.open(directory)
        if not rebuild:
            index.check_encoder(encoder)
        # What is carried over gets new checksums; damage must not come out of this as sound.
        carried = {CATALOGUE} if rebuild else {CATALOGUE, VECTORS}
        damaged = carried.intersection(storage.damaged_files(index.version, index.manifest))
        if damaged:
            raise IndexUnusableError(
                f"{index.version / min(damaged)} is damaged; index the folders again with --rebuild"
            )
        return index
    except IndexUnusableError:
        if not rebuild:
            raise
        return None


def _vectors(merged: Merged, old: Index | None, encoder: Encoder, tell: Progress) -> NDArray[np.float32]:
    """Vectors of all passages in the order of the reports; those whose encoded text is known are taken over."""
    items = [(report, item) for report, passages in merged.reports for item in passages]
    vectors = np.zeros((len(items), encoder.dimension), dtype=np.float32)
    known = old.catalogue.encoded() if old else {}
    reused = [(row, known[item.encoded]) for row, (_, item) in enumerate(items) if item.encoded in known]
    if old and reused:
        rows, positions = (np.array(side, dtype=np.int64) for side in zip(*reused, strict=True))
        vectors[rows] = old.vectors.take(positions)
    fresh = [row for row, (_, item) in enumerate(items) if item.encoded not in known]
    # Reports copy from each other: the same text is encoded once.
    texts: dict[str, str] = {items[row][1].encoded: encoded_text(items[row][0], items[row][1].passage) for row in fresh}
    order = {encoded: place for place, encoded in enumerate(texts)}
    if texts:
        # Loading the model takes seconds; it must not count as slow encoding when the time left is told.
        encoder.encode_queries(["法"])
        tell("encode", 0, len(texts))
        made = encoder.encode_passages(list(texts.values()), progress=lambda done: tell("encode", done, len(texts)))
        vectors[fresh] = made[[order[items[row][1].encoded] for row in fresh]]
    return vectors


def _write(directory: Path, gathered: Gathered, merged: Merged, vectors: NDArray[np.float32], encoder: Encoder) -> None:
    """Write and publish the new version."""
    with storage.new_version(directory) as version:
        words = WordIndex.from_words([item.words for _, items in merged.reports for item in items])
        words.save(version / WORDS)
        FaissStore.from_vectors(vectors).save(version / VECTORS)
        write_catalogue(
            version / CATALOGUE,
            folders=gathered.folders,
            files=merged.files,
            skipped=gathered.skipped,
            reports=merged.reports,
            readings=merged.readings,
        )
        storage.publish(
            directory,
            version,
            encoder=encoder.identity,
            dimension=encoder.dimension,
            reports=len(merged.reports),
            passages=len(vectors),
        )
