"""The search page as Streamlit runs it, without a browser."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from search.engine import Answer, Engine
from search.filters import Filters
from tests.web.conftest import HOSTILE, write_reports
from tests.web.visiting import QUESTION, cards, link, open_page, open_report, shown, text
from web.texts import EN, ZH, texts


@pytest.fixture(autouse=True)
def _environment(page_environment: None) -> None:
    """Every test here runs on the small index unless it says otherwise."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_example_is_one_click(language: str) -> None:
    page = open_page(lang=language)
    examples = texts(language).examples
    assert [button.label for button in page.button if button.label in examples] == list(examples)
    page.button(key="example_0").click().run()
    assert link(page)["q"] == examples[0]
    assert page.text_input(key="question").value == examples[0]
    assert cards(page)


def test_the_passage_stands_word_for_word(index: Index) -> None:
    page = open_page(q=QUESTION, township="沙柳河镇")
    hits = Engine(index, HashingEncoder()).search(QUESTION, Filters(township="沙柳河镇")).hits
    expected = {hit.passage.text for hit in hits}
    found = [re.search(r"<blockquote[^>]*>(.*?)</blockquote>", card, re.DOTALL) for card in cards(page)]
    passages = {html.unescape(re.sub(r"</?mark>", "", match[1])) for match in found if match}
    assert passages and passages == expected
    assert "<mark>执法人员</mark>" in "".join(cards(page))


def test_typing_a_question_writes_the_link() -> None:
    page = open_page()
    page.text_input(key="question").input("普法")
    next(button for button in page.button if button.label == ZH.search).click().run()
    assert link(page) == {"q": "普法"}
    assert cards(page)


def test_filters_narrow_and_count() -> None:
    page = open_page(q=QUESTION)
    page.segmented_control(key="role_tab").set_value("problem").run()
    assert link(page)["role"] == "problem"
    assert cards(page) and all("fj-problem" in card for card in cards(page))
    next(button for button in page.button if button.label == "展开 新疆维吾尔自治区").click().run()
    next(button for button in page.button if button.label == "昭苏县（2）").click().run()
    assert all("察汗乌苏蒙古族乡" in card for card in cards(page))
    page.selectbox(key="filter_first_year").select(2024).run()
    place = {name: value for name, value in link(page).items() if name in {"province", "prefecture"}}
    assert link(page) == {"q": QUESTION, "role": "problem", "county": "昭苏县", "year": "2024"} | place
    assert {"2022（0）", "2023（1）", "2024（1）"} <= set(page.selectbox(key="filter_first_year").options)
    assert all("2024 年" in card for card in cards(page))


def test_a_theme_narrows_and_is_shown_on_the_cards() -> None:
    page = open_page(q=QUESTION, role="practice")
    options = page.selectbox(key="filter_theme").options
    assert options[0] == ZH.everything
    assert any(option.startswith("普法宣传（") for option in options)
    page.selectbox(key="filter_theme").set_value("publicity").run()
    assert link(page) == {"q": QUESTION, "role": "practice", "theme": "publicity"}
    shares = [option for option in page.selectbox(key="filter_theme").options if option.startswith("普法宣传（")]
    assert shares == [option for option in options if option.startswith("普法宣传（")]
    assert cards(page) and all('fj-theme">普法宣传' in card for card in cards(page))
    english = open_page(q=QUESTION, role="practice", theme="普法宣传", lang="en")
    assert all('fj-theme">Legal publicity' in card for card in cards(english))
    assert "Legal publicity ✕" in [button.label for button in english.button]


def test_kinds_are_offered_where_there_are_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(q=QUESTION)
    assert not [box for box in page.selectbox if box.key == "filter_kind"]
    write_reports(tmp_path / "reports")
    plan = "沙柳河镇2025年法治政府建设工作要点\n\n一、加强执法\n执法人员不足的站所年内补足执法人员2名。\n"
    (tmp_path / "reports" / "plan.txt").write_text(plan, encoding="utf-8")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path / "index"))
    page = open_page(q=QUESTION, n="50")
    assert page.selectbox(key="filter_kind").options == ["年度报告（4）", "工作安排（1）", "不限（5）"]
    assert not any("fj-badge fj-kind" in card for card in cards(page))
    page.selectbox(key="filter_kind").set_value("plan").run()
    assert link(page) == {"q": QUESTION, "kind": "plan"}
    assert cards(page) and all("fj-badge fj-kind" in card and "工作安排" in card for card in cards(page))
    page.selectbox(key="filter_kind").set_value("").run()
    assert link(page) == {"q": QUESTION, "kind": "all"}
    assert f"{ZH.all_kinds} ✕" in [button.label for button in page.button]
    assert "不属于所选文种" in text(open_page(q=QUESTION, year="2025"))


def test_clearing_the_filters_keeps_the_question() -> None:
    page = open_page(q=QUESTION, role="plan", year="2024")
    next(button for button in page.button if button.label == ZH.clear_filters).click().run()
    assert link(page) == {"q": QUESTION}


def test_filters_that_match_nothing_say_so() -> None:
    for language, sentence in (("zh", "没有符合筛选条件的段落。"), ("en", "No passage passes the filters.")):
        page = open_page(q=QUESTION, county="没有县", lang=language)
        assert sentence in text(page) and not cards(page)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("confident", [True, False])
def test_what_was_not_found_is_not_claimed(language: str, confident: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Engine.search

    def sure(*given: Any, **named: Any) -> Answer:
        return replace(search(*given, **named), confident=confident)

    monkeypatch.setattr(Engine, "search", sure)
    page = open_page(q=QUESTION, lang=language)
    words = texts(language)
    answer = text(page)
    coverage = re.compile(re.sub(r"\\{\w+:?,?\\}", r"[\\d,]+", re.escape(words.coverage)))
    assert bool(coverage.search(answer)) is confident
    assert (words.unreliable in answer) is not confident
    assert cards(page)


def test_the_link_alone_makes_the_page() -> None:
    params = {"q": QUESTION, "role": "problem", "year": "2022-2023", "asis": "role", "lang": "en", "n": "3"}
    page = open_page(**params)
    assert page.text_input(key="question").value == QUESTION
    assert page.segmented_control(key="role_tab").value == "problem"
    assert [page.selectbox(key=f"filter_{end}_year").value for end in ("first", "last")] == [2022, 2023]
    assert page.segmented_control(key="language").value == "en"
    assert len(cards(page)) == 3
    assert link(page) == params


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"role": "king"}, "role=king"),
        ({"role": "mixed"}, "role=mixed"),
        ({"year": "abc"}, "year=abc"),
        ({"level": "<b>"}, "level=<b>"),
        ({"theme": "烹饪"}, "theme=烹饪"),
        ({"kind": "poem"}, "kind=poem"),
        ({"asis": "year,king"}, "asis=year,king"),
        ({"n": "1000000"}, "n=1000000"),
        ({"lang": "xx"}, "lang=xx"),
        ({"county": "县" * 5000}, "county=县县"),
        ({"passage": "../../x"}, "passage=../../x"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_a_link_gets_wrong_is_told_and_left_out(params: dict[str, str], told: str) -> None:
    page = open_page(q=QUESTION, **params)
    assert told in text(page)
    assert "<b>" not in shown(page).replace("<b>法鉴</b>", "")
    assert cards(page)


@pytest.mark.parametrize(
    "question", ["", "   ", "？！", "\u200b", "字" * 20000], ids=["empty", "blank", "marks", "invisible", "long"]
)
def test_a_question_that_is_none_is_refused_politely(question: str) -> None:
    refusal = {"zh": "最多500个字" if len(question) > 500 else "还没有写问题", "en": "The question"}
    for language, words in refusal.items():
        page = open_page(q=question, lang=language)
        assert words in text(page) and not cards(page)


def test_language_switch_changes_every_word_and_searches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(q=QUESTION)
    before = [re.search(r"<blockquote.*?</blockquote>", card, re.DOTALL) for card in cards(page)]
    monkeypatch.setattr(Engine, "search", lambda *_, **__: pytest.fail("searched again"))
    page.segmented_control(key="language").set_value("en").run()
    assert link(page) == {"q": QUESTION, "lang": "en"}
    after = [re.search(r"<blockquote.*?</blockquote>", card, re.DOTALL) for card in cards(page)]
    assert [match and match[0] for match in before] == [match and match[0] for match in after]
    assert EN.tagline in text(page) and ZH.tagline not in text(page) and EN.why in text(page)


def test_no_index_names_the_two_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path / "none"))
    for language in ("zh", "en"):
        said = text(open_page(q=QUESTION, lang=language))
        assert texts(language).no_index_title in said
        assert "cli.py index" in said and "cli.py serve" in said
        assert "cli.py index" in text(open_report(report="abc", lang=language))


def test_other_failures_are_one_sentence(
    index_directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAJIAN_MODEL", "bundled")
    assert "由编码模型" in text(open_page(q=QUESTION))
    monkeypatch.setenv("FAJIAN_MODEL", "../no such/*model*")
    assert "不是模型文件夹" in text(open_page(q=QUESTION))
    (tmp_path / "CURRENT").write_text("gone")
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path))
    assert "所指的版本不存在" in text(open_page(q=QUESTION))


def test_a_newly_published_version_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_reports(tmp_path / "reports")
    (tmp_path / "reports" / "b-2022.txt").rename(tmp_path / "b-2022.txt")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path / "index"))
    page = open_page()
    assert "3 份报告" in text(page)
    (tmp_path / "b-2022.txt").rename(tmp_path / "reports" / "b-2022.txt")
    build_index(tmp_path / "index", [], HashingEncoder())
    assert "4 份报告" in text(page.run())


def test_fictional_reports_say_so() -> None:
    page = open_page(q=QUESTION, township="坏镇:red[x]")
    assert ZH.fictional_notice in text(page)
    assert all(ZH.fictional in card for card in cards(page))
    assert ZH.fictional_notice not in text(open_page(q=QUESTION, township="沙柳河镇"))


def test_report_text_is_text_in_results() -> None:
    page = open_page(q=QUESTION, township="坏镇:red[x]", n="50")
    assert HOSTILE in text(page)
    assert "<script" not in shown(page) and "<img" not in shown(page) and "<a href" not in shown(page)
    for kind in ("markdown", "caption", "code", "latex", "error", "warning", "info"):
        assert not page.get(kind), "these elements read Markdown"
    labels = [element.proto.label for element in page.get("page_link")] + [button.label for button in page.button]
    assert not any(part in label for label in labels for part in ("script", "bold"))
    places = [label for label in labels if "坏" in label]
    assert places and not any(re.search(r"(?<!\\)[<>*$\[\]`:&]", label) for label in places), (
        "names of places are escaped"
    )
