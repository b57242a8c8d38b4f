"""What is in the corpus, file by file: found, narrowed, paged; looked at and corrected, taken out and put back, read again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from indexer.index import Index
from web.corpus_build import begin
from web.corpus_choice import Choice
from web.corpus_file import show_elsewhere, show_own
from web.corpus_files import (
    DOUBTFUL,
    GONE,
    INDEXED,
    PAGE,
    SKIPPED,
    STATES,
    WAITING,
    FileRow,
    Holdings,
    as_it_is_now,
    narrowed,
)
from web.corpus_reasons import reason_text
from web.corpus_removal import put_back, remove, removed_entries
from web.corpus_shelf import own_shelf
from web.corpus_telling import LIST, attempt, show_told, tell
from web.frame import go
from web.link import View, link_params
from web.marking import badge, escape, literal, place_html, year_text
from web.routes import REPORT_PAGE
from web.texts import Texts

_EVERY = ""
_MOST_REMOVED = 20
_KINDS = {INDEXED: "good", DOUBTFUL: "doubt", WAITING: "plan", GONE: "plain", SKIPPED: "bad"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What the list is drawn from."""

    data: Path
    index: Index | None
    found: Holdings
    view: View
    words: Texts
    writable: bool


def show_list(desk: Desk) -> None:
    """Draw the list with what narrows it."""
    own, found = desk.words.corpus, desk.found
    st.html(f'<h2 class="fj-results">{escape(own.inside)}</h2>')
    show_told(LIST)
    choice = Choice.parse(desk.view.pick)
    _narrowing(desk, choice)
    folder = next((path for path in found.folders if _short(path) == choice.folder), "")
    rows = narrowed(found, words=desk.view.question or "", state=choice.state, folder=folder)
    last = max((len(rows) - 1) // PAGE, 0)
    page = min(max(choice.page - 1, 0), last)
    shown = [as_it_is_now(row) for row in rows[page * PAGE : (page + 1) * PAGE]]
    told = own.inside_count.format(shown=len(shown), found=len(rows), of=len(found.rows))
    st.html(f'<p class="fj-coverage">{escape(told if rows else own.nothing_found)}</p>')
    for row in shown:
        _row(desk, row)
    if desk.writable:
        _actions(desk, [row for row in shown if row.own and row.state != GONE])
    _turn(desk, choice, page, last)


def show_removed(desk: Desk) -> None:
    """What was taken out, each with the way back."""
    entries = removed_entries(desk.data)
    if not entries:
        return
    own = desk.words.corpus
    st.html(f'<h2 class="fj-results">{escape(own.removed)}</h2><p class="fj-small">{escape(own.removed_note)}</p>')
    for entry in entries[:_MOST_REMOVED]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"fj-removed-{entry.entry}"):
            names = "、".join(entry.names[:5]) + ("…" if len(entry.names) > 5 else "")
            when = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.when))
            st.html(
                f'<p><span class="fj-file" lang="zh">{escape(names)}</span> <span class="fj-around">{when}</span></p>'
            )
            st.button(own.put_back, key=f"back_{entry.entry}", on_click=_put_back, args=(desk, entry.entry))


def show_folders(desk: Desk) -> None:
    """Folders of the index, those of others with the way out."""
    own = desk.words.corpus
    home = str(own_shelf(desk.data).folder.resolve())
    others = [folder for folder in desk.found.folders if folder != home]
    if not others:
        return
    st.html(f'<h2 class="fj-results">{escape(own.folders)}</h2><p class="fj-small">{escape(own.folders_note)}</p>')
    for folder in others:
        count = sum(row.folder == folder for row in desk.found.rows)
        with st.container(horizontal=True, vertical_alignment="center", key=f"fj-folder-{_short(folder)}"):
            told = escape(own.files_of.format(count=count))
            st.html(f'<p><span class="fj-file">{escape(folder)}</span> <span class="fj-around">{told}</span></p>')
            if not desk.writable:
                continue
            again = {"folders": [Path(folder)], "reread": [Path(folder)]}
            st.button(
                own.reread_folder,
                key=f"again_{_short(folder)}",
                on_click=begin,
                args=(desk.data, desk.words),
                kwargs=again,
            )
            out = {"folders": [], "remove": [Path(folder)]}
            st.button(
                own.take_out, key=f"out_{_short(folder)}", on_click=begin, args=(desk.data, desk.words), kwargs=out
            )


def _narrowing(desk: Desk, choice: Choice) -> None:
    """Words, state and folder; each writes the link."""
    own, found, view = desk.words.corpus, desk.found, desk.view
    st.session_state["corpus_words"] = view.question or ""
    st.session_state["corpus_state"] = choice.state
    folders = {_EVERY: own.every_folder, **{_short(path): _folder_name(desk, path) for path in found.folders}}
    st.session_state["corpus_folder"] = choice.folder if choice.folder in folders else _EVERY
    states = {_EVERY: own.every_state.format(count=len(found.rows))}
    states |= {
        state: desk.words.option.format(name=own.states[state], count=found.counts[state])
        for state in STATES
        if found.counts[state] or state == choice.state
    }
    left, middle, right = st.columns([2, 1, 1])
    with left:
        st.text_input(
            own.search_label,
            key="corpus_words",
            placeholder=own.search,
            max_chars=100,
            on_change=_narrow,
            args=(view, choice),
        )
    for column, name, label, options in ((middle, "state", own.state, states), (right, "folder", own.folder, folders)):
        column.selectbox(
            label,
            list(options),
            format_func=options.__getitem__,
            key=f"corpus_{name}",
            on_change=_narrow,
            args=(view, choice),
        )


def _narrow(view: View, choice: Choice) -> None:
    state, folder = str(st.session_state["corpus_state"]), str(st.session_state["corpus_folder"])
    asked = str(st.session_state["corpus_words"]).strip()
    go(
        replace(
            view, question=asked or None, pick=replace(choice, state=state, folder=folder, page=1).pick, report=None
        )
    )


def _row(desk: Desk, row: FileRow) -> None:
    own, view = desk.words.corpus, desk.view
    opened = view.report == row.id
    with st.container(border=True, key=f"fj-row-{row.id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            if desk.writable and row.own and row.state != GONE:
                label = literal(own.choose.format(name=row.name))
                st.checkbox(label, key=f"choose_{row.id}", label_visibility="collapsed")
            st.html(_row_html(desk, row))
            with st.container(horizontal=True, width="content", gap="small"):
                if row.report is not None:
                    link = link_params(View(report=row.report.id, language=view.language))
                    st.page_link(REPORT_PAGE, label=own.open_report, query_params=link)
                if row.report is not None or (row.own and row.state != GONE and desk.writable):
                    shown = replace(view, report=None if opened else row.id)
                    st.button(own.close if opened else own.look, key=f"look_{row.id}", on_click=go, args=(shown,))
        if opened:
            _open(desk, row)


def _open(desk: Desk, row: FileRow) -> None:
    if row.own and desk.writable and row.state != GONE:
        show_own(desk.data, own_shelf(desk.data), row.name, desk.words)
    elif row.report is not None and desk.index is not None:
        report = desk.index.catalogue.report(row.report.id)
        if report is not None:
            show_elsewhere(report, desk.words, own=row.own)


def _row_html(desk: Desk, row: FileRow) -> str:
    words = desk.words
    own = words.corpus
    name = f'<p class="fj-file" lang="zh">{escape(row.name)}</p>'
    state = badge(_KINDS[row.state], own.states[row.state])
    if row.reason:
        return f'{name}<p class="fj-file-told">{state} {escape(reason_text(row.reason, words.html_lang[:2], row.folder))}</p>'
    if row.report is None:
        return f'{name}<p class="fj-file-told">{state}</p>'
    doubts = badge("doubt", own.doubts.format(count=len(row.notes))) if row.notes else ""
    where = f"{place_html(row.place, words)} {escape(year_text(row.report.year, words))}"
    title = f'<p class="fj-file-title" lang="zh">{escape(row.report.title)}</p>'
    kind = escape(words.kinds[row.report.kind.value])
    return f'{name}{title}<p class="fj-file-told">{where} {kind} {state} {doubts}</p>'


def _actions(desk: Desk, rows: Sequence[FileRow]) -> None:
    """What can be done with the files that are chosen on this page of the list."""
    own = desk.words.corpus
    chosen = [row.name for row in rows if st.session_state.get(f"choose_{row.id}")]
    with st.container(horizontal=True, key="fj-list-bar"):
        st.button(
            own.remove.format(count=len(chosen)),
            key="corpus_remove",
            disabled=not chosen,
            on_click=_remove,
            args=(desk, chosen),
        )
        home = own_shelf(desk.data).folder
        again = {"folders": [home], "reread": [home / name for name in chosen]}
        st.button(
            own.reread.format(count=len(chosen)),
            key="corpus_reread",
            disabled=not chosen,
            on_click=begin,
            args=(desk.data, desk.words),
            kwargs=again,
        )


def _remove(desk: Desk, names: Sequence[str]) -> None:
    def act() -> None:
        removed = remove(desk.data, names)
        tell(LIST, desk.words.corpus.was_removed.format(count=len(removed.names)))

    attempt(LIST, act, desk.words.html_lang[:2])


def _put_back(desk: Desk, entry: str) -> None:
    def act() -> None:
        back = put_back(desk.data, entry)
        tell(LIST, desk.words.corpus.was_put_back.format(count=len(back)))

    attempt(LIST, act, desk.words.html_lang[:2])


def _turn(desk: Desk, choice: Choice, page: int, last: int) -> None:
    if not last:
        return
    own = desk.words.corpus
    with st.container(horizontal=True, vertical_alignment="center", key="fj-pages"):
        for name, label, target in (("before", own.before, page - 1), ("after", own.after, page + 1)):
            shown = replace(desk.view, pick=replace(choice, page=target + 1).pick, report=None)
            st.button(label, key=f"corpus_{name}", disabled=not 0 <= target <= last, on_click=go, args=(shown,))
        st.html(f"<p>{escape(own.page.format(page=page + 1, of=last + 1))}</p>")


def _folder_name(desk: Desk, folder: str) -> str:
    home = str(own_shelf(desk.data).folder.resolve())
    return desk.words.corpus.own_folder if folder == home else Path(folder).name


def _short(folder: str) -> str:
    return FileRow(folder, "", "", False).id
