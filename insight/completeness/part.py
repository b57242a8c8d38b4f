"""The nouns of the outline: a part, its group, and what was seen of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.report import Level


class Group(StrEnum):
    """Where a part is asked for."""

    DUTY = "duty"
    FORM = "form"
    SUBJECTS = "subjects"


class Status(StrEnum):
    """What was seen of a part."""

    FULL = "full"
    BARE = "bare"
    """Mentioned, but in a bare sentence only (see ``substance``)."""
    MISSING = "missing"
    """Not seen by the reader, which may have misread the file."""
    OPTIONAL = "optional"
    """Not seen, and not asked of reports of this level."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the outline.

    ``key`` is for programs and links, ``zh`` and ``en`` for people; ``basis`` says why it is looked for, ``found`` how. ``optional`` are the levels of which it is not
    asked; a level that is unknown is asked only what all are. ``examples`` are full, ``bare`` are bare, ``counterexamples`` hold words of it and are not it. ``bare_zh`` and ``bare_en``
    say what bare means for it, ``short_zh`` and ``short_en`` stand over a narrow column where the name is long.
    """

    key: str
    group: Group
    zh: str
    en: str
    basis: str
    basis_zh: str
    found: str
    found_zh: str
    optional: frozenset[Level] = frozenset()
    examples: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    bare_zh: str = "一句带过"
    bare_en: str = "in a bare sentence only"
    short_zh: str = ""
    short_en: str = ""

    def is_optional(self, level: Level) -> bool:
        """Whether reports of this level need not have it."""
        return level in self.optional or (level is Level.UNKNOWN and bool(self.optional))
