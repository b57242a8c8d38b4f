"""A folder of reports: which files below it are read, what its ``metadata.csv`` files say of them, and what is left out and why.

A zip archive counts as a folder: ``2023.zip/东片/甲.docx`` is a name like any other.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from corpus.formats import CONSIDERED, SUFFIXES, load_file
from corpus.formats.archive import is_archive, list_members, load_member
from corpus.reader import read_report_bytes
from corpus.report import Report
from corpus.sidecar import SIDECAR, read_sidecar
from errors import UnreadableFileError

_MOST_NAMED = 5
"""Names that one sentence about a sidecar repeats."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file to read: ``name`` is its path below the folder with forward slashes, ``metadata`` its row of the sidecar.

    ``member`` is its name within a zip archive, ``None`` for a file on disk. ``notes`` are doubts about its metadata, in Chinese.
    """

    folder: Path
    name: str
    metadata: Mapping[str, str]
    member: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """Where the file lies; for one in an archive, the archive."""
        name = self.name if self.member is None else self.name[: -len(self.member) - 1]
        return self.folder / name

    def load(self) -> bytes:
        """Its bytes.

        Raises:
            UnreadableFileError: It is not there, or cannot be taken out of its archive.
        """
        return load_file(self.path) if self.member is None else load_member(self.path, self.member)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not read, and why, in one sentence."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a folder holds: the files to read and those that are not, each in the order of names."""

    files: tuple[ReportFile, ...]
    refused: tuple[Refused, ...]


@dataclass(slots=True)
class _Sidecars:
    """The sidecars of a folder by where they lie: their rows by file, or what is wrong with one."""

    rows: dict[PurePosixPath, dict[str, dict[str, str]]] = field(default_factory=dict)
    faults: dict[PurePosixPath, str] = field(default_factory=dict)


def survey(folder: Path) -> Contents:
    """Find the files of known types below a folder and in its archives; hidden files and office lock files are left out.

    Nothing raises here: what cannot be opened is refused with the reason, and a damaged ``metadata.csv`` leaves a note on each file it
    lies beside.
    """
    refused: list[Refused] = []
    return _contents(folder, list(_walk(folder, refused)), refused)


def report_files(folder: Path) -> list[ReportFile]:
    """The files to read below a folder, in the order of names; see :func:`survey` for those that are not."""
    return list(survey(folder).files)


def find_report(path: Path) -> ReportFile | None:
    """The file at a path, which may lead into an archive (``2023.zip/甲.docx``), with what a sidecar beside it says; else ``None``."""
    if path.is_file():
        return _with_metadata(ReportFile(path.parent, path.name, {}))
    archive = next((parent for parent in path.parents if parent.is_file()), None)
    if archive is None or not is_archive(archive):
        return None
    member = path.relative_to(archive).as_posix()
    return _with_metadata(ReportFile(archive.parent, f"{archive.name}/{member}", {}, member))


def known_file(folder: Path, name: str) -> ReportFile | None:
    """The file of a name that :func:`survey` gave it, with what the sidecars say that lie beside it or further up; ``None`` where it is no longer there, or lies outside of the folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        return None
    # Within an archive the first part of the name that is a file on disk is the archive.
    on_disk = next((place for place in (*reversed(path.parents), path) if (folder / place).is_file()), None)
    if on_disk is None or not _leads_into(folder / on_disk, folder.resolve()):
        return None
    member = None if on_disk == path else path.relative_to(on_disk).as_posix()
    places = [place for place in path.parents if on_disk not in (place, *place.parents)]
    beside = [
        ReportFile(folder, sidecar.as_posix(), {})
        for place in places
        if (folder / (sidecar := place / SIDECAR)).is_file() and _leads_into(folder / sidecar, folder.resolve())
    ]
    file = ReportFile(folder, name, {}, member)
    return _described(file, _read_sidecars([*beside, *_sidecars_inside(file)]))


def read_file(path: Path) -> Report:
    """Read one file together with what a ``metadata.csv`` beside it says.

    Raises:
        UnreadableFileError: The file cannot be read, or is an archive; the message then says how to read what it holds.
    """
    file = find_report(path) or ReportFile(path.parent, path.name, {})
    return read_report_bytes(file.load(), file.name, source=str(path), metadata=file.metadata, notes=file.notes)


def _with_metadata(file: ReportFile) -> ReportFile:
    """The file with what the sidecars say that lie beside it: on disk, and in its archive."""
    beside = [replace(file, name=SIDECAR, member=None)] if (file.folder / SIDECAR).is_file() else []
    return _described(file, _read_sidecars([*beside, *_sidecars_inside(file)]))


def _sidecars_inside(file: ReportFile) -> list[ReportFile]:
    """The sidecars in the archive that the file lies in."""
    if file.member is None:
        return []
    archive = file.name[: -len(file.member) - 1]
    inside = (m.name for m in list_members(file.path) if PurePosixPath(m.name).name == SIDECAR and not m.refused)
    return [replace(file, name=f"{archive}/{name}", member=name) for name in inside]


def _contents(folder: Path, found: list[ReportFile], refused: list[Refused]) -> Contents:
    sidecars = _read_sidecars(file for file in found if PurePosixPath(file.name).name == SIDECAR)
    files = [_described(file, sidecars) for file in found if _suffix(file.name) in CONSIDERED]
    for place, fault in sidecars.faults.items():
        refused.append(Refused((place / SIDECAR).as_posix(), f"{fault}; the reports beside it are read without it"))
    there = {unicodedata.normalize("NFC", file.name) for file in found}
    for place, rows in sidecars.rows.items():
        absent = [name for name in rows if unicodedata.normalize("NFC", (place / name).as_posix()) not in there]
        if absent:
            shown = ", ".join(absent[:_MOST_NAMED]) + (", …" if len(absent) > _MOST_NAMED else "")
            name = (place / SIDECAR).as_posix()
            refused.append(
                Refused(
                    name, f"{name} names {len(absent)} files that are not there ({shown}); correct its column 'source'"
                )
            )
    # The first reason tells most; a folder that cannot be opened is met again as what lies in the one above.
    return Contents(tuple(files), tuple({item.name: item for item in reversed(refused)}.values())[::-1])


def _walk(folder: Path, refused: list[Refused]) -> Iterator[ReportFile]:
    """Every file below a folder and in its archives, hidden ones left out."""

    def fail(error: OSError) -> None:
        name = Path(error.filename).relative_to(folder).as_posix()
        refused.append(Refused(name, f"{name} cannot be opened ({error.strerror}); check its permissions"))

    home = folder.resolve()
    paths: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not _is_hidden(PurePosixPath(name))]
        paths += [Path(place, name) for name in (*names, *folders)]
    for path in sorted(paths):
        name = path.relative_to(folder).as_posix()
        if _is_hidden(PurePosixPath(name)):
            continue
        try:
            leads_out, is_file = path.is_symlink() and not _leads_into(path, home), path.is_file()
        except OSError as error:
            # A path may be longer than the system opens.
            refused.append(Refused(name, f"{name} cannot be opened ({error.strerror}); give it a shorter path"))
            continue
        if leads_out:
            if _suffix(name) in CONSIDERED or path.is_dir():
                refused.append(Refused(name, f"{name} is a link that leads out of the folder; copy what it points to"))
        elif is_file:
            yield from _unfolded(ReportFile(folder, name, {}), refused)


def _leads_into(path: Path, home: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(home)
    except (OSError, RuntimeError):
        return False


def _unfolded(file: ReportFile, refused: list[Refused]) -> Iterator[ReportFile]:
    """The file itself, or the files in it where it is an archive."""
    if _suffix(file.name) not in CONSIDERED or not is_archive(file.path):
        yield file
        return
    try:
        members = list_members(file.path)
    except (UnreadableFileError, OSError) as error:
        refused.append(Refused(file.name, str(error)))
        return
    known = False
    for member in sorted(members, key=lambda item: PurePosixPath(item.name)):
        name = f"{file.name}/{member.name}"
        if _is_hidden(PurePosixPath(member.name)):
            continue
        known |= _suffix(name) in CONSIDERED
        if not member.refused:
            yield replace(file, name=name, member=member.name)
        elif _suffix(name) in CONSIDERED:
            refused.append(Refused(name, f"{name} {member.refused}"))
    if not known:
        kinds = ", ".join(sorted(SUFFIXES - {".zip"}))
        refused.append(Refused(file.name, f"{file.name} holds no file of a known type ({kinds})"))


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _is_hidden(path: PurePosixPath) -> bool:
    # Where it is packed on a Mac, an archive holds a shadow of every file.
    return any((part.startswith((".", "~$")) and part != "..") or part == "__MACOSX" for part in path.parts)


def _described(file: ReportFile, sidecars: _Sidecars) -> ReportFile:
    """The file with its row of the nearest sidecar that names it, beside it or further up."""
    if not sidecars.rows and not sidecars.faults:
        return file
    path = PurePosixPath(unicodedata.normalize("NFC", file.name))
    fault = sidecars.faults.get(PurePosixPath(file.name).parent)
    notes = (f"旁边的 {SIDECAR} 读不了，未采用（{fault}）",) if fault else ()
    for place in path.parents:
        row = sidecars.rows.get(place, {}).get(path.relative_to(place).as_posix())
        if row:
            return replace(file, metadata=row, notes=notes)
    return replace(file, notes=notes)


def _read_sidecars(files: Iterable[ReportFile]) -> _Sidecars:
    found = _Sidecars()
    for file in files:
        place = PurePosixPath(unicodedata.normalize("NFC", file.name)).parent
        try:
            found.rows[place] = read_sidecar(file.load(), file.name)
        except UnreadableFileError as error:
            found.faults[place] = str(error)
    return found
