"""Counts of one forged file or of many, and the shares that the tables give."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one file; counts of several files add up.

    ``lost`` are characters of the report that are missing, ``invented`` such as the file does not hold, ``moved`` such as stand
    elsewhere, ``left`` debris that stayed. ``guessed`` counts places called certain that the report does not tell, or wrongly.
    """

    files: int = 0
    failed: int = 0
    headings: int = 0
    found: int = 0
    right: int = 0
    roles: int = 0
    roles_right: int = 0
    body: int = 0
    body_right: int = 0
    places: int = 0
    places_right: int = 0
    guessed: int = 0
    level_right: int = 0
    year_right: int = 0
    title_right: int = 0
    issuers: int = 0
    issuers_right: int = 0
    numbers: int = 0
    numbers_right: int = 0
    addressees: int = 0
    addressees_right: int = 0
    signed_right: int = 0
    characters: int = 0
    lost: int = 0
    invented: int = 0
    moved: int = 0
    left: int = 0
    breaks: int = 0
    breaks_found: int = 0
    breaks_right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def f1(self) -> float:
        """Headings, level and text: harmonic mean of precision and recall."""
        return 2 * self.right / (self.headings + self.found) if self.headings + self.found else 1.0

    @property
    def precision(self) -> float:
        """Share of the found headings that are right."""
        return share(self.right, self.found)

    @property
    def recall(self) -> float:
        """Share of the true headings that were found."""
        return share(self.right, self.headings)

    @property
    def breaks_f1(self) -> float:
        """Where paragraphs begin."""
        total = self.breaks + self.breaks_found
        return 2 * self.breaks_right / total if total else 1.0

    @property
    def perfect(self) -> bool:
        """Whether nothing at all is wrong, debris and paragraph breaks aside."""
        pairs = (
            (self.right, self.headings),
            (self.right, self.found),
            (self.roles_right, self.roles),
            (self.body_right, self.body),
            (self.places_right, self.places),
            (self.level_right, self.files),
            (self.year_right, self.files),
            (self.title_right, self.files),
            (self.issuers_right, self.issuers),
            (self.numbers_right, self.numbers),
            (self.addressees_right, self.addressees),
            (self.signed_right, self.files),
        )
        return all(a == b for a, b in pairs) and not (self.failed or self.lost or self.invented or self.moved)


def share(part: float, whole: float) -> float:
    """``part / whole``, 1 where there is nothing to get wrong."""
    return part / whole if whole else 1.0
