"""Problems of which the answering practices are known, as ``corpus/samples/practices.jsonl`` gives them, asked in every way there is.

Where a problem is quoted from a report that passage is asked, too; then the answers of its own township count neither as found nor as missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.index import Index
from insight.practices.subject import Subject, subject_of
from search.engine import Engine
from search.evaluation import Candidate, GradedQuestion, Quotation, read_questions, reduce_text
from search.evaluation.questions import read_lines, read_object

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with its answers, where it is quoted from (report, quotation), and who states the same."""

    graded: GradedQuestion
    of: tuple[str, str] | None
    same: tuple[Quotation, ...]

    @property
    def tunes(self) -> bool:
        """Whether weights were chosen on it."""
        return int(self.graded.id.lstrip("p")) % 2 == 1


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to ask for one problem. ``allowed`` are the passages that may be found, ``own`` the files left out."""

    problem: Problem
    way: str
    subject: Subject
    allowed: Mask
    own: frozenset[str]

    def answers(self, *, same: bool = False) -> list[Quotation]:
        """What answers it, or with ``same`` who states the same; without those of its own township where a passage asks."""
        quotations = self.problem.same if same else self.problem.graded.answers
        return [quotation for quotation in quotations if quotation.report not in self.own]


def read_problems(path: Path) -> list[Problem]:
    """Read graded questions with the two more fields ``of`` and ``same``.

    Raises:
        QueryError: The file or a line of it cannot be read.
    """
    graded = read_questions(path)
    rows = [read_object(line) for _, line in read_lines(path, "questions")]
    return [
        Problem(
            question,
            (str(row["of"]["report"]), str(row["of"]["quote"])) if row.get("of") else None,
            tuple(Quotation(str(q["report"]), str(q["quote"]), int(q["grade"])) for q in row.get("same") or ()),
        )
        for question, row in zip(graded, rows, strict=True)
    ]


class Samples:
    """The passages of an index as the judge sees them."""

    def __init__(self, index: Index) -> None:
        self.index = index
        stems = [Path(report.source).stem for report in index.reports]
        self.authority_of = {stem: report.authority for stem, report in zip(stems, index.reports, strict=True)}
        self.candidates = list(self._read())

    def _read(self) -> Iterator[Candidate]:
        for report in self.index.catalogue.reports():
            for _, item in self.index.catalogue.passages_in(report):
                last = report.headings(item.passage.section)[-1:]
                text = reduce_text("".join([*last, item.passage.text]))
                yield Candidate(item.passage.id, Path(report.source).stem, text)

    def holding(self, report: str, quote: str) -> Candidate:
        """The passage that holds a quotation."""
        return next(c for c in self.candidates if c.report == report and reduce_text(quote) in c.text)

    def others(self, report: str) -> tuple[Mask, frozenset[str]]:
        """Which passages are of other authorities than this report's, and the files that are of the same."""
        own = self.authority_of[report]
        numbers = np.array([facts.authority != own for facts in self.index.reports], dtype=np.bool_)
        return numbers[self.index.report_of], frozenset(s for s, who in self.authority_of.items() if who == own)


def ask(engine: Engine, samples: Samples, problems: Sequence[Problem]) -> list[Asked]:
    """Every problem in every way it can be asked."""
    everything = np.ones(len(engine.index.report_of), dtype=np.bool_)
    asked = [
        Asked(problem, text.language, subject_of(engine, text.text), everything, frozenset())
        for problem in problems
        for text in problem.graded.asked()
    ]
    for problem in problems:
        if problem.of is not None:
            others, own = samples.others(problem.of[0])
            subject = subject_of(engine, samples.holding(*problem.of).id)
            asked.append(Asked(problem, "passage", subject, others, own))
    return asked
