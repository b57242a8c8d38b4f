"""An unpacked model is opened only when every byte is the one that was written; otherwise it is made again.

The cache lies where others may write: a shared folder, a disk that loses bits, another account's copy. Checksums that stand in this program count
first. Those of the folder's own manifest count only where nobody but this account (or root) can write; elsewhere what was checked is handed over as
bytes, so that nobody can change it between the check and the opening.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from embeddings.unpacking import MANIFEST, TEMPORARY, Write, file_sha256, recorded_files, unpack
from errors import EncoderError

Content = Path | bytes
"""A file to be opened where it lies, or what it held when it was checked."""

_STICKY = 0o1000


def open_unpacked(
    find_source: Callable[[], Path], sha256: str, folder: Path, write: Write, known: Mapping[str, str]
) -> tuple[Path, dict[str, Content]]:
    """The unpacked folder with its files checked; see :func:`embeddings.unpacking.unpack`.

    A folder that is damaged is made again. Where it belongs to somebody else and cannot be replaced, one of this account's own is made beside it.

    Args:
        find_source: Finds the packed file.
        sha256: What the packed file must have.
        folder: Where the model is to lie.
        write: Writes what is to lie there.
        known: What files must have, by name, as far as that is known beforehand.

    Raises:
        EncoderError: The model cannot be had, or the cache folder is open to others and holds what nobody can vouch for.
    """
    for place in (folder, folder.with_name(f"{folder.name}-{_account()}")):
        for made_now in (False, True):
            unpack(find_source, sha256, place, write)
            files = check_files(place, sha256, known, made_now=made_now)
            if files is not None:
                return place, files
            if not _removed(place):
                break
    raise EncoderError(
        f"The model in {folder} is not as it was written, and others can change that folder; "
        "set FAJIAN_CACHE to a folder that only you can write."
    )


def check_files(
    folder: Path, sha256: str, known: Mapping[str, str], *, made_now: bool = False
) -> dict[str, Content] | None:
    """The folder's files if every byte is right, else ``None``.

    Libraries to come may write other bytes than those known: what was ``made_now`` by this account is right if it is as its manifest says.
    """
    recorded = recorded_files(folder, sha256) or {}
    try:
        present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
        if not recorded or present != set(recorded):
            return None
        if is_own(folder, (MANIFEST, *recorded)):
            right = {name: record["sha256"] for name, record in recorded.items()}
            right |= {} if made_now else {name: known[name] for name in recorded if name in known}
            sound = all(file_sha256(folder / name) == right[name] for name in recorded)
            return {name: folder / name for name in recorded} if sound else None
        held = {name: (folder / name).read_bytes() for name in recorded if name in known}
    except (OSError, KeyError, TypeError):
        return None
    sound = len(held) == len(recorded) and all(
        hashlib.sha256(data).hexdigest() == known[name] for name, data in held.items()
    )
    return dict(held) if sound else None


def is_own(folder: Path, names: Iterable[str]) -> bool:
    """Whether only this account and root can change the folder, its files and what its name leads to.

    Windows is taken at its word: a user's cache lies in the user's profile there, which others cannot write.
    """
    if os.name == "nt":
        return True
    about = folder.resolve().parent.stat()
    if not _closed(about) and not about.st_mode & _STICKY:
        return False
    files = [folder / name for name in names]
    return all(_closed(path.stat()) for path in {folder, *files, *(path.parent for path in files)})


def _closed(about: os.stat_result) -> bool:
    # A group of one's own, the usual thing where files are made writable for the group, lets nobody else in.
    others = about.st_mode & 0o002 or (about.st_mode & 0o020 and about.st_gid != os.getegid())
    return about.st_uid in {0, os.geteuid()} and not others


def _account() -> str:
    return "own" if os.name == "nt" else str(os.geteuid())


def _removed(folder: Path) -> bool:
    """Move a folder out of the way in one step and delete it; whether it is gone."""
    aside = folder.with_name(f"{TEMPORARY}{folder.name}-{uuid.uuid4().hex}")
    try:
        folder.rename(aside)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    with contextlib.suppress(OSError):
        if aside.is_symlink():
            aside.unlink()
    shutil.rmtree(aside, ignore_errors=True)
    return True
