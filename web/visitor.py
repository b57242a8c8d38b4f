"""Who visits, so that excerpts are there again after the window was closed: a random id in a cookie of the browser, and nothing else of the person.

The server makes the id; it lives in Streamlit's state of the session until the browser sends it back at its next visit. Two windows opened at once, before
there was a cookie, have an id each: the cookie then holds both, and the next visit joins what was collected under them. Ids stand in no address and no log,
and on disk only as hashes (``web/excerpts/store.py``). Where the page may store nothing, collections live and end with the session.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from errors import FajianError
from web import session
from web.excerpts.database import Database
from web.excerpts.store import FILE, ExcerptStore
from web.settings import read_settings

COOKIE = "fajian-visitor"
_ID = re.compile(r"[0-9a-f]{40}")
_IDS = 4
"""Most ids that a cookie is believed to hold; more than two come from nowhere."""
_VISITOR, _MEMORY, _ERROR, _WARNED = "fj_visitor", "fj_visitor_memory", "fj_visitor_error", "fj_visitor_warned"
_log = logging.getLogger(__name__)

# The first window to write wins the first place; ids that were joined to another are dropped. A class on the document tells the style sheet that
# the browser keeps no cookies.
_REMEMBER = """<script>(() => {
  const name = "fajian-visitor", own = "%s", joined = "%s".split(".");
  const kept = () => (document.cookie.split("; ").find((one) => one.startsWith(name + "=")) || "").slice(name.length + 1);
  const ids = kept().split(".").filter((id) => /^[0-9a-f]{40}$/.test(id) && !joined.includes(id));
  if (!ids.includes(own)) ids.push(own);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${ids.slice(-4).join(".")}; Path=/; Max-Age=31536000; SameSite=Strict${secure}`;
  document.documentElement.classList.toggle("fj-cookieless", !kept().includes(own));
})()</script>"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a visitor's excerpts are. ``lasting`` is false where they end with the session."""

    store: ExcerptStore
    visitor: str
    lasting: bool


def shelf() -> Shelf:
    """The shelf of whoever is looking."""
    if not _may_store():
        if _MEMORY not in st.session_state:
            st.session_state[_MEMORY] = ExcerptStore(Database(None))
        return Shelf(st.session_state[_MEMORY], "", lasting=False)
    return Shelf(_store(str(session.data_directory())), _visitor()[0], lasting=True)


def remember() -> None:
    """Have the browser keep the id; draws nothing."""
    if not _may_store():
        return
    own, *joined = _visitor()
    # Nothing but hexadecimal digits can stand here.
    st.html(_REMEMBER % (own, ".".join(joined)), unsafe_allow_javascript=True)


def attempt(change: Callable[[Shelf], None]) -> None:
    """Change the shelf; what goes wrong is told by the next drawing of the page (:func:`trouble`)."""
    try:
        change(shelf())
    except FajianError as error:
        st.session_state[_ERROR] = error


def count() -> int | None:
    """How many excerpts there are; ``None`` where that cannot be told."""
    try:
        mine = shelf()
        return mine.store.count(mine.visitor)
    except FajianError as error:
        st.session_state[_ERROR] = error
        return None


def trouble() -> FajianError | None:
    """What went wrong since the last drawing, told once."""
    error: FajianError | None = st.session_state.pop(_ERROR, None)
    warning = shelf().store.database.warning
    if error is None and warning and st.session_state.get(_WARNED) != warning:
        st.session_state[_WARNED] = warning
        return FajianError(warning)
    return error


def _may_store() -> bool:
    try:
        return not read_settings(session.data_directory()).read_only
    except FajianError as error:
        # Whoever cannot write settings that are understood may have meant this one.
        _log.warning("%s", error)
        return False


def _visitor() -> Sequence[str]:
    """The visitor's id, then those that were joined to it."""
    if _VISITOR not in st.session_state:
        own, *others = _ids(_cookie()) or [secrets.token_hex(20)]
        st.session_state[_VISITOR] = (own, *others)
        if others:
            attempt(lambda mine: mine.store.join(own, others))
    visitor: Sequence[str] = st.session_state[_VISITOR]
    return visitor


def _cookie() -> str:
    return str(st.context.cookies.get(COOKIE, ""))


def _ids(cookie: str) -> list[str]:
    """The ids in a cookie; anything else in it is nobody's."""
    return [found for found in dict.fromkeys(cookie.split(".")) if _ID.fullmatch(found)][:_IDS]


@st.cache_resource(max_entries=4, show_spinner=False)
def _store(directory: str) -> ExcerptStore:
    return ExcerptStore(Database(Path(directory) / FILE))
