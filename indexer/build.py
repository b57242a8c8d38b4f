"""Folders of reports become a new version of an index; what has not changed is carried over."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.report import Report
from embeddings.checking import checked
from embeddings.encoder import Encoder
from indexer import storage
from indexer.bulk.encoding import BulkEncoder
from indexer.bulk.stored import forget_shards
from indexer.catalogue import Catalogue, IndexedPassage, Skipped
from indexer.catalogue_writing import CatalogueWriter
from indexer.columns import ColumnsInTheMaking
from indexer.encoding import encode
from indexer.gathering import Progress, gather
from indexer.index import CATALOGUE, COLUMNS
from indexer.journal import Journal
from indexer.kept import forget_kept
from indexer.merging import Merged, Planned, merge_sources, plan
from indexer.milvus.publishing import Placing, open_placing
from indexer.reading import FileReader
from indexer.salvage import Carried, carry_over, lost_folders
from indexer.searchable import write_nearest, write_words_of, written_vectors
from indexer.spool import Spool

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
    bulk: BulkEncoder | None = None,
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
        bulk: Has the machines of a cluster encode (docs/bulk.md); ``None``: this one does.

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
        Spool(directory) as spool,
    ):
        tell = kept.telling(progress)
        placing = open_placing(directory, store)
        old = carried.reports
        gathered = gather(
            old,
            folders,
            remove,
            tell,
            spool,
            known_folders=carried.folders,
            everything=carried.everything,
            reread=reread,
            rebuild=rebuild,
            reader=reader,
        )
        merged = merge_sources(gathered, old if not rebuild else None)
        with_late = late is not False if late is not None or carried.with_tokens is None else carried.with_tokens
        known = {(f.folder, f.name) for f in old.catalogue.files()} if old else set()
        version = _NewVersion(gathered.folders, gathered.skipped, merged, carried)
        passages = version.publish(directory, encoder, tell, late=with_late, placing=placing, bulk=bulk)
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
    bulk: BulkEncoder | None = None,
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
        nothing = Carried.nothing(encoder)
        version = _NewVersion((), (), plan(reports), nothing)
        version.publish(directory, encoder, progress or _silent, late=late, placing=placing, bulk=bulk)


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class _NewVersion:
    """What is to be published: ``merged`` says which reports, ``carried`` what is there of them already."""

    folders: Sequence[str]
    skipped: Sequence[Skipped]
    merged: Merged
    carried: Carried

    def publish(
        self,
        directory: Path,
        encoder: Encoder,
        tell: Progress,
        *,
        late: bool,
        placing: Placing,
        bulk: BulkEncoder | None,
    ) -> int:
        """Encode, write and publish it; the number of its passages."""
        known = self.carried.encodings
        with storage.new_version(directory) as folder:
            positions = self._write_reports(folder)
            with closing(Catalogue(folder / CATALOGUE)) as catalogue:
                encoded = encode(
                    catalogue, known, encoder, tell, directory=directory, folder=folder, late=late, bulk=bulk
                )
                tell("write", 0, 1)
                write_words_of(folder, catalogue, positions, self.carried.base)
            if placing.target is None:
                write_nearest(folder, len(positions), encoder.dimension, encoded.taken, known.stored)
            placed = placing.fill(folder, written_vectors(folder, len(positions), encoder.dimension), tell)
            storage.publish(
                directory,
                folder,
                encoder=encoder.identity,
                dimension=encoder.dimension,
                reports=len(self.merged.reports),
                passages=len(positions),
                folders=self.folders,
                store=placed,
                shared={name: known.stored.manifest.files[name] for name in encoded.shared} if known.stored else {},
            )
            forget_kept(directory)
            forget_shards(directory)
            placing.settle()
            tell("write", 1, 1)
        return len(positions)

    def _write_reports(self, folder: Path) -> NDArray[np.int64]:
        """Write the catalogue and its columns; of each passage its position in the version before, -1 for one that was not there, shape (passages,)."""
        old = self.carried.reports
        columns, positions = ColumnsInTheMaking(), [np.zeros(0, dtype=np.int64)]
        before = old.version / CATALOGUE if old else None
        with CatalogueWriter.open(folder / CATALOGUE, before) as writer:
            writer.begin(self.folders, self.skipped)
            writer.add_files(self.merged.files)
            writer.add_heads(self.merged.heads)
            for run in _runs(self.merged.reports):
                if isinstance(run, Planned):
                    report, items = run.load()
                    columns.add(report, items)
                    writer.add(report, items)
                    positions.append(np.full(len(items), -1, dtype=np.int64))
                else:
                    assert old is not None
                    there = range(*np.searchsorted(old.report_of, [run.start, run.stop]).tolist())
                    columns.carry(old.columns, run, there)
                    writer.carry(run, there)
                    positions.append(np.arange(there.start, there.stop, dtype=np.int64))
            if old is not None:
                writer.carry_readings(self.merged.carried)
            writer.add_readings(self.merged.readings)
        columns.made().save(folder / COLUMNS)
        return np.concatenate(positions)


def _runs(reports: Sequence[Planned]) -> Iterator[Planned | range]:
    """Reports to be made, and ranges of numbers of those that stand one behind the other in the version before."""
    run = range(0)
    for report in reports:
        if report.carried is not None and report.carried == run.stop and run:
            run = range(run.start, run.stop + 1)
            continue
        if run:
            yield run
        run = range(0) if report.carried is None else range(report.carried, report.carried + 1)
        if report.carried is None:
            yield report
    if run:
        yield run
