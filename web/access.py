"""What the pages offer to those who hear them, use the keyboard, or want them light or dark.

Streamlit's own parts speak English and have no landmark for the links between pages; ``access.js`` mends that from outside and keeps nothing
but the theme chosen, in the visitor's own browser, where Streamlit itself keeps it.
"""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from web.marking import escape
from web.routes import REPORT_PATH, SIMILAR_PATH, VIEWS
from web.texts import Texts

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_PATHS = ("", REPORT_PATH, SIMILAR_PATH, *VIEWS)


def theme_switch(words: Texts) -> None:
    """Light, dark, or as the system has it; a select of the browser's own, since the choice never reaches the server."""
    own = words.access
    options = "".join(f'<option value="{value}">{escape(name)}</option>' for value, name in own.themes.items())
    label = f'<span class="fj-spoken">{escape(own.theme)}</span>'
    st.html(f'<label class="fj-look">{label}<select id="fj-theme">{options}</select></label>', width="content")


def dress(words: Texts, sidebar: str) -> None:
    """Name and tell what Streamlit does not; ``sidebar`` is what stands in the sidebar."""
    own = words.access
    said = {
        "skip": own.skip,
        "sidebar": sidebar,
        "open": own.open_sidebar.format(name=sidebar),
        "close": own.close_sidebar.format(name=sidebar),
        "pages": own.pages,
        "scroll": own.scroll,
        "paths": _PATHS,
    }
    data = escape(json.dumps(said, ensure_ascii=False))
    st.html(
        f'<div id="fj-access" hidden data-words="{data}"></div><script>{_SCRIPT}</script>', unsafe_allow_javascript=True
    )
