"""Which passages may be found at all: filters by role, theme, place, year, level and kind, applied before anything is ranked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.places.names import short_forms
from corpus.report import Kind, Level, Role
from corpus.themes import THEMES, find_theme
from errors import QueryError, echoed
from indexer.catalogue import ReportFacts
from indexer.index import ROLES, Index
from indexer.report_columns import PLACE_LEVELS, ReportColumns

__all__ = [
    "ALL_KINDS",
    "PLACE_LEVELS",
    "THEME_CODES",
    "Filters",
    "matching_passages",
    "matching_reports",
    "parse_kind",
    "parse_theme",
    "parse_years",
    "passing_reports",
    "same_place",
]

THEME_CODES = {theme.name: code for code, theme in enumerate(THEMES)}
"""Place of each theme in ``THEMES``, by which an index stores it."""
ALL_KINDS = "all"
"""How people ask for documents of every kind."""
_YEARS = re.compile(r"\s*(\d{4})\s*(?:[-–—~至到]\s*(\d{4})\s*)?$")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a passage and its report must be; ``None`` lets everything through.

    ``theme`` is the name of a theme of :mod:`corpus.themes`. ``years`` is inclusive. Places are matched by official name or short name
    (新疆, 昭苏, 卡乡). Unless asked for, plans, personal accounts and other kinds of documents are left out.
    """

    role: Role | None = None
    years: tuple[int, int] | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    township: str | None = None
    level: Level | None = None
    theme: str | None = None
    kind: Kind | None = Kind.REPORT

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
        if self.theme:
            found["theme"] = self.theme
        if self.kind is not Kind.REPORT:
            found["kind"] = self.kind.value if self.kind else ALL_KINDS
        return found


def parse_years(text: str) -> tuple[int, int]:
    """``2023`` or ``2022-2024`` as an inclusive range.

    Raises:
        QueryError: The text is neither.
    """
    match = _YEARS.match(text)
    first, last = (int(match.group(1)), int(match.group(2) or match.group(1))) if match else (0, 0)
    # 0024 has four digits too, and a link would write it with two.
    if min(first, last) < 1000:
        raise QueryError(f"{echoed(text)!r} is not a year; write 2023 or 2022-2024")
    return min(first, last), max(first, last)


def parse_theme(text: str) -> str:
    """The name of the theme of this name or of this Chinese or English label.

    Raises:
        QueryError: There is no such theme.
    """
    theme = find_theme(text)
    if theme is None:
        known = ", ".join(f"{theme.name} {theme.zh}" for theme in THEMES)
        raise QueryError(f"{echoed(text)!r} is not a theme; the themes are {known}")
    return theme.name


def parse_kind(text: str) -> Kind | None:
    """The kind of document of this name, ``None`` for ``all``.

    Raises:
        QueryError: There is no such kind.
    """
    if text not in {ALL_KINDS, *Kind}:
        raise QueryError(f"{echoed(text)!r} is not a kind of document; the kinds are {', '.join([*Kind, ALL_KINDS])}")
    return None if text == ALL_KINDS else Kind(text)


def matching_reports(filters: Filters, reports: Sequence[ReportFacts]) -> NDArray[np.bool_]:
    """The same as :func:`passing_reports`, of reports that stand in no columns yet."""
    return passing_reports(filters, ReportColumns.of(reports))


def passing_reports(filters: Filters, columns: ReportColumns) -> NDArray[np.bool_]:
    """Which reports pass the filters on place, year, level and kind, shape (reports,)."""
    allowed = np.ones(len(columns.years), dtype=np.bool_)
    if filters.years:
        # A report without a year has 0 there, which no range begins with.
        allowed &= (columns.years >= max(filters.years[0], 1)) & (columns.years <= filters.years[1])
    if filters.level:
        allowed &= columns.levels == list(Level).index(filters.level)
    if filters.kind:
        allowed &= columns.kinds == list(Kind).index(filters.kind)
    for place, level in enumerate(PLACE_LEVELS):
        wanted = filters.place(level)
        if wanted is not None:
            alike = [code for name, code in columns.names[place].items() if name and same_place(name, wanted, level)]
            allowed &= np.isin(columns.places[:, place], alike)
    return allowed


def matching_passages(filters: Filters, index: Index) -> NDArray[np.bool_]:
    """Which passages pass all filters, shape (passages,).

    Raises:
        QueryError: There is no such theme.
    """
    passing = passing_reports(filters, index.report_columns)
    allowed: NDArray[np.bool_] = (
        np.ones(len(index.report_of), dtype=np.bool_) if passing.all() else passing.take(index.report_of)
    )
    if filters.role is not None:
        allowed = allowed & (index.role_of == ROLES.index(filters.role))
    if filters.theme is not None:
        allowed = allowed & (index.themes_of == THEME_CODES[parse_theme(filters.theme)]).any(axis=1)
    return allowed


def same_place(name: str, wanted: str, level: Level) -> bool:
    """Whether a report's place is the one asked for, by its full or short name; a single character has no short form."""
    wanted = unicodedata.normalize("NFKC", wanted).strip()
    return wanted == name or wanted in short_forms(name, level)
