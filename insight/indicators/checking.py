"""Figures of one report held against each other, where its own sentences say how they hang together.

A doubt is only raised where no reading of the sentence fits: flags are of use only if most of them are right. Rounded and rough figures (约, 余, 14.3万) get the room that
they leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from insight.indicators.doubt import Doubt, DoubtKind
from insight.indicators.figure import Change, FigureKind
from insight.indicators.weighing import BREAK, Weighed, alike, lead, part_groups, sentences


@dataclass(frozen=True, slots=True)
class RateCue:
    """Which counts a rate follows from: words in the clause of the rate, of all cases, and of those that ended well; ``unless`` takes the rate out."""

    rate: str
    whole: str
    done: str
    example: str
    unless: str = ""


RATES = (
    RateCue("(?:成功|化解|调成)率", "受理|排查|接到|收到|登记|摸排|接待|发现|调[解处]", "成功|化解|调成|调结", "受理矛盾纠纷128件，调解成功125件，成功率100%", "未|协议|履行"),
    RateCue("(?:办结|结案|答复|回复)率", "受理|接到|接待|收到|接收|承办|立案|交办|派单|转办|办理", "办结|结案|答复|回复", "立案20件，办结18件，办结率100%", "按[期时]|及时|当[日天场]"),
    RateCue("(?:整改|消除|销号)率", "发现|排查|查出|摸排|检查出", "整改|消除|销号", "排查隐患50处，整改45处，整改率100%", "按[期时]|限期"),
    RateCue("出庭(?:应诉)?率", "应诉|诉讼|案件", "出庭", "行政应诉5件，负责人出庭4件，出庭率100%"),
)  # fmt: skip
_NOT_OVER = re.compile(
    "(?:成功|化解|调[处解]|办结|结案|整改|合格|参考|参训|出庭|出庭应诉|答复|回复|知晓|普及|覆盖)率|满意[率度]"
)
_PENDING = re.compile("正在|尚[在未有]|跟踪|其余|剩余|余下|在办|未[办化调结]|引导|转|撤")
_ROSE = re.compile("(?:增[加长]?|提[高升]|上?升|扩[大充展]?|上涨)[^，。；]{0,3}[到至为]")
_FELL = re.compile("(?:减[少低]?|下?降[低]?|[压缩]减?)[^，。；]{0,3}[到至为]")
_NET = re.compile("净?增[加长]|新增|净增|减少|下降|上升|提高|降低|[增减多少]$")
_NEW = re.compile("新增")
_LEFT = re.compile("调离|退休|离职|流失|退出|调出|清退")
_EACH = re.compile("各|均")
_OVERLAP = re.compile("党员|[妇女]|少数民族|持证|专职|兼职|退休|涉及|年轻|青年|本科|大专|学历|同时")
_OUTCOME = re.compile("成功|化解|调成|办结|结案|整改|采纳|完成|已")
_COMPLETE = re.compile("其[他它余]|分别")
_TOTAL = re.compile("全年|共|累计|合计|总计|年内|今年以来|一年来|截[至止]")
_NEAREST = 12
"""Characters between a value and the difference that is named of it."""
_MOST_COUNTS = 12
"""Figures before a rate that it may follow from."""
_SHORTEST_SUBJECT = 3


def doubts_in(plain: str, figures: Sequence[Weighed]) -> list[Doubt]:
    """What does not fit in a report, in document order.

    Args:
        plain: The report's plain text.
        figures: All its figures, weighed, in document order.
    """
    found = [*_parts(plain, figures), *_totals(plain, figures)]
    for numbers in sentences([weighed.figure for weighed in figures]):
        found += [*_rates(plain, figures, numbers), *_changes(plain, figures, numbers)]
    return sorted(found, key=lambda doubt: doubt.figure)


def _parts(plain: str, figures: Sequence[Weighed]) -> Iterator[Doubt]:
    """Parts larger than any whole that they may belong to, and lists of parts that do not add up."""
    for group in part_groups(plain, [weighed.figure for weighed in figures]):
        most = max(group.wholes, key=lambda whole: figures[whole].high)
        larger = [part for part in group.parts if figures[part].low > figures[most].high]
        for part in larger:
            yield Doubt(DoubtKind.PART, part, (most,), figures[most].figure.value)
        if (
            larger
            or len(group.wholes) != 1
            or len(group.parts) < 2
            or figures[most].figure.kind is not FigureKind.COUNT
        ):
            continue
        if _EACH.search(group.text) or _OVERLAP.search(group.text) or _OUTCOME.search(group.text):
            continue
        least, greatest = (sum(getattr(figures[part], end) for part in group.parts) for end in ("low", "high"))
        whole = figures[most]
        short = greatest < whole.low and _COMPLETE.search(group.text)
        if least > whole.high or short:
            yield Doubt(DoubtKind.PARTS, most, group.parts, sum(figures[part].figure.value for part in group.parts))


def _rates(plain: str, figures: Sequence[Weighed], numbers: Sequence[int]) -> Iterator[Doubt]:
    """Rates that follow from no pair of counts before them, and shares of more than all."""
    for place, number in enumerate(numbers):
        rate = figures[number]
        if rate.figure.kind is not FigureKind.PERCENT or not rate.is_level:
            continue
        words = lead(plain, rate.figure)
        if rate.low > 100 and _NOT_OVER.search(words):
            yield Doubt(DoubtKind.OVER, number, (), 100.0)
        cue = next((cue for cue in RATES if re.search(cue.rate, words)), None)
        if cue is None or (cue.unless and re.search(cue.unless, words)):
            continue
        counts = [
            n
            for n in numbers[max(place - _MOST_COUNTS, 0) : place]
            if figures[n].is_level and figures[n].figure.kind is FigureKind.COUNT
        ]
        pairs = [pair for pair in combinations(counts, 2) if _may_make_a_share(plain, figures, pair)]
        named = [pair for pair in pairs if _named(plain, figures, pair, cue)]
        if not named or _PENDING.search(plain, figures[named[0][0]].figure.end, rate.figure.start):
            continue
        # Rates are rounded or cut off, as the writer likes; and they may be of any counts before them.
        step = 1.0 if rate.high == rate.figure.value else 0.5
        if any(low - step < rate.figure.value < high + step for low, high in (_share(figures, pair) for pair in pairs)):
            continue
        whole, done = named[-1]
        yield Doubt(DoubtKind.RATE, number, named[-1], 100 * figures[done].figure.value / figures[whole].figure.value)


def _may_make_a_share(plain: str, figures: Sequence[Weighed], pair: tuple[int, int]) -> bool:
    """Whether the second count can be a share of the first."""
    whole, done = figures[pair[0]], figures[pair[1]]
    if not alike(whole.figure, done.figure) or BREAK.search(plain, whole.figure.end, done.figure.start):
        return False
    return whole.low > 0 and done.low <= whole.high


def _named(plain: str, figures: Sequence[Weighed], pair: tuple[int, int], cue: RateCue) -> bool:
    """Whether the counts are named as all cases and as those that ended well."""
    whole, done = (lead(plain, figures[number].figure) for number in pair)
    return bool(re.search(cue.whole, whole) and re.search(cue.done, done))


def _share(figures: Sequence[Weighed], pair: tuple[int, int]) -> tuple[float, float]:
    whole, done = figures[pair[0]], figures[pair[1]]
    return 100 * done.low / whole.high, 100 * done.high / whole.low


def _changes(plain: str, figures: Sequence[Weighed], numbers: Sequence[int]) -> Iterator[Doubt]:
    """From–to against its direction, and against the difference that is named."""
    for place, number in enumerate(numbers[1:], 1):
        level, before = figures[number], figures[numbers[place - 1]]
        rest = numbers[place + 1 :]
        if level.figure.change is not None:
            continue
        if before.figure.change is Change.BEFORE and alike(before.figure, level.figure):
            between = plain[before.figure.end : level.figure.start]
            rose, fell = _ROSE.search(between), _FELL.search(between)
            if bool(rose) == bool(fell):
                continue
            if (rose and level.high < before.low) or (fell and level.low > before.high):
                yield Doubt(DoubtKind.DIRECTION, number, (numbers[place - 1],), before.figure.value)
                continue
            span = sorted((abs(level.high - before.low), abs(level.low - before.high)))
            yield from _difference(plain, figures, (numbers[place - 1], number), rest, (span[0], span[1]))
    yield from _shares_of_change(plain, figures, numbers)


def _difference(
    plain: str, figures: Sequence[Weighed], ends: tuple[int, int], rest: Sequence[int], span: tuple[float, float]
) -> Iterator[Doubt]:
    """The difference named right behind a from–to."""
    if not rest:
        return
    named, level = figures[rest[0]], figures[ends[1]]
    gap = plain[level.figure.end : named.figure.start]
    if not alike(named.figure, level.figure) or len(gap) > _NEAREST or BREAK.search(gap) or not _NET.search(gap):
        return
    if _LEFT.search(plain, named.figure.end, named.figure.end + _NEAREST) or re.search("[到至为]$", gap):
        return
    # Some may have left while more were new; fewer new ones than the growth cannot be.
    too_few = named.high < span[0]
    if too_few or (named.low > span[1] and not _NEW.search(gap)):
        yield Doubt(DoubtKind.DIFFERENCE, rest[0], ends, (span[0] + span[1]) / 2)


def _shares_of_change(plain: str, figures: Sequence[Weighed], numbers: Sequence[int]) -> Iterator[Doubt]:
    """``892次，比上年减少255次，下降22.2%``: the share against the level and the difference."""
    for first, second, third in zip(numbers, numbers[1:], numbers[2:], strict=False):
        level, named, share = figures[first], figures[second], figures[third]
        same = named.figure.change is not None and named.figure.change is share.figure.change is not Change.BEFORE
        if not same or level.figure.change is not None or not alike(level.figure, named.figure):
            continue
        if (
            share.figure.kind is not FigureKind.PERCENT
            or level.figure.kind is FigureKind.PERCENT
            or "点" in share.figure.unit
        ):
            continue
        gaps = plain[level.figure.end : named.figure.start], plain[named.figure.end : share.figure.start]
        if any(len(gap) > _NEAREST or BREAK.search(gap) for gap in gaps):
            continue
        sign = 1 if named.figure.change is Change.DOWN else -1
        ends = [
            100 * n / (v + sign * n)
            for n in (named.low, named.high)
            for v in (level.low, level.high)
            if v + sign * n > 0
        ]
        step = max(share.high - share.figure.value, 0.1)
        if ends and not min(ends) - step <= share.figure.value <= max(ends) + step:
            yield Doubt(DoubtKind.DIFFERENCE, third, (first, second), sum(ends) / len(ends))


def _totals(plain: str, figures: Sequence[Weighed]) -> Iterator[Doubt]:
    """Two totals of the same indicator and subject in different sentences."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, weighed in enumerate(figures):
        figure = weighed.figure
        if figure.indicator is None or not weighed.is_level or weighed.part or figure.period is not None:
            continue
        before = lead(plain, figure)
        if (
            not _TOTAL.search(before)
            or len(weighed.subject) < _SHORTEST_SUBJECT
            or "|" in plain[slice(*figure.sentence)]
        ):
            continue
        found.setdefault((figure.indicator, weighed.subject), []).append(number)
    for numbers in found.values():
        first = figures[numbers[0]]
        for number in numbers[1:]:
            other = figures[number]
            apart = other.figure.sentence != first.figure.sentence and alike(first.figure, other.figure)
            if apart and not other.meets(first.low, first.high):
                yield Doubt(DoubtKind.TOTALS, number, (numbers[0],), first.figure.value)
