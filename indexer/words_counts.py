"""How often each passage holds each unit, as a version keeps it, so that the next build cuts and counts only what has come since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from errors import IndexUnusableError
from indexer.arrays import UNREADABLE
from indexer.words_vocabulary import Vocabulary, in_order

ENDS, POSITIONS, VALUES = "indptr.csc.index.npy", "indices.csc.index.npy", "data.csc.index.npy"
COUNTS, LENGTHS = "counts.npy", "lengths.npy"

_AT_ONCE = 2**22
"""Postings checked at a time."""

Counts = NDArray[Any]
"""Numbers from 1, of the smallest unsigned kind that holds all of a version."""


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """The units of n passages, unit by unit: of the unit of a number the positions that hold it, ascending, and how often each does.

    ``ends`` (units + 1,) says where each unit's begin and end in ``positions`` and ``counts``, both of shape (postings,); no unit has none.
    ``lengths`` (n,) is how many units each passage has, every one counted.
    """

    vocabulary: Vocabulary
    ends: NDArray[np.int64]
    positions: NDArray[np.int32]
    counts: Counts
    lengths: NDArray[np.int32]

    @classmethod
    def load(cls, folder: Path, count: int) -> UnitCounts | None:
        """Open the words of a version of ``count`` passages and check all of it; positions and counts stay on disk.

        Returns:
            ``None`` where the version was made before there were such files, or has no words at all.

        Raises:
            IndexUnusableError: The files are damaged or some are gone.
        """
        try:
            if not any((folder / name).exists() for name in (COUNTS, LENGTHS)):
                return None
            positions, counts = (
                np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in (POSITIONS, COUNTS)
            )
            ends, lengths = (np.load(folder / name, allow_pickle=False) for name in (ENDS, LENGTHS))
            found = cls(Vocabulary.load(folder), ends, np.asarray(positions), np.asarray(counts), lengths)
            found._check(count)
            return found
        except UNREADABLE as error:
            raise IndexUnusableError(f"{folder} cannot be read as counted words ({error}); index again") from error

    def save(self, folder: Path) -> None:
        """Write them to a folder that is there."""
        self.vocabulary.save(folder)
        for name, array in (
            (ENDS, self.ends),
            (POSITIONS, self.positions),
            (COUNTS, self.counts),
            (LENGTHS, self.lengths),
        ):
            np.save(folder / name, array, allow_pickle=False)

    def _check(self, count: int) -> None:
        """Refuse counts that do not add up.

        Raises:
            ValueError: Sizes or numbers do not fit.
        """
        kinds = [array.dtype for array in (self.ends, self.positions, self.lengths)]
        if kinds != [np.int64, np.int32, np.int32] or self.counts.dtype.kind != "u":
            raise ValueError("numbers of another kind")
        sizes = (self.ends.shape, self.counts.shape, self.lengths.shape)
        if sizes != ((len(self.vocabulary) + 1,), self.positions.shape, (count,)) or self.positions.ndim != 1:
            raise ValueError("sizes that do not fit")
        if self.ends[0] != 0 or self.ends[-1] != len(self.positions) or (np.diff(self.ends) < 1).any():
            raise ValueError("units that do not fit")
        if not in_order(self.vocabulary.every()):
            raise ValueError("units out of order")
        lengths = np.zeros(count, dtype=np.float64)
        for begin in range(0, len(self.positions), _AT_ONCE):
            positions, counts = self.positions[begin : begin + _AT_ONCE + 1], self.counts[begin : begin + _AT_ONCE]
            rises = positions[1:] > positions[:-1]
            inner = self.ends[np.searchsorted(self.ends, begin + 1) :]
            rises[inner[: np.searchsorted(inner, begin + len(positions))] - begin - 1] = True
            if not rises.all() or not 0 <= positions.min() <= positions.max() < count or not counts.all():
                raise ValueError("no such passages")
            lengths += np.bincount(positions[: len(counts)], weights=counts, minlength=count)
        if not np.array_equal(lengths, self.lengths):
            raise ValueError("counts that do not add up")
