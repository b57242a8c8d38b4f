"""Where an index lies on disk: versions beside each other, one of them current, changed in a single rename.

``CURRENT`` names a folder below ``versions/``. A build writes a new folder and only then swaps ``CURRENT``; killed at any moment
it leaves the old version current. A reader that has opened a version keeps it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from errors import IndexBusyError, IndexUnusableError
from indexer.journal import who_is_at_it

FORMAT_VERSION = 4
CURRENT = "CURRENT"
VERSIONS = "versions"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileSum:
    """Size and SHA-256 of one file of a version."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version is made of."""

    format: int
    created: str
    encoder: str
    dimension: int
    reports: int
    passages: int
    files: Mapping[str, FileSum]


def current_version(directory: Path) -> Path | None:
    """Folder of the current version, ``None`` where nothing has been indexed yet.

    Raises:
        IndexUnusableError: ``CURRENT`` names no version that is there.
    """
    try:
        # Whatever a damaged file holds becomes a name, and no version is called that.
        name = (directory / CURRENT).read_text(encoding="utf-8", errors="backslashreplace").strip()
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        raise IndexUnusableError(f"{directory} is a file and no index; name a folder with --index") from error
    version = directory / VERSIONS / name
    if not name or Path(name).name != name or not (version / MANIFEST).is_file():
        raise IndexUnusableError(
            f"{directory / CURRENT} names {name!r}, which is not there; index the folders again with --rebuild"
        )
    return version


def read_manifest(version: Path) -> Manifest:
    """Read a version's manifest.

    Raises:
        IndexUnusableError: It is damaged, or of another format.
    """
    path = version / MANIFEST
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        if fields["format"] != FORMAT_VERSION:
            raise IndexUnusableError(
                f"{path} has format {fields['format']}, this program reads format {FORMAT_VERSION}; index the folders again with --rebuild"
            )
        files = {name: FileSum(**entry) for name, entry in fields.pop("files").items()}
        return Manifest(**fields, files=files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexUnusableError(
            f"{path} is damaged ({type(error).__name__}); index the folders again with --rebuild"
        ) from error


def check_sizes(version: Path, manifest: Manifest) -> None:
    """Raise IndexUnusableError where a file of the version is missing or has another size than recorded."""
    for name, recorded in manifest.files.items():
        path = version / name
        if not path.is_file() or path.stat().st_size != recorded.bytes:
            raise IndexUnusableError(f"{path} is missing or cut off; index the folders again with --rebuild")


def damaged_files(version: Path, manifest: Manifest) -> list[str]:
    """Names of the files whose content is no longer what was published."""
    return [
        name
        for name, recorded in manifest.files.items()
        if not (version / name).is_file() or _sha256(version / name) != recorded.sha256
    ]


@contextmanager
def build_lock(directory: Path) -> Iterator[None]:
    """Hold the index against other builds.

    Raises:
        IndexBusyError: Another build is at work on it.
        IndexUnusableError: There is a file in the place of the folder.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise IndexUnusableError(f"{directory} is a file and no index; name a folder with --index") from error
    lock = FileLock(directory / "build.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        who = who_is_at_it(directory)
        raise IndexBusyError(f"{directory} is being indexed by another program{who}; wait until it is done") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def new_version(directory: Path) -> Iterator[Path]:
    """An empty folder for a version, gone again if it could not be published; call only while holding the lock."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    version = directory / VERSIONS / f"{stamp}-{secrets.token_hex(4)}"
    version.mkdir(parents=True)
    try:
        yield version
    except BaseException:
        if current_version_or_none(directory) != version:
            # What a full disk or Ctrl-C left must not take the room that the next attempt needs.
            shutil.rmtree(version, ignore_errors=True)
        raise


def publish(directory: Path, version: Path, *, encoder: str, dimension: int, reports: int, passages: int) -> Manifest:
    """Seal a written version with its manifest and make it current; then remove versions that nobody needs.

    The version before stays until the next build, for readers that are about to open it.
    """
    names = sorted(path.relative_to(version).as_posix() for path in version.rglob("*") if path.is_file())
    for name in names:
        _sync(version / name)
    files = {name: FileSum((version / name).stat().st_size, _sha256(version / name)) for name in names}
    created = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(FORMAT_VERSION, created, encoder, dimension, reports, passages, files)
    _write_durably(version / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    _sync(version)
    _sync(version.parent)
    before = current_version_or_none(directory)
    pending = directory / f"{CURRENT}.new"
    _write_durably(pending, version.name)
    pending.replace(directory / CURRENT)
    _sync(directory)
    sweep(directory, keep={version.name, before.name if before else version.name})
    return manifest


def current_version_or_none(directory: Path) -> Path | None:
    """As :func:`current_version`, but ``None`` also where ``CURRENT`` is damaged."""
    try:
        return current_version(directory)
    except IndexUnusableError:
        return None


def sweep(directory: Path, keep: set[str]) -> None:
    """Remove other versions: left over from killed builds, or replaced. Files still open on Windows wait for the next time."""
    versions = directory / VERSIONS
    for version in versions.iterdir() if versions.is_dir() else ():
        if version.name not in keep:
            shutil.rmtree(version, ignore_errors=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    """Have the system write a file or folder to disk; Windows cannot do that for folders and needs no such call."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
