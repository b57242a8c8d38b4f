"""The link: everything a page shows follows from its URL, so that a copied link reproduces it.

The URL is the only state. Widgets are set from it before they are drawn, and a change of a widget writes a new URL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from corpus.report import Kind, Level, Role
from errors import QueryError
from search.filters import ALL_KINDS, PLACE_LEVELS, Filters, parse_kind, parse_theme, parse_years
from search.permanent import Address
from web.locale import browser_language

LANGUAGES = ("zh", "en")
FIRST_HITS = 10
MORE_HITS = 10
MOST_HITS = 100
MOST_EACH = 10
BY_TOWNSHIP = "township"
LONGEST_VALUE = 60
"""Characters of a place or id; no name is longer, and a notice that quotes one must stay readable."""

ROLES = (Role.PRACTICE, Role.PROBLEM, Role.PLAN, Role.OTHER)
AS_WRITTEN = ("year", *(level.value for level in PLACE_LEVELS), "role")
"""What a question may name that becomes a filter or a wish, unless the link says to leave it in the text."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A part of a link that could not be understood and was left out."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class View:
    """What a link asks to see.

    ``question`` is ``None`` before anything was asked and ``""`` when nothing was typed. ``as_written`` is what of ``AS_WRITTEN`` stays in
    the question's text. ``pick`` is what a view of several townships has been asked to open: a theme, an indicator, a year. ``each`` is the most hits of one
    township, ``grouped`` whether hits stand township by township. ``at`` finds the passage again where its id is gone. ``language`` stands in a
    link only where it is another than the browser's own.
    """

    question: str | None = None
    filters: Filters = field(default_factory=Filters)
    as_written: tuple[str, ...] = ()
    top: int = FIRST_HITS
    report: str | None = None
    passage: str | None = None
    pick: str | None = None
    language: str = LANGUAGES[0]
    doubts: tuple[Doubt, ...] = ()
    each: int | None = None
    grouped: bool = False
    at: Address | None = None


def parse_link(params: Mapping[str, str]) -> View:
    """Understand a link's parameters; what is not understood is left out and told in ``doubts``."""
    doubts: list[Doubt] = []

    def read(name: str, parse: Callable[[str], T]) -> T | None:
        value = params.get(name, "").strip()
        if not value:
            return None
        try:
            if len(value) > LONGEST_VALUE:
                raise ValueError(value)
            return parse(value)
        except (ValueError, QueryError):
            doubts.append(Doubt(name, value if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"))
            return None

    places = {level.value: read(level.value, str) for level in PLACE_LEVELS}
    filters = Filters(
        role=read("role", _role),
        years=read("year", parse_years),
        level=read("level", Level),
        theme=read("theme", parse_theme),
        kind=parse_kind(read("kind", _kind) or Kind.REPORT),
        **places,
    )
    return View(
        params.get("q"),
        filters,
        read("asis", _as_written) or (),
        read("n", _top) or FIRST_HITS,
        read("report", _identity),
        read("passage", _identity),
        read("pick", str),
        read("lang", _language) or browser_language(),
        each=read("each", _each),
        grouped=read("group", _group) or False,
        at=read("at", Address.parse),
        # The last, when everything has been read.
        doubts=tuple(doubts),
    )


def link_params(view: View) -> dict[str, str]:
    """The parameters of the link to a view, defaults left out."""
    filters = view.filters
    params = {
        "q": view.question,
        "role": filters.role and filters.role.value,
        **{level.value: filters.place(level) for level in PLACE_LEVELS},
        "year": filters.years and "-".join(str(year) for year in dict.fromkeys(filters.years)),
        "level": filters.level and filters.level.value,
        "theme": filters.theme,
        "kind": (filters.kind or ALL_KINDS) if filters.kind is not Kind.REPORT else None,
        "asis": ",".join(view.as_written) or None,
        "each": str(view.each) if view.each else None,
        "group": BY_TOWNSHIP if view.grouped else None,
        "n": str(view.top) if view.top != FIRST_HITS else None,
        "report": view.report,
        "passage": view.passage,
        "pick": view.pick,
        "lang": view.language if view.language != browser_language() else None,
        "at": str(view.at) if view.at and view.passage else None,
    }
    return {name: value for name, value in params.items() if value is not None}


def _role(value: str) -> Role:
    role = Role(value)
    if role not in ROLES:
        raise ValueError(value)
    return role


def _kind(value: str) -> str:
    parse_kind(value)
    return value


def _as_written(value: str) -> tuple[str, ...]:
    asked = {kind.strip() for kind in value.split(",")}
    if not asked <= set(AS_WRITTEN):
        raise ValueError(value)
    return tuple(kind for kind in AS_WRITTEN if kind in asked)


def _top(value: str) -> int:
    top = int(value)
    if not 1 <= top <= MOST_HITS:
        raise ValueError(value)
    return top


def _each(value: str) -> int:
    each = int(value)
    if not 1 <= each <= MOST_EACH:
        raise ValueError(value)
    return each


def _group(value: str) -> bool:
    if value != BY_TOWNSHIP:
        raise ValueError(value)
    return True


def _identity(value: str) -> str:
    if not (value.isascii() and value.isalnum()):
        raise ValueError(value)
    return value


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(value)
    return value
