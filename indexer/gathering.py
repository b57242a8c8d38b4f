"""Which files the new version of an index will know, and what each was read as: carried over, read anew, or skipped with a reason."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from corpus.facts import GIVEN
from corpus.folder import ReportFile, survey
from corpus.given import field_name
from corpus.places.resolution import PLACE_KEYS
from corpus.report import Report
from errors import FajianError, IndexUnusableError, UnreadableFileError
from indexer.catalogue import FileEntry, IndexedPassage, Skipped
from indexer.heads import Head, Held, HeldReport, sketched
from indexer.index import Index
from indexer.reading import (
    READING,
    FileReader,
    InThisProcess,
    Taken,
    fingerprint_of,
    taken_of_json,
    taken_to_json,
)
from indexer.spool import Place, Spool

__all__ = ["READING", "Gathered", "Progress", "fingerprint_of", "gather"]

_log = logging.getLogger(__name__)

_LOOK = 0.5
"""Seconds after which whoever waits for a file looks whether the build is to stop."""

Progress = Callable[[str, int, int], None]
"""Called with the stage (``read``, ``encode``, ``write``), how much is done, and out of how much."""


@dataclass
class Gathered:
    """What was found, file by file. ``added``, ``replaced`` and ``unchanged`` count files.

    ``sources`` are all files that could be read. What was read anew lies in ``spool``; ``cut`` says where, by the id of the report.
    """

    spool: Spool
    folders: list[str] = field(default_factory=list)
    sources: list[Held] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    cut: dict[str, Place] = field(default_factory=dict)
    added: int = 0
    replaced: int = 0
    unchanged: int = 0

    def taken(self, place: Place) -> tuple[Report, Sequence[IndexedPassage]]:
        """A report that was read anew, and its passages."""
        taken = taken_of_json(self.spool.get(place))
        assert taken.report is not None
        return taken.report, taken.passages


def gather(
    old: Index | None,
    folders: Sequence[Path],
    remove: Sequence[Path],
    tell: Progress,
    spool: Spool,
    *,
    known_folders: Sequence[str] | None = None,
    everything: bool = False,
    reread: Collection[Path] = (),
    rebuild: bool,
    reader: FileReader | None = None,
) -> Gathered:
    """Read what is new or changed in these folders, and what lies at or below ``reread``; carry over the rest.

    What is read is put into ``spool``, and nothing of it kept in memory but what tells whether two files are the same report. ``known_folders`` are those of the index, where ``old`` does not know them; ``everything`` has all of them looked at again. ``reader`` reads the
    files, this process if it is ``None``; what it keeps for that is gone when this returns.

    Raises:
        IndexUnusableError: The old version has lost a report.
        ReadingError: The reader cannot read at all.
        UnreadableFileError: A folder is not there, or there is none at all.
    """
    gathered = Gathered(spool)
    carrying = _Carrying(gathered, old)
    if known_folders is None:
        known_folders = old.catalogue.folders() if old else []
    known = {(entry.folder, entry.name): entry for entry in old.catalogue.files()} if old else {}
    again = _folders_to_read(known_folders, folders, remove, everything=everything or rebuild)
    dropped = {str(path.resolve()) for path in remove}
    gathered.folders = sorted((set(known_folders) | again) - dropped)
    left_alone = set(gathered.folders) - again
    if old:
        for entry in known.values():
            if entry.folder in left_alone:
                carrying.carry(entry)
        gathered.skipped += [item for item in old.catalogue.skipped() if item.folder in left_alone]
    files: list[ReportFile] = []
    for place in sorted(again):
        contents = survey(Path(place))
        files += contents.files
        gathered.skipped += [Skipped(place, _shown(item.name), _shown(item.reason)) for item in contents.refused]
    anew = {path.resolve() for path in reread}
    reader = reader or InThisProcess()

    def begin(file: ReportFile) -> _Begun:
        again_too = bool(anew) and not anew.isdisjoint((file.path, *file.path.parents, file.folder / file.name))
        before = known.get((str(file.folder), file.name))
        return _begin(reader, file, before, reuse=old is not None and not rebuild and not again_too)

    try:
        for done, begun in enumerate(_in_order(map(begin, files), reader.window)):
            _settle(gathered, carrying, begun, partial(tell, "read", done, len(files)))
            tell("read", done + 1, len(files))
    finally:
        reader.end()
    return gathered


@dataclass(frozen=True, slots=True)
class _Begun:
    """A file that is being looked at: ``before`` is what the index has of it, ``taken`` what will be read; ``None``: it has not changed."""

    file: ReportFile
    before: FileEntry | None
    taken: Future[Taken] | None


def _in_order(begun: Iterable[_Begun], window: int) -> Iterator[_Begun]:
    """The files one after the other, so many that are read begun before the first of them is waited for; those that have not changed cost no wait."""
    under_way: deque[_Begun] = deque()
    reading = 0
    for item in begun:
        under_way.append(item)
        reading += item.taken is not None
        while under_way and (under_way[0].taken is None or reading > window):
            first = under_way.popleft()
            reading -= first.taken is not None
            yield first
    yield from under_way


def _folders_to_read(
    known: Sequence[str], folders: Sequence[Path], remove: Sequence[Path], *, everything: bool
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
    if everything:
        asked += [Path(folder) for folder in known if Path(folder).is_dir()]
    return {str(folder) for folder in asked} - dropped


def _begin(reader: FileReader, file: ReportFile, before: FileEntry | None, *, reuse: bool) -> _Begun:
    """Have a file read, unless its bytes are those that the index knows.

    That is told here: at most 50 MB are loaded, or unpacked from an archive, and nothing is parsed.
    """
    if not _is_unicode(file.name):
        return _Begun(file, before, _refused("its name is not UTF-8; rename it"))
    if reuse and before is not None:
        try:
            if fingerprint_of(file, file.load()) == before.fingerprint:
                return _Begun(file, before, None)
        except (FajianError, OSError) as error:
            return _Begun(file, before, _refused(str(error)))
    return _Begun(file, before, reader.begin(file))


def _refused(reason: str) -> Future[Taken]:
    done: Future[Taken] = Future()
    done.set_result(Taken(refused=reason))
    return done


def _settle(gathered: Gathered, carrying: _Carrying, begun: _Begun, wait: Callable[[], None]) -> None:
    """Put one file in: carried over, read, or skipped with the reason. ``wait`` is called now and then while it is being read."""
    file, before = begun.file, begun.before
    if begun.taken is None:
        assert before is not None
        carrying.carry(before)
        gathered.unchanged += 1
        return
    taken = _result(begun.taken, wait)
    if taken.trace:
        _log.error("reading %s failed\n%s", file.path, taken.trace)
    report, folder = taken.report, str(file.folder)
    if report is None:
        gathered.skipped.append(Skipped(folder, _shown(file.name), taken.refused))
        return
    place = gathered.spool.put(taken_to_json(taken))
    gathered.cut.setdefault(report.id, place)
    held = HeldReport.under(Head.of(report), lambda: gathered.taken(place)[0])
    declared = _declared(file.metadata, report)
    gathered.sources.append(Held(folder, file.name, held, declared, taken.fingerprint, sketched(report.text)))
    if before is None:
        gathered.added += 1
    elif before.fingerprint == taken.fingerprint:
        gathered.unchanged += 1
    else:
        gathered.replaced += 1


def _result(taken: Future[Taken], wait: Callable[[], None]) -> Taken:
    while True:
        try:
            return taken.result(_LOOK)
        except TimeoutError:
            wait()


class _Carrying:
    """Takes over from the version before what files were read as; the reports stay where they lie."""

    def __init__(self, gathered: Gathered, old: Index | None) -> None:
        self._gathered = gathered
        self._old = old
        self._heads = old.catalogue.heads() if old else {}

    def carry(self, entry: FileEntry) -> None:
        """Take a file over.

        Raises:
            IndexUnusableError: Its report is lost.
        """
        assert self._old is not None
        order = entry.folder, entry.name
        load = partial(_reading, self._old, entry)
        head, sketch = self._heads.get(order) or _head_of(load())
        report = HeldReport.under(head, load)
        self._gathered.sources.append(Held(*order, report, entry.declared, entry.fingerprint, sketch, entry.report_id))


def _reading(old: Index, entry: FileEntry) -> Report:
    report = old.catalogue.reading(entry)
    if report is None:
        raise IndexUnusableError(f"{old.version} has lost the report of {entry.name}; index again")
    return report


def _head_of(report: Report) -> tuple[Head, bytes]:
    return Head.of(report), sketched(report.text)


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
