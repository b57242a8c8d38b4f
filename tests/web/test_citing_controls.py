"""The control that copies a passage: what its buttons hold, as HTML and as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from embeddings import HashingEncoder
from indexer.index import Index
from insight.citing import Citing
from search.citation import cite
from search.engine import Engine
from search.permanent import Address, Located, Standing, locate
from tests.web.conftest import HOSTILE
from web.citing_controls import COPYING, citing_controls, folded_controls, permanent_link
from web.link import View, parse_link
from web.texts import EN, ZH

pytestmark = pytest.mark.usefixtures("page_environment")


class Buttons(HTMLParser):
    """What stands in the control: buttons by kind, and every tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.copies: dict[str, str] = {}
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if tag == "button":
            self.copies[given["data-fj-kind"] or ""] = unquote(given["data-fj-copy"] or "")


def test_the_buttons_hold_the_words_the_citations_and_the_link(index: Index) -> None:
    [hit] = Engine(index, HashingEncoder()).search("执法人员不足怎么解决", top=1).hits
    for words, language in ((ZH, "zh"), (EN, "en")):
        control = Buttons(
            citing_controls(hit.report, hit.headings, hit.page, hit.passage, View(language=language), words)
        )
        citation = cite(hit.report, hit.headings, hit.page)
        assert control.copies == {
            "plain": citation.in_language(language),
            "reference": citation.gbt7714,
            "link": permanent_link(hit.report, hit.passage),
            "text": hit.passage.text,
        }
        assert control.tags == ["div", *["button"] * 4, "span", "textarea"]


def test_a_citation_of_a_view_has_the_same(index: Index) -> None:
    [cited] = Citing(index).passages([0])
    [passage] = index.catalogue.passages([0])
    report = index.catalogue.report(passage.report_id)
    assert report is not None
    headings, page = report.headings(passage.section), report.page_at(passage.start)
    of_view = citing_controls(cited.report, cited.headings, cited.page, cited, View(), ZH)
    assert of_view == citing_controls(report, headings, page, passage, View(), ZH)


def test_the_link_finds_the_passage_without_its_report_and_without_its_id(index: Index) -> None:
    for position in range(index.manifest.passages):
        [cited] = Citing(index).passages([position])
        address = urlsplit(permanent_link(cited.report, cited))
        assert address.path == "report" and len(address.query) < 80
        view = parse_link(dict(parse_qsl(address.query)))
        assert view.passage == cited.passage_id and isinstance(view.at, Address) and not view.doubts
        found = locate(index, None, view.at)
        assert isinstance(found, Located) and found.standing is Standing.MOVED and found.passage.text == cited.text


def test_what_a_report_holds_is_no_markup(index: Index) -> None:
    hostile = [report for report in index.reports if report.fictional]
    assert hostile
    for _, item in index.catalogue.passages_of(hostile[0].id):
        passage = item.passage
        html = folded_controls(citing_controls(hostile[0], [HOSTILE, '"><b>'], 3, passage, View(), ZH), ZH)
        control = Buttons(html)
        assert set(control.tags) == {"details", "summary", "div", "button", "span", "textarea"}
        assert control.copies["text"] == passage.text
        assert HOSTILE not in html
        # Streamlit would take away an attribute that looks like markup.
        assert not re.search(r'data-fj-copy="[^"]*[<>&]', html)


def test_the_script_is_fixed() -> None:
    assert COPYING.count("<script>") == COPYING.count("</script>") == 1
    assert "innerHTML" not in COPYING and "eval" not in COPYING
