"""Opening the passage of a link, wherever it stands by now, and saying so where that is not where it stood."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st

from corpus.report import Passage
from search.engine import Engine
from search.permanent import Address, Located, Lost, Standing, locate
from web.link import View, link_params
from web.marking import escape, notice
from web.texts import Texts

_ONE_AT_A_TIME = threading.Lock()
"""A search through all texts takes about a second among 100,000 passages; several at once would keep searches waiting."""


@dataclass(frozen=True, slots=True)
class Opened:
    """``view`` names the report in which the passage stands now. ``told`` is what the reader has to know of it, ``""`` for nothing."""

    view: View
    passage: Passage | None
    told: str = ""


def open_passage(engine: Engine, view: View, words: Texts) -> Opened:
    """The passage that a link names: by its id, or by its words where the index has no such id any more."""
    if view.passage is None and view.at is None:
        return Opened(view, None)
    found = _locate(engine, str(engine.index.version), view.passage, view.at)
    if isinstance(found, Lost):
        return _lost(engine, view, found, words)
    report = found.passage.report_id
    if found.standing is Standing.SAME:
        if view.report not in {None, report}:
            return Opened(view, None, words.unknown_passage.format(passage=view.passage))
        return Opened(replace(view, report=report), found.passage)
    told = words.links.moved if found.standing is Standing.MOVED else words.links.elsewhere
    return Opened(replace(view, report=report), found.passage, told)


def _lost(engine: Engine, view: View, found: Lost, words: Texts) -> Opened:
    """A report that is still there is shown without the passage; of one that is not the page tells by itself, unless words were looked for."""
    known = view.report is not None and engine.report(view.report) is not None
    if view.at is None and view.report is not None:
        return Opened(view, None, words.unknown_passage.format(passage=view.passage) if known else "")
    told = words.links.lost.format(looked=found.looked, of=found.of)
    return Opened(view if known else replace(view, report=None), None, told)


def passage_notice(opened: Opened, words: Texts) -> str:
    """What is told of the passage, as HTML; where it is gone, with a link to the search."""
    found = opened.passage is not None
    address = "./?" + urlencode(
        link_params(View(opened.view.question, opened.view.filters, language=opened.view.language))
    )
    search = "" if found else f'<p><a href="{escape(address)}" target="_self">{escape(words.links.lost_search)}</a></p>'
    return notice(opened.told, "info" if found else "warn", search)


@st.cache_resource(max_entries=500, show_spinner=False)
def _locate(_engine: Engine, version: str, passage: str | None, at: Address | None) -> Located | Lost:
    del version  # part of the key
    with _ONE_AT_A_TIME:
        return locate(_engine.index, passage, at)
