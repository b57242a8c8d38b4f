"""Years and days as reports write them."""

from __future__ import annotations

import re

from corpus.outline.numbering import parse_number

CHINESE_YEAR = "二[〇零○O0][一二三四五六七八九〇零○O0]{2}"
"""A year in Chinese digits; its zeros may be a circle or a capital O."""
ISO_DATE = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_YEAR = re.compile(rf"(20\d\d|{CHINESE_YEAR})\s*年")
# A year in the name of another document, or one end of a range, is not the year reported on.
_QUOTED = re.compile(r"《[^》]*》|[（(][^）)]*[—－\-–~至][^）)]*[）)]|20\d\d\s*[—－\-–~至]\s*20\d\d年?")

_TORN = re.compile(r"(?<=\d) (?=\d)")


def iso_date(year: str, month: str, day: str | None) -> str | None:
    """ISO date out of Arabic or Chinese digits; ``None`` when it is no date. A missing day leaves year and month."""
    try:
        numbers = [year_number(part) for part in (year, month, day) if part is not None]
    except ValueError:
        return None
    limits = ((1000, 9999), (1, 12), (1, 31))
    if any(not least <= number <= most for number, (least, most) in zip(numbers, limits, strict=False)):
        return None
    return "-".join(f"{number:02d}" for number in numbers)


def first_year(text: str) -> re.Match[str] | None:
    """The first year that is written with 年 and stands neither in the name of a document nor in a range; group 1 is its number."""
    text = _TORN.sub("", text)
    return _YEAR.search(_QUOTED.sub(lambda quoted: "□" * len(quoted.group()), text))


def year_number(text: str) -> int:
    """Value of a year, or another number, in which the zero may be written as a circle or a capital O (``二○二三``, ``二O二三``)."""
    if text.strip().isdecimal():
        return int(text)
    return parse_number(re.sub("[○O0]", "〇", text.strip()))
