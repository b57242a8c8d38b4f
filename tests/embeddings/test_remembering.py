"""Questions are encoded once, and come out as they did."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from embeddings import Encoded, Encoder, HashingEncoder, TokenEncoder, Vectors
from embeddings.remembering import remembering


class Counting(HashingEncoder):
    """Keeps what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().encode_queries(texts)

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        encoded = super().encode_query_tokens(texts)
        assert self.asked[len(self.asked) - len(texts) :] == list(texts)
        return encoded


class Plain:
    """An encoder without tokens."""

    identity = "plain"
    dimension = 2

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.array([[1, 0]] * len(texts), dtype=np.float32).reshape(len(texts), 2)

    def encode_passages(self, texts: Sequence[str], progress: object = None) -> Vectors:
        return self.encode_queries(texts)


def _tokens(encoder: Encoder, texts: Sequence[str]) -> Encoded:
    assert isinstance(encoder, TokenEncoder)
    return encoder.encode_query_tokens(texts)


def test_vectors_and_tokens_are_those_of_the_encoder() -> None:
    encoder, plain = remembering(HashingEncoder()), HashingEncoder()
    for texts in (["执法人员不足"], ["普法", "执法人员不足", "普法"], []):
        np.testing.assert_array_equal(encoder.encode_queries(texts), plain.encode_queries(texts))
        ours, theirs = _tokens(encoder, texts), plain.encode_query_tokens(texts)
        np.testing.assert_array_equal(ours.vectors, theirs.vectors)
        assert ours.spans == theirs.spans
        for own, other in zip(ours.tokens, theirs.tokens, strict=True):
            np.testing.assert_array_equal(own, other)
    assert (encoder.identity, encoder.dimension) == (plain.identity, plain.dimension)


def test_only_what_is_unknown_is_encoded() -> None:
    counting = Counting()
    encoder = remembering(counting)
    _tokens(encoder, ["甲", "乙"])
    _tokens(encoder, ["乙", "丙", "甲"])
    assert counting.asked == ["甲", "乙", "丙"]


def test_the_longest_unused_is_forgotten() -> None:
    counting = Counting()
    encoder = remembering(counting, size=2)
    for text in ("甲", "乙", "甲", "丙", "甲", "乙"):
        encoder.encode_queries([text])
    assert counting.asked == ["甲", "乙", "丙", "乙"]


def test_an_encoder_without_tokens_gets_none() -> None:
    assert not isinstance(remembering(Plain()), TokenEncoder)
    assert remembering(Plain()).encode_queries(["甲"]).shape == (1, 2)


def test_threads_may_ask_at_once() -> None:
    encoder, plain = remembering(HashingEncoder(), size=3), HashingEncoder()
    texts = [f"第{number}问" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for text, vectors in zip(
            texts * 20, pool.map(lambda text: encoder.encode_queries([text]), texts * 20), strict=True
        ):
            np.testing.assert_array_equal(vectors, plain.encode_queries([text]))
