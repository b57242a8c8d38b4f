"""Folders of reports become a new version of an index; what has not changed is carried over."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.report import Report
from embeddings.encoder import Encoder
from errors import IndexUnusableError
from indexer import storage
from indexer.catalogue import IndexedPassage, Skipped, write_catalogue
from indexer.encoding import can_compare_tokens, encode
from indexer.gathering import Gathered, Progress, gather
from indexer.index import CATALOGUE, TOKENS, VECTORS, WORDS, Index
from indexer.journal import Journal
from indexer.merging import Merged, merge_sources
from indexer.vectors import FaissStore
from indexer.words import WordIndex

_MOST_TOLD = 100
"""Skipped files that the journal names; the index names all."""


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
) -> BuildResult:
    """Bring an index up to date and publish it as a new version.

    Args:
        directory: The index; made if it is not there.
        folders: Folders to read; those known already are read again. None at all: every known folder is.
        encoder: Makes the vectors.
        remove: Known folders whose reports leave the index.
        reread: Files, archives or folders below ``folders`` that are read again although they have not changed.
        rebuild: Read and encode everything anew; needed when the encoder changes.
        late: Whether token vectors are kept for the late leg; ``None``: as before, and in a new index wherever the encoder has them.
        progress: Told of what is being done.
        journal: Where it is kept for others to see; one of its own if ``None``.

    Raises:
        BuildCancelledError: Somebody asked the build to stop.
        IndexBusyError: Another build is at work on this index.
        IndexUnusableError: The index was made by another encoder, or is damaged (and ``rebuild`` is not set).
        UnreadableFileError: A folder is not there, or there is none at all. Single files that cannot be read are skipped, not raised.
        EncoderError: The encoder cannot be had.
    """
    began = time.monotonic()
    with storage.build_lock(directory), journal or Journal(directory) as kept:
        tell = kept.telling(progress)
        old = _open_old(directory, encoder, rebuild=rebuild)
        try:
            gathered = gather(old, folders, remove, tell, reread=reread, rebuild=rebuild)
            merged = merge_sources(gathered, old if not rebuild else None)
            carried = old if not rebuild else None
            before = old if late is None and old and old.manifest.passages else None
            with_late = before.has_tokens if before else late is not False
            passages = _write(directory, gathered, merged, carried, encoder, tell, late=with_late)
        finally:
            known = {(f.folder, f.name) for f in old.catalogue.files()} if old else set()
            if old:
                old.close()
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
        )
        kept.finish(result.told())
    return result


def _open_old(directory: Path, encoder: Encoder, *, rebuild: bool) -> Index | None:
    """The index as it stands, to carry over from; ``None`` where there is none (or it is damaged and to be rebuilt)."""
    try:
        if storage.current_version(directory) is None:
            return None
        index = Index.open(directory)
        if not rebuild:
            index.check_encoder(encoder)
        # What is carried over gets new checksums; damage must not come out of this as sound.
        carried = (
            {CATALOGUE}
            if rebuild
            else set(index.manifest.files) - {f for f in index.manifest.files if f.startswith(f"{WORDS}/")}
        )
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


def publish_reports(
    directory: Path,
    reports: Sequence[tuple[Report, Sequence[IndexedPassage]]],
    encoder: Encoder,
    *,
    late: bool = True,
    progress: Progress | None = None,
) -> None:
    """Make an index of reports that come from no folder, for example of a retrieval set that is measured.

    Raises:
        IndexBusyError: Another build is at work on this index.
        EncoderError: The encoder cannot be had.
    """
    with storage.build_lock(directory):
        merged = Merged(tuple(reports), (), {})
        _write(directory, Gathered(), merged, None, encoder, progress or _silent, late=late)


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody is told."""


def _write(  # noqa: PLR0917
    directory: Path,
    gathered: Gathered,
    merged: Merged,
    old: Index | None,
    encoder: Encoder,
    tell: Progress,
    *,
    late: bool,
) -> int:
    """Encode, write and publish the new version; the number of its passages."""
    items = [(report, item) for report, passages in merged.reports for item in passages]
    with storage.new_version(directory) as version:
        tokens = version / TOKENS if late and items and can_compare_tokens(encoder) else None
        vectors = encode(items, old, encoder, tokens, tell)
        tell("write", 0, 1)
        WordIndex.from_units([item.units for _, item in items]).save(version / WORDS)
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
        tell("write", 1, 1)
    return len(items)
