"""Numbers as reports write them: Arabic and Chinese digits, thousands and ten thousands, fractions, and their values.

All patterns are for the plain text (:func:`corpus.text.script.plain`) and bounded, so that a long run of digits costs no more than its length.
"""

from __future__ import annotations

import re

from corpus.outline.numbering import parse_number

ARABIC = r"(?:\d{1,3}(?:[,，]\d{3}){1,3}(?:\.\d{1,4})?(?![\d,，]\d)|\d{1,12}(?:\.\d{1,6})?(?!\d))"
"""In plain text a thousands separator has become a full-width comma."""
CHINESE = r"[零〇一二两三四五六七八九十百千万亿]{1,12}"
PART = r"(?:百分之|千分之|[二三四五六七八九十百]{1,2}分之)" + CHINESE + r"(?:点[零〇一二三四五六七八九]{1,4})?"
"""A fraction in words: 百分之九十五, 三分之二."""
SHARE = r"[一二三四五六七八九1-9]成(?=[以多左右，。；、）的]|$)|一半(?![是以]外)|[1-9]/[1-9]\d?(?![\d/.年月日])"
"""A share in words, 七成 or 一半, or two digits with a stroke, 2/3."""
SCALES = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}
"""What may follow Arabic digits: 8.5万, 2千."""
SCALE = "(?:" + "|".join(sorted(SCALES, key=len, reverse=True)) + ")"

_APPROXIMATE = re.compile(r"[一二两三四五六七八九]{2}")


def value_of(number: str, scale: str = "") -> float:
    """The value of a number in plain characters.

    Args:
        number: Arabic or Chinese digits, perhaps with a decimal point or thousands separators.
        scale: What follows it, a key of :data:`SCALES`, or ``""``.

    Raises:
        ValueError: It is no number.
    """
    factor = SCALES[scale] if scale else 1.0
    if number[0] in "0123456789":
        return round(float(re.sub("[,，]", "", number)) * factor, 6)
    return _chinese(number) * factor


def ratio_of(text: str) -> float:
    """The value of a fraction or share (三分之二, 七成, 一半, 2/3), between 0 and 1 as a rule.

    Raises:
        ValueError: It is no fraction.
    """
    if text == "一半":
        return 0.5
    if text.endswith("成"):
        return value_of(text[:-1]) / 10
    if "/" in text:
        above, below = text.split("/")
        return round(float(above) / float(below), 4)
    below, _, above = text.partition("分之")
    return round(_decimal(above) / _chinese(below), 4)


def percent_of(text: str) -> float:
    """The value of 百分之八十 in per cent.

    Raises:
        ValueError: It is no number.
    """
    return _decimal(text.removeprefix("百分之"))


def is_vague(number: str) -> bool:
    """Whether two digits stand side by side for "some": 三五, 七八; a number has a unit between them."""
    return bool(_APPROXIMATE.fullmatch(number))


def _decimal(text: str) -> float:
    whole, _, rest = text.partition("点")
    value = float(_chinese(whole))
    return value + parse_number(rest) / 10 ** len(rest) if rest else value


def _chinese(text: str) -> float:
    """Value of Chinese digits up to 亿: 两千三百, 三万五千, 一百零五."""
    total = 0.0
    rest = text.replace("两", "二")
    for mark, factor in (("亿", 1e8), ("万", 1e4)):
        above, found, below = rest.partition(mark)
        if found:
            total += (parse_number(above) if above else 1) * factor
            rest = below
    return total + (parse_number(rest) if rest else 0)
