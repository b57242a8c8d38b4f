"""Graded questions whose answers are quotations, as in ``corpus/samples/queries.jsonl``.

A passage answers when its last heading plus its text holds the quotation, both reduced to letters, digits, Han characters and %, so that another
way of cutting passages is judged alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.report import Passage, Role
from errors import QueryError
from indexer.index import Index
from search.evaluation.questions import LANGUAGES, Asked, Gains, Run, read_lines, read_object
from search.question import parse_question

_KEPT = re.compile(r"[^\w%]|_", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A graded answer: 2 answers the question, 1 helps. ``report`` is the file's name without its ending."""

    report: str
    quote: str
    grade: int


@dataclass(frozen=True, slots=True)
class GradedQuestion:
    """A question in both languages with its answers; ``role`` is what the asker wants."""

    id: str
    zh: str
    en: str
    role: Role | None
    answers: tuple[Quotation, ...]

    def asked(self) -> tuple[Asked, ...]:
        """The question in each language."""
        return tuple(Asked(self.id, language, getattr(self, language)) for language in LANGUAGES)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage as the judge sees it: which report it is of, and its reduced last heading and text."""

    id: str
    report: str
    text: str


def read_questions(path: Path) -> list[GradedQuestion]:
    """Read a file of graded questions, one JSON object a line.

    Raises:
        QueryError: The file or a line of it cannot be read, or two questions have one id; the message names the line.
    """
    questions: dict[str, GradedQuestion] = {}
    for number, line in read_lines(path, "questions"):
        try:
            question = _question(line)
        except (ValueError, KeyError, TypeError, OverflowError, QueryError) as error:
            raise QueryError(
                f"{path}, line {number}: not a graded question ({type(error).__name__}: {error})"
            ) from error
        if question.id in questions:
            raise QueryError(f"{path}, line {number}: a question before has the id {question.id!r} too")
        questions[question.id] = question
    if not questions:
        raise QueryError(f"{path} holds no questions")
    return list(questions.values())


def reduce_text(text: str) -> str:
    """NFKC, then letters, digits, Han characters and % only."""
    return _KEPT.sub("", unicodedata.normalize("NFKC", text))


class QuotationJudge:
    """Judges passages of one index by the quotations that they hold."""

    def __init__(self, index: Index, questions: Sequence[GradedQuestion]) -> None:
        self._answers = {question.id: question.answers for question in questions}
        self._candidates = {candidate.id: candidate for candidate in _candidates(index)}

    def judge(self, question: str, ranked: Sequence[Passage]) -> tuple[Gains, Run]:
        """See :meth:`Judge.judge`."""
        found = [self._candidates[passage.id] for passage in ranked]
        return judge(self._answers[question], found, self._candidates.values())


def judge(
    answers: Sequence[Quotation], ranked: Sequence[Candidate], others: Iterable[Candidate]
) -> tuple[dict[str, int], dict[str, float]]:
    """Gains (2^grade - 1) by passage, and the run, for one question.

    Going down the ranking, a passage takes the highest grade among the quotations it holds that are not yet taken, and uses up all of them. What
    the ranking leaves is dealt out in the same way among the other passages, the fullest first, so that the ideal ranking counts each once.
    """
    left = {(answer.report, reduce_text(answer.quote)): answer.grade for answer in answers}
    gains: dict[str, int] = {}

    def take(candidate: Candidate) -> None:
        held = [key for key in left if key[0] == candidate.report and key[1] in candidate.text]
        if held:
            gains[candidate.id] = 2 ** max(left[key] for key in held) - 1
            for key in held:
                del left[key]

    def fullness(candidate: Candidate) -> tuple[int, int]:
        grades = [
            grade for (report, quote), grade in left.items() if report == candidate.report and quote in candidate.text
        ]
        return max(grades, default=0), len(grades)

    for candidate in ranked:
        take(candidate)
    seen = {candidate.id for candidate in ranked}
    reports = {report for report, _ in left}
    for candidate in sorted(
        (c for c in others if c.id not in seen and c.report in reports), key=fullness, reverse=True
    ):
        take(candidate)
    run = {candidate.id: float(len(ranked) - place) for place, candidate in enumerate(ranked)}
    return gains, run


def _question(line: str) -> GradedQuestion:
    row = read_object(line)
    answers = tuple(Quotation(str(a["report"]), str(a["quote"]), int(a["grade"])) for a in row["answers"])
    role = Role(row["role"]) if row.get("role") else None
    zh, en = (parse_question(str(row[language])).text for language in LANGUAGES)
    return GradedQuestion(str(row["id"]), zh, en, role, answers)


def _candidates(index: Index) -> Iterable[Candidate]:
    for report in index.catalogue.reports():
        stem = Path(report.source).stem
        for _, item in index.catalogue.passages_in(report):
            last = report.headings(item.passage.section)[-1:]
            yield Candidate(item.passage.id, stem, reduce_text("".join([*last, item.passage.text])))
