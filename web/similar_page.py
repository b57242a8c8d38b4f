"""The page of what is said alike elsewhere: a passage on top, then the nearest of other reports, other townships first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from briefing.answers import Headed, near_and_far
from errors import FajianError
from insight.citing import Cited, Citing
from search.answer import Answer
from search.engine import MOST_HITS as EVERYTHING
from search.engine import Engine
from search.filters import Filters
from web import session
from web.cards import hit_card
from web.counts import with_full_names
from web.elsewhere import hit_links
from web.excerpt_button import collect_button
from web.exporting import Listed, show_list_export
from web.frame import begin, go, show_error, to_top
from web.link import MORE_HITS, MOST_HITS, View
from web.marking import escape, notice, year_text
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
    _results(engine, cited, answer, view, words)


def passage_of(engine: Engine, passage_id: str) -> Cited | None:
    """The passage of this id, to be quoted; ``None`` where the index does not hold it."""
    position = engine.index.catalogue.position_of(passage_id)
    return None if position is None else Citing(engine.index).passages([position])[0]


def _asked(cited: Cited, view: View, words: Texts) -> None:
    with st.container(border=True, key="fj-asked"):
        st.html(cited_card(cited, replace(view, passage=None), words))
        if cited.report.fictional:
            st.html(f'<p class="fj-small">{escape(words.fictional_notice)}</p>')
        collect_button(cited.passage_id, view, words, where="asked-")


def _results(engine: Engine, cited: Cited, answer: Answer, view: View, words: Texts) -> None:
    """The nearest passages; those that have little to do with it stand below a line."""
    own = words.similar
    if not answer.hits:
        st.html(notice(in_language(answer.message, view.language) if answer.message else words.nothing, "warn"))
        return
    folded = sum(len(hit.folded) for hit in answer.hits)
    shown = own.shown.format(shown=len(answer.hits)) + (own.folded.format(folded=folded) if folded else "")
    st.html(f'<h2 class="fj-results">{escape(own.found)}</h2><p class="fj-coverage">{escape(shown)}</p>')
    show_list_export(_listed(engine, cited, len(answer.hits), view, words), view, words)
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


def _listed(engine: Engine, cited: Cited, shown: int, view: View, words: Texts) -> Listed:
    """Everything that is said alike, for a file."""

    def found(weaker: bool) -> Sequence[Headed]:
        hits = engine.similar(cited.passage_id, view.filters, top=EVERYTHING).hits
        return near_and_far(hits, language=view.language, weaker=weaker)

    where = " ".join([*cited.report.place.parts[-1:], year_text(cited.report.year, words)])
    scope = words.export.similar_to.format(text=cited.text, where=where)
    return Listed("similar", words.similar.title, shown, found, weaker=True, scope=(scope,))


def _more(view: View) -> None:
    go(replace(view, top=min(view.top + MORE_HITS, MOST_HITS)))


@st.cache_resource(max_entries=100, show_spinner=False)
def _similar(_engine: Engine, version: str, passage: str, filters: Filters, top: int) -> Answer:
    del version  # part of the key
    return _engine.similar(passage, filters, top=top)
