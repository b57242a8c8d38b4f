"""Numbers that open a heading or a point, in every style the genre uses.

Each style is a record; ``examples`` and ``counterexamples`` are test cases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_DIGITS = "〇零一二三四五六七八九"
_CHINESE = "[一二三四五六七八九十百]"


@dataclass(frozen=True, slots=True)
class Numbering:
    """A way to number headings. ``rank`` orders styles from the outside in (2 is free for a second ``一、`` inside the first); ``pattern`` has one group, the number.

    A ``weak`` style may as well be running text (``一，``): it numbers a heading only at the head of a paragraph and where it fits a count.
    """

    name: str
    rank: int
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()
    weak: bool = False


# After a number, these words make it a reference to a law's item, not a heading.
_NOT_REFERENCE = r"(?!\s*(?:项(?!目)|款(?!项)|条(?![件块例理线])|目(?![标的前录光])|类(?![型别])|号(?!召)|等(?!级)))"

# 一、二季度 is no heading.
_NEXT_OF_A_ROW = r"[二三四五六七八九十]{1,2}(?:季度|月|期|批|产业|年级|中队|号|楼)"

NUMBERINGS = (
    Numbering(
        "part",
        0,
        re.compile(rf"第({_CHINESE}{{1,3}})(?:部分|章)(?![）)》，。的要])[：:、\s]*"),
        ("第一部分 工作情况", "第二章、问题"),
        ("第一责任人", "第二部分）要求自查", "第三章的规定"),
    ),
    Numbering(
        "chinese",
        1,
        re.compile(rf"({_CHINESE}{{1,3}})\s?[、．.](?!{_NEXT_OF_A_ROW})\s*"),
        ("一、工作开展情况", "十二、下一步打算", "三．存在问题", "二、目标任务完成情况", "一 、工作情况"),
        ("一是加强学习", "一村一法律顾问", "一、二季度集中整治", "七、八月开展检查"),
    ),
    Numbering(
        "bracketed",
        3,
        re.compile(rf"[（(]?\s*({_CHINESE}{{1,3}})\s*[）)][、.．]?{_NOT_REFERENCE}\s*"),
        ("（一）加强领导", "(十二)强化监督", "一)加强学习", "( 二 )继续", "（三）项目管理", "（四）目标责任"),
        ("（一）项规定的情形", "（一等奖）"),
    ),
    Numbering(
        "chinese-comma",
        1,
        re.compile(rf"({_CHINESE}{{1,3}})[，,]\s*"),
        ("一，工作开展情况", "三, 存在问题"),
        ("一是加强学习",),
        weak=True,
    ),
    Numbering(
        "bracket-left-open",
        3,
        re.compile(rf"[（(]\s*({_CHINESE}{{1,3}})\s*(?=[\u4e00-\u9fff“])(?![^（(。；\n]{{0,40}}[）)]){_NOT_REFERENCE}"),
        ("（二强化监督", "（ 三 规范执法"),
        ("（二）强化监督", "（一等奖）", "（二级公路）"),
        weak=True,
    ),
    Numbering(
        "bracketed-arabic",
        5,
        re.compile(rf"[（(]\s*(\d{{1,2}})\s*[）)][、.．]?{_NOT_REFERENCE}\s*"),
        ("（1）加强领导", "(12) 强化监督"),
        ("（2021—2025年）", "（105米）", "（3）项"),
    ),
    Numbering(
        "arabic",
        4,
        re.compile(r"(\d{1,2})(?:[、．]|\.(?!\d)|\.(?=20\d\d年))\s*"),
        ("1.加强学习", "2、强化监督", "10．宣传", "3.2024年工作安排"),
        ("12.4宪法日", "2024年", "3.15活动"),
    ),
)

_NUMERALS, _BRACKETS, _FIGURES = "一二三四五六七八九十百", "（(", "0123456789０１２３４５６７８９"
_BEGINS = {
    "part": "第",
    "chinese": _NUMERALS,
    "bracketed": _BRACKETS + _NUMERALS,
    "chinese-comma": _NUMERALS,
    "bracket-left-open": _BRACKETS,
    "bracketed-arabic": _BRACKETS,
    "arabic": _FIGURES,
}
"""Characters that a number of each style begins with."""
_STYLES_BY_BEGINNING = {
    character: tuple(style for style in NUMBERINGS if character in _BEGINS[style.name])
    for character in "第" + _NUMERALS + _BRACKETS + _FIGURES
}

POINT = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}是(?!否)|第[一二三四五六七八九十]{1,2}[，,、]|首先[，,、]?|其次[，,、]?|再次[，,、]|最后[，,、]"
    r"|[①②③④⑤⑥⑦⑧⑨⑩])"
)
"""What opens a point inside a paragraph: 一是, 第二，, 其次, ③."""


POINTS = Numbering(
    "point",
    3,
    re.compile(
        r"([一二三四五六七八九十]{1,2})是(?!否)|第([一二三四五六七八九十]{1,2})[，,]|(首先|其次|再次|最后)[，,]"
    ),
    ("一是健全机制。", "第二，规范执法。", "其次，强化监督。"),
    ("一是否定", "第二部分"),
    weak=True,
)
"""Points as headings of level 2: each opens a paragraph with a few words closed by a full stop, and nothing else is numbered there."""
_ORDER = ("首先", "其次", "再次", "最后")


def read_point(line: str, start: int = 0) -> Number | None:
    """The mark of a point that stands at ``start`` of the line, with its place in the count."""
    match = POINTS.pattern.match(line, start)
    if match is None:
        return None
    value = _ORDER.index(match[3]) + 1 if match[3] else parse_number(match[1] or match[2])
    return Number(POINTS, match.group(), value, match.end())


@dataclass(frozen=True, slots=True)
class Number:
    """A heading's number as found: ``text`` as written, its ``value``, and the end of it in the line."""

    style: Numbering
    text: str
    value: int
    end: int


def read_number(line: str, start: int = 0, *, weak: bool = False) -> Number | None:
    """The heading number that stands at ``start`` of the line, if there is one; of a weak style only if asked for."""
    # Every line is asked several times, and most begin otherwise.
    for style in _STYLES_BY_BEGINNING.get(line[start : start + 1], ()):
        if style.weak and not weak:
            continue
        match = style.pattern.match(line, start)
        if match:
            return Number(style, match.group().rstrip(), parse_number(match.group(1)), match.end())
    return None


@lru_cache(maxsize=4096)
def parse_number(text: str) -> int:
    """Value of a number below a hundred thousand, in Arabic or Chinese digits.

    Raises:
        ValueError: The text is no number.
    """
    if text.isdecimal():
        return int(text)
    if all(char in _DIGITS for char in text):
        return int("".join(str(max(_DIGITS.index(char) - 1, 0)) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = max(_DIGITS.index(char) - 1, 0)
        elif char in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        else:
            raise ValueError(f"{text!r} is not a number")
    return total + digit


def opens_section(line: str) -> bool:
    """Whether the line begins with a heading number."""
    return read_number(line) is not None


def opens_point(line: str) -> bool:
    """Whether the line begins with the mark of a point (一是, 首先, ①)."""
    return POINT.match(line) is not None
