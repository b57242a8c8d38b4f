"""Plain retrieval sets, as they are published: a folder with documents, questions, and grades of documents for questions.

``corpus.jsonl`` has ``{"id", "text", "title"?}`` a line, ``queries.jsonl`` ``{"id", "text"}``, ``qrels.tsv`` question, document and grade (or the four
columns of TREC), with or without a line of names on top. A document counts as one passage, its title as the heading above it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.report import Passage
from errors import QueryError
from search.evaluation.questions import Asked, Gains, Run, read_lines, read_object
from search.question import parse_question

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels.tsv"


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a set; ``title`` is empty where it has none."""

    id: str
    title: str
    text: str

    @property
    def report_id(self) -> str:
        """The id of the report that this document is indexed as; unlike a report's own, it tells documents of the same text apart."""
        return hashlib.sha256("\n".join((self.id, self.title, self.text)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class RetrievalSet:
    """Documents, questions and grades. Grades count as gains as they are, as is usual for such sets.

    ``unjudged`` counts the questions left out because no document answers them.
    """

    folder: Path
    documents: tuple[Document, ...]
    questions: tuple[Asked, ...]
    grades: Mapping[str, Gains]
    unjudged: int = 0
    _document_of: dict[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._document_of.update({document.report_id: document.id for document in self.documents})

    def judge(self, question: str, ranked: Sequence[Passage]) -> tuple[Gains, Run]:
        """See :meth:`Judge.judge`."""
        found = [self._document_of[passage.report_id] for passage in ranked]
        return self.grades[question], {document: float(len(found) - place) for place, document in enumerate(found)}


def read_set(folder: Path) -> RetrievalSet:
    """Read a retrieval set.

    Raises:
        QueryError: A file is missing, a line cannot be read, or names what is not there; the message names file and line.
    """
    documents = _read_documents(folder / CORPUS)
    questions = _read_asked(folder / QUERIES)
    grades = _read_grades(folder / QRELS, questions, documents)
    judged = tuple(question for question in questions.values() if question.id in grades)
    if not judged:
        raise QueryError(f"{folder / QRELS} grades no document as an answer to a question")
    return RetrievalSet(folder, tuple(documents.values()), judged, grades, len(questions) - len(judged))


def _read_documents(path: Path) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    for number, line in read_lines(path, "documents"):
        try:
            row = read_object(line)
            title = " ".join(str(row.get("title") or "").replace("\0", " ").split())
            text = str(row["text"]).replace("\0", " ").strip()
            if not text:
                # What has nothing but a title says what the title says.
                text, title = title, ""
            document = Document(str(row["id"]), title, text)
        except (ValueError, KeyError, TypeError) as error:
            raise QueryError(f"{path}, line {number}: not a document ({type(error).__name__}: {error})") from error
        if not document.text:
            raise QueryError(f"{path}, line {number}: the document {document.id!r} is empty")
        _check_new(path, number, document.id, documents)
        documents[document.id] = document
    if not documents:
        raise QueryError(f"{path} holds no documents")
    return documents


def _read_asked(path: Path) -> dict[str, Asked]:
    questions: dict[str, Asked] = {}
    for number, line in read_lines(path, "questions"):
        try:
            row = read_object(line)
            question = parse_question(str(row["text"]))
            asked = Asked(str(row["id"]), question.language, question.text)
        except (ValueError, KeyError, TypeError, QueryError) as error:
            raise QueryError(f"{path}, line {number}: not a question ({type(error).__name__}: {error})") from error
        _check_new(path, number, asked.id, questions)
        questions[asked.id] = asked
    return questions


def _read_grades(path: Path, questions: Container[str], documents: Container[str]) -> dict[str, dict[str, int]]:
    """Grades above zero by question and document."""
    grades: dict[str, dict[str, int]] = {}
    for number, line in read_lines(path, "grades"):
        columns = [column.strip() for column in (line.split("\t") if "\t" in line else line.split())]
        question, document, grade = (columns[0], *columns[-2:]) if len(columns) in {3, 4} else ("", "", "")
        if number == 1 and question and question not in questions and grade.isalpha():
            continue  # the names of the columns
        try:
            value = int(grade)
        except ValueError as error:
            raise QueryError(
                f"{path}, line {number}: not a question, a document and a whole number as its grade ({line.strip()[:80]!r})"
            ) from error
        if question not in questions:
            raise QueryError(f"{path}, line {number}: {QUERIES} holds no question {question!r}")
        if document not in documents:
            raise QueryError(f"{path}, line {number}: {CORPUS} holds no document {document!r}")
        if value > 0:
            grades.setdefault(question, {})[document] = value
    return grades


def _check_new(path: Path, number: int, identity: str, before: Container[str]) -> None:
    if identity in before:
        raise QueryError(f"{path}, line {number}: a line before has the id {identity!r} too")
