"""How well practices are found that answer a problem: against single legs that keep to practices, and against the engine without that.

python -m bench.practices                     # builds an index of the samples
python -m bench.practices --index build/samples

Problems of odd number chose the weights, those of even number are held out. Prints tables for a document.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from bench.practice_problems import Asked, Problem, Samples, ask, read_problems
from bench.speed import SAMPLES
from corpus.report import Role
from embeddings import load_encoder
from errors import FajianError
from indexer.build import build_index
from indexer.index import ROLES, Index
from insight.practices.answering import Found, answering, stating
from insight.practices.subject import subject_of
from insight.practices.view import is_confident
from search.engine import Engine
from search.evaluation import Quotation, compare, judge, reduce_text
from search.evaluation.questions import read_lines, read_object
from search.ranking import CANDIDATES, Ranking, rank

PROBLEMS = SAMPLES / "practices.jsonl"
OFF_THE_SUBJECT = SAMPLES / "unanswerable.jsonl"
MEASURES = ("nDCG@10", "MRR@10", "recall@10")
WAYS = ("zh", "en", "passage")
SIGNIFICANT = 0.05
SHIPPED = "as shipped"
PLAIN = ("words, practices only", "dense, practices only")
_ALL = 10_000

Rank = Callable[[Index, Asked], Ranking]
Measured = Mapping[str, Mapping[str, float]]
"""Measure → problem → figure."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index of the samples that is there already")
    parser.add_argument("--queries", type=Path, default=PROBLEMS, metavar="FILE", help="problems with their answers")
    parser.add_argument("--model", help="encoder: a folder or hub name")
    options = parser.parse_args(arguments)
    try:
        problems, encoder = read_problems(options.queries), load_encoder(options.model)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            directory = options.index or Path(folder) / "index"
            if options.index is None:
                build_index(directory, [SAMPLES], encoder)
            print(report(Engine(Index.open(directory), encoder), problems))
    except FajianError as error:
        print(f"bench.practices: {error}", file=sys.stderr)
        return 1
    return 0


def report(engine: Engine, problems: Sequence[Problem]) -> str:
    """All tables as text."""
    samples = Samples(engine.index)
    asked = ask(engine, samples, problems)
    kept, tuned = ([one for one in asked if one.problem.tunes is tunes] for tunes in (False, True))
    parts = [
        f"Practices that answer, on {len({one.problem.graded.id for one in kept})} problems held out. * differs from the better of the single legs: paired "
        f"randomisation test, two-sided p < {SIGNIFICANT}.",
        "\n".join(_table(samples, kept)),
        "The same on the problems that chose the weights.",
        "\n".join(_table(samples, tuned)),
        "What belongs into the columns, on the problems held out: precision and recall, and nDCG@10 of the order.",
        "\n".join(_columns(samples, kept)),
        _doubted(engine, problems),
    ]
    return "\n\n".join(parts)


def measure(samples: Samples, asked: Iterable[Asked], ranked: Rank, *, same: bool = False) -> Measured:
    """Every measure on every problem; with ``same`` the right answers are who states the same problem."""
    import ir_measures
    from ir_measures import RR, R, nDCG

    measures = dict(zip((nDCG @ 10, RR @ 10, R @ 10), MEASURES, strict=True))
    gains, runs = {}, {}
    for one in asked:
        answers = one.answers(same=same)
        if answers:
            found = [samples.candidates[int(position)] for position in ranked(samples.index, one).positions]
            gains[one.problem.graded.id], runs[one.problem.graded.id] = judge(answers, found, samples.candidates)
    values = {name: dict.fromkeys(gains, 0.0) for name in MEASURES}
    for metric in ir_measures.iter_calc(list(measures), gains, runs):
        values[measures[metric.measure]][metric.query_id] = metric.value
    return values


def _plain(role: Role | None, order: Callable[[Ranking], NDArray[np.float32]] | None = None) -> Rank:
    """The engine's ranking of one role, or the order of one leg of it."""

    def ranked(index: Index, asked: Asked) -> Ranking:
        among = asked.allowed & (index.role_of == ROLES.index(role)) if role else asked.allowed
        ranking = rank(index, asked.subject.asked, among, candidates=_ALL if order else CANDIDATES)
        return ranking if order is None else ranking.reordered(np.argsort(-order(ranking), kind="stable"))

    return ranked


def _without_lacks(asked: Asked) -> Asked:
    """The same problem, as if it named no want."""
    return replace(asked, subject=replace(asked.subject, asked=replace(asked.subject.asked, lacks=())))


def _as_it_is(index: Index, asked: Asked) -> Ranking:
    """The engine's ranking of practices by a passage as it lies in the index, not by its text as a question."""
    return rank(index, asked.subject.alike, asked.allowed & (index.role_of == ROLES.index(Role.PRACTICE)))


ROWS: Mapping[str, Rank] = {
    SHIPPED: lambda index, asked: _answers(index, asked).ranking,
    "without the words of what helps": lambda index, asked: _answers(index, _without_lacks(asked)).ranking,
    "neither these nor figures": _plain(Role.PRACTICE),
    "a passage as it lies in the index": _as_it_is,
    PLAIN[0]: _plain(Role.PRACTICE, lambda ranking: ranking.words),
    PLAIN[1]: _plain(Role.PRACTICE, lambda ranking: ranking.dense),
    "engine, any role": _plain(None),
}


def _table(samples: Samples, asked: Sequence[Asked]) -> list[str]:
    """A row for each way to rank, a column for each way to ask and measure."""
    measured = {
        way: {name: measure(samples, [one for one in asked if one.way == way], ranked) for name, ranked in ROWS.items()}
        for way in WAYS
    }
    counts = [f"{way} ({len(measured[way][SHIPPED][MEASURES[0]])})" for way in WAYS]
    lines = _head("", *(f"{count} {name}" for count in counts for name in MEASURES))
    for row in ROWS:
        cells = [_cell(measured[way], row, name) for way in WAYS for name in MEASURES]
        lines.append(f"| {row} | {' | '.join(cells)} |")
    return lines


def _cell(measured: Mapping[str, Measured], row: str, name: str) -> str:
    best = max((measured[plain][name] for plain in PLAIN), key=lambda values: fmean(values.values()))
    own = measured[row][name]
    differs = row not in PLAIN and compare(best, own).p < SIGNIFICANT
    return f"{fmean(own.values()):.3f}".removeprefix("0") + ("\\*" if differs else "")


def _columns(samples: Samples, asked: Sequence[Asked]) -> list[str]:
    """Precision and recall of the thresholds."""
    lines = _head("", *(f"{way} {name}" for way in WAYS for name in ("P", "R", "nDCG@10")))
    for label, find, same in (("same problem", _stating, True), ("practices", _answers, False)):
        cells = []
        for way in WAYS:
            those = [one for one in asked if one.way == way and one.answers(same=same)]
            found, right, both = (
                sum(counts) for counts in zip(*(_counts(samples, one, find, same) for one in those), strict=True)
            )
            order = measure(samples, those, _order(find), same=same)[MEASURES[0]]
            cells += [f"{both / max(found, 1):.2f}", f"{both / max(right, 1):.2f}", f"{fmean(order.values()):.3f}"]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return lines


def _order(find: Callable[[Index, Asked], Found]) -> Rank:
    return lambda index, one: find(index, one).ranking


def _stating(index: Index, asked: Asked) -> Found:
    return stating(index, asked.subject, asked.allowed)


def _answers(index: Index, asked: Asked) -> Found:
    return answering(index, asked.subject, Role.PRACTICE, asked.allowed)


def _counts(samples: Samples, asked: Asked, find: Callable[[Index, Asked], Found], same: bool) -> tuple[int, int, int]:
    """How many passages the column holds, how many should be there, and how many are both."""
    answers: list[Quotation] = asked.answers(same=same)
    right = {
        c.id
        for c in samples.candidates
        if any(a.report == c.report and reduce_text(a.quote) in c.text for a in answers)
    }
    found = {samples.candidates[int(position)].id for position in find(samples.index, asked).only().positions}
    return len(found), len(right), len(found & right)


def _doubted(engine: Engine, problems: Sequence[Problem]) -> str:
    """How many problems are taken for none of such reports', and how many questions that are none."""
    texts = [text for problem in problems if not problem.tunes for text in problem.graded.asked()]
    # Every other one was looked at when the allowance was chosen.
    others = [read_object(line) for number, line in read_lines(OFF_THE_SUBJECT, "questions") if number % 2 == 0]
    said = []
    for language in WAYS[:2]:
        own = [text.text for text in texts if text.language == language]
        off = [str(row["text"]) for row in others if row["language"] == language]
        kept, caught = (
            sum(not is_confident(engine, subject_of(engine, text)) for text in those) for those in (own, off)
        )
        said.append(f"{language}: {kept} of {len(own)} problems, {caught} of {len(off)} questions off the subject")
    return "Said to be spoken of nowhere: " + "; ".join(said) + "."


def _head(*names: str) -> list[str]:
    return [f"| {' | '.join(names)} |".replace("|  |", "| |"), "|" + "---|" * len(names)]


if __name__ == "__main__":
    sys.exit(main())
