"""Slips in a question: a word that nobody writes becomes the one word of the field that it misses by one keystroke.

Only what is wrong beyond doubt is mended, for a right word turned into another is worse than a slip left alone, which the vector often forgives:
English and Chinese rules stand in files of their own, and both give nothing as soon as two words may be meant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Known = Callable[[str], bool]
"""Whether any passage of the index holds a word."""


@dataclass(frozen=True, slots=True)
class Mended:
    """Words of the question as written, and the words that are meant."""

    written: str
    meant: str


def mended(question_text: str, language: str, known: Known) -> tuple[Mended, ...]:
    """What is misspelt in a question, in its order; nothing where all is well or it is not certain what is meant.

    Args:
        question_text: The question; a Chinese one in simplified characters.
        language: ``zh`` or ``en``, as in :class:`search.question.Question`.
        known: Whether the index holds a word; what reports write is no slip.
    """
    if language == "zh":
        from search.spelling_zh import slips
    else:
        from search.spelling_en import slips
    return tuple(Mended(written, meant) for written, meant in slips(question_text, known))
