"""The filters, each value with how much it would show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from corpus.report import Kind, Level
from indexer.catalogue import ReportFacts
from search.engine import Engine
from search.filters import PLACE_LEVELS, Filters
from web.counts import kind_counts, level_counts, place_counts, without_orphans, year_counts
from web.frame import go
from web.link import FIRST_HITS, ROLES, View
from web.marking import escape
from web.texts import Texts

_YEAR_KEYS = ("filter_first_year", "filter_last_year")
_EVERYTHING = ""
"""The option that filters nothing; Streamlit takes ``None`` for "nothing chosen yet"."""


def show_filters(engine: Engine, view: View, words: Texts, *, passages: bool = True) -> None:
    """Draw all filters, those on passages (role, theme) only where a page finds passages; a change writes the link anew."""
    reports = engine.index.reports
    with st.sidebar:
        st.html(f'<h2 class="fj-side">{escape(words.filters)}</h2>')
        if passages:
            _role(engine, view, words)
            _theme(engine, view, words)
        for level in PLACE_LEVELS:
            _place(level, reports, view, words)
        _years(reports, view, words)
        _level(reports, view, words)
        _kind(reports, view, words)
        if view.filters != Filters():
            st.button(words.clear_filters, on_click=_apply, args=(view, Filters(), reports), width="stretch")
        if passages:
            st.html(f'<p class="fj-small">{escape(words.filter_note)}</p>')


def _role(engine: Engine, view: View, words: Texts) -> None:
    counts = engine.counts(view.filters)
    names: dict[object, str] = {_EVERYTHING: words.option.format(name=words.everything, count=sum(counts.values()))}
    names |= {role: words.option.format(name=words.roles[role.value], count=counts.get(role, 0)) for role in ROLES}
    _choice("role", words.role, names, view, engine.index.reports, radio=True)


def _theme(engine: Engine, view: View, words: Texts) -> None:
    """Themes with passages, the most first; one that the other filters leave empty goes, unless it is chosen."""
    counts = engine.theme_counts(view.filters)
    names: dict[object, str] = {_EVERYTHING: words.everything}
    for theme in sorted(words.themes, key=lambda name: -counts[name]):
        if counts[theme] or theme == view.filters.theme:
            names[theme] = words.option.format(name=words.themes[theme], count=counts[theme])
    _choice("theme", words.theme, names, view, engine.index.reports)


def _place(level: Level, reports: Sequence[ReportFacts], view: View, words: Texts) -> None:
    """One level of places; left out where the whole index has only one."""
    chosen = view.filters.place(level)
    if len(place_counts(Filters(), reports, level)) < 2 and chosen is None:
        return
    counts = place_counts(view.filters, reports, level)
    if chosen is not None and chosen not in counts:
        counts[chosen] = 0
    names: dict[object, str] = {_EVERYTHING: words.everything}
    names |= {name: words.option.format(name=name, count=count) for name, count in counts.items()}
    _choice(level.value, words.places[level.value], names, view, reports)


def _level(reports: Sequence[ReportFacts], view: View, words: Texts) -> None:
    counts = level_counts(view.filters, reports)
    if view.filters.level is not None:
        counts.setdefault(view.filters.level, 0)
    if len(counts) < 2 and view.filters.level is None:
        return
    names: dict[object, str] = {_EVERYTHING: words.everything}
    names |= {key: words.option.format(name=words.levels[key.value], count=count) for key, count in counts.items()}
    _choice("level", words.level, names, view, reports)


def _kind(reports: Sequence[ReportFacts], view: View, words: Texts) -> None:
    """Kinds of documents; left out where the index holds nothing but reports."""
    counts = kind_counts(view.filters, reports)
    chosen = view.filters.kind
    if set(counts) <= {Kind.REPORT} and chosen is Kind.REPORT:
        return
    counts = {chosen: 0, **counts} if chosen else counts
    names: dict[object, str] = {
        kind: words.option.format(name=words.kinds[kind.value], count=counts[kind]) for kind in Kind if kind in counts
    }
    names[_EVERYTHING] = words.option.format(name=words.everything, count=sum(counts.values()))
    _choice("kind", words.kind, names, view, reports)


def _choice(
    name: str, label: str, names: dict[object, str], view: View, reports: Sequence[ReportFacts], *, radio: bool = False
) -> None:
    """One filter with a single value; the empty option lets everything through."""
    key = f"filter_{name}"
    st.session_state[key] = getattr(view.filters, name) or _EVERYTHING
    arguments = (name, view, reports)
    if radio:
        st.radio(label, list(names), format_func=names.__getitem__, key=key, on_change=_chosen, args=arguments)
    else:
        st.selectbox(label, list(names), format_func=names.__getitem__, key=key, on_change=_chosen, args=arguments)


def _years(reports: Sequence[ReportFacts], view: View, words: Texts) -> None:
    """The first and the last year of a range."""
    counts = year_counts(view.filters, reports)
    chosen = view.filters.years
    years = sorted({*counts, *(chosen or ())})
    if len(years) < 2 and chosen is None:
        return
    names: dict[object, str] = {_EVERYTHING: words.everything}
    names |= {year: words.option.format(name=year, count=counts.get(year, 0)) for year in years}
    with st.container(horizontal=True, gap="small", key="fj-years"):
        for key, label, value in zip(_YEAR_KEYS, words.years, chosen or (_EVERYTHING, _EVERYTHING), strict=True):
            st.session_state[key] = value
            arguments = (view, years, reports)
            st.selectbox(
                label, list(names), format_func=names.__getitem__, key=key, on_change=_years_chosen, args=arguments
            )


def _chosen(name: str, view: View, reports: Sequence[ReportFacts]) -> None:
    value = st.session_state[f"filter_{name}"]
    _apply(view, replace(view.filters, **{name: None if value == _EVERYTHING else value}), reports)


def _years_chosen(view: View, years: Sequence[int], reports: Sequence[ReportFacts]) -> None:
    """An open end reaches to the end; the full range filters nothing and lets reports of unknown year through as well."""
    first, last = (st.session_state[key] for key in _YEAR_KEYS)
    first, last = sorted((first or years[0], last or years[-1]))
    chosen = None if (first, last) == (years[0], years[-1]) else (first, last)
    _apply(view, replace(view.filters, years=chosen), reports)


def _apply(view: View, filters: Filters, reports: Sequence[ReportFacts]) -> None:
    go(replace(view, filters=without_orphans(filters, reports), top=FIRST_HITS))
