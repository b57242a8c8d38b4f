"""From English to Chinese: the terms of an English question as the reports would write them.

No text is translated. Each term of the field (``glossary.tsv``) that the question holds is carried over to the Chinese wordings that reports use, the
longest term first. The words found feed the words leg and a second vector, and are shown to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GLOSSARY = Path(__file__).with_name("glossary.tsv")
Glossary = Mapping[tuple[str, ...], tuple[str, ...]]
"""Words of an English term → its Chinese wordings."""

_WORD = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class Carried:
    """A term of the question and its Chinese wordings, the usual one first.

    ``weights`` are given, from 0 to 1, for wordings of the dictionary, of which most are not meant; there is none for terms of the field.
    """

    english: str
    chinese: tuple[str, ...]
    weights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Crossing:
    """What became of an English question: the terms carried over, in order, and the words for which there is no wording."""

    carried: tuple[Carried, ...]
    left: tuple[str, ...]

    @property
    def chinese(self) -> str:
        """The usual Chinese wordings in the order of the question, each once; empty where nothing was carried over."""
        return " ".join(dict.fromkeys(term.chinese[0] for term in self.carried))


def carry_over(question: str, known: Callable[[str], bool] = lambda wording: True) -> Crossing:
    """Carry the terms of an English question over to Chinese, the longest first.

    Args:
        question: In English.
        known: Whether the reports use a Chinese wording; a term of which they use none is no term here, and shorter ones are tried.
    """
    words = english_words(question)
    exact, stemmed = _glossary()
    longest = _longest_term()
    stems = [_stem(word) for word in words]
    carried: list[Carried] = []
    left: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(longest, len(words) - place), 0, -1):
            span = slice(place, place + length)
            found = exact.get(tuple(words[span])) or stemmed.get(tuple(stems[span])) or ()
            chinese = tuple(wording for wording in found if known(wording))
            if chinese:
                carried.append(Carried(" ".join(words[place : place + length]), chinese))
                place += length
                break
        else:
            left.append(words[place])
            place += 1
    return Crossing(tuple(carried), tuple(left))


def english_words(text: str) -> list[str]:
    """Words and numbers of an English text, in lower case."""
    return _WORD.findall(text.lower())


def read_glossary(lines: Iterable[str]) -> Glossary:
    """Read lines ``english<TAB>中文|中文``: words of a term → its wordings. Lines that begin with ``#`` are comments."""
    glossary: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            english, chinese = line.rstrip("\n").split("\t")
            glossary[tuple(_WORD.findall(english.lower()))] = tuple(chinese.split("|"))
    return glossary


@cache
def _glossary() -> tuple[Glossary, Glossary]:
    """The glossary by words as written, and by their stems; where two terms share their stems the shorter is meant, *dispute* by *disputes*."""
    with GLOSSARY.open(encoding="utf-8") as lines:
        exact = read_glossary(lines)
    stemmed: dict[tuple[str, ...], tuple[str, ...]] = {}
    for term, chinese in sorted(exact.items(), key=lambda entry: sum(map(len, entry[0]))):
        stemmed.setdefault(tuple(_stem(word) for word in term), chinese)
    return exact, stemmed


@cache
def _longest_term() -> int:
    """Words of the longest term."""
    return max(map(len, _glossary()[0]))


@cache
def _stem(word: str) -> str:
    """The word without its ending, so that *disputes* and *dispute* are one."""
    import snowballstemmer

    stem: str = snowballstemmer.stemmer("english").stemWord(word)
    return stem
