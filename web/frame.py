"""What every page has: the look, the head with the language switch, notices, and going to another view."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import streamlit as st

from errors import FajianError, QueryError
from web import building, session, visitor
from web.access import dress, theme_switch
from web.citing_controls import COPYING
from web.excerpt_button import excerpts_label
from web.here import follow_links_here
from web.link import LANGUAGES, View, link_params, parse_link
from web.look import NARROW, style
from web.marking import escape, notice
from web.messages import error_sentence
from web.routes import SEARCH_PAGE, VIEWS, view_page
from web.texts import Texts, texts
from web.way_out import show_way_out

_STYLE = style()
_ICON = Path(__file__).with_name("icon.svg")
_TO_TOP = """<script>document.querySelector("[data-testid=stMain]").scrollTo(0, 0) // %s</script>"""
_LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
_LANGUAGE_KEY = "language"


def begin(sidebar: Callable[[Texts], str], *, wide: bool = False) -> tuple[View, Texts]:
    """Understand the link and draw the head of a page.

    Args:
        sidebar: Chooses the name on the button that opens the sidebar.
        wide: Whether the page needs the whole width, for columns or a table.
    """
    view = parse_link(st.query_params)
    words = texts(view.language)
    st.set_page_config(page_icon=_ICON, layout="centered", initial_sidebar_state="auto")
    st.html(f"<style>{_STYLE}</style>")
    if not wide:
        st.html(f"<style>{NARROW}</style>")
    st.html(f"<style>:root {{ --fj-sidebar: '{sidebar(words)}' }}</style>")
    # The language tells screen readers how to speak and browsers which glyphs to take.
    st.html(f"<script>document.documentElement.lang = '{words.html_lang}'</script>", unsafe_allow_javascript=True)
    st.html(COPYING, unsafe_allow_javascript=True)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="fj-head"):
        st.html(f'<p class="fj-brand"><b>{escape(words.brand)}</b> <span>{escape(words.tagline)}</span></p>')
        _language_switch(view, words)
        theme_switch(words)
        show_way_out(words)
    visitor.remember()
    _navigation(view, words)
    _trouble(view)
    _at_work(words)
    dress(words, sidebar(words))
    follow_links_here()
    if view.doubts:
        st.html(notice(words.doubts.format(parts=words.joint.join(f"{d.name}={d.value}" for d in view.doubts)), "warn"))
    return view, words


def to_top(subject: str) -> None:
    """Show the head of the page when it comes to be about something else; Streamlit would leave it scrolled to where the link was."""
    # The script runs again when its text changes, and only a hash of the subject may stand in it.
    key = hashlib.sha256(subject.encode("utf-8", "replace")).hexdigest()[:16]
    st.html(_TO_TOP % key, unsafe_allow_javascript=True)


def go(view: View) -> None:
    """Show another view of this page by writing its link; what could not be understood in the old link goes."""
    st.query_params.from_dict(link_params(view))


def show_error(error: FajianError, view: View, words: Texts) -> None:
    """One sentence instead of results; without an index also the commands that make one."""
    if session.has_index():
        kind = "warn" if isinstance(error, QueryError) else "error"
        st.html(notice(error_sentence(error, view.language), kind))
        return
    directory = session.index_directory()
    option = (
        ""
        if directory.resolve() == Path(session.DEFAULT_INDEX).resolve()
        else f" --index {shlex.quote(str(directory))}"
    )
    commands = f"python cli.py index corpus/samples{option}\npython cli.py serve{option}"
    st.html(f'<h1 class="fj-title">{escape(words.no_index_title)}</h1>')
    steps = f"<p>{escape(words.no_index_steps)}</p><pre>{escape(commands)}</pre>"
    st.html(notice(error_sentence(error, view.language), "error", steps))
    st.page_link(
        view_page("corpus"), label=words.corpus.begin_here, query_params=link_params(View(language=view.language))
    )


def _trouble(view: View) -> None:
    """What went wrong with the visitor's excerpts, wherever they were when it did."""
    error = visitor.trouble()
    if error is not None:
        st.html(notice(error_sentence(error, view.language), "warn"))


def _at_work(words: Texts) -> None:
    """That the index is being updated, whoever began it; results are those of the version before until it is done."""
    state = building.latest(session.index_directory())
    if state is not None and state.alive:
        st.html(f'<p class="fj-small" role="status">{escape(words.corpus.running_short)}</p>')


def _navigation(view: View, words: Texts) -> None:
    """Links to all pages, which keep the language and the filters on place, year, level and kind."""
    kept = link_params(View(filters=replace(view.filters, role=None, theme=None), language=view.language))
    with st.container(horizontal=True, gap="small", key="fj-nav"):
        st.page_link(SEARCH_PAGE, label=words.nav["search"], query_params=kept)
        for name in VIEWS:
            label = excerpts_label(words) if name == "excerpts" else words.nav[name]
            st.page_link(view_page(name), label=label, query_params=kept)


def _language_switch(view: View, words: Texts) -> None:
    st.session_state[_LANGUAGE_KEY] = view.language
    st.segmented_control(
        words.language_label,
        LANGUAGES,
        format_func=_LANGUAGE_NAMES.__getitem__,
        key=_LANGUAGE_KEY,
        label_visibility="collapsed",
        required=True,
        on_change=_switch_language,
        args=(view,),
    )


def _switch_language(view: View) -> None:
    go(replace(view, language=st.session_state[_LANGUAGE_KEY]))
