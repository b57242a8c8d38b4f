"""What became of the plans and problems of one report in the next: the rules, over closeness, copied words and cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.report import Role
from insight.followup.closeness import Elsewhere, Kind, Scale
from insight.followup.copied import is_same_words
from insight.followup.cues import REMAINDER, WHOLE, admits
from insight.followup.statement import Statement, Statements, content_units
from insight.followup.verdict import PlanVerdict, ProblemVerdict
from insight.scope import Authority
from search.turns import in_turn

FOUND = 0.32
"""Closeness from which a practice counts as the counterpart of a plan."""
STILL = 0.26
"""Closeness from which a later problem counts as the same one."""
ADMITTED = 0.22
"""Closeness from which a sentence that admits something is about the plan: lower, since its words already say that it looks back."""
MOST_EVIDENCE = 3
FURTHER = 0.6
"""Further evidence must be this close, as a share of the best."""

_PLANS: Kind = (Role.PLAN, Role.PRACTICE)
_PROBLEMS: Kind = (Role.PROBLEM, Role.PROBLEM)
_ADMISSIONS: Kind = (Role.PLAN, Role.PROBLEM)
_NOWHERE = Elsewhere(0, 0)


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the later report: the position of a passage, its closeness, and where in the passage the sentence stands, if not all of it counts."""

    position: int
    closeness: float
    slice: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of the statement at a position; for problems nothing is ``admitted`` or ``repeated``."""

    position: int
    verdict: str
    evidence: tuple[Found, ...]
    nearest: Found | None
    admitted: tuple[Found, ...] = ()
    repeated: Found | None = None
    elsewhere: Elsewhere = _NOWHERE


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of all plans and problems; ``new`` are positions of later problems that the earlier report does not name."""

    plans: tuple[Judged, ...]
    problems: tuple[Judged, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What an authority's report of one year says, by role."""

    authority: Authority
    said: dict[Role, Statements]


@in_turn
def judge(scale: Scale, before: Year, after: Year) -> Judgement:
    """Compare a report with that of the year after.

    Args:
        scale: Of the index that both stand in.
        before: The earlier report.
        after: The later one.
    """
    plans = _plans(scale, before, after)
    earlier, later = before.said[Role.PROBLEM], after.said[Role.PROBLEM]
    close = scale.closeness(earlier, later, _PROBLEMS)
    problems = tuple(
        _problem(problem, later.items, row, _Context(scale, before, _PROBLEMS, number))
        for number, (problem, row) in enumerate(zip(earlier.items, close, strict=True))
    )
    known = {found.position for one in problems for found in one.evidence}
    known |= {found.position for one in plans for found in one.admitted}
    named = close.max(axis=0, initial=-np.inf) >= STILL
    new = tuple(
        item.position
        for item, is_named in zip(later.items, named, strict=True)
        if not is_named and item.position not in known
    )
    return Judgement(plans, problems, new)


@dataclass(frozen=True, slots=True)
class _Context:
    """The statement that is judged: ``number`` counts those of its role in its report."""

    scale: Scale
    year: Year
    kind: Kind
    number: int

    def elsewhere(self, evidence: Sequence[Found]) -> Elsewhere:
        """How often the like of the best evidence is found in reports of others."""
        if not evidence:
            return _NOWHERE
        own = self.year.said[self.kind[0]]
        return self.scale.elsewhere(own, self.number, self.kind, evidence[0].closeness, self.year.authority)


def _plans(scale: Scale, before: Year, after: Year) -> tuple[Judged, ...]:
    plans, practices, problems = before.said[Role.PLAN], after.said[Role.PRACTICE].items, after.said[Role.PROBLEM].items
    done = scale.closeness(plans, after.said[Role.PRACTICE], _PLANS)
    complained = scale.closeness(plans, after.said[Role.PROBLEM], _ADMISSIONS)
    judged = []
    for number, plan in enumerate(plans.items):
        evidence, nearest = _evidence(practices, done[number], FOUND)
        admitted = _admitted(problems, complained[number]) + _left_over(plan, evidence, practices)
        verdict = PlanVerdict.PARTLY if admitted else PlanVerdict.DONE
        judged.append(
            Judged(
                plan.position,
                (verdict if evidence else PlanVerdict.NOT_FOUND).value,
                evidence,
                None if evidence else nearest,
                admitted,
                _repeated(plan, after.said[Role.PLAN].items),
                _Context(scale, before, _PLANS, number).elsewhere(evidence),
            )
        )
    return tuple(judged)


def _problem(problem: Statement, later: Sequence[Statement], close: NDArray[np.float64], context: _Context) -> Judged:
    again = [number for number, item in enumerate(later) if is_same_words(problem.text, item.text)]
    if again:
        evidence = tuple(_found(later[number], close[number]) for number in sorted(again, key=lambda n: -close[n]))
        verdict, nearest = ProblemVerdict.SAME_WORDS, None
    else:
        evidence, nearest = _evidence(later, close, STILL)
        verdict = ProblemVerdict.STILL if evidence else ProblemVerdict.GONE
    return Judged(
        problem.position,
        verdict.value,
        evidence,
        None if evidence else nearest,
        elsewhere=context.elsewhere(evidence),
    )


def _evidence(
    later: Sequence[Statement], close: NDArray[np.float64], least: float
) -> tuple[tuple[Found, ...], Found | None]:
    """What is close enough, the closest first, and the closest of all."""
    if not later:
        return (), None
    order = np.argsort(-close, kind="stable")[:MOST_EVIDENCE].tolist()
    floor = max(least, FURTHER * close[order[0]])
    return tuple(_found(later[n], close[n]) for n in order if close[n] >= floor), _found(
        later[order[0]], close[order[0]]
    )


def _admitted(later: Sequence[Statement], close: NDArray[np.float64]) -> tuple[Found, ...]:
    """Sentences of later problems that say something was not carried out, in passages about the plan."""
    return tuple(
        _found(item, closeness, span)
        for item, closeness in zip(later, close, strict=True)
        if closeness >= ADMITTED
        for span in item.sentences
        if admits(item.text[span[0] : span[1]])
    )


def _left_over(plan: Statement, evidence: Sequence[Found], later: Sequence[Statement]) -> tuple[Found, ...]:
    """Where all was to be done: sentences of the counterpart that name what is left and share words with the plan."""
    if not evidence or not WHOLE.pattern.search(plan.text):
        return ()
    item = next(item for item in later if item.position == evidence[0].position)
    return tuple(
        _found(item, evidence[0].closeness, (start, end))
        for start, end in item.sentences
        if REMAINDER.pattern.search(item.text[start:end]) and plan.units & content_units(item.text[start:end])
    )


def _repeated(plan: Statement, later: Sequence[Statement]) -> Found | None:
    again = next((item for item in later if is_same_words(plan.text, item.text)), None)
    return _found(again, 1.0) if again else None


def _found(item: Statement, closeness: float, span: tuple[int, int] | None = None) -> Found:
    return Found(item.position, round(float(closeness), 3), span)
