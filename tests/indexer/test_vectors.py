"""FAISS finds what brute force finds, within the filter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from errors import IndexUnusableError
from indexer.vectors import FaissStore


def _unit(rng: np.random.Generator, count: int, dimension: int) -> NDArray[np.float32]:
    vectors = rng.standard_normal((count, dimension)).astype(np.float32)
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@given(seed=st.integers(0, 10_000), count=st.integers(1, 60), k=st.integers(1, 80), share=st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_search_equals_brute_force(seed: int, count: int, k: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    vectors, query = _unit(rng, count, 16), _unit(rng, 1, 16)[0]
    allowed = rng.random(count) < share
    positions, scores = FaissStore.from_vectors(vectors).search(query, k, allowed)
    brute = vectors @ query
    expected = [p for p in np.argsort(-brute, kind="stable") if allowed[p]][:k]
    assert len(positions) == len(expected)
    assert np.allclose(scores, brute[expected], atol=1e-5)
    assert set(positions) <= set(np.flatnonzero(allowed))


def test_saved_vectors_come_back(tmp_path: Path) -> None:
    vectors = _unit(np.random.default_rng(1), 9, 8)
    FaissStore.from_vectors(vectors).save(tmp_path / "向量.faiss")
    store = FaissStore.load(tmp_path / "向量.faiss", 8)
    assert np.array_equal(store.take(np.arange(9)), vectors)


@pytest.mark.parametrize("content", [b"", b"IxF", b"not vectors at all" * 9], ids=["empty", "cut", "other"])
def test_damaged_vectors_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "v").write_bytes(content)
    with pytest.raises(IndexUnusableError, match="index again"):
        FaissStore.load(tmp_path / "v", 8)


def test_vectors_of_another_length_are_refused(tmp_path: Path) -> None:
    FaissStore.from_vectors(_unit(np.random.default_rng(1), 3, 8)).save(tmp_path / "v")
    with pytest.raises(IndexUnusableError, match="8 numbers instead of 9"):
        FaissStore.load(tmp_path / "v", 9)


@pytest.mark.parametrize("kind", ["IVF2,Flat", "HNSW8", "PCA4,Flat", "IDMap,Flat", "SQ8", "L2"])
def test_only_a_flat_index_of_inner_products_is_opened(tmp_path: Path, kind: str) -> None:
    """FAISS itself would build any kind that a file names."""
    import faiss

    index = faiss.IndexFlatL2(8) if kind == "L2" else faiss.index_factory(8, kind, faiss.METRIC_INNER_PRODUCT)
    vectors = _unit(np.random.default_rng(1), 200, 8)
    index.train(vectors)
    if kind == "IDMap,Flat":
        index.add_with_ids(vectors, np.arange(200))
    else:
        index.add(vectors)
    (tmp_path / "v").write_bytes(faiss.serialize_index(index).tobytes())
    with pytest.raises(IndexUnusableError, match="no flat index of inner products"):
        FaissStore.load(tmp_path / "v", 8)


def test_a_count_that_does_not_fit_the_file(tmp_path: Path) -> None:
    FaissStore.from_vectors(_unit(np.random.default_rng(1), 3, 8)).save(tmp_path / "v")
    data = bytearray((tmp_path / "v").read_bytes())
    data[8] = 200
    (tmp_path / "v").write_bytes(data)
    with pytest.raises(IndexUnusableError, match="another length"):
        FaissStore.load(tmp_path / "v", 8)
