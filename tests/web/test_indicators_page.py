"""The page of figures as Streamlit runs it, without a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from indexer.index import Index
from insight.indicators.export import Line, csv_bytes
from insight.indicators.table import INDICATORS
from tests.insight.stating import index_of, write_report
from tests.web.conftest import HOSTILE
from tests.web.visiting import link, open_page, shown, text
from web import indicators_files
from web.link import View
from web.texts import texts

PAGE = "web/pages/indicators.py"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two townships and two years, with a gap of each kind, a contradiction, and words that mean something to HTML."""
    root = tmp_path_factory.mktemp("indicators")
    folder = root / "reports"
    write_report(folder, "甲乡", 2022, "全年调解矛盾纠纷1286件。", f"开展普法宣传活动12场次{HOSTILE}。")
    write_report(
        folder, "甲乡", 2023, "全年受理矛盾纠纷1280件，调解成功1250件，成功率100%，其中土地纠纷调解成功200件。"
    )
    write_report(folder, "乙镇", 2023, "坚持抓早抓小，矛盾纠纷化解在基层。")
    index_of(root).close()
    return root / "index"


@pytest.fixture(autouse=True)
def _environment(directory: Path, page_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAJIAN_INDEX", str(directory))
    st.cache_resource.clear()


def visit(**params: str) -> AppTest:
    page = open_page(**params)
    page.switch_page(PAGE)
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


def rows(page: AppTest) -> list[list[str]]:
    """Cells of the first table as a reader sees them."""
    first = shown(page).partition('<table class="fj-table">')[2].partition("</table>")[0]
    found = re.findall(r"<tr>(.*?)</tr>", first, re.DOTALL)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in found]
    return [[html.unescape(re.sub(r"<[^>]*>", "", cell)) for cell in row] for row in cells]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_indicators_are_listed_with_how_many_state_them(language: str) -> None:
    page = visit(lang=language)
    words = texts(language)
    listed = {row[0]: row[1:] for row in rows(page)}
    for indicator in INDICATORS:
        assert (indicator.zh if language == "zh" else indicator.en) in listed
    settled = listed["调解矛盾纠纷件数" if language == "zh" else "Disputes settled"]
    assert settled == ["1/2", "1/1", "1/2"]
    assert words.indicators.intro in text(page)


def test_an_indicator_is_chosen_by_the_link_and_by_the_box() -> None:
    page = visit()
    page.selectbox(key="indicators_indicator").select("disputes_settled").run()
    assert link(page)["pick"] == "disputes_settled"
    assert rows(page)[0] == ["乡镇（单位）", "2022", "2023"]
    page.selectbox(key="indicators_indicator").select("").run()
    assert "pick" not in link(page)


@pytest.mark.parametrize(("language", "number"), [("zh", "1286件"), ("en", "1,286 件")])
def test_values_open_their_sentence_and_gaps_are_told_apart(directory: Path, language: str, number: str) -> None:
    page = visit(pick="disputes_settled", lang=language)
    words = texts(language).indicators
    table = {row[0]: row[1:] for row in rows(page)}
    assert table["甲县 甲乡"][0].startswith(number)
    assert table["甲县 乙镇"] == [words.no_report, words.unstated]
    assert words.others.format(count=2) in table["甲县 甲乡"][1]
    assert words.total_share.format(stated=1, of=2) in table[words.total][1]
    index = Index.open(directory)
    address = re.search(rf'<a href="(report\?[^"]*)"[^>]*>{number}</a>', shown(page))
    assert address is not None
    params = parse_qs(urlsplit(html.unescape(address[1])).query)
    report = index.catalogue.report(params["report"][0])
    passage = next(
        i.passage for _, i in index.catalogue.passages_of(params["report"][0]) if i.passage.id == params["passage"][0]
    )
    assert report is not None and report.year == 2022
    assert "全年调解矛盾纠纷1286件" in passage.text
    index.close()


def test_what_does_not_fit_stands_below_its_indicator_and_on_its_own() -> None:
    said = "按 1280件、1250件 计算约为 97.7%，文中为 100%。请核对原文。"
    for page in (visit(pick="settlement_rate"), visit(pick="flags")):
        assert said in text(page)
        assert "<mark>100%</mark>" in shown(page) and "<mark>1280件</mark>" in shown(page)
    assert said not in text(visit(pick="law_lectures"))
    assert texts("zh").indicators.no_flags.format(compared=3) in text(visit(pick="flags", township="乙镇"))


def test_every_figure_of_a_report_and_of_a_township(directory: Path) -> None:
    index = Index.open(directory)
    report = next(report for report in index.reports if report.year == 2022)
    index.close()
    page = visit(pick="figures", report=report.id)
    assert [row[0] for row in rows(page)[1:]] == ["1286件", "12场次", "900件"]
    assert rows(page)[3][3] == texts("zh").indicators.planned
    both = text(visit(pick="figures", township="甲乡"))
    assert both.index("2023 年") < both.index("2022 年")
    assert texts("zh").indicators.figures_choose in text(visit(pick="figures"))
    assert "0123456789abcdef" in text(visit(pick="figures", report="0123456789abcdef"))


def test_words_of_reports_are_text(directory: Path) -> None:
    index = Index.open(directory)
    report = next(report for report in index.reports if report.year == 2022)
    index.close()
    page = visit(pick="figures", report=report.id)
    # A sentence ends at its exclamation mark.
    assert HOSTILE.partition("!")[0] in text(page)
    assert "<script" not in shown(page) and "<img" not in shown(page)
    unknown = visit(pick="<script>alert(1)</script>")
    assert "<script" not in shown(unknown) and "<script>alert(1)</script>" in text(unknown)


def test_a_mode_is_in_the_link() -> None:
    page = visit(pick="disputes_settled", year="2023")
    page.segmented_control(key="indicators_mode").select("flags").run()
    assert link(page) == {"pick": "flags", "year": "2023"}


def test_the_chart_leaves_gaps() -> None:
    page = visit(pick="disputes_settled")
    assert len(page.get("vega_lite_chart")) + len(page.get("arrow_vega_lite_chart")) == 1
    assert not visit(pick="corrections").get("arrow_vega_lite_chart")


def test_files_are_made_only_when_asked_for(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(lines: Iterable[Line]) -> bytes:
        made.append("csv")
        return csv_bytes(lines)

    monkeypatch.setattr(indicators_files, "csv_bytes", make)
    for params in ({"pick": "disputes_settled"}, {"pick": "flags"}, {"pick": "figures", "township": "甲乡"}):
        assert len(visit(**params).get("download_button")) == 2
    assert made == []
    index = Index.open(directory)
    report = next(report for report in index.reports if report.year == 2022)
    table = indicators_files.table_file(index, View(pick="disputes_settled"), "csv")()
    own = indicators_files.figures_file(index, View(pick="figures", report=report.id, language="en"), "csv")()
    flags = indicators_files.flags_file(index, View(pick="flags"), "xlsx")()
    index.close()
    assert made == ["csv", "csv"]
    assert "1286" in table.decode("utf-8-sig") and "未报" in table.decode("utf-8-sig")
    assert own.decode("utf-8-sig").startswith("Province,") and "1250" not in own.decode("utf-8-sig")
    assert flags.startswith(b"PK")


def test_filters_that_let_nothing_through_are_told() -> None:
    assert texts("zh").indicators.nothing in text(visit(year="1999"))
