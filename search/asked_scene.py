"""Whether a few characters of a question are a name there, or belong to a word or to the longer name of another place.

What is a word, jieba's own dictionary tells; what is a place, the gazetteer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.places.gazetteer import COMMON_WORDS, Gazetteer, load_gazetteer
from corpus.places.names import ORDINARY_STEMS, PROVINCE_FORMS
from indexer.segmentation import spans
from search.asked_known import Known

_ALSO_WORDS = frozenset(
    re.findall(
        r"\w+",
        "温泉 太平 河口 古城 红旗 向阳 中和 兴隆 中心 城中 城东 城西 城南 城北 东方 文化 平原 丰收 和顺 大同 安全 万全 惠农 惠民 "
        "高新区 开发区 经开区 新城区 老城区 工业区 工业园区 示范区 园区 景区 林区 牧区 山区",
    )
)
"""Names that a question holds as words, beside the stems of :mod:`corpus.places.names`."""

_PLACE_TAGS = frozenset(("ns", "nr", "nrt", "nrfg", "nz", "nt"))
_COMMON = 300
"""From this frequency in jieba's dictionary on, a word that is not marked as a name is an ordinary one; 长治 and 宝鸡 are marked as nouns, but rare."""


@cache
def _dictionary() -> str:
    """Jieba's own dictionary as one text, a word, its frequency and its kind a line; the gazetteer's names are not in it."""
    import jieba

    with jieba.get_dict_file() as lines:
        content: bytes = lines.read()
    return "\n" + content.decode("utf-8")


@lru_cache(maxsize=4096)
def _entry(word: str) -> tuple[int, str] | None:
    """Frequency and kind of a word in that dictionary; a search through it takes a few milliseconds."""
    place = _dictionary().find(f"\n{word} ")
    if place < 0:
        return None
    fields = _dictionary()[place + 1 : _dictionary().index("\n", place + 1)].split()
    return int(fields[1]), fields[2] if len(fields) > 2 else ""


def is_ordinary(word: str) -> bool:
    """Whether a name is a word that a question may hold without meaning a place."""
    if word in ORDINARY_STEMS or word in COMMON_WORDS or word in _ALSO_WORDS:
        return True
    return is_word(word)


def is_no_name(word: str) -> bool:
    """Whether the dictionary knows it, but not as a place: 共青团."""
    entry = _entry(word)
    return entry is not None and entry[1] != "ns"


def is_word(word: str) -> bool:
    """Whether the dictionary knows it as something else than a name."""
    entry = _entry(word)
    return (
        entry is not None
        and entry[1] not in _PLACE_TAGS
        and (entry[0] >= _COMMON or entry[1] in {"v", "vn", "a", "ad", "d"})
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """A question while places are looked for.

    ``words`` are its words, ``tokens`` those not inside a longer one; ``places`` the names of any place in China with their codes.
    """

    text: str
    words: tuple[tuple[str, int, int], ...]
    tokens: tuple[tuple[str, int, int], ...]
    places: tuple[tuple[int, int, tuple[str, ...]], ...]
    gazetteer: Gazetteer

    @classmethod
    def of(cls, text: str) -> Scene:
        """Cut a legible question into words and find the names of all places in it."""
        found = list(spans(text))
        tokens = tuple(
            (word, start, end)
            for word, start, end in found
            if len(word) > 1 and not any(a <= start and end <= b and b - a > end - start for _, a, b in found)
        )
        gazetteer = load_gazetteer()
        return cls(
            text, tuple(found), tokens, tuple((m.start, m.end, m.codes) for m in gazetteer.find(text)), gazetteer
        )

    def torn(self, border: int) -> str | None:
        """The dictionary's word that a border would cut in two."""
        for word, start, end in self.tokens:
            if start < border < end and _entry(word):
                return word
        return None

    def composed(self, start: int, end: int) -> bool:
        """Whether it is nothing but words of every day: 民族团结."""
        inner = [word for word, a, b in self.words if start <= a and b <= end and b - a < end - start]
        return sum(map(len, dict.fromkeys(inner))) >= end - start and all(map(is_word, inner))

    def within_word(self, start: int, end: int) -> bool:
        """Whether a longer word of the dictionary holds all of this: 长治 in 长治久安."""
        return any(a <= start and end <= b and b - a > end - start and _entry(word) for word, a, b in self.tokens)

    def within_place(self, start: int, end: int) -> bool:
        """Whether the longer name of another place does: 和平镇 in 新和平镇."""
        return any(a <= start and end <= b and b - a > end - start for a, b, _ in self.places)

    def foreign(self, start: int, known: Known) -> bool:
        """Whether the name of a place that this one does not lie in stands right before it: 河北 before 和平镇 of another province."""
        before = [codes for _, end, codes in self.places if end == start]
        names = {self.gazetteer.names[code] for codes in before for code in codes}
        names |= {name for form, name in provinces().items() if self.text.endswith(form, 0, start)}
        return bool(names) and not names & set(known.chain)


@cache
def provinces() -> dict[str, str]:
    """Short name of every province of China → its full name."""
    names = [name for code, name in load_gazetteer().names.items() if len(code) == 2]
    return {(PROVINCE_FORMS.get(name) or (name[:-1],))[0]: name for name in names}
