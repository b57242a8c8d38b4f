"""The figures of a report as underlines in its text: which indicator each belongs to, and a link to that indicator in the county."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from corpus.report import Report
from insight.indicators.collecting import Stated
from insight.indicators.indicator import Indicator
from insight.indicators.table import BY_KEY
from insight.indicators.weighing import Weighed
from search.filters import Filters
from web.indicators_html import indicator_name
from web.link import View, link_params
from web.marking import escape
from web.report_marks import Span
from web.texts import Texts

WITHOUT_FIGURES = "plain"
"""As ``View.pick`` it leaves the figures without underlines."""
INDICATORS_PATH = "indicators"


@dataclass(frozen=True, slots=True)
class Underlined:
    """The underlines of a report, in the order of its text, and how many of its figures belong to an indicator."""

    spans: tuple[Span, ...]
    named: int

    @property
    def others(self) -> int:
        """Figures that belong to none."""
        return len(self.spans) - self.named


def underlined(report: Report, stated: Stated, view: View, words: Texts) -> Underlined:
    """Underline all that a report states; a figure of the indicator that ``view.pick`` names stands out."""
    spans: list[Span] = []
    named = 0
    addresses: dict[str, str] = {}
    for weighed in stated.figures:
        figure = weighed.figure
        indicator = BY_KEY.get(figure.indicator or "")
        title = escape(_title(report, weighed, indicator, words))
        if indicator is None:
            spans.append(Span(figure.start, figure.end, f'<span class="fj-figure-other" title="{title}">', "</span>"))
            continue
        named += 1
        if indicator.key not in addresses:
            addresses[indicator.key] = escape(_address(report, indicator, view))
        picked = " fj-figure-picked" if indicator.key == view.pick else ""
        opening = f'<a class="fj-figure{picked}" href="{addresses[indicator.key]}" title="{title}">'
        spans.append(Span(figure.start, figure.end, opening, "</a>"))
    return Underlined(tuple(spans), named)


def _title(report: Report, weighed: Weighed, indicator: Indicator | None, words: Texts) -> str:
    """The indicator, the figure as it is written, and what sort of figure it is."""
    own, figure = words.reader, weighed.figure
    if indicator is None:
        return own.figure_unnamed
    written = " ".join(report.text[figure.start : figure.end].split())
    said = own.figure_title.format(name=indicator_name(indicator, words), written=written)
    remarks = [own.planned] * figure.planned + [own.part] * weighed.part
    return words.joint.join([said, *remarks])


def _address(report: Report, indicator: Indicator, view: View) -> str:
    """The table of the indicator for the county of the report: its own township among its neighbours."""
    place = report.place
    near = Filters(prefecture=place.prefecture, county=place.county) if place.county else Filters()
    link = link_params(View(filters=near, pick=indicator.key, language=view.language))
    return f"{INDICATORS_PATH}?{urlencode(link)}"
