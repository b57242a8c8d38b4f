"""``copying``: how much of reports stands in other reports, one report sentence by sentence, or two side by side."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING

from terminal.options import report_options
from terminal.running import filters_of, tell
from terminal.show import place_name
from terminal.views import Make

if TYPE_CHECKING:
    from indexer.catalogue import ReportFacts
    from insight.copying.nouns import Shares
    from insight.copying.overview import Overview
    from insight.copying.pair import Pair, Span
    from insight.copying.reading import Found, Reading

_MOST_REPORTS = 20
_STANDINGS = {
    "repeated": "与本单位往年相同 as in own earlier report",
    "county": "与同县其他单位相同 as in the county",
    "elsewhere": "与其他地方相同 as elsewhere",
    "common": "通用表述 common wording",
    "own": "自有表述 own",
    "unjudged": "短句未比对 too short",
}
_MARKS = {"repeated": "↻", "county": "=", "elsewhere": "≈", "common": "·", "own": " ", "unjudged": " "}
_ALIKE = {
    "exact": "文字相同 same",
    "figures": "仅数字或本地名称不同 but for figures",
    "near": "文字相近 nearly the same",
}


def add(make: Make) -> None:
    """Add the command."""
    command = make("copying", run, "which sentences of reports stand, word for word or nearly, in other reports")
    command.add_argument("report", nargs="?", metavar="REPORT-ID", help="one report, sentence by sentence")
    command.add_argument("--with", dest="other", metavar="REPORT-ID", help="another report to lay beside it")
    report_options(command)


def run(options: argparse.Namespace) -> int:
    """Tell of the reports of a filter, of one, or of two. Needs no encoder."""
    from errors import QueryError
    from indexer.index import Index
    from insight.copying.contract import overview_json, pair_json, reading_json
    from insight.copying.overview import overview
    from insight.copying.pair import compare
    from insight.copying.reading import read
    from insight.copying.survey import open_survey
    from terminal.progress import Bars

    filters = filters_of(options)
    index = Index.open(options.index)
    if options.other and not options.report:
        raise QueryError(
            "--with names the second of two reports; name the first one too: copying REPORT-ID --with REPORT-ID"
        )
    if options.other:
        pair = compare(index, options.report, options.other)
        return tell(options, pair_json(pair), lambda: show_pair(pair))
    with Bars() as bars:
        survey = open_survey(index, lambda done, total: bars.tell("read", done, total))
    if options.report:
        reading = read(index, survey, options.report)
        return tell(options, reading_json(reading), lambda: show_reading(reading))
    found = overview(index, survey, filters)
    return tell(options, overview_json(found, filters), lambda: show(found))


def show(found: Overview) -> str:
    """Reports by the share that stands in others."""
    if not found.rows:
        return "没有符合筛选条件的报告。No report passes the filters."
    lines = [
        f"{len(found.rows)} reports of {found.townships} townships (authorities), each compared with all {found.compared} of the index",
        f"  {_shares(found.total)}",
        "",
        f"相同表述最多 most in common with others, {min(len(found.rows), _MOST_REPORTS)} of {len(found.rows)}:",
    ]
    for row in found.rows[:_MOST_REPORTS]:
        before = f"上一份 last {row.before}" if row.before else "索引中没有往年报告 no earlier report here"
        lines.append(f"{row.shares.repeated:4.0%}  {_report(row.report)} · {row.report.id} · {before}")
        lines.append(f"      {_shares(row.shares)}")
    lines += ["", _limits(found.common)]
    return "\n".join(lines)


def show_reading(reading: Reading) -> str:
    """One report: shares, sections, partners, and its sentences with where else they stand."""
    lines = [f"{_report(reading.report)} · {reading.report.title}", f"  {_shares(reading.shares)}", ""]
    for section, shares in reading.sections:
        if shares.count:
            lines.append(f"{'  ' * (section.level - 1)}{shares.repeated:4.0%} of {shares.count:3}  {section.label}")
    if reading.partners:
        lines += ["", f"相同表述最多的报告 most shared with, {len(reading.partners)} of {reading.shared_with}:"]
        lines += [
            f"  {partner.sentences:3} 句 sentences  {_report(partner.report)} · {partner.report.id}"
            for partner in reading.partners
        ]
    lines += [
        "",
        "  ".join(f"{_MARKS[name]} {label}" for name, label in _STANDINGS.items() if _MARKS[name].strip()),
        "",
    ]
    for found in reading.sentences:
        lines += _sentence(found)
    return "\n".join(lines)


def show_pair(pair: Pair) -> str:
    """The sentences that two reports share, with the words in brackets that only one of them has."""
    lines = [
        f"A {_report(pair.left)} · {pair.left.id}: {pair.left_shared} of {pair.left_sentences} sentences stand in B",
        f"B {_report(pair.right)} · {pair.right.id}: {pair.right_shared} of {pair.right_sentences} sentences stand in A",
        "",
    ]
    for aligned in pair.aligned:
        share = f" {aligned.likeness:.0%}" if aligned.alike.value == "near" else ""
        lines.append(f"{_ALIKE[aligned.alike.value]}{share}")
        lines += _wrapped("A ", _bracketed(aligned.left.text, aligned.left.start, aligned.left_only))
        lines += _wrapped("B ", _bracketed(aligned.right.text, aligned.right.start, aligned.right_only))
    return "\n".join(lines if pair.aligned else [*lines, "没有相同或相近的句子。No sentence is shared."])


def _sentence(found: Found) -> list[str]:
    lines = _wrapped(f"{_MARKS[found.standing.value]} ", found.cited.text)
    if found.reports and found.standing.value != "common":
        others = [f"{_report(other.cited.report)} {_ALIKE[other.alike.value].split()[0]}" for other in found.others]
        more = found.reports - len(others)
        lines.append(f"    另见 also in: {'；'.join(others)}" + (f"；另有 {more} 处 {more} more" if more else ""))
    elif found.reports:
        lines.append(f"    另见 {found.reports} 份报告、{found.townships} 个单位 in {found.reports} more reports")
    return lines


def _shares(shares: Shares) -> str:
    parts = [f"{label.split()[0]} {share:.0%}" for name, label in _STANDINGS.items() if (share := _share(shares, name))]
    return f"{' · '.join(parts)} （{shares.count} 句 sentences, {shares.total} 字 characters）"


def _share(shares: Shares, name: str) -> float:
    from insight.copying.nouns import Standing

    return shares.share(Standing(name))


def _limits(common: int) -> str:
    from insight.copying.nouns import COMMON_COUNTIES, NEAR, SHORTEST

    return (
        f"相同表述只说明哪句话还见于何处、何年，不说明谁照抄谁。Shared words tell no more than where else they stand.\n"
        f"同一年之间没有先后。Within a year there is no first. 少于 {SHORTEST} 字的句子不比对 shorter sentences are not compared; "
        f"相近 near: ≥ {NEAR:.0%} of three-character pieces; 通用 common: ≥ {common} authorities of ≥ {COMMON_COUNTIES} counties."
    )


def _bracketed(text: str, start: int, only: tuple[Span, ...]) -> str:
    for begin, end in reversed(only):
        text = f"{text[: begin - start]}【{text[begin - start : end - start]}】{text[end - start :]}"
    return text


def _wrapped(mark: str, text: str) -> list[str]:
    return textwrap.wrap(text, 56, initial_indent=mark, subsequent_indent="  ", break_on_hyphens=False)


def _report(report: ReportFacts) -> str:
    return f"{place_name(report.place)} {report.year or '年度不明'}"
