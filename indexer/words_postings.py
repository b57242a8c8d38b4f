"""The postings of a question: of each unit the passages that hold it with what it weighs there, added up or looked up."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Posting:
    """The passages that hold a unit, ascending and among all there are, with their scores; both of shape (n,). ``unit`` tells it from others, ``most`` is the highest of the weighted scores."""

    positions: NDArray[np.int32]
    values: Scores
    unit: int
    weight: np.float32
    most: float

    def check(self, count: int) -> None:
        """Refuse what :meth:`add_to` would be led astray by.

        Raises:
            IndexError: Positions lie beyond the passages, or have no scores.
        """
        found = self.positions
        if len(self.values) != len(found) or (len(found) and not 0 <= found.min() <= found.max() < count):
            raise IndexError("positions beyond the last passage")

    def add_to(self, total: Scores, part: NDArray[np.int32]) -> None:
        """Add some of the weighted scores, those from ``part[0]`` to ``part[1]``, to those of all passages, shape (passages,); both must have been checked."""
        # The kernel by which SciPy multiplies sparse matrices takes a fifth of the time of total[positions] += values. It checks nothing.
        if csc_matvec is None:
            some = slice(*part)
            total[self.positions[some]] += self.weight * self.values[some]
            return
        csc_matvec(len(total), 1, part, self.positions, self.values, np.array([self.weight]), total)

    def look_up(self, wanted: NDArray[np.int32], known: dict[int, Scores]) -> Scores:
        """Weighted scores of these passages, 0 for one without the unit; shape of ``wanted``. ``known`` has what units weigh in them that were looked up before."""
        found = known.get(self.unit)
        if found is None:
            places = self.positions.searchsorted(wanted)
            found = known[self.unit] = self.values.take(places, mode="clip")
            found[self.positions.take(places, mode="clip") != wanted] = 0
        return found * self.weight


@dataclass(frozen=True, slots=True, eq=False)
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

    @property
    def excess(self) -> float:
        """By how much its units together may be above the best wording, at most."""
        return sum(posting.most for posting in self.every) if len(self.wordings) > 1 else 0.0

    def look_up(self, wanted: NDArray[np.int32], known: dict[int, Scores]) -> Scores:
        """Scores of these passages, shape of ``wanted``, added up as the plain sum does."""
        best = np.zeros(len(wanted), dtype=np.float32)
        for wording in self.wordings:
            own = np.zeros(len(wanted), dtype=np.float32)
            for posting in wording:
                own += posting.look_up(wanted, known)
            np.maximum(best, own, out=best)
        return best


def scores_of(concepts: Sequence[Wanted], positions: Positions) -> Scores:
    """Scores of passages, shape (n,): equal to the plain sum bit by bit."""
    total = np.zeros(len(positions), dtype=np.float32)
    wanted = positions.astype(np.int32)
    known: dict[int, Scores] = {}
    for concept in concepts:
        if len(concept.wordings) == 1:
            for posting in concept.wordings[0]:
                total += posting.look_up(wanted, known)
        else:
            total += concept.look_up(wanted, known)
    return total
