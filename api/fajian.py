"""One opened index with everything that can be asked of it: search, read a report, similar passages, practices for a problem, indicators."""

from __future__ import annotations

import threading
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import Self, overload

from corpus.report import Passage, Report
from embeddings import Encoder, Reranker, load_encoder, load_reranker
from errors import QueryError, echoed
from indexer import storage
from indexer.index import Index
from indexer.passages import cut
from insight.indicators.asked import find_indicator
from insight.indicators.matrix import Coverage, Matrix
from insight.indicators.survey import Flagged, find_flags, list_indicators, tabulate
from insight.indicators.table import INDICATORS
from insight.practices import Practices, Problems, Wish, practices_for, problems_for
from search.answer import Answer
from search.engine import Engine
from search.filters import Filters


class Fajian:
    """An opened index. Only reads; may be used by several threads at once.

    The encoder is loaded by whatever needs it first (a search, similar passages, practices), or by :meth:`warm`. The index stays the version
    that was opened; :attr:`is_current` says whether a newer one was published since.
    """

    def __init__(self, index: Index, model: str | Encoder | None = None, reranker: Reranker | None = None) -> None:
        self.index = index
        self._model = model
        self._reranker = reranker
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls, index: str | Path = "index", *, model: str | Encoder | None = None, reranker: str | Reranker | None = None
    ) -> Self:
        """Open the current version of an index.

        Args:
            index: Its directory, as ``python cli.py index`` made it.
            model: The encoder that the index was made by: folder or hub name of a sentence-transformers model, or an encoder; the environment's
                ``FAJIAN_MODEL``, else the bundled one, if ``None``.
            reranker: A cross-encoder, or its folder or hub name; the environment's ``FAJIAN_RERANKER``, else none, if ``None``.

        Raises:
            IndexUnusableError: There is no index, or it is damaged.
            EncoderError: The reranker cannot be had.
        """
        given = load_reranker(reranker) if reranker is None or isinstance(reranker, str) else reranker
        return cls(Index.open(Path(index)), model, given)

    @property
    def engine(self) -> Engine:
        """The search engine, made when it is first needed.

        Raises:
            IndexUnusableError: The index was made by another encoder.
            EncoderError: The encoder cannot be had.
        """
        with self._lock:
            if self._engine is None:
                model = self._model
                encoder = load_encoder(model) if model is None or isinstance(model, str) else model
                self._engine = Engine(self.index, encoder, reranker=self._reranker)
            return self._engine

    @property
    def is_current(self) -> bool:
        """Whether this is still the version that a newly opened index would be."""
        return storage.current_version_or_none(self.index.directory) == self.index.version

    def warm(self) -> None:
        """Load everything that the first search would have to wait for.

        Raises:
            EncoderError: The encoder cannot be had.
        """
        self.engine.warm()

    def search(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        top: int = 10,
        per_township: int | None = None,
        as_written: Collection[str] = (),
    ) -> Answer:
        """Passages that answer a question, the best first.

        Args:
            question: In Chinese or English.
            filters: Which passages may be found; :func:`api.make_filters` makes them from plain words.
            top: Most hits to return.
            per_township: Most hits of one township; no limit if ``None``.
            as_written: What not to take out of the question as a filter or wish: ``year``, a level of place, ``role``; or ``all``.

        Raises:
            QueryError: The question is empty or too long, or a number is out of range.
            EncoderError: The encoder cannot be had.
        """
        return self.engine.search(question, filters, top=top, per_township=per_township, as_written=as_written)

    def similar(
        self, passage_id: str, filters: Filters | None = None, *, top: int = 10, per_township: int | None = None
    ) -> Answer:
        """Passages like one of the index: never of its own report, other townships first.

        Raises:
            QueryError: There is no such passage, or a number is out of range.
        """
        return self.engine.similar(passage_id, filters, top=top, per_township=per_township)

    def practices(self, problem: str, filters: Filters | None = None, wish: Wish | None = None) -> Practices:
        """What others did about a problem, who else reports it, and what others plan.

        Args:
            problem: In Chinese or English, or the id of a passage.
            filters: On the reports, and on the theme of passages.
            wish: How much, and whose reports not.

        Raises:
            QueryError: The problem is empty or too long, there is no such passage or township, or a number is out of range.
            EncoderError: The encoder cannot be had.
        """
        return practices_for(self.engine, problem, filters, wish)

    def problems(self, practice: str, filters: Filters | None = None, wish: Wish | None = None) -> Problems:
        """The other way round: problems that a practice could help. Arguments and errors as of :meth:`practices`."""
        return problems_for(self.engine, practice, filters, wish)

    def read_report(self, report_id: str) -> Report:
        """The whole report: facts, text, and sections whose offsets refer to that text.

        Raises:
            QueryError: The index holds no report of this id.
        """
        report = self.index.catalogue.report(report_id) if report_id.isascii() else None
        if report is None:
            raise QueryError(f"{echoed(report_id)} is no report of {self.index.directory}; take the report_id of a hit")
        return report

    def passages(self, report_id: str) -> tuple[Passage, ...]:
        """The passages of a report, in document order.

        Raises:
            QueryError: The index holds no report of this id.
        """
        return tuple(cut(self.read_report(report_id)))

    @overload
    def indicators(self, indicator: None = None, filters: Filters | None = None) -> tuple[Coverage, ...]: ...

    @overload
    def indicators(self, indicator: str, filters: Filters | None = None) -> Matrix: ...

    def indicators(self, indicator: str | None = None, filters: Filters | None = None) -> tuple[Coverage, ...] | Matrix:
        """What reports count: every indicator with how many townships state it; or, of one, its table of townships and years.

        Args:
            indicator: Its key or its Chinese or English name; ``None`` lists them all.
            filters: Which reports.

        Raises:
            QueryError: There is no such indicator; the message names those that come near.
        """
        if indicator is None:
            return tuple(list_indicators(self.index, filters or Filters()))
        return tabulate(self.index, filters or Filters(), find_indicator(indicator, INDICATORS))

    def flags(self, filters: Filters | None = None) -> Flagged:
        """Figures that do not fit: contradictions inside a report, leaps between years, outliers among townships."""
        return find_flags(self.index, filters or Filters())

    def close(self) -> None:
        """Release the files of the index; nothing can be asked afterwards."""
        self.index.close()

    def __enter__(self) -> Self:
        """The opened index itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
