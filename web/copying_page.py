"""The page of what reports have in common: all reports, one of them sentence by sentence, or two side by side."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from indexer.index import Index
from insight.copying import nouns
from insight.copying.overview import Overview, Row, overview
from insight.copying.pair import Pair, compare
from insight.copying.reading import Reading, read
from insight.copying.survey import Survey, open_survey
from search.engine import Engine
from search.filters import Filters
from web import session
from web.across import show_view
from web.copying_text import aligned_row, bar, coloured_text, heading_of, legend, view_link
from web.frame import go, to_top
from web.link import MOST_HITS, View, link_params
from web.marking import escape, notice, role_badge
from web.quoting import report_link, table
from web.routes import view_page
from web.texts import Texts

_PAGE = view_page("copying")
_FIRST_ROWS = 30


def show() -> None:
    """Draw the page that the link asks for."""
    show_view(_draw)


def _draw(engine: Engine, view: View, words: Texts) -> None:
    index = engine.index
    with st.spinner(words.copying.preparing):
        survey = _survey(index, str(index.version))
    if _unknown(index, view, words):
        return
    if view.report:
        to_top(f"{view.report} {view.pick}")
    if view.report and view.pick:
        _show_pair(_pair(index, str(index.version), view.report, view.pick), view, words)
    elif view.report:
        _show_reading(_reading(index, survey, str(index.version), view.report), index, view, words)
    else:
        _show_overview(_overview(index, survey, str(index.version), view.filters), view, words)


@session.of_version()
def _survey(_index: Index, version: str) -> Survey:
    del version
    return open_survey(_index)


@st.cache_resource(max_entries=20, show_spinner=False)
def _overview(_index: Index, _survey: Survey, version: str, filters: Filters) -> Overview:
    del version
    return overview(_index, _survey, filters)


@st.cache_resource(max_entries=50, show_spinner=False)
def _reading(_index: Index, _survey: Survey, version: str, report: str) -> Reading:
    del version
    return read(_index, _survey, report)


@st.cache_resource(max_entries=50, show_spinner=False)
def _pair(_index: Index, version: str, left: str, right: str) -> Pair:
    del version
    return compare(_index, left, right)


def _unknown(index: Index, view: View, words: Texts) -> bool:
    """Say so where the link names a report that is not there."""
    known = {report.id for report in index.reports}
    for report in (view.report, view.pick if view.report else None):
        if report and report not in known:
            _back(replace(view, report=None, pick=None), words.copying.back)
            st.html(notice(words.copying.unknown.format(report=report), "error"))
            return True
    return False


def _show_overview(found: Overview, view: View, words: Texts) -> None:
    texts = words.copying
    st.html(f'<h1 class="fj-title">{escape(texts.title)}</h1><p class="fj-coverage">{escape(texts.intro)}</p>')
    st.html(_limits(found.common, words))
    if not found.rows:
        st.html(notice(texts.no_reports, "warn"))
        return
    counted = texts.counted.format(
        reports=len(found.rows), townships=found.townships, sentences=found.total.count, compared=found.compared
    )
    st.html(f'<p class="fj-coverage">{escape(counted)}</p>{bar(found.total, words)}{legend(words, found.total)}')
    if any(row.report.fictional for row in found.rows):
        st.html(notice(words.fictional_notice))
    rows = found.rows[: max(view.top, _FIRST_ROWS)]
    head = (texts.report, texts.composition, texts.shared, texts.own, texts.sentences, texts.before)
    st.html(table(head, (_row(row, view, words) for row in rows)))
    if len(rows) < len(found.rows):
        shown = texts.shown.format(shown=len(rows), of=len(found.rows))
        st.html(f'<p class="fj-small">{escape(shown)}</p>')
        if len(rows) < MOST_HITS:
            more = replace(view, top=min(len(rows) + _FIRST_ROWS, MOST_HITS))
            st.button(texts.more.format(count=more.top - len(rows)), on_click=go, args=(more,), width="stretch")


def _row(row: Row, view: View, words: Texts) -> list[str]:
    name = view_link(replace(view, report=row.report.id, pick=None), escape(heading_of(row.report, words)))
    before = words.copying.no_before if row.before is None else str(row.before)
    return [
        f'<td class="fj-same-name">{name}</td>',
        f'<td class="fj-same-bar">{bar(row.shares, words)}</td>',
        f'<td class="fj-number">{row.shares.repeated:.0%}</td>',
        f'<td class="fj-number">{row.shares.share(nouns.Standing.OWN):.0%}</td>',
        f'<td class="fj-number">{row.shares.count}</td>',
        f'<td class="{"fj-number" if row.before else "fj-gap"}">{escape(before)}</td>',
    ]


def _limits(common: int, words: Texts) -> str:
    values = {
        "near": f"{nouns.NEAR:.0%}",
        "shortest": nouns.SHORTEST,
        "common": common,
        "counties": nouns.COMMON_COUNTIES,
    }
    items = "".join(f"<li>{escape(line.format(**values))}</li>" for line in words.copying.limits)
    return f'<details class="fj-why"><summary>{escape(words.copying.limits_title)}</summary><ul class="fj-limits">{items}</ul></details>'


def _show_reading(reading: Reading, index: Index, view: View, words: Texts) -> None:
    texts = words.copying
    _back(replace(view, report=None, pick=None), texts.back)
    title = texts.report_title.format(report=heading_of(reading.report, words))
    counts = reading.shares.sentences
    shared = sum(counts[name] for name in (nouns.Standing.REPEATED, nouns.Standing.COUNTY, nouns.Standing.ELSEWHERE))
    counted = texts.report_counted.format(sentences=reading.shares.count, shared=shared)
    st.html(
        f'<h1 class="fj-title">{escape(title)}</h1><p class="fj-cited">{report_link(reading.report, view, words)}</p>'
        f'<p class="fj-coverage">{escape(counted)}</p>{bar(reading.shares, words)}{legend(words, reading.shares)}'
    )
    if not any(
        other.authority == reading.report.authority and (other.year or 0) < (reading.report.year or 0)
        for other in index.reports
    ):
        st.html(notice(texts.no_earlier))
    if reading.report.fictional:
        st.html(notice(words.fictional_notice))
    _show_sections(reading, words)
    _show_partners(reading, view, words)
    report = index.catalogue.report(reading.report.id)
    assert report is not None, "a report of the index is in its catalogue"
    st.html(
        f'<h2 class="fj-results">{escape(texts.full_text)}</h2><p class="fj-small">{escape(texts.full_text_note)}</p>'
        + coloured_text(report, reading.sentences, view, words)
    )


def _show_sections(reading: Reading, words: Texts) -> None:
    rows = [
        [
            f'<td class="fj-same-level-{min(section.level, 3)}" lang="zh">{escape(section.label)}'
            f"{' ' + role_badge(section.role, words) if section.level == 1 else ''}</td>",
            f'<td class="fj-same-bar">{bar(shares, words)}</td>',
            f'<td class="fj-number">{shares.repeated:.0%}</td>',
            f'<td class="fj-number">{shares.count}</td>',
        ]
        for section, shares in reading.sections
        if shares.count
    ]
    texts = words.copying
    if rows:
        head = (texts.section, texts.composition, texts.shared, texts.sentences)
        st.html(f'<h2 class="fj-results">{escape(texts.sections)}</h2>{table(head, rows)}')


def _show_partners(reading: Reading, view: View, words: Texts) -> None:
    texts = words.copying
    if not reading.partners:
        return
    items = "".join(
        f"<li>{view_link(replace(view, pick=partner.report.id), escape(f'{texts.compare} {heading_of(partner.report, words)}'))} "
        f"<span class='fj-around'>{escape(texts.relations[partner.relation.value])}{escape(words.joint)}"
        f"{escape(texts.partner_line.format(sentences=partner.sentences, characters=partner.characters))}</span></li>"
        for partner in reading.partners
    )
    title = texts.partners.format(shown=len(reading.partners), of=reading.shared_with)
    st.html(f'<h2 class="fj-results">{escape(title)}</h2><ul class="fj-partners">{items}</ul>')


def _show_pair(pair: Pair, view: View, words: Texts) -> None:
    texts = words.copying
    _back(replace(view, pick=None), texts.back_to_report)
    counted = texts.pair_counted.format(
        left=pair.left_shared,
        left_of=pair.left_sentences,
        right=pair.right_shared,
        right_of=pair.right_sentences,
    )
    sides = "".join(f"<p>{report_link(report, view, words)}</p>" for report in (pair.left, pair.right))
    st.html(
        f'<h1 class="fj-title">{escape(texts.pair_title)}</h1><p class="fj-coverage">{escape(counted)}</p>'
        f'<p class="fj-small">{escape(texts.pair_note)}</p><div class="fj-pair fj-pair-head fj-cited">{sides}</div>'
        + "".join(aligned_row(aligned, words) for aligned in pair.aligned)
    )
    if not pair.aligned:
        st.html(notice(texts.nothing_shared))


def _back(view: View, label: str) -> None:
    st.page_link(_PAGE, label=label, icon=":material/arrow_back:", query_params=link_params(view))
