"""Finding a passage again after its report was indexed anew.

The id of a passage dies as soon as anything else in its report changes. An :class:`Address` goes by what is said instead: it fits in a link, holds nothing
but numbers, and is found as long as the words stand anywhere in the index, however they are cut into passages.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.report import Passage, Report, Role
from indexer.catalogue import ReportFacts
from indexer.index import Index

LONGEST = 2000
"""Characters of a passage that an address may name; longer ones are cut nowhere."""
MOST_CHARACTERS = 200_000_000
"""Of all reports, that one search for an address goes through: about a million passages."""

_ADDRESS = re.compile(r"([12]\d{3}|0)-([0-9a-f]{6})-([1-9]\d{0,3})-([0-9a-f]{16})", re.ASCII)
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)


@dataclass(frozen=True, slots=True)
class Address:
    """What a passage says and who said it when: year (0 where unknown), a hash of the authority, length and fingerprint of the words.

    White space does not count, since that is what a better reading of the same file changes.
    """

    year: int
    authority: str
    length: int
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.year}-{self.authority}-{self.length}-{self.fingerprint}"

    @classmethod
    def parse(cls, value: str) -> Address:
        """Read what ``str`` wrote.

        Raises:
            ValueError: It is no address.
        """
        match = _ADDRESS.fullmatch(value)
        if match is None or int(match[3]) > LONGEST:
            raise ValueError(value)
        return cls(int(match[1]), match[2], int(match[3]), match[4])

    def is_of(self, report: Report | ReportFacts) -> bool:
        """Whether the report is one of this authority and year."""
        return self.authority == _authority(report) and self.year == (report.year or 0)


class Standing(StrEnum):
    """How a passage was found again: by its id, by its words in a report of the same authority and year, or by its words elsewhere."""

    SAME = "same"
    MOVED = "moved"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Located:
    """Where a passage stands now. ``passage`` is the slice of the report: a passage of the index, or what the words now are within or across some."""

    passage: Passage
    standing: Standing


@dataclass(frozen=True, slots=True)
class Lost:
    """The words stand in none of the ``looked`` reports, out of ``of`` that there are."""

    looked: int
    of: int


def address_of(report: Report | ReportFacts, text: str) -> Address | None:
    """The address of some words of a report; ``None`` for none, or too many."""
    letters, _ = _letters(text)
    if not 1 <= len(letters) <= LONGEST:
        return None
    return Address(report.year or 0, _authority(report), len(letters), f"{int(_sums(letters)[-1]):016x}")


def locate(index: Index, passage_id: str | None, address: Address | None) -> Located | Lost:
    """Find a passage by its id, or else by its address: first in reports of its authority and year, then in all others."""
    position = index.catalogue.position_of(passage_id) if passage_id else None
    if position is not None:
        return Located(index.catalogue.passages([position])[0], Standing.SAME)
    if address is None:
        return Lost(0, len(index.reports))
    own = [report for report in index.reports if address.is_of(report)]
    for report in own:
        text = index.catalogue.text_of(report.number)
        if (found := find_words(text, address)) is not None:
            return Located(_passage(index, report, text, *found), Standing.MOVED)
    looked, characters = len(own), 0
    asked = {report.number for report in own}
    for number, text in index.catalogue.texts():
        if number in asked:
            continue
        if (found := find_words(text, address)) is not None:
            return Located(_passage(index, index.reports[number], text, *found), Standing.ELSEWHERE)
        looked += 1
        characters += len(text)
        if characters > MOST_CHARACTERS:
            break
    return Lost(looked, len(index.reports))


def find_words(text: str, address: Address) -> tuple[int, int] | None:
    """Where the words of an address first stand in a text, as offsets; ``None`` where they do not."""
    letters, places = _letters(text)
    length = address.length
    if len(letters) < length:
        return None
    # The rolling hash of Rabin and Karp, over all places at once: a window's sum is the words' own, moved by a power of the base.
    sums = np.concatenate([np.zeros(1, np.uint64), _sums(letters)])
    wanted = np.uint64(int(address.fingerprint, 16)) * _powers(len(letters) - length + 1)
    found = np.flatnonzero(sums[length:] - sums[:-length] == wanted)
    if not len(found):
        return None
    first = int(found[0])
    return int(places[first]), int(places[first + length - 1]) + 1


def _passage(index: Index, report: ReportFacts, text: str, start: int, end: int) -> Passage:
    """The passage of the index at these offsets, or the slice as one, named by the passage it begins in."""
    passages = [item.passage for _, item in index.catalogue.passages_of(report.id)]
    around = next((passage for passage in passages if passage.start <= start < passage.end), None)
    near = around or next((passage for passage in reversed(passages) if passage.start <= start), None)
    if near is None:
        return Passage(report.id, report.id, 0, Role.OTHER, text[start:end], start, end)
    if (near.start, near.end) == (start, end):
        return near
    return Passage(near.id, report.id, near.section, near.role, text[start:end], start, end, near.themes)


def _letters(text: str) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Every character that is no white space, as a well-mixed number, and where it stands."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    places = np.flatnonzero(_IS_LETTER[np.minimum(points, len(_IS_LETTER) - 1)])
    mixed = (points[places].astype(np.uint64) + np.uint64(1)) * _MIX
    return mixed ^ (mixed >> _SHIFT), places


_IS_LETTER = np.array([not chr(point).isspace() for point in range(0x3002)])
"""By code point; behind the ideographic space none is white."""


def _sums(letters: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Polynomial hashes of all beginnings; overflow is meant."""
    return np.cumsum(letters * _powers(len(letters)), dtype=np.uint64)


def _powers(count: int) -> NDArray[np.uint64]:
    """The first powers of the base."""
    return _power_table(count.bit_length())[:count]


@lru_cache(maxsize=32)
def _power_table(bits: int) -> NDArray[np.uint64]:
    factors = np.full(1 << bits, _BASE, np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _authority(report: Report | ReportFacts) -> str:
    """A short hash of who reports; where that is unknown, of the file's name."""
    who = (report.level.value, *report.place.parts) if report.place.parts else (report.source,)
    return hashlib.sha256("\n".join(who).encode("utf-8", "surrogatepass")).hexdigest()[:6]
