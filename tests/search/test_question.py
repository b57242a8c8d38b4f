"""Questions are tidied, told apart by language, and refused politely when there is nothing to look for."""

from __future__ import annotations

import pytest

from errors import QueryError
from search.question import LONGEST_QUESTION, parse_question


@pytest.mark.parametrize(
    ("text", "tidy", "language"),
    [
        ("执法人员不足怎么解决", "执法人员不足怎么解决", "zh"),
        ("  how did\tothers \n do it ", "how did others do it", "en"),
        ("12345 热线", "12345 热线", "zh"),
        ("12345", "12345", "en"),
        ("执法\x00人员\u200b不足", "执法 人员 不足", "zh"),
    ],
    ids=["zh", "en", "mixed", "digits", "invisible"],
)
def test_questions(text: str, tidy: str, language: str) -> None:
    question = parse_question(text)
    assert (question.text, question.language) == (tidy, language)


@pytest.mark.parametrize(
    "text", ["", "   ", "？！。", "\u3000\u200b", "…"], ids=["none", "blank", "marks", "invisible", "dots"]
)
def test_an_empty_question_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="empty"):
        parse_question(text)


def test_a_document_is_no_question() -> None:
    with pytest.raises(QueryError, match=str(LONGEST_QUESTION)):
        parse_question("法" * (LONGEST_QUESTION + 1))
