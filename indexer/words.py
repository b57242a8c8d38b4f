"""The words leg: BM25 over the units of a text, in plain arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from errors import IndexUnusableError
from indexer.arrays import UNREADABLE
from indexer.words_best import find_best
from indexer.words_counts import ENDS, POSITIONS, VALUES, UnitCounts
from indexer.words_made import K1, B, Fresh, MadeWords
from indexer.words_postings import Posting, Wanted, scores_of
from indexer.words_vocabulary import Number, load_numbers

__all__ = ["K1", "B", "Concept", "WordIndex"]

Concept = Sequence[Mapping[str, float]]
"""Wordings of one thing that is asked for, each as its units with their weights; a passage counts by the one it holds best."""


@dataclass(frozen=True, slots=True)
class Held:
    """Postings: of the unit of a number those from ``ends[number]`` to ``ends[number + 1]``, as positions, ascending, and BM25 scores."""

    ends: NDArray[np.int64]
    positions: NDArray[np.int32]
    values: NDArray[np.float32]


class WordIndex:
    """BM25 scores of every passage for a question's units: :func:`indexer.segmentation.units`.

    Scores follow Lucene's formula: ``idf = ln(1 + (N - df + 0.5) / (df + 0.5))``, ``tf / (tf + k1 (1 - b + b dl / avgdl))``.
    """

    def __init__(self, count: int, number: Number, held: Held | None, made: MadeWords | None = None) -> None:
        """Use :meth:`load`, or :meth:`made`."""
        self._count = count
        self._number = number
        self._held = held
        self._made = made
        self._most: dict[str, float] = {}

    @classmethod
    def from_units(cls, documents: Sequence[Sequence[str]]) -> WordIndex:
        """Index one list of units a passage, in the order of passages."""
        takes = np.full(len(documents), -1, dtype=np.int64)
        return cls.made(None, takes, enumerate(documents), len(documents))

    @classmethod
    def made(cls, before: UnitCounts | None, takes: NDArray[np.int64], fresh: Fresh, count: int) -> WordIndex:
        """Make one in memory: see :func:`indexer.words_made.write_words`, which writes it."""
        made = MadeWords.of(before, takes, fresh, count)
        held = Held(made.counts.ends, made.counts.positions, made.values) if len(made.values) else None
        return cls(count, made.counts.vocabulary.number, held, made)

    @classmethod
    def load(cls, folder: Path, count: int) -> WordIndex:
        """Open what :meth:`save` wrote, or :func:`indexer.words_made.write_words`, now or before; the arrays stay on disk and are read as needed.

        Raises:
            IndexUnusableError: The files are damaged or gone.
        """
        try:
            if not any(folder.iterdir()):
                return cls(count, _none, None)
            # As plain arrays: every slice of a memory-mapped one costs as much as a search in it.
            arrays = (
                np.asarray(np.load(folder / name, mmap_mode="r", allow_pickle=False))
                for name in (ENDS, POSITIONS, VALUES)
            )
            held = Held(*arrays)
            if [array.dtype.kind for array in (held.ends, held.positions, held.values)] != ["i", "i", "f"]:
                raise ValueError("arrays of another kind")
            return cls(count, load_numbers(folder), held)
        except UNREADABLE as error:
            raise IndexUnusableError(
                f"{folder} cannot be read as words ({type(error).__name__}); index again"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the index that :meth:`made` made to a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._made is not None and self._held is not None:
            self._made.save(folder)

    def scores(self, concepts: Iterable[Concept]) -> NDArray[np.float32]:
        """BM25 score of every passage, shape (passages,): the sum over concepts, of each its best wording; 0 where none stands.

        Takes as long as there are passages: :meth:`best` and :meth:`scores_of` give the same numbers where not all are wanted.

        Raises:
            IndexUnusableError: The files are damaged.
        """
        total = np.zeros(self._count, dtype=np.float32)
        for concept in concepts:
            if len(concept) == 1:
                self._add(concept[0], total)
                continue
            best = np.zeros(self._count, dtype=np.float32)
            for wording in concept:
                own = np.zeros(self._count, dtype=np.float32)
                self._add(wording, own)
                np.maximum(best, own, out=best)
            total += best
        return total

    def _add(self, wording: Mapping[str, float], scores: NDArray[np.float32]) -> None:
        for unit, weight in wording.items():
            bounds = self._bounds(unit)
            if bounds and self._held is not None:
                try:
                    scores[self._held.positions[slice(*bounds)]] += (
                        np.float32(weight) * self._held.values[slice(*bounds)]
                    )
                except (IndexError, ValueError) as error:
                    raise IndexUnusableError("The index's words are damaged; index again") from error

    def best(
        self, concepts: Iterable[Concept], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Positions and scores of the k passages that score highest above 0, best first, equal ones in the order of positions.

        Args:
            concepts: What is asked for.
            k: At most this many.
            allowed: Shape (passages,), true where a passage may be found; all if ``None``.

        Raises:
            IndexUnusableError: The files are damaged.
        """
        try:
            return find_best(self._wanted(concepts), self._count, k, allowed)
        except (IndexError, ValueError) as error:
            raise IndexUnusableError("The index's words are damaged; index again") from error

    def scores_of(self, concepts: Iterable[Concept], positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Scores of the passages at these positions, shape (n,).

        Raises:
            IndexUnusableError: The files are damaged.
        """
        try:
            return scores_of(self._wanted(concepts), positions)
        except (IndexError, ValueError) as error:
            raise IndexUnusableError("The index's words are damaged; index again") from error

    def _wanted(self, concepts: Iterable[Concept]) -> list[Wanted]:
        return [Wanted(self._postings(concept), self._each(concept)) for concept in concepts]

    def _postings(self, concept: Concept) -> tuple[tuple[Posting, ...], ...]:
        found = ((self._posting(unit, weight) for unit, weight in wording.items()) for wording in concept)
        return tuple(tuple(posting for posting in wording if posting is not None) for wording in found)

    def _each(self, concept: Concept) -> tuple[Posting, ...]:
        """Every unit of a concept once, with the highest of its weights."""
        weights: dict[str, float] = {}
        for wording in concept:
            for unit, weight in wording.items():
                weights[unit] = max(weight, weights.get(unit, 0.0))
        [found] = self._postings([weights])
        return found

    def _posting(self, unit: str, weight: float) -> Posting | None:
        bounds = self._bounds(unit)
        if bounds is None or self._held is None:
            return None
        positions, values = self._held.positions[slice(*bounds)], self._held.values[slice(*bounds)]
        most = self._most.get(unit)
        if most is not None:
            return Posting(positions, values, bounds[0], np.float32(weight), weight * most)
        most = float(values.max(initial=0))
        posting = Posting(positions, values, bounds[0], np.float32(weight), weight * most)
        posting.check(self._count)
        self._most[unit] = most
        return posting

    def knows(self, unit: str) -> bool:
        """Whether any passage holds the unit."""
        return self._bounds(unit) is not None

    def idf(self, unit: str) -> float:
        """How rare the unit is: Lucene's idf; for an unknown one that of a unit in no passage."""
        bounds = self._bounds(unit)
        frequency = bounds[1] - bounds[0] if bounds else 0
        return float(np.log(1 + (self._count - frequency + 0.5) / (frequency + 0.5)))

    def _bounds(self, unit: str) -> tuple[int, int] | None:
        """Where the passages of a unit begin and end in the arrays; ``None`` for an unknown one."""
        number = self._number(unit)
        if number is None or self._held is None:
            return None
        try:
            return int(self._held.ends[number]), int(self._held.ends[number + 1])
        except (IndexError, TypeError) as error:
            raise IndexUnusableError("The index's words are damaged; index again") from error


def _none(_unit: str) -> None:
    """No unit is known."""
