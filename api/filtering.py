"""Filters from the plain words that people and programs give: ``role="practice"``, ``year="2022-2024"``, ``theme="行政执法"``."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from corpus.report import Kind, Level, Role
from errors import QueryError, echoed
from search.filters import Filters, parse_kind, parse_theme, parse_years

Name = TypeVar("Name", bound=StrEnum)
LONGEST_PLACE = 60
_ROLES = tuple(role for role in Role if role is not Role.MIXED)


def make_filters(
    *,
    role: str | None = None,
    year: str | int | None = None,
    province: str | None = None,
    prefecture: str | None = None,
    county: str | None = None,
    township: str | None = None,
    level: str | None = None,
    theme: str | None = None,
    kind: str = Kind.REPORT.value,
) -> Filters:
    """The filters of these names; what is ``None`` or empty filters nothing.

    Args:
        role: ``practice``, ``problem``, ``plan`` or ``other``.
        year: ``2023`` or ``"2022-2024"``.
        province: Full or short name; so the three below.
        prefecture: Of the reporting place.
        county: Of the reporting place.
        township: Of the reporting place.
        level: ``township``, ``county``, ``prefecture``, ``province``, ``department`` or ``unknown``.
        theme: A theme's name or its Chinese or English label (docs/themes.md).
        kind: Of document: ``report``, ``plan``, ``personal``, ``interpretation``, ``news``, ``template`` or ``all``.

    Raises:
        QueryError: One of them is none of these.
    """
    return Filters(
        role=_named(role, _ROLES, "role") if role else None,
        years=parse_years(str(year)) if year else None,
        province=_place(province),
        prefecture=_place(prefecture),
        county=_place(county),
        township=_place(township),
        level=_named(level, tuple(Level), "level") if level else None,
        theme=parse_theme(theme) if theme else None,
        kind=parse_kind(kind),
    )


def _place(name: str | None) -> str | None:
    if name and len(name) > LONGEST_PLACE:
        raise QueryError(f"{echoed(name)!r} is no name of a place; none is longer than {LONGEST_PLACE} characters")
    return name or None


def _named(name: str, known: tuple[Name, ...], what: str) -> Name:
    for value in known:
        if value == name:
            return value
    raise QueryError(f"{echoed(name)!r} is not a {what}; take one of {', '.join(known)}")
