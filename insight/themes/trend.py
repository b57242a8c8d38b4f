"""Whether a theme grows: by shares of the townships that report, and by a rule simple enough to be checked by hand.

The years are parted into an earlier and a later half (a middle year belongs to neither). Of each half it is counted how many reports of townships, one a
township and year, name the theme out of how many there are. It grows where the later share is at least ``LEAST_POINTS`` above and ``TIMES`` the earlier one,
``LEAST_TOWNSHIPS`` or more townships name it in the later half, and these are at least ``LEAST_GAIN`` reports more than the earlier share would make. It fades where
the same holds the other way round. Where fewer than ``LEAST_REPORTING`` townships report in a half, or too few name it in both, nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from insight.scope import Authority

LEAST_POINTS = 0.10
TIMES = 1.5
LEAST_TOWNSHIPS = 3
LEAST_GAIN = 2.0
LEAST_REPORTING = 5

Years = Mapping[int, frozenset[Authority]]
"""For each year some authorities."""


class Trend(StrEnum):
    """Where a theme goes."""

    GROWING = "growing"
    FADING = "fading"
    STEADY = "steady"
    UNKNOWN = "unknown"
    """Too few townships or years to tell."""


def trend(naming: Years, reporting: Years) -> Trend:
    """Where a theme goes.

    Args:
        naming: Who names it, by year.
        reporting: Who reports at all, by year; every year of ``naming`` is among these.
    """
    years = sorted(reporting)
    half = len(years) // 2
    earlier, later = years[:half], years[len(years) - half :]
    if not half or min(len(_who(reporting, earlier)), len(_who(reporting, later))) < LEAST_REPORTING:
        return Trend.UNKNOWN
    before, after = len(_who(naming, earlier)), len(_who(naming, later))
    if max(before, after) < LEAST_TOWNSHIPS:
        return Trend.UNKNOWN
    if _rises(naming, reporting, earlier, later):
        return Trend.GROWING
    return Trend.FADING if _rises(naming, reporting, later, earlier) else Trend.STEADY


def _rises(naming: Years, reporting: Years, start: list[int], end: list[int]) -> bool:
    low, high = _count(naming, start) / _count(reporting, start), _count(naming, end) / _count(reporting, end)
    gain = (high - low) * _count(reporting, end)
    # Shares are quotients of small whole numbers: a tenth is meant to be reached by 1 in 10.
    near = 1e-9
    return (
        high - low >= LEAST_POINTS - near
        and high >= TIMES * low - near
        and len(_who(naming, end)) >= LEAST_TOWNSHIPS
        and gain >= LEAST_GAIN - near
    )


def _who(by_year: Years, years: list[int]) -> frozenset[Authority]:
    return frozenset().union(*(by_year.get(year, frozenset()) for year in years))


def _count(by_year: Years, years: list[int]) -> int:
    return sum(len(by_year.get(year, frozenset())) for year in years)
