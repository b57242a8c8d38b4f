"""Numbers with units in a text, before anybody asks what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from insight.indicators.figure import FigureKind
from insight.indicators.names import is_name
from insight.indicators.numerals import ARABIC, CHINESE, PART, SCALE, SHARE, is_vague, percent_of, ratio_of, value_of
from insight.indicators.units import KIND_OF, pattern

_S = r"[ \u3000\xa0]{0,2}"
_TO = r"(?:至|到|[-—–~～－]{1,2})"
_ANY, _HAN = pattern(chinese=False), pattern(chinese=True)
# 6各行政村 is a slip of the pen for 6个行政村.
_SLIP = r"各(?=行政村|村|社区|乡镇|街道)"

_QUANTITY = re.compile(
    rf"(?P<part>(?<![一二三四五六七八九十百千万])(?:{PART})|(?<![\d.一二三四五六七八九十每])(?:{SHARE}))"
    rf"|(?<![\d.A-Za-z/·+〔\[第])(?P<digits>{ARABIC}){_S}(?P<more>[余多]?){_S}(?P<scale>{SCALE}?)(?P<more2>[余多]?){_S}"
    rf"(?:(?P<unit>{_ANY}|{_SLIP})|{_TO}{_S}(?={ARABIC}{_S}{SCALE}?[余多]?{_S}(?P<shared>{_ANY})))"
    rf"|(?<![第数几零〇一二两三四五六七八九十百千万亿\d.])(?P<han>{CHINESE})(?P<han_more>[余多几]?)(?P<han_scale>(?:(?<=[余多几])[万亿])?)(?P<han_more2>余?){_S}"
    rf"(?:(?P<han_unit>{_HAN})|至(?={CHINESE}(?P<han_shared>{_HAN})))"
)
_BARE = frozenset({"百", "千", "万", "百万", "千万", "十万"})
_NUMBER_PARTS = ("digits", "more", "scale", "more2", "han", "han_more", "han_scale")
_QUOTED = re.compile(r"“[^“”\n]{1,16}”|‘[^‘’\n]{1,16}’|《[^《》\n]{1,60}》|「[^「」\n]{1,16}」|\"[^\"\n]{1,14}\"")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: where it stands, its value and whether 余 or 多 follows it."""

    start: int
    end: int
    value: float
    unit: str
    kind: FigureKind
    more: bool = False


def quantities(text: str) -> list[Quantity]:
    """The quantities of a plain text in their order; dates, ordinals, names with numbers and numbers in quotation marks are none.

    Args:
        text: Plain text (:func:`corpus.text.script.plain`); offsets are into it.
    """
    return list(_found(text))


def _found(text: str) -> Iterator[Quantity]:
    quoted = [(match.start(), match.end()) for match in _QUOTED.finditer(text)]
    position = 0
    for match in _QUANTITY.finditer(text):
        while position < len(quoted) and quoted[position][1] <= match.start():
            position += 1
        if position < len(quoted) and quoted[position][0] <= match.start():
            continue
        quantity = None if _is_bare(match, text) else _quantity(match)
        if quantity is not None and not is_name(text, quantity.start, quantity.end, quantity.unit):
            yield quantity


def _is_bare(match: re.Match[str], text: str) -> bool:
    """Whether it is a 百 or 千 that only says "many"; 近百人 and 百余人 are numbers."""
    if match["han"] not in _BARE or match["han_more"]:
        return False
    return text[max(0, match.start() - 1) : match.start()] not in set("近超逾过达约")


def _quantity(match: re.Match[str]) -> Quantity | None:
    try:
        return _share(match) if match["part"] else _counted(match)
    except (ValueError, ZeroDivisionError):
        return None


def _share(match: re.Match[str]) -> Quantity:
    text = match["part"]
    start, end = match.span("part")
    if text.startswith("百分之"):
        return Quantity(start, end, percent_of(text), "%", FigureKind.PERCENT)
    return Quantity(start, end, ratio_of(text), "", FigureKind.RATIO)


def _counted(match: re.Match[str]) -> Quantity | None:
    chinese = match["han"] is not None
    number = match["han"] if chinese else match["digits"]
    scale = match["han_scale" if chinese else "scale"] or ""
    more = (match["han_more"] or match["han_more2"]) if chinese else (match["more"] or match["more2"])
    if chinese and is_vague(number):
        return None
    unit = match["han_unit" if chinese else "unit"] or match["han_shared" if chinese else "shared"]
    unit = "个" if unit == "各" else unit
    start = match.start("han" if chinese else "digits")
    # Of 6至8户 the first ends before 至.
    end = match.end() if match["han_unit" if chinese else "unit"] else max(map(match.end, _NUMBER_PARTS))
    return Quantity(start, end, value_of(number, scale), unit, KIND_OF[unit], bool(more))
