"""Headings of level 1 that lost their number: ``一、工作情况``, ``存在的问题``, ``三、下一步打算``.

Word processors keep automatic numbers apart from the text, and some offices write none at all. A line is taken for such a
heading only if it is nothing but the name of an act of the report, and the numbers around it leave room for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.numbering import NUMBERINGS, Number, read_number
from corpus.report import Role
from corpus.roles import heading_role, names_act

_CHINESE = next(style for style in NUMBERINGS if style.name == "chinese")
_BARE = re.compile(r"[\u4e00-\u9fff\d、“”]{4,20}[：:]?")


def bare_headings(text: str, lines: Sequence[tuple[int, int]]) -> dict[int, Number]:
    """The number that belongs to each such line, empty as written, by the offset of the line.

    Args:
        text: Cleaned text.
        lines: Start and end of the paragraphs of the body.
    """
    acts: dict[int, Role] = {}
    counts: list[tuple[int, int, str]] = []
    for start, stop in lines:
        line = text[start:stop]
        number = read_number(line)
        if number is not None and number.style is _CHINESE:
            counts.append((start, number.value, line[number.end :]))
        elif number is None and _BARE.fullmatch(line) and (act := names_act(line.rstrip("：:"))):
            acts[start] = act
    if not counts:
        whole = len(acts) > 1 and not {Role.PROBLEM, Role.PLAN}.isdisjoint(acts.values())
        return {start: _number(start, value) for value, start in enumerate(acts, 1)} if whole else {}
    return {start: _number(start, value) for start, act in acts.items() if (value := _room(start, act, counts))}


def _number(start: int, value: int) -> Number:
    return Number(_CHINESE, "", value, start)


def _room(start: int, act: Role, counts: Sequence[tuple[int, int, str]]) -> int:
    """The value that the numbers around leave free at ``start``, or 0."""
    before = next(((value, heading) for at, value, heading in reversed(counts) if at < start), (0, ""))
    after = next((value for at, value, _ in counts if at > start), None)
    if after is None:
        over = {act, Role.MIXED, Role.PLAN}
        last = before[0] and act is not Role.PRACTICE and heading_role(before[1], None) not in over
        return before[0] + 1 if last else 0
    return before[0] + 1 if after == before[0] + 2 else 0
