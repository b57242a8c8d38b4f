"""What filters offer: every value with how much the other filters would let through, counted in columns and not report by report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.report import Kind, Level, Role
from corpus.themes import THEMES
from indexer.index import ROLES, Index
from indexer.report_columns import ReportColumns
from search.filters import PLACE_LEVELS, THEME_CODES, Filters, passing_reports

E = TypeVar("E", bound=StrEnum)
NOWHERE = (None,) * len(PLACE_LEVELS)


@dataclass(frozen=True, slots=True)
class PlaceNode:
    """A place of the tree: its names from the province down, ``None`` where a part is unknown, how many reports it has, and whether places lie below."""

    names: tuple[str | None, ...]
    reports: int
    inner: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The known names."""
        return tuple(name for name in self.names if name)


@dataclass(frozen=True)
class Facets:
    """Counts over one opened index."""

    index: Index

    def passing(self, filters: Filters) -> NDArray[np.bool_]:
        """Which reports pass the filters on place, year, level and kind, shape (reports,)."""
        return passing_reports(filters, self._columns)

    def years(self, filters: Filters) -> dict[int, int]:
        """Reports of each year of the index, the first year first; years that the other filters leave empty count 0."""
        own = self._years[self.passing(replace(filters, years=None))]
        return {int(year): int((own == year).sum()) for year in np.unique(self._years) if year}

    def levels(self, filters: Filters) -> dict[Level, int]:
        """Reports of each level of authority that occurs in the index."""
        return self._counted(Level, self._levels, self.passing(replace(filters, level=None)))

    def kinds(self, filters: Filters) -> dict[Kind, int]:
        """Documents of each kind that occurs in the index."""
        return self._counted(Kind, self._kinds, self.passing(replace(filters, kind=None)))

    def roles(self, filters: Filters) -> dict[Role, int]:
        """Passages of each role that the other filters let through."""
        counts = np.bincount(self.index.role_of[self._passages(replace(filters, role=None))], minlength=len(ROLES))
        return {role: int(counts[code]) for code, role in enumerate(ROLES) if role is not Role.MIXED}

    def themes(self, filters: Filters) -> Mapping[str, int]:
        """Passages of each theme that the other filters let through; a passage of two themes counts for both."""
        themes = self.index.themes_of[self._passages(replace(filters, theme=None))]
        counts = np.bincount(themes[themes >= 0], minlength=len(THEMES))
        return {name: int(counts[code]) for name, code in THEME_CODES.items()}

    def places(self, filters: Filters, inside: Sequence[str | None] = NOWHERE) -> list[PlaceNode]:
        """Places right below a place (below none: the highest known ones), those with most reports first.

        Args:
            filters: All but the places in them count.
            inside: Names of the place, from the province down.
        """
        others = self.passing(_without_place(filters))
        codes = self._codes(inside)
        depth = max((place + 1 for place, name in enumerate(inside) if name), default=0)
        here = np.ones(len(self._places), dtype=np.bool_)
        for place, code in enumerate(codes[:depth]):
            here &= self._places[:, place] == code
        found: list[PlaceNode] = []
        for place in range(depth, len(PLACE_LEVELS)):
            own = here & (self._places[:, place] > 0)
            inner = self._places[:, place + 1 :].any(axis=1)
            for code in np.unique(self._places[own, place]):
                names = (*inside[:depth], *NOWHERE[depth:place], self._name(place, int(code)), *NOWHERE[place + 1 :])
                there = self._named(names) if place > depth else own & (self._places[:, place] == code)
                found.append(PlaceNode(names, int((others & there).sum()), bool((inner & there).any())))
            here &= self._places[:, place] == 0
        return sorted(found, key=lambda node: (-node.reports, node.parts))

    def find_places(self, filters: Filters, text: str, most: int) -> list[PlaceNode]:
        """Places whose own name holds a text, higher ones first, at most so many."""
        others = self.passing(_without_place(filters))
        found: list[PlaceNode] = []
        for place in range(len(PLACE_LEVELS)):
            alike = [code for name, code in self._names[place].items() if name and text in name]
            rows = self._places[np.isin(self._places[:, place], alike)][:, : place + 1]
            for row in np.unique(rows, axis=0) if len(rows) else ():
                names = tuple(self._name(level, int(code)) for level, code in enumerate(row)) + NOWHERE[place + 1 :]
                found.append(PlaceNode(names, int((others & self._named(names)).sum())))
                if len(found) == most:
                    return found
        return found

    def whole_place(self, filters: Filters) -> tuple[str | None, ...]:
        """The place that the filters name, with what lies around it where that is the same in all its reports."""
        names = tuple(filters.place(level) for level in PLACE_LEVELS)
        depth = max((place + 1 for place, name in enumerate(names) if name), default=0)
        rows = np.unique(self._places[self._named(names)][:, :depth], axis=0)
        if len(rows) != 1:
            return names
        return tuple(self._name(place, int(code)) for place, code in enumerate(rows[0])) + NOWHERE[depth:]

    def count_place(self, filters: Filters, names: Sequence[str | None]) -> int:
        """Reports of a place that the other filters let through."""
        chosen = {level.value: name for level, name in zip(PLACE_LEVELS, names, strict=True)}
        return int(self.passing(replace(filters, **chosen)).sum())  # type: ignore[arg-type]

    def _passages(self, filters: Filters) -> NDArray[np.bool_]:
        allowed: NDArray[np.bool_] = self.passing(filters)[self.index.report_of]
        if filters.role is not None:
            allowed &= self.index.role_of == ROLES.index(filters.role)
        if filters.theme is not None:
            allowed &= (self.index.themes_of == THEME_CODES[filters.theme]).any(axis=1)
        return allowed

    def _counted(self, values: type[E], column: NDArray[np.int16], allowed: NDArray[np.bool_]) -> dict[E, int]:
        every = np.bincount(column, minlength=len(values))
        counts = np.bincount(column[allowed], minlength=len(values))
        return {value: int(counts[code]) for code, value in enumerate(values) if every[code]}

    def _named(self, names: Sequence[str | None]) -> NDArray[np.bool_]:
        """Reports that a filter on these names lets through: what is not named may be anything."""
        there = np.ones(len(self._places), dtype=np.bool_)
        for place, code in enumerate(self._codes(names)):
            if code:
                there &= self._places[:, place] == code
        return there

    def _codes(self, names: Sequence[str | None]) -> list[int]:
        """Names as they stand in the columns; -1 for one that no report has."""
        return [self._names[place].get(name, -1) for place, name in enumerate(names)]

    def _name(self, place: int, code: int) -> str | None:
        return self._by_code[place][code]

    @property
    def _columns(self) -> ReportColumns:
        return self.index.report_columns

    @property
    def _years(self) -> NDArray[np.int16]:
        return self._columns.years

    @property
    def _levels(self) -> NDArray[np.int16]:
        return self._columns.levels

    @property
    def _kinds(self) -> NDArray[np.int16]:
        return self._columns.kinds

    @property
    def _names(self) -> Sequence[Mapping[str | None, int]]:
        return self._columns.names

    @cached_property
    def _by_code(self) -> list[list[str | None]]:
        return [list(names) for names in self._names]

    @property
    def _places(self) -> NDArray[np.int32]:
        return self._columns.places


def _without_place(filters: Filters) -> Filters:
    return replace(filters, province=None, prefecture=None, county=None, township=None)
