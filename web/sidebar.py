"""The filters, each value with how much it would show."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.report import Kind
from search.engine import Engine
from search.facets import Facets
from search.filters import Filters
from web.counts import facets_of
from web.frame import go
from web.link import FIRST_HITS, ROLES, View
from web.marking import escape
from web.places_tree import place_tree
from web.texts import Texts

_YEAR_KEYS = ("filter_first_year", "filter_last_year")
_EVERYTHING = ""
"""The option that filters nothing; Streamlit takes ``None`` for "nothing chosen yet"."""


def show_filters(engine: Engine, view: View, words: Texts, *, passages: bool = True, role: bool = True) -> None:
    """Draw all filters; a change writes the link anew.

    Args:
        engine: Of the index whose reports are counted.
        view: What is shown now.
        words: The page's language.
        passages: Whether the page finds passages, which have roles and themes.
        role: Whether the role is chosen here; the search page has tabs for it.
    """
    facets = facets_of(engine)
    with st.sidebar:
        st.html(f'<h2 class="fj-side">{escape(words.filters)}</h2>')
        if passages and role:
            _role(facets, view, words)
        place_tree(facets, view, words)
        _years(facets, view, words)
        _level(facets, view, words)
        if passages:
            _theme(facets, view, words)
        _kind(facets, view, words)
        if view.filters != Filters():
            st.button(words.clear_filters, on_click=_apply, args=(view, Filters()), width="stretch")
        if passages:
            st.html(f'<p class="fj-small">{escape(words.filter_note)}</p>')


def _role(facets: Facets, view: View, words: Texts) -> None:
    counts = facets.roles(view.filters)
    names: dict[object, str] = {_EVERYTHING: words.option.format(name=words.everything, count=sum(counts.values()))}
    names |= {role: words.option.format(name=words.roles[role.value], count=counts.get(role, 0)) for role in ROLES}
    _choice("role", words.role, names, view, radio=True)


def _theme(facets: Facets, view: View, words: Texts) -> None:
    """Themes with passages, the most first; one that the other filters leave empty goes, unless it is chosen."""
    counts = facets.themes(view.filters)
    names: dict[object, str] = {_EVERYTHING: words.everything}
    for theme in sorted(words.themes, key=lambda name: -counts[name]):
        if counts[theme] or theme == view.filters.theme:
            names[theme] = words.option.format(name=words.themes[theme], count=counts[theme])
    _choice("theme", words.theme, names, view)


def _level(facets: Facets, view: View, words: Texts) -> None:
    counts = facets.levels(view.filters)
    if view.filters.level is not None:
        counts.setdefault(view.filters.level, 0)
    if len(counts) < 2 and view.filters.level is None:
        return
    names: dict[object, str] = {_EVERYTHING: words.everything}
    names |= {key: words.option.format(name=words.levels[key.value], count=count) for key, count in counts.items()}
    _choice("level", words.level, names, view)


def _kind(facets: Facets, view: View, words: Texts) -> None:
    """Kinds of documents; left out where the index holds nothing but reports."""
    counts = facets.kinds(view.filters)
    chosen = view.filters.kind
    if set(counts) <= {Kind.REPORT} and chosen is Kind.REPORT:
        return
    counts = {chosen: 0, **counts} if chosen else counts
    names: dict[object, str] = {
        kind: words.option.format(name=words.kinds[kind.value], count=counts[kind]) for kind in Kind if kind in counts
    }
    names[_EVERYTHING] = words.option.format(name=words.everything, count=sum(counts.values()))
    _choice("kind", words.kind, names, view)


def _choice(name: str, label: str, names: dict[object, str], view: View, *, radio: bool = False) -> None:
    """One filter with a single value; the empty option lets everything through."""
    key = f"filter_{name}"
    st.session_state[key] = getattr(view.filters, name) or _EVERYTHING
    arguments = (name, view)
    if radio:
        st.radio(label, list(names), format_func=names.__getitem__, key=key, on_change=_chosen, args=arguments)
    else:
        st.selectbox(label, list(names), format_func=names.__getitem__, key=key, on_change=_chosen, args=arguments)


def _years(facets: Facets, view: View, words: Texts) -> None:
    """The first and the last year of a range, below how many reports there are of each year."""
    counts = facets.years(view.filters)
    chosen = view.filters.years
    years = sorted({*counts, *(chosen or ())})
    if len(years) < 2 and chosen is None:
        return
    st.html(year_bars(counts, chosen, words))
    names: dict[object, str] = {_EVERYTHING: words.everything}
    names |= {year: words.option.format(name=year, count=counts.get(year, 0)) for year in years}
    with st.container(horizontal=True, gap="small", key="fj-years"):
        for key, label, value in zip(_YEAR_KEYS, words.years, chosen or (_EVERYTHING, _EVERYTHING), strict=True):
            st.session_state[key] = value
            arguments = (view, tuple(years))
            st.selectbox(
                label, list(names), format_func=names.__getitem__, key=key, on_change=_years_chosen, args=arguments
            )


def year_bars(counts: dict[int, int], chosen: tuple[int, int] | None, words: Texts) -> str:
    """A bar for each year as HTML, those outside the chosen range paler; the figures are in the options too, so that nothing need be read off."""
    most = max(counts.values(), default=0) or 1
    bars = []
    for year, count in counts.items():
        outside = chosen is not None and not chosen[0] <= year <= chosen[1]
        said = escape(words.search_page.year_bar.format(year=year, count=count))
        bars.append(
            f'<li{" class=fj-out" if outside else ""} title="{said}"><em>{count}</em>'
            f'<i style="height:{round(32 * count / most) + 1}px"></i><span>{year}</span></li>'
        )
    return f'<p class="fj-facet">{escape(words.search_page.years)}</p><ol class="fj-yearbars" aria-hidden="true">{"".join(bars)}</ol>'


def _chosen(name: str, view: View) -> None:
    value = st.session_state[f"filter_{name}"]
    _apply(view, replace(view.filters, **{name: None if value == _EVERYTHING else value}))


def _years_chosen(view: View, years: tuple[int, ...]) -> None:
    """An open end reaches to the end; the full range filters nothing and lets reports of unknown year through as well."""
    first, last = (st.session_state[key] for key in _YEAR_KEYS)
    first, last = sorted((first or years[0], last or years[-1]))
    chosen = None if (first, last) == (years[0], years[-1]) else (first, last)
    _apply(view, replace(view.filters, years=chosen))


def _apply(view: View, filters: Filters) -> None:
    go(replace(view, filters=filters, top=FIRST_HITS))
