"""Judgements as JSON values, to be kept beside the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from insight.followup.closeness import Elsewhere
from insight.followup.judging import Found, Judged, Judgement

VERSION = 1
"""Raised whenever the same two reports would be judged differently."""


def judgement_to_json(judgement: Judgement) -> dict[str, Any]:
    """A judgement as plain values."""
    return {
        "plans": [_judged(one) for one in judgement.plans],
        "problems": [_judged(one) for one in judgement.problems],
        "new": list(judgement.new),
    }


def judgement_from_json(value: dict[str, Any]) -> Judgement:
    """The reverse of :func:`judgement_to_json`.

    Raises:
        KeyError: Values of another shape.
        TypeError: Likewise.
    """
    return Judgement(
        tuple(_as_judged(one) for one in value["plans"]),
        tuple(_as_judged(one) for one in value["problems"]),
        tuple(value["new"]),
    )


def _judged(one: Judged) -> list[Any]:
    return [
        one.position,
        one.verdict,
        [_found(found) for found in one.evidence],
        one.nearest and _found(one.nearest),
        [_found(found) for found in one.admitted],
        one.repeated and _found(one.repeated),
        [one.elsewhere.reports, one.elsewhere.of],
    ]


def _as_judged(value: Sequence[Any]) -> Judged:
    position, verdict, evidence, nearest, admitted, repeated, elsewhere = value
    return Judged(
        position,
        verdict,
        tuple(map(_as_found, evidence)),
        nearest and _as_found(nearest),
        tuple(map(_as_found, admitted)),
        repeated and _as_found(repeated),
        Elsewhere(*elsewhere),
    )


def _found(found: Found) -> list[Any]:
    return [found.position, found.closeness, found.slice]


def _as_found(value: Sequence[Any]) -> Found:
    position, closeness, span = value
    return Found(position, closeness, (span[0], span[1]) if span else None)
