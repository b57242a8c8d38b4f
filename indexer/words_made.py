"""A word index is made of the counts of the version before and of the units of what has come since.

Everything but the counts of single passages changes with every build, since rarity and mean length do: it is computed anew, some units at a time, so that
neither all postings nor all units stand in memory. The result depends on the passages alone, whatever was known before.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from indexer.words_counts import COUNTS, ENDS, LENGTHS, POSITIONS, VALUES, Counts, UnitCounts
from indexer.words_fresh import FreshUnits
from indexer.words_vocabulary import Vocabulary

K1 = 1.5
B = 0.75

_AT_ONCE = 2**20
"""Postings that are made at a time, and at least those of one unit."""
_FRESH = "fresh"

Fresh = Iterable[tuple[int, Sequence[str]]]
"""Position and units of each passage that is not carried over."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Counts of some passages, unit by unit. ``number`` gives a unit's number here by its number in the version, -1 for none.

    ``target`` is the new position of each old one, -1 where it does not stay; ``None`` where positions are the new ones already.
    """

    ends: NDArray[np.int64]
    positions: NDArray[np.int32]
    counts: Counts
    number: NDArray[np.int64]
    target: NDArray[np.int32] | None = None

    def of(self, begin: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.int32], Counts]:
        """Postings of the units from ``begin`` to ``end`` of the version: unit (from 0), position and count, each of shape (n,)."""
        units = np.flatnonzero(self.number[begin:end] >= 0)
        numbers = self.number[begin:end][units]
        sizes = self.ends[numbers + 1] - self.ends[numbers]
        where = _ranges(self.ends[numbers], sizes)
        units, positions, counts = np.repeat(units, sizes), self.positions[where], self.counts[where]
        if self.target is None:
            return units, positions, counts
        positions = self.target.take(positions)
        if (stay := positions >= 0).all():
            return units, positions, counts
        return units[stay], positions[stay], counts[stay]


@dataclass(frozen=True, slots=True)
class MadeWords:
    """A word index in memory: the counts, and of each posting its BM25 score, shape (postings,)."""

    counts: UnitCounts
    values: NDArray[np.float32]

    @classmethod
    def of(cls, before: UnitCounts | None, takes: NDArray[np.int64], fresh: Fresh, count: int) -> MadeWords:
        """See :func:`write_words`."""
        plan = _Plan(before, takes, FreshUnits(fresh), count)
        columns = {name: np.zeros(plan.postings, dtype=kind) for name, kind in plan.kinds.items()}
        begin = 0
        for made in plan.made():
            end = begin + len(made[POSITIONS])
            for name, column in columns.items():
                column[begin:end] = made[name]
            begin = end
        counts = UnitCounts(plan.vocabulary, plan.ends, columns[POSITIONS], columns[COUNTS], plan.lengths)
        return cls(counts, columns[VALUES])

    def save(self, folder: Path) -> None:
        """Write it to a folder that is there."""
        self.counts.save(folder)
        np.save(folder / VALUES, self.values, allow_pickle=False)


def write_words(folder: Path, before: UnitCounts | None, takes: NDArray[np.int64], fresh: Fresh, count: int) -> None:
    """Write a word index, part by part, to a folder of its own; :class:`indexer.words.WordIndex` opens it.

    Args:
        folder: Made if it is not there.
        before: What is known of the version before; ``None``: nothing.
        takes: Of each passage the position in the version before whose units it has, or -1 where ``fresh`` gives them; shape (count,).
        fresh: Position and units of each of the others; taken once, quickest in the order of positions.
        count: How many passages there are.

    Raises:
        ValueError: A passage's units are given twice or not at all.
        OSError: The disk is full or broken.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = folder / _FRESH
    parts.mkdir()
    plan = _Plan(before, takes, FreshUnits(fresh, parts), count)
    if plan.postings:
        plan.vocabulary.save(folder)
        np.save(folder / ENDS, plan.ends, allow_pickle=False)
        np.save(folder / LENGTHS, plan.lengths, allow_pickle=False)
        _write_columns(folder, plan)
    # Where files that are open cannot be removed, the plan must be gone first.
    del plan
    shutil.rmtree(parts)


def _write_columns(folder: Path, plan: _Plan) -> None:
    files: dict[str, BinaryIO] = {}
    try:
        for name, kind in plan.kinds.items():
            files[name] = (folder / name).open("wb")
            header = {"descr": np.lib.format.dtype_to_descr(kind), "fortran_order": False, "shape": (plan.postings,)}
            np.lib.format.write_array_header_1_0(files[name], header)
        for made in plan.made():
            for name, column in made.items():
                files[name].write(np.ascontiguousarray(column).data)
    finally:
        for file in files.values():
            file.close()


class _Plan:
    """What a word index will hold, known before any posting of it is made: units, how many passages hold each, lengths."""

    def __init__(self, before: UnitCounts | None, takes: NDArray[np.int64], fresh: FreshUnits, count: int) -> None:
        _check(before, takes, fresh, count)
        self._count = count
        self.lengths = np.zeros(count, dtype=np.int32)
        self.lengths[fresh.positions] = fresh.lengths
        targets: list[NDArray[np.int32]] = []
        if before is not None:
            carried = np.flatnonzero(takes >= 0)
            self.lengths[carried] = before.lengths[takes[carried]]
            targets = list(_targets(takes, len(before.lengths)))
        stay = [_staying(before, target) for target in targets] if before is not None else []
        widest = max((most for _, most in stay), default=0)
        names = before.vocabulary.every() if before is not None else []
        held = sum((sizes for sizes, _ in stay), np.zeros(len(names), dtype=np.int64))
        units, of_old, of_fresh = _joined(
            [name if size else None for name, size in zip(names, held.tolist(), strict=True)], fresh.units
        )
        self.vocabulary = Vocabulary.of(units)
        frequency = np.where(of_old >= 0, held[of_old], 0) if len(names) else np.zeros(len(units), dtype=np.int64)
        self._pieces = [
            _Piece(before.ends, before.positions, before.counts, of_old, target)
            for target in targets
            if before is not None
        ]
        for block in fresh.blocks:
            # A block knows only the units that had been met by then.
            number = np.where(of_fresh < len(block.ends) - 1, of_fresh, -1)
            self._pieces.append(_Piece(block.ends, block.positions, block.counts, number))
            frequency += np.where(number >= 0, np.diff(block.ends)[number], 0)
            widest = max(widest, int(block.counts.max(initial=0)))
        self.ends = np.zeros(len(units) + 1, dtype=np.int64)
        np.cumsum(frequency, out=self.ends[1:])
        self.kinds = {POSITIONS: np.dtype(np.int32), COUNTS: np.min_scalar_type(widest), VALUES: np.dtype(np.float32)}

    @property
    def postings(self) -> int:
        """How many pairs of a unit and a passage that holds it there are."""
        return int(self.ends[-1])

    def made(self) -> Iterator[dict[str, NDArray[Any]]]:
        """Positions, counts and values, some units at a time."""
        mean = self.lengths.sum(dtype=np.int64) / max(1, self._count)
        # As bm25s, and Lucene, compute it: in double precision, rarity alone rounded before.
        longer = K1 * ((1 - B) + B * self.lengths / max(mean, 1e-9))
        rarity = _rarity(np.diff(self.ends), self._count)
        for begin, end in _steps(self.ends):
            units, positions, counts = self._joined(begin, end)
            times = counts.astype(np.float64)
            values = (rarity[begin:end][units] * (times / (longer.take(positions) + times))).astype(np.float32)
            yield {POSITIONS: positions, COUNTS: counts.astype(self.kinds[COUNTS], copy=False), VALUES: values}

    def _joined(self, begin: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.int32], Counts]:
        """The postings of some units in the order of units and positions."""
        found = [piece.of(begin, end) for piece in self._pieces]
        units, positions, counts = (np.concatenate(parts) for parts in zip(*found, strict=True))
        keys = units * self._count + positions
        if not (keys[1:] > keys[:-1]).all():
            # Each piece is mostly in order already, which this way of sorting makes use of.
            order = np.argsort(keys, kind="stable")
            units, positions, counts = units[order], positions[order], counts[order]
        return units, positions, counts


def _check(before: UnitCounts | None, takes: NDArray[np.int64], fresh: FreshUnits, count: int) -> None:
    """Refuse passages without units, or with those of two.

    Raises:
        ValueError: There are such.
    """
    given = np.zeros(count, dtype=np.int64)
    np.add.at(given, fresh.positions, 1)
    known = 0 if before is None else len(before.lengths)
    if takes.shape != (count,) or (takes >= known).any() or not np.array_equal(given, takes < 0):
        raise ValueError("each passage must be carried over or given once")


def _targets(takes: NDArray[np.int64], known: int) -> Iterator[NDArray[np.int32]]:
    """New positions by old ones, -1 for none; one more of these where an old passage is taken once more."""
    left = np.flatnonzero(takes >= 0)
    while len(left):
        target = np.full(known, -1, dtype=np.int32)
        # Of several the first, so that what is left are the others.
        target[takes[left[::-1]]] = left[::-1]
        yield target
        left = left[target[takes[left]] != left]


def _staying(before: UnitCounts, target: NDArray[np.int32]) -> tuple[NDArray[np.int64], int]:
    """How many passages of each unit stay, and how often one of them holds one at most."""
    stays = target >= 0
    if stays.all():
        return np.diff(before.ends), int(before.counts.max(initial=0))
    sizes, most = np.zeros(len(before.ends) - 1, dtype=np.int64), 0
    for begin, end in _steps(before.ends):
        part = slice(before.ends[begin], before.ends[end])
        own = stays.take(before.positions[part])
        sizes[begin:end] = np.add.reduceat(own, before.ends[begin:end] - before.ends[begin], dtype=np.int64)
        most = max(most, int((before.counts[part] * own).max(initial=0)))
    return sizes, most


def _joined(
    names: Sequence[bytes | None], fresh: Sequence[bytes]
) -> tuple[list[bytes], NDArray[np.int64], NDArray[np.int64]]:
    """All units in order, and of each its number among the old ones (those that stay) and among the fresh, -1 for none."""
    old = {name: number for number, name in enumerate(names) if name is not None}
    new = {name: number for number, name in enumerate(fresh)}
    units = sorted([*old, *sorted(new.keys() - old.keys())])
    of_old, of_new = (np.fromiter((of.get(name, -1) for name in units), np.int64, len(units)) for of in (old, new))
    return units, of_old, of_new


def _steps(ends: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of units with not many more postings than are made at a time."""
    marks = np.arange(_AT_ONCE, ends[-1], _AT_ONCE)
    bounds = np.unique(np.concatenate([[0], np.searchsorted(ends, marks), [len(ends) - 1]]))
    yield from pairwise(bounds.tolist())


def _ranges(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> slice | NDArray[np.int64]:
    """Where ranges lie, as one where they lie one after the other."""
    if not len(starts):
        return slice(0, 0)
    if (starts[1:] == (starts + sizes)[:-1]).all():
        return slice(starts[0], starts[-1] + sizes[-1])
    shifts = starts - np.concatenate([[0], np.cumsum(sizes)[:-1]])
    found: NDArray[np.int64] = np.repeat(shifts, sizes) + np.arange(sizes.sum())
    return found


def _rarity(frequency: NDArray[np.int64], count: int) -> NDArray[np.float32]:
    """Lucene's idf of units that stand in so many passages."""
    different, which = np.unique(frequency, return_inverse=True)
    # By the C library's logarithm: NumPy's may differ by the processor, and an index depends on its files alone.
    rarity = [math.log(1 + (count - holding + 0.5) / (holding + 0.5)) for holding in different.tolist()]
    found: NDArray[np.float32] = np.array(rarity, dtype=np.float32)[which]
    return found
