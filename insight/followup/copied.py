"""Stretches that two passages share word for word."""

from __future__ import annotations

from functools import lru_cache

from corpus.duplicates.resemblance import SHINGLE, normalised, shingles

SAME_STRETCH = 16
"""Letters and Han characters in a row that are the same words again and no chance: the name of a law or an office is shorter."""
SAME_SHARE = 0.6
"""Or this share of a short statement in one stretch, of at least twice the length of a shingle."""

Spans = tuple[tuple[int, int], ...]


def longest_shared(earlier: str, later: str) -> int:
    """Length, in letters, Han characters and digits, of the longest stretch of the earlier text that the later one holds."""
    hashes, others = _hashes(earlier), _hashes(later)
    known = set(others)
    longest = current = 0
    for piece in hashes if not known.isdisjoint(hashes) else ():
        current = current + 1 if piece in known else 0
        longest = max(longest, current)
    return longest + SHINGLE - 1 if longest else 0


def is_same_words(earlier: str, later: str) -> bool:
    """Whether the later text says it in the same words: one long stretch, or most of a short text."""
    longest = longest_shared(earlier, later)
    shorter = min(len(_hashes(earlier)), len(_hashes(later))) + SHINGLE - 1
    return longest >= SAME_STRETCH or (longest >= 2 * SHINGLE and longest >= SAME_SHARE * shorter)


def shared_stretches(earlier: str, later: str, least: int = 4) -> tuple[Spans, Spans]:
    """Where the texts hold the same ``least`` or more characters in a row, for marking: places in the earlier and in the later text."""
    pieces = _pieces(earlier, least), _pieces(later, least)
    return _covered(earlier, pieces[1], least), _covered(later, pieces[0], least)


@lru_cache(maxsize=2000)
def _hashes(text: str) -> tuple[int, ...]:
    """Of all shingles in order; none of a text that is shorter than one."""
    plain = normalised(text)
    return tuple(shingles(plain).tolist()) if len(plain) >= SHINGLE else ()


def _pieces(text: str, least: int) -> set[str]:
    return {text[start : start + least] for start in range(len(text) - least + 1)}


def _covered(text: str, known: set[str], least: int) -> Spans:
    spans: list[tuple[int, int]] = []
    for start in range(len(text) - least + 1):
        if text[start : start + least] in known:
            if spans and start <= spans[-1][1]:
                spans[-1] = spans[-1][0], start + least
            else:
                spans.append((start, start + least))
    trimmed = (_trimmed(text, *span) for span in spans)
    return tuple((start, end) for start, end in trimmed if end - start > 1)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the marks at its ends."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end
