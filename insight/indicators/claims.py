"""What a report says of the year before (上年的11人, 比上年减少8件, 同比下降22.2%), to be held against that year's report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from insight.indicators.doubt import Claim
from insight.indicators.figure import Change, FigureKind
from insight.indicators.weighing import BREAK, Weighed, alike, sentences

_LAST_YEAR = "上一?年度?|去年"
_LONGEST_CLAUSE = 80
_FARTHEST = 20
"""Characters between the figure of this year and what is said of the year before."""


def claims_in(plain: str, figures: Sequence[Weighed], year: int | None) -> list[Claim]:
    """All that a report says of the year before.

    Args:
        plain: The report's plain text.
        figures: All its figures, weighed, in document order.
        year: The year reported on, so that last year is known by its number too.
    """
    named = f"{_LAST_YEAR}|{year - 1}年" if year else _LAST_YEAR
    cue = re.compile(f"{named}|同比")
    found: list[Claim] = []
    for numbers in sentences([weighed.figure for weighed in figures]):
        found += [*_values(plain, figures, numbers, re.compile(named)), *_differences(plain, figures, numbers, cue)]
    return sorted(found, key=lambda claim: claim.figure)


def _values(plain: str, figures: Sequence[Weighed], numbers: Sequence[int], cue: re.Pattern[str]) -> Iterator[Claim]:
    """Values of the year before, each with the value of this year that follows it."""
    for number, following in pairwise(numbers):
        before, level = figures[number], figures[following]
        if before.figure.change is not Change.BEFORE or not level.is_level or not alike(before.figure, level.figure):
            continue
        clause = _clause(plain, before)
        gap = plain[before.figure.end : level.figure.start]
        if cue.search(clause) and len(gap) <= _FARTHEST and not BREAK.search(gap):
            yield Claim(number, following, before.low, before.high)


def _differences(
    plain: str, figures: Sequence[Weighed], numbers: Sequence[int], cue: re.Pattern[str]
) -> Iterator[Claim]:
    """Differences against the year before, each with the value of this year that it follows."""
    for following, number in pairwise(numbers):
        level, named = figures[following], figures[number]
        change = named.figure.change
        gap = plain[level.figure.end : named.figure.start]
        if change not in {Change.UP, Change.DOWN} or not level.is_level or not cue.search(gap):
            continue
        if len(gap) > _FARTHEST or BREAK.search(gap):
            continue
        sign = 1 if change is Change.DOWN else -1
        percent = level.figure.kind is FigureKind.PERCENT
        if alike(level.figure, named.figure) or (percent and "点" in named.figure.unit):
            ends = [v + sign * n for v in (level.low, level.high) for n in (named.low, named.high)]
        elif named.figure.kind is FigureKind.PERCENT and not percent and "点" not in named.figure.unit:
            shares = [1 - sign * n / 100 for n in (named.low, named.high)]
            ends = [v / share for v in (level.low, level.high) for share in shares if share > 0]
        else:
            continue
        if ends and max(ends) > 0:
            yield Claim(number, following, min(ends), max(ends))


def _clause(plain: str, weighed: Weighed) -> str:
    """What stands before a figure up to the last comma or full stop."""
    start = max(weighed.figure.sentence[0], weighed.figure.start - _LONGEST_CLAUSE)
    before = plain[start : weighed.figure.start]
    return re.split("[，,。；;|\n]", before)[-1]
