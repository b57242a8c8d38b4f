"""Follow-through as plain JSON values, under the names that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from insight.contract import cited_json, facts_json
from insight.followup.verdict import Counts, Evidence, Pair, PairOutcome, PlanOutcome, ProblemOutcome, is_common
from search.contract import place_json


def overview_json(pairs: Sequence[Pair], authorities: int) -> dict[str, Any]:
    """All pairs with their counts; ``of`` says out of how many authorities so many have consecutive years."""
    return {"pairs": [_pair(pair) for pair in pairs], **_totals(pairs, authorities)}


def outcomes_json(outcomes: Sequence[PairOutcome], authorities: int) -> dict[str, Any]:
    """The same with every plan and problem and what they rest on."""
    full = [
        {
            **_pair(one.pair),
            "plans": [_plan(plan) for plan in one.plans],
            "problems": [_problem(problem) for problem in one.problems],
            "new_problems": [cited_json(cited) for cited in one.new_problems],
        }
        for one in outcomes
    ]
    return {"pairs": full, **_totals([one.pair for one in outcomes], authorities)}


def counts_json(counts: Counts) -> dict[str, int]:
    """Counts with their sums."""
    return {**asdict(counts), "plans": counts.plans, "problems": counts.problems}


def _totals(pairs: Sequence[Pair], authorities: int) -> dict[str, Any]:
    with_pairs = len({pair.authority for pair in pairs})
    return {
        "counts": counts_json(Counts.total(pair.counts for pair in pairs)),
        "townships": with_pairs,
        "of": authorities,
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "place": place_json(pair.after.place),
        "before": facts_json(pair.before),
        "after": facts_json(pair.after),
        "counts": counts_json(pair.counts),
    }


def _plan(outcome: PlanOutcome) -> dict[str, Any]:
    return {
        "verdict": outcome.verdict.value,
        "plan": cited_json(outcome.plan),
        **_shown(outcome),
        "admitted": [_evidence(evidence) for evidence in outcome.admitted],
        "repeated": outcome.repeated and _evidence(outcome.repeated),
    }


def _problem(outcome: ProblemOutcome) -> dict[str, Any]:
    return {"verdict": outcome.verdict.value, "problem": cited_json(outcome.problem), **_shown(outcome)}


def _shown(outcome: PlanOutcome | ProblemOutcome) -> dict[str, Any]:
    return {
        "evidence": [_evidence(evidence) for evidence in outcome.evidence],
        "nearest": outcome.nearest and _evidence(outcome.nearest),
        "elsewhere": {
            "reports": outcome.elsewhere.reports,
            "of": outcome.elsewhere.of,
            "common": is_common(outcome.elsewhere),
        },
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {**cited_json(evidence.cited), "closeness": evidence.closeness, "shared": [list(s) for s in evidence.shared]}
