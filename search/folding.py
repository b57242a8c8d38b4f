"""Near-identical passages become one line: reports copy from each other and from last year's, and forty copies are one finding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.duplicates.resemblance import Hashes, normalised, shingles

SAME = 0.8
"""Share of the shingles of both together that two passages have in common, from which they say the same: two figures or a name may differ in a
paragraph, a sentence more may not."""


def fold(texts: Sequence[str]) -> list[int]:
    """For each text, best ranked first, the place of the one that it is folded under: its own where it says something new."""
    sets = [_shingles(text) for text in texts]
    leaders: list[int] = []
    under: list[int] = []
    for place, own in enumerate(sets):
        leader = next((other for other in leaders if _same(sets[other], own)), place)
        under.append(leader)
        if leader == place:
            leaders.append(place)
    return under


def _same(a: Hashes, b: Hashes) -> bool:
    # The smaller set can share at most its own size, which settles most pairs without comparing them.
    fewer, more = sorted((len(a), len(b)))
    if fewer < SAME * more:
        return False
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared >= SAME * (len(a) + len(b) - shared)


def _shingles(text: str) -> Hashes:
    return np.unique(shingles(normalised(text)))
