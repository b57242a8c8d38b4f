"""Names that places had before they were renamed, raised or merged, and where they lay before.

A report names the place as it was in its year: 克孜勒陶乡 is 克孜勒陶镇 since 2021, 禄丰县 is 禄丰市. It is shown under today's name, with a
note, so that one township's reports of all years are found together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

STILL_WRITTEN = 2024
"""From this year on the last year of a name tells another way to write a present place, no former name."""


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name of the present place ``code`` that was last listed in ``year``."""

    code: str
    year: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Former names of places, and the present places above which they lay."""

    names: Mapping[str, tuple[FormerName, ...]] = field(default_factory=dict)
    """Former name → the places that bore it."""
    above: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Code → codes of the present places that took over what was above it before."""
    by_code: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Code → former names of the place."""

    def codes(self, name: str, year: int | None) -> tuple[str, ...]:
        """Codes of the places that bore this name, in ``year`` if it is given.

        A list is published in the year it speaks of; its names may have changed the year after, and reports are slow to follow.
        """
        return tuple(f.code for f in self.names.get(name, ()) if year is None or f.year + 1 >= year)

    def ends(self, text: str, code: str) -> bool:
        """Whether a former name of a place stands at the end of a text."""
        return any(text.endswith(name) for name in self.by_code.get(code, ()))

    def written(self, code: str, text: str) -> tuple[str, int] | None:
        """The former name of a place that stands in a text, and its last year; ``None`` if none does."""
        for name in sorted(self.by_code.get(code, ()), key=len, reverse=True):
            if name in text:
                return name, max(former.year for former in self.names[name] if former.code == code)
        return None


def read_changes(lines: Iterable[str]) -> Changes:
    """Read lines code, former name, last year, former place above (may be empty), apart by tabs.

    Raises:
        ValueError: where a line is made otherwise.
    """
    names: dict[str, list[FormerName]] = {}
    above: dict[str, set[str]] = {}
    by_code: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line:
            code, name, year, place = line.split("\t")
            if place:
                above.setdefault(code, set()).add(place)
            by_code[code] = (*by_code.get(code, ()), name)
            names.setdefault(name, []).append(FormerName(code, int(year)))
    return Changes(
        {name: tuple(dict.fromkeys(formers)) for name, formers in names.items()},
        {code: frozenset(places) for code, places in above.items()},
        by_code,
    )
