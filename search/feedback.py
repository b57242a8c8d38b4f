"""What the first hits have in common speaks for the passages that share it: pseudo relevance feedback.

The first hit of a question is nearly always right; what an order lacks is places 4 to 10, where a dozen townships tell of the same matter in other words than
the question's. The first passages' mean vector (Rocchio) and the units that stand out in them (the relevance model RM3) rank the candidates once more, beside
what the question itself says. The first hit stays first, and the further it stands above the next the less the three say: where only one passage answers,
what resembles it must not pass it.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from corpus.text.script import plain
from indexer.index import Index
from indexer.segmentation import units
from indexer.words import Concept

FIRST = 3
"""Passages that are looked at. Of 1 to 6, this was best on the tuning questions, and beyond 4 what has one answer suffers."""
UNITS = 20
"""Units taken from them: 10 and 40 ranked alike."""
IN_COMMON = 2
"""A unit stands out if it is in so many of them."""
VECTOR_WEIGHT = 0.35
"""Standard deviations that one of closeness to the mean vector is worth; 0.25 to 0.45 ranked alike."""
UNITS_WEIGHT = 0.35
"""The same for BM25 of the units in common."""


def fed_back(
    index: Index,
    positions: NDArray[np.int64],
    scores: NDArray[np.float32],
    vectors: NDArray[np.float32] | None,
    *,
    with_words: bool,
) -> NDArray[np.float32]:
    """Scores of candidates with what the first of them say for the others, shape (n,).

    Args:
        index: The index.
        positions: Candidates, ascending, shape (n,).
        scores: What the question alone says for each, in standard deviations, shape (n,).
        vectors: Theirs, shape (n, dimension); ``None`` where the dense leg is left out.
        with_words: Whether the words leg is at work.
    """
    if len(positions) <= FIRST:
        return scores
    first = np.lexsort((positions, -scores))[:FIRST]
    told, share = scores.copy(), _alike(scores[first])
    if vectors is not None:
        told += share * VECTOR_WEIGHT * _standard(_closeness(vectors, first))
    if with_words:
        told += share * UNITS_WEIGHT * _standard(index.words.scores_of(_in_common(index, positions[first]), positions))
    told[first[0]] = np.nextafter(told.max(), np.float32(np.inf))
    return told


def _alike(best: NDArray[np.float32]) -> np.float32:
    """How near the others of the first come to the very first, from 0 to 1: scores are measured from the mean candidate."""
    return np.float32(np.clip(best[1:].mean() / best[0], 0, 1)) if best[0] > 0 else np.float32(1)


def _closeness(vectors: NDArray[np.float32], first: NDArray[np.int64]) -> NDArray[np.float32]:
    """Mean cosine of each candidate to the first, less what all candidates have in common, shape (n,)."""
    own = vectors - vectors.mean(axis=0)
    own /= np.linalg.norm(own, axis=1, keepdims=True) + 1e-9
    closeness: NDArray[np.float32] = own @ own[first].mean(axis=0)
    return closeness


def _in_common(index: Index, first: NDArray[np.int64]) -> list[Concept]:
    """What stands out in the first passages: units of several characters in most of them and in few others."""
    passages = index.catalogue.passages([int(position) for position in first])
    held = Counter(unit for passage in passages for unit in set(units(plain(passage.text))) if len(unit) > 1)
    common = {unit: count / FIRST for unit, count in held.items() if count >= IN_COMMON}
    standing = sorted(common, key=lambda unit: (-common[unit] * index.words.idf(unit), unit))
    return [({unit: common[unit]},) for unit in standing[:UNITS]]


def _standard(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores in standard deviations from their mean; all 0 where they do not differ."""
    spread = float(scores.std())
    standard: NDArray[np.float32] = (scores - scores.mean()) / np.float32(spread if spread > 1e-6 else 1.0)
    return standard
