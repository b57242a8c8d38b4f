"""Folders of reports become a new version of an index; what has not changed is carried over."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.report import Report
from embeddings.checking import checked
from embeddings.encoder import Encoder
from indexer import storage
from indexer.catalogue import IndexedPassage, Skipped, write_catalogue
from indexer.columns import Columns
from indexer.encoding import can_compare_tokens, encode
from indexer.gathering import Gathered, Progress, gather
from indexer.index import CATALOGUE, COLUMNS, ENCODINGS, NEAREST, TOKENS, VECTORS, WORDS
from indexer.journal import Journal
from indexer.kept import forget_kept
from indexer.known import KnownEncodings
from indexer.merging import Merged, merge_sources
from indexer.milvus.publishing import Placing, open_placing
from indexer.reading import FileReader
from indexer.salvage import carry_over, lost_folders
from indexer.vectors import FaissStore
from indexer.vectors_nearest import Lists
from indexer.words import WordIndex

_MOST_TOLD = 100
"""Skipped files that the journal names; the index names all."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did. ``added``, ``replaced``, ``removed`` and ``unchanged`` count files.

    ``duplicates`` counts the files in the index that are further sources of a report. ``repaired`` tells what of the index was damaged and what
    was done about it, one sentence each.
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
    repaired: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """The counts and the first skipped files, as the journal keeps them."""
        first = [{"source": item.source, "reason": item.reason} for item in self.skipped[:_MOST_TOLD]]
        return {**asdict(self), "skipped": first, "skipped_count": len(self.skipped)}


def build_index(
    directory: Path,
    folders: Sequence[Path],
    encoder: Encoder,
    *,
    remove: Sequence[Path] = (),
    reread: Collection[Path] = (),
    rebuild: bool = False,
    late: bool | None = None,
    progress: Progress | None = None,
    journal: Journal | None = None,
    reader: FileReader | None = None,
    store: str | None = None,
) -> BuildResult:
    """Bring an index up to date and publish it as a new version.

    Args:
        directory: The index; made if it is not there.
        folders: Folders to read; those known already are read again. None at all: every known folder is.
        encoder: Makes the vectors.
        remove: Known folders whose reports leave the index.
        reread: Files, archives or folders below ``folders`` that are read again although they have not changed.
        rebuild: Read everything anew; needed when the encoder changes. Sound vectors of the same encoder and text are kept.
        late: Whether token vectors are kept for the late leg; ``None``: as before, and in a new index wherever the encoder has them.
        progress: Told of what is being done.
        journal: Where it is kept for others to see; one of its own if ``None``.
        reader: Reads the files (:class:`indexer.reading_pool.ReadingPool`); ``None``: this process, whatever a file does to it.
        store: Address of a server that is to search the vectors (docs/milvus.md), or ``local``; ``None``: as before, in a new index ``local``.

    Raises:
        StoreError: The server does not answer or refuses; what was encoded is kept for the next build.
        BuildCancelledError: Somebody asked the build to stop.
        IndexBusyError: Another build is at work on this index.
        IndexUnusableError: The index was made by another encoder, or nothing of it can be vouched for (and ``rebuild`` is not set).
        UnreadableFileError: A folder is not there, or there is none at all. Single files that cannot be read are skipped, not raised.
        ReadingError: The reader cannot read at all.
        EncoderError: The encoder cannot be had.
    """
    began = time.monotonic()
    encoder = checked(encoder)
    with (
        storage.build_lock(directory),
        journal or Journal(directory) as kept,
        carry_over(directory, encoder, rebuild=rebuild) as carried,
    ):
        tell = kept.telling(progress)
        placing = open_placing(directory, store)
        old = carried.reports
        gathered = gather(
            old,
            folders,
            remove,
            tell,
            known_folders=carried.folders,
            everything=carried.everything,
            reread=reread,
            rebuild=rebuild,
            reader=reader,
        )
        merged = merge_sources(gathered, old if not rebuild else None)
        with_late = late is not False if late is not None or carried.with_tokens is None else carried.with_tokens
        known = {(f.folder, f.name) for f in old.catalogue.files()} if old else set()
        passages = _write(
            directory, gathered, merged, carried.encodings, encoder, tell, late=with_late, placing=placing
        )
        result = BuildResult(
            len(merged.reports),
            passages,
            gathered.added,
            gathered.replaced,
            len(known - {(f.folder, f.name) for f in merged.files}),
            gathered.unchanged,
            len(merged.files) - len(merged.reports),
            tuple(gathered.skipped),
            time.monotonic() - began,
            (*carried.repaired, *lost_folders(carried)),
        )
        kept.finish(result.told())
    return result


def publish_reports(
    directory: Path,
    reports: Sequence[tuple[Report, Sequence[IndexedPassage]]],
    encoder: Encoder,
    *,
    late: bool = True,
    progress: Progress | None = None,
    store: str | None = None,
) -> None:
    """Make an index of reports that come from no folder, for example of a retrieval set that is measured.

    Raises:
        IndexBusyError: Another build is at work on this index.
        EncoderError: The encoder cannot be had.
        StoreError: The server that ``store`` names does not answer or refuses.
    """
    encoder = checked(encoder)
    with storage.build_lock(directory):
        placing = open_placing(directory, store)
        merged = Merged(tuple(reports), (), {})
        known = KnownEncodings(None, encoder)
        _write(directory, Gathered(), merged, known, encoder, progress or _silent, late=late, placing=placing)


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody is told."""


def _write(  # noqa: PLR0917
    directory: Path,
    gathered: Gathered,
    merged: Merged,
    known: KnownEncodings,
    encoder: Encoder,
    tell: Progress,
    *,
    late: bool,
    placing: Placing,
) -> int:
    """Encode, write and publish the new version; the number of its passages."""
    items = [(report, item) for report, passages in merged.reports for item in passages]
    with storage.new_version(directory) as version:
        tokens = version / TOKENS if late and items and can_compare_tokens(encoder) else None
        encoded = encode(items, known, encoder, tell, directory=directory, tokens=tokens)
        tell("write", 0, 1)
        WordIndex.from_units([item.units for _, item in items]).save(version / WORDS)
        FaissStore.write(version / VECTORS, encoded.vectors)
        if placing.target is None and Lists.wanted(*encoded.vectors.shape):
            Lists.of(encoded.vectors).save(version / NEAREST)
        np.save(version / ENCODINGS, encoded.rows, allow_pickle=False)
        Columns.of_reports(merged.reports).save(version / COLUMNS)
        write_catalogue(
            version / CATALOGUE,
            folders=gathered.folders,
            files=merged.files,
            skipped=gathered.skipped,
            reports=merged.reports,
            readings=merged.readings,
        )
        placed = placing.fill(version, encoded.vectors, tell)
        storage.publish(
            directory,
            version,
            encoder=encoder.identity,
            dimension=encoder.dimension,
            reports=len(merged.reports),
            passages=len(items),
            folders=gathered.folders,
            store=placed,
        )
        forget_kept(directory)
        placing.settle()
        tell("write", 1, 1)
    return len(items)
