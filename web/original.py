"""The files that a report was read from, offered for download as they lie on disk."""

from __future__ import annotations

from dataclasses import astuple
from enum import Enum

import streamlit as st

from errors import UnreadableFileError
from indexer.originals import Original, originals
from search.engine import Engine
from web.marking import escape, literal
from web.texts import Texts

_KEPT = 200
_SECONDS = 300
_MOST_SHOWN = 10


class State(Enum):
    """Whether a file is still what was indexed."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


def show_originals(engine: Engine, report_id: str, words: Texts) -> None:
    """A button for each file, which reads it when pressed, or one sentence that says why there is none."""
    found = _originals(engine, str(engine.index.version), report_id)
    told = []
    for number, original in enumerate(found[:_MOST_SHOWN]):
        state = state_of(original)
        if state is State.SAME:
            _button(original, number, words)
        else:
            sentence = words.reader.original_gone if state is State.GONE else words.reader.original_changed
            told.append(sentence.format(name=original.source))
    if told:
        st.html("".join(f'<p class="fj-small">{escape(sentence)}</p>' for sentence in told))


def state_of(original: Original) -> State:
    """What became of a file since it was indexed; it is read once as long as nothing changes on disk."""
    stamp = original.stamp()
    return State.GONE if stamp is None else _state(original, astuple(original.entry)[:3], stamp)


def _button(original: Original, number: int, words: Texts) -> None:
    st.download_button(
        literal(words.reader.download.format(name=original.file_name)),
        data=original.load,
        file_name=original.file_name,
        mime="application/octet-stream",
        icon=":material/download:",
        key=f"original_{number}_{original.entry.fingerprint[:16]}",
        on_click="ignore",
        help=literal(original.source),
    )


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _originals(_engine: Engine, version: str, report_id: str) -> list[Original]:
    del version  # part of the key
    return originals(_engine.index.catalogue, report_id)


@st.cache_resource(max_entries=_KEPT, ttl=_SECONDS, show_spinner=False)
def _state(_original: Original, entry: tuple[object, ...], stamp: tuple[int, int]) -> State:
    """The sidecar, which the stamp does not tell of, may change too: what was found is forgotten after a while."""
    del entry, stamp  # part of the key
    try:
        _original.load()
    except UnreadableFileError:
        return State.CHANGED
    return State.SAME
