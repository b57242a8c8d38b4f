"""English slips: one letter too many, too few, wrong or in its neighbour's place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

import snowballstemmer

from search.bridge import GLOSSARY, read_glossary

if TYPE_CHECKING:
    from spellchecker import SpellChecker

SHORTEST = 5
"""Letters a word must have: of shorter ones too many are one letter from another (fine, find, fire)."""
LONGEST = 24
"""Letters a word may have: no term of the field has more than 20. Whether letters are pinyin takes time that doubles with every syllable (xian, xi'an)."""

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PLAIN = re.compile(r"[a-z]+")
_ENDINGS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("es", ""), ("ed", ""), ("s", ""), ("d", ""))
_BRITISH = ((re.compile("ou(?=r)"), "o"), (re.compile("[iy]s(?=[eia])"), "iz"), (re.compile("re(?=s?$)"), "er"))
"""Spellings that an American dictionary may lack: flavour, prioritise, metre."""
_PINYIN = re.compile(
    "(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)"
    "(?:iang|iong|uang|ang|eng|ian|iao|ing|ong|uai|uan|ai|an|ao|ei|en|ia|ie|in|iu|ou|ua|ue|ui|un|uo|[aeiuv]|(?<=[bpmfw])o)"
    "|(?:ang|ai|an|ao|a|en|er|e|ou))+"
)
_NAMES = """
garze salar uygur uighur uyghur kazak kirgiz tajik hezhen oroqen ewenki daur lhoba monba gelao blang achang jingpo nakhi derung bonan yugur
nyingchi shigatse ngari ngawa nagqu qamdo lhasa kashgar hotan altay bortala bayingol kizilsu hulunbuir xilingol ordos golog dechen wechat
"""
_UNLISTED = frozenset(_NAMES.split())
"""Names that are neither pinyin nor in the dictionary, for those who write them small."""


def slips(text: str, known: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Misspelt words of an English question with what is meant."""
    for place, token in enumerate(_TOKEN.findall(text)):
        # A capital inside a sentence begins a name; a question all in capitals has none.
        if token != token.lower() and place and not text.isupper():
            continue
        for word in token.split("-"):
            low = word.lower()
            if SHORTEST <= len(low) <= LONGEST and _PLAIN.fullmatch(low) and not known(low):
                meant = _meant(low)
                if meant:
                    yield word, meant


def _meant(word: str) -> str | None:
    """The one word of the glossary a keystroke away; ``None`` for a right word, and where several or none are."""
    if _is_right(word):
        return None
    for edits in (_hasty_edits(word), _other_edits(word)):
        near = [other for other in edits if len(other) >= SHORTEST and _may_be_meant(other)]
        # Who slips seldom slips on the first letter, and what then comes near is mostly a name (gmail, email).
        near = [other for other in near if other[0] == word[0] or other[:2] == word[1::-1]]
        if near:
            return _only(near, word)
    return None


def _is_right(word: str) -> bool:
    """Whether the word is one: of the glossary, of the dictionary in either spelling or as one who does (bundler), or a Chinese name."""
    if _in_glossary(word) or word in _dictionary() or word in _UNLISTED or _PINYIN.fullmatch(word):
        return True
    doer = word.endswith("er") and {word[:-1], word[:-2]}
    variants = doer or {pattern.sub(american, word) for pattern, american in _BRITISH}
    return any(variant in _dictionary() for variant in variants)


def _only(near: Sequence[str], word: str) -> str | None:
    """The word meant if all are forms of one, as the glossary has it and with the ending that was typed."""
    stem = snowballstemmer.stemmer("english").stemWord
    # A form of a right word (grassroot) is no slip.
    if len({stem(other) for other in near}) > 1 or any(word in _base_forms(other) for other in near):
        return None
    return min(near, key=lambda other: (other[-1] != word[-1], other not in _glossary_words(), other))


def _may_be_meant(word: str) -> bool:
    return word in _glossary_words() or (word in _dictionary() and _in_glossary(word))


def _in_glossary(word: str) -> bool:
    """Whether a term holds the word or its base form."""
    return any(form in _glossary_words() for form in _base_forms(word))


def _base_forms(word: str) -> Iterator[str]:
    """The word, and without an ending: dispute for disputed, stop for stopping."""
    yield word
    for ending, base in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss"):
            stump = word.removesuffix(ending)
            yield stump + base
            if stump[-2:-1] == stump[-1:] and stump[-3:-2] in set("aeiou"):
                yield stump[:-1]


def _hasty_edits(word: str) -> set[str]:
    """What was meant if a letter was left out, typed twice or before its neighbour: the commonest slips."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    edits = {head + letter + tail for head, tail in splits for letter in ascii_lowercase}
    edits.update(head + tail[1:] for head, tail in splits if head[-1:] == tail[:1])
    edits.update(head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1)
    return edits - {word}


def _other_edits(word: str) -> set[str]:
    """What was meant if a letter is too many or wrong."""
    splits = [(word[:at], word[at + 1 :]) for at in range(len(word))]
    edits = {head + tail for head, tail in splits}
    edits.update(head + letter + tail for head, tail in splits for letter in ascii_lowercase)
    return edits - {word}


@cache
def _glossary_words() -> frozenset[str]:
    with GLOSSARY.open(encoding="utf-8") as lines:
        return frozenset(word for term in read_glossary(lines) for word in term)


@cache
def _dictionary() -> SpellChecker:
    """Some 160,000 English words in all their forms."""
    from spellchecker import SpellChecker

    return SpellChecker(language="en", distance=1)
