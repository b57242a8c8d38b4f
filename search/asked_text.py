"""A question as its cues are looked for, and the question without what became a filter.

The legible text has the length of the question, so that all offsets hold for both: simplified characters, half-width
digits, full-width marks, small letters without tones, and blanks where a law or a document is named by its title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.text.script import plain


@dataclass(frozen=True, slots=True)
class Recognised:
    """A year or a place found in a question at ``text[start:end]``.

    ``kind`` is ``year`` or the level of the place (``province``, ``prefecture``, ``county``, ``township``); ``value`` is what the
    filter holds (``2023``, ``2022-2024``, ``昭苏县``); ``text`` is how the question writes it.
    """

    kind: str
    value: str
    text: str
    start: int
    end: int


HIDDEN = "\ue000"
"""Stands for every character of a title; no cue holds it."""

_TITLE = re.compile("《[^《》]{1,120}》")
_MARKS = str.maketrans("’ʼ‘`´ㆍ○", "''''''〇")

_BEFORE = re.compile(
    r"(?:(?<![存现正内外潜实所自还好])在|(?<![对关由等大小属过终基至])于|(?<!各)自从?|(?<![跟服])从|关于)\s?$"
    r"|(?:^|(?<=\W))(?:in|of|from|at|for|across|within|during|throughout)\s+(?:the\s+)?(?:year\s+)?$"
)
_AFTER = re.compile(
    r"'s?(?![a-z])|\s?(?:(?:全省|全州|全市|全县|全镇|全乡|境内|辖区内?|范围内|当地|期间)?的(?![确士]))|(?:境内|辖区内|范围内|期间)"
)
_HELPER = re.compile(r"\b(?:did|does|do|has|have|can|could|should|will)\s+$", re.IGNORECASE)
_VERB = re.compile(
    r"\s*(?:handle|deal|cope|solve|address|tackle|resolve|settle|mediate|improve|strengthen|ensure|make|do|plan|train|use|keep|help|protect"
    r"|overcome|prevent|reduce|organi[sz]e|carry|lack|need|face|intend|teach|spread|set|handled|dealt|solved|made|done|improved)\b",
    re.IGNORECASE,
)
_EDGE = " 、，；：,;:。.\u3000"
_SAYS_NOTHING = re.compile(
    r"(?:[\W_]|的|了|和|与|及|在|有|呢|吗|\b(?:a|an|and|at|by|for|from|in|is|it|of|on|or|s|the|to|what|about)\b)+",
    re.IGNORECASE,
)


def legible(text: str) -> str:
    """The question as cues expect it, of the same length."""
    small = "".join(_letter(char) for char in plain(text, traditional=True).translate(_MARKS))
    return _TITLE.sub(lambda title: HIDDEN * len(title.group()), small)


def _letter(char: str) -> str:
    """A letter without case, width and tone where that is still one letter: ``Ā`` is ``a``, ``Ｘ`` is ``x``."""
    if char.isascii():
        return char.lower()
    bare = unicodedata.normalize("NFKD", char)[:1]
    return bare.lower() if bare.isascii() and bare.isalpha() else char


def without(text: str, reading: str, found: Iterable[Recognised], kept: tuple[int, int] | None) -> str:
    """The question without what was found and the particles that held it; whole where nothing would be left.

    Args:
        text: The question.
        reading: The same, legible.
        found: What becomes a filter.
        kept: A span that stays whatever happens: the words that say which role is wanted.
    """
    pieces: list[str] = []
    place = 0
    for start, end in _widened(reading, sorted(found, key=lambda item: item.start)):
        if kept is not None and start < kept[1] and kept[0] < end:
            continue
        pieces.append(text[place:start])
        place = end
    pieces.append(text[place:])
    left = _tidy(pieces)
    return left if pieces[1:] and _SAYS_NOTHING.sub("", left) else text


def _widened(reading: str, found: Sequence[Recognised]) -> Iterable[tuple[int, int]]:
    """The spans with their prepositions and particles, none reaching into another."""
    last = 0
    for position, item in enumerate(found):
        room = found[position + 1].start if position + 1 < len(found) else len(reading)
        before = _BEFORE.search(reading, max(last, item.start - 24), item.start)
        start = max(before.start() if before else item.start, last)
        after = _AFTER.match(reading, item.end, room)
        last = after.end() if after else item.end
        yield start, last


def _tidy(pieces: Sequence[str]) -> str:
    """The pieces as one text, without marks and blanks that now stand alone."""
    text = pieces[0]
    for piece in pieces[1:]:
        # A question that lost its subject gets a word that says nothing: "How did Zhaosu handle" → "How did it handle".
        subject = "it" if _HELPER.search(text) and _VERB.match(piece) else ""
        text = f"{text}{subject}{piece}" if piece[:1].isspace() or not subject else f"{text}{subject} {piece}"
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+(?=[,.;:?!，。？！、；：'])", "", text)
    text = re.sub(r"[、，,；;](?=[、，,；;。.？?！!])", "", text)
    return text.strip(_EDGE)
