"""The map of problems as Streamlit runs it, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from insight.themes.answer import themes_of_problems
from tests.web.conftest import HOSTILE
from tests.web.visiting import link, open_page, shown, text
from web import themes_page
from web.texts import texts
from web.themes_tables import MOST_COUNTIES, counties_table


@pytest.fixture(autouse=True)
def _environment(page_environment: None) -> None:
    """Every test here runs on the small index."""


def _open(**params: str) -> AppTest:
    page = open_page(**params)
    page.switch_page("web/pages/themes.py")
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_shows_every_theme_with_its_townships(index: Index, language: str) -> None:
    own = texts(language).problem_map
    page = _open(lang=language)
    seen = text(page)
    found = themes_of_problems(index)
    assert found.themes
    for theme in found.themes:
        assert theme.name in seen and f"pick={theme.id}" in shown(page)
        assert own.share.format(townships=theme.townships.townships, of=theme.townships.of) in seen
    assert own.counted.format(townships=3, of=3, points=found.points) in seen
    assert texts(language).fictional_notice in seen


def test_a_theme_shows_its_passages_word_for_word_with_links(index: Index) -> None:
    [staff] = [theme for theme in themes_of_problems(index, top=None).themes if "执法人员不足" in theme.name]
    page = _open(pick=staff.id)
    body, seen = shown(page), text(page)
    for said in staff.said:
        assert said.cited.text.strip() in seen
        for cited in (said.cited, *said.same):
            assert f"passage={cited.passage_id}" in body
    assert "<mark>执法人员不足</mark>" in body
    assert (
        texts("zh").problem_map.counted_theme.format(townships=staff.townships.townships, of=3, mentions=staff.mentions)
        in seen
    )
    assert texts("zh").problem_map.chronic.format(years="2023、2024") in seen
    [back] = [link for link in page.get("page_link") if link.proto.label == texts("zh").problem_map.all_themes]
    assert "pick" not in back.proto.query_string


def test_filters_narrow_the_counts_and_stay_in_the_links(index: Index) -> None:
    page = _open(year="2022")
    assert texts("zh").problem_map.counted.format(townships=1, of=1, points=2) in text(page)
    address = re.search(r'href="(themes\?[^"]*)"', shown(page))
    assert address and "year=2022" in address[1]


def test_the_switch_goes_to_the_outline_and_back(index: Index) -> None:
    page = _open()
    [control] = [control for control in page.button_group if control.key == "themes_way"]
    page = (
        control.set_value(["outline"]).run() if isinstance(control.value, list) else control.set_value("outline").run()
    )
    assert link(page)["pick"] == "outline"
    assert "普法宣传" in text(page) and "pick=outline%2Fpublicity" in shown(page)
    one = _open(pick="outline/publicity", lang="en")
    assert texts("en").themes["publicity"] in text(one) and "普法形式单一" in text(one)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_unknown_theme_is_one_sentence(language: str) -> None:
    words = texts(language).problem_map
    assert words.unknown.format(pick="0badc0de") in text(_open(pick="0badc0de", lang=language))
    assert words.unknown.format(pick="<b>x") in text(_open(pick="outline/<b>x", lang=language))


def test_a_theme_that_the_filters_leave_empty_says_so(index: Index) -> None:
    dull = next(theme for theme in themes_of_problems(index).themes if "普法" in theme.name)
    assert texts("zh").problem_map.none_here in text(_open(pick=dull.id, year="2021"))


def test_text_of_reports_stays_text() -> None:
    page = _open(pick="outline/enforcement")
    assert HOSTILE in text(page)
    assert "<script" not in shown(page) and "<img" not in shown(page)


def test_a_name_leads_to_what_others_did(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, str]] = []

    def page_link(*_: object, label: str = "", query_params: dict[str, str], **__: object) -> None:
        if label == texts("zh").problem_map.practices:
            asked.append(query_params)

    monkeypatch.setattr(themes_page, "VIEWS", ("practices", "themes"))
    monkeypatch.setattr(st, "page_link", page_link)
    theme = themes_of_problems(index).themes[0]
    _open(pick=theme.id)
    assert [params["q"] for params in asked][-1:] == [theme.name]


def test_an_index_without_problems_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").mkdir()
    report = "甲县甲乡2023年法治政府建设工作报告\n\n一、主要工作\n（一）组织执法培训三次，办理案件十件，群众满意。\n"
    (tmp_path / "reports" / "a.txt").write_text(report, encoding="utf-8")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path / "index"))
    st.cache_resource.clear()
    assert texts("zh").problem_map.nothing in text(_open())


def test_many_counties_are_cut_and_counted() -> None:
    from insight.scope import Share

    counties: dict[tuple[str, ...], Share] = {
        ("省", f"{n}县"): Share(1 if n < MOST_COUNTIES + 5 else 0, 2) for n in range(MOST_COUNTIES + 9)
    }
    shown_html = counties_table(counties, texts("zh"))
    assert shown_html.count("<tr>") == MOST_COUNTIES + 1
    own = texts("zh").problem_map
    assert own.shown.format(shown=MOST_COUNTIES, of=MOST_COUNTIES + 5) in shown_html
    assert own.elsewhere.format(count=4) in shown_html
