"""What is loaded once and shared by all visitors: the encoder, the opened index, the answers given.

The index directory and the model come from the environment, ``FAJIAN_INDEX`` and ``FAJIAN_MODEL``.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from embeddings import Encoder, load_encoder
from embeddings.remembering import remembering
from errors import FajianError, IndexUnusableError
from indexer import storage
from indexer.index import Index
from search.engine import Answer, Engine
from search.filters import Filters

DEFAULT_INDEX = "index"
ANSWERS_KEPT = 300

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger(__name__)
_of_versions: list[Any] = []


def of_version(most: int = 1) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep results for all visitors, at most so many, until another version of the index is opened.

    What holds an opened index holds its files, and its folder on disk; a view that nobody looks at any more would keep those of a version long gone.
    """

    def keep(make: Callable[P, T]) -> Callable[P, T]:
        kept: Callable[P, T] = st.cache_resource(max_entries=most, show_spinner=False)(make)
        _of_versions.append(kept)
        return kept

    return keep


def index_directory() -> Path:
    """Where the index lies."""
    return Path(os.environ.get("FAJIAN_INDEX") or DEFAULT_INDEX)


def data_directory() -> Path:
    """Where the page keeps what people gave it: uploaded reports, excerpts, settings. Beside the index, since an index can be made again and this cannot."""
    chosen = os.environ.get("FAJIAN_DATA")
    if chosen:
        return Path(chosen)
    directory = index_directory()
    return directory.with_name(directory.name + "-data")


def has_index() -> bool:
    """Whether anything was ever indexed there."""
    return (index_directory() / storage.CURRENT).is_file()


def open_engine() -> Engine:
    """The engine on the version that is current now.

    Raises:
        IndexUnusableError: There is no index, or it is damaged, or made by another encoder.
        EncoderError: The encoder cannot be had.
    """
    directory = index_directory()
    version = storage.current_version(directory)
    if version is None:
        raise IndexUnusableError(f"{directory} holds no index; make one with: python cli.py index FOLDER")
    return _engine(str(directory), version.name, os.environ.get("FAJIAN_MODEL") or "")


def ask(
    engine: Engine,
    question: str,
    filters: Filters,
    as_written: tuple[str, ...],
    top: int,
    *,
    per_township: int | None = None,
) -> Answer:
    """The engine's answer, kept so that drawing the page anew searches nothing.

    Raises:
        QueryError: The question cannot be answered as asked.
        EncoderError: The encoder cannot be had.
    """
    version, encoder = str(engine.index.version), engine.encoder.identity
    return _answer(
        engine, version, encoder, question, filters, as_written=as_written, top=top, per_township=per_township
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def _encoder(model: str) -> Encoder:
    """With a memory: another filter or another page of results is no reason to encode the question again."""
    return remembering(load_encoder(model or None))


@st.cache_resource(max_entries=1, show_spinner=False)
def _engine(directory: str, version: str, model: str) -> Engine:
    """The key holds the version's name, so a newly published version is opened at the next look."""
    _log.debug("opening version %s", version)
    for kept in _of_versions:
        kept.clear()
    engine = Engine(Index.open(Path(directory)), _encoder(model))
    threading.Thread(target=_warm, args=(engine,), daemon=True).start()
    return engine


def _warm(engine: Engine) -> None:
    """Load everything while the visitor still types; what goes wrong is told when they ask."""
    # Closed windows are garbage that refers to itself, and hold versions until it is collected, which in a large process may be hours away.
    gc.collect()
    try:
        engine.warm()
    except FajianError as error:
        _log.warning("%s", error)


@of_version(ANSWERS_KEPT)
def _answer(
    _engine: Engine,
    version: str,
    encoder: str,
    question: str,
    filters: Filters,
    *,
    as_written: tuple[str, ...],
    top: int,
    per_township: int | None,
) -> Answer:
    _log.debug("searching %s with %s", version, encoder)
    return _engine.search(question, filters, top=top, as_written=as_written, per_township=per_township)
