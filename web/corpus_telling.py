"""What the corpus page says after something was done: one sentence, shown once, beside what it is about."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from errors import FajianError
from web.corpus_reasons import reason_in
from web.marking import notice

_KEY = "corpus_told_"


BUILD, INTAKE, FILE, LIST = "build", "intake", "file", "list"
"""Parts of the page where something may be said."""


def tell(place: str, text: str, kind: str = "info") -> None:
    """Have a sentence shown in a part of the page at the next look."""
    st.session_state.setdefault(_KEY + place, []).append((kind, text))


def show_told(place: str) -> None:
    """Show what is to be said there."""
    for kind, text in st.session_state.pop(_KEY + place, []):
        st.html(notice(text, kind))


def attempt(place: str, act: Callable[[], None], language: str) -> None:
    """Do something that may be refused; the refusal is told in that part of the page."""
    try:
        act()
    except FajianError as error:
        tell(place, reason_in(error, language), "error")
