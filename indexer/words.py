"""The words leg: BM25 over the units of a text, stored as plain arrays and JSON."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from errors import IndexUnusableError
from indexer.arrays import UNREADABLE
from indexer.words_best import Posting, Wanted, find_best, scores_of

K1 = 1.5
B = 0.75

Concept = Sequence[Mapping[str, float]]
"""Wordings of one thing that is asked for, each as its units with their weights; a passage counts by the one it holds best."""


class WordIndex:
    """BM25 scores of every passage for a question's units: :func:`indexer.segmentation.units`.

    Scores follow Lucene's formula: ``idf = ln(1 + (N - df + 0.5) / (df + 0.5))``, ``tf / (tf + k1 (1 - b + b dl / avgdl))``.
    """

    def __init__(self, retriever: object | None, count: int) -> None:
        self._retriever = retriever
        self._count = count
        self._most: dict[str, float] = {}

    @classmethod
    def from_units(cls, documents: Sequence[Sequence[str]]) -> WordIndex:
        """Index one list of units a passage, in the order of passages."""
        bm25s = _library()
        if not any(documents):
            return cls(None, len(documents))
        retriever = bm25s.BM25(method="lucene", k1=K1, b=B)
        retriever.index([list(document) for document in documents], show_progress=False)
        return cls(retriever, len(documents))

    @classmethod
    def load(cls, folder: Path, count: int) -> WordIndex:
        """Open what :meth:`save` wrote; the arrays stay on disk and are read as needed.

        Raises:
            IndexUnusableError: The files are damaged or gone.
        """
        bm25s = _library()
        try:
            if not any(folder.iterdir()):
                return cls(None, count)
            retriever = bm25s.BM25.load(folder, mmap=True, allow_pickle=False, show_progress=False)
            kinds = {name: held.dtype.kind for name, held in retriever.scores.items() if hasattr(held, "dtype")}
            if kinds != {"data": "f", "indices": "i", "indptr": "i"}:
                raise ValueError("arrays of another kind")
            return cls(retriever, count)
        except UNREADABLE as error:
            raise IndexUnusableError(
                f"{folder} cannot be read as words ({type(error).__name__}); index again"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the index to a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._retriever is not None:
            self._retriever.save(folder, allow_pickle=False, show_progress=False)  # type: ignore[attr-defined]

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
            if bounds:
                held = self._retriever.scores  # type: ignore[union-attr]
                try:
                    scores[held["indices"][slice(*bounds)]] += np.float32(weight) * held["data"][slice(*bounds)]
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
        if bounds is None:
            return None
        held = self._retriever.scores  # type: ignore[union-attr]
        # As plain arrays: every slice of a memory-mapped one costs as much as a search in it.
        positions, values = (np.asarray(held[name])[slice(*bounds)] for name in ("indices", "data"))
        most = self._most.get(unit)
        if most is None:
            most = self._most[unit] = float(values.max(initial=0))
        return Posting(positions, values, np.float32(weight), weight * most)

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
        number = None if self._retriever is None else self._retriever.vocab_dict.get(unit)  # type: ignore[attr-defined]
        if number is None:
            return None
        bounds = self._retriever.scores["indptr"]  # type: ignore[union-attr]
        try:
            return int(bounds[number]), int(bounds[number + 1])
        except (IndexError, TypeError) as error:
            raise IndexUnusableError("The index's words are damaged; index again") from error


def _library() -> ModuleType:
    """bm25s without the debug messages that it turns on when it is imported."""
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    module: ModuleType = bm25s
    return module
