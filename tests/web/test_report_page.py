"""The page of one report as Streamlit runs it, without a browser."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from search.engine import Engine
from tests.web.conftest import HOSTILE
from tests.web.visiting import QUESTION, open_report, shown, text
from web.texts import texts


@pytest.fixture(autouse=True)
def _environment(page_environment: None) -> None:
    """Every test here runs on the small index unless it says otherwise."""


def test_report_page_shows_everything(index: Index) -> None:
    hit = Engine(index, HashingEncoder()).search(QUESTION).hits[0]
    page = open_report(q=QUESTION, role="practice", report=hit.report.id, passage=hit.passage.id)
    body = shown(page)
    assert f'<h1 class="fj-title" lang="zh">{html.escape(hit.report.title)}</h1>' in body
    marks = "".join(re.findall(r'<mark(?: id="fj-found")?>(.*?)</mark>', body))
    assert html.unescape(marks) == hit.passage.text.replace("\n", "")
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
    assert "<script" not in shown(page) and "<img" not in shown(page)


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
    assert "规范执法行为 ？原文没有序号，按词语认作标题" in seen
    assert "未收入正文的版面文字" in seen and "[bookmark: _GoBack]" in seen
