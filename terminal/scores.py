"""What ``evaluate`` measured, as tables for people and as plain values for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.engine import Leg
from search.evaluation import MAIN_MEASURE, MEASURES, Comparison, Scores, compare

_OTHER = "without"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Measures of the search as it is and, where that was asked for, without some of its parts (``parts``).

    ``unjudged`` counts questions left out because nothing is known to answer them; ``None`` where the kind of test set knows of no such questions.
    """

    questions: int
    scores: Sequence[Scores]
    parts: Sequence[str] = ()
    without: Sequence[Scores] = ()
    unjudged: int | None = None

    @property
    def comparisons(self) -> dict[str, Comparison]:
        """By language: the search without the parts beside the whole search."""
        whole = {row.language: row.questions for row in self.scores if row.leg is Leg.FUSED}
        return {row.language: compare(whole[row.language], row.questions) for row in self.without}


def scores_json(evaluation: Evaluation) -> dict[str, Any]:
    """The fields of ``evaluate --json``."""
    fields: dict[str, Any] = {"queries": evaluation.questions, "scores": [_fields(row) for row in evaluation.scores]}
    if evaluation.unjudged is not None:
        fields["unjudged"] = evaluation.unjudged
    if evaluation.parts:
        compared = [
            {"language": language, "difference": c.difference}
            | {"wins": c.wins, "ties": c.ties, "losses": c.losses, "p": c.p}
            for language, c in evaluation.comparisons.items()
        ]
        scores = [_fields(row) for row in evaluation.without]
        fields["without"] = {"parts": list(evaluation.parts), "scores": scores, "comparison": compared}
    return fields


def show_scores(evaluation: Evaluation, *, per_question: bool = False) -> str:
    """A table of measures, a row a language and leg; below it the comparison and, if wanted, a line a question."""
    left_out = f" ({evaluation.unjudged} more that nothing answers were left out)" if evaluation.unjudged else ""
    lines = [f"{evaluation.questions} questions{left_out}", f"{'':10}" + "".join(f"{name:>12}" for name in MEASURES)]
    lines += [_row(row, row.leg.value) for row in evaluation.scores]
    if evaluation.parts:
        lines += ["", f"without {', '.join(evaluation.parts)}, fused"]
        lines += [_row(row, _OTHER) for row in evaluation.without]
        lines += [_compared(language, c) for language, c in evaluation.comparisons.items()]
    if per_question:
        lines += _per_question(evaluation)
    return "\n".join(lines)


def _row(row: Scores, name: str) -> str:
    return f"{row.language} {name:7}" + "".join(f"{row.mean[measure]:12.3f}" for measure in MEASURES)


def _compared(language: str, c: Comparison) -> str:
    return (
        f"{language} {MAIN_MEASURE} {c.second:.3f} beside {c.first:.3f}: {c.difference:+.3f}; "
        f"{c.wins} questions better, {c.ties} alike, {c.losses} worse; p = {c.p:.4f}"
    )


def _per_question(evaluation: Evaluation) -> list[str]:
    """nDCG@10 of every question, a table a language."""
    lines = []
    for language in dict.fromkeys(row.language for row in evaluation.scores):
        columns: dict[str, Mapping[str, float]] = {
            row.leg.value: row.questions for row in evaluation.scores if row.language == language
        }
        for row in evaluation.without:
            if row.language == language:
                columns[_OTHER] = row.questions
        questions = next(iter(columns.values()))
        width = max(10, *(len(f"{language} {question}") for question in questions))
        head = f"{f'{language} {MAIN_MEASURE}':{width}}" + "".join(f"{name:>10}" for name in columns)
        lines += ["", head.rstrip()]
        for question in questions:
            values = "".join(f"{column[question]:10.3f}" for column in columns.values())
            lines.append(f"{f'{language} {question}':{width}}{values}")
    return lines


def _fields(row: Scores) -> dict[str, Any]:
    return {
        "language": row.language,
        "leg": row.leg.value,
        "mean": dict(row.mean),
        "questions": dict(row.questions),
    }
