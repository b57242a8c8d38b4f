"""The headings that excerpts are grouped under: add, rename, reorder, remove."""

from __future__ import annotations

import streamlit as st

from web import visitor
from web.excerpts.basket import Basket, Heading
from web.excerpts.store import LONGEST_TITLE
from web.excerpts.undoing import remove_heading
from web.marking import escape
from web.texts import Texts

_NEW_KEY = "excerpts_new_heading"


def show_headings(basket: Basket, words: Texts) -> None:
    """All headings in their order, and a line for a new one."""
    own = words.excerpts
    with st.expander(own.headings.format(count=len(basket.headings)), icon=":material/toc:"):
        st.html(f'<p class="fj-small">{escape(own.headings_note)}</p>')
        for place, heading in enumerate(basket.headings):
            _heading(basket, heading, place, words)
        with (
            st.form("excerpts_heading", border=False, clear_on_submit=True),
            st.container(horizontal=True, vertical_alignment="bottom", key="fj-heading-new"),
        ):
            st.text_input(
                own.heading_new,
                key=_NEW_KEY,
                placeholder=own.heading_placeholder,
                max_chars=LONGEST_TITLE,
                autocomplete="off",
            )
            st.form_submit_button(own.heading_add, icon=":material/add:", on_click=_add)


def _heading(basket: Basket, heading: Heading, place: int, words: Texts) -> None:
    own = words.excerpts
    key = f"excerpts_heading_{heading.number}"
    label = own.heading.format(number=place + 1, count=len(basket.under(heading.number)))
    st.session_state[key] = heading.title
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key=f"fj-heading-{heading.number}"):
        st.text_input(
            label, key=key, max_chars=LONGEST_TITLE, on_change=_rename, args=(heading.number, key), autocomplete="off"
        )
        for step, icon, name, end in (
            (-1, ":material/arrow_upward:", own.heading_up, place == 0),
            (1, ":material/arrow_downward:", own.heading_down, place == len(basket.headings) - 1),
        ):
            st.button(
                name.format(number=place + 1),
                icon=icon,
                key=f"{key}_{step}",
                disabled=end,
                on_click=_move,
                args=(heading.number, step),
            )
        st.button(
            own.remove,
            icon=":material/close:",
            key=f"{key}_remove",
            help=own.heading_remove,
            on_click=remove_heading,
            args=(heading.number,),
        )


def _add() -> None:
    title = st.session_state[_NEW_KEY]
    visitor.attempt(lambda mine: mine.store.add_heading(mine.visitor, title))


def _rename(number: int, key: str) -> None:
    title = st.session_state[key]
    visitor.attempt(lambda mine: mine.store.rename_heading(mine.visitor, number, title))


def _move(number: int, step: int) -> None:
    visitor.attempt(lambda mine: mine.store.move_heading(mine.visitor, number, step))
