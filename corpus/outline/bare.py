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

from corpus.outline.numbering import NUMBERINGS, Number, opens_point, read_number, read_point
from corpus.outline.roles import heading_role, names_act
from corpus.report import Role

_CHINESE, _BRACKETED = (next(s for s in NUMBERINGS if s.name == name) for name in ("chinese", "bracketed"))
_ALONE = re.compile(
    r"(?!附件|附表|[表图]\d|[（(]|单位[：:]|抄送|[\u4e00-\u9fff]{1,4}[：:])[\u4e00-\u9fff\w“”‘’《》、，,（）()·—－-]{4,40}"
)
"""A heading below level 1 is a few words without a closing mark."""
_WHOLE = re.compile(r"[。！？；：.!?;:][”’」』）)】]*$")
_SHORTEST_BODY = 20
"""Characters of the paragraph below a heading without a number."""
_HEADED = re.compile(r"[^。；，：:;]{3,20}(?:，[^。；，：:;]{3,20})?。(?=.{8})")
"""A few words, one comma at most, closed by a full stop, with text behind them on the same line."""
_BARE = re.compile(r"(?!.*如下)[\u4e00-\u9fff\d、“”（）·]{4,30}[：:]?")


def bare_headings(text: str, lines: Sequence[tuple[int, int]]) -> dict[int, Number]:
    """The number that belongs to each such line, empty as written, by the offset of the line.

    Args:
        text: Cleaned text.
        lines: Start and end of the paragraphs of the body.
    """
    acts: dict[int, Role] = {}
    counts: list[tuple[int, int, str]] = []
    numbers = [read_number(text[start:stop], weak=True) for start, stop in lines]
    for at, (start, stop) in enumerate(lines):
        line, number = text[start:stop], numbers[at]
        if number is not None and number.style.rank == _CHINESE.rank:
            counts.append((start, number.value, line[number.end :]))
        elif number is None and _BARE.fullmatch(line):
            # A list that begins right below shows a heading, however many words it has.
            opens = any(below is not None and below.value == 1 for below in numbers[at + 1 : at + 3])
            act = names_act(line.rstrip("：:")) or (heading_role(line, None) if opens else None)
            if act:
                acts[start] = act
    if not counts:
        whole = len(acts) > 1 and not {Role.PROBLEM, Role.PLAN, Role.MIXED}.isdisjoint(acts.values())
        return {start: _number(start, value) for value, start in enumerate(acts, 1)} if whole else {}
    return {start: _number(start, value) for start, act in acts.items() if (value := _room(start, act, counts))}


def bare_subheadings(text: str, lines: Sequence[tuple[int, int]], first: Collection[int]) -> dict[int, Number]:
    """The same for headings of level 2.

    Args:
        text: Cleaned text.
        lines: Start and end of the paragraphs of the body.
        first: Offsets of the lines that are headings of level 1.
    """
    found: dict[int, Number] = {}
    section: list[tuple[int, int]] = []
    for line in (*lines, None):
        if line is None or line[0] in first:
            found |= _subheadings(text, section)
            section = []
        if line is not None:
            section.append(line)
    return found


def _subheadings(text: str, lines: Sequence[tuple[int, int]]) -> dict[int, Number]:
    """Level-2 headings without a number among the lines of one level-1 section, whose own heading is the first of them."""
    numbers = [read_number(text[start:stop], weak=True) for start, stop in lines]
    styled = [number for number in numbers[1:] if number is not None and number.style.rank > _CHINESE.rank]
    style = min((number.style for number in styled), key=lambda style: style.rank, default=_BRACKETED)
    alone = {at for at in range(1, len(lines)) if _stands_alone(text, lines, numbers, at)}
    counts = {
        at: number.value
        for at, number in enumerate(numbers)
        if number is not None and number.style.rank == style.rank and at
    }
    if not counts and len(alone) > 1:
        return {lines[at][0]: Number(style, "", value, lines[at][0]) for value, at in enumerate(sorted(alone), 1)}
    if not counts:
        return _points(text, lines)
    found: dict[int, Number] = {}
    numbered = sorted(counts)
    for at in sorted(alone):
        place = bisect(numbered, at)
        before = counts[numbered[place - 1]] if place else 0
        after = counts[numbered[place]] if place < len(numbered) else None
        last = after is None and (len(counts) > 1 or names_act(text[slice(*lines[at])]) is not None)
        if after == before + 2 or last:
            counts[at] = before + 1
            insort(numbered, at)
            found[lines[at][0]] = Number(style, "", before + 1, lines[at][0])
    return found


def _points(text: str, lines: Sequence[tuple[int, int]]) -> dict[int, Number]:
    """Points that head paragraphs of their own below an act that has no other headings: ``一是健全机制。全镇…``."""
    act = text[slice(*lines[0])] if lines else ""
    number = read_number(act, weak=True)
    if names_act(act[number.end if number else 0 :].rstrip("。：:")) is None:
        return {}
    found = {start: number for start, _ in lines[1:] if (number := read_point(text, start)) is not None}
    counted = [number.value for number in found.values()] == list(range(1, len(found) + 1))
    stops = dict(lines)
    headed = all(_HEADED.match(text, number.end, stops[start]) for start, number in found.items())
    return found if len(found) > 1 and counted and headed else {}


def _stands_alone(text: str, lines: Sequence[tuple[int, int]], numbers: Sequence[Number | None], at: int) -> bool:
    """Whether a line is a few words between whole paragraphs."""
    line, before = text[slice(*lines[at])], text[slice(*lines[at - 1])]
    if numbers[at] is not None or not _ALONE.fullmatch(line) or opens_point(line) or at + 1 == len(lines):
        return False
    below = text[slice(*lines[at + 1])]
    headed = at == 1 or numbers[at - 1] is not None
    opens = numbers[at + 1]
    followed = len(below) >= _SHORTEST_BODY and _WHOLE.search(below) is not None
    return (headed or _WHOLE.search(before) is not None) and (followed or (opens is not None and opens.value == 1))


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
