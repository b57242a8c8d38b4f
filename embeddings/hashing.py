"""A tiny encoder without a model, for tests and trials: it sees which characters two texts share, no meaning."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterator, Sequence

import numpy as np

from embeddings.encoder import Encoded, Progress, Vectors, checked_vectors
from embeddings.safety import safe_text

DIMENSION = 256


class HashingEncoder:
    """Hashes single characters and pairs of neighbours into a few dimensions, signed (Weinberger et al. 2009).

    Deterministic on every machine and Python version, milliseconds to start. For trials only: it knows no synonyms and
    no second language.
    """

    def __init__(self, dimension: int = DIMENSION) -> None:
        self._dimension = dimension

    @property
    def identity(self) -> str:
        """Name, version of the features, and dimension."""
        return f"hashing-1@{self._dimension}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions; see `Encoder.encode_queries`."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode passages; see `Encoder.encode_passages`."""
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            self._add_features(vectors[row], text)
        if progress is not None and len(texts):
            progress(len(texts))
        return checked_vectors(vectors, len(texts), self._dimension)

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """Encode questions with a vector for each letter, digit and Han character; see `TokenEncoder.encode_query_tokens`."""
        spans = tuple(tuple((i, i + 1) for i, char in enumerate(safe_text(text)) if char.isalnum()) for text in texts)
        tokens = []
        for text, places in zip(texts, spans, strict=True):
            rows = np.zeros((len(places), self._dimension), dtype=np.float32)
            for row, (start, end) in zip(rows, places, strict=True):
                self._add_features(row, safe_text(text)[start:end])
            tokens.append(rows)
        return Encoded(self.encode_queries(texts), tuple(tokens), spans)

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """Encode passages in the same way; see `TokenEncoder.encode_passage_tokens`."""
        for row, text in enumerate(texts):
            yield [row], self.encode_query_tokens([text])

    def _add_features(self, vector: Vectors, text: str) -> None:
        characters = unicodedata.normalize("NFKC", safe_text(text)).casefold().split()
        features = [c for word in characters for c in word]
        features += [word[i : i + 2] for word in characters for i in range(len(word) - 1)]
        for feature in features:
            # crc32, since hash() differs from one process to the next. Its lowest bit gives the sign.
            code = zlib.crc32(feature.encode("utf-8"))
            vector[(code >> 1) % self._dimension] += 1.0 if code & 1 else -1.0
        if not vector.any():
            vector[0] = 1.0
