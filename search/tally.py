"""How a ranking's passages on the subject spread: over roles, whichever of them was asked for, and over townships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from corpus.report import Role
from indexer.index import ROLES, Index
from search.filters import matching_passages
from search.ranking import Query, Ranking, rank
from search.relevance import relevant
from search.request import Request

FULL = 0.5
"""Share of the candidates that are on the subject, from which there are probably more than were compared."""


def of_all_roles(
    index: Index, request: Request, query: Query, candidates: int
) -> tuple[Ranking, NDArray[np.bool_]] | None:
    """The ranking that a question would have without the filter on the role, and which of it is on the subject; ``None`` without such a filter."""
    if request.filters.role is None:
        return None
    allowed = matching_passages(replace(request.filters, role=None), index)
    query = replace(query, role=request.own_role)
    ranking = rank(index, query, allowed, candidates=candidates)
    return ranking, relevant(index, query, ranking)


def by_role(index: Index, positions: NDArray[np.int64]) -> dict[Role, int]:
    """How many of these passages have each role; no passage is mixed."""
    counts = np.bincount(index.role_of[positions], minlength=len(ROLES))
    return {role: int(count) for role, count in zip(ROLES, counts, strict=True) if role is not Role.MIXED}


def by_authority(index: Index, positions: NDArray[np.int64]) -> Mapping[tuple[str, ...], int]:
    """How many of these passages each authority has, those with most first."""
    authorities = index.authority_of[index.report_of[positions]]
    numbers, first, counts = np.unique(authorities, return_index=True, return_counts=True)
    order = np.lexsort((numbers, -counts))
    names = [index.reports[int(index.report_of[positions[place]])].authority for place in first]
    return {names[place]: int(counts[place]) for place in order}


def as_in_whole(
    ranking: Ranking, on_subject: NDArray[np.bool_], whole: Ranking, of_whole: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which passages of one role are on the subject, judged beside those of all roles, shape (n,).

    Scores are relative, so that among passages of one role alone a weak one may look good. What was not compared among all counts only where most of
    what was compared there is on the subject, so that more must be.

    Args:
        ranking: Candidates of one role.
        on_subject: Which of them are on the subject by themselves.
        whole: Candidates of all roles.
        of_whole: Which of those are on the subject.
    """
    agreed: NDArray[np.bool_] = np.isin(ranking.positions, whole.positions[of_whole])
    if len(of_whole) and of_whole.mean() >= FULL:
        agreed |= on_subject & ~np.isin(ranking.positions, whole.positions)
    return agreed
