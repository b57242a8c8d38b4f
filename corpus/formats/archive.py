"""Zip archives of reports: which files they hold under which names, and the bytes of one, without unpacking to disk.

Word, OFD and OpenDocument files are zip archives too; :func:`recognise` tells them apart by what lies inside.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from corpus.formats.archive_names import member_names
from corpus.formats.zip_directory import has_long_directory
from corpus.report import Document
from errors import UnreadableFileError, echoed

MAX_ENTRIES = 5_000
_MOST_LISTED = 4 * MAX_ENTRIES
"""With folders, which are entries too."""
MAX_PACKED_BYTES = 500 * 2**20
MAX_UNPACKED_BYTES = 2 * 2**30
"""As declared by all entries together, those of archives within included."""
MAX_MEMBER_BYTES = 50 * 2**20
_MAX_RATIO = 200
"""Text shrinks to a tenth, XML to a thirtieth; what shrinks more than this is made to fill memories."""
_SMALL = 2**20
"""Smaller members are not asked for their ratio."""

_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, ValueError, KeyError, EOFError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip
_OFFICE = frozenset({"[content_types].xml", "ofd.xml", "mimetype", "word/document.xml"})
_OFFICE_FIRST = ("[content_types].xml", "ofd.xml", "mimetype", "word/", "_rels/", "docprops/", "doc_")
_UNSAFE = re.compile(r"[/\\]|[A-Za-z]:|.*\0|(?:.*[/\\])?\.\.(?:[/\\]|$)", re.DOTALL)
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    ``name`` is its path inside, with forward slashes; that of a file in an archive within begins with that one's name.
    ``refused`` says why it cannot be read (it completes "this file …"), ``""`` where it can.
    """

    name: str
    refused: str = ""


class _TooMuchError(UnreadableFileError):
    """All archives together hold more than is read."""


@dataclass
class _Count:
    """What an archive and those within it hold so far."""

    entries: int = 0
    unpacked: int = 0
    members: list[Member] = field(default_factory=list)


def recognise(data: bytes) -> bool:
    """Whether the bytes are a zip archive that is no document of an office program; also one that is cut off."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not _is_office(io.BytesIO(data))


def is_archive(path: Path) -> bool:
    """As :func:`recognise`, for a file on disk; one that cannot be opened is none."""
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06") and not _is_office(file)
    except (OSError, ValueError):
        return False


def _is_office(file: IO[bytes]) -> bool:
    file.seek(0)
    head = file.read(512)
    try:
        if has_long_directory(file):
            return False
        with zipfile.ZipFile(file) as archive:
            return any(name.lower() in _OFFICE for name in archive.namelist())
    except _FAULTS:
        # Without its directory only the first entry tells: office programs begin with one of these.
        length = int.from_bytes(head[26:28], "little")
        return head[30 : 30 + length].decode("latin-1").lower().startswith(_OFFICE_FIRST)


def refuse(data: bytes, source: str) -> Document:
    """Says how the reports in an archive are read, since the archive itself is none.

    Raises:
        UnreadableFileError: Always.
    """
    names: list[str] = []
    if not data.startswith(b"PK\x05\x06"):
        with _opened(io.BytesIO(data), source) as archive:
            names = list(_named(archive))
    if not names:
        raise UnreadableFileError(
            f"{source} is an empty zip archive; give the report itself as .docx, .pdf, .html or .txt"
        )
    raise UnreadableFileError(
        f"{source} is a zip archive of {len(names)} files; read one as {source}/{echoed(names[0])}, or index the folder it lies in"
    )


def list_members(path: Path) -> tuple[Member, ...]:
    """The files in an archive and in the archives right within it, in the order of the archive.

    Raises:
        UnreadableFileError: It is damaged, or holds more than an archive of reports does.
    """
    count = _Count()
    with _opened(path, str(path)) as archive:
        _list(archive, "", str(path), count)
    return tuple(count.members)


def load_member(path: Path, name: str) -> bytes:
    """The bytes of one file in an archive, by the name that :func:`list_members` gives it.

    Raises:
        UnreadableFileError: There is none of this name, or it cannot be read.
    """
    with _opened(path, str(path)) as archive:
        return _load(archive, name, str(path), nested=False)


def _load(archive: zipfile.ZipFile, name: str, source: str, *, nested: bool) -> bytes:
    entries = _named(archive)
    if name in entries:
        return _unpacked(archive, name, entries[name], f"{source}/{name}")
    cuts = (match.start() for match in re.finditer("/", name))
    inner = next((name[:cut] for cut in cuts if name[:cut] in entries), None)
    if inner is None or nested:
        raise UnreadableFileError(f"{source} holds no file {name}; 'report {source}' tells what it holds")
    data = _unpacked(archive, inner, entries[inner], f"{source}/{inner}")
    with _opened(io.BytesIO(data), f"{source}/{inner}") as within:
        return _load(within, name[len(inner) + 1 :], f"{source}/{inner}", nested=True)


@contextmanager
def _opened(file: Path | IO[bytes], source: str) -> Iterator[zipfile.ZipFile]:
    if isinstance(file, Path) and file.stat().st_size > MAX_PACKED_BYTES:
        raise UnreadableFileError(f"{source} is larger than {MAX_PACKED_BYTES >> 20} MB; split the archive")
    try:
        if _is_overlong(file):
            raise UnreadableFileError(f"{source} holds more than {MAX_ENTRIES:,} files; split the archive")
        archive = zipfile.ZipFile(file)
    except _FAULTS as error:
        raise UnreadableFileError(f"{source} is a damaged or cut-off zip archive; fetch it again") from error
    with archive:
        if len(archive.infolist()) > _MOST_LISTED:
            raise UnreadableFileError(f"{source} holds more than {MAX_ENTRIES:,} files; split the archive")
        yield archive


def _is_overlong(file: Path | IO[bytes]) -> bool:
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return has_long_directory(opened)
    return has_long_directory(file)


def _list(archive: zipfile.ZipFile, prefix: str, source: str, count: _Count) -> None:
    entries = _named(archive)
    count.entries += len(entries)
    count.unpacked += sum(info.file_size for info in entries.values())
    if count.entries > MAX_ENTRIES:
        raise _TooMuchError(f"{source} holds more than {MAX_ENTRIES:,} files; split the archive")
    if count.unpacked > MAX_UNPACKED_BYTES:
        raise _TooMuchError(f"{source} unpacks to more than {MAX_UNPACKED_BYTES >> 30} GB; split the archive")
    for name, info in entries.items():
        fault = _fault(name, info)
        if fault or not name.lower().endswith(".zip"):
            count.members.append(Member(prefix + name, fault))
            continue
        try:
            data = _unpacked(archive, name, info, "this")
            if not recognise(data):
                count.members.append(Member(prefix + name))
            elif prefix:
                count.members.append(Member(prefix + name, "is an archive in an archive in an archive; unpack it"))
            else:
                with _opened(io.BytesIO(data), "this") as within:
                    _list(within, f"{name}/", source, count)
        except _TooMuchError:
            raise
        except UnreadableFileError as error:
            # What is wrong with an archive within concerns it alone.
            count.members.append(Member(prefix + name, str(error).removeprefix("this ")))


def _named(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The entries by their names as a person reads them, folders left out; a name that comes again gets a number."""
    # An entry without a name is nobody's file, and zipfile stumbles over it.
    infos = [info for info in archive.infolist() if info.filename and not info.is_dir()]
    entries: dict[str, zipfile.ZipInfo] = {}
    times: Counter[str] = Counter()
    for name, info in zip(member_names(infos), infos, strict=True):
        shown = name
        while shown in entries:
            times[name] += 1
            shown = f"{name} ({times[name] + 1})"
        entries[shown] = info
    return entries


def _fault(name: str, info: zipfile.ZipInfo) -> str:
    """Why an entry is not read, as the end of a sentence."""
    size = info.file_size
    faults = (
        (_UNSAFE.match(name), "has a name that leads out of its archive; pack it again"),
        (stat.S_ISLNK(info.external_attr >> 16), "is a link and no file; pack the file itself"),
        (info.flag_bits & _ENCRYPTED, "is encrypted; unpack the archive with its password"),
        (
            info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED},
            f"is packed in an uncommon way (method {info.compress_type}); pack it again as an ordinary zip",
        ),
        (
            size > MAX_MEMBER_BYTES,
            f"is larger than {MAX_MEMBER_BYTES >> 20} MB; give the report alone, without its attachments",
        ),
        (
            size > _SMALL and size > _MAX_RATIO * info.compress_size,
            f"would unpack to more than {_MAX_RATIO} times its size, which no report does; take it out",
        ),
    )
    return next((sentence for found, sentence in faults if found), "")


def _unpacked(archive: zipfile.ZipFile, name: str, info: zipfile.ZipInfo, source: str) -> bytes:
    fault = _fault(name, info)
    if fault:
        raise UnreadableFileError(f"{source} {fault}")
    try:
        # What it declares may be a lie: no more than this is ever unpacked.
        with archive.open(info) as file:
            return file.read(MAX_MEMBER_BYTES)
    except _FAULTS as error:
        raise UnreadableFileError(f"{source} is damaged inside its archive; fetch the archive again") from error
