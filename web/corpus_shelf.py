"""The folders that the page keeps: files that a visitor has just dropped, and reports that were taken over.

Everything lies in the data directory: ``staging/VISITOR/files`` and ``reports``, each with its ``metadata.csv``. Every function here that
writes asks first whether the page may.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from corpus.correcting import correct_sidecar, sidecar_rows
from corpus.durable import make_folder, move
from corpus.folder import Contents, ReportFile, known_file, report_files, survey
from corpus.sidecar import SIDECAR, source_key
from errors import FajianError
from indexer.preview import Reading, reading_key
from web.corpus_names import free_name
from web.settings import read_settings
from web.uploads import Limits, Received, Upload, receive, same_file_in

REPORTS, STAGING, READINGS = "reports", "staging", "readings"
_FILES = "files"
_DAY = 24 * 3600
_VISITOR = re.compile(r"[0-9a-f]{32}")


class ReadOnlyError(FajianError):
    """Something would be changed on a page that may change nothing."""


def check_writable(data: Path) -> None:
    """Refuse to change anything where the settings say so.

    Raises:
        ReadOnlyError: The page is read-only.
        FajianError: The settings cannot be read.
    """
    if read_settings(data).read_only:
        raise ReadOnlyError(
            "This page is read-only (page.toml); change the index from a terminal, or run a page of your own"
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of files, and where it is kept what each was read as."""

    folder: Path
    readings: Path

    def contents(self) -> Contents:
        """The files that are read, with what is known of each, and those that cannot be."""
        return survey(self.folder) if self.folder.is_dir() else Contents((), ())

    def files(self) -> list[ReportFile]:
        """The files that are read."""
        return list(self.contents().files)

    def names(self) -> tuple[str, ...]:
        """Names of the files that are read; walked anew only when a folder has changed."""
        if not self.folder.is_dir():
            return ()
        changed = tuple((place, Path(place).stat().st_mtime_ns) for place, _, _ in os.walk(self.folder))
        return _names(self.folder, changed)

    def find(self, name: str) -> ReportFile | None:
        """The file of this name."""
        return known_file(self.folder, name) if self.folder.is_dir() else None

    def reading(self, file: ReportFile) -> Reading | None:
        """What a file was read as; ``None`` where it has not been read as it is now."""
        try:
            found = Reading.from_json(self._path(file.name).read_text(encoding="utf-8"))
            return found if found.key == reading_key(file) else None
        except (OSError, ValueError):
            return None

    def keep(self, name: str, reading: Reading) -> None:
        """Keep what a file was read as.

        Raises:
            OSError: The disk refuses.
        """
        self.readings.mkdir(parents=True, exist_ok=True)
        path = self._path(name)
        pending = path.with_suffix(f".{secrets.token_hex(4)}")
        pending.write_text(reading.to_json(), encoding="utf-8")
        pending.replace(path)

    def forget(self, names: Iterable[str]) -> None:
        """Take away what files that are gone from here were read as."""
        for name in names:
            with suppress(OSError):
                self._path(name).unlink()

    def _path(self, name: str) -> Path:
        return self.readings / f"{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.json"


@lru_cache(maxsize=4)
def _names(folder: Path, changed: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    """``changed`` says when each folder below was changed; a file that comes or goes changes the one that it lies in."""
    del changed
    return tuple(file.name for file in report_files(folder))


def own_shelf(data: Path) -> Shelf:
    """The reports that were taken over."""
    return Shelf(data / REPORTS, data / READINGS)


def staging_shelf(data: Path, visitor: str) -> Shelf:
    """What a visitor has dropped and not yet taken over.

    Raises:
        ValueError: That is no visitor.
    """
    if not _VISITOR.fullmatch(visitor):
        raise ValueError(visitor)
    home = data / STAGING / visitor
    return Shelf(home / _FILES, home / READINGS)


def drop(data: Path, visitor: str, uploads: Iterable[Upload]) -> Received:
    """Keep what a visitor dropped, for them alone.

    Raises:
        FajianError: The page is read-only, or the disk refuses.
    """
    check_writable(data)
    settings = read_settings(data)
    sweep_staging(data)
    limits = Limits(settings.upload_files, settings.upload_megabytes << 20)
    shelf = staging_shelf(data, visitor)
    return receive(shelf.folder, uploads, limits, same_file_in(data / REPORTS))


def discard(data: Path, visitor: str, names: Sequence[str]) -> None:
    """Forget files that a visitor dropped.

    Raises:
        FajianError: The page is read-only, or the disk refuses.
    """
    check_writable(data)
    shelf = staging_shelf(data, visitor)
    for name in names:
        file = shelf.find(name)
        if file is not None:
            file.path.unlink(missing_ok=True)
    correct_sidecar(shelf.folder, dict.fromkeys(names))
    shelf.forget(names)


def take_over(data: Path, visitor: str, names: Sequence[str]) -> list[str]:
    """Move files that a visitor dropped to the reports, with what was corrected; their names there.

    Raises:
        FajianError: The page is read-only, or the disk refuses.
    """
    check_writable(data)
    shelf, reports = staging_shelf(data, visitor), data / REPORTS
    taken: list[str] = []
    rows = sidecar_rows(shelf.folder)
    try:
        for name in names:
            file = shelf.find(name)
            if file is None:
                continue
            target = free_name(reports, PurePosixPath(name))
            make_folder((reports / target).parent)
            row = {column: cell for column, cell in rows.get(source_key(name), {}).items() if column != "source"}
            # What is known goes first: a file that arrives without it would be read wrongly.
            correct_sidecar(reports, {target.as_posix(): row} if row else {})
            move(file.path, reports / target)
            taken.append(target.as_posix())
    except OSError as error:
        raise FajianError(
            f"{len(taken)} of {len(names)} files were taken over, then the disk refused ({error.strerror})"
        ) from error
    correct_sidecar(shelf.folder, dict.fromkeys(names))
    shelf.forget(names)
    return taken


def correct(data: Path, shelf: Shelf, name: str, cells: Mapping[str, str]) -> None:
    """Write what a user corrects of one file.

    Raises:
        FajianError: The page is read-only, the table cannot be written, or the file lies in an archive that describes it itself.
    """
    check_writable(data)
    home, key = _home_of(shelf.folder, name)
    file = shelf.find(name)
    if file is not None and file.member is not None and file.metadata and key not in sidecar_rows(home):
        raise FajianError(f"{name} is described by a {SIDECAR} in its archive; correct it there, or unpack the archive")
    correct_sidecar(home, {key: cells})


def _home_of(folder: Path, name: str) -> tuple[Path, str]:
    """The folder whose table describes a file, and the file's name in it: the nearest that names it, else the topmost."""
    path = PurePosixPath(source_key(name))
    for place in path.parents:
        key = path.relative_to(place).as_posix()
        if place.parts and (folder / place).is_dir() and key in _rows_or_none(folder / place):
            return folder / place, key
    return folder, path.as_posix()


def _rows_or_none(folder: Path) -> Mapping[str, Mapping[str, str]]:
    try:
        return sidecar_rows(folder)
    except FajianError:
        return {}


def sweep_staging(data: Path, *, now: float | None = None) -> None:
    """Forget what nobody has touched for a day."""
    home = data / STAGING
    latest = (time.time() if now is None else now) - _DAY
    for place in home.iterdir() if home.is_dir() else ():
        with suppress(OSError):
            touched = max(path.stat().st_mtime for path in (place, *place.rglob("*")))
            if touched < latest:
                shutil.rmtree(place, ignore_errors=True)
