"""MaxSim in whole numbers agrees with the definition in floats."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from indexer import token_scores
from indexer.token_scores import ZERO, TokenScores


def unit(rows: int, width: int, seed: int) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=(rows, width)).astype(np.float32)
    vectors: NDArray[np.float32] = made / np.linalg.norm(made, axis=1, keepdims=True)
    return vectors


def maxsim(query: NDArray[np.float32], codes: NDArray[np.uint8], lengths: list[int]) -> NDArray[np.float64]:
    """Best cosine of each token of the query in each passage, straight from the definition, shape (passages, t)."""
    numbers = np.concatenate([codes & 15, codes >> 4], axis=1).astype(np.float64) - ZERO
    tokens = numbers / np.maximum(np.linalg.norm(numbers, axis=1, keepdims=True), 1e-9)
    ends = np.cumsum(lengths)
    return np.stack(
        [(tokens[end - length : end] @ query.T).max(axis=0) for end, length in zip(ends, lengths, strict=True)]
    )


@given(
    lengths=st.lists(st.integers(1, 9), min_size=1, max_size=8),
    tokens=st.integers(1, 5),
    half=st.sampled_from([1, 7, 16, 192, 600]),
    seed=st.integers(0, 999),
)
def test_they_agree_with_the_definition(lengths: list[int], tokens: int, half: int, seed: int) -> None:
    # Also codes that no writer makes: 0, the farthest from the middle.
    codes = np.random.default_rng(seed).integers(0, 256, (sum(lengths), half), dtype=np.uint8)
    query = unit(tokens, 2 * half, seed)
    every = TokenScores(query, np.eye(tokens, dtype=np.float32)).of(codes, np.array(lengths))
    assert every.dtype == np.float32
    assert np.allclose(every, maxsim(query, codes, lengths), atol=1e-4)


def test_what_two_roundings_leave_is_nothing_that_counts() -> None:
    codes = np.random.default_rng(1).integers(0x11, 256, (500, 192), dtype=np.uint8)
    query = unit(20, 384, 2)
    found = TokenScores(query, np.full((20, 1), 0.05, np.float32)).of(codes, np.full(50, 10))[:, 0]
    assert np.abs(found - maxsim(query, codes, [10] * 50).mean(axis=1)).max() < 1e-5


def test_the_same_passage_scores_the_same_wherever_it_stands() -> None:
    codes = np.random.default_rng(3).integers(0x11, 256, (7, 192), dtype=np.uint8)
    scores = TokenScores(unit(9, 384, 4), np.full((9, 1), 1 / 9, np.float32)).of(
        np.tile(codes, (40, 1)), np.full(40, 7)
    )
    assert len(set(scores[:, 0].tolist())) == 1


def test_tokens_of_zeros_are_like_nothing() -> None:
    middle = np.full((3, 4), ZERO | ZERO << 4, dtype=np.uint8)
    assert not TokenScores(unit(2, 8, 5), np.eye(2, dtype=np.float32)).of(middle, np.array([1, 2])).any()
    assert not TokenScores(np.zeros((2, 8), np.float32), np.eye(2, dtype=np.float32)).of(middle, np.array([3])).any()


def test_the_longest_tokens_of_wide_vectors_fit() -> None:
    codes = np.array([[0x00] * 600, [0x0F] * 600], dtype=np.uint8)
    query = unit(3, 1200, 6)
    every = TokenScores(query, np.eye(3, dtype=np.float32)).of(codes, np.array([1, 1]))
    assert np.allclose(every, maxsim(query, codes, [1, 1]), atol=1e-4)


def test_the_network_is_what_the_onnx_package_makes() -> None:
    onnx = pytest.importorskip("onnx")
    helper, value = onnx.helper, onnx.helper.make_tensor_value_info
    kinds = onnx.TensorProto
    nodes = [
        helper.make_node("MatMulInteger", ["low", "first", "zero"], ["lower"]),
        helper.make_node("MatMulInteger", ["high", "second", "zero"], ["higher"]),
        helper.make_node("Add", ["lower", "higher"], ["products"]),
    ]
    given_in = [value(name, kinds.UINT8, ["n", "k"]) for name in ("low", "high")]
    given_in += [value(name, kinds.INT8, ["k", "t"]) for name in ("first", "second")]
    zero = onnx.numpy_helper.from_array(np.array(ZERO, np.uint8), "zero")
    graph = helper.make_graph(nodes, "product", given_in, [value("products", kinds.INT32, ["n", "t"])], [zero])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    assert onnx.load_from_string(token_scores._NETWORK) == made
