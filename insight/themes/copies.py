"""Near-identical points are one wording: what is copied from year to year or from a neighbour must not make a theme by itself.

The same measure as in the results of a search (:mod:`search.folding`), but candidates are found by bands of minima (Broder 1997; Leskovec et al., Mining of
Massive Datasets, 3.4), since a hundred thousand points of one genre share many of the pieces by which a hundred hits find each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.duplicates.resemblance import Hashes, normalised, shingles
from search.folding import SAME

_BANDS, _ROWS = 6, 3
"""Two texts that share four in five pieces agree in one of the bands with 0.987, two that share a quarter with 0.09."""
_MOST_TRIED = 32
"""Leaders of one band that a text is compared with, so that the work grows with the number of texts and no faster."""
_SALTS = np.random.default_rng(20220601).integers(1, 2**63, size=(_BANDS * _ROWS, 1), dtype=np.uint64) | np.uint64(1)


def fold_points(texts: Sequence[str]) -> list[int]:
    """For each text the place of the first one that says the same, its own where it is the first."""
    sets: list[Hashes] = []
    exact: dict[str, int] = {}
    leaders: dict[tuple[int, bytes], list[int]] = {}
    under: list[int] = []
    for place, text in enumerate(texts):
        written = normalised(text)
        if written in exact:
            sets.append(sets[exact[written]])
            under.append(exact[written])
            continue
        own = np.unique(shingles(written))
        sets.append(own)
        bands = _bands(own)
        near = sorted({other for band in bands for other in leaders.get(band, ())[:_MOST_TRIED]})
        leader = next((other for other in near if _same(sets[other], own)), place)
        under.append(leader)
        exact[written] = leader
        if leader == place:
            for band in bands:
                leaders.setdefault(band, []).append(place)
    return under


def _bands(own: Hashes) -> list[tuple[int, bytes]]:
    mixed = own[None, :] * _SALTS
    least = (mixed ^ (mixed >> np.uint64(31))).min(axis=1).reshape(_BANDS, _ROWS)
    return [(number, row.tobytes()) for number, row in enumerate(least)]


def _same(a: Hashes, b: Hashes) -> bool:
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared >= SAME * (len(a) + len(b) - shared)
