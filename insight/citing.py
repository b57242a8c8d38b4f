"""Where a statement rests: a slice of a report with everything needed to show and to open it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.report import Passage, Report, Role
from indexer.catalogue import ReportFacts
from indexer.index import Index

_REPORTS_KEPT = 200


@dataclass(frozen=True, slots=True)
class Cited:
    """A slice of a report, ``text == report.text[start:end]``, inside the passage ``passage_id``.

    ``page`` and ``line`` count from 1, ``None`` in files without pages, or without lines of their own.
    """

    report: ReportFacts
    passage_id: str
    role: Role
    headings: tuple[str, ...]
    text: str
    start: int
    end: int
    page: int | None
    line: int | None


class Citing:
    """Makes citations from positions of passages. Only reads; may be used by several threads at once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._reports: dict[str, Report] = {}

    def passages(self, positions: Sequence[int]) -> list[Cited]:
        """The passages at these positions of the index, whole, in the order asked for."""
        return [self.cite(passage) for passage in self._index.catalogue.passages(positions)]

    def cite(self, passage: Passage, start: int | None = None, end: int | None = None) -> Cited:
        """A passage, or the slice of it from ``start`` to ``end`` (offsets into the report's text)."""
        report = self.report(passage.report_id)
        first = passage.start if start is None else start
        last = passage.end if end is None else end
        return Cited(
            self._facts[passage.report_id],
            passage.id,
            passage.role,
            report.headings(passage.section),
            report.text[first:last],
            first,
            last,
            report.page_at(first),
            report.line_at(first),
        )

    def report(self, report_id: str) -> Report:
        """The whole report of an id that the index is known to hold."""
        report = self._reports.get(report_id) or self._index.catalogue.report(report_id)
        assert report is not None, f"the index holds no report {report_id}"
        # Another thread may clear the cache at any moment, so nothing is read from it again.
        if len(self._reports) > _REPORTS_KEPT:
            self._reports.clear()
        self._reports[report_id] = report
        return report

    @cached_property
    def _facts(self) -> dict[str, ReportFacts]:
        return {report.id: report for report in self._index.reports}
