"""The corpus page: what comes in, what is in, and the index that is made of it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import streamlit as st

from corpus.sidecar import SIDECAR
from errors import FajianError
from indexer.index import Index
from web import session, visitor
from web.corpus_build import show_build
from web.corpus_files import GONE, WAITING, Holdings
from web.corpus_holdings import find_holdings, open_catalogue
from web.corpus_intake import show_intake
from web.corpus_list import Desk, show_folders, show_list, show_removed
from web.corpus_reasons import reason_in
from web.corpus_shelf import own_shelf, sweep_staging
from web.frame import begin
from web.marking import escape, notice
from web.settings import read_settings
from web.texts import Texts


def show() -> None:
    """Draw the page that the link asks for."""
    view, words = begin(lambda words: words.corpus.title, wide=True)
    own = words.corpus
    data = session.data_directory()
    st.html(f'<h1 class="fj-title">{escape(own.title)}</h1>')
    try:
        settings = read_settings(data)
    except FajianError as error:
        st.html(notice(reason_in(error, view.language), "error"))
        return
    writable = not settings.read_only
    st.html(f"<p>{escape(own.intro if writable else own.read_only)}</p>")
    index = _index(words)
    found = find_holdings(index, data)
    st.html(f'<p class="fj-coverage">{escape(_held(index, words))}</p>')
    desk = Desk(data, index, found, view, words, writable)
    show_build(data, _pending(index, found, data), own_shelf(data).folder, words, writable=writable)
    if writable:
        sweep_staging(data)
        show_intake(data, _visitor(), settings, view, words)
    if found.rows:
        show_list(desk)
    if writable:
        show_removed(desk)
        show_folders(desk)


def _visitor() -> str:
    """The name of the visitor's folder; their id itself stands nowhere on disk."""
    return hashlib.sha256(f"staging {visitor.shelf().visitor}".encode()).hexdigest()[:32]


def _pending(index: Index | None, found: Holdings, data: Path) -> int:
    """How much an update of the index would change: files that came or went, or at least one where something was corrected since."""
    count = found.counts[WAITING] + found.counts[GONE]
    table = own_shelf(data).folder / SIDECAR
    corrected = index is not None and table.is_file() and table.stat().st_mtime > _published(index).timestamp()
    return count or int(corrected)


def _published(index: Index) -> datetime:
    return datetime.fromisoformat(index.manifest.created).astimezone()


def _index(words: Texts) -> Index | None:
    """The index as it is now; one that cannot be opened is told, and everything else goes on."""
    try:
        return open_catalogue()
    except FajianError as error:
        why = reason_in(error, words.html_lang[:2])
        st.html(notice(words.corpus.broken.format(why=why), "error"))
        return None


def _held(index: Index | None, words: Texts) -> str:
    own = words.corpus
    if index is None:
        return own.held_none
    held = own.held.format(
        reports=index.manifest.reports,
        passages=index.manifest.passages,
        files=len(index.catalogue.files()),
        folders=len(index.catalogue.folders()),
    )
    return f"{held} {own.latest.format(when=_published(index).strftime('%Y-%m-%d %H:%M'))}"
