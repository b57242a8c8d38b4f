"""What is searched and asked: a folder of reports with graded questions, or a plain retrieval set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.peers.judging import judged, ndcg, place, ranking, share_read
from bench.peers.task import Chunk, Question, Text
from corpus.folder import survey
from corpus.reader import read_report_bytes
from errors import FajianError, QueryError
from search.evaluation import LANGUAGES, GradedQuestion, RetrievalSet, read_questions, read_set
from search.evaluation.questions import Gains


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one language's questions were answered: nDCG@10 by question, and the mean share of answers read (None for a retrieval set)."""

    ndcg: dict[str, float]
    read: float | None


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts and questions. ``judges`` knows the answers: graded quotations, or the grades of a set."""

    name: str
    texts: tuple[Text, ...]
    questions: tuple[Question, ...]
    judges: Sequence[GradedQuestion] | RetrievalSet

    @property
    def whole(self) -> bool:
        """Whether the texts are passages already."""
        return isinstance(self.judges, RetrievalSet)

    def quality(
        self, chunks: Sequence[Chunk], found: Sequence[tuple[str, str, Sequence[Chunk]]]
    ) -> tuple[dict[str, Quality], int]:
        """How good what was found is, by language; and how many passages stand nowhere in their text."""
        by_language = {
            language: {question: hits for spoken, question, hits in found if spoken == language}
            for language in LANGUAGES
        }
        asked = {language: hits for language, hits in by_language.items() if hits}
        if isinstance(self.judges, RetrievalSet):
            grades = self.judges.grades
            return {language: Quality(ndcg(_graded(grades, hits)), None) for language, hits in asked.items()}, 0
        answers = {question.id: question.answers for question in self.judges}
        placed = place(self.texts, chunks)
        candidates = [one.candidate() for one in placed]
        qualities = {}
        for language, hits in asked.items():
            ranked = {question: ranking(placed, chunks, found) for question, found in hits.items()}
            scores = ndcg({q: judged(answers[q], those, candidates) for q, those in ranked.items()})
            shares = [share_read(answers[question], those) for question, those in ranked.items()]
            qualities[language] = Quality(scores, sum(shares) / len(shares))
        return qualities, sum(not one.end for one in placed)


def _graded(
    grades: Mapping[str, Gains], hits: Mapping[str, Sequence[Chunk]]
) -> dict[str, tuple[dict[str, int], dict[str, float]]]:
    return {
        question: (
            dict(grades[question]),
            {name: float(len(found) - at) for at, name in enumerate(dict.fromkeys(c.text_id for c in found))},
        )
        for question, found in hits.items()
    }


def of_reports(folder: Path, queries: Path) -> Collection:
    """Reports as plain text, as Fajian's reader made them, so that reading is not what is compared.

    Raises:
        QueryError: The questions cannot be read, or a report that they name is not there.
    """
    questions = read_questions(queries)
    texts: dict[str, Text] = {}
    for file in survey(folder).files:
        try:
            report = read_report_bytes(file.load(), file.name, source=file.name, metadata=file.metadata)
        except FajianError:
            continue
        headings = tuple((section.start, section.label) for section in report.sections if section.level)
        stem = Path(file.name).stem
        texts.setdefault(stem, Text(stem, report.text, headings))
    named = Counter(answer.report for question in questions for answer in question.answers)
    gone = next((report for report in named if report not in texts), None)
    if gone is not None:
        raise QueryError(
            f"{queries} names the report {gone}, which {folder} does not hold; name its folder with --reports"
        )
    asked = tuple(Question(a.id, a.language, a.text) for question in questions for a in question.asked())
    return Collection(folder.name, tuple(texts.values()), asked, questions)


def of_set(folder: Path) -> Collection:
    """A retrieval set; its documents are passages, a title their first line.

    Raises:
        QueryError: The set cannot be read.
    """
    read = read_set(folder)
    texts = tuple(Text(d.id, f"{d.title}\n{d.text}" if d.title else d.text) for d in read.documents)
    return Collection(folder.name, texts, tuple(Question(q.id, q.language, q.text) for q in read.questions), read)
