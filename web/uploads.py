"""What a visitor drops on the page: names made safe, counts and sizes bounded, archives unpacked by the reader's own bounded way.

Nothing here trusts a name or a size that came with a file. Files are put into a folder of the visitor's own and nowhere else; where their
reports go is another's decision.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from corpus.correcting import Changes, correct_sidecar
from corpus.durable import make_folder, write_whole
from corpus.formats import CONSIDERED, MAX_BYTES
from corpus.formats.archive import list_members, load_member, recognise
from corpus.sidecar import SIDECAR, read_sidecar
from errors import FajianError, UnreadableFileError
from web.corpus_names import HIDDEN, free_name, safe_name, safe_path


class Upload(Protocol):
    """A file as the browser sent it."""

    @property
    def name(self) -> str:
        """Its name, whatever that is."""

    def getvalue(self) -> bytes:
        """Its bytes."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not kept. ``why`` names a sentence of the page, in which ``told`` and ``limit`` are filled in."""

    name: str
    why: str
    told: str = ""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one visitor may have waiting: files, and bytes once unpacked."""

    files: int
    bytes: int


@dataclass
class Received:
    """What became of a drop: names of files kept, below the folder, and refusals."""

    kept: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def receive(
    folder: Path, uploads: Iterable[Upload], limits: Limits, same_as: Callable[[bytes], str | None]
) -> Received:
    """Keep what was dropped in a folder.

    Args:
        folder: The visitor's own; made where it is not there.
        uploads: Files as the browser sent them; zip archives are unpacked, and a ``metadata.csv`` is taken over row by row.
        limits: Bound what lies in the folder afterwards.
        same_as: The name of a report that is kept already and has the same bytes, if there is one.

    Raises:
        FajianError: The disk refuses, or the folder's own ``metadata.csv`` cannot be written.
    """
    intake = _Intake(folder, limits, same_as)
    try:
        make_folder(folder)
        intake.measure()
        for upload in uploads:
            intake.take(upload.name, upload.getvalue())
    except OSError as error:
        raise FajianError(f"The files cannot be kept in {folder} ({error.strerror}); check the disk") from error
    intake.describe()
    return intake.received


class _Intake:
    """One drop on its way into a folder."""

    def __init__(self, folder: Path, limits: Limits, same_as: Callable[[bytes], str | None]) -> None:
        self.received = Received()
        self._folder = folder
        self._limits = limits
        self._same_as = same_as
        self._files = 0
        self._bytes = 0
        self._known: dict[str, str] = {}
        self._rows: dict[str, dict[str, str]] = {}
        self._placed: dict[str, str] = {}

    def measure(self) -> None:
        """Count what lies there already."""
        for path in _files_below(self._folder):
            self._files += 1
            self._bytes += path.stat().st_size
            self._known[_digest(path.read_bytes())] = path.relative_to(self._folder).as_posix()

    def take(self, name: str, data: bytes) -> None:
        """Keep one upload."""
        shown = safe_name(PurePosixPath(name.replace("\\", "/")).name)
        if shown.lower() == SIDECAR:
            self._take_sidecar("", shown, data)
        elif recognise(data):
            self._unpack(shown, data)
        else:
            self._keep(shown, PurePosixPath(shown), data)

    def describe(self) -> None:
        """Write down what the sidecars among the uploads said of the files that were kept."""
        rows: Changes = {
            self._placed[name]: {column: value for column, value in row.items() if column in _COLUMNS}
            for name, row in self._rows.items()
            if name in self._placed
        }
        correct_sidecar(self._folder, rows)

    def _unpack(self, name: str, data: bytes) -> None:
        if not self._room(name, len(data)):
            return
        pending = self._folder / f".incoming-{secrets.token_hex(8)}"
        stem = PurePosixPath(name).stem if name.lower().endswith(".zip") else name
        try:
            pending.write_bytes(data)
            members = list_members(pending)
            found = 0
            for member in members:
                path = PurePosixPath(member.name)
                if any(HIDDEN.match(part) and part != ".." for part in path.parts):
                    continue
                shown = f"{name}/{member.name}"
                if path.name.lower() == SIDECAR and not member.refused:
                    prefix = (PurePosixPath(stem) / path.parent).as_posix()
                    self._take_sidecar(prefix, shown, load_member(pending, member.name))
                    continue
                if path.suffix.lower() not in CONSIDERED:
                    continue
                found += 1
                if member.refused:
                    self._refuse(shown, "unreadable", told=f"{shown} {member.refused}")
                    continue
                self._take_member(pending, member.name, shown, stem)
            if not found:
                self._refuse(name, "nothing_inside")
        except UnreadableFileError as error:
            self._refuse(name, "unreadable", told=str(error).replace(str(pending), name))
        finally:
            with suppress(OSError):
                pending.unlink()

    def _take_member(self, archive: Path, member: str, shown: str, stem: str) -> None:
        try:
            data = load_member(archive, member)
        except UnreadableFileError as error:
            self._refuse(shown, "unreadable", told=str(error).replace(str(archive), shown.split("/", 1)[0]))
            return
        self._keep(shown, safe_path(f"{stem}/{member}"), data, f"{stem}/{member}")

    def _take_sidecar(self, prefix: str, name: str, data: bytes) -> None:
        try:
            rows = read_sidecar(data, name)
        except UnreadableFileError as error:
            self._refuse(name, "unreadable", told=str(error))
            return
        self._rows |= {f"{prefix}/{file}" if prefix else file: row for file, row in rows.items()}

    def _keep(self, shown: str, name: PurePosixPath, data: bytes, told: str | None = None) -> None:
        """Keep the bytes of one report; ``told`` is what a sidecar would call it."""
        digest = _digest(data)
        same = self._known.get(digest) or self._same_as(data)
        if name.suffix.lower() not in CONSIDERED:
            self._refuse(shown, "unknown_type")
        elif len(data) > MAX_BYTES:
            self._refuse(shown, "too_large", limit=MAX_BYTES >> 20)
        elif same is not None:
            if digest in self._known:
                # Dropped again, perhaps with the table that was not yet written down when the first drop was cut off.
                self._place(told or name.as_posix(), same)
            self._refuse(shown, "same", told=same)
        elif self._files >= self._limits.files:
            self._refuse(shown, "too_many", limit=self._limits.files)
        elif self._room(shown, len(data)):
            target = free_name(self._folder, name)
            path = self._folder / target
            make_folder(path.parent)
            write_whole(path, data, path.with_name(f".incoming-{secrets.token_hex(8)}"))
            self._files += 1
            self._bytes += len(data)
            self._known[digest] = target.as_posix()
            self._place(told or name.as_posix(), target.as_posix())
            self.received.kept.append(target.as_posix())

    def _place(self, told: str, placed: str) -> None:
        """Remember what a file, as a sidecar would call it, is called here."""
        self._placed[unicodedata.normalize("NFC", told)] = placed

    def _room(self, name: str, more: int) -> bool:
        if self._bytes + more <= self._limits.bytes:
            return True
        self._refuse(name, "too_much", limit=self._limits.bytes >> 20)
        return False

    def _refuse(self, name: str, why: str, *, told: str = "", limit: int = 0) -> None:
        self.received.refused.append(Refusal(name, why, told, limit))


_COLUMNS = frozenset(
    {"title", "year", "issuer", "province", "prefecture", "county", "township", "level", "kind", "published"}
    | {"document_number", "fictional", "outline"}
)


def same_file_in(folder: Path) -> Callable[[bytes], str | None]:
    """A look for files of the same bytes below a folder; only those of the same size are opened."""
    by_size: dict[int, list[Path]] = {}
    for path in _files_below(folder):
        by_size.setdefault(path.stat().st_size, []).append(path)

    def find(data: bytes) -> str | None:
        same = (path for path in by_size.get(len(data), ()) if path.read_bytes() == data)
        return next((path.relative_to(folder).as_posix() for path in same), None)

    return find


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".") and path.name != SIDECAR:
            yield path


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
