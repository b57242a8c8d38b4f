"""The overview: what the index holds, where it comes from, where reports are missing, and what could not be read."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.report import Level
from indexer.index import Index
from insight.overview.whole import Overview, overview
from search.engine import Engine
from search.filters import PLACE_LEVELS, Filters
from web import overview_parts as parts
from web import routes, session
from web.across import show_view
from web.frame import go
from web.link import View, link_params
from web.locale import number_text
from web.marking import escape, facts_list, notice
from web.overview_drawing import draw
from web.overview_links import NAME, Layout, layout_of, overview_link
from web.overview_map import legend_html, map_svg
from web.overview_matrix import matrix_html
from web.settings import read_settings
from web.texts import Texts

_BY_KEY = "overview_by"
_AS_FITS = "fits"
_KEPT = 20


def show() -> None:
    """Draw the page that the link asks for."""
    show_view(_draw)


def _draw(engine: Engine, view: View, words: Texts) -> None:
    index = engine.index
    layout = layout_of(view.pick)
    filters = replace(view.filters, role=None, theme=None)
    found = _overview(index, str(index.version), filters, layout.level)
    own = words.overview
    held = found.holdings
    st.html(f'<h1 class="fj-title">{escape(own.title)}</h1><p class="fj-small">{escape(own.intro)}</p>')
    if held.reports:
        st.html(
            f'<p class="fj-coverage">{escape(own.counted.format(reports=number_text(held.reports), of=number_text(held.of)))}</p>'
        )
        _holdings(found, words)
        _map(found, view, words)
        _matrix(found, layout, view, words)
        notes = [own.newest_note]
        st.html(parts.heading(own.newest_title, notes) + parts.newest_list(found.newest, view, words))
    else:
        st.html(notice(own.nothing.format(of=number_text(held.of)), "warn"))
    _reading(found, view, words)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _overview(_index: Index, version: str, filters: Filters, level: Level | None) -> Overview:
    del version
    return overview(_index, filters, level)


def _holdings(found: Overview, words: Texts) -> None:
    held, own = found.holdings, words.overview
    if held.fictional:
        st.html(notice(own.fictional_some.format(count=held.fictional)))
    note = own.roles_note.format(passages=number_text(held.passages))
    st.html(
        parts.tiles(held, words)
        + parts.heading(own.roles_title, [note])
        + parts.roles_bar(held, words)
        + parts.breakdown(held, words)
    )


def _map(found: Overview, view: View, words: Texts) -> None:
    own = words.overview
    notes = [own.map_note, *([own.map_coarse] if found.spots.coarse else [])]
    st.html(parts.heading(own.map_title, notes) + _crumbs(view, words))
    with st.container(key="fj-beside"):
        drawn, beside = st.columns([1.7, 1], gap="medium")
    with drawn:
        draw(map_svg(found.spots, view, words), "overview_map", NAME)
        st.html(legend_html(words))
    with beside:
        listed = parts.places_table(found.spots, view, words) + parts.unplaced_list(found.spots, view, words)
        st.html(f'<div class="fj-overview">{listed}</div>')


def _crumbs(view: View, words: Texts) -> str:
    """The way out of a place: the country and each place around it."""
    filters = view.filters
    named = [level for level in PLACE_LEVELS if filters.place(level)]
    if not named:
        return ""
    wide = replace(filters, province=None, prefecture=None, county=None, township=None)
    steps = [f'<a href="{overview_link(view, wide)}">{escape(words.overview.map_whole)}</a>']
    for level in named:
        wide = _with(wide, level, filters.place(level))
        name = f'<span lang="zh">{escape(filters.place(level) or "")}</span>'
        last = level is named[-1]
        steps.append(f"<b>{name}</b>" if last else f'<a href="{overview_link(view, wide)}">{name}</a>')
    return f'<p class="fj-crumbs">{" <span aria-hidden=true>›</span> ".join(steps)}</p>'


def _with(filters: Filters, level: Level, name: str | None) -> Filters:
    return replace(filters, **{level.value: name})  # type: ignore[arg-type]


def _matrix(found: Overview, layout: Layout, view: View, words: Texts) -> None:
    own = words.overview
    st.html(parts.heading(own.matrix_title))
    options = [_AS_FITS, *(level.value for level in PLACE_LEVELS)]
    st.session_state[_BY_KEY] = layout.level.value if layout.level else _AS_FITS
    st.segmented_control(
        own.by_label,
        options,
        format_func=lambda name: own.by.get(name, own.by_itself),
        key=_BY_KEY,
        required=True,
        on_change=_by_chosen,
        args=(view,),
    )
    st.html(matrix_html(found.matrix, layout, view, words))


def _by_chosen(view: View) -> None:
    chosen = st.session_state[_BY_KEY]
    go(replace(view, pick=Layout(None if chosen == _AS_FITS else Level(chosen)).pick()))


def _reading(found: Overview, view: View, words: Texts) -> None:
    own, read = words.overview, found.reading
    local = not read_settings(session.data_directory()).read_only
    st.html(parts.heading(own.reading_title, [own.reading_note]) + facts_list(parts.index_facts(read, words)))
    if "corpus" in routes.VIEWS:
        kept = link_params(View(filters=view.filters, language=view.language))
        st.page_link(routes.view_page("corpus"), label=own.mend, icon=":material/build:", query_params=kept)
    sections = (
        (own.folders, parts.folders_table(read, words, whole_paths=local)),
        (own.skipped.format(count=len(read.skipped)), parts.skipped_table(read, words)),
        (
            own.doubts.format(count=len(read.doubtful), of=found.holdings.reports),
            parts.doubts_list(read, view, words),
        ),
    )
    shown = "".join(f'<h3 class="fj-part">{escape(title)}</h3>{body}' for title, body in sections)
    st.html(f'<div class="fj-overview">{shown}</div>')
