"""Which passages may be found at all: filters by role, place, year and level, applied before anything is ranked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.place_names import short_forms
from corpus.report import Level, Place, Role
from errors import QueryError
from indexer.catalogue import ReportFacts
from indexer.index import ROLES, Index

PLACE_LEVELS = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP)
_YEARS = re.compile(r"\s*(\d{4})\s*(?:[-–—~至到]\s*(\d{4})\s*)?$")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a passage and its report must be; ``None`` lets everything through.

    ``years`` is inclusive. Places are matched by official name or short name (新疆, 昭苏, 卡乡).
    """

    role: Role | None = None
    years: tuple[int, int] | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    township: str | None = None
    level: Level | None = None

    def place(self, level: Level) -> str | None:
        """The name asked for at a level of place."""
        name: str | None = getattr(self, level.value)
        return name

    def describe(self) -> dict[str, object]:
        """The filters that are set, for people and programs; the role stands apart in the contract and is left out."""
        found: dict[str, object] = {level.value: self.place(level) for level in PLACE_LEVELS if self.place(level)}
        if self.years:
            found["year"] = self.years[0] if self.years[0] == self.years[1] else list(self.years)
        if self.level:
            found["level"] = self.level.value
        return found


def parse_years(text: str) -> tuple[int, int]:
    """``2023`` or ``2022-2024`` as an inclusive range.

    Raises:
        QueryError: The text is neither.
    """
    match = _YEARS.match(text)
    if not match:
        raise QueryError(f"{text!r} is not a year; write 2023 or 2022-2024")
    first, last = int(match.group(1)), int(match.group(2) or match.group(1))
    return min(first, last), max(first, last)


def matching_reports(filters: Filters, reports: Sequence[ReportFacts]) -> NDArray[np.bool_]:
    """Which reports pass the filters on place, year and level, shape (reports,)."""
    # Names are compared once each, not once a report: a province's reports share a few hundred of them.
    names = {
        level: _names(level, wanted, reports) for level in PLACE_LEVELS if (wanted := filters.place(level)) is not None
    }
    if not (names or filters.years or filters.level):
        return np.ones(len(reports), dtype=np.bool_)
    return np.fromiter((_matches(filters, names, report) for report in reports), dtype=np.bool_, count=len(reports))


def matching_passages(filters: Filters, index: Index) -> NDArray[np.bool_]:
    """Which passages pass all filters, shape (passages,)."""
    allowed: NDArray[np.bool_] = matching_reports(filters, index.reports)[index.report_of]
    if filters.role is not None:
        allowed = allowed & (index.role_of == ROLES.index(filters.role))
    return allowed


def _names(level: Level, wanted: str, reports: Sequence[ReportFacts]) -> frozenset[str]:
    """The names that reports have at a level of place and that are the one asked for."""
    found = {name for report in reports if (name := _name(report.place, level))}
    return frozenset(name for name in found if _same_place(name, wanted, level))


def _matches(filters: Filters, names: Mapping[Level, frozenset[str]], report: ReportFacts) -> bool:
    if filters.years and (report.year is None or not filters.years[0] <= report.year <= filters.years[1]):
        return False
    if filters.level and report.level is not filters.level:
        return False
    return all(_name(report.place, level) in wanted for level, wanted in names.items())


def _name(place: Place, level: Level) -> str | None:
    name: str | None = getattr(place, level.value)
    return name


def _same_place(name: str, wanted: str, level: Level) -> bool:
    """Whether a report's place is the one asked for, by its full or short name; a single character has no short form."""
    wanted = unicodedata.normalize("NFKC", wanted).strip()
    return wanted == name or wanted in short_forms(name, level)
