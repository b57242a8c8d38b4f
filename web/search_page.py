"""The page that asks and answers: question, examples, results."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.report import Kind
from errors import FajianError
from search.answer import Answer, Hit
from search.engine import Engine
from search.filters import PLACE_LEVELS, Filters
from web import session
from web.cards import hit_card
from web.counts import with_full_names
from web.elsewhere import hit_links
from web.frame import begin, go, show_error
from web.link import FIRST_HITS, MORE_HITS, MOST_HITS, View
from web.marking import escape, notice
from web.messages import in_language
from web.sidebar import show_filters
from web.texts import Texts
from web.understood import carried_line, show_named

_QUESTION_KEY = "question"


def show() -> None:
    """Draw the page that the link asks for."""
    view, words = begin(lambda words: words.filters)
    try:
        engine = session.open_engine()
        view = replace(view, filters=with_full_names(view.filters, engine.index.reports))
        show_filters(engine, view, words)
        _question(view, words)
        if view.question is None:
            _welcome(engine, view, words)
            return
        with st.spinner(words.searching):
            answer = session.ask(engine, view.question, view.filters, view.as_written, view.top)
    except FajianError as error:
        show_error(error, view, words)
        return
    show_named(answer, view, words)
    _results(answer, view, words)


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


def _results(answer: Answer, view: View, words: Texts) -> None:
    """Coverage, notices, and the hits."""
    chosen = _filters_text(view.filters, words)
    filtered = f'<p class="fj-small">{escape(words.filtered_by + chosen)}</p>' if chosen else ""
    if not answer.hits:
        message = in_language(answer.message, view.language) if answer.message else words.nothing
        st.html(notice(message, "warn", filtered))
        return
    if answer.message:
        st.html(notice(in_language(answer.message, view.language)))
    if answer.confident:
        coverage = words.coverage.format(townships=answer.coverage.townships, of=answer.coverage.of)
        if answer.total > len(answer.hits):
            coverage += " " + words.shown.format(shown=len(answer.hits))
        title = words.results_title.format(total=answer.total)
        st.html(f'<h2 class="fj-results">{escape(title)}</h2><p class="fj-coverage">{escape(coverage)}</p>{filtered}')
    else:
        # Nobody can be said to speak of something that was probably not found.
        st.html(f'<h2 class="fj-results">{escape(words.unreliable_title)}</h2>{filtered}')
        st.html(notice(words.unreliable, "warn"))
    if any(hit.report.fictional for hit in answer.hits):
        st.html(notice(words.fictional_notice))
    if answer.carried:
        st.html(f'<p class="fj-small">{escape(carried_line(answer.carried, words))}</p>')
    weaker = next((hit.rank for hit in answer.hits if not hit.relevant), None) if answer.confident else None
    for hit in answer.hits:
        if hit.rank == weaker and weaker > 1:
            st.html(f'<p class="fj-small fj-weaker">{escape(words.weaker)}</p>')
        _hit(hit, view, words)
    if view.top < MOST_HITS and len(answer.hits) == view.top:
        st.button(words.more.format(count=MORE_HITS), on_click=_more, args=(view,), width="stretch")


def _hit(hit: Hit, view: View, words: Texts) -> None:
    with st.container(border=True, key=f"fj-hit-{hit.rank}"):
        st.html(hit_card(hit, view, words))
        hit_links(hit, view, words)


def _more(view: View) -> None:
    go(replace(view, top=min(view.top + MORE_HITS, MOST_HITS)))


def _filters_text(filters: Filters, words: Texts) -> str:
    """The filters that are set, in one line: on a narrow screen the sidebar is closed."""
    parts = [words.roles[filters.role.value]] if filters.role else []
    parts += [words.themes[filters.theme]] if filters.theme else []
    parts += [name for level in PLACE_LEVELS if (name := filters.place(level))]
    parts += ["–".join(str(year) for year in dict.fromkeys(filters.years))] if filters.years else []
    parts += [words.levels[filters.level.value]] if filters.level else []
    if filters.kind is not Kind.REPORT:
        parts.append(words.kinds[filters.kind.value] if filters.kind else words.all_kinds)
    return " · ".join(parts)
