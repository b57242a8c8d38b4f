"""A figure: one quantity that a report states, at its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FigureKind(StrEnum):
    """What sort of quantity it is."""

    COUNT = "count"
    PERCENT = "percent"
    RATIO = "ratio"
    MONEY = "money"
    MEASURE = "measure"
    DURATION = "duration"
    SCORE = "score"


class Change(StrEnum):
    """A figure that is no level of this period: a difference against before, or the earlier value itself."""

    UP = "up"
    DOWN = "down"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity; all offsets count characters of the report's text.

    ``start`` is where the number begins and ``end`` where its unit ends. ``value`` is the number itself (8.5万 is 85000, 80% is 80 with kind ``percent``, 三分之二 is 0.6667),
    money in yuan. ``unit`` is as written, without 万 and 亿. ``qualifier`` (约, 余, 达, 累计, 共, 超, 近, 至少), ``counted`` (what is counted) and ``period``
    (上半年, 每季度; ``None`` means the year reported on) are words of the text. ``planned`` marks targets. ``indicator`` is a key of the table of indicators.
    """

    start: int
    end: int
    value: float
    unit: str
    kind: FigureKind
    counted: str
    passage_id: str
    sentence: tuple[int, int]
    qualifier: str | None = None
    change: Change | None = None
    period: str | None = None
    planned: bool = False
    indicator: str | None = None
