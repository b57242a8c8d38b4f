"""The page of one report as Streamlit runs it, without a browser."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from search.engine import Engine
from tests.web.conftest import HOSTILE
from tests.web.visiting import QUESTION, link, open_report, shown, text
from web.texts import ZH, texts

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"


@pytest.fixture(autouse=True)
def _environment(page_environment: None) -> None:
    """Every test here runs on the small index unless it says otherwise."""


def test_report_page_shows_everything(index: Index) -> None:
    hit = Engine(index, HashingEncoder()).search(QUESTION).hits[0]
    page = open_report(q=QUESTION, role="practice", report=hit.report.id, passage=hit.passage.id)
    body = shown(page)
    assert f'<h1 class="fj-title" lang="zh">{html.escape(hit.report.title)}</h1>' in body
    marks = "".join(re.findall(r'<mark(?: id="fj-found")?>(.*?)</mark>', body))
    assert html.unescape(re.sub("<[^>]*>", "", marks)) == hit.passage.text.replace("\n", "")
    assert body.count('id="fj-found"') == 1
    report = index.catalogue.report(hit.report.id)
    assert report is not None
    assert report.text.replace("\n", "") in text(page).replace("\n", "")
    [back] = [
        element.proto.query_string
        for element in page.get("page_link")
        if element.proto.label == texts("zh").back_to_results
    ]
    assert "role=practice" in back and "report" not in back
    for anchor in re.findall(r'href="#([^"]+)"', body):
        assert f'id="{anchor}"' in body


def test_report_text_is_text_on_the_report_page(index: Index) -> None:
    report = next(report for report in index.reports if report.fictional)
    page = open_report(report=report.id)
    assert HOSTILE in text(page)
    assert "<script>alert" not in shown(page) and "<img" not in shown(page)
    tags = set(re.findall(r"<(\w+)", _article(page)))
    assert tags <= {"article", "p", "h3", "h4", "h5", "h6", "mark", "span", "a"}
    assert set(re.findall(r'<a class="([^" ]+)', _article(page))) <= {"fj-choose", "fj-figure"}
    assert _article(page).count("<a ") == _article(page).count("<a class=")


def _article(page: AppTest) -> str:
    """The HTML of the text."""
    body = shown(page)
    return body[body.index("<article") : body.index("</article>")]


def _links(page: AppTest) -> dict[str, str]:
    """What the links between pages say, and where they lead."""
    return {element.proto.label: unquote(element.proto.query_string) for element in page.get("page_link")}


def test_a_link_that_names_only_a_passage_finds_its_report(index: Index) -> None:
    [passage] = index.catalogue.passages([3])
    page = open_report(passage=passage.id)
    assert 'id="fj-found"' in _article(page)
    assert link(page) == {"passage": passage.id}


def test_each_passage_can_be_chosen_and_the_bar_tells_where_it_stands(index: Index) -> None:
    report = index.catalogue.report(index.reports[0].id)
    assert report is not None
    passages = [item.passage for _, item in index.catalogue.passages_in(report)]
    chosen = passages[4]
    page = open_report(report=report.id, passage=chosen.id, q=QUESTION)
    assert re.findall(r'data-passage="(\w+)"', _article(page)) == [passage.id for passage in passages]
    [current] = re.findall(r'data-passage="(\w+)"[^>]*aria-current="true"', _article(page))
    assert current == chosen.id
    assert f"第 {report.line_at(chosen.start)} 行" in text(page)
    assert all(heading in text(page) for heading in report.headings(chosen.section))
    links = _links(page)
    assert f"passage={chosen.id}" in links[ZH.similar.link]
    assert "passage" not in links[ZH.reader.unchoose] and f"report={report.id}" in links[ZH.reader.unchoose]
    assert QUESTION in links[ZH.reader.unchoose]
    assert ZH.reader.unchoose not in _links(open_report(report=report.id))


def test_figures_are_underlined_and_the_link_can_leave_them_plain(index: Index) -> None:
    facts = next(report for report in index.reports if report.year == 2022)
    page = open_report(report=facts.id)
    [named] = re.findall(r'<a class="fj-figure" href="([^"]*)" title="([^"]*)">12场</a>', _article(page))
    assert "pick=law_lectures" in named[0] and "county=" in named[0]
    assert named[1].endswith("：12场")
    assert '<span class="fj-figure-other"' in _article(page)
    english = _article(open_report(report=facts.id, lang="en"))
    assert "lang=en" in english and "Under no indicator" in english
    page.toggle(key="report_figures").set_value(False).run()
    assert link(page)["pick"] == "plain"
    assert "fj-figure" not in _article(page)


def test_the_years_of_the_township_and_the_views_of_the_report_are_linked(index: Index) -> None:
    old, new = (report for report in index.reports if report.place.county == "昭苏县")
    page = open_report(report=new.id, q=QUESTION)
    links = _links(page)
    before = links[ZH.reader.before.format(year=old.year)]
    assert f"report={old.id}" in before and f"q={QUESTION}" in before
    assert ZH.reader.this_year.format(year=new.year) in text(page)
    for name in ("completeness", "copying", "indicators"):
        assert f"report={new.id}" in links[ZH.reader.view_links[name]]
    assert "pick=figures" in links[ZH.reader.view_links["indicators"]]
    pair = links[ZH.reader.followed.format(before=2023, after=2024)]
    assert "township=察汗乌苏蒙古族乡" in pair and "pick=2023" in pair
    alone = next(report for report in index.reports if report.place.county == "刚察县")
    assert ZH.reader.only_year in text(open_report(report=alone.id))


def test_pages_of_a_paged_file_are_told_and_never_stand_in_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reports").mkdir()
    shutil.copy(SAMPLES / "beiluliang-2023.pdf", tmp_path / "reports")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path / "index"))
    opened = Index.open(tmp_path / "index")
    report = next(opened.catalogue.reports())
    last = opened.catalogue.passages([opened.manifest.passages - 1])[0]
    opened.close()
    page = open_report(report=report.id, passage=last.id)
    assert re.findall(r'data-page="([^"]*)"', _article(page)) == [f"第 {n} 页" for n in range(1, len(report.pages) + 1)]
    plain = html.unescape(re.sub("<[^>]*>", "", _article(page)))
    assert plain.replace("\n", "") == report.text.replace("\n", "")
    assert f"第 {report.page_at(last.start)} 页" in text(page)[: text(page).index(ZH.full_text)]
    assert "data-line" not in _article(page)


def test_a_long_title_and_a_report_without_headings_or_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").mkdir()
    title = "关于" + "法治政府建设情况" * 60 + "的报告"
    (tmp_path / "reports" / "a.txt").write_text(f"{title}\n\n开展执法培训三次，效果较好。\n", encoding="utf-8")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path / "index"))
    opened = Index.open(tmp_path / "index")
    page = open_report(report=opened.reports[0].id)
    opened.close()
    assert "开展执法培训三次" in text(page)
    assert ZH.reader.only_year not in text(page)
    assert "fj-outline-top" not in shown(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_unknown_report_is_one_sentence(index: Index, language: str) -> None:
    assert "0123456789abcdef" in text(open_report(report="0123456789abcdef", lang=language))
    assert texts(language).no_report in text(open_report(lang=language))
    assert texts(language).no_report in text(open_report(report="<script>", lang=language))
    known = index.reports[0].id
    assert "fedcba" in text(open_report(report=known, passage="fedcba", lang=language))


def test_facts_are_shown_with_their_words_and_doubts_with_their_headings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "全镇开展执法培训三次，新增持证人员六名，评查案卷二十份，全部整改到位。"
    lines = [
        "刚察县沙柳河镇2023年法治工作总结",
        "县司法局：",
        "一、工作情况",
        "（一）强化领导",
        body,
        "规范执法行为",
        body,
    ]
    lines += ["（三）深化普法", body, "[bookmark: _GoBack]二、存在的问题", "人员不足，经费偏少，工作推进不平衡。"]
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "甲.txt").write_text("\n".join(lines), encoding="utf-8")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path / "index"))
    opened = Index.open(tmp_path / "index")
    page = open_report(report=opened.reports[0].id)
    opened.close()
    seen = text(page)
    assert "2023 年（见标题）" in seen
    assert "刚察县 沙柳河镇（标题：“刚察县沙柳河镇" in seen
    assert "县司法局（见主送）" in seen
    assert "规范执法行为 做法 存疑：原文没有序号，按词语认作标题" in seen
    assert "未收入正文的版面文字" in seen and "[bookmark: _GoBack]" in seen
