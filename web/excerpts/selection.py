"""Which excerpts are chosen, and what can be done with them at once: put under a heading, remove, export."""

from __future__ import annotations

import streamlit as st

from web import visitor
from web.excerpts.basket import Basket
from web.excerpts.undoing import remove
from web.marking import escape
from web.texts import Texts

_CHOSEN = "fj_excerpts_chosen"
_ALL_KEY, _TARGET_KEY = "excerpts_all", "excerpts_target"
_NOWHERE = 0
"""Stands for no heading; Streamlit takes ``None`` for nothing chosen. Numbers of headings are greater."""


def chosen_of(basket: Basket) -> list[str]:
    """The passages chosen, in the order of the collection."""
    chosen = st.session_state.get(_CHOSEN, frozenset())
    return [item.excerpt.passage_id for item in basket.ordered() if item.excerpt.passage_id in chosen]


def choose(passage: str, key: str) -> None:
    """Take over what a checkbox says. Its own state would be lost with the page that it stands on."""
    chosen = set(st.session_state.get(_CHOSEN, frozenset()))
    (chosen.add if st.session_state[key] else chosen.discard)(passage)
    st.session_state[_CHOSEN] = frozenset(chosen)


def show_selection(basket: Basket, words: Texts) -> None:
    """Choose all, and where something is chosen, what to do with it."""
    own = words.excerpts
    chosen = chosen_of(basket)
    st.session_state[_ALL_KEY] = len(chosen) == len(basket.kept)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="fj-excerpts-chosen"):
        st.checkbox(own.choose_all, key=_ALL_KEY, on_change=_choose_all, args=(basket,))
        if not chosen:
            return
        st.html(f'<p class="fj-small" role="status">{escape(own.chosen.format(count=len(chosen)))}</p>')
        if basket.headings:
            names = {_NOWHERE: own.move_to_none, **{heading.number: heading.title for heading in basket.headings}}
            st.session_state[_TARGET_KEY] = None
            st.selectbox(
                own.move_to,
                list(names),
                index=None,
                format_func=names.__getitem__,
                key=_TARGET_KEY,
                placeholder=own.move_to,
                label_visibility="collapsed",
                on_change=_move,
                args=(chosen,),
                width=220,
            )
        st.button(own.remove_chosen, icon=":material/close:", on_click=remove, args=(chosen,))


def _choose_all(basket: Basket) -> None:
    everything = frozenset(item.excerpt.passage_id for item in basket.kept)
    st.session_state[_CHOSEN] = everything if st.session_state[_ALL_KEY] else frozenset()


def _move(passages: list[str]) -> None:
    target = st.session_state[_TARGET_KEY]
    if target is not None:
        visitor.attempt(lambda mine: mine.store.place(mine.visitor, passages, target or None))
        st.session_state[_CHOSEN] = frozenset()
