"""What a theme of the genre has to say: headings and sentences, by act."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme of the national outline in the forge's own words.

    ``points`` open what follows 一是 or stand as headings of level 3. Sentences end without a mark and may hold slots such as ``{n}`` or
    ``{we}``, which :mod:`bench.forge.prose` fills.
    """

    name: str
    practices: tuple[str, ...]
    points: tuple[str, ...]
    done: tuple[str, ...]
    problems: tuple[str, ...]
    lacking: tuple[str, ...]
    plans: tuple[str, ...]
    intended: tuple[str, ...]
