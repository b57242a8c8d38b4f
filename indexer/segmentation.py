"""Text becomes what the words leg ranks by, and words that a person reads, the same way for passages and questions.

The words leg ranks by single Han characters and pairs of neighbours: on this genre they beat the words of a segmenter, alone and fused, and need no
dictionary to find 执法 in 执法人员 (docs/search.md). Words are for people: what a passage has in common with a question, and where it stands.
"""

from __future__ import annotations

import logging
import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from corpus.places.gazetteer import load_gazetteer

if TYPE_CHECKING:
    import jieba

SEGMENTATION_VERSION = 4
"""Raised whenever the same text would give other units, so that an index knows to cut them again."""

_WORD = re.compile(r"[^\W_]", re.UNICODE)
_RUN = re.compile("([\u3400-\u9fff\U00020000-\U0003ffff]+)|[^\\W_\u3400-\u9fff]+(?:[.,%][^\\W_\u3400-\u9fff]+)*%?")
_PLACE_FREQUENCY = 2
"""Rare enough that 建设乡镇 is not cut into the township 建设乡 and 镇, common enough that 克孜勒陶镇 stays whole."""
_NORMALS_KEPT = 20_000
"""Characters whose normal form is kept: more than any text in Chinese and its neighbours needs."""
_lock = threading.Lock()


def units(text: str) -> list[str]:
    """What the words leg counts, in NFKC and lower case: each Han character, each pair of neighbours, and whole words and numbers of other scripts."""
    found: list[str] = []
    for run in _RUN.finditer(normalised(text)):
        written = run.group()
        if run.group(1):
            found += written
            found += [written[place : place + 2] for place in range(len(written) - 1)]
        else:
            found.append(written.replace(",", ""))
    return found


def words(text: str) -> list[str]:
    """Words of a text in order, in NFKC and lower case, punctuation left out."""
    return [word for word, _, _ in spans(text)]


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Words of a text with the place where each stands, ``text[start:end]``.

    Words within a longer word come before it (执法, 人员, 执法人员), so that a question finds the one by the other. Characters are
    normalised one by one, so that offsets stay those of the text itself.
    """
    for token, start, end in _tokenizer().tokenize(normalised(text), mode="search"):
        if _WORD.search(token):
            yield token, start, end


def normalised(text: str) -> str:
    """A text as its words are looked for in it: each character in NFKC and lower case where that is still one, so that offsets stay."""
    return text.translate(_normals)


def _normal(char: str) -> str:
    """The character in NFKC and lower case where that is still one character."""
    if char in "\u3000\u00a0":
        return " "
    normal = unicodedata.normalize("NFKC", char).lower()
    return normal if len(normal) == 1 else char


def frequency(word: str) -> int:
    """How often a word stands in jieba's own texts; 0 for what is no word there."""
    return int(_tokenizer().FREQ.get(word) or 0)


class _Normals(dict[int, str]):
    """What each character becomes, looked up when it is first met: most of a text's thousands are the same few hundred."""

    def __missing__(self, code: int) -> str:
        normal = _normal(chr(code))
        if len(self) < _NORMALS_KEPT:
            self[code] = normal
        return normal


_normals = _Normals()


@cache
def _tokenizer() -> jieba.Tokenizer:
    """Jieba with the gazetteer's names; its own instance, so that nothing else in the process is changed."""
    with _lock:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        # jieba keeps its dictionary in a cache file; the shared temporary folder is no place for one that will be trusted.
        folder = Path(platformdirs.user_cache_dir("fajian"))
        folder.mkdir(parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(folder)
        tokenizer.initialize()
        for name in load_gazetteer().words():
            if not tokenizer.FREQ.get(name):
                tokenizer.add_word(name, _PLACE_FREQUENCY)
        return tokenizer
