"""Which years a question asks about: 2023年, 2022至2024年, since 2022; not the years of laws, outlines and counts.

去年 and 今年 are left alone: to which year they point, only the asker knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.asked_text import Recognised

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Years that a report may be of; an open span (2022年以来) reaches to the last of them."""

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_Y = r"(?<![\d.,a-z第〔\[〇零一二三四五六七八九])(?:199\d|20\d\d|[一二][〇零九][〇零一二三四五六七八九]{2})(?![\d〇零一二三四五六七八九]|[.,]\d)"
_TIE = r"\s?(?:[-‐‑–—−~～]{1,2}|至|到|to|through|until|till)\s?"
_RANGE = re.compile(
    rf"(?:自|从|\bfrom\s)?({_Y})\s?年?度?{_TIE}({_Y})(?:\s?年度?)?(?:之间|期间|间)?|\bbetween\s({_Y})\s(?:and|to)\s({_Y})"
)
_SINCE = re.compile(rf"(?:自从?|从)?({_Y})\s?年度?(?:以来|以后|之后|至今|到现在|起)|\b(?:since|after)\s({_Y})")
_UNTIL = re.compile(rf"({_Y})\s?年(?:以前|之前)|\bbefore\s({_Y})")
_ONE = re.compile(rf"({_Y})(\s?年度?(?:[年底末初]|期间)?)?")

_DOCUMENT = "规划|纲要|行动(?:计划|方案)|实施方案|三年行动"
_DOCUMENT_AFTER = re.compile(
    rf"[^，。？\ue000]{{0,10}}(?:{_DOCUMENT})|\s(?:[a-z'-]+\s){{0,4}}(?:outline|plan|program|programme|strategy)\b"
)
_MADE_AFTER = re.compile(r"\d{0,2}月?\d{0,2}日?新?(?:修订|修正|颁布|出台|发布|印发|施行|生效|公布|修改|版)")
_MADE_BEFORE = re.compile(r"\b(?:amended|revised|adopted|enacted|issued|promulgated|passed|published)\s(?:in|of)\s$")
_AIM = re.compile(r"(?:(?<!截)(?<!截止)至|(?<!直)(?<!截)(?<!截止)到|\bby)\s?$")
_OPENING = re.compile("[（(〔\\[【]\\s?$")
_COUNTED = re.compile(
    r"\s?[件人次个户起场份名万亿元亩米公里条項项余多家支所处批例位号年代度级只头字天日小分吨]|\s(?:[a-z-]+\s)?(?:cases?|people|persons?|disputes?"
    r"|households?|villages?|villagers|townships?|towns|counties|residents|staff|officials|officers|mediators|lectures|yuan|items|times|copies"
    r"|metres|meters|words|others)\b"
)
_BEFORE_BARE = re.compile(r"\b(?:in|during|since|year|fy)\s$")
_LINKED_BARE = re.compile(r"\b(?:of|for|and)\s$")
_AFTER_LINK = re.compile(r"\s?(?:$|[，。？！、；：?!.,;]|(?:in|and|at|by|on|reports?|how|what|did)\b)")
_EDGES = " \u3000，。？！、；：?!"


def find_years(text: str, reading: str) -> tuple[tuple[int, int] | None, tuple[Recognised, ...]]:
    """The span of years asked about and where it was read.

    Years that are no unbroken span (2021年和2024年) cannot be filtered by: nothing is found then.
    """
    found = sorted(_mentions(text, reading), key=lambda item: item.start)
    spans = sorted({span_of(item.value) for item in found})
    if not spans:
        return None, ()
    reach = spans[0][1]
    for first, last in spans[1:]:
        if first > reach + 1:
            return None, ()
        reach = max(reach, last)
    return (spans[0][0], reach), tuple(found)


def span_of(value: str) -> tuple[int, int]:
    """``2023`` or ``2022-2024`` as a span."""
    first, _, last = value.partition("-")
    return int(first), int(last or first)


def value_of(first: int, last: int) -> str:
    """The span as it is written on the page."""
    return str(first) if first == last else f"{first}-{last}"


def _mentions(text: str, reading: str) -> Iterator[Recognised]:
    """Every mention of years, the longer patterns first; what they read or refuse is read no second time."""
    rest = reading
    for pattern, begin, end in ((_RANGE, None, None), (_SINCE, 0, LAST_YEAR), (_UNTIL, FIRST_YEAR, -1), (_ONE, 0, 0)):
        for match in pattern.finditer(rest):
            years = [int(year.translate(_DIGITS)) for year in match.groups() if year and len(year) == 4]
            if not years or not _meant(pattern, match, rest):
                continue
            first, last = min(years), max(years)
            if end == LAST_YEAR:
                last = LAST_YEAR
            elif begin == FIRST_YEAR:
                first, last = FIRST_YEAR, last - 1
            if FIRST_YEAR <= first <= last <= LAST_YEAR:
                yield Recognised("year", value_of(first, last), text[match.start() : match.end()], *match.span())
        rest = pattern.sub(lambda match: "\ue001" * len(match.group()), rest)


def _meant(pattern: re.Pattern[str], match: re.Match[str], reading: str) -> bool:
    """Whether a report's year is meant, not the year of a law, the term of an outline, an aim or a number of things."""
    start, end = match.span()
    before = reading[max(0, start - 24) : start]
    if _OPENING.search(before) or _MADE_BEFORE.search(before) or _MADE_AFTER.match(reading, end):
        return False
    if pattern is _RANGE:
        return not _DOCUMENT_AFTER.match(reading, end, end + 40)
    if pattern is not _ONE:
        return True
    if _AIM.search(before):
        return False
    return bool(match.group(2)) or _bare(before, reading, match)


def _bare(before: str, reading: str, match: re.Match[str]) -> bool:
    """Whether four digits without 年 are a year: only where something says so, or where they stand alone."""
    start, end = match.span()
    if _COUNTED.match(reading, end):
        return False
    if _BEFORE_BARE.search(before) or re.match(r"\s(?:annual|reports?)\b", reading[end : end + 10]):
        return True
    if _LINKED_BARE.search(before):
        return _AFTER_LINK.match(reading, end) is not None
    alone = (start == 0 or reading[start - 1] in _EDGES) and (end == len(reading) or reading[end] in _EDGES)
    followed = reading[end : end + 2].strip()[:1]
    return (alone and not (followed.isascii() and followed.isalpha())) or (
        start == 0 and "\u4e00" <= followed <= "\u9fff"
    )
