"""Indicators, tables, flags and figures as JSON: the shapes that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from insight.contract import cited_json, facts_json
from insight.indicators.collecting import Stated
from insight.indicators.flags import Found
from insight.indicators.indicator import Indicator
from insight.indicators.matrix import Cell, Coverage, Matrix, Row, Total
from insight.indicators.quoting import Quoting
from insight.indicators.survey import Flagged
from insight.indicators.weighing import Weighed
from insight.indicators.wording import EN, ZH, flag_text
from search.contract import place_json


def indicator_json(indicator: Indicator) -> dict[str, Any]:
    """What an indicator is called; ``unit`` is the first of its units."""
    units = indicator.units.split()
    return {
        "key": indicator.key,
        "zh": indicator.zh,
        "en": indicator.en,
        "unit": units[0],
        "units": units,
        "kind": indicator.kind.value,
    }


def coverage_json(found: Sequence[Coverage]) -> list[dict[str, Any]]:
    """Every indicator with how many townships state it, out of how many that report, and the same by year."""
    return [
        {
            **indicator_json(item.indicator),
            "townships": item.stated,
            "of": item.of,
            "years": {str(year): {"townships": stated, "of": of} for year, (stated, of) in item.years.items()},
        }
        for item in found
    ]


def matrix_json(table: Matrix, quoting: Quoting) -> dict[str, Any]:
    """The table of an indicator: a row a township, a value a year, what the townships state together, and the sentences."""
    return {
        "indicator": indicator_json(table.indicator),
        "years": list(table.years),
        "rows": [_row_json(row, table.years, quoting) for row in table.rows],
        "totals": _totals_json(table.totals, table.years),
        "counties": [
            {"county": list(county), "totals": _totals_json(totals, table.years)}
            for county, totals in table.counties.items()
        ],
    }


def flags_json(flagged: Flagged, quoting: Quoting, *, indicator: str | None = None) -> dict[str, Any]:
    """Flags with what they rest on; only those of an indicator if one is named."""
    wanted = [flag for flag in flagged.flags if indicator is None or flag.indicator == indicator]
    return {
        "compared": flagged.compared,
        "flags": [
            {
                "kind": flag.kind.value,
                "indicator": flag.indicator,
                "expected": round(flag.expected, 4),
                "peers": flag.peers,
                "zh": flag_text(flag, ZH),
                "en": flag_text(flag, EN),
                "figure": _found_json(flag.found, quoting),
                "against": [_found_json(found, quoting) for found in flag.against],
            }
            for flag in wanted
        ],
    }


def stated_json(stated: Stated, quoting: Quoting) -> dict[str, Any]:
    """All figures of a report."""
    return {
        **facts_json(stated.report),
        "figures": [figure_json(weighed, stated.report.id, quoting) for weighed in stated.figures],
    }


def figure_json(weighed: Weighed, report_id: str, quoting: Quoting) -> dict[str, Any]:
    """A figure with its sentence; ``start`` and ``end`` are those of number and unit in the report's text, in ``cited`` those of the sentence."""
    figure = weighed.figure
    return {
        "value": _plain(figure.value),
        "unit": figure.unit,
        "kind": figure.kind.value,
        "written": quoting.written(report_id, figure),
        "qualifier": figure.qualifier,
        "counted": figure.counted,
        "change": figure.change.value if figure.change else None,
        "period": figure.period,
        "planned": figure.planned,
        "part": weighed.part,
        "indicator": figure.indicator,
        "start": figure.start,
        "end": figure.end,
        "cited": cited_json(quoting.sentence(report_id, figure)),
    }


def _found_json(found: Found, quoting: Quoting) -> dict[str, Any]:
    return figure_json(found.weighed, found.report.id, quoting)


def _row_json(row: Row, years: Sequence[int], quoting: Quoting) -> dict[str, Any]:
    report = row.report
    values = {str(year): _cell_json(cell, quoting) for year, cell in zip(years, row.cells, strict=True)}
    return {
        "place": place_json(report.place),
        "authority": list(report.authority),
        "level": report.level.value,
        "values": values,
    }


def _cell_json(cell: Cell, quoting: Quoting) -> dict[str, Any]:
    if cell.report is None:
        return {"state": cell.state.value}
    others = [figure_json(weighed, cell.report.id, quoting) for weighed in cell.others]
    own = figure_json(cell.headline, cell.report.id, quoting) if cell.headline else {"report_id": cell.report.id}
    return {"state": cell.state.value, **own, "others": others}


def _totals_json(totals: Sequence[Total], years: Sequence[int]) -> dict[str, Any]:
    return {
        str(year): {
            "townships": total.stated,
            "of": total.of,
            "sum": _number(total.total),
            "median": _number(total.middle),
        }
        for year, total in zip(years, totals, strict=True)
    }


def _number(value: float | None) -> float | int | None:
    return None if value is None else _plain(value)


def _plain(value: float) -> float | int:
    """Whole numbers without a point."""
    return int(value) if value == int(value) else value
