"""The page of figures: one indicator by township and year, what does not fit, and every figure of a report."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from insight.indicators.collecting import Stated
from insight.indicators.flags import Flag
from insight.indicators.indicator import Indicator
from insight.indicators.matrix import Coverage, Matrix
from insight.indicators.quoting import Quoting
from insight.indicators.subjects import subject_of
from insight.indicators.survey import Flagged, figures_of_report, find_flags, list_indicators, tabulate
from insight.indicators.table import BY_KEY
from insight.scope import reports_in
from search.engine import Engine
from search.filters import Filters
from web.across import show_view
from web.frame import go, to_top
from web.indicators_chart import MOST_LINES, chart_of
from web.indicators_files import figures_file, flags_file, table_file
from web.indicators_html import coverage_table, figures_table, flag_card, indicator_name, matrix_table
from web.link import FIRST_HITS, MORE_HITS, MOST_HITS, View
from web.marking import escape, notice, place_html, year_text
from web.texts import Texts

FLAGS, FIGURES = "flags", "figures"
"""What ``View.pick`` may name beside an indicator."""
ROWS = 10
"""Rows of a table for each of ``View.top``."""
_ALL = ""
_MODE_KEY, _INDICATOR_KEY = "indicators_mode", "indicators_indicator"
_MOST_REPORTS = 12
_FORMATS = ("csv", "xlsx")


def show() -> None:
    """Draw the page that the link asks for."""
    show_view(_draw)


def _draw(engine: Engine, view: View, words: Texts) -> None:
    st.html(f'<h1 class="fj-title">{escape(words.nav["indicators"])}</h1>')
    _modes(view, words)
    if not reports_in(engine.index, view.filters):
        st.html(notice(words.indicators.nothing, "warn"))
    elif view.pick == FLAGS:
        _flags_page(engine, view, words)
    elif view.pick == FIGURES:
        _figures_page(engine, view, words)
    else:
        _table_page(engine, view, words)


def _modes(view: View, words: Texts) -> None:
    own = words.indicators
    st.session_state[_MODE_KEY] = view.pick if view.pick in {FLAGS, FIGURES} else "table"
    st.segmented_control(
        own.mode_label,
        list(own.modes),
        format_func=own.modes.__getitem__,
        key=_MODE_KEY,
        label_visibility="collapsed",
        required=True,
        on_change=_mode_chosen,
        args=(view,),
    )


def _mode_chosen(view: View) -> None:
    mode = st.session_state[_MODE_KEY]
    _open(view, None if mode == "table" else mode)


def _open(view: View, pick: str | None) -> None:
    go(replace(view, pick=pick, top=FIRST_HITS, report=None, passage=None))


def _table_page(engine: Engine, view: View, words: Texts) -> None:
    """All indicators, or the one picked."""
    with st.spinner(words.indicators.working):
        found = _coverage(engine, str(engine.index.version), view.filters)
    indicator = BY_KEY.get(view.pick or "")
    if view.pick and indicator is None:
        st.html(notice(words.indicators.unknown.format(name=view.pick), "warn"))
    _choose(found, indicator, view, words)
    if indicator is None:
        own = words.indicators
        st.html(
            f'<h2 class="fj-results">{escape(own.title)}</h2><p class="fj-small">{escape(own.intro)}</p>'
            + coverage_table(_by_subject(found, words), view, words)
        )
        _downloads(engine, view, words, "figures")
    else:
        to_top(indicator.key)
        _one(engine, indicator, view, words)


def _choose(found: list[Coverage], indicator: Indicator | None, view: View, words: Texts) -> None:
    own = words.indicators
    names = {_ALL: own.all}
    for theme, items in _by_subject(found, words):
        for item in items:
            names[item.indicator.key] = own.option.format(
                subject=words.themes[theme], name=indicator_name(item.indicator, words), stated=item.stated, of=item.of
            )
    st.session_state[_INDICATOR_KEY] = indicator.key if indicator else _ALL
    st.selectbox(
        own.choose, list(names), format_func=names.__getitem__, key=_INDICATOR_KEY, on_change=_chosen, args=(view,)
    )


def _chosen(view: View) -> None:
    _open(view, st.session_state[_INDICATOR_KEY] or None)


def _by_subject(found: list[Coverage], words: Texts) -> list[tuple[str, list[Coverage]]]:
    """Indicators by what they are about, in the order of the themes."""
    groups: dict[str, list[Coverage]] = {}
    for item in found:
        groups.setdefault(subject_of(item.indicator), []).append(item)
    return [(theme, groups[theme]) for theme in words.themes if theme in groups]


def _one(engine: Engine, indicator: Indicator, view: View, words: Texts) -> None:
    """The table of an indicator, its chart, and what does not fit in it."""
    own = words.indicators
    version = str(engine.index.version)
    with st.spinner(own.working):
        table = _matrix(engine, version, view.filters, indicator.key)
        flagged = _flags(engine, version, view.filters)
    st.html(
        f'<h2 class="fj-results">{escape(indicator_name(indicator, words))}</h2><p class="fj-small">{escape(own.rule)}</p>'
    )
    shown = min(view.top * ROWS, len(table.rows))
    st.html(matrix_table(table, shown, view, words))
    if shown < len(table.rows):
        st.html(f'<p class="fj-small">{escape(own.shown_rows.format(total=len(table.rows), shown=shown))}</p>')
        if view.top < MOST_HITS:
            st.button(own.more.format(count=MORE_HITS * ROWS), on_click=_more, args=(view,))
    _downloads(engine, view, words, "table")
    chart = chart_of(table, words)
    if chart is not None:
        st.html(f'<h3 class="fj-place">{escape(own.chart if len(table.years) > 1 else own.chart_one)}</h3>')
        st.altair_chart(chart, width="stretch")
    elif sum(any(cell.headline for cell in row.cells) for row in table.rows) > MOST_LINES:
        st.html(f'<p class="fj-small">{escape(own.chart_many.format(most=MOST_LINES))}</p>')
    some = [flag for flag in flagged.flags if flag.indicator == indicator.key]
    if some:
        st.html(f'<h3 class="fj-place">{escape(own.flags)}</h3>')
        _flag_cards(engine, some, view, words)


def _flags_page(engine: Engine, view: View, words: Texts) -> None:
    """Everything that does not fit."""
    own = words.indicators
    with st.spinner(own.working):
        flagged = _flags(engine, str(engine.index.version), view.filters)
    if not flagged.flags:
        st.html(notice(own.no_flags.format(compared=flagged.compared)))
        return
    intro = own.flags_intro.format(compared=flagged.compared, total=len(flagged.flags))
    st.html(f'<h2 class="fj-results">{escape(own.flags)}</h2><p class="fj-small">{escape(intro)}</p>')
    _downloads(engine, view, words, "flags")
    _flag_cards(engine, list(flagged.flags), view, words)


def _flag_cards(engine: Engine, flags: list[Flag], view: View, words: Texts) -> None:
    quoting = Quoting(engine.index)
    st.html("".join(flag_card(flag, quoting, view, words) for flag in flags[: view.top]))
    if len(flags) > view.top:
        st.html(f'<p class="fj-small">{escape(words.indicators.shown_flags.format(shown=view.top))}</p>')
        if view.top < MOST_HITS:
            st.button(words.more.format(count=MORE_HITS), key="more_flags", on_click=_more, args=(view,))


def _figures_page(engine: Engine, view: View, words: Texts) -> None:
    """Every figure of the report that the link names, or of a township's reports."""
    own = words.indicators
    quoting = Quoting(engine.index)
    st.html(f'<h2 class="fj-results">{escape(own.figures)}</h2>')
    if view.report:
        reports = [report for report in engine.index.reports if report.id == view.report]
    else:
        reports = reports_in(engine.index, view.filters) if view.filters.township else []
    if view.report and not reports:
        st.html(notice(words.unknown_report.format(report=view.report), "warn"))
    elif not reports:
        st.html(notice(own.figures_choose))
    else:
        latest = sorted(reports, key=lambda report: -(report.year or 0))[:_MOST_REPORTS]
        for report in latest:
            _report_figures(figures_of_report(engine.index, report), quoting, view, words)
    _downloads(engine, view, words, "figures")


def _report_figures(stated: Stated, quoting: Quoting, view: View, words: Texts) -> None:
    own = words.indicators
    where = f"{place_html(stated.report.place, words)} {escape(year_text(stated.report.year, words))}"
    total = own.figures_intro.format(total=len(stated.figures)) if stated.figures else own.figures_none
    st.html(
        f'<h3 class="fj-place">{where}</h3><p class="fj-small">{escape(total)}</p>'
        + figures_table(stated, quoting, view, words)
    )


def _downloads(engine: Engine, view: View, words: Texts, what: str) -> None:
    """Buttons that make their file only when they are pressed."""
    own = words.indicators
    makers = {"table": table_file, "figures": figures_file, "flags": flags_file}
    with st.container(horizontal=True, gap="small", key=f"fj-files-{what}"):
        for kind, label in zip(_FORMATS, (own.csv, own.xlsx), strict=True):
            st.download_button(
                f"{own.download} {label}",
                data=makers[what](engine.index, view, kind),
                file_name=f"fajian-{view.pick or FIGURES}.{kind}",
                icon=":material/download:",
                key=f"download_{what}_{kind}",
                on_click="ignore",
            )


def _more(view: View) -> None:
    go(replace(view, top=min(view.top + MORE_HITS, MOST_HITS)))


@st.cache_resource(max_entries=50, show_spinner=False)
def _coverage(_engine: Engine, version: str, filters: Filters) -> list[Coverage]:
    del version
    return list_indicators(_engine.index, filters)


@st.cache_resource(max_entries=30, show_spinner=False)
def _matrix(_engine: Engine, version: str, filters: Filters, key: str) -> Matrix:
    del version
    return tabulate(_engine.index, filters, BY_KEY[key])


@st.cache_resource(max_entries=30, show_spinner=False)
def _flags(_engine: Engine, version: str, filters: Filters) -> Flagged:
    del version
    return find_flags(_engine.index, filters)
