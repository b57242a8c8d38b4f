"""What a passage is about: the themes of the national outline of rule-of-law government."""

from __future__ import annotations

from dataclasses import dataclass

MOST_THEMES = 2
"""A passage carries at most so many."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: ``name`` for programs and links, ``zh`` and ``en`` for people."""

    name: str
    zh: str
    en: str


THEMES: tuple[Theme, ...] = ()
