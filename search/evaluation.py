"""How good the ranking is: nDCG, recall and MRR on questions with graded answers, per language and per leg.

A question's answers are quotations (see ``corpus/samples/queries.jsonl``). A passage answers when its last heading plus its text holds the
quotation, both reduced to letters, digits, Han characters and %, so that another way of cutting passages is judged alike.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from corpus.report import Role
from errors import QueryError
from search.engine import Engine, Leg
from search.question import parse_question

DEPTH = 100
LANGUAGES = ("zh", "en")
MEASURES = ("nDCG@10", "recall@10", "recall@100", "MRR@10")
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


@dataclass(frozen=True, slots=True)
class Scores:
    """Measures of one leg in one language: the mean over questions, and nDCG@10 a question."""

    language: str
    leg: Leg
    mean: Mapping[str, float]
    questions: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage as the judge sees it: which report it is of, and its reduced last heading and text."""

    id: str
    report: str
    text: str


def read_questions(path: Path) -> list[GradedQuestion]:
    """Read a file of graded questions, one JSON object a line.

    Raises:
        QueryError: The file or a line of it cannot be read; the message names the line.
    """
    questions = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read as questions ({error})") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            answers = tuple(Quotation(str(a["report"]), str(a["quote"]), int(a["grade"])) for a in row["answers"])
            role = Role(row["role"]) if row.get("role") else None
            zh, en = (parse_question(str(row[language])).text for language in LANGUAGES)
            questions.append(GradedQuestion(str(row["id"]), zh, en, role, answers))
        except (ValueError, KeyError, TypeError, OverflowError, QueryError) as error:
            raise QueryError(
                f"{path}, line {number}: not a graded question ({type(error).__name__}: {error})"
            ) from error
    if not questions:
        raise QueryError(f"{path} holds no questions")
    return questions


def reduce_text(text: str) -> str:
    """NFKC, then letters, digits, Han characters and % only."""
    return _KEPT.sub("", unicodedata.normalize("NFKC", text))


def evaluate(
    engine: Engine,
    questions: Sequence[GradedQuestion],
    legs: Sequence[Leg] = tuple(Leg),
    progress: Callable[[int, int], None] | None = None,
) -> list[Scores]:
    """Ask every question in every language on every leg, without filters, and measure the rankings.

    ``progress`` is called with the number of questions asked and of those to ask.
    """
    candidates = {candidate.id: candidate for candidate in _candidates(engine)}
    results = []
    asked, to_ask = 0, len(questions) * len(LANGUAGES) * len(legs)
    for language in LANGUAGES:
        for leg in legs:
            runs: dict[str, list[Candidate]] = {}
            for question in questions:
                text = question.zh if language == "zh" else question.en
                runs[question.id] = [candidates[hit.passage.id] for hit in engine.search(text, top=DEPTH, leg=leg).hits]
                asked += 1
                if progress:
                    progress(asked, to_ask)
            results.append(_measure(language, leg, questions, runs, list(candidates.values())))
    return results


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


def _candidates(engine: Engine) -> Iterable[Candidate]:
    catalogue = engine.index.catalogue
    for report in catalogue.reports():
        stem = Path(report.source).stem
        for _, item in catalogue.passages_in(report):
            last = report.headings(item.passage.section)[-1:]
            yield Candidate(item.passage.id, stem, reduce_text("".join([*last, item.passage.text])))


def _measure(
    language: str,
    leg: Leg,
    questions: Sequence[GradedQuestion],
    runs: Mapping[str, Sequence[Candidate]],
    candidates: Sequence[Candidate],
) -> Scores:
    import ir_measures
    from ir_measures import RR, R, nDCG

    measures = dict(zip(MEASURES, (nDCG @ 10, R @ 10, R @ 100, RR @ 10), strict=True))
    qrels: dict[str, dict[str, int]] = {}
    run: dict[str, dict[str, float]] = {}
    for question in questions:
        qrels[question.id], run[question.id] = judge(question.answers, runs[question.id], candidates)
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(qrels, 0.0) for name in MEASURES}
    names = {measure: name for name, measure in measures.items()}
    for metric in ir_measures.iter_calc(list(measures.values()), qrels, run):
        values[names[metric.measure]][metric.query_id] = metric.value
    mean = {name: fmean(by_question.values()) for name, by_question in values.items()}
    return Scores(language, leg, mean, values["nDCG@10"])
