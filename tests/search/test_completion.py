"""Terms to complete a question with: the corpus' own, counted by townships, and all of them find something."""

from __future__ import annotations

import pytest

from corpus.report import Kind
from corpus.text.script import plain
from search import completion
from search.bridge import carry_over
from search.completion import Term, Terms, alike, opening_of, terms_of
from search.engine import Engine


@pytest.fixture(scope="module")
def terms(hashing_engine: Engine) -> Terms:
    return terms_of(hashing_engine.index)


def test_every_chinese_term_stands_in_as_many_townships_as_it_says(hashing_engine: Engine, terms: Terms) -> None:
    index = hashing_engine.index
    texts: dict[tuple[str, ...], str] = {}
    for facts in index.reports:
        report = index.catalogue.report(facts.id)
        assert report is not None
        if facts.kind is Kind.REPORT:
            texts[facts.authority] = texts.get(facts.authority, "") + plain(report.text)
    assert len(terms.chinese) > 300 and terms.whole
    for term in terms.chinese:
        assert 1 <= term.townships <= sum(term.text in text for text in texts.values())
    glossary = [term for term in terms.chinese if term.text in ("执法人员", "法律顾问")]
    assert [term.townships for term in glossary] == [
        sum(term.text in text for text in texts.values()) for term in glossary
    ]
    assert glossary
    assert [term.townships for term in terms.chinese] == sorted((t.townships for t in terms.chinese), reverse=True)


def test_headings_and_problems_are_among_them(terms: Terms) -> None:
    known = {term.text for term in terms.chinese}
    assert {"普法效果打折扣", "执法人员专业结构不合理"} <= known
    assert not known & {"主要做法", "下一步打算"}


def test_an_english_term_is_carried_over_to_what_reports_use(terms: Terms) -> None:
    known = {term.text for term in terms.chinese}
    assert 100 < len(terms.english) <= completion.MOST_ENGLISH
    for term in terms.english[:100]:
        [carried, *_] = carry_over(term.text).carried
        assert carried.chinese[0] in known or term.townships
    wordings = [carry_over(term.text).carried[0].chinese[0] for term in terms.english[:50]]
    assert len(set(wordings)) > 45


def test_a_large_index_is_read_in_part(hashing_engine: Engine, monkeypatch: pytest.MonkeyPatch, terms: Terms) -> None:
    monkeypatch.setattr(completion, "MOST_REPORTS", 5)
    part = terms_of(hashing_engine.index)
    assert not part.whole and 0 < len(part.chinese) < len(terms.chinese)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("一是执法人员不足，全镇只有2人。", "执法人员不足"),
        ("（二）普法形式单一；群众参与不多。", "普法形式单一"),
        ("3.经费保障不足。", "经费保障不足"),
        ("2024年全镇存在以下问题：", ""),
        ("<b>**执法**</b>人员不足，", ""),
        ("执法，", ""),
        ("", ""),
    ],
)
def test_what_a_problem_opens_with(text: str, opening: str) -> None:
    assert opening_of(text) == opening


def test_other_wordings_share_most_with_the_question_and_are_not_it() -> None:
    terms = Terms(
        (Term("执法人员", 9), Term("执法力量不足", 3), Term("普法宣传", 8)),
        (Term("how to", 9), Term("enforcement staff", 4)),
    )
    assert alike(terms, "执法人员不足", 5) == ("执法人员", "执法力量不足")
    assert alike(terms, "执法人员", 5) == ("执法力量不足",)
    assert alike(terms, "how to find enforcement people", 5) == ("enforcement staff",)
    assert alike(terms, "红烧肉", 5) == () == alike(Terms(), "执法", 5)
