"""Whose report of which year a file holds, as far as it tells, and whether two files can be the same one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from corpus.report import Kind, Level, Place

PLACE_PARTS = ("province", "prefecture", "county", "township")
_PERIOD = re.compile("上半年|下半年|半年度|前三季度|第?[一二三四]季度")


class Verdict(IntEnum):
    """What authority and year say of two files, before their texts are compared."""

    NEVER = 0
    OPEN = 1
    """Nothing contradicts, but something is unknown."""
    NAMED = 2
    """Neither is settled, but both name the same township and year; namesakes in two counties hardly copy from each other."""
    SAME = 3


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report of which year it is, as far as one file tells. ``period`` is a part of the year; ``issuer`` matters among departments only."""

    place: Place
    level: Level
    year: int | None
    kind: Kind
    period: str
    issuer: str | None

    @property
    def settled(self) -> bool:
        """Whether authority and year are known: by the gazetteer or the user, or because the place is written with the one above it."""
        known = dict(zip(PLACE_PARTS, (getattr(self.place, part) for part in PLACE_PARTS), strict=True))
        written = bool(known["township"] and known["county"])
        if self.level in known and not known[self.level]:
            return False
        return self.year is not None and bool(self.place.parts) and (self.place.certain or written)


def verdict(a: Identity, b: Identity) -> Verdict:
    """What authority and year say of two files."""
    if (a.year is not None and b.year is not None and a.year != b.year) or a.period != b.period:
        return Verdict.NEVER
    names = [(getattr(a.place, part), getattr(b.place, part)) for part in PLACE_PARTS]
    if any(one and other and one != other for one, other in names):
        return Verdict.NEVER
    same = a.year == b.year is not None and a.level is b.level and a.kind is b.kind and a.issuer == b.issuer
    if a.settled and b.settled:
        if a.place.parts[-1] != b.place.parts[-1]:
            return Verdict.NEVER
        return Verdict.SAME if same else Verdict.OPEN
    named = a.place.township is not None and a.place.township == b.place.township
    return Verdict.NAMED if same and named and not a.settled and not b.settled else Verdict.OPEN


class Identified(Protocol):
    """The facts of a report by which it is identified."""

    @property
    def title(self) -> str:
        """As in :class:`corpus.report.Report`."""

    @property
    def place(self) -> Place:
        """The same."""

    @property
    def level(self) -> Level:
        """The same."""

    @property
    def year(self) -> int | None:
        """The same."""

    @property
    def issuer(self) -> str | None:
        """The same."""

    @property
    def kind(self) -> Kind:
        """The same."""


def identify(report: Identified, name: str, *, place: Place, level: Level, year: int | None) -> Identity:
    """Identity of a report that was read from the file of this name, with the place, level and year that hold for it."""
    period = _PERIOD.search(f"{report.title}\n{name}")
    issuer = report.issuer if level is Level.DEPARTMENT else None
    return Identity(place, level, year, report.kind, period[0] if period else "", issuer)
