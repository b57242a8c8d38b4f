"""The page of what is said alike elsewhere: a passage on top, then the nearest of other reports, other townships first."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from errors import FajianError
from insight.citing import Cited, Citing
from search.answer import Answer
from search.engine import Engine
from search.filters import Filters
from web import session
from web.cards import hit_card
from web.counts import with_full_names
from web.elsewhere import hit_links
from web.frame import begin, go, show_error, to_top
from web.link import MORE_HITS, MOST_HITS, View
from web.marking import escape, notice
from web.messages import in_language
from web.quoting import cited_card
from web.sidebar import show_filters
from web.texts import Texts


def show() -> None:
    """Draw the page that the link asks for."""
    view, words = begin(lambda words: words.filters)
    try:
        engine = session.open_engine()
        view = replace(view, filters=with_full_names(view.filters, engine.index.reports))
        show_filters(engine, view, words)
        st.html(f'<h1 class="fj-title">{escape(words.similar.title)}</h1>')
        if view.passage is None:
            st.html(notice(words.similar.no_passage, "warn"))
            return
        cited = passage_of(engine, view.passage)
        if cited is None:
            st.html(notice(words.similar.unknown.format(passage=view.passage), "warn"))
            return
        to_top(view.passage)
        _asked(cited, view, words)
        with st.spinner(words.searching):
            answer = _similar(engine, str(engine.index.version), view.passage, view.filters, view.top)
    except FajianError as error:
        show_error(error, view, words)
        return
    _results(answer, view, words)


def passage_of(engine: Engine, passage_id: str) -> Cited | None:
    """The passage of this id, to be quoted; ``None`` where the index does not hold it."""
    position = engine.index.catalogue.position_of(passage_id)
    return None if position is None else Citing(engine.index).passages([position])[0]


def _asked(cited: Cited, view: View, words: Texts) -> None:
    with st.container(border=True, key="fj-asked"):
        st.html(cited_card(cited, replace(view, passage=None), words))
        if cited.report.fictional:
            st.html(f'<p class="fj-small">{escape(words.fictional_notice)}</p>')


def _results(answer: Answer, view: View, words: Texts) -> None:
    """The nearest passages; those that have little to do with it stand below a line."""
    own = words.similar
    if not answer.hits:
        st.html(notice(in_language(answer.message, view.language) if answer.message else words.nothing, "warn"))
        return
    folded = sum(len(hit.folded) for hit in answer.hits)
    shown = own.shown.format(shown=len(answer.hits)) + (own.folded.format(folded=folded) if folded else "")
    st.html(f'<h2 class="fj-results">{escape(own.found)}</h2><p class="fj-coverage">{escape(shown)}</p>')
    weaker = next((hit.rank for hit in answer.hits if not hit.relevant), None)
    back = replace(view, passage=None)
    for hit in answer.hits:
        if hit.rank == weaker and weaker > 1:
            st.html(f'<p class="fj-small fj-weaker">{escape(words.weaker)}</p>')
        with st.container(border=True, key=f"fj-hit-{hit.rank}"):
            st.html(hit_card(hit, back, words))
            hit_links(hit, back, words)
    if view.top < MOST_HITS and len(answer.hits) == view.top:
        st.button(words.more.format(count=MORE_HITS), on_click=_more, args=(view,), width="stretch")


def _more(view: View) -> None:
    go(replace(view, top=min(view.top + MORE_HITS, MOST_HITS)))


@st.cache_resource(max_entries=100, show_spinner=False)
def _similar(_engine: Engine, version: str, passage: str, filters: Filters, top: int) -> Answer:
    del version  # part of the key
    return _engine.similar(passage, filters, top=top)
