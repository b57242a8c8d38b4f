"""The sentences that figures stand in, as citations."""

from __future__ import annotations

from bisect import bisect_right

from corpus.report import Passage, Report
from indexer.index import Index
from insight.citing import Cited, Citing
from insight.indicators.figure import Figure

_REPORTS_KEPT = 200


class Quoting:
    """Makes citations of figures. Only reads."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._citing = Citing(index)
        self._passages: dict[str, list[Passage]] = {}

    def sentence(self, report_id: str, figure: Figure) -> Cited:
        """The sentence of a figure, inside its passage."""
        # By its place and not by its id: a passage that was cut anew has another one.
        passages = self.passages(report_id)
        number = bisect_right(passages, figure.start, key=lambda passage: passage.start) - 1
        passage = passages[max(number, 0)]
        start, end = max(figure.sentence[0], passage.start), min(figure.sentence[1], passage.end)
        return self._citing.cite(passage, start, max(start, end))

    def report(self, report_id: str) -> Report:
        """The whole report."""
        return self._citing.report(report_id)

    def written(self, report_id: str, figure: Figure) -> str:
        """Number and unit as they stand in the report."""
        return self.report(report_id).text[figure.start : figure.end]

    def passages(self, report_id: str) -> list[Passage]:
        """The report's passages, in document order."""
        found = self._passages.get(report_id)
        if found is None:
            report = self.report(report_id)
            found = [item.passage for _, item in self._index.catalogue.passages_in(report)]
            found.sort(key=lambda passage: passage.start)
            if len(self._passages) > _REPORTS_KEPT:
                self._passages.clear()
            self._passages[report_id] = found
        return found
