"""Near-identical passages become one line: reports copy from each other and from last year's, and forty copies are one finding."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from corpus.duplicates.resemblance import Hashes, normalised, shingles

SAME = 0.8
"""Share of the shingles of both together that two passages have in common, from which they say the same: two figures or a name may differ in a
paragraph, a sentence more may not."""
_SKETCH = 8
"""Smallest shingles by which passages find each other: two that share four in five of all share at least one of these, all but one pair in 100,000."""


def fold(texts: Sequence[str]) -> list[int]:
    """For each text, best ranked first, the place of the one that it is folded under: its own where it says something new."""
    sets = [_shingles(text) for text in texts]
    leaders: dict[int, list[int]] = {}
    under: list[int] = []
    for place, own in enumerate(sets):
        sketch = own[:_SKETCH].tolist()
        near = sorted({other for shingle in sketch for other in leaders.get(shingle, ())})
        leader = next((other for other in near if _same(sets[other], own)), place)
        under.append(leader)
        if leader == place:
            for shingle in sketch:
                leaders.setdefault(shingle, []).append(place)
    return under


def _same(a: Hashes, b: Hashes) -> bool:
    fewer, more = (a, b) if len(a) <= len(b) else (b, a)
    # So many have fewer than they would have to share even if they shared all.
    if len(fewer) < SAME * len(more) or not len(fewer):
        return len(a) == len(b)
    places = np.searchsorted(more, fewer)
    places[places == len(more)] = 0
    shared = np.count_nonzero(more[places] == fewer)
    return bool(shared >= SAME * (len(a) + len(b) - shared))


@lru_cache(maxsize=20_000)
def _shingles(text: str) -> Hashes:
    """Ascending, each once."""
    return np.unique(shingles(normalised(text)))
