"""The web page: navigation, nothing else. Start it with ``python cli.py serve``."""

from __future__ import annotations

import streamlit as st

from web.drawing import in_turn
from web.link import parse_link
from web.login import require_login
from web.routes import REPORT_PAGE, REPORT_PATH, SEARCH_PAGE, SIMILAR_PAGE, SIMILAR_PATH, VIEWS, view_page
from web.tabs import tab_title
from web.texts import texts

# First of all, so that no page can show anything before it.
require_login()

WORDS = texts(parse_link(st.query_params).language)
PAGES = [
    st.Page(SEARCH_PAGE, title=tab_title("", WORDS), default=True),
    st.Page(REPORT_PAGE, title=tab_title(REPORT_PATH, WORDS), url_path=REPORT_PATH, visibility="hidden"),
    st.Page(SIMILAR_PAGE, title=tab_title(SIMILAR_PATH, WORDS), url_path=SIMILAR_PATH, visibility="hidden"),
    *(st.Page(view_page(name), title=tab_title(name, WORDS), url_path=name) for name in VIEWS),
]

# The pages' own bar of links keeps the language and the filters, which Streamlit's would drop.
PAGE = st.navigation(PAGES, position="hidden")
with in_turn():
    PAGE.run()
