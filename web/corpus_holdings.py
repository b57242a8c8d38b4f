"""The index as the corpus page sees it: only its catalogue, so that the page works where no encoder can be had."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from errors import FajianError, IndexUnusableError
from indexer import storage
from indexer.index import Index
from web import session
from web.corpus_files import FileRow, Holdings, holdings, indexed_rows
from web.corpus_shelf import own_shelf


def open_catalogue() -> Index | None:
    """The index that is current now; ``None`` where there is none.

    Raises:
        IndexUnusableError: It is damaged.
    """
    directory = session.index_directory()
    version = storage.current_version(directory)
    return None if version is None else _open(str(directory), version.name)


def find_holdings(index: Index | None, data: Path) -> Holdings:
    """Everything that is listed: what the index holds, and what lies on the page's shelf."""
    shelf = own_shelf(data)
    rows = _rows(index, str(index.version), str(shelf.folder)) if index else ()
    folders = index.catalogue.folders() if index else []
    return holdings(rows, shelf.folder, shelf.names(), folders)


def refreshed(own: Path) -> list[Path]:
    """Every folder that the index knows and that is there, and the page's own."""
    try:
        index = open_catalogue()
        known = index.catalogue.folders() if index else []
    except FajianError:
        # A damaged index knows no folders; its own are what can be made anew.
        known = []
    folders = dict.fromkeys([*(Path(folder) for folder in known), own.resolve()])
    return [folder for folder in folders if folder.is_dir()]


@session.of_version()
def _open(directory: str, version: str) -> Index:
    index = Index.open(Path(directory))
    if index.version.name != version:
        raise IndexUnusableError(f"{directory} was updated this moment; look again")
    return index


@st.cache_resource(max_entries=2, show_spinner=False)
def _rows(_index: Index, version: str, own: str) -> tuple[FileRow, ...]:
    del version
    return tuple(indexed_rows(_index, Path(own)))
