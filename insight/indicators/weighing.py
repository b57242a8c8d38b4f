"""What stands round a figure: how exact it is, whether it is part of another, and the words that say what it counts.

Figures can only be held against each other with that. All cues are looked for in the plain text of a report (:func:`corpus.text.script.plain`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from insight.indicators.figure import Figure

UNIT_GROUPS = (
    ("人", "名", "位"),
    ("人次",),
    ("件", "起", "宗", "例"),
    ("次", "场", "场次", "轮", "期", "批次"),
    ("份", "册", "本", "张"),
    ("个", "处", "座", "家", "块"),
    ("%", "百分点", "个百分点"),
)
"""Units that count the same sort of thing, so that their figures can be compared; any other unit stands for itself."""
PART = re.compile("其中(?:包括)?")
BREAK = re.compile("[。；;！!？?\n|]")
"""What no comparison crosses."""
CLAUSE = re.compile("[，,、：:（(。；;！!？?\n|]")
_LIST_ENDS = re.compile("全年|共|累计|合计|总计|[比较]上|[比较]去|同比|同时|另|此外|全镇|全乡|全街道|帮助")
_LIST_GOES_ON = re.compile("[，,、和及]")
_VERB = re.compile(
    "[，,、]?(?:已|共)?(?:开展|办理|办结|发放|组织|举办|召开|培训|审查|受理|接待|调解|调成|化解|成功|排查|整改|立案|处罚|提供|参与|代写|解答|检查|巡查|宣传|制定|修订|完成|引导|移送|查[处办]|清[缴理])"
)
"""A clause that begins so tells something new, unless the first part began so too."""
_LOOK_BACK = 400
"""Characters; no sentence that a person wrote hangs together over more."""
_FARTHEST_PART = 30
"""Characters between 其中, or one part, and the next."""
_FRAME = re.compile(
    "截[至止]\\d*年?\\d*月?\\d*日?底?|今年以来|一年来|年初以来|全年度?|本?年度|今年|年内|年底|目前|\\d{4}年|全[镇乡]|全街道|辖区内?|我[镇乡]|本[镇乡]"
    '|累计|总共|合计|总计|共计|各[类种项]|共|达到?|已|其中|约|近|超过?|了|的|为|至少|不少于|[\\s，,、：:（）()“”"|]'
)
"""Words that frame a count and say nothing of what is counted."""
_CHANGE = re.compile(
    "[由从](?=.*[到至为降增减升扩]$)|(?:增[加长]?|扩[大充展]?|提[高升]|上?升|减少?|下?降低?|压减|改)[到至为]?$"
)
_ROUGH = {
    "约": (0.9, 1.1),
    "左右": (0.9, 1.1),
    "近": (0.9, 1.0),
    "超": (1.0, 1.5),
    "以上": (1.0, 1.5),
    "至少": (1.0, 1.5),
    "不少于": (1.0, 1.5),
}
_NUMBER = re.compile(r"(\d[\d,，]*)(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A figure with what its sentence tells of it.

    What is meant lies between ``low`` and ``high``: both are the value where it is exact, and ``14.3万``, ``500余`` or ``约200`` leave room. ``part`` says
    that it is named as a part (其中) of another figure. ``subject`` is what is counted, without the words that frame it (全年共…), to be compared.
    """

    figure: Figure
    low: float
    high: float
    part: bool
    subject: str

    @property
    def is_level(self) -> bool:
        """Whether it tells how much there was this year: no difference, no earlier value, no target."""
        return self.figure.change is None and not self.figure.planned

    def meets(self, low: float, high: float) -> bool:
        """Whether it may be the same as something between two values."""
        return self.low <= high and low <= self.high


def unit_group(unit: str) -> str:
    """The first of the units that count the same sort of thing."""
    return next((group[0] for group in UNIT_GROUPS if unit in group), unit)


def alike(one: Figure, other: Figure) -> bool:
    """Whether two figures are of the same kind and unit, so that they may be compared."""
    return one.kind == other.kind and unit_group(one.unit) == unit_group(other.unit)


def weigh(plain: str, figures: Sequence[Figure]) -> list[Weighed]:
    """Look round each figure of a report.

    Args:
        plain: The report's plain text.
        figures: Its figures, in document order.
    """
    parts = {part for group in part_groups(plain, figures) for part in group.parts}
    weighed = []
    for number, figure in enumerate(figures):
        low, high = _interval(plain, figure)
        # The words before a figure hold the verb, without which found and settled disputes would be the same.
        subject = _subject(lead(plain, figure)) or _subject(figure.counted)
        weighed.append(Weighed(figure, low, high, number in parts, subject))
    return weighed


def _subject(words: str) -> str:
    return _FRAME.sub("", _CHANGE.split(words, maxsplit=1)[0])


def sentences(figures: Sequence[Figure]) -> Iterator[list[int]]:
    """Numbers of the figures that stand in one sentence together."""
    for _, group in groupby(range(len(figures)), key=lambda number: figures[number].sentence):
        yield list(group)


def lead(plain: str, figure: Figure) -> str:
    """The words of a figure's clause that stand before it."""
    before = plain[max(figure.sentence[0], figure.start - _LOOK_BACK) : figure.start]
    return before[max((mark.end() for mark in CLAUSE.finditer(before)), default=0) :]


@dataclass(frozen=True, slots=True)
class PartGroup:
    """What 其中 says: ``parts`` of one of the ``wholes``, all as numbers of figures. ``text`` is the list of the parts."""

    wholes: tuple[int, ...]
    parts: tuple[int, ...]
    text: str


def part_groups(plain: str, figures: Sequence[Figure]) -> Iterator[PartGroup]:
    """All that 其中 says in a report."""
    for numbers in sentences(figures):
        start, end = figures[numbers[0]].sentence
        starts = [figures[number].start for number in numbers]
        marks = list(PART.finditer(plain, start, end))
        for mark, limit in zip(marks, [*(m.start() for m in marks[1:]), end], strict=False):
            stop = BREAK.search(plain, mark.end(), limit)
            last = stop.start() if stop else limit
            back = max(start, mark.start() - _LOOK_BACK)
            first = max((found.end() for found in BREAK.finditer(plain, back, mark.start())), default=back)
            before, here, after = (bisect_left(starts, offset) for offset in (first, mark.start(), last))
            wholes = [number for number in numbers[before:here] if figures[number].change is None]
            group = _group(plain, figures, wholes, numbers[here:after], mark.end())
            if group is not None:
                yield group


def _group(plain: str, figures: Sequence[Figure], wholes: list[int], listed: list[int], begin: int) -> PartGroup | None:
    """The parts behind a 其中, as far as the list goes, with the wholes that they can be parts of."""
    parts: list[int] = []
    done = begin
    for number in listed:
        figure, gap = figures[number], plain[done : figures[number].start]
        if len(gap) > _FARTHEST_PART or (parts and (_LIST_ENDS.search(gap) or not _LIST_GOES_ON.search(gap))):
            break
        if figure.change is not None or (done > begin and _VERB.match(gap) and not _VERB.match(plain, begin)):
            break
        if any(alike(figure, figures[whole]) for whole in wholes):
            if parts and "、" not in gap and not _may_belong(figure, [figures[n] for n in (*wholes, *parts)]):
                break
            parts.append(number)
        done = figure.end
    if not parts:
        return None
    first = figures[parts[0]]
    fitting = tuple(whole for whole in wholes if alike(figures[whole], first))
    same = tuple(part for part in parts if alike(figures[part], first))
    return PartGroup(fitting, same, plain[begin : figures[same[-1]].end]) if fitting else None


def _may_belong(figure: Figure, others: list[Figure]) -> bool:
    """A further figure that counts something else of its own begins something new; what has no indicator may be a part of anything."""
    known = {other.indicator for other in others if alike(figure, other)}
    return figure.indicator is None or None in known or figure.indicator in known


def _interval(plain: str, figure: Figure) -> tuple[float, float]:
    """Between which values lies what is meant."""
    written = plain[figure.start : figure.end + 2]
    near = plain[max(figure.start - 3, 0) : figure.start] + written
    value = figure.value
    number = _NUMBER.match(written)
    step = 1.0
    if number:
        digits = number[1].replace(",", "").replace("，", "")
        stated = float(f"{digits}.{number[2] or 0}")
        factor = value / stated if stated else 1.0
        step = factor * 10.0 ** -len(number[2] or "") if number[2] or factor > 1 else 0.0
        zeros = len(digits) - len(digits.rstrip("0")) if not number[2] else 0
        if "余" in near or "多" in written or figure.qualifier == "余":
            return value, value + max(step, factor * 10.0**zeros)
    for word, (least, most) in _ROUGH.items():
        if word in near or figure.qualifier == word:
            return value * least, value * most
    if not number:
        return (value, value) if figure.qualifier != "余" else (value, value * 2)
    return value - step, value + step
