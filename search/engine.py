"""The engine: an opened index and an encoder answer questions with ranked passages."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.report import Report, Role
from embeddings.checking import checked
from embeddings.encoder import Encoder
from embeddings.reranker import Reranker
from errors import QueryError, echoed
from indexer.index import ROLES, Index
from search.answer import Answer, Coverage, Folded, Hit
from search.asked import PlaceNames
from search.dictionary import prepare
from search.filters import THEME_CODES, Filters, matching_passages, passing_reports
from search.question import Question, parse_question
from search.ranking import CANDIDATES, Query, Ranking, encode_query, query_of, rank
from search.relevance import confident, relevant
from search.request import ALL_AS_WRITTEN, Request, make_request
from search.reranking import rerank
from search.settings import Leg, Part, Settings, settings_of
from search.showing import Showing
from search.tally import as_in_whole, by_authority, by_role, of_all_roles
from search.turns import in_turn
from search.understanding import understand

__all__ = ["Answer", "Coverage", "Engine", "Folded", "Hit", "Leg"]

MOST_HITS = 1000
"""Asking for more hits than this at once is refused; nobody reads them and the answer would not fit a page."""
WARMING = ("法治", "rule of law unheardof")
"""Questions that need every part: the second has a word that only the dictionaries could know."""
_REPORTS_KEPT = 200


@dataclass(frozen=True)
class Engine:
    """Answers questions on one opened index. Only reads; may be used by any number of threads at once, of which some work and the others wait.

    ``settings`` say which parts of the search are at work; ``reranker`` is a cross-encoder that reads the best passages again, if there is one.
    """

    index: Index
    encoder: Encoder
    settings: Settings = field(default_factory=Settings)
    reranker: Reranker | None = None
    _report_cache: dict[str, Report] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        # Frozen: whatever the encoder gives later is checked as it comes, whoever wrote it.
        object.__setattr__(self, "encoder", checked(self.encoder))
        self.index.check_encoder(self.encoder)

    @in_turn
    def search(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        top: int = 10,
        per_township: int | None = None,
        leg: Leg = Leg.FUSED,
        as_written: Collection[str] = (),
    ) -> Answer:
        """Find the passages that answer a question.

        Args:
            question: In Chinese or English.
            filters: Applied before ranking; a filter that matches nothing gives no hits and a message.
            top: Most hits to return.
            per_township: Most hits of one township; no limit if ``None``.
            leg: What ranks.
            as_written: What not to take out of the question as a filter or wish though it names it: ``year``, a level of place, ``role``; or ``all``.

        Raises:
            QueryError: The question is empty or too long, a number is out of range, or there is no such theme.
            EncoderError: The encoder cannot be had.
        """
        began = time.perf_counter()
        asked = parse_question(question)
        _check_numbers(top, per_township)
        request = make_request(asked, filters or Filters(), as_written, self._places, self.settings)
        allowed = matching_passages(request.filters, self.index)
        missed = request.recognised if not allowed.any() else ()
        if missed:
            # What the question names, the index does not hold together; that must not hide everything else.
            request = make_request(asked, filters or Filters(), ALL_AS_WRITTEN, self._places, self.settings)
            allowed = matching_passages(request.filters, self.index)
        if not allowed.any():
            answer = replace(self._nothing(request), terms=understand(request.matter, self.index, self.settings).terms)
        else:
            answer = self._answer(request, allowed, top=top, per_township=per_township, leg=leg)
        if missed and answer.message is None:
            named = "、".join(found.text for found in missed)
            told = (
                f"没有同时符合“{named}”的段落，已在全部报告中查找。No passage fits {named}; all reports were searched."
            )
            answer = replace(answer, message=told)
        return replace(answer, took_ms=(time.perf_counter() - began) * 1000)

    @in_turn
    def similar(
        self, passage_id: str, filters: Filters | None = None, *, top: int = 10, per_township: int | None = None
    ) -> Answer:
        """Passages like one of the index: never of its own report, other authorities first.

        Raises:
            QueryError: There is no such passage, or a number is out of range.
        """
        began = time.perf_counter()
        _check_numbers(top, per_township)
        position = self.index.catalogue.position_of(passage_id) if passage_id.isascii() else None
        if position is None:
            raise QueryError(
                f"{echoed(passage_id)} is no passage of {self.index.directory}; take the passage_id of a hit"
            )
        [passage] = self.index.catalogue.passages([position])
        own = self.index.report_of == self.index.report_of[position]
        asked = Question(passage.text, "zh")
        request = Request(asked, asked, filters or Filters(), (filters or Filters()).role)
        allowed = matching_passages(request.filters, self.index) & ~own
        if not allowed.any():
            return self._nothing(request)
        query = query_of(self.index, position, passage.text)
        ranking = rank(self.index, query, allowed, candidates=max(CANDIDATES, top))
        authorities = self.index.authority_of[self.index.report_of]
        ranking = ranking.reordered(np.argsort(authorities[ranking.positions] == authorities[position], kind="stable"))
        answer = self._told(request, query, ranking, (), top=top, per_township=per_township)
        return replace(answer, took_ms=(time.perf_counter() - began) * 1000)

    def warm(self, questions: Sequence[str] = ()) -> None:
        """Load everything that the first search would have to wait for; with questions, what these need.

        Raises:
            EncoderError: The encoder cannot be had.
        """
        # The index first: a later build takes the files of this version away while a model is being loaded.
        everything = np.ones(len(self.index.report_of), dtype=np.bool_)
        vector = np.zeros(self.encoder.dimension, dtype=np.float32)
        rank(self.index, Query((({"法": 1.0},),), vector), everything)
        for question in (questions or WARMING) if len(everything) else ():
            self.search(question)
        if not questions and self.settings.has(Part.DICTIONARY):
            prepare()
        self.encoder.encode_queries(["法"])

    def report(self, report_id: str) -> Report | None:
        """The whole report of this id; ``None`` where the index does not hold it."""
        report = self._report_cache.get(report_id) or self.index.catalogue.report(report_id)
        if report is not None:
            # Another thread may clear the cache at any moment, so nothing is read from it again.
            if len(self._report_cache) > _REPORTS_KEPT:
                self._report_cache.clear()
            self._report_cache[report_id] = report
        return report

    def counts(self, filters: Filters) -> Mapping[Role, int]:
        """Passages of each role that the other filters let through."""
        allowed = matching_passages(replace(filters, role=None), self.index)
        return {role: int((allowed & (self.index.role_of == code)).sum()) for code, role in enumerate(ROLES)}

    def theme_counts(self, filters: Filters) -> Mapping[str, int]:
        """Passages of each theme that the other filters let through; a passage of two themes counts for both."""
        themes = self.index.themes_of[matching_passages(replace(filters, theme=None), self.index)]
        return {name: int((themes == code).sum()) for name, code in THEME_CODES.items()}

    def _answer(
        self, request: Request, allowed: NDArray[np.bool_], *, top: int, per_township: int | None, leg: Leg
    ) -> Answer:
        settings = settings_of(leg, self.settings)
        understood = understand(request.matter, self.index, settings)
        wished = (request.filters.role or request.role) if settings.has(Part.ROLE) else None
        query = encode_query(understood, self.index, self.encoder, settings, wished, figures=request.figures)
        ranking = rank(self.index, query, allowed, candidates=max(CANDIDATES, top))
        if leg is Leg.LATE:
            ranking = ranking.by_late()
        if leg is Leg.FUSED and self.reranker is not None:
            ranking = rerank(self.index, ranking, understood.texts[0].text, self.reranker)
        whole = of_all_roles(self.index, request, query, max(CANDIDATES, top))
        answer = self._told(request, query, ranking, understood.terms, top=top, per_township=per_township, whole=whole)
        return replace(answer, carried=understood.carried, terms=understood.terms)

    def _told(
        self,
        request: Request,
        query: Query,
        ranking: Ranking,
        terms: Sequence[str],
        *,
        top: int,
        per_township: int | None,
        whole: tuple[Ranking, NDArray[np.bool_]] | None = None,
    ) -> Answer:
        """What a person is told of a ranking; ``whole`` is the ranking of all roles where it is not that."""
        on_subject = relevant(self.index, query, ranking)
        if whole is not None:
            on_subject = as_in_whole(ranking, on_subject, *whole)
        every, of_every = whole or (ranking, on_subject)
        found = ranking.positions[on_subject]
        hits = self.hits(ranking, on_subject, terms, top=top, per_township=per_township)
        covered = np.unique(self.index.authority_of[self.index.report_of[found]])
        return Answer(
            request.question,
            request.filters,
            hits,
            len(found),
            confident(self.index, query, ranking),
            Coverage(len(covered), self._authorities(request.filters)),
            0.0,
            recognised=request.recognised,
            role=request.role,
            role_cue=request.role_cue,
            roles=by_role(self.index, every.positions[of_every]) if whole or not request.filters.role else {},
            townships=by_authority(self.index, found),
            message=None if hits else "没有段落含有问题中的词。No passage holds a word of the question.",
        )

    def _nothing(self, request: Request) -> Answer:
        filters = request.filters
        message = "没有符合筛选条件的段落。No passage passes the filters."
        others = int(matching_passages(replace(filters, kind=None), self.index).sum())
        if others:
            message = (
                f"符合其他筛选条件的{others}个段落都不属于所选文种，请换一种文种查找。"
                f"All {others} passages that pass the other filters stand in documents of another kind; ask for another kind."
            )
        nobody = Coverage(0, self._authorities(filters))
        return Answer(request.question, filters, (), 0, False, nobody, 0.0, role=request.role, message=message)

    def hits(
        self,
        ranking: Ranking,
        on_subject: NDArray[np.bool_],
        terms: Sequence[str],
        *,
        top: int,
        per_township: int | None = None,
    ) -> tuple[Hit, ...]:
        """The best passages of a ranking, spread over townships and with near-identical ones folded, as far as asked for.

        Args:
            ranking: Passages, the best first.
            on_subject: Which of them are relevant, shape (n,).
            terms: The words whose presence explains a hit.
            top: Most hits.
            per_township: Most hits of one township; no limit if ``None``.
        """
        return self._showing.hits(ranking, on_subject, terms, top=top, per_township=per_township)

    @cached_property
    def _showing(self) -> Showing:
        return Showing(self.index, self.settings.has(Part.FOLD))

    @cached_property
    def _places(self) -> PlaceNames:
        """The places that a question may name."""
        return PlaceNames(self.index.reports)

    def _authorities(self, filters: Filters) -> int:
        """How many authorities have a report that the filters let through."""
        passing = passing_reports(filters, self.index.report_columns)
        return int(np.count_nonzero(np.bincount(self.index.authority_of[passing])))


def _check_numbers(top: int, per_township: int | None) -> None:
    if not 1 <= top <= MOST_HITS or (per_township is not None and per_township < 1):
        raise QueryError(f"Between 1 and {MOST_HITS} hits can be asked for, and at least 1 a township")
