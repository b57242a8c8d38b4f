"""``indicators``: the figures of reports, one indicator as a table of townships and years, and what does not fit."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from errors import QueryError
from terminal.options import report_options
from terminal.plain import one_line
from terminal.running import filters_of, tell
from terminal.show import place_name
from terminal.views import Make

if TYPE_CHECKING:
    from indexer.index import Index
    from insight.indicators.export import Line
    from insight.indicators.flags import Flag, Found
    from insight.indicators.indicator import Indicator
    from insight.indicators.matrix import Cell, Coverage, Matrix, Total
    from insight.indicators.quoting import Quoting
    from insight.indicators.survey import Flagged
    from search.filters import Filters

_TOP = 50
_LONGEST = 60
"""Characters of a sentence that are shown on either side of its figure."""


def add(make: Make) -> None:
    """Add the command."""
    command = make("indicators", run, "figures of reports by township and year, and those that do not fit")
    command.add_argument("indicator", nargs="?", metavar="KEY-OR-NAME", help="an indicator; none lists them all")
    what = command.add_mutually_exclusive_group()
    what.add_argument("--figures", action="store_true", help="every figure, also those of no indicator")
    what.add_argument("--flags", action="store_true", help="what does not fit: contradictions and outliers")
    command.add_argument(
        "--top", type=int, default=_TOP, metavar="N", help=f"most figures or flags to show, 0 for all (default {_TOP})"
    )
    command.add_argument("--csv", type=Path, metavar="FILE", help="write the table or the figures to a CSV file")
    command.add_argument("--xlsx", type=Path, metavar="FILE", help="write the table or the figures to an XLSX file")
    report_options(command)


def run(options: argparse.Namespace) -> int:
    """Understand what is asked for, write the files asked for, and print."""
    from indexer.index import Index
    from insight.indicators.asked import find_indicator
    from insight.indicators.table import INDICATORS

    filters = filters_of(options)
    indicator = find_indicator(options.indicator, INDICATORS) if options.indicator else None
    if options.top < 0:
        raise QueryError(f"--top {options.top} is less than none; give 0 for all")
    for path in (options.csv, options.xlsx):
        # Told before anything is worked out for a file that cannot be written.
        if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
            raise QueryError(f"{path} cannot be written; name a file in a folder that exists")
    index = Index.open(options.index)
    if options.flags:
        return _run_flags(options, index, filters, indicator)
    if options.figures:
        return _run_figures(options, index, filters, indicator)
    if indicator is not None:
        return _run_table(options, index, filters, indicator)
    return _run_list(options, index, filters)


def _run_list(options: argparse.Namespace, index: Index, filters: Filters) -> int:
    from insight.indicators.contract import coverage_json
    from insight.indicators.survey import list_indicators

    found = list_indicators(index, filters)
    _write_figures(options, index, filters, None)
    return tell(options, {"indicators": coverage_json(found)}, lambda: show(found))


def _run_table(options: argparse.Namespace, index: Index, filters: Filters, indicator: Indicator) -> int:
    from insight.indicators.contract import flags_json, matrix_json
    from insight.indicators.export import figure_lines, table_lines
    from insight.indicators.quoting import Quoting
    from insight.indicators.survey import find_flags, stated_in, tabulate
    from insight.indicators.wording import ZH

    table, flagged = tabulate(index, filters, indicator), find_flags(index, filters)
    quoting = Quoting(index)

    def sheets() -> list[tuple[str, Iterable[Line]]]:
        figures = figure_lines(stated_in(index, filters), index, ZH, indicator=indicator.key)
        return [(ZH.sheets[0], table_lines(table, index, ZH)), (ZH.sheets[1], figures)]

    _write(options, sheets)
    fields = matrix_json(table, quoting) | flags_json(flagged, quoting, indicator=indicator.key)
    own = [flag for flag in flagged.flags if flag.indicator == indicator.key]
    return tell(options, fields, lambda: "\n".join([show_table(table), *_flags(own, quoting, options.top)]))


def _run_figures(options: argparse.Namespace, index: Index, filters: Filters, indicator: Indicator | None) -> int:
    from insight.indicators.contract import figure_json
    from insight.indicators.flags import Found
    from insight.indicators.quoting import Quoting
    from insight.indicators.survey import stated_in

    quoting = Quoting(index)
    key = indicator.key if indicator else None
    shown: list[Found] = []
    total = 0
    for stated in stated_in(index, filters):
        for weighed in stated.figures:
            if key is None or weighed.figure.indicator == key:
                total += 1
                if options.top == 0 or len(shown) < options.top:
                    shown.append(Found(stated.report, weighed))
    _write_figures(options, index, filters, key)
    rows = [figure_json(found.weighed, found.report.id, quoting) for found in shown] if options.json else []
    return tell(options, {"total": total, "figures": rows}, lambda: show_figures(shown, total, quoting))


def _run_flags(options: argparse.Namespace, index: Index, filters: Filters, indicator: Indicator | None) -> int:
    from insight.indicators.contract import flags_json
    from insight.indicators.export import flag_lines
    from insight.indicators.quoting import Quoting
    from insight.indicators.survey import find_flags
    from insight.indicators.wording import ZH

    flagged, quoting = find_flags(index, filters), Quoting(index)
    own = [flag for flag in flagged.flags if indicator is None or flag.indicator == indicator.key]
    _write(options, lambda: [(ZH.sheets[2], flag_lines(own, index, ZH))])
    fields = flags_json(flagged, quoting, indicator=indicator.key if indicator else None)
    return tell(options, fields, lambda: "\n".join(_flags(own, quoting, options.top, flagged)))


def _write(options: argparse.Namespace, sheets: Callable[[], Sequence[tuple[str, Iterable[Line]]]]) -> None:
    """The files asked for, written as the lines come; CSV holds the first sheet."""
    from insight.indicators.export import write_csv, write_xlsx

    if options.csv:
        with options.csv.open("w", encoding="utf-8-sig", newline="") as file:
            write_csv(sheets()[0][1], file)
    if options.xlsx:
        with options.xlsx.open("wb") as binary:
            write_xlsx(sheets(), binary)


def _write_figures(options: argparse.Namespace, index: Index, filters: Filters, key: str | None) -> None:
    """Every figure in scope, straight from the reports into the files."""
    from insight.indicators.export import figure_lines
    from insight.indicators.survey import stated_in
    from insight.indicators.wording import ZH

    _write(options, lambda: [(ZH.sheets[1], figure_lines(stated_in(index, filters), index, ZH, indicator=key))])


def show(found: Sequence[Coverage]) -> str:
    """A line an indicator: how many townships state it, out of how many, in all and by year."""
    years = sorted({year for item in found for year in item.years})
    rows = [["指标 indicator", "key", "乡镇 townships", *map(str, years)]]
    for item in found:
        by_year = [f"{item.years[year][0]}/{item.years[year][1]}" if year in item.years else "" for year in years]
        rows.append([item.indicator.zh, item.indicator.key, f"{item.stated}/{item.of}", *by_year])
    foot = "n/m：m 个报告的乡镇（单位）中 n 个写明。n/m: stated by n of the m townships (authorities) that report."
    return "\n".join([*_columns(rows), "", foot])


def show_table(table: Matrix) -> str:
    """A line a township, a column a year; gaps in words; what the townships state together below."""
    from insight.indicators.wording import ZH

    rows = [[f"{table.indicator.zh} {table.indicator.en}", *map(str, table.years)]]
    rows += [[place_name(row.report.place), *map(_cell_text, row.cells)] for row in table.rows]
    lines = _columns(rows)
    for year, total in zip(table.years, table.totals, strict=True):
        lines.append(f"{year}: {_total_text(total)}")
    gaps = list(ZH.gaps.values())[1:]
    lines.append(
        f"{gaps[0]}：报告中没有这项数字 no such figure in the report；{gaps[1]}：该年没有报告 no report of that year"
    )
    return "\n".join(lines)


def show_figures(shown: Sequence[Found], total: int, quoting: Quoting) -> str:
    """A block a figure: where it stands, what it counts, and its sentence."""
    lines: list[str] = []
    for found in shown:
        figure = found.weighed.figure
        said = [quoting.written(found.report.id, figure), figure.counted, figure.indicator, figure.period]
        said += ["打算 planned" if figure.planned else None, figure.change.value if figure.change else None]
        lines.append(f"{_where(found)} · {' · '.join(one_line(part) for part in said if part)}")
        lines.append(f"   {_sentence(found, quoting)}")
    return "\n".join([*lines, f"{len(shown)} of {total} figures"])


def _flags(flags: Sequence[Flag], quoting: Quoting, top: int, flagged: Flagged | None = None) -> list[str]:
    """What does not fit, each with its sentences."""
    from insight.indicators.wording import ZH, flag_text

    shown = flags if top == 0 else flags[:top]
    lines: list[str] = []
    for flag in shown:
        lines.append(f"？{ZH.kinds[flag.kind]} {flag.kind.value}：{flag_text(flag, ZH)}")
        seen: set[tuple[str, tuple[int, int]]] = set()
        for found in (flag.found, *flag.against):
            where = (found.report.id, found.weighed.figure.sentence)
            if where not in seen:
                lines.append(f"   {_where(found)}：{_sentence(found, quoting)}")
            seen.add(where)
    compared = f"; {flagged.compared} reports were compared" if flagged else ""
    return [*lines, f"{len(shown)} of {len(flags)} flags{compared}"]


def _where(found: Found) -> str:
    return f"{place_name(found.report.place)} {found.report.year or '年度不明'}"


def _sentence(found: Found, quoting: Quoting) -> str:
    """The figure's sentence in a line, far ends cut."""
    cited = quoting.sentence(found.report.id, found.weighed.figure)
    start = max(found.weighed.figure.start - cited.start - _LONGEST, 0)
    end = found.weighed.figure.end - cited.start + _LONGEST
    text = one_line(cited.text[start:end])
    return f"{'…' if start else ''}{text}{'…' if end < len(cited.text) else ''} · {cited.passage_id}"


def _cell_text(cell: Cell) -> str:
    from insight.indicators.wording import ZH, figure_text

    if cell.headline is None:
        return ZH.gaps[cell.state]
    more = f" +{len(cell.others)}" if cell.others else ""
    return figure_text(cell.headline.figure, ZH) + more


def _total_text(total: Total) -> str:
    from insight.indicators.wording import ZH, number_text

    parts = [f"{total.of} 个乡镇（单位）中 {total.stated} 个写明 stated by {total.stated} of {total.of}"]
    if total.total is not None:
        parts.append(f"合计 sum {number_text(total.total, ZH)}")
    if total.middle is not None:
        parts.append(f"中位数 median {number_text(total.middle, ZH)}")
    return " · ".join(parts)


def _columns(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Rows as lines with columns below each other; a Han character is two wide."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            one_line(text) + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
