"""The web page: navigation, nothing else. Start it with ``python cli.py serve``."""

from __future__ import annotations

import streamlit as st

from web.routes import REPORT_PAGE, REPORT_PATH, SEARCH_PAGE

PAGES = [
    st.Page(SEARCH_PAGE, title="法鉴 Fajian", default=True),
    st.Page(REPORT_PAGE, title="报告 Report", url_path=REPORT_PATH, visibility="hidden"),
]

st.navigation(PAGES, position="hidden").run()
