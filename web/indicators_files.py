"""Files to download, each made only when its button is pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from indexer.index import Index
from insight.indicators.export import Line, csv_bytes, figure_lines, flag_lines, table_lines, xlsx_bytes
from insight.indicators.survey import figures_of_report, find_flags, stated_in, tabulate
from insight.indicators.table import BY_KEY
from insight.indicators.wording import WORDINGS
from web.link import View

Make = Callable[[], bytes]


def figures_file(index: Index, view: View, kind: str) -> Make:
    """Every figure in scope, or of the report that the link names."""
    wording = WORDINGS[view.language]

    def make() -> bytes:
        chosen = next((report for report in index.reports if report.id == view.report), None)
        stated = [figures_of_report(index, chosen)] if chosen else stated_in(index, view.filters)
        return _bytes(kind, [(wording.sheets[1], figure_lines(stated, index, wording))])

    return make


def table_file(index: Index, view: View, kind: str) -> Make:
    """The table of the indicator picked; in XLSX with a second sheet of all its figures."""
    wording = WORDINGS[view.language]
    indicator = BY_KEY[view.pick or ""]

    def make() -> bytes:
        table = table_lines(tabulate(index, view.filters, indicator), index, wording)
        figures = figure_lines(stated_in(index, view.filters), index, wording, indicator=indicator.key)
        return _bytes(kind, list(zip(wording.sheets, (table, figures), strict=False)))

    return make


def flags_file(index: Index, view: View, kind: str) -> Make:
    """What does not fit in scope."""
    wording = WORDINGS[view.language]

    def make() -> bytes:
        return _bytes(kind, [(wording.sheets[2], flag_lines(find_flags(index, view.filters).flags, index, wording))])

    return make


def _bytes(kind: str, sheets: list[tuple[str, Iterable[Line]]]) -> bytes:
    return xlsx_bytes(sheets) if kind == "xlsx" else csv_bytes(sheets[0][1])
