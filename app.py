"""The web page: navigation, nothing else. Start it with ``python cli.py serve``."""

from __future__ import annotations

import streamlit as st

from web.routes import REPORT_PAGE, REPORT_PATH, SEARCH_PAGE, SIMILAR_PAGE, SIMILAR_PATH, VIEWS, view_page

PAGES = [
    st.Page(SEARCH_PAGE, title="法鉴 Fajian", default=True),
    st.Page(REPORT_PAGE, title="报告 Report", url_path=REPORT_PATH, visibility="hidden"),
    st.Page(SIMILAR_PAGE, title="同类表述 Similar", url_path=SIMILAR_PATH, visibility="hidden"),
    *(st.Page(view_page(name), title="法鉴 Fajian", url_path=name) for name in VIEWS),
]

# The pages' own bar of links keeps the language and the filters, which Streamlit's would drop.
st.navigation(PAGES, position="hidden").run()
