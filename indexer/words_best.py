"""The best passages of the words leg without adding up what stands in nearly all of them: MaxScore (Turtle and Flood 1995) over arrays.

Concepts are added up the rare ones first. As soon as all that is left could not lift a passage that has none of them so far into the best, the common
ones (single characters that stand in most passages) are only looked up, in the passages that may still come in. What remains is scored once more in the
order in which everything would be added up, so that scores and order are those of the plain sum to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

try:
    # No public name leads to this kernel without copies of all that it is given; a SciPy without it is as good, and slower.
    from scipy.sparse._sparsetools import csc_matvec
except ImportError:
    csc_matvec = None

Positions = NDArray[np.int64]
Scores = NDArray[np.float32]

_BLOCK = 64
"""Passages of which the best one stands for all where the k-th best score is estimated from below."""
_PROBED = 0.5
"""Share of the highest possible score that is left when the leaders so far are scored in full."""
_WORTH = 500_000
"""How many scores are added up in the time that it takes to score the leaders in full."""
_LOOK_UP = 30
"""How many scores are added up in the time that it takes to look one passage up in one unit's."""
_MANY = 8
"""So many times as many passages as are wanted are scored in full without further ado."""
_ROUNDING = 1e-5
"""Share of the highest possible score by which sums in another order may differ."""


@dataclass(frozen=True, slots=True)
class Posting:
    """The passages that hold a unit, ascending, with their scores; both of shape (n,). ``most`` is the highest of the weighted scores."""

    positions: NDArray[np.int32]
    values: Scores
    weight: np.float32
    most: float

    def add_to(self, total: Scores) -> None:
        """Add the weighted scores to those of all passages, shape (passages,).

        Raises:
            IndexError: The positions lead astray.
        """
        count = len(self.positions)
        if not count:
            return
        # The kernel by which SciPy multiplies sparse matrices takes a fifth of the time of total[positions] += values. It checks nothing.
        if len(self.values) != count or not 0 <= self.positions.min() <= self.positions.max() < len(total):
            raise IndexError("positions beyond the last passage")
        if csc_matvec is None:
            total[self.positions] += self.weight * self.values
            return
        ends = np.array([0, count], dtype=np.int32)
        csc_matvec(len(total), 1, ends, self.positions, self.values, np.array([self.weight]), total)

    def look_up(self, wanted: NDArray[np.int32]) -> Scores:
        """Weighted scores of these passages, 0 for one without the unit; shape of ``wanted``."""
        found = np.zeros(len(wanted), dtype=np.float32)
        places = np.searchsorted(self.positions, wanted)
        places[places == len(self.positions)] = 0
        held = np.flatnonzero(self.positions[places] == wanted)
        found[held] = self.weight * self.values[places[held]]
        return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """A concept: its wordings, each as the postings of its units; a passage counts by the wording it holds best. Weights are not below 0.

    ``every`` is each unit once, with the highest of its weights: what these add up to is not less than the best wording.
    """

    wordings: tuple[tuple[Posting, ...], ...]
    every: tuple[Posting, ...]

    @property
    def most(self) -> float:
        """No passage scores more."""
        return max((sum(posting.most for posting in wording) for wording in self.wordings), default=0.0)

    @property
    def size(self) -> int:
        """How many scores would be added up."""
        return sum(len(posting.positions) for posting in self.every)

    def look_up(self, wanted: NDArray[np.int32], total: Scores) -> None:
        """Add the scores of these passages to ``total``, in the order of the plain sum."""
        if len(self.wordings) == 1:
            for posting in self.wordings[0]:
                total += posting.look_up(wanted)
            return
        best = np.zeros(len(wanted), dtype=np.float32)
        for wording in self.wordings:
            own = np.zeros(len(wanted), dtype=np.float32)
            for posting in wording:
                own += posting.look_up(wanted)
            np.maximum(best, own, out=best)
        total += best


def scores_of(concepts: Sequence[Wanted], positions: Positions) -> Scores:
    """Scores of passages, shape (n,): equal to the plain sum bit by bit."""
    total = np.zeros(len(positions), dtype=np.float32)
    wanted = positions.astype(np.int32)
    for concept in concepts:
        concept.look_up(wanted, total)
    return total


def find_best(
    concepts: Sequence[Wanted], count: int, k: int, allowed: NDArray[np.bool_] | None = None
) -> tuple[Positions, Scores]:
    """Positions and scores of the k best passages that score above 0, best first, equal ones in the order of positions.

    Args:
        concepts: What is asked for, in the order of the plain sum.
        count: Number of passages.
        k: At most this many.
        allowed: Shape (count,), true where a passage may be found; all if ``None``.
    """
    some = None if allowed is None else int(np.count_nonzero(allowed))
    if k <= 0 or some == 0:
        pool = np.zeros(0, dtype=np.int64)
    elif allowed is not None and some is not None and _few(concepts, some):
        pool = np.flatnonzero(allowed)
    else:
        pool = _Sums(concepts, count, k, None if some == count else allowed).pool()
    scores = scores_of(concepts, pool)
    found = np.flatnonzero(scores > 0)
    order = found[np.lexsort((pool[found], -scores[found]))][:k]
    return pool[order], scores[order]


def _few(concepts: Sequence[Wanted], some: int) -> bool:
    """Whether so few passages may be found that looking all of them up is done sooner than adding up."""
    units = sum(len(wording) for concept in concepts for wording in concept.wordings)
    return some * units * _LOOK_UP < sum(concept.size for concept in concepts)


class _Sums:
    """Sums over all passages so far, of a concept's wordings all together, and the score that the k-th best will have at least."""

    def __init__(self, concepts: Sequence[Wanted], count: int, k: int, allowed: NDArray[np.bool_] | None) -> None:
        self._plain = concepts
        self._left = sorted((concept for concept in concepts if concept.size), key=lambda concept: concept.size)
        self._rest = self._most = sum(concept.most for concept in self._left)
        # What the wordings of a concept together are above its best is not bounded by what it weighs.
        highest = sum(posting.most for concept in concepts for posting in concept.every)
        self._rounding = _ROUNDING * highest + 1e-9
        self._k = k
        self._least = 0.0
        # What may not be found stays below everything, whatever is added to it.
        self._total = (
            np.zeros(count, dtype=np.float32)
            if allowed is None
            else np.where(allowed, np.float32(0), np.float32(-np.inf))
        )

    def pool(self) -> Positions:
        """Passages among which the best are, ascending; some of them may score 0."""
        while self._left and self._least <= self._rest + self._rounding:
            concept = self._left.pop(0)
            self._add(concept)
            # Before what has been added is more than the rest, no sum decides anything.
            if not self._least and self._rest < _PROBED * self._most and self._ahead() > _WORTH:
                self._probe()
        self._probe()
        found = np.flatnonzero(self._total > max(self._bar, 0))
        while self._left and len(found) > _MANY * self._k:
            concept = self._left.pop(0)
            self._add(concept)
            found = found[self._total.take(found) > self._bar]
        return found

    def _ahead(self) -> int:
        return sum(concept.size for concept in self._left)

    def _add(self, concept: Wanted) -> None:
        for posting in concept.every:
            posting.add_to(self._total)
        self._rest -= concept.most

    @property
    def _bar(self) -> float:
        """What a passage must have by now to come in still."""
        return self._least - self._rest - self._rounding

    def _probe(self) -> None:
        """Count everything for the passages that lead so far: the k-th of these is the least that the best will have."""
        bar = max(self._leading(), 1e-9)
        leaders = np.flatnonzero(self._total >= bar)
        if len(leaders) < self._k:
            return
        if len(leaders) > 2 * self._k:
            leaders = np.sort(leaders[np.argpartition(self._total[leaders], -2 * self._k)[-2 * self._k :]])
        scores = scores_of(self._plain, leaders)
        self._least = max(self._least, float(np.partition(scores, -self._k)[-self._k]))

    def _leading(self) -> float:
        """A sum that at least k passages reach: the k-th of the best of each block where there are enough blocks."""
        whole = len(self._total) // _BLOCK
        enough = whole >= 4 * self._k
        sums = self._total[: whole * _BLOCK].reshape(-1, _BLOCK).max(axis=1) if enough else self._total
        return float(np.partition(sums, -self._k)[-self._k]) if len(sums) > self._k else 0.0
