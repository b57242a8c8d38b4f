"""The way out, in the head of every page."""

from __future__ import annotations

import streamlit as st

from web.gate.door import this_door
from web.marking import escape
from web.texts import Texts


def show_way_out(words: Texts) -> None:
    """The link or button that logs out; nothing where nobody had to log in."""
    door = this_door()
    login = door.settings.login if door else ""
    if door and login == "password":
        link = f'<a href="{door.base}logout?lang={escape(words.html_lang[:2])}" target="_self">{escape(words.login.logout)}</a>'
        st.html(f'<p class="fj-logout">{link}</p>', width="content")
    elif login == "oidc":
        st.button(words.login.logout, key="logout", on_click=st.logout)
