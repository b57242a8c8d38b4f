"""Links of the overview: to itself, narrowed to a place or laid out otherwise, and to the search with the same filters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from corpus.report import Level, Place
from indexer.catalogue import ReportFacts
from search.filters import PLACE_LEVELS, Filters
from web.link import View, link_params
from web.marking import escape
from web.routes import REPORT_PATH

NAME = "overview"
SEARCH = "./"
"""The search page as seen from a page beside it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a row of the table is (``None``: as it fits) and which page of rows is shown, from 1."""

    level: Level | None = None
    page: int = 1

    def pick(self) -> str | None:
        """How the link names it: ``county``, ``county-3``, ``-2``; nothing where it is the first page of what fits."""
        number = f"-{self.page}" if self.page > 1 else ""
        return f"{self.level.value if self.level else ''}{number}" or None


def layout_of(pick: str | None) -> Layout:
    """The layout that a link names; what is not understood is as if it were not there."""
    name, _, number = (pick or "").partition("-")
    level = Level(name) if name in {known.value for known in PLACE_LEVELS} else None
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    return Layout(level, max(1, page))


def at_place(filters: Filters, place: Place) -> Filters:
    """The filters narrowed to a place; levels that it does not name let everything through."""
    names: dict[str, Any] = {level.value: getattr(place, level.value) for level in PLACE_LEVELS}
    return replace(filters, **names)


def overview_link(view: View, filters: Filters, layout: Layout | None = None) -> str:
    """The address of the overview under other filters, as it may stand in an attribute."""
    pick = layout.pick() if layout else None
    return _address(NAME, View(filters=filters, pick=pick, language=view.language))


def search_link(view: View, filters: Filters) -> str:
    """The address of the search under these filters."""
    return _address(SEARCH, View(filters=filters, language=view.language))


def opened_report(view: View, report: ReportFacts) -> str:
    """The address of a report; the filters go along for the way back."""
    return _address(REPORT_PATH, View(filters=view.filters, report=report.id, language=view.language))


def _address(path: str, view: View) -> str:
    return escape(f"{path}?{urlencode(link_params(view))}")
