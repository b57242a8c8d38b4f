"""What the browser's tab is called, by page, by what is shown, and by language."""

from __future__ import annotations

import streamlit as st

from web.texts import Texts

_LONGEST = 60
"""Characters of a question or title; a tab shows fewer, a bookmark hardly more."""


def tab_title(path: str, words: Texts) -> str:
    """The name of a page, by its path in the address; the search's is empty."""
    name = words.nav.get(path or "search") or words.links.tabs.get(path, "")
    return words.links.tab.format(page=name) if name else words.brand


def name_tab(subject: str, words: Texts) -> None:
    """Call the tab by what the page shows now, so that history and bookmarks can be told apart."""
    name = " ".join(subject.split())
    shown = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
    st.set_page_config(page_title=words.links.tab.format(page=shown) if shown else None)
