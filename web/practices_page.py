"""The page from a problem to practice: who reports the same, what others did about it, what others plan; or back from a practice to problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from briefing.answers import Headed
from errors import FajianError
from insight.practices import Practices, Problems, Wish, practices_for, problems_for
from search.engine import MOST_HITS as EVERYTHING
from search.engine import Engine
from search.filters import Filters
from web import session
from web.choice import Choice
from web.counts import matching, with_full_names
from web.excerpt_button import collect_button
from web.exporting import Listed, show_list_export
from web.frame import begin, go, show_error, to_top
from web.link import FIRST_HITS, View
from web.marking import escape, notice
from web.practices_columns import COLUMNS, PER_COLUMN, show_columns, show_coverage
from web.quoting import cited_card
from web.sidebar import show_filters
from web.texts import Texts
from web.understood import carried_line

_PROBLEM_KEY, _WAY_KEY, _OWN_KEY, _WITHOUT_KEY = "problem", "practices_way", "practices_own", "practices_without"
_PROBLEM, _PRACTICE = "problem", "practice"
_NOBODY = ""


def show() -> None:
    """Draw the page that the link asks for."""
    view, words = begin(lambda words: words.filters, wide=True)
    try:
        engine = session.open_engine()
        # The columns are roles, and a problem names its subject itself; what no control here shows should not narrow.
        filters = replace(with_full_names(view.filters, engine.index.reports), role=None, theme=None)
        view = replace(view, filters=filters)
        show_filters(engine, view, words, passages=False)
        with st.sidebar:
            _without(engine, view, words)
        _box(view, words)
        if view.passage is None and view.question is None:
            _welcome(view, words)
            return
        choice = Choice.parse(view.pick)
        with st.spinner(words.searching):
            found = _found(engine, str(engine.index.version), engine.encoder.identity, _asked_for(view), view.filters,
                           reverse=choice.reverse, wish=_wish(view, choice))  # fmt: skip
        to_top(_asked_for(view))
        _asked(found, view, words)
        _results(engine, found, view, words)
    except FajianError as error:
        show_error(error, view, words)


def _asked_for(view: View) -> str:
    return view.passage or view.question or ""


def _wish(view: View, choice: Choice) -> Wish:
    # A link asks for ten hits by default; three columns of ten are more than anybody reads.
    top = view.top - FIRST_HITS + PER_COLUMN
    return Wish(max(1, top), own=choice.own, without=None if view.passage else choice.without)


def _box(view: View, words: Texts) -> None:
    """What is asked, and which way round."""
    own = words.practices
    choice = Choice.parse(view.pick)
    st.session_state[_WAY_KEY] = _PRACTICE if choice.reverse else _PROBLEM
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="fj-way"):
        st.html(f'<h1 class="fj-title">{escape(own.title)}</h1>')
        st.segmented_control(
            own.way_label,
            list(own.ways),
            format_func=own.ways.__getitem__,
            key=_WAY_KEY,
            required=True,
            label_visibility="collapsed",
            on_change=_turned,
            args=(view,),
        )
    way = st.session_state[_WAY_KEY]
    if view.passage is None and view.question is None:
        st.html(f'<p class="fj-coverage">{escape(own.intro[way])}</p>')
    st.session_state[_PROBLEM_KEY] = view.question or ""
    with st.form("ask", border=False), st.container(horizontal=True, vertical_alignment="bottom", key="fj-ask"):
        st.text_input(own.labels[way], key=_PROBLEM_KEY, placeholder=own.placeholders[way], autocomplete="off")
        st.form_submit_button(own.submit, type="primary", on_click=_typed, args=(view,))


def _welcome(view: View, words: Texts) -> None:
    st.html(f'<h2 class="fj-examples">{escape(words.practices.examples_title)}</h2>')
    way = _PRACTICE if Choice.parse(view.pick).reverse else _PROBLEM
    with st.container(horizontal=True, gap="small"):
        for number, example in enumerate(words.practices.examples[way]):
            st.button(example, key=f"example_{number}", on_click=_ask, args=(view, example))


def _asked(found: Practices | Problems, view: View, words: Texts) -> None:
    """The passage that is asked about, and whether its own township is shown."""
    own = words.practices
    cited = found.subject.passage
    if cited is None:
        return
    with st.container(border=True, key="fj-asked"):
        st.html(cited_card(cited, replace(view, passage=None, pick=None), words))
        collect_button(cited.passage_id, view, words, where="asked-")
        st.session_state[_OWN_KEY] = Choice.parse(view.pick).own
        st.toggle(own.own, key=_OWN_KEY, help=own.own_help, on_change=_own_switched, args=(view,))


def _without(engine: Engine, view: View, words: Texts) -> None:
    """Whose reports are left out, where no passage says whose the problem is."""
    own = words.practices
    names = _townships(engine, view)
    chosen = Choice.parse(view.pick).without
    if view.passage is not None or (len(names) < 2 and chosen is None):
        return
    if chosen is not None and chosen not in names:
        names = [chosen, *names]
    st.session_state[_WITHOUT_KEY] = chosen or _NOBODY
    options = [_NOBODY, *names]
    st.selectbox(
        own.without,
        options,
        format_func=lambda name: name or own.without_nobody,
        key=_WITHOUT_KEY,
        on_change=_without_chosen,
        args=(view,),
    )


def _townships(engine: Engine, view: View) -> list[str]:
    """Townships whose reports pass the filters, each with its county, which tells it from others of its name."""
    places = (report.place for report in matching(view.filters, engine.index.reports))
    return sorted({" ".join(filter(None, (place.county, place.township))) for place in places if place.township})


def _results(engine: Engine, found: Practices | Problems, view: View, words: Texts) -> None:
    own = words.practices
    if found.subject.carried:
        st.html(f'<p class="fj-small">{escape(carried_line(found.subject.carried, words))}</p>')
    if not found.confident:
        st.html(notice(own.nothing, "warn"))
        return
    show_coverage(found, words)
    columns = [(name, getattr(found, name)) for name in COLUMNS if hasattr(found, name)]
    if any(hit.report.fictional for _, column in columns for hit in column.hits):
        st.html(notice(words.fictional_notice))
    show_list_export(_listed(engine, found, view, words), view, words)
    show_columns(columns, view, words)


def _listed(engine: Engine, found: Practices | Problems, view: View, words: Texts) -> Listed:
    """All columns whole, for a file, one below the other."""
    own = words.practices
    choice = Choice.parse(view.pick)
    asked = found.subject.passage.text if found.subject.passage else _asked_for(view)

    def all_found(_: bool) -> Sequence[Headed]:
        wish = replace(_wish(view, choice), top=EVERYTHING)
        everything = (problems_for if choice.reverse else practices_for)(engine, _asked_for(view), view.filters, wish)
        return [
            Headed(own.columns[name], getattr(everything, name).hits) for name in COLUMNS if hasattr(everything, name)
        ]

    shown = sum(len(getattr(found, name).hits) for name in COLUMNS if hasattr(found, name))
    way = _PRACTICE if choice.reverse else _PROBLEM
    return Listed("practices", asked, shown, all_found, scope=(f"{own.labels[way]} {asked}",))


def _typed(view: View) -> None:
    _ask(view, st.session_state[_PROBLEM_KEY])


def _ask(view: View, text: str) -> None:
    # What is typed takes the place of a passage, and there is no own township any more.
    choice = replace(Choice.parse(view.pick), own=False)
    go(replace(view, question=text, passage=None, pick=choice.pick, top=FIRST_HITS))


def _turned(view: View) -> None:
    choice = replace(Choice.parse(view.pick), reverse=st.session_state[_WAY_KEY] == _PRACTICE)
    # A problem is no practice: the other way round asks about something else.
    go(replace(view, pick=choice.pick, question=None, passage=None, top=FIRST_HITS))


def _own_switched(view: View) -> None:
    go(replace(view, pick=replace(Choice.parse(view.pick), own=st.session_state[_OWN_KEY]).pick))


def _without_chosen(view: View) -> None:
    choice = replace(Choice.parse(view.pick), without=st.session_state[_WITHOUT_KEY] or None)
    go(replace(view, pick=choice.pick))


@st.cache_resource(max_entries=200, show_spinner=False)
def _found(
    _engine: Engine, version: str, encoder: str, asked: str, filters: Filters, *, reverse: bool, wish: Wish
) -> Practices | Problems:
    del version, encoder  # parts of the key
    return (problems_for if reverse else practices_for)(_engine, asked, filters, wish)
