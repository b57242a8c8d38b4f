"""Files that people gave outlive a power cut: they are on disk before they have their name, and their folder knows of them before anybody is told.

A rename alone does not do that: a disk may keep the new name and lose what stood behind it, or lose both.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

_CANNOT = {errno.EINVAL, errno.ENOTSUP}
"""What disks of other machines say that know no way to sync a folder."""


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are not there; all are on disk afterwards.

    Raises:
        OSError: The disk refuses, or a file is in the way.
    """
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync(folder.parent)


def write_whole(path: Path, data: bytes, pending: Path) -> None:
    """Put a file in place in one step: whoever looks, also after a power cut, sees what was there before or all of it.

    Args:
        path: The file.
        data: What it is to hold.
        pending: A name in the same folder that it is written under first; it must not exist.

    Raises:
        OSError: The disk is full or refuses; nothing is left under ``pending`` then, if that can be helped.
    """
    try:
        with pending.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        pending.replace(path)
    except FileExistsError:
        raise
    except OSError:
        pending.unlink(missing_ok=True)
        raise
    sync(path.parent)


def move(source: Path, target: Path) -> None:
    """Give a file that is on disk another name, on the same disk, for good; a file that had this name is replaced.

    Raises:
        OSError: The disk refuses.
    """
    source.replace(target)
    sync(target.parent)
    sync(source.parent)


def sync(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to disk; Windows does that for folders by itself, and some disks cannot.

    Raises:
        OSError: The disk refuses to write a file.
    """
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT or not path.is_dir():
            raise
    finally:
        os.close(descriptor)
