"""One file opened on the corpus page: what it was read as, and the forms in which that is corrected."""

from __future__ import annotations

import hashlib
from pathlib import Path

import streamlit as st

from corpus.folder import ReportFile
from corpus.report import Report
from indexer.preview import Reading
from web.corpus_details import details_html
from web.corpus_files import FileRow
from web.corpus_forms import Target, facts_form, outline_form
from web.corpus_reading import ask_for
from web.corpus_reasons import reason_text
from web.corpus_shelf import Shelf
from web.corpus_telling import FILE, show_told
from web.marking import escape, notice
from web.texts import Texts


def file_id(folder: Path, name: str) -> str:
    """A short name of a file for links and keys."""
    return FileRow(str(folder), name, "", True).id


def show_file(
    data: Path, shelf: Shelf, file: ReportFile, reading: Reading, words: Texts, *, indexed: bool = False
) -> None:
    """What the file was read as, and the forms. ``indexed`` says that searching shows what was read before."""
    show_told(FILE)
    if reading.report is None:
        st.html(notice(reason_text(reading.refused, words.html_lang[:2]), "error"))
        return
    st.html(details_html(reading.report, words))
    # Fields keep what was typed while their key stays; a new reading has new values to show.
    key = hashlib.sha256(f"{file.name}\n{reading.key}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    target = Target(data, shelf, file.name, key, file.metadata, indexed)
    facts_form(target, reading.report, words)
    outline_form(target, reading.report, words)


def show_own(data: Path, shelf: Shelf, name: str, words: Texts) -> None:
    """The same for a report that was taken over; it is read now, in the background."""
    file = shelf.find(name)
    if file is None:
        st.html(notice(reason_text(f"{name} is not there any more", words.html_lang[:2]), "error"))
        return
    reading = shelf.reading(file)
    if reading is not None:
        show_file(data, shelf, file, reading, words, indexed=True)
        return
    show_told(FILE)
    ask_for(shelf, [name])
    st.fragment(_watch, run_every=0.5)(shelf, name, words)


def show_elsewhere(report: Report, words: Texts, *, own: bool) -> None:
    """A report as the index holds it: of another folder, or where nothing may be corrected."""
    note = "" if own else f'<p class="fj-small">{escape(words.corpus.elsewhere_note)}</p>'
    st.html(details_html(report, words) + note)


def _watch(shelf: Shelf, name: str, words: Texts) -> None:
    file = shelf.find(name)
    if file is None or shelf.reading(file) is not None:
        st.rerun()
    st.html(f'<p class="fj-small" role="status">{escape(words.corpus.being_read)}…</p>')
