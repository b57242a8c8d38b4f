"""Who may see the page, asked again at every look: a login may have ended since the page was opened, or the gate may be missing."""

from __future__ import annotations

import time
from typing import NoReturn

import streamlit as st

from errors import FajianError
from web import session
from web.gate.door import COOKIE, Door, this_door
from web.gate.oidc import check_provider, is_allowed, is_fresh, secrets_files
from web.link import parse_link
from web.look import style
from web.marking import escape, notice
from web.messages import error_sentence
from web.server import APP
from web.settings import PageSettings, data_directory, read_settings
from web.texts import Texts, texts


def require_login() -> None:
    """Stop here unless whoever looks may see the page; nothing of the corpus is read before."""
    view = parse_link(st.query_params)
    words = texts(view.language)
    door = this_door()
    try:
        settings = door.settings if door else read_settings(data_directory(session.index_directory()))
    except FajianError as error:
        _stop(error_sentence(error, view.language))
    if settings.login == "password":
        _require_password(door, words)
    elif settings.login == "oidc":
        _require_account(settings, words)
    elif door is None and isinstance(st.context.ip_address, str):
        # Streamlit was started by itself, without the gate, and whoever looks sits elsewhere: only visitors of this machine have no address.
        _stop(words.login.local_only)


def _require_password(door: Door | None, words: Texts) -> None:
    if door is None:
        _stop(words.login.no_gate)
    if not door.tokens.holds(st.context.cookies.get(COOKIE)):
        again = f'<p><a href="{door.base}login" target="_self">{escape(words.login.again)}</a></p>'
        _stop(words.login.ended, again)


def _require_account(settings: PageSettings, words: Texts) -> None:
    data = data_directory(session.index_directory())
    try:
        check_provider(secrets_files(data, APP.parent), data)
    except FajianError:
        # The sentence names files of this machine; it was said where the page was started.
        _stop(words.login.provider_missing)
    user = st.user.to_dict()
    if not (user.get("is_logged_in") and is_fresh(user, time.time(), settings.session_hours)):
        _draw(notice(words.login.provider))
        st.button(words.login.provider_button, on_click=st.login, type="primary")
        st.stop()
    if not is_allowed(user, settings.allowed):
        _draw(notice(words.login.not_allowed.format(who=str(user.get("email") or words.login.nobody)[:200]), "error"))
        st.button(words.login.logout, on_click=st.logout)
        st.stop()


def _stop(told: str, more: str = "") -> NoReturn:
    _draw(notice(told, "error", more))
    st.stop()


def _draw(body: str) -> None:
    st.set_page_config(page_title="法鉴 Fajian", layout="centered")
    st.html(f"<style>{style()}</style>")
    st.html(body)
