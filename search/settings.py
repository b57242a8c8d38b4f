"""Which parts of the search are at work: all of them, unless somebody measures what one is worth or saves its cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """A part of the search that can be left out."""

    LATE = "late"
    """Token vectors compared one by one."""
    DENSE = "dense"
    """One vector a passage: candidates, and all there is in an index without token vectors."""
    WORDS = "words"
    """BM25."""
    GLOSSARY = "glossary"
    """English terms of the field carried over to Chinese."""
    DICTIONARY = "dictionary"
    """Other English words looked up in CC-CEDICT."""
    SYNONYMS = "synonyms"
    """Other wordings of the same thing, short and full names, numbers in the other script."""
    SPELLING = "spelling"
    """Typos mended."""
    ROLE = "role"
    """Whether a practice, a problem or a plan is asked for."""
    REMEDIES = "remedies"
    """Where practices are asked for, words of what helps against the want that is named."""
    PLACES = "places"
    """Places and years in the question that become filters."""
    FIGURES = "figures"
    """Passages with figures first where a number is asked for."""
    FEEDBACK = "feedback"
    """What the first hits have in common speaks for others that share it."""
    FOLD = "fold"
    """Near-identical passages in one line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a search leaves out."""

    left_out: frozenset[Part] = frozenset()

    @classmethod
    def without(cls, parts: Iterable[Part]) -> Settings:
        """Everything but these parts."""
        return cls(frozenset(parts))

    def has(self, part: Part) -> bool:
        """Whether a part is at work."""
        return part not in self.left_out


class Leg(StrEnum):
    """What ranks: all legs fused, or one alone (for measuring). The late leg ranks what vectors put forward."""

    FUSED = "fused"
    DENSE = "dense"
    WORDS = "words"
    LATE = "late"


def settings_of(leg: Leg, settings: Settings) -> Settings:
    """What is at work when one leg alone ranks: the late one ranks what the others put forward."""
    alone = {
        Leg.DENSE: {Part.WORDS, Part.LATE, Part.ROLE, Part.REMEDIES, Part.FIGURES, Part.FEEDBACK},
        Leg.WORDS: {Part.DENSE, Part.LATE, Part.ROLE, Part.REMEDIES, Part.FIGURES, Part.FEEDBACK},
        Leg.LATE: {Part.ROLE, Part.REMEDIES, Part.FIGURES, Part.FEEDBACK},
    }
    return Settings.without(settings.left_out | alone.get(leg, set()))
