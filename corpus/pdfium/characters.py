"""Characters that PDF files (and their relatives) write for others, or that say nothing."""

from __future__ import annotations

import re
import unicodedata

# Fonts map one glyph to several characters and PDF writers pick the radical: ⼀ for 一. NFKC knows the Kangxi block and
# two of the supplement; the rest of the supplement that simplified Chinese meets is listed.
RADICALS: dict[int, str | int] = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)
} | str.maketrans(
    "⺁⺄⺆⺈⺌⺍⺐⺕⺝⺟⺠⺧⺫⺮⺶⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
    "厂乙冂刀小小尢彐月母民牛目竹羊肉虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙",
)
"""Radicals that stand for the character they look like, for ``str.translate``."""

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""Characters that nothing is printed for."""

UNMAPPED = re.compile(r"[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""What stands for a glyph of which the font does not say what it means."""


def meaning(code: int) -> tuple[str, bool]:
    """The character of a code from PDFium (``""`` for none), and whether it says nothing."""
    # PDFium writes a hyphen at a line's end as U+FFFE or U+0002; the hyphen is on the paper.
    if code in {0x02, 0xFFFE}:
        return "-", False
    if code in {0x09, 0xA0}:
        return " ", False
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return "\ufffd", True
    character = chr(code)
    if CONTROLS.match(character):
        return "", False
    return character.translate(RADICALS), UNMAPPED.match(character) is not None
