"""Who reads a version holds it by a lock on its manifest, so that it is removed only when nobody does.

The lock belongs to the open file: the system lets go of it when the reader ends, however it ends. Any number of readers share it; who removes a
version must have it alone. On Windows an open file keeps its folder from being renamed, which does the same. Where a disk knows no such locks,
readers go on without: what they have opened stays readable, and the version before the current one is kept for those about to open it.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from indexer.manifest import MANIFEST

if sys.platform != "win32":
    import fcntl


class Lease:
    """A reader's hold on a version, until it is released or forgotten."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let go."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)

    def __del__(self) -> None:
        self.release()


def hold(version: Path) -> Lease | None:
    """A hold on a version; ``None`` where it is being removed or gone."""
    path = version / MANIFEST
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    lease = Lease(descriptor)
    if not _lock(descriptor, alone=False):
        lease.release()
        return None
    try:
        # It may have been removed between the opening and the lock.
        there = os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        there = False
    if not there:
        lease.release()
        return None
    return lease


def remove_unless_held(version: Path) -> Path | None:
    """Take a version out of the way if nobody holds it: where its files now lie, to be deleted; ``None`` where it stays."""
    gone = version.with_name(f".{version.name}.gone")
    descriptor = None
    with suppress(OSError):
        descriptor = os.open(version / MANIFEST, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        if descriptor is not None and not _lock(descriptor, alone=True):
            return None
        if descriptor is not None and sys.platform == "win32":
            os.close(descriptor)  # an open file of our own would keep the folder from being renamed
            descriptor = None
        version.rename(gone)
        return gone
    except OSError:
        return None
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _lock(descriptor: int, *, alone: bool) -> bool:
    """Whether the lock was had, or there is none to be had on this disk."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
