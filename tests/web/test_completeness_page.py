"""The page of completeness as Streamlit runs it, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from indexer.index import Index
from insight.completeness.parts import Group, of_group
from tests.web.conftest import HOSTILE
from tests.web.visiting import link, open_page, shown, text
from web.texts import texts


@pytest.fixture(autouse=True)
def _environment(page_environment: None) -> None:
    """Every test here runs on the small index."""


def _open(**params: str) -> AppTest:
    page = open_page(**params)
    page.switch_page("web/pages/completeness.py")
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_overview_counts_out_of_how_many(index: Index, language: str) -> None:
    own = texts(language).completeness
    page = _open(lang=language)
    seen, body = text(page), shown(page)
    assert own.counted.format(reports=len(index.reports), townships=3) in seen
    for part in of_group(Group.DUTY):
        assert (part.zh if language == "zh" else part.en) in seen
    assert own.share.format(count=4, of=4) in seen
    # A mark is a shape; screen readers hear words.
    assert body.count('class="fj-spoken"') >= len(index.reports) * 5
    assert own.statuses["missing"] in seen


def test_the_group_of_parts_stands_in_the_link(index: Index) -> None:
    page = _open(pick="form")
    assert "成文日期" in text(page) and "第一责任人" not in text(page)
    page.segmented_control[1].set_value("subjects").run()
    assert link(page)["pick"] == "subjects"
    assert "行政执法" in text(page)
    assert "存在的不足" in text(_open(pick="nonsense"))


def test_filters_narrow_the_overview(index: Index) -> None:
    own = texts("zh").completeness
    assert own.counted.format(reports=1, townships=1) in text(_open(year="2022"))
    assert own.nothing in text(_open(year="1999"))


def test_one_report_shows_what_every_part_rests_on(index: Index) -> None:
    report = next(report for report in index.reports if report.year == 2024)
    page = _open(report=report.id)
    seen, body = text(page), shown(page)
    own = texts("zh").completeness
    assert "执法人员不足，2024年全乡持证人员仅有2名" in seen
    assert own.looked_at in seen and "二、存在的问题" in seen
    assert f"report?report={report.id}" in body
    assert body.count('class="fj-told"') == 24
    [back] = [e.proto.query_string for e in page.get("page_link") if e.proto.label == own.back]
    assert "report" not in back


def test_text_of_a_report_stays_text(index: Index) -> None:
    report = next(report for report in index.reports if report.fictional)
    page = _open(report=report.id)
    assert HOSTILE in text(page)
    assert "<script" not in shown(page) and "<img" not in shown(page)
    assert "<script" not in shown(_open())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_unknown_report_is_one_sentence(language: str) -> None:
    assert "0123456789abcdef" in text(_open(report="0123456789abcdef", lang=language))
