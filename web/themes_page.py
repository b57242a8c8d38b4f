"""The page of the map of problems: all themes ranked by townships, or one of them with its passages."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from errors import QueryError
from indexer.index import Index
from insight.scope import reports_in
from insight.themes import trend
from insight.themes.answer import CLUSTERS, OUTLINE, WAYS, FoundTheme, Themes, themes_of_problems
from search.engine import Engine
from search.filters import Filters
from web.across import show_view
from web.frame import go, to_top
from web.link import FIRST_HITS, MORE_HITS, MOST_HITS, View, link_params
from web.marking import escape, notice
from web.quoting import cited_card
from web.routes import VIEWS, view_page
from web.texts import Texts
from web.themes_tables import (
    chronic_list,
    counties_table,
    name_html,
    said_card,
    themes_table,
    trend_badge,
    years_table,
)

NAME, PRACTICES = "themes", "practices"
_WAY_KEY = "themes_way"
_KEPT = 30


def show() -> None:
    """Draw the page that the link asks for."""
    show_view(_draw)


def _draw(engine: Engine, view: View, words: Texts) -> None:
    index = engine.index
    by, theme = _picked(view)
    filters = replace(view.filters, role=None, theme=None)
    with st.spinner(words.problem_map.working):
        if theme is None:
            fictional = any(report.fictional for report in reports_in(index, filters))
            _all(_themes(index, str(index.version), filters, by, None, 0), view, words, fictional=fictional)
        else:
            to_top(theme)
            _one(_chosen(index, filters, by, theme, view.top), theme, view, words)


def _picked(view: View) -> tuple[str, str | None]:
    """The way of grouping and the theme that the link names: ``outline``, ``outline/publicity`` or the id of a theme."""
    first, _, rest = (view.pick or "").partition("/")
    return (OUTLINE, rest or None) if first == OUTLINE else (CLUSTERS, view.pick or None)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _themes(_index: Index, version: str, filters: Filters, by: str, theme: str | None, top: int) -> Themes:
    del version
    return themes_of_problems(_index, filters, by=by, pick=theme, top=top)


def _chosen(index: Index, filters: Filters, by: str, theme: str, top: int) -> Themes | None:
    try:
        return _themes(index, str(index.version), filters, by, theme, top)
    except QueryError:
        return None


def _all(found: Themes, view: View, words: Texts, *, fictional: bool) -> None:
    """Counts, the switch between the two ways, and the ranked list."""
    own = words.problem_map
    st.html(f'<h1 class="fj-title">{escape(own.title)}</h1><p>{escape(own.intro)}</p>')
    _way(found.by, view, words)
    if not found.themes:
        st.html(notice(own.nothing, "warn"))
        return
    counted = own.counted.format(townships=found.townships.townships, of=found.townships.of, points=found.points)
    left = own.left_over.format(count=found.left_over, share=f"{found.left_over / max(found.points, 1):.0%}")
    st.html(
        f'<p class="fj-coverage">{escape(counted)}</p>{notice(words.fictional_notice) if fictional else ""}'
        f'<p class="fj-small">{escape(left if found.by == CLUSTERS else "")} {escape(own.way_notes[found.by])}</p>'
        f"{themes_table(found, view, words)}{_rule(words)}"
    )


def _way(by: str, view: View, words: Texts) -> None:
    st.session_state[_WAY_KEY] = by
    st.segmented_control(
        words.problem_map.way_label,
        WAYS,
        format_func=words.problem_map.ways.__getitem__,
        key=_WAY_KEY,
        required=True,
        on_change=_way_chosen,
        args=(view,),
    )


def _way_chosen(view: View) -> None:
    by = st.session_state[_WAY_KEY]
    go(replace(view, pick=OUTLINE if by == OUTLINE else None, top=FIRST_HITS))


def _one(found: Themes | None, wanted: str, view: View, words: Texts) -> None:
    """One theme: who, when, where, and the passages."""
    own = words.problem_map
    everything = replace(view, pick=OUTLINE if _picked(view)[0] == OUTLINE else None, top=FIRST_HITS)
    back = link_params(everything)
    st.page_link(view_page(NAME), label=own.all_themes, icon=":material/arrow_back:", query_params=back)
    if found is None:
        st.html(notice(own.unknown.format(pick=wanted), "warn"))
        return
    [theme] = found.themes
    st.html(f'<h1 class="fj-title">{name_html(theme, found.by, words)} {trend_badge(theme.trend, words)}</h1>')
    if not theme.mentions:
        st.html(notice(own.none_here, "warn"))
    else:
        share = theme.townships
        counted = own.counted_theme.format(townships=share.townships, of=share.of, mentions=theme.mentions)
        st.html(f'<p class="fj-coverage">{escape(counted)}</p>')
    # The name of a theme is a problem in the words of a report; that of a field of the outline is none.
    if PRACTICES in VIEWS and found.by == CLUSTERS:
        link = link_params(replace(view, question=theme.name, pick=None, top=FIRST_HITS))
        st.page_link(view_page(PRACTICES), label=own.practices, icon=":material/lightbulb:", query_params=link)
    if theme.mentions:
        _counts(theme, view, words)
        _passages(theme, view, words)


def _counts(theme: FoundTheme, view: View, words: Texts) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.html(f"{_heading(words.problem_map.by_year)}{years_table(theme.by_year, words)}{_rule(words)}")
    with right:
        st.html(_heading(words.problem_map.county) + counties_table(theme.by_county, words))
    st.html(_heading(words.problem_map.chronic_title) + chronic_list(theme.chronic, view, words))


def _passages(theme: FoundTheme, view: View, words: Texts) -> None:
    own = words.problem_map
    note = own.passages_note.format(mentions=theme.mentions, wordings=theme.wordings)
    st.html(f'{_heading(own.passages_title)}<p class="fj-small">{escape(note)}</p>')
    if any(said.cited.report.fictional for said in theme.said):
        st.html(notice(words.fictional_notice))
    st.html("".join(said_card(said, theme.name, view, words) for said in theme.said))
    if theme.wordings > len(theme.said) and view.top < MOST_HITS:
        st.button(words.more.format(count=MORE_HITS), on_click=_more, args=(view,), width="stretch")
    if theme.named_in:
        st.html(f'<p class="fj-small">{escape(own.named)}</p>{cited_card(theme.named_in, view, words)}')


def _more(view: View) -> None:
    go(replace(view, top=min(view.top + MORE_HITS, MOST_HITS)))


def _rule(words: Texts) -> str:
    told = words.problem_map.rule.format(
        points=f"{100 * trend.LEAST_POINTS:.0f}",
        times=trend.TIMES,
        townships=trend.LEAST_TOWNSHIPS,
        gain=f"{trend.LEAST_GAIN:.0f}",
    )
    return f'<p class="fj-small">{escape(told)}</p>'


def _heading(text: str) -> str:
    return f'<h2 class="fj-results">{escape(text)}</h2>'
