"""What helps with a question: completion from the corpus' own terms, the visitor's last questions, and keys.

Two small components of fixed code beside Streamlit's own question box. The terms go to the browser, where the list is made while one types; the visitor's
questions are kept in the browser alone, and nothing comes back but a question that is picked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import streamlit as st

from errors import FajianError
from search.completion import Terms, terms_of
from search.engine import Engine
from web import session
from web.link import View
from web.texts import Texts

_HERE = Path(__file__).parent
_WAIT = 0.15
"""Seconds that the page waits for the terms; they are there at once, unless an index was just opened."""
_AGAIN = 5.0
_READER = ThreadPoolExecutor(1, thread_name_prefix="terms")
_log = logging.getLogger(__name__)

_BOX = st.components.v2.component(
    "fajian_question_box",
    html='<div class="fj-suggest" hidden></div>',
    js=(_HERE / "question_box.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_KEYS = st.components.v2.component(
    "fajian_keys",
    html='<button type="button" class="fj-keys"></button><dialog class="fj-keys-list"></dialog>',
    js=(_HERE / "keyboard.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def terms_known(engine: Engine, *, wait: float = _WAIT) -> Terms | None:
    """The terms of the index; ``None`` while they are still being worked out."""
    future = _terms(engine, str(engine.index.version))
    try:
        return future.result(timeout=wait)
    except TimeoutError:
        return None
    except FajianError as error:
        # The page has more to say of a damaged index than that nothing can be completed.
        _log.warning("%s", error)
        return Terms()


def assist(engine: Engine, view: View, words: Texts, ask: Callable[[View, str], None]) -> None:
    """Help with the question; ``ask`` takes one that was picked."""
    terms = terms_known(engine)
    if terms is None:
        st.fragment(_offer_once_known, run_every=_AGAIN)(engine, view, words, ask)
    else:
        _offer(terms, view, words, ask)


def show_keys(words: Texts) -> None:
    """Make the keys work and leave a button that tells them."""
    own = words.search_page
    told = {"button": own.keys_button, "title": own.keys_title, "close": own.keys_close, "keys": own.keys}
    with st.container(key="fj-keys"):
        _KEYS(key="keys", data={"words": told})


def _offer_once_known(engine: Engine, view: View, words: Texts, ask: Callable[[View, str], None]) -> None:
    """Drawn again and again until the terms are there, without what stands around it."""
    _offer(terms_known(engine, wait=0) or Terms(), view, words, ask)


def _offer(terms: Terms, view: View, words: Texts, ask: Callable[[View, str], None]) -> None:
    own = words.search_page
    said = {"past": own.past, "count": own.term_count, "clear": own.clear_past, "label": own.suggestions}
    offered = [[term.text, term.townships if terms.whole else 0] for term in (*terms.chinese, *terms.english)]
    data = {"terms": offered, "question": (view.question or "").strip(), "words": said}
    with st.container(key="fj-assist"):
        found = _BOX(key="assist", data=data, on_asked_change=_nothing)
    if found.asked:
        ask(view, str(found.asked))
        st.rerun()


def _nothing() -> None:
    """Streamlit reports a value only to those who listen; it is dealt with where it can draw the whole page again."""


@session.of_version()
def _terms(_engine: Engine, version: str) -> Future[Terms]:
    return _READER.submit(terms_of, _engine.index)
