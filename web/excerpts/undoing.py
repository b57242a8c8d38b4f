"""Taking excerpts or a heading away, and the button that puts them back; it stays until the next is taken away or the session ends."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from web import visitor
from web.excerpts.basket import Basket
from web.marking import escape
from web.texts import Texts
from web.visitor import Shelf

_UNDO = "fj_excerpts_undo"


def remove(passages: Sequence[str], kind: str = "remove") -> None:
    """Take excerpts out; ``kind`` is ``remove``, or ``clear`` for the whole collection with its title and headings."""

    def change(mine: Shelf) -> None:
        before = mine.store.basket(mine.visitor)
        if kind == "clear":
            mine.store.clear(mine.visitor)
        else:
            mine.store.remove(mine.visitor, passages)
        st.session_state[_UNDO] = (kind, len(passages), before)

    visitor.attempt(change)


def remove_heading(number: int) -> None:
    """Take a heading away; its excerpts stay."""

    def change(mine: Shelf) -> None:
        before = mine.store.basket(mine.visitor)
        mine.store.remove_heading(mine.visitor, number)
        st.session_state[_UNDO] = ("heading", len(before.under(number)), before)

    visitor.attempt(change)


def show_undo(words: Texts) -> None:
    """What was taken away last, and the button that puts it back."""
    taken: tuple[str, int, Basket] | None = st.session_state.get(_UNDO)
    if taken is None:
        return
    own = words.excerpts
    kind, count, before = taken
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="fj-excerpts-undo"):
        st.html(f'<p class="fj-undo" role="status">{escape(own.undone[kind].format(count=count))}</p>')
        st.button(own.undo, icon=":material/undo:", key="excerpts_undo", on_click=_restore, args=(before,))


def _restore(before: Basket) -> None:
    def change(mine: Shelf) -> None:
        mine.store.restore(mine.visitor, before)
        st.session_state.pop(_UNDO, None)

    visitor.attempt(change)
