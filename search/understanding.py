"""A question becomes what the legs look for: concepts for the words leg, texts for the encoder."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.text.script import is_traditional, plain, simplified
from indexer.index import Index
from indexer.segmentation import units, words
from indexer.words import Concept
from search.bridge import Carried, Crossing, carry_over, english_words
from search.dictionary import look_up
from search.question import Question
from search.remedies import lacks_in
from search.remedy_table import Lack
from search.settings import Part, Settings
from search.spelling import mended
from search.synonyms import number_forms, synonyms_of

CHINESE_WEIGHT = 0.5
"""Weight of an English question's Chinese wordings beside the question itself, which speaks for what no glossary knows."""
KNOWN_PAIRS = 0.6
"""Share of the pairs of characters of a Chinese wording that the reports must hold for it to be one of theirs."""
SYNONYM_WEIGHT = 0.7
"""Of other wordings of what a Chinese question asks for."""
WORDING_WEIGHTS = (1.0, 0.6, 0.4)
"""Of a term's Chinese wordings, the usual one first."""
SINGLE_WEIGHT = 0.6
"""Of the field's wordings of a single word, beside what the dictionary makes of it."""

# Words that ask or join and say nothing of the matter; they neither rank, nor explain a hit, nor deserve a mark.
_FUNCTION_WORDS = """
的 了 和 与 及 或 在 是 有 对 把 被 为 以 之 其 也 都 就 等 中 上 下 不 没有 吗 呢 怎么 怎样 如何 什么 哪些 哪个 哪里 谁 为什么 多少 几 怎么办
a an of in on at to for and or is are was were be been by with from how what which who where when why did do does done has have had
the it its this that these those there their they them we you i not no as so than too into up out s if whether while
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())

FRAME_WORDS = frozenset(("应对", "解决", "处理", "处置", "乡镇"))
"""What a question asks *about* its subject: who dealt with it, and that it was dealt with. In the words leg they find every passage that deals with
anything (应急处置), so they are left to the vectors, unless the question holds nothing else."""
LIGHT_WORDS = FUNCTION_WORDS | frozenset(
    ["township", "townships", "town", "towns", "government", "governments", "village", "villages", "local", "各地"]
)
"""Words that weigh little when a question is compared token by token: every report is about townships."""
LIGHT = 0.2

_FRAME = re.compile(
    "|".join(sorted((w for w in FUNCTION_WORDS | FRAME_WORDS if w > "一" and len(w) > 1), key=len, reverse=True))
)


@dataclass(frozen=True, slots=True)
class Text:
    """Something to encode: ``language`` is ``zh`` or ``en``, ``weight`` its share beside the others."""

    text: str
    language: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Understood:
    """What to look for. ``terms`` are the Chinese words, and what else reports may hold, that explain a hit; ``lacks`` the kinds of want that are named."""

    concepts: tuple[Concept, ...]
    texts: tuple[Text, ...]
    terms: tuple[str, ...]
    carried: tuple[Carried, ...] = ()
    lacks: tuple[Lack, ...] = ()


def understand(question: Question, index: Index, settings: Settings) -> Understood:
    """Concepts and texts of a question; slips are mended and an English question is carried over to Chinese first."""
    text = question.text
    if question.language == "zh":
        # The units of the index are in simplified characters and half-width digits, whatever the reports are written in.
        text = simplified(text) if is_traditional(text) else text
    slips: list[Carried] = []
    for slip in mended(text, question.language, _known_to(index)) if settings.has(Part.SPELLING) else ():
        text = text.replace(slip.written, slip.meant)
        slips.append(Carried(slip.written, (slip.meant,)))
    if question.language == "zh":
        return _chinese(text, slips, index, settings)
    return _english(text, slips, index, settings)


def _chinese(asked: str, slips: Sequence[Carried], index: Index, settings: Settings) -> Understood:
    written = plain(asked)
    matter = _FRAME.sub(lambda found: " " * len(found.group()), written)
    concepts: list[Concept] = []
    others: list[Carried] = []
    rest = matter
    for group in synonyms_of(written) if settings.has(Part.SYNONYMS) else ():
        alike = [dict.fromkeys(units(other), SYNONYM_WEIGHT) for other in group.others]
        concepts.append((dict.fromkeys(units(group.written), 1.0), *alike))
        others.append(Carried(group.written, group.others))
        rest = rest[: group.start] + " " * (group.end - group.start) + rest[group.end :]
    forms = number_forms(written) if settings.has(Part.SYNONYMS) else ()
    concepts += [(dict.fromkeys(units(form), SYNONYM_WEIGHT),) for form in forms]
    foreign = _english_terms(asked, index) if settings.has(Part.GLOSSARY) else ()
    concepts += [concept_of(term) for term in foreign]
    left = units(rest) or ([] if concepts else units(written))
    concepts += [({unit: 1.0},) for unit in dict.fromkeys(left)]
    others += foreign
    terms = [*words(written), *(word for group in others for other in group.chinese for word in _words_of(other))]
    lacks = lacks_in(asked) if settings.has(Part.REMEDIES) else ()
    return Understood(tuple(concepts), (Text(asked, "zh"),), _content(terms), (*slips, *others), lacks)


def _english_terms(asked: str, index: Index) -> tuple[Carried, ...]:
    """Terms of a Chinese question that are written in English, carried over."""
    crossing = carry_over(asked, _mostly_known_to(index))
    return tuple(term for term in crossing.carried if any(char.isalpha() for char in term.english))


def _english(asked: str, slips: Sequence[Carried], index: Index, settings: Settings) -> Understood:
    crossing = (
        carry_over(asked, _mostly_known_to(index))
        if settings.has(Part.GLOSSARY)
        else Crossing((), tuple(english_words(asked)))
    )
    found = list(crossing.carried)
    if settings.has(Part.DICTIONARY):
        found += _looked_up(crossing.left, index)
    texts = [Text(asked, "en")]
    if any(" " in term.english for term in crossing.carried):
        # A term of several words is one of the field; single words may mean anything, and a text made of them misleads.
        texts.append(Text(crossing.chinese, "zh", CHINESE_WEIGHT))
    names = [word for word in crossing.left if word not in LIGHT_WORDS and index.words.knows(word)]
    terms = [word for term in found for wording in term.chinese for word in _words_of(wording)]
    concepts = [concept_of(term, _known_to(index) if settings.has(Part.DICTIONARY) else None) for term in found] + [
        ({name: 1.0},) for name in names
    ]
    # Only the usual wording of each term: the others tell of more wants than were named.
    said = "，".join(term.chinese[0] for term in found)
    lacks = lacks_in(said) if settings.has(Part.REMEDIES) else ()
    return Understood(tuple(concepts), tuple(texts), _content([*terms, *names]), (*slips, *found), lacks)


def concept_of(term: Carried, known: Callable[[str], bool] | None = None) -> Concept:
    """What the words leg looks for in place of an English term.

    A single word means one thing in this field and another elsewhere (*minutes*): with ``known`` its dictionary wordings count as well.
    """
    if term.weights:
        return tuple(
            dict.fromkeys(_pairs(wording), weight) for wording, weight in zip(term.chinese, term.weights, strict=True)
        )
    single = known is not None and " " not in term.english
    merged: dict[str, float] = {}
    for wording, weight in zip(term.chinese, WORDING_WEIGHTS, strict=False):
        for unit in units(wording):
            merged[unit] = max(weight * (SINGLE_WEIGHT if single else 1), merged.get(unit, 0))
    more = look_up(term.english, known) if known and single else {}
    return (merged, *(dict.fromkeys(_pairs(other), share**0.5) for other, share in more.items()))


def _looked_up(left: Sequence[str], index: Index) -> list[Carried]:
    """Words that the glossary does not have, by the dictionary."""
    found = []
    for word in dict.fromkeys(left):
        if word in LIGHT_WORDS or not word.isalpha() or index.words.knows(word):
            continue
        chinese = look_up(word, _known_to(index))
        if chinese:
            found.append(Carried(word, tuple(chinese), tuple(share**0.5 for share in chinese.values())))
    return found


def _known_to(index: Index) -> Callable[[str], bool]:
    return lambda word: all(index.words.knows(unit) for unit in _pairs(word))


def _mostly_known_to(index: Index) -> Callable[[str], bool]:
    """Whether the reports use a wording, or its parts: 执法人员不足 even where none writes the five in a row."""

    def known(wording: str) -> bool:
        pairs = _pairs(wording)
        return sum(index.words.knows(unit) for unit in pairs) >= KNOWN_PAIRS * len(pairs)

    return known


@lru_cache(maxsize=20_000)
def _pairs(word: str) -> tuple[str, ...]:
    """The units of a word without its single characters, which stand in too many other words."""
    every = units(word)
    return tuple(unit for unit in every if len(unit) > 1) or tuple(every)


@lru_cache(maxsize=5_000)
def _words_of(wording: str) -> tuple[str, ...]:
    """The words of a glossary's or the dictionary's wording: there are so many and no more."""
    return tuple(words(wording))


def _content(found: Sequence[str]) -> tuple[str, ...]:
    """The words that say something, each once."""
    content = dict.fromkeys(word for word in found if word not in FUNCTION_WORDS)
    return tuple(word for word in content if word not in FRAME_WORDS) or tuple(content)
