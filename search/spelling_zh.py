"""Chinese slips: one character of a term typed as another of the same sound or look, or two neighbours swapped.

Chinese has no spaces, so a slip shows only against the terms of the field: a stretch of the question that is a term but for one character, where that
character is not part of any word that stands there rightly. 林地纠纷 is no slip for 土地纠纷, since 林地 is a word; 矛盾纠份 is one for 矛盾纠纷.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import chain

from indexer.segmentation import frequency
from search.bridge import GLOSSARY, read_glossary
from search.synonyms import known_wordings

_TERM_LENGTHS = range(3, 9)
_LONGEST_WORD = 8
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_BLANK = "□"

_OWN_RIGHT = frozenset(
    "零〇一二两三四五六七八九十百千万亿第几多数半双各每"
    "省市州县区旗乡镇街村组社所站局办院厅"
    "的了着过只地得和与及或跟同在再于是有无没不非未把被为以之其也都就等中上下里外内由向从到让给对共又已要会能可该应更最很较太"
    "我你他她它们这那哪谁吗呢吧啊么"
)
"""Characters that say something by themselves: numbers (三调联动, 四调联动), levels of places (依法治镇, 依法治乡), small words (法律顾问都, 法律顾问团)."""

_OFTEN_ALONE = 5000
"""Times the dictionary has seen a character as a word, from which it may well be one here (新, 难)."""

_LOOKALIKES = """
己已巳 未末 拔拨 辩辨辫 赡瞻 贷货 候侯 拆折析 诉诧 徒徙 戒戎 治冶 矛予 扰拢 垃拉 土士 干千于 日曰 人入 大太犬 天夫 王玉主 午牛 田由甲申 目自 白百
失矢 今令 风凤 斤斥 仓仑 辛幸 兵乒 住往 免兔 炙灸 享亨 券卷 刺剌 竞竟 暑署 晴睛 晾凉 裁栽载 博搏 峻竣 材村 技枝 执热 调稠 罚罪 网纲 防妨 抢枪 护沪
挪娜 险检捡 预顶 颁领 履屡 泄世 森林 焚梵 咸减 捕铺 汛讯 酒洒 违连 讼松 恶惠 庭廷 审宙 复夏 议仪 宣宜 查杳 盾质 服报 政攻 缺缸 贫贪 侍待 嫌赚 遗遣 倒例 偿尝 佣拥 准淮 拆诉
"""
_ALIKE = frozenset((a, b) for group in _LOOKALIKES.split() for a in group for b in group if a != b)
"""Characters taken for each other by the eye or by shape-based typing."""

_NEAR = {"zh": "z", "ch": "c", "sh": "s", "l": "n", "h": "f"}
_BEGINNING = re.compile("^(?:zh|ch|sh|l|h)")
"""Sounds that many speakers, and so their keyboards, do not tell apart, as little as -n and -ng."""


class _Cause(IntEnum):
    """Why a character may have been typed for another, the likeliest first."""

    SAME_SOUND = 0
    SWAPPED = 1
    ALIKE = 2
    UNKNOWN = 3


@dataclass(frozen=True, slots=True, order=True)
class _Slip:
    """A stretch that misses a term; ``text[start:end]`` is wrong at ``first`` up to ``last``. Slips sort the better ones first."""

    cause: _Cause
    shortness: int
    start: int
    end: int
    first: int
    last: int
    meant: str

    @property
    def repair(self) -> tuple[int, str]:
        """What would be put where."""
        return self.first, self.meant[self.first - self.start : self.last - self.start]


def slips(text: str, known: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Misspelt terms of a Chinese question with those that are meant, in order."""
    near = (slip for run in _HAN.finditer(text) for slip in _near_terms(text, run.start(), run.end(), known))
    found = sorted(slip for slip in near if _is_wrong(text, slip, known))
    kept: list[_Slip] = []
    for slip in found:
        # As good a reason to read the same characters otherwise leaves it open what is meant.
        rivals = [other for other in found if other.first < slip.last and slip.first < other.last]
        best = (slip.cause, slip.shortness)
        sure = all(other.repair == slip.repair or (other.cause, other.shortness) > best for other in rivals)
        if sure and all(slip.end <= other.start or other.end <= slip.start for other in kept):
            kept.append(slip)
    for slip in sorted(kept, key=lambda one: one.start):
        yield text[slip.start : slip.end], slip.meant


def _near_terms(text: str, begin: int, end: int, known: Callable[[str], bool]) -> Iterator[_Slip]:
    """Every stretch between two places of the text that is a term but for a slip."""
    terms, _ = _lexicon()
    for start in range(begin, end):
        for length in _TERM_LENGTHS:
            stretch = text[start : start + length]
            if start + length > end or stretch in terms:
                continue
            found = tuple(_nearly(stretch, start))
            # Few stretches come near any term, and to ask the index takes longer than to see that.
            if found and not known(stretch):
                yield from found


def _nearly(stretch: str, start: int) -> Iterator[_Slip]:
    """The terms that a stretch is but for a slip; ``start`` is where it begins in the text."""
    terms, blanked = _lexicon()
    length = len(stretch)
    for at in range(length):
        for term in blanked.get(stretch[:at] + _BLANK + stretch[at + 1 :], ()):
            cause = _cause(stretch, term, at)
            if cause is not None:
                yield _Slip(cause, -length, start, start + length, start + at, start + at + 1, term)
        swapped = stretch[:at] + stretch[at : at + 2][::-1] + stretch[at + 2 :]
        if swapped != stretch and swapped in terms:
            yield _Slip(_Cause.SWAPPED, -length, start, start + length, start + at, start + at + 2, swapped)


def _cause(stretch: str, term: str, at: int) -> _Cause | None:
    """Why the stretch may have been typed for the term that differs at one place; ``None`` where that is no slip."""
    written, meant = stretch[at], term[at]
    if written in _OWN_RIGHT or meant in _OWN_RIGHT:
        return None
    if _sounds(written) & _sounds(meant):
        return _Cause.SAME_SOUND
    if (written, meant) in _ALIKE or (len(term) > 3 and _blurred(written) & _blurred(meant)):
        return _Cause.ALIKE
    # Whatever else was hit by mistake shows only in the midst of a long term, and by a character that seldom stands alone.
    hidden = len(term) > 4 and 0 < at < len(term) - 1 and frequency(written) < _OFTEN_ALONE
    return _Cause.UNKNOWN if hidden else None


def _is_wrong(text: str, slip: _Slip, known: Callable[[str], bool]) -> bool:
    """Whether no word that stands rightly in the text takes in the place.

    A word of the dictionary within a long term does not save a homophone (人民调节) if no report of the index holds it.
    """
    lenient = len(slip.meant) > 3 and slip.cause in (_Cause.SAME_SOUND, _Cause.SWAPPED)
    for start in range(max(0, slip.last - _LONGEST_WORD), slip.first + 1):
        for end in range(max(slip.last, start + 2), min(len(text), start + _LONGEST_WORD) + 1):
            word = text[start:end]
            within = slip.start <= start and end <= slip.end
            if word in _right_words() or (frequency(word) and not (lenient and within and not known(word))):
                return False
    return True


@lru_cache(maxsize=4096)
def _sounds(char: str) -> frozenset[str]:
    """The usual readings of a character, without tones; the rare ones (和 in 和牌) make everything sound alike."""
    from pypinyin import Style, pinyin

    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0][:2])


def _blurred(char: str) -> frozenset[str]:
    """Its readings as those hear them who do not tell all sounds apart."""
    return frozenset(
        _BEGINNING.sub(lambda match: _NEAR[match.group()], sound).removesuffix("g") for sound in _sounds(char)
    )


@cache
def _right_words() -> frozenset[str]:
    """Every wording of two characters and more in the glossary and among the synonyms."""
    with GLOSSARY.open(encoding="utf-8") as lines:
        glossary = read_glossary(lines).values()
    return frozenset(word for word in chain(*glossary, known_wordings()[0]) if len(word) > 1)


@cache
def _lexicon() -> tuple[frozenset[str], dict[str, list[str]]]:
    """The terms that may be meant, and those by each form in which one character is blanked out."""
    terms = frozenset(word for word in _right_words() if len(word) in _TERM_LENGTHS and _HAN.fullmatch(word))
    blanked: dict[str, list[str]] = {}
    for term in terms:
        for at in range(len(term)):
            blanked.setdefault(term[:at] + _BLANK + term[at + 1 :], []).append(term)
    return terms, blanked
