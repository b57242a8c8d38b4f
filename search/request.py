"""A question and its filters become a request: what the question names is taken out of it and becomes a filter or a wish."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any

from corpus.report import Role
from search.asked import PlaceNames, Recognised, understand_asked
from search.filters import Filters
from search.question import Question
from search.settings import Part, Settings

ALL_AS_WRITTEN = ("all",)
KIND_OF = {"years": "year"}
"""What a recognised filter is called in a question, where that is not the filter's own name."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question taken apart: as asked, what of it is to be compared with passages, and what it wishes for."""

    question: Question
    matter: Question
    filters: Filters
    role: Role | None = None
    role_cue: str | None = None
    recognised: tuple[Recognised, ...] = ()
    figures: bool = False
    own_role: Role | None = None
    """The role that the question itself wishes for, whatever the filters ask for."""


def make_request(
    question: Question, filters: Filters, as_written: Collection[str], places: PlaceNames, settings: Settings
) -> Request:
    """What is asked once the question's own filters and wishes are taken out of it."""
    if "all" in as_written:
        return Request(question, question, filters, filters.role)
    asked = understand_asked(question, places)
    role = asked.role if settings.has(Part.ROLE) and "role" not in as_written else None
    request = Request(
        question,
        question,
        filters,
        filters.role or role,
        asked.role_cue if role and not filters.role else None,
        figures=asked.figures and settings.has(Part.FIGURES),
        own_role=role,
    )
    given = {name: value for name, value in _named(asked.filters).items() if KIND_OF.get(name, name) not in as_written}
    # What is asked for by a filter is not asked for again, and what is left as written stays in the text.
    if not settings.has(Part.PLACES) or not given or any(getattr(filters, name) is not None for name in given):
        return request
    whole = len(given) == len(_named(asked.filters))
    return replace(
        request,
        matter=replace(question, text=asked.text) if whole else question,
        filters=replace(filters, **given),
        recognised=tuple(found for found in asked.found if found.kind not in as_written),
    )


def _named(filters: Filters) -> dict[str, Any]:
    """The filters that a question sets."""
    values = {spec.name: getattr(filters, spec.name) for spec in fields(filters) if spec.name != "kind"}
    return {name: value for name, value in values.items() if value is not None}
