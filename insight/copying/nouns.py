"""What a sentence can be, and the limits by which it is told; the page and the terminal name all of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SHORTEST = 12
"""Letters and Han characters, a whole figure counting as one; what is shorter (一是压实工作责任) is too easily the same by chance and is not judged."""
NEAR = 0.6
"""Share of the shingles of both sentences together that they have in common, from which they are nearly the same: of forty characters
a word of three or four may be another, or a clause of eight may be missing."""
COMMON_AUTHORITIES = 20
"""So many authorities, or half of all where that is fewer, make a sentence common wording of the genre."""
FEWEST_AUTHORITIES = 5
"""Never fewer than so many, however small the index."""
COMMON_COUNTIES = 3
"""And they are of so many counties: what one county handed down to its townships is not the genre's."""


class Part(StrEnum):
    """Where in a report a sentence stands. Shares are told of the body alone."""

    BODY = "body"
    PREAMBLE = "preamble"
    CLOSING = "closing"


class Standing(StrEnum):
    """What a sentence is, from the first that is true: a sentence that stands in last year's report and in a neighbour's is repeated."""

    UNJUDGED = "unjudged"
    """Shorter than ``SHORTEST``."""
    COMMON = "common"
    """Common wording of the genre: told apart, neither own nor from anyone."""
    REPEATED = "repeated"
    """It stands in a report of the same authority of an earlier year."""
    COUNTY = "county"
    """It stands in another authority's report of the same county, of the same or an earlier year."""
    ELSEWHERE = "elsewhere"
    """The same, outside the county."""
    OWN = "own"
    """None of these: nothing earlier, or of the same year, says it."""


class Alike(StrEnum):
    """How much two sentences are the same; the number that they open with (一是, （二）), marks, widths and script never count."""

    EXACT = "exact"
    """Every letter, Han character and digit."""
    FIGURES = "figures"
    """All but figures, years and the name of the place that reports."""
    NEAR = "near"
    """At least ``NEAR`` of the shingles."""


STANDINGS = tuple(Standing)
ALIKE = tuple(Alike)
PARTS = tuple(Part)
"""In arrays each is its place in these."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of a text stands how, counted in letters, Han characters and digits of its sentences, with the number of sentences."""

    characters: dict[Standing, int]
    sentences: dict[Standing, int]

    @property
    def total(self) -> int:
        """Characters of all sentences."""
        return sum(self.characters.values())

    @property
    def count(self) -> int:
        """All sentences."""
        return sum(self.sentences.values())

    def share(self, *standings: Standing) -> float:
        """Share of the characters that stand so, 0 to 1; 0 of an empty text."""
        return sum(self.characters[standing] for standing in standings) / (self.total or 1)

    @property
    def repeated(self) -> float:
        """Share that stands in another report, common wording left aside."""
        return self.share(Standing.REPEATED, Standing.COUNTY, Standing.ELSEWHERE)
