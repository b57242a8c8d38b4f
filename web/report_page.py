"""The page of one report: facts, outline, and the whole text with the passage found."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.report import Passage, Report
from errors import FajianError
from insight.indicators.collecting import Stated
from insight.indicators.survey import figures_of_report
from search.engine import Engine
from web import session
from web.frame import begin, go, show_error, to_top
from web.fulltext import TextMarks, report_outline, report_text
from web.link import View
from web.marking import escape, notice
from web.original import show_originals
from web.permanent import open_passage, passage_notice
from web.report_bar import show_bar
from web.report_figures import WITHOUT_FIGURES, Underlined, underlined
from web.report_head import report_head
from web.report_links import show_links
from web.report_script import follow_reading, text_key
from web.tabs import name_tab
from web.texts import Texts

_FIGURES_KEY = "report_figures"
_KEPT = 50


def show() -> None:
    """Draw the report that the link asks for."""
    view, words = begin(lambda words: words.outline)
    try:
        engine = session.open_engine()
        opened = open_passage(engine, view, words)
        view, found = opened.view, opened.passage
        report = engine.report(view.report) if view.report else None
        passages = _passages(engine, report)
        # In the bar it stays in sight when the page moves on to the passage.
        show_bar(report, found, view, words, told=passage_notice(opened, words) if opened.told else "")
        if report is None and (view.report or not opened.told):
            sentence = words.unknown_report.format(report=view.report) if view.report else words.no_report
            st.html(notice(sentence, "error"))
        if report is None:
            return
        name_tab(report.title, words)
        _report(engine, report, passages, found, view, words)
    except FajianError as error:
        show_error(error, view, words)


def _passages(engine: Engine, report: Report | None) -> list[Passage]:
    """The passages of the report, in document order."""
    if report is None:
        return []
    return [item.passage for _, item in engine.index.catalogue.passages_in(report)]


def _report(  # noqa: PLR0917
    engine: Engine, report: Report, passages: list[Passage], found: Passage | None, view: View, words: Texts
) -> None:
    outline = report_outline(report, words)
    with st.sidebar:
        st.html(f'<h2 class="fj-side">{escape(words.outline)}</h2>{outline}')
    st.html(report_head(report, words))
    if report.fictional:
        st.html(notice(words.fictional_notice))
    show_links(engine, report, view, words)
    show_originals(engine, report.id, words)
    _text(engine, report, passages, found, view, words)


def _text(  # noqa: PLR0917
    engine: Engine, report: Report, passages: list[Passage], found: Passage | None, view: View, words: Texts
) -> None:
    """The text with what is marked in it, and above it what the marks mean."""
    own = words.reader
    figures = _figures(engine, report, view, words)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="fj-reading"
    ):
        st.html(f'<h2 class="fj-results">{escape(words.full_text)}</h2>')
        st.session_state[_FIGURES_KEY] = view.pick != WITHOUT_FIGURES
        st.toggle(own.figures, key=_FIGURES_KEY, help=own.figures_help, on_change=_figures_switched, args=(view,))
    headings = sum(section.level > 0 for section in report.sections)
    key = text_key(report.id, found.id if found else "", view.pick or "", view.language)
    marks = TextMarks(key, found, passages, figures.spans)
    counted = own.figures_key.format(named=figures.named, others=figures.others) if figures.spans else ""
    outline = report_outline(report, words)
    folded = f'<details class="fj-outline-top"><summary>{escape(own.open_outline.format(count=headings))}</summary>{outline}</details>'
    st.html(
        (f'<p class="fj-small">{escape(words.passage_found)}</p>' if found else "")
        + (f'<p class="fj-small fj-figures-key">{escape(counted)}</p>' if counted else "")
        + (folded if outline else "")
        + report_text(report, marks, view, words)
    )
    follow_reading(key)
    if found is None:
        to_top(report.id)


def _figures(engine: Engine, report: Report, view: View, words: Texts) -> Underlined:
    if view.pick == WITHOUT_FIGURES:
        return Underlined((), 0)
    with st.spinner(words.indicators.working):
        stated = _stated(engine, str(engine.index.version), report.id)
    return underlined(report, stated, view, words)


def _figures_switched(view: View) -> None:
    go(replace(view, pick=None if st.session_state[_FIGURES_KEY] else WITHOUT_FIGURES))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _stated(_engine: Engine, version: str, report_id: str) -> Stated:
    del version  # part of the key
    [facts] = [facts for facts in _engine.index.reports if facts.id == report_id]
    return figures_of_report(_engine.index, facts)
