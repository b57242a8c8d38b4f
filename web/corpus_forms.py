"""The forms in which a report is corrected by hand: its facts, and single headings of its outline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from corpus.given import settle
from corpus.outline.given import (
    DEEPEST,
    OUTLINE,
    Correction,
    correction_of,
    heading_key,
    parse_corrections,
    written_corrections,
)
from corpus.report import Kind, Level, Report, Role
from web.corpus_shelf import Shelf, correct
from web.corpus_telling import FILE, attempt, tell
from web.marking import escape, literal
from web.texts import Texts

PLACES = ("province", "prefecture", "county", "township")
TEXTS = ("title", "year", *PLACES, "issuer", "document_number")
_ROLES = (Role.PRACTICE, Role.PROBLEM, Role.PLAN, Role.OTHER, Role.MIXED)
_AS_READ, _TEXT = "", "text"


@dataclass(frozen=True, slots=True)
class Target:
    """The file that a form corrects, and what was given of it so far. ``indexed`` says that searching shows what was read before."""

    data: Path
    shelf: Shelf
    name: str
    key: str
    given: Mapping[str, str]
    indexed: bool


def facts_form(target: Target, report: Report, words: Texts) -> None:
    """Title, place, year and the rest, filled in with what holds now."""
    own = words.corpus
    with st.form(f"facts_{target.key}", border=True):
        st.html(f'<h4 class="fj-part">{escape(own.facts)}</h4><p class="fj-small">{escape(own.facts_note)}</p>')
        now = facts_now(report)
        for pair in zip(TEXTS[::2], TEXTS[1::2], strict=True):
            for name, column in zip(pair, st.columns(2), strict=True):
                column.text_input(own.labels[name], now[name], key=_field(target, name), max_chars=200)
        left, right = st.columns(2)
        with left:
            _select(target, "level", now["level"], {level.value: words.levels[level.value] for level in Level}, words)
        with right:
            _select(target, "kind", now["kind"], {kind.value: words.kinds[kind.value] for kind in Kind}, words)
        st.form_submit_button(own.save, on_click=_save_facts, args=(target, report, words))


def facts_now(report: Report) -> dict[str, str]:
    """What holds of a report, by the names of columns."""
    place = {name: getattr(report.place, name) or "" for name in PLACES}
    return {
        "title": report.title,
        "year": str(report.year or ""),
        **place,
        "level": report.level.value,
        "kind": report.kind.value,
        "issuer": report.issuer or "",
        "document_number": report.document_number or "",
    }


def changed_cells(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """The cells to write: those that were changed; of a place all parts, which a person has then seen together."""
    cells = {name: " ".join(value.split()) for name, value in after.items() if " ".join(value.split()) != before[name]}
    if not cells.keys().isdisjoint(PLACES):
        cells |= {name: " ".join(after[name].split()) for name in PLACES}
    return cells


def outline_form(target: Target, report: Report, words: Texts) -> None:
    """One heading at a time: which part it belongs to, at which level; and what was given so far, each of which can be taken back."""
    own = words.corpus
    headings = {heading_key(report.headings(p)): s for p, s in enumerate(report.sections) if s.level > 0}
    if headings:
        with st.form(f"outline_{target.key}", border=True):
            st.html(
                f'<h4 class="fj-part">{escape(own.heading_form)}</h4><p class="fj-small">{escape(own.heading_note)}</p>'
            )
            labels = {key: "　" * (section.level - 1) + section.label for key, section in headings.items()}
            st.selectbox(own.heading, list(labels), format_func=labels.__getitem__, key=_field(target, "heading"))
            roles = {_AS_READ: own.as_read, **{role.value: words.roles[role.value] for role in _ROLES}}
            levels = {_AS_READ: own.as_read, _TEXT: own.not_heading}
            levels |= {str(level): own.level_of.format(level=level) for level in range(1, DEEPEST + 1)}
            left, right = st.columns(2)
            with left:
                st.selectbox(
                    own.heading_role, list(roles), format_func=roles.__getitem__, key=_field(target, "heading_role")
                )
            with right:
                st.selectbox(
                    own.heading_level, list(levels), format_func=levels.__getitem__, key=_field(target, "heading_level")
                )
            st.form_submit_button(own.save, on_click=_save_heading, args=(target, words))
    given, _ = parse_corrections(target.given.get(OUTLINE, ""))
    if given:
        st.html(f'<p class="fj-small">{escape(own.given_outline)}</p>')
    for number, correction in enumerate(given):
        label = literal(own.take_back.format(entry=correction.written))
        st.button(
            label, key=_field(target, f"back_{number}"), on_click=_take_back, args=(target, correction.written, words)
        )


def with_correction(cell: str, correction: Correction) -> str:
    """A cell of corrections with another, in the place of an earlier one of the same heading."""
    before, _ = parse_corrections(cell)
    return written_corrections([*(known for known in before if known.path != correction.path), correction])


def _select(target: Target, name: str, value: str, labels: dict[str, str], words: Texts) -> None:
    options = list(labels)
    st.selectbox(
        words.corpus.labels[name],
        options,
        options.index(value),
        format_func=labels.__getitem__,
        key=_field(target, name),
    )


def _field(target: Target, name: str) -> str:
    return f"corpus_{name}_{target.key}"


def _save_facts(target: Target, report: Report, words: Texts) -> None:
    own = words.corpus
    before = facts_now(report)
    after = {name: str(st.session_state.get(_field(target, name), before[name])) for name in before}
    cells = changed_cells(before, after)
    if not cells:
        tell(FILE, own.unchanged)
        return
    meant, _ = settle(cells, "")
    wrong = [f"{own.labels[name]} {value}" for name, value in cells.items() if value and name not in meant]
    if wrong:
        tell(FILE, own.unmeant.format(notes=words.joint.join(wrong)), "error")
        return
    _write(target, cells, words)


def _save_heading(target: Target, words: Texts) -> None:
    chosen = {
        name: str(st.session_state.get(_field(target, name), ""))
        for name in ("heading", "heading_role", "heading_level")
    }
    role, level = chosen["heading_role"], chosen["heading_level"]
    if not chosen["heading"] or not (role or level):
        tell(FILE, words.corpus.unchanged)
        return
    correction = correction_of(
        chosen["heading"],
        role=Role(role) if role else None,
        level=int(level) if level.isdecimal() else None,
        text=level == _TEXT,
    )
    _write(target, {OUTLINE: with_correction(target.given.get(OUTLINE, ""), correction)}, words)


def _take_back(target: Target, written: str, words: Texts) -> None:
    given, _ = parse_corrections(target.given.get(OUTLINE, ""))
    _write(target, {OUTLINE: written_corrections([known for known in given if known.written != written])}, words)


def _write(target: Target, cells: Mapping[str, str], words: Texts) -> None:
    def write() -> None:
        correct(target.data, target.shelf, target.name, cells)
        tell(FILE, words.corpus.saved_index if target.indexed else words.corpus.saved)

    attempt(FILE, write, words.html_lang[:2])
