"""The units of a word index in ascending order: opened in no time however many they are, since nothing is built of them.

Versions that were made before have their units as JSON instead (:func:`load_numbers` reads both).
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

UNITS, UNIT_ENDS = "units.npy", "unit_ends.npy"
OLD_UNITS = "vocab.index.json"

_REMEMBERED = 2**16
"""Units whose number is remembered: questions come back to the same few thousand."""

Number = Callable[[str], int | None]
"""The number of a unit, ``None`` for an unknown one."""


class Vocabulary:
    """Units by number, ascending by code points. ``text`` is all of them in UTF-8, one after the other; ``ends`` (units + 1,) says where each begins and ends."""

    def __init__(self, text: bytes, ends: NDArray[np.int64]) -> None:
        self._text = text
        self._ends = np.ascontiguousarray(ends).data
        self.number: Number = lru_cache(_REMEMBERED)(self._find)

    @classmethod
    def of(cls, units: Sequence[bytes]) -> Vocabulary:
        """Make one of different units in UTF-8, ascending."""
        ends = np.zeros(len(units) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(len, units), dtype=np.int64, count=len(units)), out=ends[1:])
        return cls(b"".join(units), ends)

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """Open what :meth:`save` wrote.

        Raises:
            ValueError: The files are damaged, or what NumPy raises (:data:`indexer.arrays.UNREADABLE`).
            OSError: They are gone.
        """
        text, ends = (np.load(folder / name, allow_pickle=False) for name in (UNITS, UNIT_ENDS))
        if (text.dtype, ends.dtype, text.ndim, ends.ndim) != (np.uint8, np.int64, 1, 1):
            raise ValueError("units of another kind")
        if not len(ends) or ends[0] != 0 or ends[-1] != len(text) or (np.diff(ends) < 0).any():
            raise ValueError("units that do not fit")
        return cls(text.tobytes(), ends)

    def save(self, folder: Path) -> None:
        """Write them to a folder that is there."""
        np.save(folder / UNITS, np.frombuffer(self._text, dtype=np.uint8), allow_pickle=False)
        np.save(folder / UNIT_ENDS, np.asarray(self._ends), allow_pickle=False)

    def every(self) -> list[bytes]:
        """All units in UTF-8, by number."""
        return [self._text[begin:end] for begin, end in pairwise(self._ends)]

    def __len__(self) -> int:
        return len(self._ends) - 1

    def _find(self, unit: str) -> int | None:
        wanted = encoded(unit)
        place = bisect_left(range(len(self)), wanted, key=self._unit)
        return place if place < len(self) and self._unit(place) == wanted else None

    def _unit(self, number: int) -> bytes:
        return self._text[self._ends[number] : self._ends[number + 1]]


def encoded(unit: str) -> bytes:
    """A unit in UTF-8, which sorts as its code points do; whatever a text holds can be written."""
    return unit.encode("utf-8", "surrogatepass")


def in_order(units: Iterable[bytes]) -> bool:
    """Whether each unit is greater than the one before."""
    return all(one < other for one, other in pairwise(units))


def load_numbers(folder: Path) -> Number:
    """The numbers of the units of a word index, of now or of before.

    Raises:
        ValueError: The files are damaged, or what NumPy raises (:data:`indexer.arrays.UNREADABLE`).
        OSError: They are gone.
    """
    if not (folder / OLD_UNITS).exists():
        return Vocabulary.load(folder).number
    told = json.loads((folder / OLD_UNITS).read_bytes().decode("utf-8", "surrogatepass"))
    if not isinstance(told, dict) or not all(isinstance(number, int) for number in told.values()):
        raise ValueError("units of another kind")
    return told.get
