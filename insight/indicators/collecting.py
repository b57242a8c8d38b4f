"""The figures of all reports in scope, and what does not fit in each of them, worked out once a report and kept beside the index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from corpus.reader import READER_VERSION
from corpus.report import Report
from corpus.text.script import plain
from indexer.catalogue import ReportFacts
from indexer.index import Index
from indexer.passages import CUTTER_VERSION
from insight.derived import Derived
from insight.indicators.checking import doubts_in
from insight.indicators.claims import claims_in
from insight.indicators.doubt import Claim, Doubt, DoubtKind
from insight.indicators.extracting import EXTRACTOR_VERSION, figures_of
from insight.indicators.figure import Change, Figure, FigureKind
from insight.indicators.weighing import Weighed, weigh

CHECKS_VERSION = 2
"""Raised whenever figures would be weighed or doubted differently."""
VIEW = "indicators"
_AT_ONCE = 200
"""Reports whose figures are in memory together."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What one report states: all its figures in document order, what does not fit in them, and what it says of the year before."""

    report: ReportFacts
    figures: tuple[Weighed, ...]
    doubts: tuple[Doubt, ...]
    claims: tuple[Claim, ...]


def collect(index: Index, reports: Sequence[ReportFacts]) -> Iterator[Stated]:
    """What each of these reports states, in the order given.

    Reports come one by one and are not kept, so that memory does not grow with them. The first look at a report costs its reading, every later one a row of the cache.

    Args:
        index: Holds the reports.
        reports: Some of ``index.reports``.
    """
    derived = Derived(index.directory, VIEW, EXTRACTOR_VERSION * 1000 + CHECKS_VERSION)
    made = 0

    def make(key: str) -> dict[str, Any]:
        nonlocal made
        made += 1
        return _rows(index, key.partition(".")[0])

    try:
        for begin in range(0, len(reports), _AT_ONCE):
            some = reports[begin : begin + _AT_ONCE]
            found = derived.fill([_key(report) for report in some], make, at_once=_AT_ONCE)
            for report in some:
                yield _stated(report, found[_key(report)])
        if made:
            # Whoever adds reports also takes some out.
            derived.keep_only(map(_key, index.reports))
    finally:
        derived.close()


def _key(report: ReportFacts) -> str:
    """The same text is cut anew by a newer reader or cutter, and its year may be given beside it."""
    return f"{report.id}.{report.year}.{READER_VERSION}.{CUTTER_VERSION}"


def _rows(index: Index, report_id: str) -> dict[str, Any]:
    """What is kept of a report, as JSON values."""
    report = index.catalogue.report(report_id)
    assert report is not None, f"the index holds no report {report_id}"
    figures, doubts, claims = read_figures(index, report)
    return {
        "figures": [[*astuple(w.figure), w.low, w.high, w.part, w.subject] for w in figures],
        "doubts": [astuple(doubt) for doubt in doubts],
        "claims": [astuple(claim) for claim in claims],
    }


def read_figures(index: Index, report: Report) -> tuple[list[Weighed], list[Doubt], list[Claim]]:
    """A report's figures, what does not fit in them, and what they say of the year before, worked out anew."""
    text = plain(report.text)
    passages = [item.passage for _, item in index.catalogue.passages_in(report)]
    figures = weigh(text, figures_of(report, passages))
    return figures, doubts_in(text, figures), claims_in(text, figures, report.year)


def _stated(report: ReportFacts, rows: dict[str, Any]) -> Stated:
    return Stated(
        report,
        tuple(_weighed(*row) for row in rows["figures"]),
        tuple(Doubt(DoubtKind(kind), figure, tuple(against), value) for kind, figure, against, value in rows["doubts"]),
        tuple(Claim(*row) for row in rows["claims"]),
    )


def _weighed(*row: Any) -> Weighed:  # noqa: ANN401
    start, end, value, unit, kind, counted, passage_id, sentence, qualifier, change, *rest = row
    period, planned, indicator, low, high, part, subject = rest
    figure = Figure(
        start,
        end,
        value,
        unit,
        FigureKind(kind),
        counted,
        passage_id,
        (sentence[0], sentence[1]),
        qualifier,
        Change(change) if change else None,
        period,
        planned,
        indicator,
    )
    return Weighed(figure, low, high, part, subject)
