"""The page of one report as Streamlit runs it, without a browser."""

from __future__ import annotations

import html
import re

import pytest

from embeddings import HashingEncoder
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
    back = page.get("page_link")[0].proto.query_string
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
