"""The page of completeness: many reports against the outline, or one with what each finding rests on."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from indexer.index import Index
from insight.completeness.overview import Overview, overview
from insight.completeness.parts import Group
from insight.completeness.resting import ReportCheck, report_check
from search.engine import Engine
from search.filters import Filters
from web.across import show_view
from web.completeness_tables import (
    MOST_COUNTIES,
    MOST_ROWS,
    counties_table,
    doubts_html,
    legend,
    matrix,
    outline_html,
    parts_table,
    silent_list,
    told_html,
)
from web.frame import go, to_top
from web.link import View, link_params
from web.marking import escape, notice, place_html, year_text
from web.routes import REPORT_PAGE, view_page
from web.texts import Texts

NAME = "completeness"
_GROUP_KEY = "completeness_group"
_KEPT = 20


def show() -> None:
    """Draw the page that the link asks for."""
    show_view(_draw)


def _draw(engine: Engine, view: View, words: Texts) -> None:
    index = engine.index
    if view.report:
        to_top(view.report)
        known = any(report.id == view.report for report in index.reports)
        checked = _checked(index, str(index.version), view.report) if known else None
        _report(checked, view, words)
        return
    with st.spinner(words.completeness.working):
        found = _overview(index, str(index.version), replace(view.filters, role=None, theme=None))
    _all(found, view, words)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _overview(_index: Index, version: str, filters: Filters) -> Overview:
    del version
    return overview(_index, filters)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _checked(_index: Index, version: str, report_id: str) -> ReportCheck:
    del version
    return report_check(_index, report_id)


def _all(found: Overview, view: View, words: Texts) -> None:
    """Many reports: counts, the group of parts, and the tables."""
    own = words.completeness
    _title(own.title)
    st.html(f"<p>{escape(own.intro)}</p><p class='fj-small'>{escape(own.careful)}</p>")
    if not found.rows:
        st.html(notice(own.nothing, "warn"))
        return
    counted = own.counted.format(reports=len(found.rows), townships=found.authorities)
    st.html(f'<p class="fj-coverage">{escape(counted)}</p>')
    if any(row.report.fictional for row in found.rows):
        st.html(notice(words.fictional_notice))
    group = _choose_group(view, words)
    st.html(f'<p class="fj-small">{escape(own.group_notes[group.value])}</p>')
    st.html(_heading(own.parts_title, own.parts_note) + parts_table(found, group, view, words))
    shown = min(len(found.rows), MOST_ROWS)
    note = own.matrix_note.format(shown=shown, of=len(found.rows))
    st.html(_heading(own.matrix_title, note) + legend(words) + matrix(found, group, view, words))
    if len(found.by_county) > 1:
        note = own.counties_note.format(shown=min(len(found.by_county), MOST_COUNTIES), of=len(found.by_county))
        st.html(_heading(own.counties_title, note) + counties_table(found, group, view, words))
    if found.silent:
        note = own.silent_note.format(shown=min(len(found.silent), MOST_ROWS), of=len(found.silent))
        st.html(_heading(own.silent_title, note) + silent_list(found, words))


def _choose_group(view: View, words: Texts) -> Group:
    """The group that the link picks, with a switch to the others."""
    picked = view.pick if view.pick in set(Group) else Group.DUTY
    st.session_state[_GROUP_KEY] = str(picked)
    st.segmented_control(
        words.completeness.group_label,
        [group.value for group in Group],
        format_func=words.completeness.groups.__getitem__,
        key=_GROUP_KEY,
        required=True,
        on_change=_group_chosen,
        args=(view,),
    )
    return Group(picked)


def _group_chosen(view: View) -> None:
    go(replace(view, pick=st.session_state[_GROUP_KEY]))


def _report(checked: ReportCheck | None, view: View, words: Texts) -> None:
    """One report, part by part."""
    own = words.completeness
    back = link_params(replace(view, report=None, passage=None))
    st.page_link(view_page(NAME), label=own.back, icon=":material/arrow_back:", query_params=back)
    if checked is None:
        st.html(notice(own.unknown.format(report=view.report), "error"))
        return
    which = f"{place_html(checked.report.place, words)} {escape(year_text(checked.report.year, words))}"
    st.html(f'<h1 class="fj-title" lang="zh">{escape(checked.report.title)}</h1><p class="fj-coverage">{which}</p>')
    opened = link_params(replace(view, report=checked.report.id, passage=None))
    st.page_link(REPORT_PAGE, label=own.open_report, icon=":material/article:", query_params=opened)
    if checked.report.fictional:
        st.html(notice(words.fictional_notice))
    if checked.doubts:
        st.html(doubts_html(checked, words))
    st.html(f'<p class="fj-small">{escape(own.careful)}</p>')
    for group in Group:
        parts = "".join(told_html(told, checked, view, words) for told in checked.told if told.part.group is group)
        st.html(_heading(own.groups[group.value], own.group_notes[group.value]) + parts)
    st.html(_heading(own.outline_title) + outline_html(checked, words))


def _title(text: str) -> None:
    st.html(f'<h1 class="fj-title">{escape(text)}</h1>')


def _heading(text: str, note: str = "") -> str:
    below = f'<p class="fj-small">{escape(note)}</p>' if note else ""
    return f'<h2 class="fj-results">{escape(text)}</h2>{below}'
