"""A chart of an indicator over the years, drawn in the browser by what Streamlit brings along; nothing is fetched."""

from __future__ import annotations

from collections import Counter

import altair as alt

from insight.indicators.matrix import Matrix, Row
from web.texts import Texts

MOST_LINES = 40
"""Townships that one can still tell apart by pointing at them."""
MOST_COLOURS = 10
"""As many as the theme names for charts (``.streamlit/config.toml``), each to be told from the ground, in light and dark."""


def chart_of(table: Matrix, words: Texts) -> alt.LayerChart | alt.Chart | None:
    """Lines of townships over years, or bars where there is one year; ``None`` where there is nothing to draw or too much.

    A line is broken where a year is not stated: nothing is put into gaps.
    """
    points = _points(table)
    if not points or len({point["township"] for point in points}) > MOST_LINES:
        return None
    own = words.indicators
    # Numbers of the axis as the language writes them: 1,400 or 1400.
    number = ",~f" if words.html_lang.startswith("en") else "~f"
    data = alt.InlineData(values=points)
    value = alt.Y("value:Q", title=None, axis=alt.Axis(grid=True, tickCount=5, format=number))
    tips = [
        alt.Tooltip("township:N", title=own.township),
        alt.Tooltip("year:O", title=own.chart_year),
        alt.Tooltip("text:N", title=own.figure),
    ]
    if len(table.years) == 1:
        place = alt.Y("township:N", title=None, sort="-x", axis=alt.Axis(labelLimit=220))
        bars = alt.Chart(data).mark_bar()
        drawn: alt.Chart = bars.encode(
            x=alt.X("value:Q", title=None, axis=alt.Axis(tickCount=5, format=number)), y=place, tooltip=tips
        )
        return drawn
    few = len({point["township"] for point in points}) <= MOST_COLOURS
    colour = alt.Color(
        "township:N",
        title=None,
        legend=alt.Legend(orient="bottom", columns=3, labelLimit=160),
    )
    base = alt.Chart(data).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0), scale=alt.Scale(domain=list(table.years))),
        y=value,
        color=colour if few else alt.Undefined,
        tooltip=tips,
    )
    lines = base.mark_line(strokeWidth=2, opacity=1 if few else 0.45).encode(detail="run:N")
    layers: alt.LayerChart = (lines + base.mark_point(filled=True, size=55, opacity=1)).properties(height=340)
    return layers


def _points(table: Matrix) -> list[dict[str, str | int | float]]:
    """A point a stated value; ``run`` changes where a year is left out, so that no line crosses it."""
    names = _names(table.rows)
    points: list[dict[str, str | int | float]] = []
    for number, row in enumerate(table.rows):
        run, last = 0, None
        for year, cell in zip(table.years, row.cells, strict=True):
            if cell.headline is None or cell.headline.figure.kind is not table.indicator.kind:
                continue
            if last is None or year != last + 1:
                run += 1
            last = year
            figure = cell.headline.figure
            points.append(
                {
                    "township": names[number],
                    "year": year,
                    "value": figure.value,
                    "text": f"{figure.value:g} {figure.unit}",
                    "run": f"{number}-{run}",
                }
            )
    return points


def _names(rows: tuple[Row, ...]) -> list[str]:
    """The lowest names of places, with the one above where several are called the same."""
    short = [row.report.place.parts[-1] if row.report.place.parts else row.report.title for row in rows]
    often = Counter(short)
    return [
        name if often[name] == 1 else " ".join(row.report.place.parts[-2:]) or row.report.title
        for name, row in zip(short, rows, strict=True)
    ]
