"""How much of one text stands in another, whatever a format did to its width, its marks, its spaces or its script.

Texts are compared by their shingles: all pieces of ``SHINGLE`` characters, as 64-bit hashes. A sketch keeps a fixed share of the
distinct hashes, the smallest ones, so that sketches of two texts keep the same pieces of what both hold (the FracMinHash of Irber
et al. 2022); it estimates containment, which a MinHash of fixed size cannot do for a cut-off copy.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.text.script import simplified

Hashes = NDArray[np.uint64]

SHINGLE = 5
"""Characters. Shorter ones are shared by unrelated reports, longer ones suffer more from a wrongly recognised character."""
SKETCH_SHARE = 16
"""One of so many distinct hashes is in the sketch."""
SMALLEST_SKETCH = 32
"""Hashes, so that a short text can be found too."""
_FEWEST = 16
"""Hashes in common range below which an estimate is worth nothing."""

_ANCHOR = 16
"""Shingles in a row that are no chance: the name of the authority, which a cut-off copy shares with the signature, is shorter."""
_LAYOUT = re.compile(r"[\W_]+")
_MIX = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts share.

    ``contained`` is the share of the shorter text's shingles that stand in the longer one, 0 to 1. ``own`` are, for the first and the
    second text, the lengths in characters of the stretches between shared ones that only this text has; what stands ahead of
    the first long shared stretch and behind the last is left out, since sites put their own things there.
    """

    contained: float
    own: tuple[tuple[int, ...], tuple[int, ...]]


def normalised(text: str) -> str:
    """The letters, Han characters and digits of a text, half-width, simplified, in lower case."""
    return simplified(_LAYOUT.sub("", unicodedata.normalize("NFKC", text))).casefold()


def shingles(plain: str) -> Hashes:
    """Hash of the shingle at each position of a normalised text, at least one, shape (positions,)."""
    codes = np.frombuffer(plain.ljust(SHINGLE).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    hashes = np.zeros(len(codes) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):
        hashes = (hashes ^ codes[place : place + len(hashes)]) * _MIX[0]
        hashes ^= hashes >> np.uint64(29)
    # The last steps of splitmix64: the sketch takes the smallest hashes, so every bit must depend on every character.
    hashes = (hashes ^ (hashes >> np.uint64(30))) * _MIX[1]
    hashes = (hashes ^ (hashes >> np.uint64(27))) * _MIX[2]
    mixed: Hashes = hashes ^ (hashes >> np.uint64(31))
    return mixed


def sketch(hashes: Hashes) -> Hashes:
    """The smallest of the distinct hashes, ascending."""
    distinct = np.unique(hashes)
    kept = int(np.searchsorted(distinct, np.uint64(2**64 // SKETCH_SHARE)))
    return distinct[: max(kept, SMALLEST_SKETCH)]


def sketch_of(text: str) -> Hashes:
    """The sketch of a text as it was read."""
    return sketch(shingles(normalised(text)))


def estimated_containment(a: Hashes, b: Hashes) -> float:
    """About how much of the text with the fewer shingles stands in the other one; 1 where too little is left to tell.

    The sketch of a short text reaches further up, so only the part that both sketches cover is compared.
    """
    limit = min(a[-1], b[-1])
    a, b = a[a <= limit], b[b <= limit]
    fewer = min(len(a), len(b))
    return len(np.intersect1d(a, b, assume_unique=True)) / fewer if fewer >= _FEWEST else 1.0


def compare(a: Hashes, b: Hashes) -> Likeness:
    """What two texts share, told exactly from all their shingles."""
    shared = np.isin(a, b), np.isin(b, a)
    shorter = shared[int(len(b) < len(a))]
    return Likeness(float(shorter.mean()), (_own(shared[0]), _own(shared[1])))


def _own(shared: NDArray[np.bool_]) -> tuple[int, ...]:
    """Lengths of the stretches of own characters between shared ones: a changed character spoils all shingles that hold it."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], shared.astype(np.int8), [0]])))
    anchors = [(begin, end) for begin, end in edges.reshape(-1, 2).tolist() if end - begin >= _ANCHOR]
    if not anchors:
        return ()
    places = np.flatnonzero(shared[anchors[0][0] : anchors[-1][1]])
    spoiled = np.diff(places) - 1
    # Where the other text merely has something more, only the shingles across the joint are spoiled.
    return tuple(int(length) for length in spoiled[spoiled >= SHINGLE] - (SHINGLE - 1))
