"""Every question is asked on every leg, and the rankings are measured by ``ir-measures``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from corpus.report import Passage
from indexer.index import Index
from search.engine import Answer, Engine, Leg
from search.evaluation.questions import LANGUAGES, Asked, Gains, Judge, Run
from search.evaluation.quotations import GradedQuestion, QuotationJudge
from search.evaluation.retrieval import RetrievalSet

DEPTH = 100
MEASURES = ("nDCG@10", "recall@10", "recall@100", "MRR@10")
MAIN_MEASURE = MEASURES[0]

Questions = Sequence[GradedQuestion] | RetrievalSet
"""Either kind of test set."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Measures of one leg in one language: the mean over questions, and nDCG@10 a question."""

    language: str
    leg: Leg
    mean: Mapping[str, float]
    questions: Mapping[str, float]


def evaluate(
    engine: Engine,
    questions: Questions,
    legs: Sequence[Leg] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Scores]:
    """Ask every question in every language it is given in on every leg, without filters, and measure the rankings.

    ``legs`` are all that the index has unless given. ``progress`` is called with the number of questions asked and of those to ask.
    """
    legs = legs_of(engine.index) if legs is None else legs
    asked = asked_in(questions)
    judge: Judge = questions if isinstance(questions, RetrievalSet) else QuotationJudge(engine.index, questions)
    results = []
    done, to_ask = 0, sum(map(len, asked.values())) * len(legs)
    for language, those in asked.items():
        for leg in legs:
            judged: dict[str, tuple[Gains, Run]] = {}
            for question in those:
                answer = engine.search(question.text, top=DEPTH, leg=leg)
                judged[question.id] = judge.judge(question.id, found(answer))
                done += 1
                if progress:
                    progress(done, to_ask)
            results.append(_measure(language, leg, judged))
    return results


def legs_of(index: Index) -> list[Leg]:
    """What an index can be ranked by; one without token vectors has no late leg."""
    return [leg for leg in Leg if leg is not Leg.LATE or index.has_tokens]


def asked_in(questions: Questions) -> dict[str, list[Asked]]:
    """The questions by language, languages without any left out."""
    every = (
        questions.questions
        if isinstance(questions, RetrievalSet)
        else [asked for question in questions for asked in question.asked()]
    )
    asked = {language: [question for question in every if question.language == language] for language in LANGUAGES}
    return {language: those for language, those in asked.items() if those}


def found(answer: Answer) -> list[Passage]:
    """The passages of an answer as someone reads them who unfolds every hit: near-identical ones stand behind the one they are folded under."""
    return [passage for hit in answer.hits for passage in (hit.passage, *(same.passage for same in hit.folded))]


def _measure(language: str, leg: Leg, judged: Mapping[str, tuple[Gains, Run]]) -> Scores:
    import ir_measures
    from ir_measures import RR, R, nDCG

    measures = dict(zip((nDCG @ 10, R @ 10, R @ 100, RR @ 10), MEASURES, strict=True))
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(judged, 0.0) for name in MEASURES}
    qrels = {question: gains for question, (gains, _) in judged.items()}
    runs = {question: run for question, (_, run) in judged.items()}
    for metric in ir_measures.iter_calc(list(measures), qrels, runs):
        values[measures[metric.measure]][metric.query_id] = metric.value
    mean = {name: fmean(by_question.values()) for name, by_question in values.items()}
    return Scores(language, leg, mean, values[MAIN_MEASURE])
