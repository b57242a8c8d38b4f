"""The page of what reports have in common, as Streamlit runs it without a browser."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from indexer.index import Index
from tests.insight import copied
from tests.insight.copied import id_of
from tests.web.conftest import HOSTILE
from tests.web.visiting import link, open_page, shown, text
from web.texts import texts

REPORTS = len(copied.REPORTS)


@pytest.fixture(scope="module")
def copied_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("copying-page")
    copied.write_index(root).close()
    return root / "index"


@pytest.fixture
def held(copied_directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """The index that the page runs on."""
    monkeypatch.setenv("FAJIAN_INDEX", str(copied_directory))
    monkeypatch.setenv("FAJIAN_MODEL", "hashing")
    st.cache_resource.clear()
    opened = Index.open(copied_directory)
    yield opened
    opened.close()
    st.cache_resource.clear()


def open_copying(**params: str) -> AppTest:
    """The page at a link."""
    page = open_page(**params)
    page.switch_page("web/pages/copying.py")
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_overview_lists_every_report_with_its_shares(held: Index, language: str) -> None:
    page = open_copying(lang=language)
    body, seen, words = shown(page), text(page), texts(language).copying
    assert words.title in seen
    assert body.count("<tr>") == REPORTS + 1
    assert body.count('class="fj-shares"') == REPORTS + 1
    for report in held.reports:
        assert f"copying?report={report.id}" in body
    # Half of five authorities, but never fewer than five: the limits say what held here.
    assert words.limits[3].format(common=5, counties=3) in seen


def test_filters_choose_the_rows_and_not_what_they_are_compared_with(held: Index) -> None:
    page = open_copying(county="白水县")
    assert shown(page).count("<tr>") == 3
    words = texts("zh").copying
    assert words.counted.format(townships=2, reports=2, sentences=6, compared=REPORTS) in text(page)
    assert words.no_reports in text(open_copying(county="没有县"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_report_shows_its_text_whole_and_colours_what_stands_elsewhere(held: Index, language: str) -> None:
    identity = id_of(held, "a23")
    page = open_copying(report=identity, lang=language)
    body, seen, words = shown(page), text(page), texts(language).copying
    assert (
        f'<summary class="fj-same-repeated" title="{html.escape(words.standings["repeated"])}">{copied.KEPT}</summary>'
        in body
    )
    assert f'class="fj-same-common" title="{html.escape(words.standings["common"])}">{copied.COMMON}' in body
    assert words.common.format(reports=7, townships=4) in seen
    assert f"pick={id_of(held, 'a22')}" in body
    # What is nearly the same is quoted, what is the same is not shown twice.
    assert f'<blockquote lang="zh">{copied.NEAR_2022}</blockquote>' in body
    assert f'<blockquote lang="zh">{copied.KEPT}</blockquote>' not in body
    assert words.no_earlier not in seen
    assert words.no_earlier in text(open_copying(report=id_of(held, "a21"), lang=language))
    report = held.catalogue.report(identity)
    assert report is not None
    for line in report.text.split("\n"):
        assert all(part in seen for part in line.split("。")), line


def test_two_reports_stand_side_by_side(held: Index) -> None:
    page = open_copying(report=id_of(held, "a23"), pick=id_of(held, "a22"))
    body, words = shown(page), texts("zh").copying
    assert words.pair_counted.format(left=5, left_of=6, right=5, right_of=6) in text(page)
    assert "业务培训<mark>15</mark>次，参加考试人员<mark>140</mark>名" in body
    assert "业务培训<mark>3</mark>次，参加考试人员<mark>12</mark>名" in body


@pytest.mark.parametrize("params", [{"report": "0123abcd"}, {"pick": "0123abcd"}])
def test_an_unknown_report_is_one_sentence(held: Index, params: dict[str, str]) -> None:
    params = {"report": id_of(held, "a22"), **params}
    page = open_copying(**params)
    assert texts("zh").copying.unknown.format(report="0123abcd") in text(page)
    assert not shown(page).count("fj-shares")


def test_the_way_back_keeps_the_filters(held: Index) -> None:
    page = open_copying(report=id_of(held, "a22"), county="青山县")
    [back] = [e.proto.query_string for e in page.get("page_link") if e.proto.label == texts("zh").copying.back]
    assert "county=" in back and "report" not in back
    assert link(page)["county"] == "青山县"


def test_text_of_reports_is_text(page_environment: None, index: Index) -> None:
    hostile = next(report for report in index.reports if report.fictional)
    other = next(report for report in index.reports if not report.fictional)
    for params in ({}, {"report": hostile.id}, {"report": hostile.id, "pick": other.id}):
        page = open_copying(**params)
        assert "<script" not in shown(page) and "<img" not in shown(page)
    assert HOSTILE in text(open_copying(report=hostile.id))
