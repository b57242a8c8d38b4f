"""The store finds what FAISS finds, and notices a server that no longer holds what was published."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings import HashingEncoder
from errors import StoreError
from indexer.build import build_index
from indexer.index import VECTORS, Index
from indexer.milvus import expressions, remote, store
from indexer.milvus.schema import Kind, lists_for
from indexer.milvus.store import MilvusStore
from indexer.vectors import FaissStore
from search.engine import Engine
from search.filters import Filters
from tests.indexer.milvus.fake import Collection, FakeServer

ADDRESS = "milvus://db/fajian"


@pytest.fixture
def index(reports: Path, tmp_path: Path, server: FakeServer) -> Index:
    """An index of three reports with its vectors at the fake server."""
    build_index(tmp_path / "index", [reports], HashingEncoder(), store=ADDRESS)
    return Index.open(tmp_path / "index")


def _store(index: Index) -> MilvusStore:
    assert isinstance(index.vectors, MilvusStore)
    return index.vectors


def _held(index: Index, server: FakeServer) -> Collection:
    assert index.manifest.store is not None
    return server.collections[index.manifest.store.collection]


@pytest.mark.parametrize("share", [1.0, 0.6, 0.2, 0.0])
@pytest.mark.parametrize("k", [1, 5, 100])
def test_the_store_finds_what_faiss_finds(index: Index, share: float, k: int) -> None:
    faiss = FaissStore.load(index.version / VECTORS, index.manifest.dimension)
    query = HashingEncoder().encode_queries(["执法人员不足"])[0]
    allowed = np.random.default_rng(k).random(faiss.count) < share
    wanted, wanted_scores = faiss.search(query, k, allowed)
    positions, scores = _store(index).search(query, k, allowed)
    assert np.allclose(scores, wanted_scores, atol=1e-5) and len(positions) == len(wanted)
    assert set(positions.tolist()) <= set(np.flatnonzero(allowed).tolist())
    assert np.array_equal(_store(index).take(positions), faiss.take(positions))


def test_without_a_filter_everything_may_be_found(index: Index) -> None:
    positions, _ = _store(index).search(np.ones(index.manifest.dimension, np.float32), 10_000)
    assert sorted(positions.tolist()) == list(range(index.manifest.passages))


def test_an_engine_answers_as_without_a_server(index: Index, reports: Path, tmp_path: Path) -> None:
    build_index(tmp_path / "plain", [reports], HashingEncoder())
    ours, theirs = (Engine(one, HashingEncoder()) for one in (index, Index.open(tmp_path / "plain")))
    for filters in (None, Filters(township="乙镇"), Filters(years=(2023, 2023))):
        a, b = (engine.search("执法人员不足怎么办", filters) for engine in (ours, theirs))
        assert [(hit.passage.id, hit.score) for hit in a.hits] == [(hit.passage.id, hit.score) for hit in b.hits]


def test_pieces_are_put_together(index: Index, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "MOST_NUMBERS", 3)
    allowed = np.arange(index.manifest.passages) % 2 == 0
    query = HashingEncoder().encode_queries(["执法"])[0]
    found = _store(index).search(query, 4, allowed)
    assert len(server.expressions) > 1
    wanted = FaissStore.load(index.version / VECTORS, index.manifest.dimension).search(query, 4, allowed)
    assert np.allclose(found[1], wanted[1], atol=1e-5)


def test_what_a_server_cannot_be_asked_is_worked_out_here(
    index: Index, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_FOUND", 2)
    query = HashingEncoder().encode_queries(["执法"])[0]
    found = _store(index).search(query, 4)
    wanted = FaissStore.load(index.version / VECTORS, index.manifest.dimension).search(query, 4)
    assert server.expressions == [] and np.allclose(found[1], wanted[1], atol=1e-5)


def test_lists_that_hold_too_few_is_helped_out(index: Index, server: FakeServer) -> None:
    _held(index, server).rows.pop(0)
    short = MilvusStore("", Kind.LISTS, _store(index).take(np.arange(_store(index).count)), index, lambda: server)
    short._collection = _store(index)._collection
    positions, _ = short.search(np.ones(index.manifest.dimension, np.float32), short.count)
    assert len(positions) == short.count


def test_lost_rows_are_noticed(index: Index, server: FakeServer) -> None:
    _held(index, server).rows.pop(0)
    with pytest.raises(StoreError, match="no longer holds what was published; index again"):
        _store(index).search(np.ones(index.manifest.dimension, np.float32), index.manifest.passages)


def test_other_vectors_are_noticed(index: Index, server: FakeServer) -> None:
    held = _held(index, server)
    held.rows[0] = {**held.rows[0], "vector": -np.asarray(held.rows[0]["vector"])}
    with pytest.raises(StoreError, match="no longer holds what was published"):
        _store(index).search(_store(index).take(np.array([0]))[0], index.manifest.passages)


def test_rows_that_were_never_there_are_noticed(index: Index, server: FakeServer) -> None:
    held = _held(index, server)
    held.rows[99_999] = {**held.rows[0], "position": 99_999}
    with pytest.raises(StoreError, match="no longer holds what was published"):
        _store(index).search(_store(index).take(np.array([0]))[0], 3)


def test_facts_that_were_changed_there_are_noticed(index: Index, server: FakeServer) -> None:
    held = _held(index, server)
    for row in held.rows.values():
        row["township"] = "甲乡"
    engine = Engine(index, HashingEncoder())
    with pytest.raises(StoreError, match="no longer holds what was published"):
        engine.search("执法", Filters(township="甲乡"))


def test_a_collection_that_is_gone_is_told(index: Index, server: FakeServer) -> None:
    server.collections.clear()
    with pytest.raises(StoreError, match="no longer at"):
        _store(index).search(np.ones(index.manifest.dimension, np.float32), 3)


def test_the_connection_is_made_when_it_is_needed(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> FakeServer:
        raise StoreError("The Milvus server at db:19530 does not answer (refused); start it")

    monkeypatch.setattr(remote, "connect", gone)
    opened = Index.open(index.directory)
    assert len(opened.vectors.take(np.array([0, 1]))) == 2
    with pytest.raises(StoreError, match="does not answer"):
        opened.vectors.search(np.ones(index.manifest.dimension, np.float32), 3)


@pytest.mark.parametrize("passages", [1, 7, 438, 50_001, 1_000_000, 100_000_000])
def test_the_fewer_may_be_found_the_more_lists_are_looked_through(passages: int) -> None:
    lists = lists_for(passages)
    assert Kind.LISTS.index_settings(passages) == {"nlist": lists}
    probed = [
        int(str(Kind.LISTS.search_settings(passages, share)["nprobe"])) for share in (1.0, 0.9, 0.6, 0.5, 0.1, 0.0)
    ]
    assert probed == sorted(probed) and probed[0] >= 1 and probed[3:] == [lists] * 3
    assert Kind.FLAT.search_settings(passages, 0.1) == Kind.FLAT.index_settings(passages) == {}
