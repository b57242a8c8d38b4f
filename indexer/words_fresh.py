"""Units of new passages are counted as they come, without a Python object for each: in blocks, which a build keeps in files meanwhile."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.words_counts import Counts
from indexer.words_vocabulary import encoded

_BLOCK = 2_000_000
"""Units that are counted at a time."""


class _Numbers(dict[str, int]):
    """Units are numbered as they are met."""

    def __missing__(self, unit: str) -> int:
        number = self[unit] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Block:
    """Some passages' units, unit by unit: positions and counts, both of shape (postings,); ``ends`` (units + 1,) says where each unit's begin and end."""

    ends: NDArray[np.int64]
    positions: NDArray[np.int32]
    counts: Counts


class FreshUnits:
    """What passages that are not carried over hold. Units are numbered as they are met: those of ``units``."""

    def __init__(self, passages: Iterable[tuple[int, Sequence[str]]], folder: Path | None = None) -> None:
        """Count the units of passages, by position.

        Args:
            passages: Each passage's position and units; taken once.
            folder: Where blocks are kept, and stay; in memory if ``None``.
        """
        self._folder = folder
        self.blocks: list[Block] = []
        self._numbers = _Numbers()
        self._positions, self._lengths, self._counted = array("q"), array("i"), 0
        units = array("i")
        for position, own in passages:
            units.extend(map(self._numbers.__getitem__, own))
            self._positions.append(position)
            self._lengths.append(len(own))
            if len(units) >= _BLOCK:
                self._count(units)
                units = array("i")
        if units:
            self._count(units)

    @property
    def units(self) -> list[bytes]:
        """The units in UTF-8, by number."""
        return [encoded(unit) for unit in self._numbers]

    @property
    def positions(self) -> NDArray[np.int64]:
        """Positions of the passages in the order in which they came, shape (n,)."""
        return np.array(self._positions, dtype=np.int64)

    @property
    def lengths(self) -> NDArray[np.int32]:
        """How many units each of these has, shape (n,)."""
        return np.array(self._lengths, dtype=np.int32)

    def _count(self, units: array[int]) -> None:
        """Count the units of the passages that have come since the last block."""
        from scipy.sparse import csr_matrix

        positions = np.array(self._positions[self._counted :], dtype=np.int32)
        ends = np.concatenate([[0], np.cumsum(self._lengths[self._counted :], dtype=np.int64)])
        self._counted = len(self._positions)
        one = np.ones(len(units), dtype=np.int8)
        table = csr_matrix(
            (one, np.frombuffer(units, dtype=np.int32), ends), (len(positions), len(self._numbers))
        ).tocsc()
        # A passage that holds a unit several times stands so often, one beside the other.
        first = np.ones(len(units), dtype=np.bool_)
        first[1:] = table.indices[1:] != table.indices[:-1]
        first[table.indptr[table.indptr < len(units)]] = True
        starts = np.flatnonzero(first)
        counts = np.diff(starts, append=len(units))
        block = Block(
            np.searchsorted(starts, table.indptr).astype(np.int64),
            positions[table.indices[starts]],
            counts.astype(np.min_scalar_type(int(counts.max()))),
        )
        self.blocks.append(block if self._folder is None else self._kept(block))

    def _kept(self, block: Block) -> Block:
        paths = [self._folder / f"{len(self.blocks)}.{name}.npy" for name in ("positions", "counts")]  # type: ignore[operator]
        for path, held in zip(paths, (block.positions, block.counts), strict=True):
            np.save(path, held, allow_pickle=False)
        return Block(block.ends, *(np.asarray(np.load(path, mmap_mode="r", allow_pickle=False)) for path in paths))
