"""How close two statements are, on a scale that the corpus itself sets.

``closeness = words + 0.05 z``. *Words* is the share of the earlier statement's units, weighed by rarity, that stand in the later one. *z* is the cosine of the stored vectors in standard deviations above what
statements of unrelated townships reach, since cosines differ from encoder to encoder and from corpus to corpus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.report import Role
from embeddings.centring import centred
from indexer.index import Index
from insight.followup.statement import ROLES, Statement, Statements, Units, read_statements
from insight.scope import Authority

DENSE_WEIGHT = 0.05
"""Of a standard deviation; chosen on the development townships (docs/insight.md), any from 0.03 to 0.08 does as well."""
SAMPLE = 40
"""Reports, each of another authority, that tell what unrelated statements have in common."""

HALF_STEP = 0.0005
"""Closeness is told to three decimals."""

Kind = tuple[Role, Role]
"""What is compared with what: the role of the earlier and of the later statement."""
KINDS: tuple[Kind, ...] = ((Role.PLAN, Role.PRACTICE), (Role.PROBLEM, Role.PROBLEM), (Role.PLAN, Role.PROBLEM))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """In how many of the sampled reports of other authorities something as close is found, out of how many."""

    reports: int
    of: int


class _Postings:
    """Some statements by the units that stand in them."""

    def __init__(self, items: Sequence[Statement]) -> None:
        self._count = len(items)
        self._rows: dict[str, list[int]] = defaultdict(list)
        for row, item in enumerate(items):
            for unit in item.units:
                self._rows[unit].append(row)

    def shared(self, units: Units, idf: Callable[[str], float]) -> NDArray[np.float64]:
        """Weight of the units that each statement has in common with ``part``, shape (statements,)."""
        # Plain lists: a unit stands in few statements, and one step of numpy costs as much as ten of these.
        weights = [0.0] * self._count
        for unit in units:
            rows = self._rows.get(unit)
            if rows:
                weight = idf(unit)
                for row in rows:
                    weights[row] += weight
        return np.array(weights)


@dataclass(frozen=True, slots=True)
class _Sampled:
    """The sampled statements of a role, and which report of the sample each stands in."""

    postings: _Postings
    vectors: NDArray[np.float32]
    reports: NDArray[np.int64]


class Scale:
    """Measures closeness; made once for a version of an index, at a cost that does not grow with it."""

    def __init__(self, index: Index) -> None:
        self._dimension = index.manifest.dimension
        self._idf = cache(index.words.idf)
        self._sampled = _sample(index)
        self._means = {role: self._mean(role) for role in ROLES}
        self._spreads = {kind: self._spread(kind) for kind in KINDS}
        self._of_role = {role: self._of_sample(role) for role in {later for _, later in KINDS}}

    def closeness(self, earlier: Statements, later: Statements, kind: Kind) -> NDArray[np.float64]:
        """Closeness of each earlier statement to each later one, shape (earlier, later)."""
        cosines = self._cosines(earlier.vectors, later.vectors, kind)
        postings = _Postings(later.items)
        words = np.array([self._words(item, postings) for item in earlier.items])
        return words.reshape(cosines.shape) + self._dense(cosines, kind)

    def elsewhere(self, said: Statements, number: int, kind: Kind, least: float, authority: Authority) -> Elsewhere:
        """How many sampled reports of other authorities hold a statement at least so close to one.

        Args:
            said: The statements that it is one of.
            number: Which of them.
            kind: What it is compared with.
            least: The closeness to reach.
            authority: Whose statement it is.
        """
        sampled = self._of_role[kind[1]]
        words = self._words(said.items[number], sampled.postings)
        close = words + self._dense(self._cosines(said.vectors[number][None], sampled.vectors, kind)[0], kind)
        others = {number for number, who in enumerate(self._sampled) if who != authority}
        return Elsewhere(len(others & set(sampled.reports[close >= least - HALF_STEP].tolist())), len(others))

    def _words(self, item: Statement, postings: _Postings) -> NDArray[np.float64]:
        """The share of a statement's weight that each of the others holds, shape (others,)."""
        shares: NDArray[np.float64] = postings.shared(item.units, self._idf) / max(
            sum(map(self._idf, item.units)), 1e-9
        )
        return shares

    def _dense(self, cosines: NDArray[np.float32], kind: Kind) -> NDArray[np.float64]:
        mean, deviation = self._spreads[kind]
        return DENSE_WEIGHT * (cosines.astype(np.float64) - mean) / deviation

    def _cosines(self, earlier: NDArray[np.float32], later: NDArray[np.float32], kind: Kind) -> NDArray[np.float32]:
        cosines: NDArray[np.float32] = centred(earlier, self._means[kind[0]]) @ centred(later, self._means[kind[1]]).T
        return cosines

    def _vectors(self, role: Role) -> NDArray[np.float32]:
        """Of all sampled statements of a role, shape (n, dimension)."""
        none = np.zeros((0, self._dimension), dtype=np.float32)
        return np.concatenate([none, *(said[role].vectors for said in self._sampled.values())])

    def _mean(self, role: Role) -> NDArray[np.float32]:
        vectors = self._vectors(role)
        mean: NDArray[np.float32] = vectors.mean(axis=0) if len(vectors) else np.zeros(self._dimension, np.float32)
        return mean

    def _spread(self, kind: Kind) -> tuple[float, float]:
        """Mean and standard deviation of cosines between the statements of different authorities; of all where there is only one."""
        said = list(self._sampled.values())
        pairs = [
            self._cosines(a[kind[0]].vectors, b[kind[1]].vectors, kind).ravel()
            for a in said
            for b in said
            if a is not b or len(said) == 1
        ]
        values = np.concatenate(pairs or [np.zeros(0, np.float32)])
        deviation = float(values.std()) if len(values) > 1 else 0.0
        # Without anything to compare, a cosine of 1 counts as ten deviations, as it does in most corpora.
        return (float(values.mean()), deviation) if deviation > 1e-6 else (0.0, 0.1)

    def _of_sample(self, role: Role) -> _Sampled:
        said = [found[role] for found in self._sampled.values()]
        reports = np.repeat(np.arange(len(said)), [len(found.items) for found in said])
        return _Sampled(_Postings([item for found in said for item in found.items]), self._vectors(role), reports)


def _sample(index: Index) -> dict[Authority, dict[Role, Statements]]:
    """One report each of some authorities. Ids come from the content, so that the smallest are as good as drawn, and stay when a report is added."""
    chosen: dict[Authority, str] = {}
    for report in sorted(index.reports, key=lambda report: report.id):
        if len(chosen) < SAMPLE:
            chosen.setdefault(report.authority, report.id)
    return {authority: read_statements(index, identity) for authority, identity in chosen.items()}
