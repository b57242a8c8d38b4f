"""Folders of reports become a new version of an index; what has not changed is carried over."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.folder import ReportFile, report_files
from corpus.reader import READER_VERSION, read_report
from corpus.report import Passage, Report
from embeddings.encoder import Encoder
from errors import FajianError, IndexUnusableError, UnreadableFileError
from indexer import storage
from indexer.catalogue import FileEntry, IndexedPassage, Skipped, display_name, write_catalogue
from indexer.index import CATALOGUE, VECTORS, WORDS, Index
from indexer.passages import CUTTER_VERSION, cut, encoded_text, indexed_text
from indexer.segmentation import SEGMENTATION_VERSION, words
from indexer.vectors import FaissStore
from indexer.words import WordIndex

_log = logging.getLogger(__name__)

READING = f"reader {READER_VERSION}, cutter {CUTTER_VERSION}, segmentation {SEGMENTATION_VERSION}"

Progress = Callable[[str, int, int], None]
"""Called with the stage (``read``, ``encode``, ``write``), how much is done, and out of how much."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did. ``added``, ``replaced``, ``removed`` and ``unchanged`` count files."""

    reports: int
    passages: int
    added: int
    replaced: int
    removed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    seconds: float


@dataclass
class _Plan:
    """What the new version will hold, gathered file by file."""

    folders: list[str] = field(default_factory=list)
    files: list[FileEntry] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    reports: dict[str, tuple[Report, Sequence[IndexedPassage]]] = field(default_factory=dict)
    added: int = 0
    replaced: int = 0
    unchanged: int = 0


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
            plan = _gather(old, folders, remove, tell, rebuild=rebuild)
            vectors = _vectors(plan, old if not rebuild else None, encoder, tell)
            passages = len(vectors)
            _write(directory, plan, vectors, encoder, tell)
        finally:
            known = {(f.folder, f.name) for f in old.catalogue.files()} if old else set()
            if old:
                old.close()
    removed = len(known - {(f.folder, f.name) for f in plan.files})
    return BuildResult(
        len(plan.reports),
        passages,
        plan.added,
        plan.replaced,
        removed,
        plan.unchanged,
        tuple(plan.skipped),
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


def _gather(
    old: Index | None, folders: Sequence[Path], remove: Sequence[Path], tell: Progress, *, rebuild: bool
) -> _Plan:
    """Read what is new or changed in these folders; carry over the rest."""
    plan = _Plan()
    known_folders = old.catalogue.folders() if old else []
    known = {(entry.folder, entry.name): entry for entry in old.catalogue.files()} if old else {}
    if not folders and not remove and not known_folders:
        raise UnreadableFileError("No folder of reports is known here yet; name one: python cli.py index FOLDER")
    dropped = {str(path.resolve()) for path in remove}
    unknown = dropped - set(known_folders)
    if unknown:
        raise UnreadableFileError(f"{min(unknown)} is not a folder of this index; 'status' lists those that are")
    asked = [path.resolve() for path in folders] or ([] if remove else [Path(folder) for folder in known_folders])
    for folder in asked:
        if not folder.is_dir():
            raise UnreadableFileError(
                f"{folder} is not a folder; name a folder of reports, or use --remove to take it out of the index"
            )
        if not _is_unicode(str(folder)):
            raise UnreadableFileError(f"The name of {_shown(str(folder))} is not UTF-8; rename the folder")
    if rebuild:
        asked += [Path(folder) for folder in known_folders if Path(folder).is_dir()]
    again = {str(folder) for folder in asked} - dropped
    plan.folders = sorted((set(known_folders) | again) - dropped)
    for entry in known.values():
        if entry.folder in plan.folders and entry.folder not in again:
            _carry(plan, old, entry)
    if old:
        plan.skipped += [
            item for item in old.catalogue.skipped() if item.folder in plan.folders and item.folder not in again
        ]
    files = [file for folder in sorted(again) for file in report_files(Path(folder))]
    for done, file in enumerate(files, 1):
        _take(plan, old, file, known.get((str(file.folder), file.name)), reuse=not rebuild)
        tell("read", done, len(files))
    return plan


def _take(plan: _Plan, old: Index | None, file: ReportFile, before: FileEntry | None, *, reuse: bool) -> None:
    """Put one file into the plan: carried over, read, or skipped with the reason."""
    folder = str(file.folder)
    if not _is_unicode(file.name):
        plan.skipped.append(Skipped(folder, _shown(file.name), "its name is not UTF-8; rename it"))
        return
    try:
        fingerprint = _fingerprint(file)
        if reuse and before is not None and before.fingerprint == fingerprint:
            _carry(plan, old, before)
            plan.unchanged += 1
            return
        report = read_report(file.path, source=display_name(folder, file.name), metadata=file.metadata)
    except (FajianError, OSError) as error:
        plan.skipped.append(Skipped(folder, file.name, str(error)))
        return
    except Exception:  # a fault of ours in one file must not cost the user the other thousand
        _log.exception("reading %s failed", file.path)
        plan.skipped.append(
            Skipped(
                folder,
                file.name,
                f"{file.name} could not be understood, which is a fault of this program; please report it",
            )
        )
        return
    plan.files.append(FileEntry(folder, file.name, fingerprint, report.id))
    plan.reports.setdefault(report.id, (report, [_indexed(report, passage) for passage in cut(report)]))
    if before is None:
        plan.added += 1
    elif before.fingerprint == fingerprint:
        plan.unchanged += 1
    else:
        plan.replaced += 1


def _is_unicode(name: str) -> bool:
    """Whether a name from the file system is text; others reach Python with lone surrogates, which nothing can store."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _carry(plan: _Plan, old: Index | None, entry: FileEntry) -> None:
    """Take a file's report over from the version before."""
    plan.files.append(entry)
    if old is not None and entry.report_id not in plan.reports:
        report = old.catalogue.report(entry.report_id)
        if report is None:
            raise IndexUnusableError(f"{old.version} has lost the report of {entry.name}; index again with --rebuild")
        # The file it was first read from may be gone; this one holds the same text.
        report = replace(report, source=display_name(entry.folder, entry.name))
        plan.reports[entry.report_id] = report, [item for _, item in old.catalogue.passages_in(report)]


def _fingerprint(file: ReportFile) -> str:
    """Changes with the file's bytes, with what the sidecar says of it, and with the way it is read."""
    digest = hashlib.sha256(file.path.read_bytes())
    digest.update(READING.encode())
    digest.update(json.dumps(dict(file.metadata), sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()


def _indexed(report: Report, passage: Passage) -> IndexedPassage:
    encoded = encoded_text(report, passage)
    digest = hashlib.sha256(encoded.encode("utf-8", "surrogatepass")).hexdigest()
    return IndexedPassage(passage, digest, tuple(words(indexed_text(report, passage))))


def _vectors(plan: _Plan, old: Index | None, encoder: Encoder, tell: Progress) -> NDArray[np.float32]:
    """Vectors of all passages in the order of the plan; those whose encoded text is known are taken over."""
    items = [(report, item) for report, passages in plan.reports.values() for item in passages]
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


def _write(directory: Path, plan: _Plan, vectors: NDArray[np.float32], encoder: Encoder, tell: Progress) -> None:
    """Write and publish the new version."""
    tell("write", 0, 1)
    passages: Iterable[IndexedPassage] = (item for _, items in plan.reports.values() for item in items)
    reports = plan.reports.values()
    with storage.new_version(directory) as version:
        WordIndex.from_words([item.words for item in passages]).save(version / WORDS)
        FaissStore.from_vectors(vectors).save(version / VECTORS)
        write_catalogue(
            version / CATALOGUE, folders=plan.folders, files=plan.files, skipped=plan.skipped, reports=reports
        )
        storage.publish(
            directory,
            version,
            encoder=encoder.identity,
            dimension=encoder.dimension,
            reports=len(reports),
            passages=len(vectors),
        )
    tell("write", 1, 1)
