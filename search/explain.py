"""Why a passage was found: the words it shares with the question, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.text.script import plain
from indexer.index import Index
from indexer.segmentation import normalised, spans, units
from search.ranking import Ranking

_MARKS = re.compile(r"[，。；：、！？,;:!?（）()“”《》\s]+")
"""What the segmenter cuts at whatever stands beside it."""


@dataclass(frozen=True, slots=True)
class Why:
    """Reasons for one hit. Ranks count from 1; ``None`` where the leg did not find the passage among its candidates."""

    dense_rank: int | None
    words_rank: int | None
    matched: tuple[str, ...]
    similarity: float
    """Cosine of the question's and the passage's vectors."""
    late_rank: int | None = None
    late: float = 0.0
    """Mean cosine of the question's tokens and their best matches in the passage."""


def why_found(ranking: Ranking, place: int, matched: tuple[str, ...]) -> Why:
    """Why the passage at a place of a ranking was found; ``matched`` are the words it has in common with the question."""
    return Why(
        int(ranking.dense_ranks[place]) or None,
        int(ranking.words_ranks[place]) or None,
        matched,
        round(float(ranking.dense[place]), 4),
        int(ranking.late_ranks[place]) or None,
        round(float(ranking.late[place]), 4),
    )


def rarest_first(index: Index, terms: Sequence[str]) -> tuple[str, ...]:
    """The words looked for, each once, the rarest first."""
    return tuple(sorted(dict.fromkeys(terms), key=lambda word: rarity(index, word), reverse=True))


def matched_words(terms: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """Words looked for that stand in any of the texts, in their order; a word within a longer one that matched is not named again."""
    plainly = [_plainly(text) for text in texts]
    wanted = [word for word in terms if any(word in text for text in plainly)]
    # Words never reach across a mark, so only the stretches that a term stands in are cut into words, which takes most of the time.
    stretches = [stretch for text in plainly for stretch in _MARKS.split(text)] if wanted else []
    near = {stretch for stretch in stretches if any(word in stretch for word in wanted)}
    present = frozenset[str]().union(*map(_words_of, near))
    found = [word for word in wanted if word in present]
    return tuple(word for word in found if not any(word != other and word in other for other in found))


@lru_cache(maxsize=5_000)
def _plainly(text: str) -> str:
    """A text as words are looked for in it."""
    return normalised(plain(text))


@lru_cache(maxsize=5_000)
def _words_of(stretch: str) -> frozenset[str]:
    """Cutting the words of ten passages takes as long as ranking them, and the same ones come again and again."""
    return frozenset(word for word, _, _ in spans(stretch))


def rarity(index: Index, word: str) -> float:
    """How rare a word is: as its rarest unit."""
    return max((index.words.idf(unit) for unit in units(word)), default=0.0)


def highlights(text: str, matched: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Start and end of every matched word in a text, in whatever characters it is written; whole words only, neighbours joined."""
    wanted = set(matched)
    found: list[tuple[int, int]] = []
    for start, end in sorted((start, end) for word, start, end in spans(plain(text)) if word in wanted):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
