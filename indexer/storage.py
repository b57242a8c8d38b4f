"""Where an index lies on disk: versions beside each other, one of them current, changed in a single rename.

``CURRENT`` names a folder below ``versions/``. A build writes a new folder and only then swaps ``CURRENT``; killed at any moment
it leaves the old version current. A reader that has opened a version keeps it.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from filelock import FileLock, Timeout

from errors import IndexBusyError, IndexUnusableError
from indexer.journal import who_is_at_it
from indexer.leases import remove_unless_held
from indexer.manifest import (
    COPY,
    FORMAT_VERSION,
    MANIFEST,
    FileSum,
    Manifest,
    OtherFormatError,
    Placed,
    read_manifest,
    sha256_of,
)

CURRENT = "CURRENT"
VERSIONS = "versions"
_GONE = re.compile(r"\..*\.gone")


def current_version(directory: Path) -> Path | None:
    """Folder of the current version, ``None`` where nothing has been indexed yet.

    Raises:
        IndexUnusableError: ``CURRENT`` names no version that is there, or is itself gone.
    """
    try:
        # Whatever a damaged file holds becomes a name, and no version is called that.
        name = (directory / CURRENT).read_text(encoding="utf-8", errors="backslashreplace").strip()
    except FileNotFoundError:
        if any(_was_sealed(version) for version in versions(directory)):
            raise IndexUnusableError(f"{directory / CURRENT} is missing; index the folders again") from None
        return None
    except NotADirectoryError as error:
        raise IndexUnusableError(f"{directory} is a file and no index; name a folder with --index") from error
    version = directory / VERSIONS / name
    if not name or Path(name).name != name or not version.is_dir():
        raise IndexUnusableError(f"{directory / CURRENT} names {name!r}, which is not there; index the folders again")
    return version


@contextmanager
def build_lock(directory: Path) -> Iterator[None]:
    """Hold the index against other builds.

    Raises:
        IndexBusyError: Another build is at work on it.
        IndexUnusableError: There is a file in the place of the folder.
    """
    try:
        made = not directory.exists()
        directory.mkdir(parents=True, exist_ok=True)
        if made:
            with suppress(OSError):
                _sync(directory.parent)
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
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    version = directory / VERSIONS / f"{stamp}-{secrets.token_hex(4)}"
    version.mkdir(parents=True)
    try:
        yield version
    except BaseException:
        if current_version_or_none(directory) != version:
            # What a full disk or Ctrl-C left must not take the room that the next attempt needs; fresh encodings are kept elsewhere.
            shutil.rmtree(version, ignore_errors=True)
        raise


def publish(
    directory: Path,
    version: Path,
    *,
    encoder: str,
    dimension: int,
    reports: int,
    passages: int,
    folders: Sequence[str] = (),
    store: Placed | None = None,
    shared: Mapping[str, FileSum] = MappingProxyType({}),
) -> Manifest:
    """Seal a written version with its manifest and make it current; then remove versions that nobody needs.

    Everything is on disk, each file and each folder that names it, before ``CURRENT`` says so. The version before stays until the next
    build, for readers that are about to open it, and longer where a reader holds it. ``shared`` names files that are, on disk, those of a version that was
    published before, with what its manifest says of them: they are durable, and damage that came to them since must not become sound.
    """
    parts = {path.relative_to(version).as_posix(): path for path in sorted(version.rglob("*"))}
    for name, path in parts.items():
        if name not in shared:
            _sync(path)
    own = [name for name, path in parts.items() if path.is_file()]
    files = {name: shared.get(name) or FileSum(parts[name].stat().st_size, sha256_of(parts[name])) for name in own}
    created = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(FORMAT_VERSION, created, encoder, dimension, reports, passages, files, tuple(folders), store)
    sealed = manifest.sealed()
    for name in (COPY, MANIFEST):
        _write_durably(version / name, sealed)
    for folder in (version, version.parent, directory):
        _sync(folder)
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


def versions(directory: Path) -> list[Path]:
    """The folders of versions in an index, published or not; their names tell when each was begun."""
    folder = directory / VERSIONS
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.is_dir() and not _GONE.fullmatch(path.name))


def _was_sealed(version: Path) -> bool:
    """Whether a version was written to its end. Half a manifest is what a power cut leaves of one that never was."""
    for name in (MANIFEST, COPY):
        try:
            read_manifest(version, name)
        except OtherFormatError:
            return True
        except IndexUnusableError:
            continue
        return True
    return False


def sweep(directory: Path, keep: set[str]) -> None:
    """Remove other versions: left over from killed builds, or replaced. Those that somebody reads wait for the next time."""
    for version in versions(directory):
        if version.name not in keep:
            remove_unless_held(version)
    for gone in (directory / VERSIONS).glob(".*.gone"):
        shutil.rmtree(gone, ignore_errors=True)


def share_file(source: Path, target: Path) -> bool:
    """Let a file of a published version, which never changes, stand in another one too; ``False`` where the file system can only copy it.

    Raises:
        OSError: The disk is full or broken.
    """
    try:
        target.hardlink_to(source)
    except (OSError, NotImplementedError):
        shutil.copyfile(source, target)
        return False
    return True


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
