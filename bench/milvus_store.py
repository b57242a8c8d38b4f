"""FAISS and a Milvus server beside each other on the same vectors: recall against exact, time for a search, time to fill.

python -m bench.milvus_store [--passages 20000] [--store milvus://host:port/collection] [--folder DIR]

The corpus is drawn (bench/drawn.py), vectors as those of the bundled encoder. Without ``--store`` a server is started that only this machine can reach
(bench/milvus_server.py; the packages milvus and pymilvus). Questions are vectors of passages moved halfway towards another one; each is asked for the 100
nearest, as the engine does, everywhere and within filters, of both stores in turn, so that both meet the same load. Recall is that of the first ten.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.drawn import make_drawn
from bench.milvus_server import free_port, running
from corpus.report import Role
from embeddings import load_encoder
from indexer.index import Index
from indexer.manifest import Placed
from indexer.milvus import remote
from indexer.milvus.address import Address, parse_address
from indexer.milvus.calls import BUILDING
from indexer.milvus.publishing import Target
from indexer.milvus.remote import Remote
from indexer.milvus.schema import Kind
from indexer.milvus.store import MilvusStore, open_store
from indexer.vectors import VectorStore
from search.filters import Filters, matching_passages

CANDIDATES, SHOWN = 100, 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one store under one filter: milliseconds of each search, and the share of the ten nearest that it found."""

    milliseconds: list[float]
    recall: list[float]

    def __str__(self) -> str:
        p50, p95 = np.percentile(self.milliseconds, [50, 95])
        return f"{np.mean(self.recall):6.3f} | {p50:7.1f} | {p95:7.1f}"


@contextmanager
def server_at(store: str | None, folder: Path) -> Iterator[Address]:
    """The server asked for, or one that runs meanwhile."""
    if store is not None:
        address = parse_address(store)
        assert address is not None, "local is no server"
        yield address
        return
    port = free_port()
    with running(folder / "milvus", port):
        yield Address("127.0.0.1", port, "bench")


def draw_questions(vectors: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Vectors to ask for, shape (count, dimension), of length 1."""
    rng = np.random.default_rng(11)
    first, second = rng.integers(len(vectors), size=(2, count))
    asked = vectors[first] + 0.5 * vectors[second]
    unit: NDArray[np.float32] = (asked / np.linalg.norm(asked, axis=1, keepdims=True)).astype(np.float32)
    return unit


def masks(index: Index) -> dict[str, NDArray[np.bool_]]:
    """Filters from wide to narrow, and one that no fact describes."""
    year = int(np.median([report.year for report in index.reports if report.year]))
    townships = [report.place for report in index.reports if report.place.township]
    every = Filters(kind=None)
    asked = {
        "everything": every,
        "a role": replace(every, role=Role.PRACTICE),
        "a year": replace(every, years=(year, year)),
        "a theme and a role": replace(every, theme="enforcement", role=Role.PROBLEM),
        "a township": replace(every, township=townships[0].township, county=townships[0].county),
    }
    found = {name: matching_passages(filters, index) for name, filters in asked.items()}
    found["not one report"] = index.report_of != 3
    chance = np.random.default_rng(5).random(len(index.report_of))
    found |= {f"{share:.0%} at random": chance < share for share in (0.3, 0.1, 0.02)}
    return found


def ask(
    stores: Sequence[VectorStore], vectors: NDArray[np.float32], questions: NDArray[np.float32], mask: NDArray[np.bool_]
) -> list[Figures]:
    """Every question to every store in turn."""
    figures = [Figures([], []) for _ in stores]
    allowed = np.flatnonzero(mask)
    exact = vectors[allowed]
    for store in stores:
        store.search(questions[0], CANDIDATES, mask)
    for question in questions:
        scores = exact @ question
        shown = min(SHOWN, len(allowed))
        enough = np.sort(scores)[-shown] - 1e-6  # equal scores are equally right
        for store, own in zip(stores, figures, strict=True):
            began = time.perf_counter()
            positions, _ = store.search(question, CANDIDATES, mask)
            own.milliseconds.append((time.perf_counter() - began) * 1000)
            own.recall.append(float((vectors[positions[:shown]] @ question >= enough).mean()))
    return figures


def fill(
    index: Index, address: Address, kind: Kind, vectors: NDArray[np.float32]
) -> tuple[MilvusStore, float, Target, str]:
    """A store of this kind with the vectors of an index, the seconds that it took, and what to drop afterwards."""
    server = remote.connect(address, BUILDING)
    target = Target(replace(address, collection=f"{address.collection}_{kind.value.lower()}"), server, "bench", kind)
    server.drop(target.address.of_version(index.version.name))
    began = time.perf_counter()
    placed: Placed = target.fill(index, vectors, lambda *_: None)
    return open_store(index, placed), time.perf_counter() - began, target, placed.collection


def measure(index: Index, address: Address, count: int) -> None:
    """Print the tables."""
    vectors = index.vectors.take(np.arange(index.manifest.passages))
    questions = draw_questions(vectors, count)
    began = time.perf_counter()
    index.vectors.search(questions[0], CANDIDATES)
    print(f"FAISS ({type(index.vectors).__name__}): opened in {time.perf_counter() - began:.2f} s")
    stores: list[VectorStore] = [index.vectors]
    names, made = ["FAISS"], []
    for kind in Kind:
        store, seconds, target, collection = fill(index, address, kind, vectors)
        stores.append(store)
        names.append(f"Milvus {kind.value}")
        made.append((target, collection))
        print(f"Milvus {kind.value}: filled, indexed, counted and loaded in {seconds:.1f} s")
    try:
        print(
            "\n| passages that may be found | share | store | recall@10 | p50 ms | p95 ms |\n|---|---|---|---|---|---|"
        )
        for what, mask in masks(index).items():
            for name, figures in zip(names, ask(stores, vectors, questions, mask), strict=True):
                print(f"| {what} | {mask.mean():.4f} | {name} | {figures} |", flush=True)
    finally:
        for target, collection in made:
            target.server.drop(collection)


def main() -> None:
    """Make the corpus, fill, ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--store", metavar="ADDRESS", help="a server that is there")
    parser.add_argument("--folder", type=Path, help="where the corpus is kept (default: a temporary folder)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        made = make_drawn(options.folder or Path(temporary), options.passages, load_encoder())
        index = Index.open(made)
        with server_at(options.store, Path(temporary)) as address:
            server = remote.connect(address)
            told = server.version if isinstance(server, Remote) else ""
            print(
                f"{os.cpu_count()} cores, Python {platform.python_version()}, faiss-cpu {version('faiss-cpu')}, pymilvus {version('pymilvus')}, "
                f"server {told}; {index.manifest.passages} passages of {index.manifest.dimension} numbers, {options.questions} questions"
            )
            measure(index, address, options.questions)
        index.close()


if __name__ == "__main__":
    main()
