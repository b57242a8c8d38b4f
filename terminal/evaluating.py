"""The command ``evaluate``: its options, and what is measured."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from search.settings import Part

if TYPE_CHECKING:
    from embeddings import Encoder
    from indexer.index import Index
    from search.evaluation import Questions
    from terminal.progress import Bars
    from terminal.scores import Evaluation

DEFAULT_INDEX = Path("index")
LEGS = ("fused", "dense", "words", "late")


def evaluate_options(command: argparse.ArgumentParser) -> None:
    """Add the options of ``evaluate``, which alone needs to know whether an index was named."""
    command.set_defaults(index=None)
    questions = command.add_mutually_exclusive_group(required=True)
    questions.add_argument(
        "--queries",
        type=Path,
        metavar="FILE",
        help="questions on the reports of the index with graded quotations, one JSON object a line",
    )
    questions.add_argument(
        "--bench",
        type=Path,
        metavar="DIR",
        help="a retrieval set: corpus.jsonl, queries.jsonl, qrels.tsv; its index is temporary, or kept in --index where that is given",
    )
    command.add_argument(
        "--leg",
        action="append",
        choices=LEGS,
        default=[],
        help="measure only this leg (may be repeated; default all)",
    )
    command.add_argument(
        "--without",
        action="append",
        choices=[part.value for part in Part],
        default=[],
        metavar="PART",
        help=f"measure also the search without this part and compare (may be repeated): {', '.join(Part)}",
    )
    command.add_argument("--per-question", action="store_true", help="print nDCG@10 of every question too")


def measure(options: argparse.Namespace, encoder: Encoder) -> Evaluation:
    """Measure what the options ask for.

    Raises:
        QueryError: The questions cannot be read.
        IndexUnusableError: There is no index, or it was made by another encoder.
        EncoderError: The encoder cannot be had.
    """
    from search.engine import Engine, Leg
    from search.evaluation import RetrievalSet, asked_in, evaluate, legs_of, read_questions, read_set
    from search.settings import Settings
    from terminal.progress import Bars
    from terminal.scores import Evaluation

    questions: Questions = read_set(options.bench) if options.bench else read_questions(options.queries)
    parts = [Part(name) for name in dict.fromkeys(options.without)]
    asked = asked_in(questions)
    a_leg = sum(map(len, asked.values()))
    without = []
    with Bars() as bars, _opened(options.index, questions, encoder, bars) as index:
        legs = [Leg(name) for name in dict.fromkeys(options.leg)] or legs_of(index)
        if parts and Leg.FUSED not in legs:
            legs.insert(0, Leg.FUSED)
        to_ask = a_leg * (len(legs) + bool(parts))
        engine = Engine(index, encoder)
        engine.warm()
        scores = evaluate(engine, questions, legs, lambda done, _: bars.tell("ask", done, to_ask))
        if parts:
            other = Engine(index, encoder, Settings.without(parts))
            before = a_leg * len(legs)
            without = evaluate(other, questions, [Leg.FUSED], lambda done, _: bars.tell("ask", before + done, to_ask))
    count = len({question.id for those in asked.values() for question in those})
    unjudged = questions.unjudged if isinstance(questions, RetrievalSet) else None
    return Evaluation(count, scores, [part.value for part in parts], without, unjudged)


@contextmanager
def _opened(directory: Path | None, questions: Questions, encoder: Encoder, bars: Bars) -> Iterator[Index]:
    """The index that the questions are asked on."""
    from indexer.index import Index
    from search.evaluation import RetrievalSet
    from search.evaluation.set_index import open_set

    if isinstance(questions, RetrievalSet):
        with open_set(questions, encoder, directory, bars.tell) as index:
            yield index
        return
    index = Index.open(directory or DEFAULT_INDEX)
    try:
        yield index
    finally:
        index.close()
