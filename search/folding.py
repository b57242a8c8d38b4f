"""Near-identical passages become one line: reports copy from each other and from last year's, and forty copies are one finding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.duplicates.resemblance import Hashes
from corpus.duplicates.shingle_sets import shingle_sets

SAME = 0.8
"""Share of the shingles of both together that two passages have in common, from which they say the same: two figures or a name may differ in a
paragraph, a sentence more may not."""
_SKETCH = 8
"""Smallest shingles by which passages find each other: two that share four in five of all share at least one of these, all but one pair in 100,000."""


def fold(texts: Sequence[str]) -> list[int]:
    """For each text, best ranked first, the place of the one that it is folded under: its own where it says something new."""
    return fold_sets(shingle_sets(texts))


def fold_sets(sets: Sequence[Hashes], most: int | None = None) -> list[int]:
    """The same of texts whose shingles are known.

    Args:
        sets: As :func:`corpus.duplicates.shingle_sets.shingle_sets` gives them.
        most: How many texts that say something new are wanted; those behind the last of them are only compared with these, and else keep their own place.
    """
    sketches = [own[:_SKETCH].tolist() for own in sets]
    leaders: dict[int, list[int]] = {}
    under: list[int] = []
    left = len(sets) if most is None else most
    for place, (own, sketch) in enumerate(zip(sets, sketches, strict=True)):
        near = sorted({other for shingle in sketch if shingle in leaders for other in leaders[shingle]})
        leader = next((other for other in near if _same(sets[other], own)), place)
        under.append(leader)
        if leader == place and left:
            left -= 1
            for shingle in sketch:
                leaders.setdefault(shingle, []).append(place)
    return under


def _same(a: Hashes, b: Hashes) -> bool:
    fewer, more = (a, b) if len(a) <= len(b) else (b, a)
    # So many have fewer than they would have to share even if they shared all.
    if len(fewer) < SAME * len(more) or not len(fewer):
        return len(a) == len(b)
    # Past the largest of those there are, where nothing is equal, the last stands for all.
    places = more.searchsorted(fewer)
    shared = int(np.count_nonzero(more.take(places, mode="clip") == fewer))
    return shared >= SAME * (len(a) + len(b) - shared)
