"""Which indicator is meant by a name."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from errors import QueryError, echoed
from insight.indicators.indicator import Indicator

_MOST_NEAR = 4
_NEAR = 0.45
_LONGEST = 100
"""Characters of what is asked that are compared; no name has half as many."""


def find_indicator(name: str, indicators: Sequence[Indicator]) -> Indicator:
    """The indicator of this key or of this Chinese or English name, or the only one whose name holds these words.

    Raises:
        QueryError: There is none such, or several; the message names those that come near.
    """
    wanted = " ".join(name.casefold().split())
    for indicator in indicators:
        if wanted in _names(indicator):
            return indicator
    holding = [i for i in indicators if wanted and any(wanted in own for own in _names(i))]
    if len(holding) == 1:
        return holding[0]
    near = holding[:_MOST_NEAR] or _near(wanted[:_LONGEST], indicators)
    named = "; ".join(f"{indicator.key} {indicator.zh}" for indicator in near)
    several = "means several indicators" if len(holding) > 1 else "is not an indicator"
    raise QueryError(
        f"{echoed(name)!r} {several}; near it: {named}"
        if near
        else f"{echoed(name)!r} {several}; indicators lists them all"
    )


def _names(indicator: Indicator) -> tuple[str, str, str]:
    return indicator.key, indicator.zh, indicator.en.casefold()


def _near(wanted: str, indicators: Sequence[Indicator]) -> list[Indicator]:
    scores = {i.key: max(SequenceMatcher(None, wanted, own).ratio() for own in _names(i)) for i in indicators}
    best = sorted(indicators, key=lambda indicator: -scores[indicator.key])
    return [indicator for indicator in best[:_MOST_NEAR] if scores[indicator.key] >= _NEAR]
