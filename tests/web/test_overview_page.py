"""The overview as Streamlit runs it, without a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corpus.report import Level, Place
from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.catalogue import ReportFacts
from indexer.report_columns import ReportColumns
from insight.overview.gaps import matrix
from insight.overview.spots import spots
from search.filters import Filters
from tests.web.conftest import HOSTILE, write_reports
from tests.web.visiting import link, open_page, shown, text
from web.link import View, parse_link
from web.overview_links import Layout, at_place, layout_of, overview_link, search_link
from web.overview_map import NATION, frame_of, map_svg
from web.overview_matrix import ROWS, YEARS, matrix_html
from web.texts import texts

ZHAOSU = Place("新疆维吾尔自治区", "伊犁哈萨克自治州", "昭苏县", "甲乡", "654026206", True)
GANGCA = Place("青海省", "海北藏族自治州", "刚察县", "沙柳河镇", "632224100", True)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small index, with a file beside its reports that cannot be read."""
    root = tmp_path_factory.mktemp("overview")
    write_reports(root / "reports")
    (root / "reports" / "<b>broken.pdf").write_bytes(b"\x00no pdf")
    build_index(root / "index", [root / "reports"], HashingEncoder())
    return root / "index"


@pytest.fixture(autouse=True)
def _environment(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FAJIAN_INDEX", str(directory))
    monkeypatch.setenv("FAJIAN_MODEL", "hashing")
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def _open(**params: str) -> AppTest:
    page = open_page(**params)
    page.switch_page("web/pages/overview.py")
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


def _report(number: int, place: Place, year: int | None) -> ReportFacts:
    return ReportFacts(number, f"{number:016x}", f"{number}.txt", "", place, Level.TOWNSHIP, year, False)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_counts_and_says_what_is_invented(language: str) -> None:
    own = texts(language).overview
    seen = text(_open(lang=language))
    assert own.counted.format(reports=4, of=4) in seen
    assert own.fictional_some.format(count=1) in seen
    assert own.unplaced.format(reports=1) in seen and own.unplaced_fictional in seen
    assert own.skipped.format(count=1) in seen
    for title in (own.map_title, own.matrix_title, own.newest_title, own.reading_title):
        assert title in seen


def test_headings_stand_in_order() -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", shown(_open()))]
    main = levels[levels.index(1) :]
    assert main[0] == 1 and all(after <= before + 1 for before, after in pairwise(main))


def test_text_of_reports_and_files_stays_text() -> None:
    page = _open()
    body = shown(page)
    assert "**坏**<b>县$x$" in text(page) and "<b>broken.pdf" in text(page)
    assert "<script>alert" not in body and "<img" not in body and "<b>县" not in body and "<b>broken" not in body
    assert HOSTILE not in body


def test_filters_narrow_the_page_and_stand_in_its_links() -> None:
    own = texts("zh").overview
    page = _open(county="昭苏县", year="2023")
    assert own.counted.format(reports=1, of=4) in text(page)
    assert own.nothing.format(of=4) in text(_open(year="1999"))
    # The state of the index is told even where no report passes.
    assert own.skipped.format(count=1) in text(_open(year="1999"))
    crumbs = re.search(r'<p class="fj-crumbs">.*?</p>', shown(page))
    assert crumbs and "year=2023" in crumbs[0] and "county=" not in crumbs[0]


def test_what_a_row_is_stands_in_the_link() -> None:
    page = _open(pick="province")
    assert '<th scope="col">省</th>' in shown(page)
    control = page.segmented_control(key="overview_by")
    control.set_value("township").run()
    assert link(page)["pick"] == "township"
    page.segmented_control(key="overview_by").set_value("fits").run()
    assert "pick" not in link(page)
    assert not _open(pick="nonsense-x").exception


def test_folders_lose_their_paths_where_the_page_is_read_only(directory: Path) -> None:
    assert str(directory.parent / "reports") in text(_open())
    data = directory.with_name("index-data")
    data.mkdir(exist_ok=True)
    (data / "page.toml").write_text("read_only = true\n", encoding="utf-8")
    try:
        assert str(directory.parent) not in text(_open())
    finally:
        (data / "page.toml").unlink()


@pytest.mark.parametrize(
    ("pick", "layout"),
    [
        (None, Layout()),
        ("county", Layout(Level.COUNTY)),
        ("county-3", Layout(Level.COUNTY, 3)),
        ("-2", Layout(None, 2)),
        ("x-9999999999", Layout()),
        ("county--1", Layout(Level.COUNTY)),
        ("department", Layout()),
        ("county-²", Layout(Level.COUNTY)),
    ],
)
def test_layouts_are_read_from_the_link(pick: str | None, layout: Layout) -> None:
    assert layout_of(pick) == layout
    assert layout_of(layout.pick()) == layout


def test_links_keep_filters_and_language() -> None:
    view = View(filters=Filters(years=(2022, 2023), province="旧省"), language="en")
    address = html.unescape(
        overview_link(view, at_place(view.filters, replace(ZHAOSU, township=None)), Layout(None, 2))
    )
    read = parse_link({name: value[0] for name, value in parse_qs(urlsplit(address).query).items()})
    assert (read.filters.years, read.filters.province, read.filters.county, read.filters.township) == (
        (2022, 2023), ZHAOSU.province, "昭苏县", None,
    )  # fmt: skip
    assert read.pick == "-2"
    assert search_link(view, Filters(county='"><script>')).count("<") == 0


def _drawn(reports: list[ReportFacts], view: View) -> ET.Element:
    return ET.fromstring(map_svg(spots(reports), view, texts("zh")))


def test_the_map_links_provinces_and_places_with_reports() -> None:
    reports = [_report(0, ZHAOSU, 2022), _report(1, ZHAOSU, 2023), _report(2, GANGCA, 2023)]
    drawing = _drawn(reports, View())
    assert [float(part) for part in drawing.attrib["viewBox"].split()] == list(NATION)
    links = [parse_qs(urlsplit(a.attrib["href"]).query) for a in drawing.iter(f"{SVG}a")]
    assert sorted(one["province"][0] for one in links if "county" not in one) == ["新疆维吾尔自治区", "青海省"]
    assert sorted(one["county"][0] for one in links if "county" in one) == ["刚察县", "昭苏县"]
    assert all(a.attrib["href"].startswith("overview?") and a.attrib["aria-label"] for a in drawing.iter(f"{SVG}a"))
    dots = {dot.find(f"{SVG}title").text: dot for dot in drawing.iter(f"{SVG}circle")}  # type: ignore[union-attr]
    assert len(dots) == 2
    [more] = [dot for title, dot in dots.items() if "昭苏县" in (title or "")]
    [less] = [dot for title, dot in dots.items() if "刚察县" in (title or "")]
    assert int(more.attrib["r"]) > int(less.attrib["r"])
    assert "fj-years-2" in more.attrib["class"] and "fj-years-1" in less.attrib["class"]
    assert len(list(drawing.iter(f"{SVG}g"))) >= 34
    words = [piece.text for piece in drawing.iter(f"{SVG}text")]
    assert "台湾" in words and "南海诸岛" in words


def test_the_map_comes_closer_to_what_is_chosen() -> None:
    reports = [
        _report(0, ZHAOSU, 2022),
        _report(1, replace(ZHAOSU, prefecture="塔城地区", county="乌苏市", code="654202206"), 2022),
    ]
    province = frame_of(spots(reports), View(filters=Filters(province="新疆维吾尔自治区")))
    assert not province.whole and province.box[2] < NATION[2] and not province.sea
    county = frame_of(spots(reports[:1]), View(filters=Filters(county="昭苏县")))
    assert county.chosen == {"6540"} and county.box[2] < province.box[2]
    # Maps of Hainan show the islands of the South China Sea, without shrinking the main island to a speck.
    sanya = _report(2, Place("海南省", "三亚市", "海棠区", "甲镇", "460202100", True), 2022)
    hainan = frame_of(spots([sanya]), View(filters=Filters(province="海南省")))
    assert hainan.sea and hainan.box[3] < 1200
    # Nothing on the map: the whole country.
    assert frame_of(spots([]), View(filters=Filters(province="坏省"))).whole


def test_a_municipality_counts_its_own_reports() -> None:
    beijing = _report(0, Place("北京市", None, "石景山区", "甲街道", "110107001", True), 2022)
    drawing = _drawn([beijing], View(filters=Filters(province="北京市")))
    labels = [a.attrib["aria-label"] for a in drawing.iter(f"{SVG}a")]
    assert texts("zh").overview.area.format(name="北京市", reports=1) in labels


def test_names_on_the_map_are_text_and_never_break_it() -> None:
    bad = replace(ZHAOSU, county="<script>alert(1)</script>\x00\"'&")
    svg = map_svg(spots([_report(0, bad, 2022)]), View(filters=Filters(county=bad.county)), texts("zh"))
    assert "<script" not in svg and "\x00" not in svg
    assert any("<script>alert(1)</script>\"'&" in (one.text or "") for one in ET.fromstring(svg).iter(f"{SVG}title"))


def test_many_counties_come_a_page_at_a_time_and_many_years_are_folded() -> None:
    reports = [_report(n, replace(ZHAOSU, county=f"第{n:03}县", code=None), 1990 + n % 25) for n in range(500)]
    index = type("Index", (), {"reports": reports, "report_columns": ReportColumns.of(reports)})()
    found = matrix(index, Filters(), Level.COUNTY)
    words = texts("zh")
    first = matrix_html(found, Layout(Level.COUNTY), View(), words)
    assert first.count('<th scope="row"') == ROWS + 1
    assert first.count('<th scope="col"') == YEARS + 2
    assert words.overview.shown_rows.format(first=1, last=ROWS, of=500) in first
    assert "pick=county-2" in first and words.overview.earlier not in first
    last = matrix_html(found, Layout(Level.COUNTY, 999), View(), words)
    assert words.overview.shown_rows.format(first=481, last=500, of=500) in last
    assert len(first) < 200_000


def test_numbers_lead_to_the_report_or_to_the_search() -> None:
    reports = [_report(0, ZHAOSU, 2022), _report(1, replace(ZHAOSU, township="乙乡"), 2023)]
    reports.append(_report(2, replace(ZHAOSU, township="丙乡"), 2023))
    index = type("Index", (), {"reports": reports, "report_columns": ReportColumns.of(reports)})()
    body = matrix_html(matrix(index, Filters(), Level.COUNTY), Layout(), View(), texts("zh"))
    links = [html.unescape(address) for address in re.findall(r'<td[^>]*><a href="([^"]*)"', body)]
    assert links[0] == f"report?report={reports[0].id}"
    narrowed = parse_qs(urlsplit(links[1]).query)
    assert links[1].startswith("./?") and (narrowed["year"], narrowed["county"]) == (["2023"], ["昭苏县"])
    assert texts("zh").overview.silent.format(count=2) in body
