"""Figures and tables as lines for spreadsheets, which ``insight/spreadsheet.py`` writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.indicators.collecting import Stated
from insight.indicators.flags import Flag, Found
from insight.indicators.matrix import Cell, Matrix
from insight.indicators.quoting import Quoting
from insight.indicators.table import INDICATORS
from insight.indicators.weighing import Weighed
from insight.indicators.wording import Wording, flag_text
from insight.spreadsheet import Line, Value, csv_bytes, plain_number, write_csv, write_xlsx, xlsx_bytes

__all__ = ["Line", "csv_bytes", "figure_lines", "flag_lines", "table_lines", "write_csv", "write_xlsx", "xlsx_bytes"]


def figure_lines(
    stated: Iterable[Stated], index: Index, wording: Wording, *, indicator: str | None = None
) -> Iterator[Line]:
    """The head, then a line a figure, with its sentence and where that stands.

    Args:
        stated: What the reports state.
        index: Holds them.
        wording: Language of the head.
        indicator: Only its figures.
    """
    names = _indicator_names(wording)
    yield wording.columns
    quoting = Quoting(index)
    for item in stated:
        for weighed in item.figures:
            if indicator is None or weighed.figure.indicator == indicator:
                yield _figure_line(item, weighed, quoting, wording, names)


def table_lines(table: Matrix, index: Index, wording: Wording) -> Iterator[Line]:
    """The head, then a line a township: for each year the value, its unit and where it stands; gaps in words."""
    head = [column.format(year=year) for year in table.years for column in wording.year_columns]
    yield [*wording.table_columns, *head]
    quoting = Quoting(index)
    for row in table.rows:
        yield [*_place(row.report), *(value for cell in row.cells for value in _cell_values(cell, quoting, wording))]


def flag_lines(flags: Iterable[Flag], index: Index, wording: Wording) -> Iterator[Line]:
    """The head, then a line a flag: what does not fit, the figure, and the first of those that it is held against."""
    names = _indicator_names(wording)
    yield [*wording.flag_columns, *wording.flag_figure_columns, *wording.flag_figure_columns]
    quoting = Quoting(index)
    for flag in flags:
        against = _found_values(flag.against[0], quoting) if flag.against else []
        said = [wording.kinds[flag.kind], names.get(flag.indicator or ""), flag_text(flag, wording)]
        yield [*said, *_found_values(flag.found, quoting), *against]


def _indicator_names(wording: Wording) -> dict[str, str]:
    return {item.key: item.en if wording.grouped else item.zh for item in INDICATORS}


def _found_values(found: Found, quoting: Quoting) -> list[Value]:
    report, figure = found.report, found.weighed.figure
    cited = quoting.sentence(report.id, figure)
    return [
        *_place(report),
        report.year,
        report.title,
        " › ".join(cited.headings),
        quoting.written(report.id, figure),
        cited.text,
        report.source,
    ]


def _figure_line(stated: Stated, weighed: Weighed, quoting: Quoting, wording: Wording, names: dict[str, str]) -> Line:
    report, figure = stated.report, weighed.figure
    cited = quoting.sentence(report.id, figure)
    return [
        *_place(report),
        report.year,
        report.title,
        " › ".join(cited.headings),
        wording.roles.get(cited.role, ""),
        names.get(figure.indicator or ""),
        figure.counted,
        quoting.written(report.id, figure),
        plain_number(figure.value),
        figure.unit,
        wording.figure_kinds[figure.kind],
        figure.qualifier,
        wording.changes[figure.change] if figure.change else None,
        figure.period,
        wording.yes if figure.planned else None,
        wording.yes if weighed.part else None,
        cited.text,
        report.source,
    ]


def _place(report: ReportFacts) -> list[Value]:
    place = report.place
    return [place.province, place.prefecture, place.county, place.township]


def _cell_values(cell: Cell, quoting: Quoting, wording: Wording) -> list[Value]:
    if cell.headline is None or cell.report is None:
        return [wording.gaps[cell.state], None, None]
    figure = cell.headline.figure
    cited = quoting.sentence(cell.report.id, figure)
    source = " · ".join([cell.report.title, *cited.headings, f"“{cited.text}”"])
    return [
        plain_number(figure.value),
        f"{figure.qualifier or ''}{figure.unit}" if figure.qualifier == "余" else figure.unit,
        source,
    ]
