"""What is asked: which role of text, of which places and years, and whether for figures.

A person writes all of it into one sentence (2023年昭苏县怎么解决执法人员不足). What names a place or a year becomes a filter, shown beside the
question so that it can be taken back; what asks for a practice, a problem or a plan becomes the role; the rest is the matter, which is
what the encoder should compare. Where the wording leaves a doubt, nothing is told: a wrong filter hides the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.report import Role
from search.asked_cues import asks_for_figures, find_role
from search.asked_places import PlaceNames, find_places
from search.asked_text import Recognised, legible, without
from search.asked_years import find_years, span_of, value_of
from search.filters import Filters
from search.question import Question

__all__ = ["Asked", "PlaceNames", "Recognised", "understand_asked"]

_PLAN_OF_YEAR = re.compile(r"度?\s?的?(?:有(?:什么|哪些|何)|工作)?(?:计划|打算|安排|思路|设想|拟|将|准备)")
_PLAN_FOR = re.compile(r"\b(?:plans?|planned)\s(?:for|in)\s(?:the\s)?(?:year\s)?$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart.

    ``text`` is the question without the places and years that became filters, the question itself where nothing else would be left.
    ``role`` is the role of the passages wanted, ``role_cue`` the words that said so as they are written. ``filters`` holds places and years
    and nothing else; ``found`` tells where each was read. ``figures`` is true where numbers are asked for.
    """

    text: str
    role: Role | None
    role_cue: str | None
    filters: Filters
    found: tuple[Recognised, ...]
    figures: bool


def understand_asked(question: Question, places: PlaceNames) -> Asked:
    """Tell what a question asks for; pure, and the same for the same index."""
    text, reading = question.text, legible(question.text)
    role, cue = find_role(reading)
    years, years_found = find_years(text, reading)
    if role is Role.PLAN and years and years[0] == years[1] and len(years_found) == 1:
        years, years_found = _told_before(reading, years_found[0])
    named, places_found = find_places(text, reading, places)
    found = tuple(sorted((*years_found, *places_found), key=lambda item: item.start))
    return Asked(
        text=without(text, reading, found, cue),
        role=role,
        role_cue=text[cue[0] : cue[1]] if cue else None,
        filters=Filters(
            years=years,
            province=named.get("province"),
            prefecture=named.get("prefecture"),
            county=named.get("county"),
            township=named.get("township"),
        ),
        found=found,
        figures=asks_for_figures(reading),
    )


def _told_before(reading: str, year: Recognised) -> tuple[tuple[int, int], tuple[Recognised, ...]]:
    """The years of the reports that tell of a year's plans: what is planned for 2025 stands in the report on 2024."""
    first, last = span_of(year.value)
    if _PLAN_OF_YEAR.match(reading, year.end) or _PLAN_FOR.search(reading, 0, year.start):
        first -= 1
    return (first, last), (replace(year, value=value_of(first, last)),)
