"""Questions that nobody asks: everything that was ever typed into a search box to break what stands behind it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from random import Random

COLUMNS = 0x110000 >> 4
"""Columns of sixteen code points in Unicode; every block consists of whole ones."""
_COLUMNS_A_QUESTION = 64

SYNTAX = (
    # SQL
    "' OR 1=1 --", "'; DROP TABLE passages; --", '" OR ""="', "1; ATTACH DATABASE '/tmp/x' AS x", "执法' UNION SELECT text FROM reports --", "%' OR '%'='", "\\'; --", "0x27 OR 1",
    # Full-text engines
    '"', '""', '"执法', "执法*", "*", "^执法", "title:执法", "执法 AND OR NOT", "NEAR(执法 普法, 5)", "NEAR/5", "(执法", "执法)", "((((", "+执法 -普法", "{执法}", "[执法 TO 普法]", "执法~2^9", "/.*/", "\\", "执法\\", "_exists_:x",
    # Patterns, templates, formats
    "(a+)+$", "(?:一|一一)+", "[", "(?P<x>", "{0.__class__.__mro__}", "{question}", "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "%s%s%s%n", "%(x)s", "$(id)", "`id`", "| id", "; id", "&& id",
    # Paths, addresses, documents
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "file:///etc/passwd", "C:\\CON", "/dev/zero", "http://127.0.0.1:8501/?q=x", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    '{"question": "执法"}', "[1, 2", "null", "NaN", "Infinity", "-1e999", "true", "!!python/object/apply:os.system ['id']", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    # Markup of pages
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "</style><script>alert(1)</script>", "[x](javascript:alert(1))", "![](http://example.com/a.png)", "$\\href{javascript:alert(1)}{x}$",
    ":red[x] :material/home: :smile:", "&lt;b&gt; &#0; &amp;amp;", "\x1b[31m红\x1b]0;x\x07", "=cmd|'/C calc'!A0", "@SUM(1+1)",
)  # fmt: skip
"""What means something to a language that a question might be put into."""

_MARKS = "\u0301\u0316\u0332\u20dd\u0489\u20e3\ufe0f"
_TURNING = "\u202e\u202d\u202b\u2066\u2067\u2069\u202c\u200f\u061c"
ODD = (
    "", " ", "\u3000", "\n\t", "？！……", "\x00", "\x00执法", "执\x00法", "执法\x1b[2J\x9b31m", "\x7f\x80\x9f执法", "\u0301" * 50, "\ud800", "执\ud800法\udfff", "\ufffe\uffff执法", "\U0010ffff执法", "\ue000执法\uf8ff",
    "法" + _MARKS * 60, "e" + "\u0301" * 400, "执\u200b法\u200d人\u2060员\ufeff", _TURNING.join("执法人员不足"), "\u202eمرحبا كيف حالك\u202c", "שלום מה קורה", "مرحبا" * 90, "กำนัน" * 80, "तहसील क्षेत्र", "ＡＢＣ１２３", "ﬀﬁﬂﬃ", "İıŞß", "ǅ" * 100,
    "\U000e0041\U000e0042执法", "👩\u200d👩\u200d👧\u200d👦" * 40 + "法", "Å\u212b", "𠮷野家", "𝒽𝑜𝓌 𝒹𝒾𝒹", "①②③㈠㈡", "ⅷ", "½¼", "٣٤٥", "〇" * 300,
)  # fmt: skip
"""Characters that are rare, unseen, turned, stacked, or none."""


def _same(piece: str) -> Callable[[int], str]:
    return lambda length: (piece * (length // len(piece) + 1))[:length]


def _han(length: int) -> str:
    random = Random(1)
    return "".join(chr(0x4E00 + random.randrange(20_000)) for _ in range(length))


def _letters(length: int) -> str:
    random = Random(2)
    return "".join(random.choice("abcdefghijklmnopqrstuvwxyz ") for _ in range(length))


GROWING: dict[str, Callable[[int], str]] = {
    "一": _same("一"),
    "的": _same("的"),
    "one letter": _same("a"),
    "digits": _same("1"),
    "Chinese digits": _same("二〇二三"),
    "many characters": _han,
    "many words": _letters,
    "years": _same("2023年"),
    "years apart": _same("2021年和"),
    "a place": _same("昭苏县"),
    "towns": _same("察汗乌苏蒙古族乡"),
    "places in pinyin": _same("zhao su xian "),
    "syllables in one word": lambda length: _same("xian")(length - 1) + "q",
    "syllables in words": _same("xianxianxianxianxianq "),
    "slips": _same("trainning "),
    "Chinese slips": _same("矛盾纠份"),
    "terms": _same("普法形式单一"),
    "counts": _same("三项"),
    "titles": _same("《法》"),
    "open titles": lambda length: _same("《")(length - 1) + "法",
    "figures and blanks": _same("1 "),
    "wishes": _same("怎么解决"),
    "questions": _same("what did they do "),
    "negations": _same("不是"),
    "hyphens": _same("a-b-"),
    "Traditional": _same("縣鎮執法"),
    "accents": _same("e\u0301"),
    "joined": _same("法\u200d"),
    "brackets": lambda length: _same("(")(length - 1) + "法",
    "dots": _same("1."),
}
"""Questions of one pattern, as long as is asked for: where work grows faster than the question, one of these shows it."""


def of_every_block(columns: int = COLUMNS) -> Iterator[str]:
    """Questions that together hold a character of every column of sixteen, and so of every block, assigned or not.

    Args:
        columns: How many columns to take, evenly spread; all of them give some 1,100 questions.
    """
    taken = range(0, COLUMNS, max(COLUMNS // columns, 1))
    for first in range(0, len(taken), _COLUMNS_A_QUESTION):
        yield "".join(_of_column(column) for column in taken[first : first + _COLUMNS_A_QUESTION])


def long_ones(length: int) -> Iterator[str]:
    """Questions far longer than any may be."""
    for piece in ("法", "a", "a ", "1", " ", "！", "\x00", "\u0301", "'", "2023年昭苏县"):
        yield _same(piece)(length)


def nested(depth: int = 200) -> Iterator[str]:
    """Questions that are documents within documents."""
    yield json.dumps({"a": "执法"}) * (depth // 20)
    for opening, closing in ("()", "[]", "{}", "“”", "《》", "（）"):
        yield opening * depth + "法" + closing * depth


def _of_column(column: int) -> str:
    """The first character of a column that Unicode has given a meaning, else the first."""
    characters = [chr((column << 4) + low) for low in range(16)]
    return next((char for char in characters if unicodedata.category(char) != "Cn"), characters[0])
