"""The page that asks and answers: question, role tabs, filters in force, results."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from errors import FajianError
from search.answer import Answer
from search.engine import Engine
from web import session
from web.chips import chips_of, show_chips
from web.counts import facets_of, with_full_names
from web.exporting import show_export
from web.frame import begin, go, show_error
from web.link import FIRST_HITS, View
from web.marking import escape, notice
from web.messages import in_language
from web.question_box import assist, show_keys, terms_known
from web.results import hits_asked, show_hits, show_layout
from web.role_tabs import show_tabs
from web.sidebar import show_filters
from web.tabs import name_tab
from web.texts import Texts
from web.tried import show_tried
from web.understood import carried_line, show_named

_QUESTION_KEY = "question"


def show() -> None:
    """Draw the page that the link asks for."""
    view, words = begin(lambda words: words.filters)
    try:
        engine = session.open_engine()
        view = replace(view, filters=with_full_names(view.filters, engine.index.reports))
        show_filters(engine, view, words, role=False)
        _question(view, words)
        assist(engine, view, words, _ask)
        if view.question is None:
            _welcome(engine, view, words)
            return
        name_tab(view.question, words)
        with st.spinner(words.searching):
            top, each = hits_asked(view)
            answer = session.ask(engine, view.question, view.filters, view.as_written, top, per_township=each)
    except FajianError as error:
        show_error(error, view, words)
        return
    show_named(answer, view, words)
    # Nobody can be said to speak of something that was probably not found.
    show_tabs(answer.roles if answer.confident else None, answer.role, view, words)
    show_chips(chips_of(view, words), view, words)
    _results(engine, answer, view, words)
    show_keys(words)


def _question(view: View, words: Texts) -> None:
    st.session_state[_QUESTION_KEY] = view.question or ""
    with st.form("ask", border=False), st.container(horizontal=True, vertical_alignment="bottom", key="fj-ask"):
        st.text_input(
            words.question_label, key=_QUESTION_KEY, placeholder=words.question_placeholder, autocomplete="off"
        )
        st.form_submit_button(words.search, type="primary", on_click=_asked, args=(view,))


def _asked(view: View) -> None:
    _ask(view, st.session_state[_QUESTION_KEY])


def _ask(view: View, question: str) -> None:
    # Another question names other things; what was to stay in the text of the last one says nothing of it.
    as_written = view.as_written if question == view.question else ()
    go(replace(view, question=question, as_written=as_written, top=FIRST_HITS))


def _welcome(engine: Engine, view: View, words: Texts) -> None:
    """What a visitor sees before asking."""
    st.html(f'<h2 class="fj-examples">{escape(words.examples_title)}</h2>')
    with st.container(horizontal=True, gap="small"):
        for number, example in enumerate(words.examples):
            st.button(example, key=f"example_{number}", on_click=_ask, args=(view, example))
    manifest = engine.index.manifest
    st.html(
        f'<p class="fj-small">{escape(words.holdings.format(reports=manifest.reports, passages=manifest.passages))}</p>'
    )
    show_tabs(facets_of(engine).roles(view.filters), None, view, words)
    show_chips(chips_of(view, words), view, words)
    show_keys(words)


def _results(engine: Engine, answer: Answer, view: View, words: Texts) -> None:
    """Coverage, notices, and the hits; what was tried where nothing reliable was found."""
    own = words.search_page
    if not answer.hits:
        message = in_language(answer.message, view.language) if answer.message else words.nothing
        st.html(f'<h2 class="fj-results">{escape(own.nothing_title)}</h2>')
        st.html(notice(message, "warn"))
        show_tried(engine, answer, view, terms_known(engine), words)
        return
    if answer.message:
        st.html(notice(in_language(answer.message, view.language)))
    if answer.confident:
        _head(answer, view, words)
    else:
        st.html(f'{_printed(view, words)}<h2 class="fj-results">{escape(words.unreliable_title)}</h2>')
        st.html(notice(words.unreliable, "warn"))
        show_tried(engine, answer, view, terms_known(engine), words)
    if any(hit.report.fictional for hit in answer.hits):
        st.html(notice(words.fictional_notice))
    if answer.carried and answer.confident:
        st.html(f'<p class="fj-small">{escape(carried_line(answer.carried, words))}</p>')
    if not answer.confident:
        st.html(f'<h3 class="fj-nearest">{escape(own.nearest)}</h3>')
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="fj-tools"):
        if answer.confident:
            show_layout(view, words)
        show_export(engine, view, words)
    show_hits(answer, view, words)


def _head(answer: Answer, view: View, words: Texts) -> None:
    """How many were found and who speaks of it, out of how many."""
    coverage = words.coverage.format(townships=answer.coverage.townships, of=answer.coverage.of)
    if answer.total > len(answer.hits) and not view.grouped:
        coverage += " " + words.shown.format(shown=len(answer.hits))
    title = words.results_title.format(total=answer.total)
    st.html(
        f'{_printed(view, words)}<h2 class="fj-results">{escape(title)}</h2><p class="fj-coverage">{escape(coverage)}</p>'
    )


def _printed(view: View, words: Texts) -> str:
    """The question and the filters in words for paper, where the box and the buttons are left out."""
    asked = [view.question or "", *(chip.text for chip in chips_of(view, words))]
    return f'<p class="fj-printed">{escape(" · ".join(asked))}</p>'
