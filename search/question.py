"""What is asked: the question's text and language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from errors import QueryError

LONGEST_QUESTION = 500
"""Characters; the encoder reads about 512 tokens, and a whole document pasted by mistake is no question."""

_HAN = re.compile("[\u3400-\u9fff]")
_INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]+"
)
"""Controls, also those that turn the direction of whatever text a question is shown in, and halves of characters, which no file can hold."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked, tidied of layout only. ``language`` is ``zh`` or ``en``."""

    text: str
    language: str


def parse_question(text: str) -> Question:
    """Check a question and tell its language: ``zh`` where it holds any Han character.

    Raises:
        QueryError: There is nothing to look for, or far too much.
    """
    tidy = " ".join(_INVISIBLE.sub(" ", text).split())
    if len(tidy) > LONGEST_QUESTION:
        raise QueryError(
            f"The question has {len(tidy)} characters; at most {LONGEST_QUESTION} are read, so ask about one thing"
        )
    if not any(unicodedata.category(char)[0] in "LN" for char in tidy):
        raise QueryError("The question is empty; ask something, for example 执法人员不足怎么解决")
    return Question(tidy, "zh" if _HAN.search(tidy) else "en")
