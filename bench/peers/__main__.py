"""Fajian beside other software on the same texts, questions and encoder, in one run.

python -m bench.peers                                        # the sample reports and their questions
python -m bench.peers --only fajian --only bm25s
python -m bench.peers --reports DIR --queries FILE --write docs/peers.md
python -m bench.peers --bench DIR                            # a retrieval set: corpus.jsonl, queries.jsonl, qrels.tsv

The others are installed by ``pip install -r bench/peers/requirements.txt``, best into an environment of its own; what is missing is left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.peers.collection import Collection, of_reports, of_set
from bench.peers.rows import ROWS, Row
from bench.peers.running import ROOT, LeftOutError, Measured, run
from bench.peers.showing import put, report, settings
from embeddings.bundled import SOURCE_SHA256, find_source, stock_folder
from embeddings.unpacking import unpack
from errors import FajianError

SAMPLES = ROOT / "corpus" / "samples"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, write if asked, and return the exit code."""
    options = _options(arguments)
    rows = [row for row in ROWS if not options.only or row.name in options.only]
    try:
        collection = _collection(options)
        model = str(unpack(find_source, SOURCE_SHA256, stock_folder()))
    except FajianError as error:
        print(f"bench.peers: {error}", file=sys.stderr)
        return 1
    measured, left_out = run_all(rows, collection, model, options.rounds, options.write)
    if not measured:
        print("bench.peers: nothing could be run", file=sys.stderr)
        return 1
    print(f"{collection.name}\n{report(collection, measured, left_out, markdown=False)}")
    return 0


def run_all(
    rows: Sequence[Row], collection: Collection, model: str, rounds: int, document: Path | None = None
) -> tuple[list[Measured], dict[str, str]]:
    """Run the rows one after another; what was left out, and why, is told on stderr at once, what was measured is written into the document."""
    measured: list[Measured] = []
    left_out: dict[str, str] = {}
    for row in rows:
        try:
            measured.append(run(row, collection, model, rounds))
            print(f"{collection.name}: {row.name}", file=sys.stderr, flush=True)
        except LeftOutError as error:
            left_out[row.name] = str(error)
            print(f"{collection.name}: {row.name} left out: {error}", file=sys.stderr, flush=True)
        if measured and document:
            put(document, f"peers: {collection.name}", report(collection, measured, left_out, markdown=True))
            put(document, "peers: settings", settings(ROWS))
    return measured, left_out


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    names = [row.name for row in ROWS]
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--reports", type=Path, default=SAMPLES, metavar="DIR")
    parser.add_argument("--queries", type=Path, metavar="FILE", help="graded questions; DIR/queries.jsonl if not given")
    parser.add_argument("--bench", type=Path, metavar="DIR", help="a retrieval set instead of reports")
    parser.add_argument("--rounds", type=int, default=2, help="how often each question is timed")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables into this document")
    options = parser.parse_args(arguments)
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    return options


def _collection(options: argparse.Namespace) -> Collection:
    if options.bench:
        return of_set(options.bench)
    return of_reports(options.reports, options.queries or options.reports / "queries.jsonl")


if __name__ == "__main__":
    sys.exit(main())
