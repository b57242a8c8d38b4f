"""Shingles of many short texts at once: the same as :func:`corpus.duplicates.resemblance.shingles` of each, in a tenth of the time.

What a character becomes when a text is normalised depends on it alone but for marks that join the letter before them, so it is looked up in a table, which
fills as characters are met; texts with such marks are normalised as a whole.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.duplicates.resemblance import SHINGLE, Hashes, normalised, shingles

_CHARACTERS = 0x110000
_UNMET, _NOTHING, _APART = 0, _CHARACTERS, _CHARACTERS + 1
"""In the table: not looked up yet; becomes nothing; becomes several characters, or may join its neighbours."""
_CONJOINING = range(0x1100, 0x1200)
"""Parts of Korean syllables."""

_table = np.zeros(_CHARACTERS, dtype=np.uint32)


def shingle_sets(texts: Sequence[str]) -> list[Hashes]:
    """The distinct shingles of each text as it was read, ascending, at least one."""
    plain, lengths = _normalised(texts)
    hashes = shingles(plain)
    ends = np.cumsum(lengths)
    spans = zip((ends - lengths).tolist(), (ends - (SHINGLE - 1)).tolist(), strict=True)
    return [_distinct(hashes[start:end]) for start, end in spans]


def _normalised(texts: Sequence[str]) -> tuple[str, NDArray[np.int64]]:
    """All texts normalised, one behind the other, and their lengths, each at least that of a shingle."""
    codes = [np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32) for text in texts]
    joined = np.concatenate(codes) if codes else np.zeros(0, np.uint32)
    changed = _table[joined]
    unmet = np.unique(joined[changed == _UNMET])
    if len(unmet):
        _table[unmet] = [_meet(chr(code)) for code in unmet.tolist()]
        changed = _table[joined]
    ends = np.cumsum([len(own) for own in codes]).tolist()
    parts, begin = [], 0
    apart = bool((changed == _APART).any())
    for text, end in zip(texts, ends, strict=True):
        own = changed[begin:end]
        begin = end
        if apart and (own == _APART).any():
            parts.append(normalised(text).ljust(SHINGLE))
        else:
            parts.append(own[own != _NOTHING].tobytes().decode("utf-32-le", "surrogatepass").ljust(SHINGLE))
    return "".join(parts), np.array([len(part) for part in parts], dtype=np.int64)


def _meet(char: str) -> int:
    """What a character becomes, as the table has it."""
    whole = unicodedata.normalize("NFKC", char)
    if any(unicodedata.category(part)[0] == "M" or ord(part) in _CONJOINING for part in char + whole):
        return _APART
    becomes = normalised(char)
    if len(becomes) > 1:
        return _APART
    return ord(becomes) if becomes else _NOTHING


def _distinct(hashes: Hashes) -> Hashes:
    """As ``np.unique`` gives them, without what it does besides."""
    ordered = np.sort(hashes)
    fresh = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return ordered[fresh]
