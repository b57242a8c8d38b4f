"""From a problem to what others did about it, and from a practice to the problems that it could help.

Of a problem: who reports the same, what others did about it, and what others plan. Nothing is put together: each column is ranked passages of one role.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.report import Role
from errors import QueryError, echoed
from indexer.catalogue import ReportFacts
from insight.practices.answering import Found, answering, stating
from insight.practices.subject import Subject, subject_of
from insight.scope import Authority, Share, authorities, reports_in, share_by_county, share_by_year
from search.answer import Hit
from search.engine import MOST_HITS, Engine
from search.filters import Filters, matching_passages, matching_reports
from search.ranking import known_share, rank
from search.relevance import RELEVANT_WORDS, calibrated, confidence
from search.turns import in_turn

PER_TOWNSHIP = 2
"""Most passages of one township in a column unless asked otherwise."""
ALLOWANCE = {"zh": 2.0, "en": 1.2}
"""How far below the engine's line of confidence a problem may lie: people word problems more freely than questions (docs/insight.md)."""


@dataclass(frozen=True, slots=True)
class Column:
    """Passages of one role: the best as hits, and how many there are in all."""

    hits: tuple[Hit, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """Who speaks of something: of all townships (or other authorities) whose reports are looked at, of each county's, and of each year's."""

    all: Share
    by_county: dict[Authority, Share]
    by_year: dict[int, Share]


@dataclass(frozen=True, slots=True)
class Practices:
    """What is found for a problem. ``without`` is whose reports were left out; ``confident`` whether such reports speak of anything like it at all."""

    subject: Subject
    filters: Filters
    without: tuple[Authority, ...]
    same_problem: Column
    practices: Column
    plans: Column
    coverage: Spread
    confident: bool
    took_ms: float


@dataclass(frozen=True, slots=True)
class Problems:
    """What is found for a practice: the problems that it could help, and who has them."""

    subject: Subject
    filters: Filters
    without: tuple[Authority, ...]
    problems: Column
    coverage: Spread
    confident: bool
    took_ms: float


@dataclass(frozen=True, slots=True)
class Wish:
    """How much is wanted, and whose reports are to be left out.

    ``own`` keeps the reports of whose passage is asked about; ``without`` names a township to leave out, if need be with its county before it, parted by
    a blank.
    """

    top: int = 10
    per_township: int | None = PER_TOWNSHIP
    own: bool = False
    without: str | None = None


@in_turn
def practices_for(engine: Engine, problem: str, filters: Filters | None = None, wish: Wish | None = None) -> Practices:
    """What others did about a problem, who else reports it, and what others plan.

    Args:
        engine: The opened index with its encoder.
        problem: In Chinese or English, or the id of a passage.
        filters: On the reports, and on the theme of passages.
        wish: How much, and whose reports not.

    Raises:
        QueryError: The problem is empty or too long, there is no such passage, theme or township, or a number is out of range.
        EncoderError: The encoder cannot be had.
    """
    began = time.perf_counter()
    scope = _scope(engine, problem, filters or Filters(), wish or Wish())
    index, subject, allowed = engine.index, scope.subject, scope.allowed
    same, practices, plans = Column(), Column(), Column()
    said: list[ReportFacts] = []
    if scope.confident and allowed.any():
        stated = stating(index, subject, allowed)
        said = _reports(engine, stated)
        same = _column(scope, stated)
        practices = _column(scope, answering(index, subject, Role.PRACTICE, allowed))
        plans = _column(scope, answering(index, subject, Role.PLAN, allowed))
    return Practices(
        subject,
        scope.filters,
        scope.without,
        same,
        practices,
        plans,
        _spread(said, scope.reports),
        scope.confident,
        (time.perf_counter() - began) * 1000,
    )


@in_turn
def problems_for(engine: Engine, practice: str, filters: Filters | None = None, wish: Wish | None = None) -> Problems:
    """The other way round: the problems that a practice could help, and who has them.

    Takes and raises the same as :func:`practices_for`, with a practice in place of a problem.
    """
    began = time.perf_counter()
    scope = _scope(engine, practice, filters or Filters(), wish or Wish())
    index, subject, allowed = engine.index, scope.subject, scope.allowed
    problems, said = Column(), list[ReportFacts]()
    if scope.confident and allowed.any():
        found = answering(index, subject, Role.PROBLEM, allowed)
        said = _reports(engine, found)
        problems = _column(scope, found)
    return Problems(
        subject,
        scope.filters,
        scope.without,
        problems,
        _spread(said, scope.reports),
        scope.confident,
        (time.perf_counter() - began) * 1000,
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where is looked, for what. ``allowed`` has shape (passages,)."""

    engine: Engine
    subject: Subject
    filters: Filters
    wish: Wish
    without: tuple[Authority, ...]
    reports: list[ReportFacts]
    allowed: NDArray[np.bool_]
    confident: bool


def _scope(engine: Engine, text: str, filters: Filters, wish: Wish) -> _Scope:
    if not 1 <= wish.top <= MOST_HITS or (wish.per_township is not None and wish.per_township < 1):
        raise QueryError(f"Between 1 and {MOST_HITS} hits can be asked for, and at least 1 a township")
    index = engine.index
    left_out = _named(engine, wish.without) if wish.without else set[Authority]()
    subject = subject_of(engine, text)
    if subject.own and not wish.own:
        left_out.add(subject.own)
    others = np.array([report.authority not in left_out for report in index.reports], dtype=np.bool_)
    allowed = matching_passages(filters, index) & others[index.report_of]
    reports = [report for report in reports_in(index, filters) if report.authority not in left_out]
    return _Scope(
        engine, subject, filters, wish, tuple(sorted(left_out)), reports, allowed, is_confident(engine, subject)
    )


def _named(engine: Engine, name: str) -> set[Authority]:
    """Whose reports a township's name means."""
    *county, township = name.split() or [""]
    filters = Filters(township=township, county=county[-1] if county else None, kind=None)
    reports = engine.index.reports
    found = authorities(
        report for report, fits in zip(reports, matching_reports(filters, reports), strict=True) if fits
    )
    if not township or not found:
        raise QueryError(
            f"{echoed(name)!r} is no township of this index; write it as status lists it, its county before it if others share the name"
        )
    return found


def is_confident(engine: Engine, subject: Subject) -> bool:
    """Whether the reports speak of anything like it at all, whatever the filters; a passage of theirs is a matter of theirs."""
    if subject.passage is not None:
        return True
    if not calibrated(engine.index, subject.asked):
        return known_share(engine.index, subject.asked.concepts) >= RELEVANT_WORDS
    everything = np.ones(len(engine.index.report_of), dtype=np.bool_)
    ranking = rank(engine.index, subject.asked, everything)
    return confidence(engine.index, subject.asked, ranking) >= -ALLOWANCE[subject.question.language]


def _column(scope: _Scope, found: Found) -> Column:
    only = found.only()
    belong = np.ones(len(only.positions), dtype=np.bool_)
    wish, terms = scope.wish, scope.subject.terms
    hits = scope.engine.hits(only, belong, terms, top=wish.top, per_township=wish.per_township)
    return Column(hits, len(only.positions))


def _reports(engine: Engine, found: Found) -> list[ReportFacts]:
    """The reports that hold any of them."""
    numbers = np.unique(engine.index.report_of[found.only().positions])
    return [engine.index.reports[int(number)] for number in numbers]


def _spread(said: Sequence[ReportFacts], reports: Sequence[ReportFacts]) -> Spread:
    share = Share(len(authorities(said)), len(authorities(reports)))
    return Spread(share, share_by_county(said, reports), share_by_year(said, reports))
