"""A real server, in every way it may be there or not. Skipped where the packages are not installed (docs/milvus.md says how to run it)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.milvus_server import free_port, missing, running
from embeddings import HashingEncoder
from errors import StoreError
from indexer.build import build_index
from indexer.index import VECTORS, Index
from indexer.milvus import publishing, remote, schema
from indexer.milvus.calls import Patience
from indexer.milvus.store import MilvusStore
from indexer.status import find_damage, index_status
from indexer.vectors import FaissStore
from search.engine import Engine
from search.filters import Filters
from tests.conftest import SAMPLES
from tests.indexer.counting import CountingEncoder
from tests.indexer.milvus.gate import Gate

QUESTIONS = ("执法人员不足怎么解决", "普法形式单一", "矛盾纠纷调解", "rule of law training", "乡镇综合执法改革")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a Milvus 2.3 server."""
    if why := missing():
        pytest.skip(why)
    port = free_port()
    with running(tmp_path_factory.mktemp("milvus"), port):
        yield port


@pytest.fixture(scope="session")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of Milvus Lite, which ranks words too."""
    if find_spec("milvus_lite") is None or find_spec("pymilvus") is None:
        pytest.skip("needs pip install milvus-lite pymilvus")
    port = free_port()
    told = ["server", "--data-dir", str(tmp_path_factory.mktemp("lite")), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", "milvus_lite", *told], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.1)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


@pytest.fixture(params=["milvus", "lite"])
def port(request: pytest.FixtureRequest) -> int:
    """One server after the other."""
    found: int = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def gate(milvus: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """A way to the server that a test may cut, and little patience."""
    monkeypatch.setattr(remote, "connect", partial(_connect, remote.connect))
    made = Gate(milvus)
    yield made
    made.close()


def _connect(connect: Any, address: Any, *_: Any) -> Any:
    return connect(address, Patience(3.0, 2, 0.1))


def client(port: int) -> Any:
    """The client library itself, for doing what others may do."""
    import pymilvus

    return pymilvus.MilvusClient(f"http://127.0.0.1:{port}", timeout=10, dedicated=True, grpc_options=remote._CHANNEL)


def names(port: int, prefix: str) -> set[str]:
    return {name for name in client(port).list_collections() if name.startswith(prefix)}


def test_answers_are_those_of_faiss(port: int, tmp_path: Path, hashing_engine: Engine) -> None:
    directory = tmp_path / "index"
    build_index(directory, [SAMPLES], HashingEncoder(), store=f"milvus://127.0.0.1:{port}/answers")
    engine = Engine(Index.open(directory), HashingEncoder())
    assert isinstance(engine.index.vectors, MilvusStore)
    place = next(report.place for report in engine.index.reports if report.place.township)
    narrowed = (None, Filters(years=(2022, 2023)), Filters(theme="enforcement"), Filters(township=place.township))
    for question in QUESTIONS:
        for filters in narrowed:
            ours, theirs = (one.search(question, filters) for one in (engine, hashing_engine))
            assert [hit.passage.text for hit in ours.hits] == [hit.passage.text for hit in theirs.hits]
            assert [hit.score for hit in ours.hits] == pytest.approx([hit.score for hit in theirs.hits], abs=1e-3)
    passage = engine.search(QUESTIONS[0]).hits[0].passage.id
    assert engine.similar(passage).hits
    assert find_damage(directory) == []
    assert client(port).describe_alias("answers")["collection_name"] == index_status(directory)["store"]["collection"]


def test_lists_keep_the_declared_recall(milvus: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "EXACT_UP_TO", 0)
    directory = tmp_path / "index"
    build_index(directory, [SAMPLES], HashingEncoder(), store=f"milvus://127.0.0.1:{milvus}/lists")
    index = Index.open(directory)
    assert index.manifest.store is not None and index.manifest.store.kind == "IVF_FLAT"
    exact = FaissStore.load(index.version / VECTORS, index.manifest.dimension)
    rng = np.random.default_rng(7)
    found = []
    for number in range(60):
        query = rng.standard_normal(exact.count).astype(np.float32) @ exact.take(np.arange(exact.count))
        allowed = rng.random(exact.count) < (1.0, 0.3, 0.05)[number % 3]
        wanted, nearest = exact.search(query, 10, allowed)
        positions, scores = index.vectors.search(query, 10, allowed)
        assert len(positions) == len(wanted) and allowed[positions].all()
        found.append(
            float((scores >= nearest[-1] - 1e-5 * np.abs(nearest).max()).mean())
        )  # equal ones are equally right
    assert np.mean(found) >= schema.Kind.LISTS.recall


def test_versions_follow_each_other(port: int, reports: Path, tmp_path: Path) -> None:
    directory, address = tmp_path / "index", f"milvus://127.0.0.1:{port}/follow"
    build_index(directory, [reports], HashingEncoder(), store=address)
    reader = Engine(Index.open(directory), HashingEncoder())
    before = [hit.passage.id for hit in reader.search(QUESTIONS[0]).hits]
    for number in range(3):
        encoder = CountingEncoder()
        build_index(directory, [reports], encoder)
        assert encoder.encoded == 0, number
    assert [hit.passage.id for hit in reader.search(QUESTIONS[0]).hits] == before
    assert len(names(port, "follow_v")) == 3
    reader.index.close()
    build_index(directory, [reports], HashingEncoder(), store="local")
    build_index(directory, [reports], HashingEncoder())
    assert names(port, "follow") == set()


def test_a_name_of_somebody_else_is_refused(port: int, reports: Path, tmp_path: Path) -> None:
    client(port).create_collection("somebodys", dimension=8)
    with pytest.raises(StoreError, match=r"somebodys at .* belongs to another index or program"):
        build_index(tmp_path / "a", [reports], HashingEncoder(), store=f"milvus://127.0.0.1:{port}/somebodys")
    build_index(tmp_path / "b", [reports], HashingEncoder(), store=f"milvus://127.0.0.1:{port}/mine")
    with pytest.raises(StoreError, match=r"mine at .* belongs to another index or program"):
        build_index(tmp_path / "c", [reports], HashingEncoder(), store=f"milvus://127.0.0.1:{port}/mine")


def test_a_server_that_is_gone_in_the_middle_of_a_build(
    gate: Gate, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "FEWEST", 5)
    monkeypatch.setattr(publishing, "BATCH_BYTES", 1)
    directory, address = tmp_path / "index", f"milvus://127.0.0.1:{gate.port}/middle"

    def cut_after_some(stage: str, done: int, total: int) -> None:
        if stage == "store" and done >= 10:
            gate.cut()

    with pytest.raises(StoreError, match=r"The Milvus server at 127\.0\.0\.1:\d+ does not answer \(.*\); start it"):
        build_index(directory, [reports], HashingEncoder(), store=address, progress=cut_after_some, late=False)
    with pytest.raises(StoreError, match="does not answer"):
        build_index(directory, [reports], HashingEncoder(), store=address)
    gate.open()
    encoder = CountingEncoder()
    build_index(directory, [reports], encoder, store=address, late=False)
    assert encoder.encoded == 0
    assert Engine(Index.open(directory), HashingEncoder()).search(QUESTIONS[0]).hits
    assert len(names(gate.port, "middle_v")) == 1, "the half one is gone"


def test_a_server_that_is_gone_slow_and_back_while_questions_are_asked(
    gate: Gate, reports: Path, tmp_path: Path
) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder(), store=f"milvus://127.0.0.1:{gate.port}/asked")
    engine = Engine(Index.open(directory), HashingEncoder())
    before = engine.search(QUESTIONS[0]).hits
    gate.cut()
    with pytest.raises(StoreError, match=r"does not answer|took more than"):
        engine.search(QUESTIONS[0])
    gate.open()
    assert engine.search(QUESTIONS[0]).hits == before
    gate.stall()
    with pytest.raises(StoreError, match=r"took more than 3 seconds for one answer; try again|does not answer"):
        engine.search(QUESTIONS[0])
    gate.open()
    assert engine.search(QUESTIONS[0]).hits == before


def test_what_others_may_do_to_a_collection(port: int, reports: Path, tmp_path: Path) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder(), store=f"milvus://127.0.0.1:{port}/others")
    other, collection = client(port), index_status(directory)["store"]["collection"]
    engine = Engine(Index.open(directory), HashingEncoder())
    before = engine.search(QUESTIONS[0]).hits
    other.release_collection(collection)
    assert engine.search(QUESTIONS[0]).hits == before, "it is loaded again"
    other.delete(collection, ids=[0, 1, 2])
    assert any("the server counts" in line for line in find_damage(directory))
    with pytest.raises(StoreError, match="no longer holds what was published"):
        Engine(Index.open(directory), HashingEncoder()).index.vectors.search(
            np.ones(engine.index.manifest.dimension, np.float32), engine.index.manifest.passages
        )
    other.drop_alias("others")
    other.drop_collection(collection)
    with pytest.raises(StoreError, match=r"The collection others_v\w+ is no longer at .*; index again"):
        engine.search(QUESTIONS[0])
    encoder = CountingEncoder()
    build_index(directory, [reports], encoder)
    assert encoder.encoded == 0
    assert Engine(Index.open(directory), HashingEncoder()).search(QUESTIONS[0]).hits


def test_a_server_that_is_killed_and_started_again_has_everything(tmp_path: Path, reports: Path) -> None:
    if why := missing():
        pytest.skip(why)
    port, directory = free_port(), tmp_path / "index"
    with running(tmp_path / "data", port) as process:
        build_index(directory, [reports], HashingEncoder(), store=f"milvus://127.0.0.1:{port}/kept")
        before = Engine(Index.open(directory), HashingEncoder()).search(QUESTIONS[0]).hits
        os.kill(process.pid, signal.SIGKILL)
    with running(tmp_path / "data", port):
        assert Engine(Index.open(directory), HashingEncoder()).search(QUESTIONS[0]).hits == before


def test_words_at_a_server_without_bm25_stay_here(milvus: int, reports: Path, tmp_path: Path) -> None:
    build_index(tmp_path / "i", [reports], HashingEncoder(), store=f"milvus://127.0.0.1:{milvus}/nowords?words=server")
    assert index_status(tmp_path / "i")["store"]["words"] == "index"
    assert Engine(Index.open(tmp_path / "i"), HashingEncoder()).search(QUESTIONS[0]).hits


def test_words_at_a_server_with_bm25(lite: int, tmp_path: Path, hashing_engine: Engine) -> None:
    directory = tmp_path / "index"
    build_index(directory, [SAMPLES], HashingEncoder(), store=f"milvus://127.0.0.1:{lite}/words?words=server")
    assert index_status(directory)["store"]["words"] == "server"
    engine = Engine(Index.open(directory), HashingEncoder())
    for question in QUESTIONS:
        ours, theirs = ({hit.passage.text for hit in one.search(question).hits} for one in (engine, hashing_engine))
        assert len(ours & theirs) >= len(theirs) * 0.7, question
    assert engine.search(QUESTIONS[0], Filters(theme="enforcement")).hits


def test_other_programs_can_ask_for_both_legs_at_once(lite: int, reports: Path, tmp_path: Path) -> None:
    import pymilvus

    build_index(tmp_path / "i", [reports], HashingEncoder(), store=f"milvus://127.0.0.1:{lite}/hybrid?words=server")
    vector = HashingEncoder().encode_queries(["执法人员不足"])[0].tolist()
    legs = [
        pymilvus.AnnSearchRequest([vector], "vector", {"metric_type": "IP"}, limit=5),
        pymilvus.AnnSearchRequest(["执法人员不足"], "words", {"metric_type": "BM25"}, limit=5),
    ]
    [hits] = client(lite).hybrid_search(
        "hybrid", legs, pymilvus.RRFRanker(), limit=3, output_fields=["text", "township"]
    )
    assert len(hits) == 3 and any("执法人员不足" in hit["entity"]["text"] for hit in hits)
