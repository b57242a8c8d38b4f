"""Hits township by township: who speaks of it, in the order of their best hit, and how many more passages each has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.report import Level
from indexer.catalogue import ReportFacts
from search.answer import Answer, Hit
from search.filters import PLACE_LEVELS, Filters
from web.places_tree import at_place

HITS_EACH = 3
"""Hits shown of one township, unless the link says how many."""
MOST_ASKED = 300


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one authority. ``further`` counts its passages on the subject that are not among them, nor folded under any hit."""

    report: ReportFacts
    hits: tuple[Hit, ...]
    further: int


def hits_needed(townships: int, each: int) -> int:
    """How many hits are sure to come from so many townships, with at most so many of each."""
    return min(townships * each, MOST_ASKED)


def grouped(answer: Answer, townships: int) -> tuple[Group, ...]:
    """The authorities with the best hits. Weak hits make no group of their own, unless there is nothing else."""
    good = [hit for hit in answer.hits if hit.relevant] or list(answer.hits)
    by_authority: dict[tuple[str, ...], list[Hit]] = {}
    for hit in good:
        by_authority.setdefault(hit.report.authority, []).append(hit)
    shown = _shown(good)
    return tuple(
        Group(hits[0].report, tuple(hits), max(0, answer.townships.get(authority, 0) - shown.get(authority, 0)))
        for authority, hits in list(by_authority.items())[:townships]
    )


def only_of(filters: Filters, report: ReportFacts) -> Filters | None:
    """The filters narrowed to the authority of a report; ``None`` where its place is unknown."""
    place = report.place
    if not place.parts:
        return None
    narrowed = at_place(filters, tuple(getattr(place, level.value) for level in PLACE_LEVELS))
    # A county's place holds its townships as well.
    return narrowed if report.level is Level.TOWNSHIP else replace(narrowed, level=report.level)


def _shown(hits: list[Hit]) -> Mapping[tuple[str, ...], int]:
    """Passages of each authority that stand in the list, as hits or folded under one."""
    counts: dict[tuple[str, ...], int] = {}
    for hit in hits:
        for report in (hit.report, *(other.report for other in hit.folded)):
            counts[report.authority] = counts.get(report.authority, 0) + 1
    return counts
