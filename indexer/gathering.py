"""Which files the new version of an index will know, and what each was read as: carried over, read anew, or skipped with a reason."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.duplicates.groups import Source
from corpus.facts import GIVEN
from corpus.folder import ReportFile, survey
from corpus.given import field_name
from corpus.places.resolution import PLACE_KEYS
from corpus.reader import READER_VERSION, read_report_bytes
from corpus.report import Report
from errors import FajianError, IndexUnusableError, UnreadableFileError
from indexer.catalogue import FileEntry, IndexedPassage, Skipped, display_name
from indexer.cutting import index_passages
from indexer.index import Index
from indexer.passages import CUTTER_VERSION
from indexer.segmentation import SEGMENTATION_VERSION

_log = logging.getLogger(__name__)

READING = f"reader {READER_VERSION}, cutter {CUTTER_VERSION}, segmentation {SEGMENTATION_VERSION}"

Progress = Callable[[str, int, int], None]
"""Called with the stage (``read``, ``encode``, ``write``), how much is done, and out of how much."""


@dataclass
class Gathered:
    """What was found, file by file. ``added``, ``replaced`` and ``unchanged`` count files.

    ``sources`` hold each file as it was read, ``fingerprints`` what it was read from, in the same order. ``cut`` has the passages of
    reports that need no cutting again, by the report's id, beside the report that they were cut from.
    """

    folders: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    fingerprints: dict[tuple[str, str], str] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    cut: dict[str, tuple[Report, Sequence[IndexedPassage]]] = field(default_factory=dict)
    added: int = 0
    replaced: int = 0
    unchanged: int = 0

    def add(self, source: Source, fingerprint: str) -> None:
        """Take a file in."""
        self.sources.append(source)
        self.fingerprints[source.order] = fingerprint


def gather(
    old: Index | None,
    folders: Sequence[Path],
    remove: Sequence[Path],
    tell: Progress,
    *,
    reread: Collection[Path] = (),
    rebuild: bool,
) -> Gathered:
    """Read what is new or changed in these folders, and what lies at or below ``reread``; carry over the rest.

    Raises:
        IndexUnusableError: The old version has lost a report.
        UnreadableFileError: A folder is not there, or there is none at all.
    """
    gathered = Gathered()
    known_folders = old.catalogue.folders() if old else []
    known = {(entry.folder, entry.name): entry for entry in old.catalogue.files()} if old else {}
    again = _folders_to_read(known_folders, folders, remove, rebuild=rebuild)
    dropped = {str(path.resolve()) for path in remove}
    gathered.folders = sorted((set(known_folders) | again) - dropped)
    left_alone = set(gathered.folders) - again
    if old:
        for entry in known.values():
            if entry.folder in left_alone:
                _carry(gathered, old, entry)
        gathered.skipped += [item for item in old.catalogue.skipped() if item.folder in left_alone]
    files: list[ReportFile] = []
    for place in sorted(again):
        contents = survey(Path(place))
        files += contents.files
        gathered.skipped += [Skipped(place, _shown(item.name), _shown(item.reason)) for item in contents.refused]
    anew = {path.resolve() for path in reread}
    for done, file in enumerate(files, 1):
        again_too = bool(anew) and not anew.isdisjoint((file.path, *file.path.parents, file.folder / file.name))
        _take(gathered, old, file, known.get((str(file.folder), file.name)), reuse=not rebuild and not again_too)
        tell("read", done, len(files))
    return gathered


def _folders_to_read(
    known: Sequence[str], folders: Sequence[Path], remove: Sequence[Path], *, rebuild: bool
) -> set[str]:
    """The folders that are read in this build, after checking that each can be."""
    if not folders and not remove and not known:
        raise UnreadableFileError("No folder of reports is known here yet; name one: python cli.py index FOLDER")
    dropped = {str(path.resolve()) for path in remove}
    unknown = dropped - set(known)
    if unknown:
        raise UnreadableFileError(f"{min(unknown)} is not a folder of this index; 'status' lists those that are")
    asked = [path.resolve() for path in folders] or ([] if remove else [Path(folder) for folder in known])
    for folder in asked:
        if not folder.is_dir():
            raise UnreadableFileError(
                f"{folder} is not a folder; name a folder of reports, or use --remove to take it out of the index"
            )
        if not _is_unicode(str(folder)):
            raise UnreadableFileError(f"The name of {_shown(str(folder))} is not UTF-8; rename the folder")
    if rebuild:
        asked += [Path(folder) for folder in known if Path(folder).is_dir()]
    return {str(folder) for folder in asked} - dropped


def _take(gathered: Gathered, old: Index | None, file: ReportFile, before: FileEntry | None, *, reuse: bool) -> None:
    """Put one file in: carried over, read, or skipped with the reason."""
    folder = str(file.folder)
    if not _is_unicode(file.name):
        gathered.skipped.append(Skipped(folder, _shown(file.name), "its name is not UTF-8; rename it"))
        return
    try:
        data = file.load()
        fingerprint = fingerprint_of(file, data)
        if old and reuse and before is not None and before.fingerprint == fingerprint:
            _carry(gathered, old, before)
            gathered.unchanged += 1
            return
        source = display_name(folder, file.name)
        report = read_report_bytes(data, file.name, source=source, metadata=file.metadata, notes=file.notes)
        if report.id not in gathered.cut:
            gathered.cut[report.id] = report, index_passages(report)
    except (FajianError, OSError) as error:
        gathered.skipped.append(Skipped(folder, file.name, str(error)))
        return
    except Exception:  # a fault of ours in one file must not cost the user the other thousand
        _log.exception("reading %s failed", file.path)
        reason = f"{file.name} could not be understood, which is a fault of this program; please report it"
        gathered.skipped.append(Skipped(folder, file.name, reason))
        return
    gathered.add(Source(folder, file.name, report, _declared(file.metadata, report)), fingerprint)
    if before is None:
        gathered.added += 1
    elif before.fingerprint == fingerprint:
        gathered.unchanged += 1
    else:
        gathered.replaced += 1


def _carry(gathered: Gathered, old: Index, entry: FileEntry) -> None:
    """Take over from the version before what a file was read as."""
    report = old.catalogue.reading(entry)
    if report is None:
        raise IndexUnusableError(f"{old.version} has lost the report of {entry.name}; index again with --rebuild")
    gathered.add(Source(entry.folder, entry.name, report, entry.declared), entry.fingerprint)


def _declared(metadata: Mapping[str, str], report: Report) -> frozenset[str]:
    """The facts that the user gave, in the sidecar or in the file's front matter."""
    given = {found.fact for found in report.evidence if found.where == GIVEN}
    if {field_name(name) for name in metadata}.intersection(PLACE_KEYS):
        given.add("place")
    return frozenset(given)


def _is_unicode(name: str) -> bool:
    """Whether a name from the file system is text; others reach Python with lone surrogates, which nothing can store."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def fingerprint_of(file: ReportFile, data: bytes) -> str:
    """Changes with the file's bytes, with what the sidecar says of it, and with the way it is read."""
    digest = hashlib.sha256(data)
    digest.update(READING.encode())
    digest.update("".join(file.notes).encode())
    digest.update(json.dumps(dict(file.metadata), sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()
