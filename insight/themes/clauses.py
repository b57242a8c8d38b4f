"""Clauses of a problem point that could stand as the name of a theme: short, at its head, and saying what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.outline.numbering import POINT
from insight.themes.points import Point

_PART = re.compile(r"[^，,。；;：:！？!?\s]+")
_LOOKED_AT = 3
"""Clauses of a point, from its beginning; further on stand examples and reasons."""
_SHORTEST, _LONGEST = 4, 14
_LACK = re.compile(
    "不(?!断|同|仅|管|得不)|没有|未(?!成年|来)|缺|薄弱|单一|单薄|单调|滞后|弱|欠|难|短板|盲区|死角|空白|流于形式|落空|重复|交叉|偏|粗|差(?!异)|"
    "有限|老化|老套|拖欠|有待|仍需|少(?!数|年)|慢|反弹|挂名|松|枯燥|脱节|紧缺|紧张|淡薄"
)
_UNFIT = re.compile(
    r"\d|[一二三四五六七八九十两]+[年月日个名件次]|以下|如下|问题|短板|差距|正视|看到|对照|困难|欠账|一些|[‘’《》「」『』（）()]"
)
"""Figures and titles belong to one report, and 存在的问题 to all."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in simplified characters, ``start`` and ``end`` in the text of the report; ``leads`` where it is the heading or opens the point."""

    text: str
    start: int
    end: int
    heading: bool
    leads: bool


def clauses(point: Point) -> Iterator[Clause]:
    """The clauses of a point's heading and of its beginning that could be a name."""
    if point.heading:
        yield from _clauses(point.heading, point.heading_start, 1, heading=True)
    yield from _clauses(point.text, point.start, _LOOKED_AT, heading=False)


def _clauses(text: str, offset: int, most: int, *, heading: bool) -> Iterator[Clause]:
    looked_at = 0
    for part in _PART.finditer(text):
        written, start = part.group(), part.start()
        numbered = POINT.match(written)
        if numbered:
            start += numbered.end()
            written = written[numbered.end() :]
        if not written:
            continue
        looked_at += 1
        if looked_at > most:
            return
        if _SHORTEST <= len(written) <= _LONGEST and _LACK.search(written) and not _UNFIT.search(written):
            yield Clause(written, offset + start, offset + start + len(written), heading, looked_at == 1)
