"""One thing under several names: the wordings of a Chinese question beside those that reports use for the same.

Who asks writes 民告官 or 没钱, the report writes 行政诉讼 and 经费不足; who asks writes 3项, the report 三项. The words leg matches characters and
knows nothing of that, so the groups of ``synonyms.tsv`` lend it the other wordings. They are few and exact: a wording that only comes near would
find passages about something else, which costs more than a passage that the vector has to find alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.formats.numerals import chinese
from corpus.outline.numbering import parse_number

SYNONYMS = Path(__file__).with_name("synonyms.tsv")
MOST_OTHERS = 4
"""Other wordings a match gives: the words leg adds up what it finds, and a long group would drown the rest of the question."""

Groups = Mapping[str, tuple[str, ...]]
"""Each wording → its whole group, the most usual first."""

_MARKS = frozenset("《》〈〉“”‘’「」『』\"'（）()")
"""Marks around and within names (“八五”普法, 村(居)法律顾问); wordings are written without."""
_FULL_LAW = re.compile(r"中华人民共和国([\u4e00-\u9fff]{1,20}?(?:法典|法|条例))(?![院律治官典规定制法人])")
"""A law's full name; 法院 and 立法法 do not end one at their first 法."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A wording of the text, ``text[start:end]``, and other wordings of the same thing, the most usual first."""

    written: str
    start: int
    end: int
    others: tuple[str, ...]


def synonyms_of(text: str) -> tuple[Synonyms, ...]:
    """The wordings of a text that have others, in their order, none overlapping another; where several might stand the longest does.

    Args:
        text: A question in simplified characters.
    """
    at = [place for place, char in enumerate(text) if char not in _MARKS]
    bare = "".join(text[place] for place in at)
    taken: list[tuple[int, int, tuple[str, ...]]] = []
    for start, end, others in sorted(_matches(bare), key=lambda match: (match[0] - match[1], match[0])):
        if all(end <= first or last <= start for first, last, _ in taken):
            taken.append((start, end, others))
    found = ((at[start], at[end - 1] + 1, others) for start, end, others in sorted(taken))
    return tuple(Synonyms(text[start:end], start, end, others) for start, end, others in found)


def read_synonyms(lines: Iterable[str]) -> Groups:
    """Read groups, a line each with TAB between the wordings; lines that begin with ``#`` are comments."""
    groups: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            group = tuple(line.rstrip("\n").split("\t"))
            groups.update(dict.fromkeys(group, group))
    return groups


def _matches(bare: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Every wording in a text without marks, with the others of its group; overlaps and all."""
    groups, lengths = known_wordings()
    for start in range(len(bare)):
        for length in lengths:
            end = start + length
            if end <= len(bare) and bare[start:end] in groups and not _cuts_a_number(bare, start, end):
                yield start, end, _others(groups, bare[start:end])
    for law in _FULL_LAW.finditer(bare):
        short = law.group(1)
        yield law.start(), law.end(), (short, *_others(groups, short))[:MOST_OTHERS]


def _others(groups: Groups, written: str) -> tuple[str, ...]:
    return tuple(wording for wording in groups.get(written, ()) if wording != written)[:MOST_OTHERS]


def _cuts_a_number(text: str, start: int, end: int) -> bool:
    """Whether a wording of digits is part of a longer number: no hotline stands in 123456."""
    return any(text[max(at - 1, 0) : at + 1].isdecimal() and 0 < at < len(text) for at in (start, end))


@cache
def known_wordings() -> tuple[Groups, tuple[int, ...]]:
    """The groups by each of their wordings, and the lengths that wordings have."""
    with SYNONYMS.open(encoding="utf-8") as lines:
        groups = read_synonyms(lines)
    return groups, tuple(sorted({len(wording) for wording in groups}))


_DIGITS = "〇○零一二两三四五六七八九"
_USUAL = str.maketrans("〇○两", "零零二")
_MEASURES = (
    "人次|万元|亿元|小时|分钟|公里|平方米|余(?:人次|万元|[件名人次起场份条户家项个])"
    "|[项件次名人个起场份条户家所支辆台套只篇期亩元处天周轮册幅座]"
)
_COUNTED = re.compile(
    rf"(?<![第\d.,，A-Za-z{_DIGITS}十百千万])(?P<number>\d{{1,4}}|[{_DIGITS}十百千]{{1,9}})(?P<measure>{_MEASURES})"
)
_YEAR = re.compile(rf"(?<![\d{_DIGITS}])(?P<year>(?:19|20)\d\d|[一二][{_DIGITS}]{{3}})年")
_SET_PHRASES = re.compile(
    "三项制度|两个人|三天两头|[两三四五六七八九十][个项](?:一|意识|自信|确立|维护|全面|规定|清单|严禁|务必|服从|带头|必须)"
)
"""Numbers that are names: nobody writes 3项制度 or 4个意识. 八五普法 and 一村一法律顾问 hold no number with a measure."""


def number_forms(text: str) -> tuple[str, ...]:
    """Counts and years of a text in the other way of writing numbers, each once: 3项 for 三项, 2023年 for 二〇二三年, and the reverse.

    Only a whole number with a measure word or a year counts as one. One is left alone: 一个 and 一次 are words rather than counts.
    """
    bare = _SET_PHRASES.sub(lambda phrase: "\n" * len(phrase.group()), text)
    found = [(match.start(), _other_year(match["year"]) + "年") for match in _YEAR.finditer(bare)]
    for match in _COUNTED.finditer(bare):
        other = _other_count(match["number"], match["measure"])
        if other:
            found.append((match.start(), other + match["measure"]))
    return tuple(dict.fromkeys(form for _, form in sorted(found)))


def _other_year(year: str) -> str:
    if year.isdecimal():
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in year)
    return str(parse_number(year.translate(_USUAL)))


def _other_count(number: str, measure: str) -> str | None:
    """The number in the other script; ``None`` where it is one, or no number as one is written (千家万户, 二三人, 007)."""
    usual = number.translate(_USUAL)
    value = parse_number(usual)
    if value < 2 or number.startswith("0"):
        return None
    if number.isdecimal():
        return "两" if value == 2 else chinese(value)
    return str(value) if chinese(value) == usual else None
