"""The late leg: what is stored, and that comparing codes agrees with comparing the vectors themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings import HashingEncoder
from embeddings.centring import Means, centred
from errors import IndexUnusableError
from indexer.tokens import CODES, MEANS, TokenStore, TokenWriter, encode_tokens

DIMENSION = 32
MEAN = Means(
    np.full(DIMENSION, 0.1, np.float32), {"zh": np.zeros(DIMENSION, np.float32), "en": np.ones(DIMENSION, np.float32)}
)


def vectors(count: int, seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)


def written(folder: Path, passages: list[NDArray[np.float32]]) -> TokenStore:
    writer = TokenWriter(folder, len(passages), MEAN)
    # In any order: passages are encoded the longest first.
    for position in reversed(range(len(passages))):
        writer.add([position], encode_tokens(passages[position], MEAN))
    writer.close()
    return TokenStore.load(folder, len(passages), DIMENSION)


def maxsim(query: NDArray[np.float32], passage: NDArray[np.float32], weights: NDArray[np.float32]) -> float:
    """Straight from the definition."""
    return float((query @ centred(passage, MEAN.passages).T).max(axis=1) @ (weights / weights.sum()))


@given(lengths=st.lists(st.integers(1, 6), min_size=1, max_size=90), tokens=st.integers(1, 4), seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_codes_agree_with_the_vectors(
    tmp_path_factory: pytest.TempPathFactory, lengths: list[int], tokens: int, seed: int
) -> None:
    passages = [vectors(length, seed + place) for place, length in enumerate(lengths)]
    store = written(tmp_path_factory.mktemp("tokens"), passages)
    query = centred(vectors(tokens, seed + 1000), MEAN.questions["zh"])
    weights = np.linspace(0.2, 1, tokens).astype(np.float32)
    positions = np.arange(len(passages))[::-1].copy()
    expected = [maxsim(query, passages[position], weights) for position in positions]
    shares = np.stack([weights / weights.sum(), np.eye(tokens, dtype=np.float32)[0]], axis=1)
    scores = store.compare(query, positions, shares)
    assert np.allclose(scores[:, 0], expected, atol=0.12)
    first = [maxsim(query[:1], passages[position], np.ones(1, np.float32)) for position in positions]
    assert np.allclose(scores[:, 1], first, atol=0.12)


def test_a_stored_passage_comes_back_nearly_as_it_was(tmp_path: Path) -> None:
    passage = vectors(5, 1)
    back = written(tmp_path, [passage]).vectors(0)
    assert (np.einsum("ij,ij->i", back, centred(passage, MEAN.passages)) > 0.99).all()


def test_a_passage_without_tokens_scores_nothing(tmp_path: Path) -> None:
    store = written(tmp_path, [vectors(0, 1), vectors(3, 2), vectors(0, 3)])
    query = centred(vectors(2, 9), MEAN.questions["zh"])
    scores = store.compare(query, np.arange(3), np.full((2, 1), 0.5, np.float32))[:, 0]
    assert scores[0] == scores[2] == 0
    assert scores[1] != 0


def test_passages_of_the_same_text_share_their_codes(tmp_path: Path) -> None:
    writer = TokenWriter(tmp_path, 3, MEAN)
    codes = encode_tokens(vectors(4, 1), MEAN)
    writer.add([0, 2], codes)
    writer.add([1], encode_tokens(vectors(2, 2), MEAN))
    writer.close()
    store = TokenStore.load(tmp_path, 3, DIMENSION)
    assert (store.take(0) == codes).all()
    assert (store.take(2) == codes).all()
    assert (tmp_path / CODES).stat().st_size == 6 * DIMENSION // 2


@pytest.mark.parametrize("damage", ["cut", "gone", "other", "count"])
def test_damage_is_told_in_a_sentence(tmp_path: Path, damage: str) -> None:
    written(tmp_path, [vectors(4, 1), vectors(3, 2)])
    count, dimension = 2, DIMENSION
    if damage == "cut":
        (tmp_path / CODES).write_bytes((tmp_path / CODES).read_bytes()[: -DIMENSION // 2])
    elif damage == "gone":
        (tmp_path / MEANS).unlink()
    elif damage == "other":
        dimension = 64
    else:
        count = 3
    with pytest.raises(IndexUnusableError, match="index again"):
        TokenStore.load(tmp_path, count, dimension)


def test_means_are_those_of_the_texts_and_come_back() -> None:
    means = Means.of(HashingEncoder(16))
    again = Means.from_array(means.to_array())
    assert (again.passages == means.passages).all()
    assert (again.questions["en"] == means.questions["en"]).all()
    assert not np.allclose(means.questions["zh"], means.questions["en"])


def test_what_all_have_in_common_is_taken_out() -> None:
    some = vectors(50, 3) + 5
    before = some / np.linalg.norm(some, axis=1, keepdims=True)
    after = centred(some, some.mean(axis=0))
    assert (before @ before.T).mean() > 0.9
    assert abs((after @ after.T).mean()) < 0.1
    assert not centred(some[:1], some[0]).any()
