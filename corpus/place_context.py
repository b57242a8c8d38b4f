"""What else a report says about where it comes from, and which of several places of one name that leaves.

Not every place in a text is the reporter's own: officials train elsewhere, townships learn from model ones. In running
text a place counts only in words that an authority uses of its own superiors (某县委, 某县司法局, 印发《某县…》).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.gazetteer import Gazetteer, Mention
from corpus.reporter import SUPERIORS, read_reporters, squeeze

_HOME_AFTER = re.compile(
    r"^(?:县委|市委|区委|州委|党委|委(?!托)|人民政府|政府|司法局|人民法院|法院|人民检察院|检察院|公安局"
    r"|[\u4e00-\u9fff]{2,8}?(?:局|委员会|办公室)|20\d\d年)"
)
_HOME_BEFORE = re.compile(r"(?:《|印发|根据|按照|落实|贯彻|依据|来自我们)$")
_ELSEWHERE_BEFORE = re.compile(r"学习|赴|前往|考察|参观|借鉴|对标|邻|来自|籍|援|到|从|与|邀请|联合|协助|配合|转发")
_ELSEWHERE_AFTER = re.compile(r"学习|考察|参观|经验|做法|模式|先进|案例|籍|务工|对口")


@dataclass(frozen=True, slots=True)
class Tier:
    """Places that one kind of evidence names, and how a person would call that evidence."""

    label: str
    codes: frozenset[str]


def named_above(texts: Iterable[str], gazetteer: Gazetteer) -> frozenset[str]:
    """Codes of all counties, prefectures and provinces that titles, signatures, table rows or folders name."""
    found: set[str] = set()
    for text in texts:
        for mention in gazetteer.find(squeeze(text)):
            found.update(code for code in mention.codes if len(code) < 9)
        for reporter in read_reporters(text, gazetteer):
            found.update(code for code in reporter.codes if len(code) < 9)
    return frozenset(found)


def named_at_home(text: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Codes of the counties, prefectures and provinces that a running text names as its own superiors."""
    flat = squeeze(text)
    found: set[str] = set()
    for mention in gazetteer.find(flat):
        codes = [code for code in mention.codes if len(code) < 9]
        if codes and _is_home(flat, mention):
            found.update(codes)
    return frozenset(found)


def _is_home(text: str, mention: Mention) -> bool:
    before, after = text[max(0, mention.start - 8) : mention.start], text[mention.end : mention.end + 12]
    clause = re.split(r"[，。；,;]", before)[-1]
    if _ELSEWHERE_BEFORE.search(clause) or _ELSEWHERE_AFTER.search(re.split(r"[，。；,;]", after)[0]):
        return False
    return bool(_HOME_BEFORE.search(before) or _HOME_AFTER.match(after))


def narrow(candidates: Sequence[str], named: frozenset[str]) -> tuple[tuple[str, ...], bool]:
    """Keep the candidates that lie in the named places, county first, then prefecture, then province.

    Returns:
        The candidates that are left, and whether the named places contradict all of them (all are kept then).
    """
    left, agreed, refused = tuple(candidates), False, False
    for digits in (6, 4, 2):
        at_level = [code for code in named if len(code) == digits]
        kept = tuple(c for c in left if any(_lies_in(c, code) for code in at_level))
        if kept:
            left, agreed = kept, True
        elif at_level:
            refused = True
    return left, refused and not agreed


def _lies_in(code: str, named: str) -> bool:
    return code.startswith(named) or named.startswith(code) or SUPERIORS.get(code[:4]) == named


def within_autonomy(candidates: Sequence[str], text: str, gazetteer: Gazetteer) -> tuple[tuple[str, ...], bool]:
    """Keep the candidates that fit a text whose superiors are an autonomous region (自治区党委) or prefecture (自治州).

    Returns:
        As :func:`narrow`.
    """
    left, refused = tuple(candidates), False
    for word, digits in (("自治区", 2), ("自治州", 4)):
        if not re.search(rf"(?<![族尔古藏西]){word}(?:党委|人民政府|政府|[、，。和及的赋级成]|逢)", text):
            continue
        kept = tuple(c for c in left if gazetteer.names.get(c[:digits], "").endswith(word))
        left, refused = (kept, refused) if kept else (left, True)
    return left, refused
