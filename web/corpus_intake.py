"""Where reports come in: the files dropped, what each is read as, and taking them over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from corpus.folder import ReportFile
from corpus.formats import CONSIDERED
from corpus.sidecar import SIDECAR
from indexer.preview import Reading
from web.corpus_build import begin
from web.corpus_details import count_doubts, summary_html
from web.corpus_file import file_id, show_file
from web.corpus_reading import ask_for
from web.corpus_reasons import reason_text
from web.corpus_shelf import REPORTS, Shelf, discard, drop, staging_shelf, take_over
from web.corpus_telling import INTAKE, attempt, show_told, tell
from web.frame import go
from web.gate.door import this_door
from web.link import View
from web.marking import escape, notice
from web.settings import PageSettings
from web.texts import Texts
from web.uploads import Refusal, Upload

_ROUND, _REFUSED, _PAGE = "corpus_upload_round", "corpus_refused", "corpus_staged_page"
_SHOWN = 20
"""Files on one page of the list."""
_MOST_REFUSED = 100
_DRESS = """<style>:root {{ --fj-drop: "{drop}"; --fj-choose: "{choose}" }}</style>"""
"""Streamlit's own words in the box are English."""
_TYPES = sorted(suffix.removeprefix(".") for suffix in CONSIDERED | {Path(SIDECAR).suffix})


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where a visitor's files lie, and how the page is looked at."""

    data: Path
    visitor: str
    shelf: Shelf
    view: View
    words: Texts


def show_intake(data: Path, visitor: str, settings: PageSettings, view: View, words: Texts) -> None:
    """The place to drop files, and those that were dropped."""
    own = words.corpus
    st.html(
        f'<h2 class="fj-results">{escape(own.add)}</h2>'
        f'<p class="fj-small">{escape(own.add_note.format(files=settings.upload_files, megabytes=settings.upload_megabytes))}</p>'
    )
    number = st.session_state.setdefault(_ROUND, 0)
    st.html(_DRESS.format(drop=_css(own.drop_here), choose=_css(own.choose_files)))
    uploads = st.file_uploader(
        own.upload,
        type=_TYPES,
        accept_multiple_files=True,
        key=f"corpus_upload_{number}",
        max_upload_size=settings.upload_megabytes,
    )
    if uploads:
        attempt(INTAKE, lambda: _receive(data, visitor, uploads, words), words.html_lang[:2])
        _let_go(uploads)
        # A new one, since the old would hand over the same files again.
        st.session_state[_ROUND] = number + 1
        st.rerun()
    st.session_state[_REFUSED] = [*st.session_state.get(_REFUSED, []), *_turned_away(settings)]
    show_told(INTAKE)
    _show_refused(words)
    _show_staged(data, visitor, view, words)


def _css(text: str) -> str:
    return text.replace("\\", "").replace('"', "").replace("<", "")


def _let_go(uploads: Sequence[Upload]) -> None:
    """Free the memory that the server keeps uploads in; it would do so only when the visitor leaves."""
    running = get_script_run_ctx()
    remove = getattr(running.uploaded_file_mgr, "remove_file", None) if running else None
    if running is None or remove is None:
        return
    for upload in uploads:
        remove(running.session_id, getattr(upload, "file_id", ""))


def _turned_away(settings: PageSettings) -> list[Refusal]:
    """What the gate refused of this session's uploads before the page could see it."""
    door, running = this_door(), get_script_run_ctx()
    count = door.uploads.turned_away.pop(running.session_id, 0) if door and running else 0
    return [Refusal(f"+{count}", "too_much", limit=settings.upload_megabytes)] if count else []


def _receive(data: Path, visitor: str, uploads: Sequence[Upload], words: Texts) -> None:
    received = drop(data, visitor, uploads)
    if received.kept:
        tell(INTAKE, words.corpus.kept.format(count=len(received.kept)))
    st.session_state[_REFUSED] = [*st.session_state.get(_REFUSED, []), *received.refused]


def _show_refused(words: Texts) -> None:
    refused: list[Refusal] = st.session_state.get(_REFUSED, [])
    if not refused:
        return
    own, language = words.corpus, words.html_lang[:2]
    items = "".join(
        f"<li><b>{escape(item.name)}</b> {escape(own.refusals[item.why].format(told=reason_text(item.told, language), limit=item.limit))}</li>"
        for item in refused[:_MOST_REFUSED]
    )
    st.html(notice(own.not_kept.format(count=len(refused)), "warn", f"<ul>{items}</ul>"))
    st.button(own.understood, key="corpus_refused_seen", on_click=lambda: st.session_state.pop(_REFUSED, None))


def _show_staged(data: Path, visitor: str, view: View, words: Texts) -> None:
    shelf = staging_shelf(data, visitor)
    contents = shelf.contents()
    files = contents.files
    if not files and not contents.refused:
        return
    own, desk = words.corpus, _Desk(data, visitor, shelf, view, words)
    readings = {file.name: shelf.reading(file) for file in files}
    unread = [name for name, reading in readings.items() if reading is None]
    ask_for(shelf, unread)
    st.html(
        f'<h3 class="fj-staged">{escape(own.staged.format(count=len(files) + len(contents.refused)))}</h3><p class="fj-small">{escape(own.staged_note)}</p>'
    )
    waiting = st.fragment(_watch, run_every=1.0 if unread else None)
    waiting(shelf, [file.name for file in files], len(unread), words)
    _actions(desk, [*readings, *(item.name for item in contents.refused)], readings)
    for item in contents.refused:
        _row(desk, item.name, None, item.reason)
    last = max((len(files) - 1) // _SHOWN, 0)
    page = min(int(st.session_state.get(_PAGE, 0)), last)
    for file in files[page * _SHOWN : (page + 1) * _SHOWN]:
        reading = readings[file.name]
        _row(desk, file.name, file, reading.refused if reading else None, reading)
    _turn(page, last, words)


def _watch(shelf: Shelf, names: Sequence[str], known: int, words: Texts) -> None:
    """Look whether something has been read; then the whole page is drawn anew."""
    if not known:
        return
    files = {file.name: file for file in shelf.files()}
    left = sum(name in files and shelf.reading(files[name]) is None for name in names)
    if left == 0 or known - left >= _SHOWN:
        st.rerun()
    st.progress(1 - left / len(names), text=words.corpus.reading.format(left=left, of=len(names)))


def _actions(desk: _Desk, names: Sequence[str], readings: dict[str, Reading | None]) -> None:
    data, visitor, words = desk.data, desk.visitor, desk.words
    own = words.corpus
    ready = [name for name, reading in readings.items() if reading is not None and reading.report is not None]
    doubtful = sum(bool(r and r.report and count_doubts(r.report)) for r in readings.values())
    told = own.readable.format(ready=len(ready), count=len(names), doubtful=doubtful)
    st.html(f'<p class="fj-coverage">{escape(told)}</p>')
    with st.container(horizontal=True, key="fj-staged-bar"):
        if ready:
            st.button(
                own.take_and_index.format(count=len(ready)),
                key="corpus_take_index",
                type="primary",
                on_click=_take,
                args=(data, visitor, ready, words),
                kwargs={"build": True},
            )
            st.button(own.take, key="corpus_take", on_click=_take, args=(data, visitor, ready, words))
        st.button(own.discard_all, key="corpus_discard_all", on_click=_discard, args=(data, visitor, names, words))


def _take(data: Path, visitor: str, names: Sequence[str], words: Texts, *, build: bool = False) -> None:
    def take() -> None:
        taken = take_over(data, visitor, names)
        tell(INTAKE, words.corpus.taken.format(count=len(taken)))
        if build:
            begin(data, words, folders=[data / REPORTS])

    attempt(INTAKE, take, words.html_lang[:2])


def _discard(data: Path, visitor: str, names: Sequence[str], words: Texts) -> None:
    attempt(INTAKE, partial(discard, data, visitor, names), words.html_lang[:2])


def _row(desk: _Desk, name: str, file: ReportFile | None, refused: str | None, reading: Reading | None = None) -> None:
    """One file that waits, with what can be done about it; ``refused`` is ``None`` while nothing is known of it."""
    own, shelf, words = desk.words.corpus, desk.shelf, desk.words
    identity = file_id(shelf.folder, name)
    opened = desk.view.report == identity
    report = reading.report if reading else None
    told = None if refused is None else reason_text(refused, words.html_lang[:2], str(shelf.folder))
    with st.container(border=True, key=f"fj-staged-{identity}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.html(summary_html(name, report, told, words))
            with st.container(horizontal=True, width="content", gap="small"):
                if report is not None:
                    _toggle(identity, opened, desk.view, words)
                arguments = (desk.data, desk.visitor, [name], words)
                st.button(own.discard, key=f"discard_{identity}", on_click=_discard, args=arguments)
        if opened and file is not None and reading is not None:
            show_file(desk.data, shelf, file, reading, words)


def _toggle(identity: str, opened: bool, view: View, words: Texts) -> None:
    label = words.corpus.close if opened else words.corpus.look
    shown = replace(view, report=None if opened else identity)
    st.button(label, key=f"look_{identity}", on_click=go, args=(shown,))


def _turn(page: int, last: int, words: Texts) -> None:
    if not last:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, target in ((words.corpus.before, page - 1), (words.corpus.after, page + 1)):
            st.button(
                label,
                key=f"corpus_staged_{target}",
                disabled=not 0 <= target <= last,
                on_click=st.session_state.update,
                args=({_PAGE: target},),
            )
        st.html(f"<p>{escape(words.corpus.page.format(page=page + 1, of=last + 1))}</p>")
