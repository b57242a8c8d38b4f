"""Encoders that give what no encoder should, by the way in which each goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from embeddings import Encoded, Encoder, HashingEncoder, Progress, TokenEncoder, Vectors

TEXTS = ("执法人员不足", "加强普法", "化解纠纷")


def changed(value: float) -> Callable[[Any], Any]:
    """Puts one number into the middle row."""

    def spoil(vectors: Vectors) -> Vectors:
        spoilt = vectors.copy()
        spoilt[len(spoilt) // 2, 3] = value
        return spoilt

    return spoil


def last_is_zero(vectors: Vectors) -> Vectors:
    """Makes a row of zeros."""
    spoilt = vectors.copy()
    spoilt[-1] = 0
    return spoilt


BAD: dict[str, Callable[[Any], Any]] = {
    "nan": changed(np.nan),
    "infinity": changed(np.inf),
    "huge": changed(3e38),
    "zeros": last_is_zero,
    "half as long": lambda vectors: vectors / 2,
    "one row less": lambda vectors: vectors[:-1],
    "one row more": lambda vectors: np.concatenate([vectors, vectors[:1]]),
    "narrow": lambda vectors: vectors[:, :-1],
    "flat": lambda vectors: vectors.ravel(),
    "float64": lambda vectors: vectors.astype(np.float64),
    "integers": lambda vectors: np.eye(*vectors.shape, dtype=np.int64),
    "objects": lambda vectors: vectors.astype(object),
    "a list": lambda vectors: vectors.tolist(),
    "nothing": lambda vectors: None,
}


BAD_TOKENS: dict[str, Callable[[Encoded], Any]] = {
    "nan": lambda good: Encoded(good.vectors, (changed(np.nan)(good.tokens[0]), *good.tokens[1:]), good.spans),
    "opposite infinities": lambda good: Encoded(
        good.vectors, (np.copysign(np.float32(np.inf), good.tokens[0]), *good.tokens[1:]), good.spans
    ),
    "narrow": lambda good: Encoded(good.vectors, tuple(own[:, 1:] for own in good.tokens), good.spans),
    "one token less": lambda good: Encoded(good.vectors, tuple(own[1:] for own in good.tokens), good.spans),
    "one text less": lambda good: Encoded(good.vectors, good.tokens[1:], good.spans[1:]),
    "float16": lambda good: Encoded(good.vectors, tuple(own.astype(np.float16) for own in good.tokens), good.spans),
    "outside": lambda good: Encoded(
        good.vectors, good.tokens, tuple(tuple((a, b + 9000) for a, b in own) for own in good.spans)
    ),
    "before": lambda good: Encoded(
        good.vectors, good.tokens, tuple(tuple((a - 99, b) for a, b in own) for own in good.spans)
    ),
    "a tuple": lambda good: (good.vectors, good.tokens, good.spans),
}


ORDERS: tuple[tuple[int, ...], ...] = ((0, 1), (0, 1, 1, 2), (0, 1, 2, 3), (-1, 0, 1), ())
"""Orders in which passages may come out that leave one out or give one twice."""


class Spoilt(HashingEncoder):
    """Gives what one of ``BAD`` makes of good vectors."""

    def __init__(self, spoil: Callable[[Any], Any]) -> None:
        super().__init__()
        self._spoil = spoil

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Good vectors, spoilt."""
        spoilt: Vectors = self._spoil(super().encode_passages(texts))
        return spoilt

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """Spoilt vectors with good tokens."""
        good = HashingEncoder().encode_query_tokens(texts)
        return Encoded(self._spoil(good.vectors), good.tokens, good.spans)


class SpoiltTokens(HashingEncoder):
    """Good vectors of texts with spoilt tokens."""

    def __init__(self, spoil: Callable[[Encoded], Any]) -> None:
        super().__init__()
        self._spoil = spoil

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """Good vectors with spoilt tokens."""
        spoilt: Encoded = self._spoil(super().encode_query_tokens(texts))
        return spoilt


class Forgetful(HashingEncoder):
    """Gives passages in an order, or a number, that nobody asked for."""

    def __init__(self, order: Sequence[int]) -> None:
        super().__init__()
        self._order = order

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """In the order given."""
        for place in self._order:
            yield [place], self.encode_query_tokens([texts[place % len(texts)]])


def ways(encoder: Encoder) -> dict[str, Callable[[], object]]:
    """The ways on which vectors leave an encoder."""
    assert isinstance(encoder, TokenEncoder)
    return {
        "queries": lambda: encoder.encode_queries(TEXTS),
        "passages": lambda: encoder.encode_passages(TEXTS),
        "query tokens": lambda: encoder.encode_query_tokens(TEXTS),
        "passage tokens": lambda: list(encoder.encode_passage_tokens(TEXTS)),
    }
