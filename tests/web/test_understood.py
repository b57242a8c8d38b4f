"""What was made of the question, as Streamlit shows it: what it names, the words looked for, who else says the same, and why."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corpus.report import Place, Role
from search.answer import Answer, Folded
from search.asked import Recognised
from search.bridge import Carried
from search.engine import Engine
from tests.web.conftest import HOSTILE
from tests.web.visiting import QUESTION, cards, link, open_page, shown, text
from web.link import AS_WRITTEN
from web.texts import EN, ZH, texts

ENGLISH = "how did townships handle shortage of enforcement staff in 2024"
NAMING = "2024年怎么解决执法人员不足"
PLACED = "昭苏县怎么解决执法人员不足"


@pytest.fixture(autouse=True)
def _environment(page_environment: None) -> None:
    """Every test here runs on the small index."""


def named(page: AppTest) -> list[str]:
    """The labels in the row of what the question names."""
    return [
        button.label for button in page.button if button.key and button.key.startswith(("named_", "recognise_again"))
    ]


def changed(monkeypatch: pytest.MonkeyPatch, change: Callable[[Answer], Answer]) -> None:
    """Have the engine answer something else."""
    search = Engine.search
    monkeypatch.setattr(Engine, "search", lambda *given, **asked: change(search(*given, **asked)))


def test_what_the_question_names_can_be_taken_back_and_recognised_again() -> None:
    page = open_page(q=NAMING)
    assert named(page) == ["年份 2024 ✕", "优先：做法（“怎么”） ✕"]
    assert "2024年" in page.button(key="named_0").help and "怎么" in page.button(key="named_1").help
    assert all("2024 年" in card for card in cards(page))
    page.button(key="named_0").click().run()
    assert link(page) == {"q": NAMING, "asis": "year"}
    assert named(page) == ["优先：做法（“怎么”） ✕", ZH.recognise_again]
    assert any("2022 年" in card for card in cards(page))
    page.button(key="named_0").click().run()
    assert link(page) == {"q": NAMING, "asis": "year,role"}
    assert named(page) == [ZH.recognise_again]
    page.button(key="recognise_again").click().run()
    assert link(page) == {"q": NAMING}
    assert named(page) == ["年份 2024 ✕", "优先：做法（“怎么”） ✕"]


def test_a_place_is_named_with_its_level_in_both_languages() -> None:
    assert named(open_page(q=PLACED))[0] == "县 昭苏县 ✕"
    page = open_page(q=PLACED, lang="en")
    assert named(page)[0] == "County 昭苏县 ✕"
    page.button(key="named_0").click().run()
    assert link(page) == {"q": PLACED, "asis": "county", "lang": "en"}
    assert named(page)[-1] == EN.recognise_again


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_is_a_name_for_whatever_may_stay_as_written(language: str) -> None:
    assert {*texts(language).named, "role"} == set(AS_WRITTEN)


def test_another_question_starts_anew_and_the_same_does_not() -> None:
    page = open_page(q=NAMING, asis="role,year")
    assert named(page) == [ZH.recognise_again]
    search = next(button for button in page.button if button.label == ZH.search)
    search.click().run()
    assert link(page) == {"q": NAMING, "asis": "year,role"}
    page.text_input(key="question").input("2023年怎么普法")
    next(button for button in page.button if button.label == ZH.search).click().run()
    assert link(page) == {"q": "2023年怎么普法"}
    assert named(page)[0] == "年份 2023 ✕"


def test_a_question_that_names_nothing_has_no_row() -> None:
    page = open_page(q="执法人员")
    assert cards(page) and not named(page)


def test_hostile_names_are_shown_literally(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Recognised("county", HOSTILE, ":smile: *x*", 0, 1)
    carried = (Carried("<b>x</b>", (HOSTILE,)),)
    hostile: dict[str, Any] = {
        "recognised": (found,),
        "role": Role.PRACTICE,
        "role_cue": ":red[x] -> `y`",
        "carried": carried,
    }
    changed(monkeypatch, lambda answer: replace(answer, **hostile))
    page = open_page(q=QUESTION)
    for button in (page.button(key="named_0"), page.button(key="named_1")):
        for shown_text in (button.label, button.help):
            assert not re.search(r"(?<!\\)[<>*$\[\]`_:&]", shown_text)
    assert re.sub(r"\\(.)", r"\1", page.button(key="named_0").label).replace("\u2060", "") == f"县 {HOSTILE} ✕"
    assert f"<b>x</b> → {HOSTILE}" in text(page)
    assert "<script" not in shown(page) and "<b>x" not in shown(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_looked_for_are_told(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = texts(language)
    assert "人员不足 → 力量薄弱/人手不够/力量不足" in text(open_page(q=QUESTION, lang=language))
    terms = (Carried("shortage", ("不足", "短缺", "缺口", "紧缺")), Carried("enforcement", ("执法",)))
    changed(monkeypatch, lambda answer: replace(answer, carried=terms, confident=True))
    line = f"{words.carried}shortage → 不足/短缺/缺口{words.between_terms}enforcement → 执法"
    page = open_page(q=ENGLISH, lang=language)
    assert line in text(page) and "紧缺" not in text(page)


def test_an_english_question_marks_chinese_words() -> None:
    page = open_page(q=ENGLISH, lang="en")
    assert named(page) == ["Year 2024 ✕", "Preferred: Practice (“how”) ✕"]
    assert "<mark>执法人员" in cards(page)[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_says_the_same_is_listed_with_links(language: str) -> None:
    words = texts(language)
    page = open_page(q="普法宣讲", lang=language)
    card = next(card for card in cards(page) if "fj-folded" in card)
    listed = re.findall(r'<li><a href="([^"]*)">(.*?)</a> <span class="fj-around">(.*?)</span></li>', card)
    assert words.folded.format(count=len(listed)) in html.unescape(card)
    assert len(listed) == 3
    for address, where, source in listed:
        assert re.match(r"report\?q=%E6%99%AE%E6%B3%95%E5%AE%A3%E8%AE%B2&amp;report=\w+&amp;passage=\w+", address)
        assert re.search(r"20\d\d", where) and source.endswith(".txt")


def test_hostile_places_that_say_the_same_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def elsewhere(answer: Answer) -> Answer:
        hit = answer.hits[0]
        facts = replace(hit.report, place=Place(county=HOSTILE), source=f'"{HOSTILE}', year=None, id='"><b>')
        return replace(answer, hits=(replace(hit, folded=(Folded(hit.passage, facts),)),))

    changed(monkeypatch, elsewhere)
    page = open_page(q=QUESTION)
    assert HOSTILE in text(page) and f'"{HOSTILE}' in text(page) and ZH.unknown_year in text(page)
    assert "<script" not in shown(page) and "<b>" not in cards(page)[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_reasons_say_what_matched_how_near_it_is_and_that_it_is_what_was_asked_for(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = texts(language)
    own = words.search_page
    page = open_page(q=QUESTION, lang=language)
    practice = next(card for card in cards(page) if "fj-practice" in card)
    told = html.unescape(practice)
    assert re.search(rf"<dt>{words.why_matched}</dt><dd>[^<]*执法人员", told)
    assert re.search(re.escape(own.by_meaning).replace(r"\{rank\}", r"\d+"), told)
    assert re.search(re.escape(own.nearness_of).replace(r"\{value\}", r"-?[01]\.\d\d"), told)
    assert own.as_asked.format(role=words.roles["practice"]) in told
    problem = next(card for card in cards(page) if "fj-problem" in card)
    assert f"<dt>{own.its_role}</dt><dd>{words.roles['problem']}</dd>" in html.unescape(problem)
    st.cache_resource.clear()
    changed(
        monkeypatch,
        lambda a: replace(
            a,
            hits=tuple(
                replace(h, why=replace(h.why, late_rank=None, dense_rank=None, words_rank=None, matched=()))
                for h in a.hits
            ),
        ),
    )
    bare = cards(open_page(q=QUESTION, lang=language))[0]
    assert own.no_shared_words in bare and words.not_ranked in bare
