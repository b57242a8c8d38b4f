"""The panel that tells how the index is being built, live, and where a build is begun and stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from indexer import storage
from indexer.journal import CANCELLED, DONE, BuildState, is_cancelled
from web import building, session
from web.corpus_holdings import refreshed
from web.corpus_reasons import reason_text
from web.corpus_shelf import REPORTS
from web.corpus_telling import BUILD, attempt, show_told
from web.marking import escape, notice
from web.texts import Texts

_AT_WORK, _IDLE = 1.0, 5.0
"""Seconds between two looks: while a build runs, and else, so that every tab notices one that began elsewhere."""
_SEEN = "corpus_build_seen"
_SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"


def show_build(data: Path, waiting: int, own: Path, words: Texts, *, writable: bool) -> None:
    """Draw the panel. ``waiting`` counts files that are to be indexed, ``own`` is the folder that they lie in."""
    st.html(f'<h2 class="fj-results" id="fj-index">{escape(words.corpus.index)}</h2>')
    state = building.latest(session.index_directory())
    st.session_state[_SEEN] = _seen(state)
    every = _AT_WORK if state is not None and state.alive else _IDLE
    panel: Callable[..., None] = st.fragment(_panel, run_every=every)
    panel(data, waiting, own, words, writable=writable)


def begin(data: Path, words: Texts, *, folders: Sequence[Path], **options: object) -> None:
    """Start a build; a refusal is told."""
    attempt(BUILD, lambda: _start(data, folders, options), words.html_lang[:2])


def _start(data: Path, folders: Sequence[Path], options: dict[str, object]) -> None:
    if data / REPORTS in folders:
        (data / REPORTS).mkdir(parents=True, exist_ok=True)
    building.start(session.index_directory(), data, folders=folders, **options)  # type: ignore[arg-type]


def _seen(state: BuildState | None) -> tuple[object, ...]:
    """What the whole page depends on; when it changes, the page is drawn anew."""
    version = storage.current_version_or_none(session.index_directory())
    return (state.build, state.alive, version and version.name) if state else (None, False, version and version.name)


def _panel(data: Path, waiting: int, own: Path, words: Texts, *, writable: bool) -> None:
    directory = session.index_directory()
    state = building.latest(directory)
    if _seen(state) != st.session_state.get(_SEEN):
        st.rerun()
    show_told(BUILD)
    texts = words.corpus
    if state is not None and state.alive:
        _running(data, directory, state, words, writable=writable)
        return
    if state is not None:
        st.html(_outcome(state, words))
    if not writable:
        return
    if waiting or session.has_index():
        st.html(f"<p>{escape(texts.waiting.format(count=waiting) if waiting else texts.nothing_waits)}</p>")
    with st.container(horizontal=True, key="fj-build-bar"):
        if waiting or session.has_index():
            st.button(
                texts.index_now,
                key="corpus_index",
                type="primary" if waiting else "secondary",
                on_click=begin,
                args=(data, words),
                kwargs={"folders": [own]},
            )
        if not session.has_index() and _SAMPLES.is_dir():
            st.button(
                texts.samples, key="corpus_samples", on_click=begin, args=(data, words), kwargs={"folders": [_SAMPLES]}
            )
    if session.has_index():
        with st.expander(texts.more_ways):
            st.html(f'<p class="fj-small">{escape(texts.rebuild_note)}</p>')
            folders = refreshed(own)
            st.button(
                texts.refresh, key="corpus_refresh", on_click=begin, args=(data, words), kwargs={"folders": folders}
            )
            again = {"folders": folders, "rebuild": True}
            st.button(texts.rebuild, key="corpus_rebuild", on_click=begin, args=(data, words), kwargs=again)


def _running(data: Path, directory: Path, state: BuildState, words: Texts, *, writable: bool) -> None:
    own = words.corpus
    started = own.running.format(when=_clock(state.started), by=own.by.get(state.by, state.by))
    st.html(f'<p class="fj-coverage">{escape(started)}</p>')
    stage = own.stages.get(state.stage, state.stage)
    told = own.counted.format(stage=stage, done=state.done, of=state.of) if state.of else stage
    left = state.seconds_left
    if left is not None:
        told += f"  {own.left.format(time=duration(left))}"
    st.progress(min(state.done / state.of, 1.0) if state.of else 0.0, text=told)
    if is_cancelled(directory, state.build):
        st.html(f'<p class="fj-small">{escape(own.cancelling)}</p>')
        return
    st.html(f'<p class="fj-small">{escape(own.still)}</p>')
    if writable and state.by == "page":
        st.button(own.cancel, key="corpus_cancel", on_click=_cancel, args=(directory, data, state.build, words))


def _cancel(directory: Path, data: Path, build: str, words: Texts) -> None:
    attempt(BUILD, lambda: building.cancel(directory, data, build), words.html_lang[:2])


def _outcome(state: BuildState, words: Texts) -> str:
    """How the latest build ended."""
    own = words.corpus
    if state.state == DONE:
        counts = {name: state.result.get(name, 0) for name in ("added", "replaced", "removed", "unchanged", "reports")}
        skipped = state.result.get("skipped_count", 0)
        return notice(
            own.done.format(when=_clock(state.beat), skipped=skipped, **counts),
            "info",
            _repaired(state, words) + _skipped(state, words),
        )
    if state.state == CANCELLED:
        return notice(own.cancelled, "warn")
    if state.died:
        return notice(own.died, "warn")
    return notice(own.failed.format(why=reason_text(state.error, words.html_lang[:2])), "error")


def _repaired(state: BuildState, words: Texts) -> str:
    told = [str(sentence) for sentence in state.result.get("repaired", ())]
    if not told:
        return ""
    items = "".join(f"<li>{escape(reason_text(sentence, words.html_lang[:2]))}</li>" for sentence in told)
    return f"<details open><summary>{escape(words.corpus.repaired)}</summary><ul>{items}</ul></details>"


def _skipped(state: BuildState, words: Texts) -> str:
    skipped = [item for item in state.result.get("skipped", ()) if isinstance(item, dict)]
    if not skipped:
        return ""
    language = words.html_lang[:2]
    items = "".join(f"<li>{escape(reason_text(str(item.get('reason', '')), language))}</li>" for item in skipped)
    title = words.corpus.skipped_files.format(count=state.result.get("skipped_count", len(skipped)))
    return f"<details><summary>{escape(title)}</summary><ul>{items}</ul></details>"


def _clock(moment: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))


def duration(seconds: float) -> str:
    """Minutes and seconds, as a clock would show them."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
