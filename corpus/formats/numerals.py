"""Numbers in the formats that Word and browsers number paragraphs with.

Rules as in ECMA-376 Part 1, 17.18.59, and where Word differs from it, as Word prints ([MS-OI29500] 2.1.540, [MS-DOCX] 2.4): the
Chinese thousands fill a gap with 零, the plain Chinese count goes over to single digits with ○ from 100 on.
"""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"


def chinese(number: int, digits: str = _DIGITS, units: str = "十百千", *, gaps: bool = True, ones: bool = True) -> str:
    """A number below 10,000 in Chinese: 12 is 十二, 105 is 一百零五; larger ones stay in digits.

    Args:
        number: What to write.
        digits: The ten digits.
        units: Ten, hundred and thousand.
        gaps: Whether a gap inside the number is filled with the zero.
        ones: Whether a one is written ahead of a unit (一百, but always 十 below 20 in everyday digits).
    """
    if not 0 < number < 10_000:
        return str(number)
    parts: list[str] = []
    gap = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            unit = units[power - 1] if power else ""
            parts.append(digits[0] if gap and gaps else "")
            parts.append(unit if digit == 1 and unit and not ones else digits[digit] + unit)
        gap = bool(parts) and not digit
    text = "".join(parts)
    return text[1:] if ones and 10 <= number < 20 and digits == _DIGITS else text


def _positional(zero: str, number: int) -> str:
    """Digit by digit: 10 is 一〇."""
    return str(number).translate(str.maketrans("0123456789", zero + _DIGITS[1:])) if number > 0 else str(number)


def _counting(number: int) -> str:
    return chinese(number) if number < 100 else _positional("○", number)


def _roman(number: int) -> str:
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    letters = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letter in zip(values, letters, strict=True):
        text += letter * (number // value)
        number %= value
    return text


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * min((number + 25) // 26, 9) if number > 0 else str(number)


def css_letter(number: int) -> str:
    """The letter of a browser's list: after z comes aa, then ab (Word writes bb)."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _sequence(first: str, length: int) -> Callable[[int], str]:
    """Characters that follow each other in Unicode, such as ① to ⑳."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= length else str(number)


def _listed(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _sexagenary(number: int) -> str:
    stem, branch = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
    return stem[(number - 1) % 10] + branch[(number - 1) % 12] if 0 < number <= 60 else str(number)


def _formal(digits: str, units: str, *, gaps: bool) -> Callable[[int], str]:
    return lambda number: chinese(number, digits, units, gaps=gaps)


FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": lambda number: chinese(number, gaps=False, ones=False),
    "ideographDigital": lambda number: _positional("〇", number),
    "japaneseDigitalTenThousand": lambda number: _positional("〇", number),
    "taiwaneseDigital": lambda number: _positional("○", number),
    "koreanDigital2": lambda number: _positional("零", number),
    "chineseLegalSimplified": _formal("零壹贰叁肆伍陆柒捌玖", "拾佰仟", gaps=True),
    "ideographLegalTraditional": _formal("零壹貳參肆伍陸柒捌玖", "拾佰仟", gaps=False),
    "japaneseLegal": _formal("零壱弐参四伍六七八九", "拾百阡", gaps=False),
    "decimalEnclosedCircle": _sequence("①", 20),
    "decimalEnclosedCircleChinese": _sequence("①", 10),
    "decimalEnclosedParen": _sequence("⑴", 20),
    "decimalEnclosedFullstop": _sequence("⒈", 20),
    "ideographEnclosedCircle": _sequence("㈠", 10),
    "ideographTraditional": _listed("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _listed("子丑寅卯辰巳午未申酉戌亥"),
    "ideographZodiacTraditional": _sexagenary,
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"),
        lambda number: str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    ),
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}",
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "none": lambda _: "",
}
"""Word's names of formats; one that is not here is written in plain digits."""


def formatted(number: int, name: str) -> str:
    """The number in one of Word's formats; one that is not known gives plain digits.

    ``name`` may also be an example of its own, as files give it: ``001, 002, 003, ...``.
    """
    if name[:1] == "0":
        return str(number).zfill(len(name.partition(",")[0].strip()))
    return FORMATS.get(name, str)(number)


def labelled(label: str, text: str) -> str:
    """A paragraph with the automatic number that is printed ahead of it."""
    if not label or not text.strip():
        return text
    text = text.lstrip(" \t\u3000\xa0")
    # "1." and "5亿元" must not become 1.5亿元.
    apart = label[-1].isalnum() or (label[-1].isascii() and text[0].isascii())
    return f"{label} {text}" if apart else f"{label}{text}"
