"""Where one can go from a report: the other years of the same authority, and what the views across townships say of it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.report import Report
from indexer.catalogue import ReportFacts
from search.engine import Engine
from web.link import View, link_params
from web.marking import escape
from web.report_neighbours import Neighbours, neighbours, pair_filters
from web.routes import REPORT_PAGE, view_page
from web.texts import Texts

_PICKS = {"completeness": None, "copying": None, "indicators": "figures"}
"""What each view has to be asked besides, to speak of one report."""


def show_links(engine: Engine, report: Report, view: View, words: Texts) -> None:
    """Draw both rows of links."""
    facts = next(facts for facts in engine.index.reports if facts.id == report.id)
    near = neighbours(facts, engine.index.reports)
    with st.container(key="fj-report-links", gap=None):
        if facts.place.parts:
            _years(near, view, words)
        _views(near, view, words)


def _years(near: Neighbours, view: View, words: Texts) -> None:
    """The previous and the next year, and all there are."""
    own = words.reader
    others = [report for report in near.years if report.id != near.report.id]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="fj-report-years"):
        if not others:
            st.html(f'<p class="fj-small">{escape(own.only_year)}</p>', width="content")
            return
        st.html(f'<p class="fj-links-of">{escape(own.years)}</p>', width="content")
        for report in near.years:
            if report.id == near.report.id:
                this = escape(own.this_year.format(year=report.year))
                st.html(f'<p class="fj-this-year" aria-current="page">{this}</p>', width="content")
            else:
                _year(report, near, view, words)


def _year(report: ReportFacts, near: Neighbours, view: View, words: Texts) -> None:
    own = words.reader
    label, icon = words.year.format(year=report.year), None
    if near.before is not None and report.id == near.before.id:
        label, icon = own.before.format(year=report.year), ":material/chevron_left:"
    if near.after is not None and report.id == near.after.id:
        label, icon = own.after.format(year=report.year), ":material/chevron_right:"
    link = link_params(replace(view, report=report.id, passage=None, at=None))
    st.page_link(REPORT_PAGE, label=label, icon=icon, query_params=link)


def _views(near: Neighbours, view: View, words: Texts) -> None:
    own = words.reader
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="fj-report-views"):
        st.html(f'<p class="fj-links-of">{escape(own.views)}</p>', width="content")
        for name, pick in _PICKS.items():
            link = link_params(View(report=near.report.id, pick=pick, language=view.language))
            st.page_link(view_page(name), label=own.view_links[name], query_params=link)
        for before, after in near.pairs:
            pair = View(filters=pair_filters(near.report), pick=str(before.year), language=view.language)
            label = own.followed.format(before=before.year, after=after.year)
            st.page_link(view_page("followup"), label=label, query_params=link_params(pair))
