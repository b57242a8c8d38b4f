"""An encoder that remembers the questions it encoded last: with another filter, another page of results or another visitor the question is the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Generic, TypeVar

import numpy as np

from embeddings.encoder import Encoded, Encoder, Progress, TokenEncoder, Vectors

REMEMBERED = 500
"""Questions kept; with the tokens of a long one some 100 KB each."""

T = TypeVar("T")


def remembering(encoder: Encoder, size: int = REMEMBERED) -> Encoder:
    """The encoder with a memory for its questions; a ``TokenEncoder`` stays one."""
    if isinstance(encoder, TokenEncoder):
        return RememberingTokenEncoder(encoder, size)
    return RememberingEncoder(encoder, size)


class RememberingEncoder:
    """Encodes a question once while it is among the last ``size`` asked. May be used by several threads at once."""

    def __init__(self, encoder: Encoder, size: int = REMEMBERED) -> None:
        self._encoder = encoder
        self._vectors: _Memory[Vectors] = _Memory(size)

    @property
    def identity(self) -> str:
        """That of the encoder behind it: the vectors are the same."""
        return self._encoder.identity

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the encoder behind it."""
        if not texts:
            return self._encoder.encode_queries(texts)
        return np.stack(self._vectors.of(texts, lambda unknown: list(self._encoder.encode_queries(unknown))))

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """As the encoder behind it; passages are not remembered."""
        return self._encoder.encode_passages(texts, progress)


class RememberingTokenEncoder(RememberingEncoder):
    """The same for an encoder that gives the vectors of tokens as well."""

    def __init__(self, encoder: TokenEncoder, size: int = REMEMBERED) -> None:
        super().__init__(encoder, size)
        self._token_encoder = encoder
        self._tokens: _Memory[Encoded] = _Memory(size)

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """As the encoder behind it."""
        if not texts:
            return self._token_encoder.encode_query_tokens(texts)
        found = self._tokens.of(texts, self._one_by_one)
        return Encoded(
            np.concatenate([one.vectors for one in found]),
            tuple(one.tokens[0] for one in found),
            tuple(one.spans[0] for one in found),
        )

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """As the encoder behind it; passages are not remembered."""
        return self._token_encoder.encode_passage_tokens(texts)

    def _one_by_one(self, texts: Sequence[str]) -> list[Encoded]:
        """The texts encoded together, each apart."""
        whole = self._token_encoder.encode_query_tokens(texts)
        return [
            Encoded(whole.vectors[row : row + 1], whole.tokens[row : row + 1], whole.spans[row : row + 1])
            for row in range(len(texts))
        ]


class _Memory(Generic[T]):
    """The last texts and what became of them, the longest unused forgotten first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def of(self, texts: Sequence[str], encode: Callable[[Sequence[str]], list[T]]) -> list[T]:
        """What became of each text; those not known are encoded together, outside the lock."""
        found: dict[str, T] = {}
        with self._lock:
            for text in texts:
                if text in self._known:
                    self._known.move_to_end(text)
                    found[text] = self._known[text]
        unknown = [text for text in dict.fromkeys(texts) if text not in found]
        if unknown:
            found.update(zip(unknown, encode(unknown), strict=True))
            with self._lock:
                self._known.update((text, found[text]) for text in unknown)
                while len(self._known) > self._size:
                    self._known.popitem(last=False)
        return [found[text] for text in texts]
