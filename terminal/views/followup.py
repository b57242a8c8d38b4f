"""``followup``: what was planned, and what was wrong, beside what the next year's report says."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from terminal.options import report_options
from terminal.running import filters_of, tell
from terminal.show import place_name
from terminal.views import Make

if TYPE_CHECKING:
    from insight.citing import Cited
    from insight.followup.verdict import Counts, Evidence, Pair, PairOutcome, PlanOutcome, ProblemOutcome

VERDICTS = {
    "done": "有对应做法 counterpart",
    "partly": "部分对应 partly",
    "not_found": "未见对应 none found",
    "gone": "次年未再提及 not named again",
    "still": "次年仍有提及 named again",
    "same_words": "次年原话重现 same words again",
}
_WIDTH = 56


def add(make: Make) -> None:
    """Add the command."""
    command = make("followup", run, "plans and problems of one year beside the report of the next")
    report_options(command)
    command.add_argument(
        "--full", action="store_true", help="quote everything also for more than one township (--township does so)"
    )


def run(options: argparse.Namespace) -> int:
    """Count by pairs of years, or quote all where a township is named; ``--year`` is that of the earlier report."""
    from indexer.index import Index
    from insight.followup.contract import outcomes_json, overview_json
    from insight.followup.following import Followup

    filters = filters_of(options)
    followup = Followup(Index.open(options.index))
    authorities = followup.authorities(filters)
    if options.full or filters.township:
        outcomes = followup.outcomes(filters)
        return tell(options, outcomes_json(outcomes, authorities), lambda: show(outcomes, authorities))
    pairs = followup.overview(filters)
    return tell(options, overview_json(pairs, authorities), lambda: show_overview(pairs, authorities))


def show_overview(pairs: Sequence[Pair], authorities: int) -> str:
    """A line a pair, then the sums and how many townships have consecutive years at all."""
    from insight.followup.verdict import Counts

    lines = [f"{_who(pair)}  {_line(pair.counts)}" for pair in pairs]
    total = Counts.total(pair.counts for pair in pairs)
    return "\n".join([*lines, *([""] if lines else []), *_foot(pairs, total, authorities)])


def show(outcomes: Sequence[PairOutcome], authorities: int) -> str:
    """Every plan and problem with its verdict and the passages that it rests on."""
    from insight.followup.verdict import Counts

    lines: list[str] = []
    for one in outcomes:
        lines += [f"━━ {_who(one.pair)}", f"   {_line(one.pair.counts)}", ""]
        lines += [line for plan in one.plans for line in _plan(plan)]
        lines += [line for problem in one.problems for line in _problem(problem)]
        if one.new_problems:
            lines.append(f"【次年新提出的问题 new problems】 {len(one.new_problems)}")
            lines += [line for cited in one.new_problems for line in _quoted(cited, "   ＋ ")]
            lines.append("")
    pairs = [one.pair for one in outcomes]
    return "\n".join([*lines, *_foot(pairs, Counts.total(pair.counts for pair in pairs), authorities)])


def _foot(pairs: Sequence[Pair], total: Counts, authorities: int) -> list[str]:
    townships = len({pair.authority for pair in pairs})
    if not pairs:
        return [f"没有相邻两年的报告 no reports of consecutive years ({authorities} townships looked at)"]
    return [
        f"{len(pairs)} pairs of years · {townships} of {authorities} townships have consecutive years",
        _line(total),
        "依据仅为两年报告的文字，未见对应不等于没有做。Read from the two texts only: what is not found may have been done.",
    ]


def _who(pair: Pair) -> str:
    return f"{place_name(pair.after.place)} {pair.before.year}→{pair.after.year}"


def _line(counts: Counts) -> str:
    common = f"（其中 {counts.common} 项说法宽泛 general）" if counts.common else ""
    return (
        f"有对应 {counts.done + counts.partly} / {counts.plans} 项打算{common}，其中部分对应 {counts.partly} · "
        f"问题仍在 {counts.still + counts.same_words} / {counts.problems}，其中原话 {counts.same_words} · 新问题 {counts.new}"
    )


def _plan(outcome: PlanOutcome) -> list[str]:
    lines = _quoted(outcome.plan, f"【{VERDICTS[outcome.verdict.value]}】 ")
    lines += _shown(outcome)
    for evidence in outcome.admitted:
        lines += _quoted(evidence.cited, f"   ！次年说到未完成 admitted（{evidence.closeness:.2f}） ")
    if outcome.repeated:
        lines += _quoted(outcome.repeated.cited, "   ↻ 次年又列为打算 planned again ")
    return [*lines, ""]


def _problem(outcome: ProblemOutcome) -> list[str]:
    return [*_quoted(outcome.problem, f"【{VERDICTS[outcome.verdict.value]}】 "), *_shown(outcome), ""]


def _shown(outcome: PlanOutcome | ProblemOutcome) -> list[str]:
    lines = [line for evidence in outcome.evidence for line in _evidence(evidence, "→")]
    if outcome.nearest:
        lines += _evidence(outcome.nearest, "… 最接近的一段，未达到对应 nearest, not close enough")
    if not (outcome.evidence or outcome.nearest):
        lines.append("   … 次年报告没有可对照的段落 nothing to compare with")
    if outcome.evidence and outcome.elsewhere.reports:
        where = outcome.elsewhere
        lines.append(f"   抽看的 {where.of} 份别处报告中，{where.reports} 份也有同样接近的段落 as close elsewhere")
    return lines


def _evidence(evidence: Evidence, sign: str) -> list[str]:
    return _quoted(evidence.cited, f"   {sign}（{evidence.closeness:.2f}） ")


def _quoted(cited: Cited, sign: str) -> list[str]:
    page = f" 第{cited.page}页" if cited.page else ""
    head = f"{sign}{cited.report.year} {' › '.join(cited.headings)}{page} · {cited.passage_id}"
    body = textwrap.wrap(
        cited.text, _WIDTH, initial_indent="      ", subsequent_indent="      ", break_on_hyphens=False
    )
    return [head, *body]
