"""The excerpts themselves, under their headings, each with what can be done with it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from web import visitor
from web.excerpts.basket import Basket, Kept
from web.excerpts.card import excerpt_card
from web.excerpts.selection import choose, chosen_of
from web.excerpts.store import LONGEST_NOTE
from web.excerpts.undoing import remove
from web.frame import go
from web.link import View
from web.marking import escape
from web.texts import Texts

ON_A_PAGE = 20
_NONE = object()


def show_items(basket: Basket, view: View, words: Texts) -> None:
    """The excerpts of one page of the collection."""
    items = basket.ordered()
    pages = -(-len(items) // ON_A_PAGE)
    page = min(_page(view), pages)
    titles = {heading.number: heading.title for heading in basket.headings}
    chosen = set(chosen_of(basket))
    first = (page - 1) * ON_A_PAGE
    above: object = _NONE
    for number, item in enumerate(items[first : first + ON_A_PAGE], first + 1):
        if item.heading != above and titles:
            title = words.excerpts.move_to_none if item.heading is None else titles[item.heading]
            st.html(f'<h2 class="fj-results fj-excerpt-heading">{escape(title)}</h2>')
        above = item.heading
        # Over the edge of its heading an excerpt still goes to the next one, so that only those of the whole collection end it.
        ends = (item == items[0] and item.heading is None, item == items[-1] and item.heading == basket.numbers[-1])
        _item(item, number, ends, view, words, chosen=item.excerpt.passage_id in chosen)
    if pages > 1:
        _pages(page, pages, view, words)


def _item(item: Kept, number: int, ends: tuple[bool, bool], view: View, words: Texts, *, chosen: bool) -> None:
    own = words.excerpts
    identity = item.excerpt.passage_id
    with st.container(border=True, key=f"fj-hit-excerpt-{identity}"):
        st.html(excerpt_card(item.excerpt, number, view, words))
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"fj-excerpt-{identity}"):
            key = f"excerpts_choose_{identity}"
            st.session_state[key] = chosen
            st.checkbox(own.choose.format(number=number), key=key, on_change=choose, args=(identity, key))
            for step, icon, name, end in (
                (-1, ":material/arrow_upward:", own.up, ends[0]),
                (1, ":material/arrow_downward:", own.down, ends[1]),
            ):
                st.button(
                    name.format(number=number),
                    icon=icon,
                    key=f"excerpts_{step}_{identity}",
                    type="tertiary",
                    disabled=end,
                    on_click=_move,
                    args=(identity, step),
                )
            _note(item, words)
            st.button(
                own.remove,
                icon=":material/close:",
                key=f"excerpts_remove_{identity}",
                type="tertiary",
                on_click=remove,
                args=([identity],),
            )


def _note(item: Kept, words: Texts) -> None:
    """The note behind a button; it is kept when the field is left."""
    own = words.excerpts
    identity = item.excerpt.passage_id
    key = f"excerpts_note_{identity}"
    st.session_state[key] = item.excerpt.note
    with st.popover(own.note_edit if item.excerpt.note else own.note, icon=":material/edit_note:", type="tertiary"):
        st.text_area(
            own.note,
            key=key,
            placeholder=own.note_placeholder,
            max_chars=LONGEST_NOTE,
            on_change=_annotate,
            args=(identity, key),
        )


def _annotate(passage: str, key: str) -> None:
    note = st.session_state[key]
    visitor.attempt(lambda mine: mine.store.annotate(mine.visitor, passage, note))


def _move(passage: str, step: int) -> None:
    visitor.attempt(lambda mine: mine.store.move(mine.visitor, passage, step))


def _page(view: View) -> int:
    """The page of the collection that the link asks for, from 1."""
    pick = view.pick or ""
    return max(1, int(pick)) if pick.isascii() and pick.isdigit() else 1


def _pages(page: int, of: int, view: View, words: Texts) -> None:
    own = words.excerpts
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="fj-excerpts-pages"):
        before, after = (replace(view, pick=str(other)) for other in (page - 1, page + 1))
        st.button(own.earlier, icon=":material/chevron_left:", disabled=page == 1, on_click=go, args=(before,))
        st.html(f'<p class="fj-small">{escape(own.page_of.format(page=page, of=of))}</p>')
        st.button(own.later, icon=":material/chevron_right:", disabled=page == of, on_click=go, args=(after,))
