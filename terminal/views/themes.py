"""``themes``: which problems townships have, how many of them name each, and where and when."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING

from terminal.options import report_options
from terminal.running import filters_of, tell
from terminal.show import place_name
from terminal.views import Make

if TYPE_CHECKING:
    from insight.citing import Cited
    from insight.themes.answer import FoundTheme, Said, Themes

_MOST_SAME = 10
_WAYS = ("clusters", "outline")
_TRENDS = {
    "growing": "增多 growing",
    "fading": "减少 fading",
    "steady": "平稳 steady",
    "unknown": "数量太少，不作判断 too few to tell",
}


def add(make: Make) -> None:
    """Add the command."""
    command = make("themes", run, "which problems townships have: themes of their problem points, by year and county")
    command.add_argument(
        "name", nargs="?", metavar="THEME", help="one theme with all its passages, by id, name or part of the name"
    )
    command.add_argument("--by", choices=_WAYS, default="clusters", help="group by what points say, or by the outline")
    command.add_argument(
        "--top", type=int, metavar="N", help="most passages a theme (default 3 in the list, all of one theme)"
    )
    report_options(command)


def run(options: argparse.Namespace) -> int:
    """Tell the themes of the reports of a filter, or of one theme. Needs no encoder."""
    from indexer.index import Index
    from insight.themes.answer import FEW, themes_of_problems
    from insight.themes.contract import themes_json

    index = Index.open(options.index)
    top = options.top if options.top is not None or options.name else FEW
    found = themes_of_problems(index, filters_of(options), by=options.by, pick=options.name, top=top)
    return tell(options, themes_json(found), lambda: show(found, whole=bool(options.name)))


def show(found: Themes, *, whole: bool = False) -> str:
    """The themes, a few lines each, or ``whole``: where and when, who named it in consecutive years, and the passages."""
    years = ", ".join(f"{year} ({count})" for year, count in found.reporting.items()) or "—"
    head = (
        f"{found.points} 个问题段落 problem points · {found.townships.townships} of {found.townships.of} townships · "
        f"未归类 left over {found.left_over} · {years}"
    )
    if not found.themes:
        return f"{head}\n没有可以归类的问题。No themes."
    return "\n".join([head, "", *(_whole(theme) if whole else _brief(theme) for theme in found.themes)])


def _brief(theme: FoundTheme) -> str:
    lines = [_head(theme), *(_passage(said) for said in theme.said)]
    return "\n".join([*lines, ""])


def _whole(theme: FoundTheme) -> str:
    lines = [_head(theme)]
    if theme.named_in:
        lines.append(f"   名称见 named in: {_where(theme.named_in)}")
    counties = [(county, share) for county, share in theme.by_county.items() if share.townships]
    lines += [f"   {' '.join(county)}: {share.townships} of {share.of}" for county, share in counties]
    if theme.chronic:
        lines.append(f"   连年提到 named year after year by {len(theme.chronic)}:")
        lines += [f"     {place_name(one.report.place)} {'、'.join(map(str, one.years))}" for one in theme.chronic]
    return "\n".join([*lines, "", *(_passage(said) for said in theme.said)])


def _head(theme: FoundTheme) -> str:
    by_year = "  ".join(f"{year} {share.townships}/{share.of}" for year, share in theme.by_year.items())
    return (
        f"{theme.name}  [{theme.id}]\n"
        f"   {theme.townships.townships} of {theme.townships.of} townships · {theme.mentions} 段 passages · {_TRENDS[theme.trend.value]} · {by_year}"
    )


def _passage(said: Said) -> str:
    body = textwrap.fill(said.cited.text, 56, initial_indent="     ", subsequent_indent="     ", break_on_hyphens=False)
    same = (
        f"\n     另有 {len(said.same)} 处相同表述 said alike: {', '.join(map(_where, said.same))}" if said.same else ""
    )
    return f"   {_where(said.cited)} · {said.cited.passage_id}\n{body}{same}"


def _where(cited: Cited) -> str:
    fictional = "（虚构样例）" if cited.report.fictional else ""
    return f"{place_name(cited.report.place)} {cited.report.year or '年度不明'}{fictional}"
