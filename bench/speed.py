"""How long reading, indexing and searching take, searching beside the encoding that no search can do without.

python -m bench.speed                          # the sample reports and their questions
python -m bench.speed --reports DIR --queries FILE
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.reading_speed import print_speeds
from embeddings import load_encoder
from indexer.build import build_index
from indexer.index import Index
from search.engine import Engine
from search.evaluation import read_questions

SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=Path, default=SAMPLES)
    parser.add_argument("--queries", type=Path, default=SAMPLES / "queries.jsonl")
    parser.add_argument("--model")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print_speeds(20)
    encoder = load_encoder(options.model)
    print(f"{os.cpu_count()} cores, encoder {encoder.identity}")
    began = time.perf_counter()
    encoder.encode_queries(["热身"])
    print(f"load the encoder                {time.perf_counter() - began:8.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "index"
        result = build_index(directory, [options.reports], encoder)
        print(f"index {result.reports:4} reports from nothing {result.seconds:8.2f} s  ({result.passages} passages)")
        again = build_index(directory, [options.reports], encoder)
        print(f"index again, nothing changed    {again.seconds:8.2f} s")
        engine = Engine(Index.open(directory), encoder)
        questions = [text for question in read_questions(options.queries) for text in (question.zh, question.en)]
        for name, chosen in (("Chinese", questions[0::2]), ("English", questions[1::2])):
            compare(name, engine, chosen, options.rounds)


def compare(name: str, engine: Engine, questions: Sequence[str], rounds: int) -> None:
    """Each question in turn: its encoding alone, then the whole search, so that both meet the same load."""
    engine.search(questions[0])
    alone: list[float] = []
    whole: list[float] = []
    for _ in range(rounds):
        for question in questions:
            alone.append(_milliseconds(lambda question=question: engine.encoder.encode_queries([question])))  # type: ignore[misc]
            whole.append(_milliseconds(lambda question=question: engine.search(question)))  # type: ignore[misc]
    for label, times in (("encode the question alone", alone), ("search", whole)):
        p50, p95 = np.percentile(times, [50, 95])
        print(f"{name} {label:26} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   n {len(times)}")
    print(f"{name} search takes {np.median(whole) / np.median(alone):.2f} times the encoding (p50)")


def _milliseconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
