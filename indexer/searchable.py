"""The parts of a version that are made of the rest and only searched in: words, and the approximate kind of vectors; from those of the version before where these are sound."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from errors import IndexUnusableError
from indexer.catalogue import Catalogue
from indexer.index import NEAREST, VECTORS, WORDS
from indexer.known import Stored
from indexer.vectors import FaissStore
from indexer.vectors_nearest import Lists
from indexer.words_counts import UnitCounts
from indexer.words_made import write_words


def write_words_of(folder: Path, catalogue: Catalogue, positions: NDArray[np.int64], before: Stored | None) -> None:
    """Write the words of a version.

    Args:
        folder: The version.
        catalogue: Its own.
        positions: Of each passage its position in ``before``, -1 where it was not there, shape (passages,).
        before: The version that reports were carried over from.
    """
    counts = None
    if before is not None and not _damaged(before, WORDS):
        with suppress(IndexUnusableError):
            counts = UnitCounts.load(before.version / WORDS, before.manifest.passages)
    takes = positions if counts is not None else np.full(len(positions), -1, dtype=np.int64)
    fresh = catalogue.units(np.flatnonzero(takes < 0).tolist())
    write_words(folder / WORDS, counts, takes, fresh, len(positions))


def write_nearest(folder: Path, count: int, dimension: int, taken: NDArray[np.int64], before: Stored | None) -> None:
    """Write the approximate kind of a version's vectors, which are written already, if there are so many that it is wanted.

    Args:
        folder: The version.
        count: Its passages.
        dimension: Of the vectors.
        taken: Of each passage the position in ``before`` that has the same vector, -1 for none, shape (passages,).
        before: The version that vectors were taken over from.
    """
    if not Lists.wanted(count, dimension):
        return
    lists = None
    # Codes that are damaged cannot be told from others, and would be carried on for ever.
    if before is not None and _has(before, NEAREST) and not _damaged(before, NEAREST):
        with suppress(IndexUnusableError):
            lists = Lists.load(before.version / NEAREST, before.manifest.passages, dimension)
    Lists.updated(lists, taken, written_vectors(folder, count, dimension)).save(folder / NEAREST)


def written_vectors(folder: Path, count: int, dimension: int) -> NDArray[np.float32]:
    """The vectors of a version that is being written, memory-mapped, shape (count, dimension)."""
    path = folder / VECTORS
    return FaissStore.stored(path, count, dimension, path.stat().st_size)


def _has(stored: Stored, part: str) -> bool:
    return _any_of(part, stored.manifest.files)


def _damaged(stored: Stored, part: str) -> bool:
    return _any_of(part, stored.damaged)


def _any_of(part: str, names: Iterable[str]) -> bool:
    return any(name.startswith(f"{part}/") for name in names)
