"""The page of excerpts: passages collected over several searches, put in order, annotated, and exported as a briefing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from briefing.excerpt import Briefing
from errors import FajianError
from search.engine import Engine
from web import session, visitor
from web.excerpts.basket import Basket, Kept
from web.excerpts.headings import show_headings
from web.excerpts.items import show_items
from web.excerpts.selection import chosen_of, show_selection
from web.excerpts.store import LONGEST_TITLE, MOST_EXCERPTS
from web.excerpts.undoing import remove, show_undo
from web.exporting import show_files, today
from web.frame import begin, show_error
from web.link import View, link_params
from web.marking import escape, notice
from web.routes import SEARCH_PAGE
from web.texts import Texts

_TITLE_KEY = "excerpts_title"


def show() -> None:
    """Draw the page that the link asks for."""
    view, words = begin(lambda words: words.filters)
    own = words.excerpts
    st.html(f'<h1 class="fj-title">{escape(words.nav["excerpts"])}</h1>')
    try:
        mine = visitor.shelf()
        if not mine.lasting:
            st.html(notice(own.for_session))
        else:
            # Hidden unless the browser turns out to keep no cookies.
            st.html(f'<div class="fj-cookieless-note">{notice(own.cookieless, "warn")}</div>')
        basket = mine.store.basket(mine.visitor)
        show_undo(words)
        if not basket.kept and not basket.headings:
            _empty(view, words)
            return
        basket = _checked(basket, _engine())
        _head(basket, view, words)
        show_headings(basket, words)
        if not basket.kept:
            _empty(view, words)
            return
        show_selection(basket, words)
        show_items(basket, view, words)
    except FajianError as error:
        show_error(error, view, words)


def _empty(view: View, words: Texts) -> None:
    own = words.excerpts
    steps = "".join(f"<li>{escape(step)}</li>" for step in own.empty_steps)
    st.html(f'<h2 class="fj-results">{escape(own.empty_title)}</h2><ol class="fj-steps">{steps}</ol>')
    st.page_link(
        SEARCH_PAGE,
        label=own.to_search,
        icon=":material/search:",
        query_params=link_params(View(language=view.language)),
    )


def _engine() -> Engine | None:
    """The engine, if there is one: a collection shows without."""
    try:
        return session.open_engine()
    except FajianError:
        return None


def _checked(basket: Basket, engine: Engine | None) -> Basket:
    """The collection with every passage marked that the index does not hold any more; its id comes from its words."""
    if engine is None:
        return basket
    held = engine.index.catalogue.position_of

    def checked(item: Kept) -> Kept:
        return replace(item, excerpt=replace(item.excerpt, standing=held(item.excerpt.passage_id) is not None))

    return replace(basket, kept=tuple(map(checked, basket.kept)))


def _head(basket: Basket, view: View, words: Texts) -> None:
    """The title, how many excerpts of how many reports, the files, and clearing."""
    own = words.excerpts
    title = basket.title or own.title_default
    st.session_state[_TITLE_KEY] = title
    st.text_input(own.title_label, key=_TITLE_KEY, max_chars=LONGEST_TITLE, on_change=_named, autocomplete="off")
    reports = {item.excerpt.report.id: item.excerpt.report for item in basket.kept}
    townships = len({report.authority for report in reports.values()})
    counted = own.counted.format(count=len(basket.kept), reports=len(reports), townships=townships, most=MOST_EXCERPTS)
    st.html(f'<p class="fj-coverage">{escape(counted)}</p>')
    if not basket.kept:
        return
    chosen = chosen_of(basket)
    with st.container(horizontal=True, gap="small", key="fj-excerpts-files"):
        with st.popover(words.export.export, icon=":material/download:", type="primary"):
            note = words.export.chosen_excerpts if chosen else words.export.all_excerpts
            told = note.format(count=len(chosen) or len(basket.kept), of=len(basket.kept))
            st.html(f'<p class="fj-small">{escape(told)}</p>')
            show_files("excerpts", title, partial(_briefing, basket, title, view.language, chosen), words)
        everything = [item.excerpt.passage_id for item in basket.kept]
        st.button(own.clear, icon=":material/delete:", on_click=remove, args=(everything, "clear"))


def _briefing(basket: Basket, title: str, language: str, chosen: list[str]) -> Briefing:
    return basket.briefing(title, today(), language, chosen)


def _named() -> None:
    title = st.session_state[_TITLE_KEY]
    visitor.attempt(lambda mine: mine.store.name(mine.visitor, title))
