"""How long a warm search takes among many passages, beside encoding its question alone, in one run.

python -m bench.search_speed --passages 10000

The index is that of :mod:`bench.crowded`; questions are the samples' own, encoded for real.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.crowded import make_crowded
from bench.speed import SAMPLES, compare
from embeddings import BundledEncoder
from indexer.index import Index
from search.engine import Engine
from search.evaluation import read_questions
from search.settings import Part, Settings


def main() -> None:
    """Build the index and print p50 and p95, with the late leg and without."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large, encoder = make_crowded(Path(folder), options.passages, BundledEncoder())
        engine = Engine(Index.open(large), encoder)
        engine.warm()
        manifest = engine.index.manifest
        size = sum(entry.bytes for name, entry in manifest.files.items() if name.startswith("tokens/"))
        print(
            f"{os.cpu_count()} cores, {manifest.passages} passages of {manifest.reports} reports, {size / manifest.passages:.0f} bytes of tokens a passage"
        )
        questions = [
            text for question in read_questions(SAMPLES / "queries.jsonl") for text in (question.zh, question.en)
        ]
        for name, chosen in (("Chinese", questions[0::2]), ("English", questions[1::2])):
            compare(name, engine, chosen, options.rounds)
            compare(f"{name}, no late leg,", replace(engine, settings=Settings.without([Part.LATE])), chosen, 1)
        engine.index.close()
    sys.stdout.flush()


if __name__ == "__main__":
    main()
