"""The best passages of the words leg, a few of them scored exactly instead of all.

Everything is added up once without order, which only bounds what a passage scores (a concept counts by its best wording, here by all of them together). The
passages that lead tell what the best must have; those that may have that are scored again in the order in which everything would be added up, so that scores
and order are those of the plain sum to the last bit. Where a question has many common units, as a whole passage has, these are only looked up in the passages
that may still come in, as MaxScore does (Turtle and Flood 1995), if that is done sooner. Blocks with bounds of their own do not pay: passages of one
kind of report have the same common units, so that every second block of 32, and nearly every one of 128, may hold one of the best 100 (docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.words_postings import Positions, Scores, Wanted, scores_of

_GROUP = 64
"""Passages of which the best one stands for all where the k-th best sum is estimated from below."""
_RANGE = 2**18
"""Passages whose sums are added up at a time, so that they stay in the processor's cache."""
_REST = 0.2
"""Share of the highest possible score that the common units may have together if they are to be looked up only."""
_LOOK_UP = 30
"""How many scores are added up in the time that it takes to look one passage up in one unit's."""
_CALL = 5_000
"""How many scores are added up in the time that it takes to look nothing up in one unit's."""
_LEADERS = 1.3
"""So many times as many passages as are wanted are counted in full to tell what the best must have."""
_MANY = 4
"""So many times as many passages as are wanted are scored in full without further ado."""
_ROUNDING = 1e-5
"""Share of the highest possible score by which sums in another order may differ."""


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
        pool, scores = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    elif allowed is not None and some is not None and _few(concepts, some):
        pool = np.flatnonzero(allowed)
        scores = scores_of(concepts, pool)
    else:
        sums = _Sums(concepts, count, k, None if some == count else allowed)
        pool = sums.pool()
        scores = sums.exact(pool)
    found = np.flatnonzero(scores > 0)
    order = found[np.lexsort((pool[found], -scores[found]))][:k]
    return pool[order], scores[order]


def _few(concepts: Sequence[Wanted], some: int) -> bool:
    """Whether so few passages may be found that looking all of them up is done sooner than adding up."""
    units = sum(len(wording) for concept in concepts for wording in concept.wordings)
    return some * units * _LOOK_UP < sum(concept.size for concept in concepts)


class _Sums:
    """Sums over all passages, of a concept's wordings all together, and the score that the k-th best will have at least."""

    def __init__(self, concepts: Sequence[Wanted], count: int, k: int, allowed: NDArray[np.bool_] | None) -> None:
        self._plain = concepts
        self._allowed = allowed
        # What the wordings of a concept together are above its best is not bounded by what it weighs.
        highest = sum(posting.most for concept in concepts for posting in concept.every)
        self._rounding = _ROUNDING * highest + 1e-9
        self._k = k
        self._least = 0.0
        self._rest = 0.0
        self._total = np.zeros(count, dtype=np.float32)
        self._tops = self._total[:0]
        self._scored, self._scores = np.array([-1]), np.zeros(1, dtype=np.float32)

    def pool(self) -> Positions:
        """Passages among which the best are, ascending; some of them may score 0."""
        rare, common = _parted(self._plain)
        self._add(rare)
        if common:
            self._probe()
            self._rest = sum(concept.most for concept in common)
            found = self._above(self._bar) if self._bar > 0 else None
            units = sum(len(concept.every) for concept in self._plain)
            if found is not None and len(found) * units * _LOOK_UP < sum(concept.size for concept in common):
                return self._closer(found, common)
            self._rest = 0.0
            self._add(common)
        self._probe()
        return self._closer(self._above(max(self._bar, 0.0)), ())

    def _add(self, concepts: Sequence[Wanted]) -> None:
        """Add concepts up, some passages at a time."""
        postings = [posting for concept in concepts for posting in concept.every]
        bounds = np.append(np.arange(0, len(self._total), _RANGE), len(self._total)).astype(np.int32)
        parts = [posting.positions.searchsorted(bounds).astype(np.int32) for posting in postings]
        for place in range(len(bounds) - 1):
            for posting, part in zip(postings, parts, strict=True):
                posting.add_to(self._total, part[place : place + 2])
        if self._allowed is not None:
            np.multiply(self._total, self._allowed, out=self._total)
        groups = len(self._total) // _GROUP
        self._tops = self._total[: groups * _GROUP].reshape(_GROUP, -1).max(axis=0)

    @property
    def _bar(self) -> float:
        """What a passage must have by now to come in still."""
        return self._least - self._rest - self._rounding

    def _probe(self) -> None:
        """Raise what the best must have by what leads so far."""
        leaders = self._above(self._leading())
        self._raise(leaders, self._total.take(leaders))

    def _raise(self, pool: Positions, bounds: Scores) -> None:
        """Count everything for the passages of the highest bounds: the k-th of these is the least that the best will have."""
        if len(pool) < self._k:
            return
        leaders = int(_LEADERS * self._k)
        if len(pool) > leaders:
            pool = np.sort(pool[np.argpartition(bounds, -leaders)[-leaders:]])
        scores = self.exact(pool)
        self._least = max(self._least, float(np.partition(scores, -self._k)[-self._k]))

    def exact(self, pool: Positions) -> Scores:
        """Scores of passages, ascending, shape (n,): those of :func:`scores_of`, each looked up once."""
        places = self._scored.searchsorted(pool)
        known = self._scored.take(places, mode="clip") == pool
        scores = self._scores.take(places, mode="clip")
        if not known.all():
            scores[~known] = scores_of(self._plain, pool[~known])
            every = np.concatenate([self._scored, pool[~known]])
            order = np.argsort(every)
            self._scored, self._scores = every[order], np.concatenate([self._scores, scores[~known]])[order]
        return scores

    def _leading(self) -> float:
        """Just below a sum that at least k passages reach: the k-th of the best of each group where there are enough groups."""
        sums = self._tops if len(self._tops) >= 4 * self._k else self._total
        reached = float(np.partition(sums, -self._k)[-self._k]) if len(sums) > self._k else 0.0
        return max(0.0, reached * (1 - 1e-6))

    def _above(self, bar: float) -> Positions:
        """Passages with more than ``bar``, which is not below 0, ascending."""
        groups, whole = np.flatnonzero(self._tops > bar), len(self._tops) * _GROUP
        if len(groups) * 4 > len(self._tops):
            return np.flatnonzero(self._total > bar)
        rows, columns = np.nonzero(self._total[:whole].reshape(_GROUP, -1)[:, groups] > bar)
        tail = whole + np.flatnonzero(self._total[whole:] > bar)
        return np.sort(np.concatenate([rows * len(self._tops) + groups[columns], tail]))

    def _closer(self, pool: Positions, common: Sequence[Wanted]) -> Positions:
        """Those that may still come in when ``common``, which have not been added up, are looked up, and concepts of many wordings count by the best."""
        bounds = self._total.take(pool)
        added = [concept for concept in self._plain if concept not in common and concept.excess]
        left = [(concept, False) for concept in sorted(common, key=lambda concept: -concept.most)]
        left += [(concept, True) for concept in sorted(added, key=lambda concept: -concept.excess)]
        for concept, counted in left:
            if len(pool) <= _MANY * self._k:
                break
            wanted, known = pool.astype(np.int32), dict[int, Scores]()
            bounds += concept.look_up(wanted, known)
            if counted:
                for posting in concept.every:
                    bounds -= posting.look_up(wanted, known)
                # Those that led before did so by wordings of which only one counts.
                self._raise(pool, bounds)
            else:
                self._rest -= concept.most
            stay = bounds > self._bar
            pool, bounds = pool[stay], bounds[stay]
        return pool


def _parted(concepts: Sequence[Wanted]) -> tuple[Sequence[Wanted], Sequence[Wanted]]:
    """Concepts of rare units, and of common ones, which may be worth looking up only; mostly there are none of these."""
    ordered = sorted((concept for concept in concepts if concept.size), key=lambda concept: concept.size)
    left, highest = sum(concept.most for concept in ordered), _REST * sum(concept.most for concept in ordered)
    place = 0
    while place < len(ordered) and left > highest:
        left -= ordered[place].most
        place += 1
    rare, common = ordered[:place], ordered[place:]
    units = sum(len(wording) for concept in ordered for wording in concept.wordings)
    # Whether it is worth it is only known when the leaders have been looked up in all units.
    if sum(concept.size for concept in common) < 4 * units * _CALL:
        return ordered, ()
    return rare, common
