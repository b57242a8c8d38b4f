"""The page of one report: facts, outline, and the whole text with the passage found."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.report import Passage, Report
from errors import FajianError
from search.engine import Engine
from web import session
from web.elsewhere import passage_links
from web.frame import begin, show_error
from web.fulltext import PASSAGE_ID, report_head, report_outline, report_text
from web.link import View, link_params
from web.marking import escape, notice, place_html, year_text
from web.routes import SEARCH_PAGE
from web.texts import Texts

# The text arrives after the page has loaded, so the browser's own jump to an anchor comes too early.
_SCROLL = """<script>(() => {
  let tries = 0;
  const scroll = () => {
    const found = document.getElementById("%s");
    if (found) found.scrollIntoView({block: "center"});
    else if (++tries < 50) setTimeout(scroll, 60);
  };
  scroll();
})() // %s</script>"""


def show() -> None:
    """Draw the report that the link asks for."""
    view, words = begin(lambda words: words.outline)
    try:
        engine = session.open_engine()
    except FajianError as error:
        show_error(error, view, words)
        return
    report = engine.report(view.report) if view.report else None
    passage = _passage(engine, view)
    _back(view, words, report, passage)
    if report is None:
        sentence = words.unknown_report.format(report=view.report) if view.report else words.no_report
        st.html(notice(sentence, "error"))
        return
    with st.sidebar:
        st.html(f'<h2 class="fj-side">{escape(words.outline)}</h2>{report_outline(report, words)}')
    st.html(report_head(report, words))
    if report.fictional:
        st.html(notice(words.fictional_notice))
    if view.passage and passage is None:
        st.html(notice(words.unknown_passage.format(passage=view.passage), "warn"))
    found = f'<p class="fj-small">{escape(words.passage_found)}</p>' if passage else ""
    st.html(f'<h2 class="fj-results">{escape(words.full_text)}</h2>{found}{report_text(report, passage)}')
    if passage is not None:
        st.html(_SCROLL % (PASSAGE_ID, passage.id), unsafe_allow_javascript=True)


def _back(view: View, words: Texts, report: Report | None, passage: Passage | None) -> None:
    """A bar that stays in sight: the way back, where one can go from the passage found, and whose report is being read."""
    search = replace(view, report=None, passage=None)
    label = words.to_search if view.question is None else words.back_to_results
    with st.container(horizontal=True, vertical_alignment="center", key="fj-bar"):
        st.page_link(SEARCH_PAGE, label=label, icon=":material/arrow_back:", query_params=link_params(search))
        if passage is not None:
            passage_links(passage, view, words)
        if report is not None:
            which = f"{place_html(report.place, words)} {escape(year_text(report.year, words))}"
            st.html(f'<p class="fj-which">{which}</p>')


def _passage(engine: Engine, view: View) -> Passage | None:
    """The passage that the link names, if it stands in the report."""
    if view.report is None or view.passage is None:
        return None
    items = engine.index.catalogue.passages_of(view.report)
    return next((item.passage for _, item in items if item.passage.id == view.passage), None)
