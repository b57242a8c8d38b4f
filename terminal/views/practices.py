"""``practices``: from a problem to what others did about it, or from a practice to the problems that it could help."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from terminal.options import model_options, report_options, theme_option
from terminal.running import filters_of, open_engine, tell
from terminal.show import place_name, show_hit
from terminal.views import Make

if TYPE_CHECKING:
    from insight.practices import Column, Practices, Problems
    from insight.practices.subject import Subject

_PER_TOWNSHIP = 2
_MOST_WORDINGS = 3
_MOST_COUNTIES = 20
_TITLES = {
    "same_problem": "同样的问题 who reports the same",
    "practices": "别处的做法 what others did",
    "plans": "别处的打算 what others plan",
    "problems": "可能用得上的问题 problems it could help",
}


def add(make: Make) -> None:
    """Add the command."""
    command = make("practices", run, "what other townships did about a problem, who reports it too, and what they plan")
    command.add_argument("problem", metavar="PROBLEM", help="in Chinese or English, or the passage_id of a hit")
    command.add_argument(
        "--reverse", action="store_true", help="PROBLEM is a practice: find the problems that it could help"
    )
    command.add_argument("--top", type=int, default=5, metavar="N", help="most passages a column (default 5)")
    command.add_argument(
        "--per-township",
        type=int,
        default=_PER_TOWNSHIP,
        metavar="N",
        help=f"most passages of one township a column (default {_PER_TOWNSHIP})",
    )
    command.add_argument(
        "--own", action="store_true", help="keep the reports of the township whose passage is asked about"
    )
    command.add_argument(
        "--without-township",
        metavar="NAME",
        help="leave out this township's reports; its county before it, parted by a blank, if others share the name",
    )
    theme_option(command)
    report_options(command)
    model_options(command)


def run(options: argparse.Namespace) -> int:
    """Find and show; nothing found is an answer, too."""
    from insight.practices import Wish, practices_for, practices_json, problems_for, problems_json

    filters = filters_of(options)
    wish = Wish(options.top, options.per_township, options.own, options.without_township)
    engine = open_engine(options)
    if options.reverse:
        problems = problems_for(engine, options.problem, filters, wish)
        return tell(options, problems_json(problems), lambda: show(problems, {"problems": problems.problems}))
    found = practices_for(engine, options.problem, filters, wish)
    columns = {"same_problem": found.same_problem, "practices": found.practices, "plans": found.plans}
    return tell(options, practices_json(found), lambda: show(found, columns))


def show(found: Practices | Problems, columns: dict[str, Column]) -> str:
    """The passage asked about, the columns one after another, and how many townships there are."""
    lines = _asked(found.subject)
    for name, column in columns.items():
        lines += [f"━━ {_TITLES[name]}（{column.total}）", ""]
        lines += [show_hit(hit) for hit in column.hits] or ["   没有 none", ""]
    if not found.confident:
        lines.append("报告中没有谈到这样的事。Such reports do not speak of anything like it.")
    if found.without:
        lines.append("未计入 left out: " + "、".join(" ".join(who[1:] or who) for who in found.without))
    if found.subject.carried:
        terms = (f"{term.english} → {'/'.join(term.chinese[:_MOST_WORDINGS])}" for term in found.subject.carried)
        lines.append("looked for: " + ", ".join(terms))
    return "\n".join([*lines, *_coverage(found), f"{found.took_ms:.0f} ms"])


def _asked(subject: Subject) -> list[str]:
    cited = subject.passage
    if cited is None:
        return []
    head = f"{place_name(cited.report.place)} · {cited.report.year or '年度不明'} · {cited.passage_id}"
    return [head, *(["   " + " › ".join(cited.headings)] if cited.headings else []), f"   {cited.text}", ""]


def _coverage(found: Practices | Problems) -> list[str]:
    spread = found.coverage
    lines = [
        f"提到此问题的乡镇 {spread.all.townships} / 有报告的乡镇 {spread.all.of} townships that name the problem, of those with reports"
    ]
    years = (f"{year}: {share.townships}/{share.of}" for year, share in spread.by_year.items())
    lines.append("by year: " + (", ".join(years) or "—"))
    counties = sorted(spread.by_county.items(), key=lambda item: (-item[1].townships, item[0]))
    named = [f"{place[-1]} {share.townships}/{share.of}" for place, share in counties if share.townships]
    more = f", … and {len(named) - _MOST_COUNTIES} more" if len(named) > _MOST_COUNTIES else ""
    lines.append("by county: " + (", ".join(named[:_MOST_COUNTIES]) or "—") + more)
    return lines
