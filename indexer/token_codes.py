"""The codes of tokens in files that never change once they are published: a version shares with the one before it all codes that it still needs.

Rows are numbered through over all files; a file's name tells the number of its first row, so that each can be read whatever became of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CODES = "codes.bin"
"""The file that begins with row 0; the others are called ``codes-ROW.bin``."""
_NAME = re.compile(r"codes(?:-(\d{1,18}))?\.bin", re.ASCII)
_GROWTH = 2
"""A file stays as it is while it is so many times as large as what follows: each row is copied a few times in its life, and files stay few."""
_AT_ONCE = 2**24

Codes = NDArray[np.uint8]
"""Shape (tokens, dimension / 2): the first half of the numbers in the low four bits, the second half in the high ones."""


def name_of(row: int) -> str:
    """Name of the file whose first row is this one."""
    return f"codes-{row}.bin" if row else CODES


@dataclass(frozen=True, slots=True)
class CodeFile:
    """One file: the number of its first row, and its rows, memory-mapped, shape (rows, width). ``whole`` is false where it ends within a row."""

    path: Path
    first: int
    rows: Codes
    whole: bool

    @classmethod
    def open(cls, path: Path, width: int) -> CodeFile:
        """Open a file of a version.

        Raises:
            OSError: It is not there.
            ValueError: It is called otherwise.
        """
        named = _NAME.fullmatch(path.name)
        if named is None:
            raise ValueError(f"{path.name} is no file of codes")
        size = path.stat().st_size
        shape = (size // width, width)
        # As a plain array: every slice of a memory-mapped one costs as much as what is done with it.
        rows = (
            np.asarray(np.memmap(path, dtype=np.uint8, mode="r", shape=shape))
            if shape[0]
            else np.zeros(shape, np.uint8)
        )
        return cls(path, int(named[1] or 0), rows, size == shape[0] * width)

    @property
    def end(self) -> int:
        """The number behind its last row."""
        return self.first + len(self.rows)


class CodeFiles:
    """All codes of a version, opened for reading; they stay on disk."""

    def __init__(self, files: Iterable[CodeFile]) -> None:
        self.files: Sequence[CodeFile] = sorted(files, key=lambda file: file.first)
        self._firsts = np.array([file.first for file in self.files], dtype=np.int64)

    @classmethod
    def load(cls, folder: Path, width: int) -> CodeFiles:
        """Open the files of a folder, each row ``width`` bytes wide.

        Raises:
            OSError: There is no such folder.
        """
        return cls(CodeFile.open(path, width) for path in folder.iterdir() if _NAME.fullmatch(path.name))

    @property
    def rows(self) -> int:
        """The number behind the last row."""
        return self.files[-1].end if self.files else 0

    @property
    def whole(self) -> bool:
        """Whether nothing is missing: each file begins where the one before it ends."""
        firsts = [file.first for file in self.files]
        return (
            bool(self.files) and all(f.whole for f in self.files) and firsts == [0, *(f.end for f in self.files[:-1])]
        )

    def take(self, start: int, length: int) -> Codes:
        """So many rows from this number on, as many of them as stand in one file; shape (rows, width)."""
        if len(self.files) == 1:
            return np.asarray(self.files[0].rows[start : start + length])
        place = int(np.searchsorted(self._firsts, start, side="right")) - 1
        file = self.files[max(place, 0)]
        begin = start - file.first
        return np.asarray(file.rows[begin : begin + length])


def join_small(folder: Path, width: int) -> frozenset[str]:
    """Make one file of the last ones, as long as the one before them is not much larger; numbers of rows stay.

    Returns:
        The names of those that were joined; the first of them is now that of the new file.

    Raises:
        OSError: The disk is full or broken.
    """
    files = list(CodeFiles.load(folder, width).files)
    first, following = len(files) - 1, len(files[-1].rows)
    while first > 0 and len(files[first - 1].rows) < _GROWTH * following:
        first -= 1
        following += len(files[first].rows)
    joined = files[first:]
    if len(joined) < 2:
        return frozenset()
    pending = folder / "codes.joining"
    with pending.open("wb") as target:
        for file in joined:
            for begin in range(0, len(file.rows), max(1, _AT_ONCE // width)):
                target.write(file.rows[begin : begin + max(1, _AT_ONCE // width)].tobytes())
    paths = [file.path for file in joined]
    del files, joined, file  # Windows removes no file that is mapped
    for path in paths:
        path.unlink()
    pending.rename(paths[0])
    return frozenset(path.name for path in paths)
