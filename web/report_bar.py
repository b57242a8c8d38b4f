"""The bar that stays in sight while a report is read: the way back, whose report it is, and what can be done with the passage chosen."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.report import Passage, Report
from web.citing_controls import citing_controls
from web.elsewhere import passage_links
from web.link import View, link_params
from web.marking import escape, place_html, year_text
from web.report_figures import WITHOUT_FIGURES
from web.routes import REPORT_PAGE, SEARCH_PAGE
from web.texts import Texts


def show_bar(report: Report | None, passage: Passage | None, view: View, words: Texts, *, told: str = "") -> None:
    """Draw the bar; ``passage`` is the one that the link names, if it stands in the report, ``told`` is HTML that says how it was found."""
    search = replace(view, report=None, passage=None, pick=None, at=None)
    label = words.to_search if view.question is None else words.back_to_results
    with st.container(key="fj-bar", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", key="fj-bar-report"):
            st.page_link(SEARCH_PAGE, label=label, icon=":material/arrow_back:", query_params=link_params(search))
            if report is not None:
                which = f"{place_html(report.place, words)} {escape(year_text(report.year, words))}"
                st.html(f'<p class="fj-which">{which}</p>')
        if report is not None and passage is not None:
            _passage(report, passage, view, words)
        if told:
            st.html(told)


def _passage(report: Report, passage: Passage, view: View, words: Texts) -> None:
    """Where the passage stands, and what can be done with it."""
    headings = report.headings(passage.section)
    page = report.page_at(passage.start)
    kept = WITHOUT_FIGURES if view.pick == WITHOUT_FIGURES else None
    unchosen = link_params(replace(view, report=report.id, passage=None, pick=kept, at=None))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="fj-bar-where"):
        st.html(f'<p class="fj-found-where">{_where(report, passage, words)}</p>')
        st.page_link(REPORT_PAGE, label=words.reader.unchoose, icon=":material/close:", query_params=unchosen)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="fj-bar-passage"):
        passage_links(passage, view, words)
        st.html(citing_controls(report, headings, page, passage, view, words), width="content")


def _where(report: Report, passage: Passage, words: Texts) -> str:
    """Page or line, and the headings around it."""
    page, line = report.page_at(passage.start), report.line_at(passage.start)
    places = [words.page.format(page=page)] if page is not None else []
    places += [words.reader.line.format(line=line)] if page is None and line is not None else []
    path = ' <span aria-hidden="true">›</span> '.join(map(escape, report.headings(passage.section)))
    said = [escape(words.reader.chosen), *map(escape, places), *([f'<span lang="zh">{path}</span>'] if path else [])]
    return " · ".join(said)
