"""Follow-through as HTML: the table of townships, the bars, and each statement beside what the next report says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from indexer.catalogue import ReportFacts
from insight.citing import Cited
from insight.followup.judging import FOUND, STILL
from insight.followup.verdict import (
    Counts,
    Evidence,
    Pair,
    PlanOutcome,
    PlanVerdict,
    ProblemOutcome,
    ProblemVerdict,
    is_common,
)
from search.filters import PLACE_LEVELS, Filters
from web.link import View, link_params
from web.marking import badge, escape, marked, place_html
from web.quoting import table
from web.routes import REPORT_PATH
from web.texts import Texts

PATH = "followup"
_FIRST_EVIDENCE = 1
Verdicts = type[PlanVerdict] | type[ProblemVerdict]


def kept(filters: Filters, pair: Pair | None = None) -> Filters:
    """The filters that a comparison knows, for one pair those that find it alone."""
    plain = replace(filters, role=None, theme=None)
    if pair is None:
        return plain
    return replace(_of(pair.after, plain), years=(pair.before.year or 0, pair.before.year or 0))


def link_to(pair: Pair, view: View) -> str:
    """The address of a pair on this page."""
    found = replace(view, filters=_of(pair.after, kept(view.filters)), pick=str(pair.before.year), report=None)
    return f"{PATH}?{urlencode(link_params(replace(found, passage=None)))}"


def overview_table(pairs: Iterable[Pair], view: View, words: Texts) -> str:
    """A row a pair: who, when, plans and problems as bars."""
    own = words.followup
    rows = []
    for pair in pairs:
        counts = pair.counts
        years = own.pair.format(before=pair.before.year, after=pair.after.year)
        rows.append(
            (
                f'<td class="fj-who"><a href="{escape(link_to(pair, view))}">{place_html(pair.after.place, words)}</a></td>',
                f'<td class="fj-number">{escape(years)}</td>',
                f"<td>{_plans_bar(counts, words)}</td>",
                f"<td>{_problems_bar(counts, words)}</td>",
                f'<td class="fj-number">{counts.new}</td>',
            )
        )
    return table((own.township, own.years, own.plans, own.problems, own.new), rows)


def pair_head(counts: Counts, words: Texts) -> str:
    """Both bars with what their colours mean."""
    plans = _plans_bar(counts, words) + _key(counts, PlanVerdict, words)
    problems = _problems_bar(counts, words) + _key(counts, ProblemVerdict, words)
    return f'<div class="fj-bars"><div>{plans}</div><div>{problems}</div></div>'


def plan_row(outcome: PlanOutcome, pair: Pair, view: View, words: Texts) -> str:
    """A plan beside next year's practices."""
    own = words.followup
    right = _found(outcome, view, words)
    if outcome.admitted:
        right += _labelled(own.admitted, (_card(found, view, words) for found in outcome.admitted))
    if outcome.repeated:
        repeated = outcome.repeated
        right += _labelled(own.repeated, [_quotation(repeated.cited, view, words, repeated.shared)])
    left = own.planned.format(year=pair.before.year), _statement(outcome.plan, outcome, view, words)
    return _row(outcome.verdict, left, (own.next_report.format(year=pair.after.year), right), words)


def problem_row(outcome: ProblemOutcome, pair: Pair, view: View, words: Texts) -> str:
    """A problem beside those of the next year."""
    own = words.followup
    left = own.named.format(year=pair.before.year), _statement(outcome.problem, outcome, view, words)
    right = own.next_report.format(year=pair.after.year), _found(outcome, view, words)
    return _row(outcome.verdict, left, right, words)


def new_rows(cited: Sequence[Cited], view: View, words: Texts) -> str:
    """Problems that the earlier report does not name."""
    return "".join(_quotation(one, view, words) for one in cited)


def scale_note(words: Texts) -> str:
    """What the numbers mean."""
    text = words.followup.scale.format(found=f"{FOUND:.2f}", still=f"{STILL:.2f}")
    return f'<p class="fj-small">{escape(text)}</p>'


def _of(report: ReportFacts, filters: Filters) -> Filters:
    """The filters that let through only this authority."""
    places = {level.value: getattr(report.place, level.value) for level in PLACE_LEVELS}
    return replace(filters, **places, level=report.level, years=None)


def _plans_bar(counts: Counts, words: Texts) -> str:
    own = words.followup
    text = own.found.format(found=counts.done + counts.partly, of=counts.plans)
    if counts.common:
        text += words.joint + own.common.format(count=counts.common)
    return _bar(counts, PlanVerdict, text)


def _problems_bar(counts: Counts, words: Texts) -> str:
    found = counts.still + counts.same_words
    return _bar(counts, ProblemVerdict, words.followup.remaining.format(found=found, of=counts.problems))


def _bar(counts: Counts, verdicts: Verdicts, text: str) -> str:
    parts = "".join(
        f'<span class="fj-v-{verdict.value}" style="flex:{number}"></span>'
        for verdict in verdicts
        if (number := counts.of(verdict))
    )
    return f'<div>{escape(text)}<div class="fj-stack" aria-hidden="true">{parts}</div></div>'


def _key(counts: Counts, verdicts: Verdicts, words: Texts) -> str:
    names = "".join(
        f'<span><i class="fj-v-{verdict.value}"></i>'
        + escape(words.followup.option.format(name=words.followup.verdicts[verdict.value], count=counts.of(verdict)))
        + "</span> "
        for verdict in verdicts
    )
    return f'<p class="fj-bar-key">{names}</p>'


def _row(verdict: PlanVerdict | ProblemVerdict, left: tuple[str, str], right: tuple[str, str], words: Texts) -> str:
    """Two columns under a verdict, each a label and HTML."""
    columns = "".join(f'<div><p class="fj-small">{escape(label)}</p>{html}</div>' for label, html in (left, right))
    head = badge(verdict.value, words.followup.verdicts[verdict.value])
    return f'<section class="fj-follow"><header>{head}</header>{columns}</section>'


def _statement(cited: Cited, outcome: PlanOutcome | ProblemOutcome, view: View, words: Texts) -> str:
    """The earlier passage; marked is what its best counterpart has too."""
    return _quotation(cited, view, words, outcome.evidence[0].earlier if outcome.evidence else ())


def _found(outcome: PlanOutcome | ProblemOutcome, view: View, words: Texts) -> str:
    """What was found in the next report, or what came nearest."""
    own = words.followup
    if not outcome.evidence:
        if outcome.nearest is None:
            return f'<p class="fj-small">{escape(own.nothing_to_compare)}</p>'
        return _labelled(own.nearest, [_card(outcome.nearest, view, words)])
    cards = [_card(found, view, words) for found in outcome.evidence]
    html = "".join(cards[:_FIRST_EVIDENCE])
    if further := cards[_FIRST_EVIDENCE:]:
        html += f"<details><summary>{escape(own.more.format(count=len(further)))}</summary>{''.join(further)}</details>"
    if outcome.elsewhere.reports:
        text = own.elsewhere.format(of=outcome.elsewhere.of, reports=outcome.elsewhere.reports)
        text += own.elsewhere_common if is_common(outcome.elsewhere) else ""
        html += f'<p class="fj-small">{escape(text)}</p>'
    return html


def _labelled(label: str, cards: Iterable[str]) -> str:
    return f'<p class="fj-small">{escape(label)}</p>{"".join(cards)}'


def _card(found: Evidence, view: View, words: Texts) -> str:
    closeness = words.followup.closeness.format(closeness=f"{found.closeness:.2f}")
    return _quotation(found.cited, view, words, found.shared, closeness)


def _quotation(cited: Cited, view: View, words: Texts, spans: Iterable[tuple[int, int]] = (), note: str = "") -> str:
    """A passage under its headings, which open the report there; place and year stand at the head of the page."""
    # The passage is named by the address alone; what this page has picked means nothing there.
    address = urlencode(link_params(replace(view, report=cited.report.id, passage=cited.passage_id, pick=None)))
    path = " › ".join(cited.headings) or words.roles[cited.role.value]
    page = f" · {words.page.format(page=cited.page)}" if cited.page else ""
    about = f'<span class="fj-around">{escape(page + (f" · {note}" if note else ""))}</span>'
    return (
        f'<article class="fj-cited"><p class="fj-where"><a lang="zh" href="{escape(f"{REPORT_PATH}?{address}")}">{escape(path)}</a>{about}</p>'
        f'<blockquote class="fj-passage" lang="zh">{marked(cited.text, spans, offset=cited.start)}</blockquote></article>'
    )
