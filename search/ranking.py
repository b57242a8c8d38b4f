"""Two legs become one order: scores of each leg are put on one scale and added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.index import Index

CANDIDATES = 100
"""Passages taken from each leg before they are fused."""
WORDS_WEIGHT = 0.5
"""Share of the words leg when every word of the question is known; weights of 0.4 to 0.6 rank alike."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates best first. All arrays have shape (n,); ranks count from 1, 0 where a leg did not find the passage."""

    positions: NDArray[np.int64]
    scores: NDArray[np.float32]
    dense: NDArray[np.float32]
    words: NDArray[np.float32]
    dense_ranks: NDArray[np.int64]
    words_ranks: NDArray[np.int64]


def rank(
    index: Index,
    query: NDArray[np.float32] | None,
    words: Sequence[str],
    allowed: NDArray[np.bool_],
    *,
    words_weight: float = WORDS_WEIGHT,
    candidates: int = CANDIDATES,
) -> Ranking:
    """Rank the allowed passages for a question.

    Args:
        index: The index.
        query: The question's vector, shape (dimension,); ``None`` ranks by words alone.
        words: The question's words; none ranks by vectors alone.
        allowed: Shape (passages,): which passages may be found.
        words_weight: Share of the words leg from 0 to 1, before it is scaled by how much of the question the index knows: to an
            English question over Chinese reports the words leg has nothing to say but noise.
        candidates: How many each leg puts forward.
    """
    by_words = np.where(allowed, index.words.scores(words), 0).astype(np.float32)
    word_positions = _top(by_words, candidates)
    if query is None:
        dense_positions, dense_scores = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    else:
        dense_positions, dense_scores = index.vectors.search(query, candidates, allowed)
    positions = np.union1d(dense_positions, word_positions)
    weight = 1.0 if query is None else words_weight * known_share(index, words)
    dense = (
        index.vectors.take(positions) @ query
        if query is not None and len(positions)
        else np.zeros(len(positions), np.float32)
    )
    fused = (1 - weight) * _standard(dense, dense_scores) + weight * _standard(
        by_words[positions], by_words[word_positions]
    )
    order = np.lexsort((positions, -fused))
    positions = positions[order]
    return Ranking(
        positions,
        fused[order].astype(np.float32),
        dense[order],
        by_words[positions],
        _ranks(positions, dense_positions),
        _ranks(positions, word_positions),
    )


def known_share(index: Index, words: Sequence[str]) -> float:
    """Share of the question that the index knows, each word weighed by how rare it is; 0 for no words."""
    weights = {word: index.words.idf(word) for word in words}
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if index.words.knows(word)) / total if total else 0.0


def _top(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Positions of the k largest scores above zero, best first; equal scores in the order of positions."""
    found = np.flatnonzero(scores > 0)
    if len(found) > k:
        threshold = np.partition(scores[found], -k)[-k]
        found = found[scores[found] >= threshold]
    return found[np.lexsort((found, -scores[found]))][:k]


def _standard(scores: NDArray[np.float32], own: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores in standard deviations from the mean of the leg's own candidates."""
    if not len(own):
        return np.zeros(len(scores), dtype=np.float32)
    spread = float(own.std())
    return (scores - float(own.mean())) / (spread if spread > 1e-6 else 1.0)


def _ranks(positions: NDArray[np.int64], leg: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rank of each position in a leg's own order, from 1; 0 where it is not there."""
    rank_of = {int(position): rank for rank, position in enumerate(leg, 1)}
    return np.array([rank_of.get(int(position), 0) for position in positions], dtype=np.int64)
