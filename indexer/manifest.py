"""What a version of an index is made of: sizes and checksums of its files, sealed by a checksum of its own, in two copies.

A reader trusts nothing that the manifest does not vouch for; a build that finds the manifest damaged goes by the copy.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from errors import IndexUnusableError

FORMAT_VERSION = 6
READABLE = (4, 5, 6)
"""Formats that can be read; the next build makes the newest of each. 4 has no checksum of its manifest, no folders in it, and no file of encodings; up to 5
all token codes lie in one file."""
SEALED = 5
"""Format from which manifests have a checksum and a copy."""
MANIFEST = "manifest.json"
COPY = "manifest.copy.json"
SMALL = 2**20
"""Bytes up to which a file is checked whenever an index is opened; larger ones by ``verify`` and by every build that carries them over."""
_SEAL = "seal"
_HASHING = 4
"""Files that are hashed at a time; Python lets other threads run meanwhile."""


class OtherFormatError(IndexUnusableError):
    """The index was made by an older or a newer program, and its format cannot be read."""


@dataclass(frozen=True, slots=True)
class FileSum:
    """Size and SHA-256 of one file of a version."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a version's vectors are searched if not in its own files: ``address`` of the server, ``collection``, whose it is, of which kind.

    ``words`` says whether the server was given the texts too, to rank them by its own BM25.
    """

    address: str
    collection: str
    owner: str
    kind: str
    words: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version is made of. ``folders`` are those whose reports it holds, ``None`` in format 4; ``store`` is a server that has its vectors too."""

    format: int
    created: str
    encoder: str
    dimension: int
    reports: int
    passages: int
    files: Mapping[str, FileSum]
    folders: tuple[str, ...] | None = None
    store: Placed | None = None

    def sealed(self) -> str:
        """As text, with its own checksum."""
        fields = asdict(self)
        if self.store is None:
            del fields["store"]  # as before there were servers, so that programs of that time read it
        return _text(fields | {_SEAL: _sum(_text(fields))})


def read_manifest(version: Path, name: str = MANIFEST) -> Manifest:
    """Read a version's manifest, or its copy.

    Raises:
        OtherFormatError: It is of another format.
        IndexUnusableError: It is damaged.
    """
    path = version / name
    try:
        text = path.read_text(encoding="utf-8")
        fields = json.loads(text)
        if fields["format"] not in READABLE:
            raise OtherFormatError(
                f"{path} has format {fields['format']}, this program reads format {FORMAT_VERSION}; index the folders again with --rebuild"
            )
        if _SEAL in fields or fields["format"] >= SEALED:
            _check_seal(text, fields)
        files = {name: FileSum(**entry) for name, entry in fields.pop("files").items()}
        folders, store = fields.pop("folders", None), fields.pop("store", None)
        placed = None if store is None else Placed(**store)
        return Manifest(**fields, files=files, folders=None if folders is None else tuple(folders), store=placed)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexUnusableError(f"{path} is damaged ({type(error).__name__}); index the folders again") from error


def check_files(version: Path, manifest: Manifest) -> None:
    """Check the size of every file of a version and the content of the small ones.

    Raises:
        IndexUnusableError: A file is missing, cut off, or not what was published.
    """
    for name, recorded in manifest.files.items():
        path = version / name
        if not path.is_file() or path.stat().st_size != recorded.bytes:
            raise IndexUnusableError(f"{path} is missing or cut off; index the folders again")
        if recorded.bytes <= SMALL and _differs(path, recorded):
            raise IndexUnusableError(f"{path} is not what was published; index the folders again")


def damaged_files(version: Path, manifest: Manifest) -> list[str]:
    """Names of the files whose content is no longer what was published."""
    with ThreadPoolExecutor(_HASHING) as pool:
        differ = pool.map(lambda name: _differs(version / name, manifest.files[name]), manifest.files)
        return [name for name, differs in zip(manifest.files, differ, strict=True) if differs]


def copy_is_sound(version: Path) -> bool:
    """Whether the copy of a version's manifest says the same."""
    try:
        return (version / COPY).read_bytes() == (version / MANIFEST).read_bytes()
    except OSError:
        return False


def sha256_of(path: Path) -> str:
    """The checksum of a file, as it stands in a manifest."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _differs(path: Path, recorded: FileSum) -> bool:
    try:
        return path.stat().st_size != recorded.bytes or sha256_of(path) != recorded.sha256
    except OSError:
        return True


def _check_seal(text: str, fields: dict[str, Any]) -> None:
    seal = fields.pop(_SEAL)
    # Written again from what was understood: even a blank that became something else is seen.
    if seal != _sum(_text(fields)) or text != _text(fields | {_SEAL: seal}):
        raise ValueError("its seal is broken")


def _text(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, indent=1)


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
