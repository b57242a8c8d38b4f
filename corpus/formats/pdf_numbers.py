"""How pages are numbered: to know a new style, add it here; the examples are test cases."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = r"\d{1,4}"
_ANY = rf"(?:{_DIGITS}|[一二三四五六七八九十百]{{1,5}}|[ivxlcIVXLC]{{1,7}})"
_DASHES = "[-‐‑–—―─－~～·•.]{1,4}"
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_NUMBER = re.compile("(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """One way to number pages.

    ``pattern`` must match the whole line without its blanks at both ends and names the group ``number`` (and ``total``, if the style has it).
    ``certain`` says that nothing else in a report looks like it; other styles count only where the number fits the page. ``examples`` are
    lines in this style.
    """

    name: str
    pattern: re.Pattern[str]
    certain: bool
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A line that may be a page number: its value (``None`` where it is not told by figures), the total it names, whether it is certain."""

    number: int | None
    total: int | None
    certain: bool


NUMBER_STYLES = (
    NumberStyle(
        "dashed",
        re.compile(rf"{_DASHES}\s*(?P<number>{_ANY})\s*{_DASHES}"),
        True,
        ("— 3 —", "-3-", "－３－", "· 12 ·", "~ iv ~", "-- 3 --"),
    ),
    NumberStyle(
        "named",
        re.compile(
            rf"[（(【]?\s*第\s*(?P<number>{_ANY})\s*页\s*(?:[,，/、；|]?\s*[（(]?共\s*(?P<total>{_ANY})\s*页\s*[)）]?)?\s*[】)）]?"
        ),
        True,
        ("第3页", "第 3 页 共 8 页", "第3页/共8页", "第三页", "（第3页，共8页）", "【第3页】"),
    ),
    NumberStyle(
        "total first",
        re.compile(rf"[（(]?共\s*(?P<total>{_ANY})\s*页\s*[,，/、；|]?\s*第\s*(?P<number>{_ANY})\s*页\s*[)）]?"),
        True,
        ("共8页 第3页", "共 8 页，第 3 页"),
    ),
    NumberStyle(
        "labelled",
        re.compile(
            rf"(?:页码?\s*[：:]|[Pp](?:age|AGE)\.?|[Pp]\.)\s*(?P<number>{_DIGITS})(?:\s*(?:of|OF|/)\s*(?P<total>{_DIGITS}))?"
        ),
        True,
        ("页码：3", "Page 3", "page 3 of 8", "P.3"),
    ),
    NumberStyle(
        "browser",
        re.compile(rf"(?:https?|file)://\S+\s+(?P<number>{_DIGITS})\s*/\s*(?P<total>{_DIGITS})"),
        True,
        ("https://www.example.gov.cn/a/b.html 3/8",),
    ),
    NumberStyle(
        "fraction",
        re.compile(rf"(?P<number>{_DIGITS})\s*(?:/|／|of)\s*(?P<total>{_DIGITS})\s*页?"),
        False,
        ("3/8", "3 / 8", "3 of 8"),
    ),
    NumberStyle(
        "bracketed",
        re.compile(rf"[\[［〔（(|]\s*(?P<number>{_DIGITS})\s*[\]］〕）)|]"),
        False,
        ("[3]", "〔3〕", "| 3 |"),
    ),
    NumberStyle("bare", re.compile(rf"(?P<number>{_DIGITS})\s*页?"), False, ("3", "３", "3 页")),
    NumberStyle("roman", re.compile(r"(?P<number>[ivxlc]{1,7}|[IVXLC]{1,7})"), False, ("iv", "IX")),
)
"""The first style that fits counts."""


def find_number(line: str) -> PageNumber | None:
    """What page number a line may be; ``None`` if it is other text."""
    line = line.strip()
    for style in NUMBER_STYLES:
        match = style.pattern.fullmatch(line)
        if match is not None:
            groups = match.groupdict()
            return PageNumber(_value(groups["number"]), _value(groups.get("total")), style.certain)
    return None


def _value(figures: str | None) -> int | None:
    """Value of digits or a Roman number."""
    if figures is None:
        return None
    if figures.isdecimal():
        return int(figures)
    roman = figures.lower()
    if not _ROMAN_NUMBER.fullmatch(roman):
        return None
    values = [_ROMAN[letter] for letter in roman]
    return sum(-v if later > v else v for v, later in zip(values, [*values[1:], 0], strict=True))
