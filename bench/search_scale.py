"""What a search costs beyond encoding its question, at 10,000, 100,000 and a million passages.

python -m bench.search_scale [--passages 10000 100000 1000000] [--folder DIR]

Indexes are those of :mod:`bench.drawn`, kept in ``--folder`` for the next time; each size is measured in a process of its own, so that memory is its own too.
Questions are the samples', encoded for real. Times are by the clock and, since other programs may be at work, by the processor time of the searching thread
as well. The last line of each size is one JSON object: the fields of :class:`ScaleFigures`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.drawn import make_drawn
from bench.scale_stages import STAGES, Timed, TimedEncoder, timed_stages
from bench.speed import SAMPLES
from embeddings import Encoder, load_encoder
from embeddings.encoder import TokenEncoder
from embeddings.remembering import remembering
from indexer.index import VECTORS, Index
from indexer.vectors import FaissStore
from search.engine import Engine
from search.evaluation import read_questions

SIZES = (10_000, 100_000, 1_000_000)
CLIENTS = (1, 4, 16)
SHARES = (1.0, 0.5, 0.1, 0.01, 0.001)
"""Shares of passages that a filter lets through, for recall."""
BEST = 10
_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class ScaleFigures:
    """What was measured of one index. Times in milliseconds where nothing else is said, as p50, p95 and p99.

    ``opening`` is what stands between nothing and an index that is ready, ``first`` what the first question takes beyond encoding, both in seconds.
    ``beyond`` is a search less the encoding within it, by the clock, ``beyond_processor`` by processor time. ``stages`` are means of processor time. ``clients`` are
    questions a second by how many ask at once, ``clients_remembered`` where the encoder remembers the questions. ``memory`` is what the process itself
    holds in bytes (pages of files that it reads not counted; ``None`` where the system does not tell), ``disk`` the bytes of the version.
    ``recall`` is the share of the 10 best of an exact search that the vectors leg finds, by the share of passages that a filter lets through.
    """

    passages: int
    opening: float
    first: float
    encoding: tuple[float, ...]
    beyond: tuple[float, ...]
    beyond_processor: tuple[float, ...]
    stages: dict[str, float]
    clients: dict[int, float]
    clients_remembered: dict[int, float]
    memory: int | None
    memory_with_encoder: int | None
    disk: int
    recall: dict[float, float]


def measure(directory: Path, encoder: Encoder, questions: Sequence[str], rounds: int = 1) -> ScaleFigures:
    """Measure an index with an encoder that fits it."""
    # Dictionaries and the like are loaded once a process, whatever the index.
    with closing(Index.open(directory)) as other:
        Engine(other, encoder).warm()
    before = _memory()
    began = time.perf_counter()
    index = Index.open(directory)
    timed = TimedEncoder(encoder) if isinstance(encoder, TokenEncoder) else encoder
    engine = Engine(index, timed)
    _ = index.reports, index.report_of, index.vectors, index.words, index.tokens
    opening = time.perf_counter() - began
    spent = Timed()
    with spent.of(timed):
        engine.search(questions[0])
    first = spent.beyond[0] / 1000
    engine.warm()
    stages = _stages(engine, questions)
    spent = Timed()
    for _ in range(rounds):
        for question in questions:
            with spent.of(timed):
                engine.search(question)
    alone = [_milliseconds(lambda q=question: encoder.encode_queries([q])) for question in questions]  # type: ignore[misc]
    plain, kept = Engine(index, encoder), Engine(index, remembering(encoder))
    _rate(kept, questions, 1)
    figures = ScaleFigures(
        index.manifest.passages,
        opening,
        first,
        _percentiles(alone),
        _percentiles(spent.beyond),
        _percentiles(spent.beyond_processor),
        stages,
        {clients: _rate(plain, questions, clients) for clients in CLIENTS},
        {clients: _rate(kept, questions, clients) for clients in CLIENTS},
        None if before is None else (_memory() or 0) - before,
        _memory(),
        sum(told.bytes for told in index.manifest.files.values()),
        _recalls(engine, questions),
    )
    index.close()
    return figures


def _stages(engine: Engine, questions: Sequence[str]) -> dict[str, float]:
    with timed_stages() as spent:
        for question in questions:
            engine.search(question)
    return {name: 1000 * spent[name] / len(questions) for name in STAGES}


def _rate(engine: Engine, questions: Sequence[str], clients: int) -> float:
    """Questions a second where so many ask at once."""
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(engine.search, questions))
    return len(questions) / (time.perf_counter() - began)


def _recalls(engine: Engine, questions: Sequence[str]) -> dict[float, float]:
    """Recall of the vectors leg by the share of passages that may be found."""
    index = engine.index
    manifest = index.manifest
    asked = engine.encoder.encode_queries(questions)
    exact = FaissStore.stored(
        index.version / VECTORS, manifest.passages, manifest.dimension, manifest.files[VECTORS].bytes
    )
    rng = np.random.default_rng(0)
    found = {}
    for share in SHARES:
        allowed = rng.random(manifest.passages) < share if share < 1 else None
        best = _exactly(exact, asked, allowed)
        hits = [
            len(set(index.vectors.search(query, BEST, allowed)[0].tolist()) & own)
            for query, own in zip(asked, best, strict=True)
        ]
        found[share] = sum(hits) / max(1, sum(map(len, best)))
    return found


def _exactly(
    vectors: NDArray[np.float32], queries: NDArray[np.float32], allowed: NDArray[np.bool_] | None
) -> list[set[int]]:
    """The positions of the best of each query, every vector compared."""
    scores = np.concatenate(
        [vectors[begin : begin + _AT_ONCE] @ queries.T for begin in range(0, len(vectors), _AT_ONCE)]
    )
    if allowed is not None:
        scores[~allowed] = -np.inf
    most = min(BEST, len(vectors) if allowed is None else int(allowed.sum()))
    if not most:
        return [set() for _ in queries]
    places = np.argpartition(-scores, most - 1, axis=0)[:most]
    return [set(column.tolist()) for column in places.T]


def _memory() -> int | None:
    """Bytes that the process holds besides pages of files."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))
    except (OSError, StopIteration):
        return None


def _milliseconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def _percentiles(times: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(float(value), 2) for value in np.percentile(times, [50, 95, 99]))


def told(figures: ScaleFigures) -> str:
    """The figures for people, in lines."""
    lines = [f"{figures.passages:,} passages, {figures.disk / figures.passages:,.0f} bytes each on disk"]
    if figures.memory is not None:
        with_it = (figures.memory_with_encoder or 0) / 1e6
        lines.append(f"  memory                   {figures.memory / 1e6:9.0f} MB, with the encoder {with_it:.0f} MB")
    lines.append(
        f"  opening                  {figures.opening:9.2f} s, first question beyond encoding {figures.first:.2f} s"
    )
    for name, times in (
        ("encoding alone", figures.encoding),
        ("search beyond encoding", figures.beyond),
        ("  its processor time", figures.beyond_processor),
    ):
        lines.append(f"  {name:24} " + "  ".join(f"p{p} {t:7.1f} ms" for p, t in zip((50, 95, 99), times, strict=True)))
    lines.append("  processor time a stage   " + ", ".join(f"{name} {ms:.1f}" for name, ms in figures.stages.items()))
    for name, rates in (("a second", figures.clients), ("a second, remembered", figures.clients_remembered)):
        lines.append(f"  questions {name:21}" + ", ".join(f"{n} clients {rate:.1f}" for n, rate in rates.items()))
    lines.append(
        "  recall@10                " + ", ".join(f"{share:.1%}: {r:.4f}" for share, r in figures.recall.items())
    )
    return "\n".join(lines)


def main() -> None:
    """Make the indexes that are not there yet and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--passages", type=int, nargs="+", default=SIZES)
    parser.add_argument("--folder", type=Path, help="where the indexes are kept; temporary if not given")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.index:
        every = [text for one in read_questions(SAMPLES / "queries.jsonl") for text in (one.zh, one.en)]
        chosen = np.random.default_rng(0).permutation(len(every))[: options.questions]
        figures = measure(options.index, load_encoder(None), [every[place] for place in chosen])
        sys.stdout.write(f"{told(figures)}\n{json.dumps(asdict(figures))}\n")
        return
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    sys.stdout.write(f"{os.cpu_count()} cores, load before {load:.1f}\n")
    with tempfile.TemporaryDirectory() as temporary:
        for passages in options.passages:
            made = make_drawn(options.folder or Path(temporary), passages, load_encoder(None))
            sys.stdout.flush()
            command = [sys.executable, "-m", "bench.search_scale", "--index", str(made)]
            subprocess.run([*command, "--questions", str(options.questions)], check=True)


if __name__ == "__main__":
    main()
