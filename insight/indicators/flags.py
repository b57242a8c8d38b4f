"""What does not fit, inside a report and across reports, each with the figures that it rests on.

A flag says: look at the original. It says of nobody that they were wrong, since a report may mean other things by the same words; which is why few are raised.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.report import Level
from indexer.catalogue import ReportFacts
from insight.indicators.collecting import Stated
from insight.indicators.doubt import Claim, DoubtKind
from insight.indicators.figure import FigureKind
from insight.indicators.indicator import Indicator
from insight.indicators.matrix import headline
from insight.indicators.weighing import Weighed, alike
from insight.scope import Authority

FEWEST_PEERS = 8
"""Townships that must state a figure before one of them can stand out."""
FARTHEST_SCORE = 5.0
"""Robust standard deviations on a logarithmic scale (0.6745 · distance to the median / median absolute deviation)."""
FACTOR = 10.0
"""A slip of a digit is a factor of ten, one of 万 more."""
_SMALLEST_SPREAD = 0.1
"""The least deviation reckoned with, on the logarithmic scale: where nearly all state the same, a little more is nothing."""
_SMALLEST_COUNT = 50.0
"""From one meeting to twelve is a factor too; only beyond this is it looked at."""
_SHORTEST_SUBJECT, _SHORTEST_NOUN = 4, 2
"""Characters; shorter ones say too little to be the same thing."""
_VERB = re.compile(
    "^(?:主动)?(?:受理|排查出?|接到|接待|收到|承办|办理|登记|摸排|调解成功|成功|调解|化解|调处|查处|开展|组织|举办|发放|公开|审查|拆除|清[缴理]|培训|现有|拥有)*"
)
_KINDS = {FigureKind.COUNT, FigureKind.MONEY}


@dataclass(frozen=True, slots=True)
class Found:
    """A figure and the report that states it."""

    report: ReportFacts
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class Flag:
    """A figure that does not fit those it is held against.

    ``expected`` is what these give: the other value, the sum of the parts, the rate that the counts make, the median of the peers. ``peers`` is how many townships
    state the figure of that year, 0 where they play no part.
    """

    kind: DoubtKind
    indicator: str | None
    found: Found
    against: tuple[Found, ...]
    expected: float
    peers: int = 0


@dataclass(frozen=True, slots=True)
class _Year:
    """Headlines of an authority's report, by key of indicator."""

    report: ReportFacts
    headlines: dict[str, Weighed]


def flags(indicators: Sequence[Indicator], stated: Iterable[Stated]) -> list[Flag]:
    """All flags, those inside reports first, then those between years, then those beside others.

    Args:
        indicators: Whose headlines are held against each other.
        stated: What the reports state, those of one authority together and by year (:func:`in_series`).
    """
    inside: list[Flag] = []
    between: list[Flag] = []
    years: list[_Year] = []
    before: Stated | None = None
    for item in stated:
        inside += _inside(item)
        if before is not None and _follows(before.report, item.report):
            between += _against_last_year(before, item)
        before = item
        if item.report.year is not None:
            years.append(_Year(item.report, _headlines(indicators, item)))
    return [*inside, *between, *_own_years(years), *_peers(indicators, years)]


def in_series(reports: Iterable[ReportFacts]) -> list[ReportFacts]:
    """Reports in the order in which they can be compared: by authority and year; of several in one year the last indexed."""
    last = {(report.authority, report.year, None if report.year else report.id): report for report in reports}
    return sorted(last.values(), key=lambda report: (report.authority, report.year or 0, report.number))


def _follows(before: ReportFacts, after: ReportFacts) -> bool:
    years = before.year is not None and after.year is not None and after.year == before.year + 1
    return years and before.authority == after.authority and _is_one_place(after)


def _is_one_place(report: ReportFacts) -> bool:
    """Whether the place is told well enough to be the same in another year: many townships share a name."""
    return report.place.certain or len(report.place.parts) > 1


def _headlines(indicators: Sequence[Indicator], stated: Stated) -> dict[str, Weighed]:
    own: dict[str, list[Weighed]] = {}
    for weighed in stated.figures:
        if weighed.figure.indicator:
            own.setdefault(weighed.figure.indicator, []).append(weighed)
    found = ((i.key, headline(i, own[i.key])) for i in indicators if i.key in own)
    return {key: weighed for key, weighed in found if weighed is not None}


def _inside(stated: Stated) -> Iterator[Flag]:
    for doubt in stated.doubts:
        weighed = stated.figures[doubt.figure]
        against = tuple(Found(stated.report, stated.figures[number]) for number in doubt.against)
        indicator = weighed.figure.indicator or next((f.weighed.figure.indicator for f in against), None)
        yield Flag(doubt.kind, indicator, Found(stated.report, weighed), against, doubt.expected)


def _against_last_year(before: Stated, after: Stated) -> Iterator[Flag]:
    """What a report says of last year, where last year's report names the same thing and nowhere that value."""
    for claim in after.claims:
        level, said = after.figures[claim.level], after.figures[claim.figure]
        like = [weighed for weighed in before.figures if alike(weighed.figure, level.figure)]
        if any(weighed.meets(claim.low, claim.high) for weighed in like):
            continue
        same = [w for w in like if w.is_level and w.figure.period is None and _same_thing(level, w)]
        if len({weighed.figure.value for weighed in same}) == 1:
            found = Found(after.report, said), Found(before.report, same[0])
            yield Flag(DoubtKind.LAST_YEAR, level.figure.indicator, found[0], found[1:], _said_value(claim))


def _same_thing(one: Weighed, other: Weighed) -> bool:
    """Whether two figures count the same: under one indicator in the same noun, otherwise in the very same words."""
    if one.part != other.part or one.figure.indicator != other.figure.indicator:
        return False
    if one.figure.indicator is None:
        return one.subject == other.subject and len(one.subject) >= _SHORTEST_SUBJECT
    # What is received and what is found is one indicator; 草场纠纷 and 矛盾纠纷 are, too, and must be told apart.
    noun = _noun(one)
    return len(noun) >= _SHORTEST_NOUN and noun == _noun(other)


def _noun(weighed: Weighed) -> str:
    return _VERB.sub("", weighed.subject).replace("人数", "人员")


def _said_value(claim: Claim) -> float:
    """The value that is said, or the middle of what follows from a share, which is no more exact than three digits."""
    middle = (claim.low + claim.high) / 2
    return middle if claim.low == claim.high else float(f"{middle:.3g}")


def _own_years(years: Sequence[_Year]) -> Iterator[Flag]:
    """Headlines ten times what the same authority states the year that it last stated one, or a tenth of it."""
    last: dict[str, Found] = {}
    authority: Authority = ()
    for year in years:
        if year.report.authority != authority:
            authority, last = year.report.authority, {}
        for key, weighed in year.headlines.items():
            found = Found(year.report, weighed)
            other = last.get(key)
            if other is not None and _is_one_place(year.report) and _leaps(other.weighed, weighed):
                yield Flag(DoubtKind.OWN_YEARS, key, found, (other,), other.weighed.figure.value)
            last[key] = found


def _leaps(one: Weighed, other: Weighed) -> bool:
    small, large = sorted((one.figure.value, other.figure.value))
    comparable = alike(one.figure, other.figure) and one.figure.kind in _KINDS and one.part == other.part
    comparable = comparable and _same_thing(one, other)
    return comparable and 0 < small * FACTOR <= large and large >= _SMALLEST_COUNT


def _peers(indicators: Sequence[Indicator], years: Sequence[_Year]) -> Iterator[Flag]:
    """Headlines far above those of other authorities of the same level and year that count the same noun."""
    groups: dict[tuple[str, int, Level, str], list[Found]] = {}
    kinds = {indicator.key: indicator.kind for indicator in indicators if indicator.kind in _KINDS}
    for year in years:
        assert year.report.year is not None, "a year without a number is in no series"
        for key, weighed in year.headlines.items():
            noun = _noun(weighed)
            if weighed.figure.kind is kinds.get(key) and weighed.figure.value > 0 and len(noun) >= _SHORTEST_NOUN:
                group = groups.setdefault((key, year.report.year, year.report.level, noun), [])
                group.append(Found(year.report, weighed))
    for (key, *_), group in groups.items():
        if len(group) >= FEWEST_PEERS:
            yield from _standing_out(key, group)


def _standing_out(key: str, group: Sequence[Found]) -> Iterator[Flag]:
    logs = [math.log(found.weighed.figure.value) for found in group]
    centre = median(logs)
    spread = max(median(abs(value - centre) for value in logs), _SMALLEST_SPREAD)
    typical = min(group, key=lambda found: abs(math.log(found.weighed.figure.value) - centre))
    for found, value in zip(group, logs, strict=True):
        # What is far below may be some part of what the others count in all.
        far = value - centre
        if (
            found.weighed.figure.value >= _SMALLEST_COUNT
            and far >= math.log(FACTOR)
            and 0.6745 * far / spread >= FARTHEST_SCORE
        ):
            yield Flag(DoubtKind.PEERS, key, found, (typical,), math.exp(centre), len(group))
