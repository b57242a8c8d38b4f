"""Headings that lost their number: ``一、工作情况``, ``存在的问题``, ``三、下一步打算``.

Word processors keep automatic numbers apart from the text, and some offices write none at all. At level 1 a line is taken for such
a heading only if it is nothing but the name of an act of the report, and the numbers around it leave room for one; below it, if it is
a few words alone on their line between whole paragraphs, and fits between its numbered siblings or is one of several.
"""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections.abc import Collection, Sequence
from operator import itemgetter

from corpus.outline.numbering import NUMBERINGS, Number, opens_point, read_point
from corpus.outline.paragraph import Paragraph
from corpus.outline.roles import heading_role, names_act
from corpus.report import Role

_CHINESE, _BRACKETED = (next(s for s in NUMBERINGS if s.name == name) for name in ("chinese", "bracketed"))
_ALONE = re.compile(
    r"(?!附件|附表|[表图]\d|[（(]|单位[：:]|抄送|[\u4e00-\u9fff]{1,4}[：:]|.*[：:，,、（(]$)[\u4e00-\u9fff\w“”‘’《》、，,（）()·—－+：-]{4,40}"
)
_LONGEST_BARE, _LONGEST_ALONE = 31, 40
"""A heading below level 1 is a few words without a closing mark."""
_WHOLE = re.compile(r"[。！？；：.!?;:][”’」』）)】]*$")
_SHORTEST_REST = 8
_SHORTEST_BODY = 20
"""Characters of the paragraph below a heading without a number."""
_HEADED = re.compile(r"[^。；，：:;,.]{3,20}(?:[，,][^。；，：:;,.]{3,20})?[。.]")
"""A few words, one comma at most, closed by a full stop; text stands behind them or in the next paragraph."""
_BARE = re.compile(r"(?!.*如下)[\u4e00-\u9fff\d、“”（）·]{4,30}[：:]?")


def bare_headings(lines: Sequence[Paragraph]) -> dict[int, Number]:
    """The number that belongs to each such line, empty as written, by the offset of the line."""
    acts: dict[int, Role] = {}
    counts: list[tuple[int, int, str]] = []
    for at, line in enumerate(lines):
        if line.number is not None and line.number.style.rank == _CHINESE.rank:
            counts.append((line.start, line.number.value, line.words))
        elif line.number is None and len(line.text) <= _LONGEST_BARE and _BARE.fullmatch(line.text):
            # A list that begins right below shows a heading, however many words it has.
            opens = any(below.number is not None and below.number.value == 1 for below in lines[at + 1 : at + 3])
            act = names_act(line.text.rstrip("：:")) or (heading_role(line.text, None) if opens else None)
            if act:
                acts[line.start] = act
    if not counts:
        whole = len(acts) > 1 and not {Role.PROBLEM, Role.PLAN, Role.MIXED}.isdisjoint(acts.values())
        starts = sorted({*acts, *_above_lists(lines, acts)}) if whole else []
        return {start: _number(start, value) for value, start in enumerate(starts, 1)}
    return {start: _number(start, value) for start, act in acts.items() if (value := _room(start, act, counts))}


def _above_lists(lines: Sequence[Paragraph], acts: Collection[int]) -> set[int]:
    """Other lines of level 1 where its numbers are lost and those below are not: behind each the count begins anew, or there is none."""
    if not any(line.number is not None for line in lines):
        return set()
    found: set[int] = set()
    value = 0
    for at in range(len(lines) - 1, 0, -1):
        line = lines[at]
        if line.number is not None:
            value = line.number.value
        elif line.start in acts:
            value = 0
        elif value <= 1 and _stands_alone(lines, at):
            found.add(line.start)
            value = 0
    return found


def bare_subheadings(text: str, lines: Sequence[Paragraph], first: Collection[int]) -> dict[int, Number]:
    """The same for headings of level 2.

    Args:
        text: Cleaned text.
        lines: Paragraphs of the body.
        first: Offsets of the lines that are headings of level 1.
    """
    found: dict[int, Number] = {}
    section: list[Paragraph] = []
    for line in (*lines, None):
        if line is None or line.start in first:
            found |= _subheadings(text, section)
            section = []
        if line is not None:
            section.append(line)
    return found


def _subheadings(text: str, lines: Sequence[Paragraph]) -> dict[int, Number]:
    """Level-2 headings without a number among the lines of one level-1 section, whose own heading is the first of them."""
    numbers = [(at, line.number) for at, line in enumerate(lines) if at and line.number is not None and line.words]
    styled = [number.style for _, number in numbers if number.style.rank > _CHINESE.rank]
    style = min(styled, key=lambda style: style.rank, default=_BRACKETED)
    alone = [at for at in range(1, len(lines)) if _stands_alone(lines, at)]
    counts = {at: number.value for at, number in numbers if number.style.rank == style.rank}
    if not counts and len(alone) > 1:
        return {lines[at].start: Number(style, "", value, lines[at].start) for value, at in enumerate(alone, 1)}
    if not counts:
        return _points(text, lines)
    found: dict[int, Number] = {}
    numbered = sorted(counts)
    for at in alone:
        place = bisect(numbered, at)
        before = counts[numbered[place - 1]] if place else 0
        after = counts[numbered[place]] if place < len(numbered) else None
        last = after is None and (len(counts) > 1 or names_act(lines[at].text) is not None)
        if after == before + 2 or last:
            counts[at] = before + 1
            insort(numbered, at)
            found[lines[at].start] = Number(style, "", before + 1, lines[at].start)
    return found


def _points(text: str, lines: Sequence[Paragraph]) -> dict[int, Number]:
    """Points that head paragraphs of their own below an act that has no other headings: ``一是健全机制。全镇…``."""
    if not lines or names_act(lines[0].words.rstrip("。.：:")) is None:
        return {}
    marks = [(at, number) for at in range(1, len(lines)) if (number := read_point(text, lines[at].start)) is not None]
    values = [number.value for _, number in marks]
    if marks and marks[-1][1].text.startswith("最后"):
        values[-1] = len(values)
    counted = len(marks) > 1 and values == list(range(1, len(values) + 1))
    headed = all(_heads(text, lines, at, number) for at, number in marks)
    return {lines[at].start: number for at, number in marks} if counted and headed else {}


def _heads(text: str, lines: Sequence[Paragraph], at: int, number: Number) -> bool:
    """Whether a point opens with a heading of its own, ahead of text on the same line or in the next paragraph."""
    match = _HEADED.match(text, number.end, lines[at].stop)
    if match is None:
        return False
    below = lines[at + 1] if at + 1 < len(lines) else None
    alone = match.end() == lines[at].stop and below is not None and not opens_point(below.text) and below.number is None
    return alone or lines[at].stop - match.end() >= _SHORTEST_REST


def _stands_alone(lines: Sequence[Paragraph], at: int) -> bool:
    """Whether a line is a few words between whole paragraphs."""
    line, before = lines[at], lines[at - 1]
    if line.number is not None or len(line.text) > _LONGEST_ALONE or at + 1 == len(lines):
        return False
    if not _ALONE.fullmatch(line.text) or opens_point(line.text):
        return False
    below = lines[at + 1]
    headed = at == 1 or before.number is not None
    opens = below.number is not None and below.number.value == 1
    followed = len(below.text) >= _SHORTEST_BODY and _WHOLE.search(below.text) is not None
    return (headed or _WHOLE.search(before.text) is not None) and (followed or opens)


def _number(start: int, value: int) -> Number:
    return Number(_CHINESE, "", value, start)


def _room(start: int, act: Role, counts: Sequence[tuple[int, int, str]]) -> int:
    """The value that the numbers around leave free at ``start``, or 0."""
    place = bisect(counts, start, key=itemgetter(0))
    before = counts[place - 1][1:] if place else (0, "")
    after = counts[place][1] if place < len(counts) else None
    if after is None:
        over = {act, Role.MIXED, Role.PLAN}
        last = before[0] and act is not Role.PRACTICE and heading_role(before[1], None) not in over
        return before[0] + 1 if last else 0
    return before[0] + 1 if after == before[0] + 2 else 0
