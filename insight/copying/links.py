"""Which forms of sentences are nearly the same, found without looking at every pair.

Forms that share a band key are candidates. A key that common wording shares with thousands does not make all their pairs candidates: each is compared with the first
of them and with its ``NEIGHBOURS`` next ones in the order of their next key, so that those which share two keys meet, and within that in the order of places, where the same
authority's and the same county's stand. So the work grows as n log n.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from insight.copying.columns import Forms
from insight.copying.minhash import BANDS
from insight.copying.nouns import NEAR

NEIGHBOURS = 16
_PAIRS_AT_ONCE = 100_000
_HALF = np.uint64(32)
_BITS = 256


@dataclass(frozen=True, slots=True)
class Links:
    """Forms that are nearly the same, each pair in both directions.

    Those of form ``f`` are ``other[bounds[f]:bounds[f + 1]]``; ``likeness`` is the share of shingles in common, in percent, rounded down.
    """

    bounds: NDArray[np.int64]
    other: NDArray[np.int32]
    likeness: NDArray[np.uint8]

    def of(self, form: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """The forms nearly the same as this one, and how near."""
        own = slice(int(self.bounds[form]), int(self.bounds[form + 1]))
        return self.other[own], self.likeness[own]


def find_links(forms: Forms, count: int) -> Links:
    """Compare all candidates.

    Args:
        forms: The forms that are judged.
        count: How many forms there are in all, judged or not.
    """
    sizes = np.diff(forms.bounds)
    prints = _fingerprints(forms)
    pairs: list[NDArray[np.int64]] = []
    likenesses: list[NDArray[np.uint8]] = []
    seen = np.zeros(0, dtype=np.int64)
    for band in range(BANDS):
        fresh = candidates(forms.keys[:, band], forms.keys[:, (band + 1) % BANDS])
        fresh = fresh[_possible(fresh, prints, sizes)]
        fresh = fresh[~_contained(fresh, seen)]
        likeness = _likeness(forms, fresh)
        near = likeness >= NEAR
        pairs.append(fresh[near])
        likenesses.append((likeness[near] * 100).astype(np.uint8))
        seen = np.union1d(seen, fresh)
    return _both_ways(np.concatenate(pairs), np.concatenate(likenesses), forms.number, count)


def candidates(keys: NDArray[np.uint32], then: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Pairs of places with the same key, the smaller first, as ``one * len(keys) + other``, each once, ascending.

    Args:
        keys: A key a form.
        then: By which those of one key are ordered.
    """
    order = np.lexsort((then, keys)).astype(np.int64)
    ordered = keys[order]
    begins = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(order) else order
    first = np.repeat(begins, np.diff(np.concatenate([begins, [len(order)]])))
    met = [
        (same, same + step)
        for step in range(1, NEIGHBOURS + 1)
        for same in [np.flatnonzero(ordered[step:] == ordered[:-step])]
    ]
    behind = np.flatnonzero(np.arange(len(order)) - first > NEIGHBOURS)
    met.append((first[behind], behind))
    one, other = (order[np.concatenate(side)] for side in zip(*met, strict=True))
    return np.unique(np.minimum(one, other) * len(keys) + np.maximum(one, other))


def _fingerprints(forms: Forms) -> NDArray[np.uint64]:
    """For each form which of ``_BITS`` classes of shingles it has, shape (forms, ``_BITS`` / 64)."""
    prints = np.zeros((len(forms.number), _BITS // 64), dtype=np.uint64)
    owner = np.repeat(np.arange(len(forms.number)), np.diff(forms.bounds))
    bit = forms.shingles % _BITS
    np.bitwise_or.at(prints, (owner, bit // 64), np.uint64(1) << (bit % 64).astype(np.uint64))
    return prints


def _possible(pairs: NDArray[np.int64], prints: NDArray[np.uint64], sizes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs may be near: a class of shingles that only one of them has is at least one shingle that they do not share.

    That drops nothing that is near, and nearly all that is not, at a fiftieth of the cost of comparing.
    """
    found = [np.zeros(0, dtype=bool)]
    for chunk in _chunks(pairs):
        one, other = chunk // len(sizes), chunk % len(sizes)
        alone = np.bitwise_count(prints[one] & ~prints[other]).sum(axis=1, dtype=np.int64)
        beside = np.bitwise_count(prints[other] & ~prints[one]).sum(axis=1, dtype=np.int64)
        most = np.minimum(sizes[one] - alone, sizes[other] - beside)
        found.append(most >= NEAR * (sizes[one] + sizes[other] - most))
    return np.concatenate(found)


def _likeness(forms: Forms, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share of the shingles of both together that the two of each pair have in common."""
    found = [np.zeros(0)]
    sizes = np.diff(forms.bounds)
    for chunk in _chunks(pairs):
        one, other = chunk // len(sizes), chunk % len(sizes)
        shared = np.zeros(len(chunk), dtype=np.int64)
        both = np.sort(np.concatenate([_shingles(forms, one, sizes), _shingles(forms, other, sizes)]))
        twice = both[1:][both[1:] == both[:-1]] >> _HALF
        shared += np.bincount(twice.astype(np.int64), minlength=len(chunk))
        found.append(shared / (sizes[one] + sizes[other] - shared))
    return np.concatenate(found)


def _shingles(forms: Forms, rows: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The shingles of these forms one behind the other, each with its place among the rows above it."""
    lengths = sizes[rows]
    ends = np.cumsum(lengths)
    places = np.arange(ends[-1]) + np.repeat(forms.bounds[rows] - (ends - lengths), lengths)
    owner = np.repeat(np.arange(len(rows), dtype=np.uint64), lengths)
    marked: NDArray[np.uint64] = (owner << _HALF) | forms.shingles[places].astype(np.uint64)
    return marked


def _chunks(pairs: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    for begin in range(0, len(pairs), _PAIRS_AT_ONCE):
        yield pairs[begin : begin + _PAIRS_AT_ONCE]


def _contained(values: NDArray[np.int64], ascending: NDArray[np.int64]) -> NDArray[np.bool_]:
    if not len(ascending):
        return np.zeros(len(values), dtype=bool)
    places = np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)
    contained: NDArray[np.bool_] = ascending[places] == values
    return contained


def _both_ways(pairs: NDArray[np.int64], likeness: NDArray[np.uint8], number: NDArray[np.int32], count: int) -> Links:
    one, other = number[pairs // max(len(number), 1)], number[pairs % max(len(number), 1)]
    begin, end = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.lexsort((end, begin))
    bounds = np.searchsorted(begin[order], np.arange(count + 1))
    return Links(bounds.astype(np.int64), end[order], np.concatenate([likeness, likeness])[order])
