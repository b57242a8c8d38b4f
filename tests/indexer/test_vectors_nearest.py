"""The approximate kind finds what an exact search finds, within the filter, and is made again where it is damaged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings import HashingEncoder
from errors import IndexUnusableError
from indexer import vectors_nearest
from indexer.build import build_index
from indexer.index import NEAREST, Index
from indexer.status import find_damage
from indexer.vectors import FaissStore
from indexer.vectors_nearest import BOOKS, CENTRES, CODES, COME, ENDS, ROWS, Lists, NearestStore
from search.engine import Engine
from tests.indexer.test_salvage import flip

WIDTH = 128


def drawn(seed: int, count: int) -> NDArray[np.float32]:
    """Vectors in a narrow cone, as those of texts of one kind are."""
    rng = np.random.default_rng(seed)
    topics = rng.standard_normal((12, WIDTH))
    vectors = 6 * np.ones(WIDTH) + topics[rng.integers(12, size=count)] + 0.7 * rng.standard_normal((count, WIDTH))
    unit: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


EVERY = drawn(1, 4050)
QUESTIONS = EVERY[4000:]


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    return EVERY[:4000]


@pytest.fixture(scope="module")
def lists(vectors: NDArray[np.float32]) -> Lists:
    return Lists.of(vectors)


@pytest.mark.parametrize("share", [None, 0.5, 0.1, 0.01])
def test_recall_is_that_of_an_exact_search(
    vectors: NDArray[np.float32], lists: Lists, share: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors_nearest, "COMPARED", 800)
    monkeypatch.setattr(vectors_nearest, "EXACT_UP_TO", 50)
    allowed = None if share is None else np.random.default_rng(2).random(len(vectors)) < share
    near, flat = NearestStore(vectors, lists), FaissStore.from_vectors(vectors)
    found = wanted = 0
    for query in QUESTIONS:
        positions, scores = near.search(query, 10, allowed)
        exact, best = flat.search(query, 10, allowed)
        assert np.allclose(scores, vectors[positions] @ query, atol=1e-6) and (np.diff(scores) <= 0).all()
        assert allowed is None or allowed[positions].all()
        assert len(set(positions.tolist())) == len(exact) and (scores <= best + 1e-5).all()
        found += len(set(positions.tolist()) & set(exact.tolist()))
        wanted += len(exact)
    assert found >= 0.99 * wanted


@given(seed=st.integers(0, 1000), k=st.integers(0, 40), some=st.integers(0, 40))
@settings(max_examples=30, deadline=None)
def test_few_that_may_be_found_are_compared_exactly(seed: int, k: int, some: int) -> None:
    vectors, rng = drawn(seed, 300), np.random.default_rng(seed)
    allowed = np.zeros(300, dtype=np.bool_)
    allowed[rng.choice(300, some, replace=False)] = True
    positions, _ = NearestStore(vectors, Lists.of(vectors)).search(vectors[7], k, allowed)
    order = np.lexsort((np.arange(300), -(vectors @ vectors[7])))
    assert positions.tolist() == [place for place in order.tolist() if allowed[place]][:k]


def test_not_everything_is_looked_at(
    vectors: NDArray[np.float32], lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    candidates = NearestStore._candidates

    def counted(*arguments: Any) -> NDArray[np.int64]:
        found = candidates(*arguments)
        looked.append(len(found))
        return found

    monkeypatch.setattr(vectors_nearest, "COMPARED", 200)
    monkeypatch.setattr(NearestStore, "_candidates", counted)
    NearestStore(vectors, lists).search(vectors[3], 10)
    assert looked == [200]


def test_they_come_back_as_they_were_saved(vectors: NDArray[np.float32], lists: Lists, tmp_path: Path) -> None:
    lists.save(tmp_path / "n")
    again = Lists.load(tmp_path / "n", *vectors.shape)
    for query in QUESTIONS[:5]:
        one, other = (NearestStore(vectors, held).search(query, 9) for held in (lists, again))
        assert one[0].tolist() == other[0].tolist() and one[1].tolist() == other[1].tolist()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (CENTRES, lambda a: a[1:]),
        (CENTRES, lambda a: a.astype(np.float64)),
        (BOOKS, lambda a: a[:, :8]),
        (CODES, lambda a: a[:-1]),
        (ROWS, lambda a: a + 1),
        (ROWS, lambda a: -a - 1),
        (ROWS, lambda a: np.where(a == 0, 1, a).astype(np.int32)),
        (ENDS, lambda a: a[::-1].copy()),
        (ENDS, lambda a: a + 1),
        (COME, lambda a: a - 1),
    ],
)
def test_arrays_that_would_lead_faiss_astray_are_refused(
    vectors: NDArray[np.float32], lists: Lists, tmp_path: Path, name: str, change: object
) -> None:
    lists.save(tmp_path / "n")
    np.save(tmp_path / "n" / name, change(np.load(tmp_path / "n" / name)))  # type: ignore[operator]
    with pytest.raises(IndexUnusableError, match="index again"):
        Lists.load(tmp_path / "n", *vectors.shape)


@given(seed=st.integers(0, 10_000), come=st.integers(0, 40))
@settings(max_examples=40, deadline=None)
def test_what_is_taken_over_is_what_assigning_anew_gives(
    vectors: NDArray[np.float32], lists: Lists, seed: int, come: int
) -> None:
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(3000)[: rng.integers(1000, 3000)]
    takes = rng.permutation(np.concatenate([chosen, np.full(come, -1)]))
    after = vectors[np.where(takes < 0, rng.integers(3000, 4000, size=len(takes)), takes)]
    updated = Lists.updated(lists, takes, after)
    updated._check(*after.shape)
    assert updated.come == come
    anew, codes = vectors_nearest._placed(lists.centres, lists.books, after, np.arange(len(after)))
    assert np.array_equal(np.repeat(np.arange(len(lists.ends) - 1), np.diff(updated.ends)), anew[updated.rows])
    assert np.array_equal(updated.codes, codes[updated.rows]) and updated.books is lists.books


def test_recall_stays_when_what_comes_is_of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors_nearest, "COMPARED", 800)
    ordered = EVERY[:4000][np.argsort(EVERY[:4000, 0])]
    takes = np.where(np.arange(4000) < 3000, np.arange(4000), -1)
    lists = Lists.updated(Lists.of(ordered[:3000]), takes, ordered)
    assert lists.come == 1000
    near, found = NearestStore(ordered, lists), 0
    for query in QUESTIONS:
        exact = np.argsort(-(ordered @ query))[:10]
        found += len(set(near.search(query, 10)[0].tolist()) & set(exact.tolist()))
    assert found >= 0.99 * 10 * len(QUESTIONS)


def test_they_are_chosen_anew_when_too_much_has_come(vectors: NDArray[np.float32]) -> None:
    known = Lists.of(vectors[:3000])
    takes = np.concatenate([np.arange(3000), np.full(900, -1)])
    once = Lists.updated(known, takes, vectors[:3900])
    assert once.come == 900 and once.books is known.books
    takes = np.concatenate([np.arange(3900), np.full(100, -1)])
    assert Lists.updated(once, takes, vectors).come == 1000
    takes[3500:] = -1
    anew, plain = Lists.updated(once, takes, vectors), Lists.of(vectors)
    assert anew.come == 0 and np.array_equal(anew.codes, plain.codes) and np.array_equal(anew.rows, plain.rows)


@pytest.mark.parametrize("width", [WIDTH, 64])
def test_nothing_is_taken_over_where_there_is_nothing_of_use(
    width: int, vectors: NDArray[np.float32], lists: Lists
) -> None:
    other = np.ascontiguousarray(vectors[:, :width])
    updated = Lists.updated(lists if width != WIDTH else None, np.arange(4000), other)
    assert updated.come == 0 and np.array_equal(updated.centres, Lists.of(other).centres)


def test_how_much_has_come_is_kept_and_versions_without_it_open(
    lists: Lists, vectors: NDArray[np.float32], tmp_path: Path
) -> None:
    replace(lists, come=7).save(tmp_path)
    assert Lists.load(tmp_path, *vectors.shape).come == 7
    (tmp_path / COME).unlink()
    assert Lists.load(tmp_path, *vectors.shape).come == 0


@pytest.fixture
def large(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index that counts as a large one."""
    monkeypatch.setattr(vectors_nearest, "FLAT_UP_TO", 5)
    build_index(tmp_path / "index", [reports], HashingEncoder())
    return tmp_path / "index"


def test_a_large_index_answers_as_a_small_one(large: Path, reports: Path, tmp_path: Path) -> None:
    index = Index.open(large)
    assert isinstance(index.vectors, NearestStore) and find_damage(large) == []
    files = {name: told for name, told in index.manifest.files.items() if not name.startswith(f"{NEAREST}/")}
    small = replace(index, manifest=replace(index.manifest, files=files))
    assert isinstance(small.vectors, FaissStore)
    found = [Engine(one, HashingEncoder()).search("执法人员不足怎么办").hits for one in (index, small)]
    assert [(hit.passage, hit.score) for hit in found[0]] == [(hit.passage, hit.score) for hit in found[1]]


@pytest.mark.parametrize("name", [CENTRES, BOOKS, CODES, ROWS, ENDS])
def test_what_is_damaged_is_made_again_without_encoding(
    large: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Index.open(large).version / NEAREST / name
    flip(path, path.stat().st_size - 2)
    assert find_damage(large) == [f"{NEAREST}/{name} is not what was published"]
    monkeypatch.setattr(HashingEncoder, "encode_passages", None)
    result = build_index(large, [], HashingEncoder())
    assert [f"{NEAREST}/{name}" in told and "made anew" in told for told in result.repaired] == [True]
    assert find_damage(large) == []


@pytest.mark.parametrize(("count", "width", "wanted"), [(20_000, 384, False), (20_001, 384, True), (50_000, 30, False)])
def test_when_they_are_wanted(count: int, width: int, wanted: bool) -> None:
    assert Lists.wanted(count, width) is wanted
