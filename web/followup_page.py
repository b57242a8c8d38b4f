"""The page of follow-through: all townships with reports of consecutive years, or two years of one of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from indexer.catalogue import ReportFacts
from insight.followup.following import Followup
from insight.followup.verdict import Counts, Pair, PairOutcome, PlanVerdict, ProblemVerdict
from search.engine import Engine
from search.filters import Filters
from web import session
from web.across import show_view
from web.followup_rows import kept, new_rows, overview_table, pair_head, plan_row, problem_row, scale_note
from web.frame import go, to_top
from web.link import View, link_params
from web.marking import escape, notice, place_html
from web.routes import REPORT_PAGE, view_page
from web.texts import Texts

NAME = "followup"
MOST_ROWS = 100
NEW = "new"
VERDICTS: tuple[str, ...] = (*(v.value for v in PlanVerdict), *(v.value for v in ProblemVerdict), NEW)
_ORDER_KEY, _PAIR_KEY, _VERDICT_KEY = "followup_order", "followup_pair", "followup_verdict"
_ALL = ""


def show() -> None:
    """Draw the page that the link asks for."""
    show_view(_draw)


def _draw(engine: Engine, view: View, words: Texts) -> None:
    with st.spinner(words.followup.working):
        pairs, authorities = _overview(engine, str(engine.index.version), kept(view.filters))
    st.html(f'<h1 class="fj-title">{escape(words.followup.title)}</h1>')
    if not pairs:
        st.html(notice(words.followup.nothing.format(of=authorities), "warn"))
    elif len({pair.authority for pair in pairs}) == 1:
        _one(engine, pairs, view, words)
    else:
        _all(pairs, authorities, view, words)


def _all(pairs: Sequence[Pair], authorities: int, view: View, words: Texts) -> None:
    """The table of all pairs with the sums over them."""
    own = words.followup
    st.html(f'<p class="fj-coverage">{escape(own.intro)}</p><p class="fj-small">{escape(own.careful)}</p>')
    if any(pair.after.fictional for pair in pairs):
        st.html(notice(words.fictional_notice))
    townships = len({pair.authority for pair in pairs})
    counted = own.counted.format(townships=townships, of=authorities, pairs=len(pairs))
    total = Counts.total(pair.counts for pair in pairs)
    st.html(f'<p class="fj-coverage">{escape(counted)}</p>{pair_head(total, words)}')
    _, order = _picked(view)
    st.session_state[_ORDER_KEY] = order if order in own.orders else _ALL
    st.segmented_control(
        own.order_label,
        list(own.orders),
        format_func=own.orders.__getitem__,
        key=_ORDER_KEY,
        required=True,
        on_change=_reordered,
        args=(view,),
    )
    ordered = sorted(pairs, key=lambda pair: -_share(pair.counts, order)) if order in own.orders else pairs
    st.html(overview_table(ordered[:MOST_ROWS], view, words))
    if len(pairs) > MOST_ROWS:
        st.html(f'<p class="fj-small">{escape(own.shown.format(shown=MOST_ROWS))}</p>')


def _one(engine: Engine, pairs: Sequence[Pair], view: View, words: Texts) -> None:
    """Two years of one township, the latest unless the link names another."""
    own = words.followup
    year, verdict = _picked(view)
    pair = next((pair for pair in pairs if str(pair.before.year) == year), pairs[-1])
    to_top(str(pair.authority))
    everywhere = replace(view, filters=Filters(kind=view.filters.kind), pick=None)
    st.page_link(view_page(NAME), label=own.back, icon=":material/arrow_back:", query_params=link_params(everywhere))
    st.html(f'<h2 class="fj-results">{place_html(pair.after.place, words)}</h2>')
    if len(pairs) > 1:
        names = {str(one.before.year): own.pair.format(before=one.before.year, after=one.after.year) for one in pairs}
        st.session_state[_PAIR_KEY] = str(pair.before.year)
        st.segmented_control(
            own.pair_label,
            list(names),
            format_func=names.__getitem__,
            key=_PAIR_KEY,
            required=True,
            on_change=_pair_chosen,
            args=(view,),
        )
    else:
        st.html(f'<p class="fj-coverage">{escape(own.pair.format(before=pair.before.year, after=pair.after.year))}</p>')
    with st.container(horizontal=True, gap="small"):
        for report in (pair.before, pair.after):
            _report_link(report, view, words)
    st.html(f'{pair_head(pair.counts, words)}<p class="fj-small">{escape(own.careful)}</p>')
    if pair.after.fictional:
        st.html(notice(words.fictional_notice))
    _verdicts(pair.counts, view, words)
    outcome = _outcome(engine, str(engine.index.version), kept(view.filters, pair))
    st.html(_sections(outcome, verdict if verdict in VERDICTS else _ALL, view, words))


def _sections(outcome: PairOutcome, verdict: str, view: View, words: Texts) -> str:
    """Plans, problems and new problems, or only those of one verdict."""
    own = words.followup
    plans = [plan_row(one, outcome.pair, view, words) for one in outcome.plans if verdict in {_ALL, one.verdict}]
    problems = [
        problem_row(one, outcome.pair, view, words) for one in outcome.problems if verdict in {_ALL, one.verdict}
    ]
    parts = []
    if plans:
        parts.append(f'<h3 class="fj-part">{escape(own.plans_title)}</h3>{"".join(plans)}')
    if problems:
        parts.append(f'<h3 class="fj-part">{escape(own.problems_title)}</h3>{"".join(problems)}')
    if outcome.new_problems and verdict in {_ALL, NEW}:
        title = own.new_title.format(count=len(outcome.new_problems))
        parts.append(f'<h3 class="fj-part">{escape(title)}</h3>{new_rows(outcome.new_problems, view, words)}')
    if not parts:
        parts.append(notice(own.none_of_kind))
    return "".join([*parts, scale_note(words)])


def _verdicts(counts: Counts, view: View, words: Texts) -> None:
    """Which verdicts are shown; those that do not occur are left out."""
    own = words.followup
    numbers = {name: counts.new if name == NEW else getattr(counts, name) for name in VERDICTS}
    names = {_ALL: own.all} | {
        name: own.option.format(name=own.new if name == NEW else own.verdicts[name], count=number)
        for name, number in numbers.items()
        if number
    }
    _, verdict = _picked(view)
    st.session_state[_VERDICT_KEY] = verdict if verdict in names else _ALL
    st.pills(
        own.verdict_label,
        list(names),
        format_func=names.__getitem__,
        key=_VERDICT_KEY,
        on_change=_verdict_chosen,
        args=(view,),
    )


def _report_link(report: ReportFacts, view: View, words: Texts) -> None:
    link = replace(view, report=report.id, passage=None, pick=None)
    label = words.followup.year_report.format(year=report.year)
    st.page_link(REPORT_PAGE, label=label, icon=":material/article:", query_params=link_params(link))


def _picked(view: View) -> tuple[str, str]:
    """The earlier year and the verdict that the link names, as ``2022``, ``not_found`` or ``2022.not_found``; empty where it does not."""
    year, _, verdict = (view.pick or "").rpartition(".")
    return (verdict, "") if verdict.isdigit() else (year, verdict)


def _with_pick(view: View, year: str, verdict: str) -> View:
    return replace(view, pick=".".join(part for part in (year, verdict) if part) or None)


def _reordered(view: View) -> None:
    go(_with_pick(view, "", st.session_state[_ORDER_KEY]))


def _pair_chosen(view: View) -> None:
    go(_with_pick(view, st.session_state[_PAIR_KEY], _picked(view)[1]))


def _verdict_chosen(view: View) -> None:
    go(_with_pick(view, _picked(view)[0], st.session_state[_VERDICT_KEY] or _ALL))


def _share(counts: Counts, order: str) -> float:
    """By what pairs are ordered; places stay in their order where nothing differs."""
    if order == PlanVerdict.NOT_FOUND:
        return counts.not_found / max(counts.plans, 1)
    if order == ProblemVerdict.STILL:
        return (counts.still + counts.same_words) / max(counts.problems, 1)
    return 0.0


@session.of_version()
def _followup(_engine: Engine, version: str) -> Followup:
    del version
    return Followup(_engine.index)


@st.cache_resource(max_entries=50, show_spinner=False)
def _overview(_engine: Engine, version: str, filters: Filters) -> tuple[tuple[Pair, ...], int]:
    followup = _followup(_engine, version)
    return followup.overview(filters), followup.authorities(filters)


@st.cache_resource(max_entries=50, show_spinner=False)
def _outcome(_engine: Engine, version: str, filters: Filters) -> PairOutcome:
    return _followup(_engine, version).outcomes(filters)[0]
