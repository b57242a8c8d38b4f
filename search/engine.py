"""The engine: an opened index and an encoder answer questions with ranked passages."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.report import Passage, Report, Role
from embeddings.encoder import Encoder
from errors import QueryError
from indexer.catalogue import ReportFacts
from indexer.index import ROLES, Index
from indexer.segmentation import words
from search.bridge import Carried
from search.explain import Why, matched_words
from search.filters import THEME_CODES, Filters, matching_passages, matching_reports
from search.question import Question, parse_question
from search.ranking import CANDIDATES, WORDS_WEIGHT, Ranking, known_share, rank
from search.understanding import encode, understand

MOST_HITS = 1000
"""Asking for more hits than this at once is refused; nobody reads them and the answer would not fit a page."""
RELEVANT_SCORE = 0.5
"""Fused score, in standard deviations above the mean candidate, from which a passage counts as relevant: precision and recall are about equal there
on the sample questions, so that counts of passages and townships come out about right (see docs/search.md)."""
RELEVANT_WORDS = 0.5
"""Share of the question's known words, weighed by rarity, that makes a passage relevant whatever the other candidates are."""
CONFIDENT_SIMILARITY = 0.865
"""Cosine of the bundled encoder: the best passage for a sample question was never below 0.875, for questions on cooking or football never above 0.86."""
_REPORTS_KEPT = 200
_CALIBRATED = "multilingual-e5-small"
"""Encoders that the cosine above holds for; with any other only the words tell."""


class Leg(StrEnum):
    """What ranks: both legs fused, or one alone (for measuring)."""

    FUSED = "fused"
    DENSE = "dense"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with everything needed to show where it stands.

    ``score`` grows with relevance, from 0 to 1, comparable within one answer. ``relevant`` is false for passages shown only because nothing better was
    left. ``page`` and ``line`` count from 1, ``None`` in files without pages, or without lines of
    their own. ``folded`` is for near-identical passages elsewhere.
    """

    rank: int
    score: float
    relevant: bool
    passage: Passage
    report: ReportFacts
    headings: tuple[str, ...]
    page: int | None
    line: int | None
    why: Why
    folded: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Townships (or other authorities) with a relevant passage, out of those whose reports pass the filters."""

    townships: int
    of: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine answers. ``total`` counts relevant passages, of which ``hits`` are the best."""

    question: Question
    filters: Filters
    hits: tuple[Hit, ...]
    total: int
    confident: bool
    coverage: Coverage
    took_ms: float
    carried: tuple[Carried, ...] = ()
    """Terms of an English question and the Chinese words looked for in their place."""
    message: str | None = None
    """What a person should know besides the hits, for example that the filters match no report."""


@dataclass(frozen=True)
class Engine:
    """Answers questions on one opened index. Only reads; may be used by several threads at once."""

    index: Index
    encoder: Encoder
    _report_cache: dict[str, Report] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.index.check_encoder(self.encoder)

    def search(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        top: int = 10,
        per_township: int | None = None,
        leg: Leg = Leg.FUSED,
    ) -> Answer:
        """Find the passages that answer a question.

        Args:
            question: In Chinese or English.
            filters: Applied before ranking; a filter that matches nothing gives no hits and a message.
            top: Most hits to return.
            per_township: Most hits of one township; no limit if ``None``.
            leg: What ranks.

        Raises:
            QueryError: The question is empty or too long, a number is out of range, or there is no such theme.
            EncoderError: The encoder cannot be had.
        """
        began = time.perf_counter()
        asked = parse_question(question)
        if not 1 <= top <= MOST_HITS or (per_township is not None and per_township < 1):
            raise QueryError(f"Between 1 and {MOST_HITS} hits can be asked for, and at least 1 a township")
        filters = filters or Filters()
        allowed = matching_passages(filters, self.index)
        if not allowed.any():
            answer = self._nothing(asked, filters)
        else:
            answer = self._answer(asked, filters, allowed, top=top, per_township=per_township, leg=leg)
        return replace(answer, took_ms=(time.perf_counter() - began) * 1000)

    def warm(self) -> None:
        """Load everything that the first search would have to wait for.

        Raises:
            EncoderError: The encoder cannot be had.
        """
        # The index first: a later build takes the files of this version away while a model is being loaded.
        query = np.zeros(self.encoder.dimension, dtype=np.float32)
        rank(self.index, query, words("法治"), np.ones(len(self.index.report_of), dtype=np.bool_))
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
        self,
        question: Question,
        filters: Filters,
        allowed: NDArray[np.bool_],
        *,
        top: int,
        per_township: int | None,
        leg: Leg,
    ) -> Answer:
        understood = understand(question, self.index)
        terms = understood.terms if leg is not Leg.DENSE else ()
        query = encode(understood, self.encoder) if leg is not Leg.WORDS else None
        weight = 0.0 if leg is Leg.DENSE else WORDS_WEIGHT
        ranking = rank(self.index, query, terms, allowed, words_weight=weight, candidates=max(CANDIDATES, 2 * top))
        relevant = self._relevant(ranking, terms)
        hits = self._hits(ranking, relevant, self._spread(ranking, top, per_township), terms)
        covered = np.unique(self._authority_of[self.index.report_of[ranking.positions[relevant]]])
        return Answer(
            question,
            filters,
            hits,
            int(relevant.sum()),
            self._confident(ranking, terms),
            Coverage(len(covered), self._authorities(filters)),
            0.0,
            understood.carried,
            None if hits else "没有段落含有问题中的词。No passage holds a word of the question.",
        )

    def _nothing(self, question: Question, filters: Filters) -> Answer:
        message = "没有符合筛选条件的段落。No passage passes the filters."
        others = int(matching_passages(replace(filters, kind=None), self.index).sum())
        if others:
            message = (
                f"符合其他筛选条件的{others}个段落都不属于所选文种，请换一种文种查找。"
                f"All {others} passages that pass the other filters stand in documents of another kind; ask for another kind."
            )
        return Answer(question, filters, (), 0, False, Coverage(0, self._authorities(filters)), 0.0, message=message)

    def _relevant(self, ranking: Ranking, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Which candidates say something on the subject: they stand out from the others, or hold most of the words."""
        relevant: NDArray[np.bool_] = (ranking.scores >= RELEVANT_SCORE) | (
            self._word_share(ranking, terms) >= RELEVANT_WORDS
        )
        return relevant

    def _confident(self, ranking: Ranking, terms: Sequence[str]) -> bool:
        """Whether the best passages are probably on the subject at all."""
        if not len(ranking.positions):
            return False
        similar = self.encoder.identity.startswith(_CALIBRATED) and float(ranking.dense.max()) >= CONFIDENT_SIMILARITY
        worded = (
            known_share(self.index, terms) >= RELEVANT_WORDS and self._word_share(ranking, terms)[0] >= RELEVANT_WORDS
        )
        return bool(similar or worded)

    def _word_share(self, ranking: Ranking, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 score of each candidate out of the sum of the known words' idf, which no score exceeds."""
        full = sum(self.index.words.idf(term) for term in set(terms) if self.index.words.knows(term))
        return ranking.words / max(full, 1e-6)

    def _spread(self, ranking: Ranking, top: int, per_township: int | None) -> list[int]:
        """Places in the ranking of the hits to show, at most ``per_township`` of one authority."""
        if per_township is None:
            return list(range(min(top, len(ranking.positions))))
        taken: dict[int, int] = {}
        chosen: list[int] = []
        for place, reporter in enumerate(self._authority_of[self.index.report_of[ranking.positions]].tolist()):
            if taken.get(reporter, 0) < per_township:
                taken[reporter] = taken.get(reporter, 0) + 1
                chosen.append(place)
            if len(chosen) == top:
                break
        return chosen

    def _hits(
        self, ranking: Ranking, relevant: NDArray[np.bool_], chosen: Sequence[int], terms: Sequence[str]
    ) -> tuple[Hit, ...]:
        passages = self.index.catalogue.passages([int(ranking.positions[place]) for place in chosen])
        hits = []
        for number, (place, passage) in enumerate(zip(chosen, passages, strict=True), 1):
            facts = self.index.reports[int(self.index.report_of[ranking.positions[place]])]
            report = self.report(passage.report_id)
            assert report is not None, "a catalogue's passages belong to its reports"
            headings = report.headings(passage.section)
            why = Why(
                int(ranking.dense_ranks[place]) or None,
                int(ranking.words_ranks[place]) or None,
                matched_words(self.index, terms, [*headings[-1:], passage.text]),
                round(float(ranking.dense[place]), 4),
            )
            score = round(float(1 / (1 + np.exp(-ranking.scores[place]))), 4)
            page, line = report.page_at(passage.start), report.line_at(passage.start)
            hits.append(Hit(number, score, bool(relevant[place]), passage, facts, headings, page, line, why))
        return tuple(hits)

    @cached_property
    def _authority_of(self) -> NDArray[np.int64]:
        """Number of the authority behind each report, shape (reports,)."""
        numbers: dict[tuple[str, ...], int] = {}
        found = [numbers.setdefault(authority(report), len(numbers)) for report in self.index.reports]
        return np.array(found, dtype=np.int64)

    def _authorities(self, filters: Filters) -> int:
        """How many authorities have a report that the filters let through."""
        return len(np.unique(self._authority_of[matching_reports(filters, self.index.reports)]))


def authority(report: ReportFacts) -> tuple[str, ...]:
    """Who reports: the place and level; a report whose place is unknown counts for itself."""
    return (report.level.value, *report.place.parts) if report.place.parts else (report.id,)
