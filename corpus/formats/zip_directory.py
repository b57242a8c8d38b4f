"""How long the directory of a zip archive is, told before anything reads it: an entry takes 46 bytes on disk and half a thousand in memory."""

from __future__ import annotations

import os
from typing import IO

MOST_BYTES = 16 * 2**20
"""Five thousand entries with names of 255 bytes have a directory of 2 MB."""

_END, _FINDER, _BIG_END = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_END_BYTES, _FINDER_BYTES, _BIG_END_BYTES = 22, 20, 56
_LONGEST_REMARK = 2**16


def has_long_directory(file: IO[bytes]) -> bool:
    """Whether an archive's directory is longer than any archive of reports has; ``False`` where no directory is found.

    Args:
        file: Opened for reading; where it stands afterwards is not said.

    Raises:
        OSError: It cannot be read.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END_BYTES - _LONGEST_REMARK - _FINDER_BYTES - _BIG_END_BYTES))
    tail = file.read()
    # Programs look at the very end first, and then for the last mark.
    ends = {len(tail) - _END_BYTES, tail.rfind(_END)}
    return any(_stated(tail, at) > MOST_BYTES for at in ends if at >= 0 and tail.startswith(_END, at))


def _stated(tail: bytes, end: int) -> int:
    """What the record at the end says, or that of archives beyond 4 GB ahead of it."""
    big = end - _FINDER_BYTES - _BIG_END_BYTES
    if big >= 0 and tail.startswith(_FINDER, end - _FINDER_BYTES) and tail.startswith(_BIG_END, big):
        return int.from_bytes(tail[big + 40 : big + 48], "little")
    return int.from_bytes(tail[end + 12 : end + 16], "little")
