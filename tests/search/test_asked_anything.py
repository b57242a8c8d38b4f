"""Whatever is asked, a question is taken apart without a fault, in order, and something is left of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from errors import QueryError
from search.asked import PlaceNames, understand_asked
from search.asked_text import legible
from search.question import parse_question
from tests.search.test_asked import REPORTS

ANY = PlaceNames(REPORTS)
PIECES = st.sampled_from(
    [
        "昭苏县",
        "新疆",
        "卡乡",
        "伊犁州",
        "2023年",
        "2022-2024年",
        "二〇二三年",
        "以来",
        "的",
        "在",
        "怎么",
        "不足",
        "计划",
        "《",
        "》",
        "（",
        "in",
        "Zhaosu",
        "county",
        "Xinjiang's",
        "since",
        "2022",
        "Inner",
        "Mongolia",
        ",",
        "，？",
        "İ",
        "ǅ",
        "ﬁ",
        "縣",
        "𠮷",
        "́",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES).map(" ".join)))
def test_any_question(text: str) -> None:
    try:
        question = parse_question(text)
    except QueryError:
        return
    asked = understand_asked(question, ANY)
    assert asked == understand_asked(question, ANY)
    assert asked.text.strip()
    assert len(legible(question.text)) == len(question.text)
    last = 0
    for item in asked.found:
        assert last <= item.start < item.end <= len(question.text)
        assert question.text[item.start : item.end] == item.text
        last = item.end
    if asked.role_cue is not None:
        assert asked.role_cue in question.text
        assert asked.role_cue in asked.text
