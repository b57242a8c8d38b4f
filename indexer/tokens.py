"""The late leg: the vector of every token of every passage, in four bits a number, compared with a question's token by token.

MaxSim (Khattab and Zaharia 2020, ColBERT): for each token of the question the best match among the tokens of a passage, and their weighted mean. Four
bits lost nothing that could be measured, one bit did; a projection to fewer dimensions learned on one kind of text lost much on another
(docs/search.md). The codes are read from disk as needed, only those of the candidates.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.centring import Means, centred
from errors import IndexUnusableError
from indexer.arrays import UNREADABLE

CODES, SPANS, MEANS = "codes.bin", "spans.npy", "means.npy"
_LEVELS = 7
"""A number becomes -7 to 7, in steps of a seventh of the token's largest."""
_ZERO = 8
_AT_ONCE = 64
"""Passages compared at a time, so that memory stays small however many candidates there are."""

Codes = NDArray[np.uint8]
"""Shape (tokens, dimension / 2): the first half of the numbers in the low four bits, the second half in the high ones."""


class TokenStore:
    """Codes of all passages' tokens by position; opened for reading."""

    def __init__(self, codes: Codes, spans: NDArray[np.int64], means: Means) -> None:
        self._codes = codes
        self._spans = spans
        self.means = means

    @classmethod
    def load(
        cls, folder: Path, count: int, dimension: int, *, means: Means | None = None, strict: bool = True
    ) -> TokenStore:
        """Open what a :class:`TokenWriter` wrote for ``count`` passages; the codes stay on disk.

        Args:
            folder: Where it lies.
            count: Number of passages.
            dimension: Of the encoder.
            means: In the place of those that are stored.
            strict: Whether every span must lie within the codes; whoever checks what each passage holds can do without.

        Raises:
            IndexUnusableError: The files are damaged, gone, or of another encoder.
        """
        try:
            spans = np.load(folder / SPANS, allow_pickle=False)
            stored = np.load(folder / MEANS, allow_pickle=False) if means is None else means.to_array()
            if spans.dtype != np.int64 or stored.dtype != np.float32:
                raise ValueError("numbers of another kind")
            size = (folder / CODES).stat().st_size
            rows = size // (dimension // 2)
            shape = (rows, dimension // 2)
            codes = (
                np.memmap(folder / CODES, dtype=np.uint8, mode="r", shape=shape) if rows else np.zeros(shape, np.uint8)
            )
            ends = int(spans.sum(axis=1).max(initial=0))
            whole = size == rows * (dimension // 2) and ends <= rows and spans.min(initial=0) >= 0
            if spans.shape != (count, 2) or stored.shape != (3, dimension) or (strict and not whole):
                raise ValueError("sizes that do not fit")
            return cls(codes, spans, Means.from_array(stored))
        except UNREADABLE as error:
            raise IndexUnusableError(f"{folder} cannot be read as token vectors ({error}); index again") from error

    @property
    def count(self) -> int:
        """Number of passages."""
        return len(self._spans)

    def take(self, position: int) -> Codes:
        """Codes of one passage, shape (tokens, dimension / 2)."""
        start, length = self._spans[position]
        return np.asarray(self._codes[start : start + length])

    def vectors(self, position: int) -> NDArray[np.float32]:
        """Token vectors of one passage, centred, about unit length, shape (tokens, dimension)."""
        low, high = _halves(self.take(position))
        both = np.concatenate([low, high], axis=1)
        unit: NDArray[np.float32] = both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9)
        return unit

    def compare(
        self, query: NDArray[np.float32], positions: NDArray[np.int64], weights: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """How well each passage answers one or several texts.

        Args:
            query: The token vectors of all texts, centred and of unit length, shape (t, dimension).
            positions: Passages to compare, shape (n,).
            weights: Share of each token in each text, shape (t, texts): its columns sum to 1.

        Returns:
            Shape (n, texts): mean cosine of the best matches of a text's tokens, from -1 to 1; 0 for a passage without tokens.
        """
        scores = np.zeros((len(positions), weights.shape[1]), dtype=np.float32)
        half = query.shape[1] // 2
        for begin in range(0, len(positions), _AT_ONCE):
            chosen = positions[begin : begin + _AT_ONCE]
            parts = [self.take(int(position)) for position in chosen]
            lengths = np.array([len(part) for part in parts])
            filled = np.flatnonzero(lengths)
            if not len(filled):
                continue
            low, high = _halves(np.concatenate(parts))
            norms = np.sqrt(np.einsum("ij,ij->i", low, low) + np.einsum("ij,ij->i", high, high))
            similar = (low @ query[:, :half].T + high @ query[:, half:].T) / np.maximum(norms, 1e-9)[:, None]
            starts = np.concatenate([[0], np.cumsum(lengths[filled])[:-1]])
            scores[begin + filled] = np.maximum.reduceat(similar, starts, axis=0) @ weights
        return scores


class TokenWriter:
    """Writes codes as they come, in any order; nothing is held in memory but where each passage's stand."""

    def __init__(self, folder: Path, count: int, means: Means) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._spans = np.zeros((count, 2), dtype=np.int64)
        self._file = (folder / CODES).open("wb")
        self._rows = 0
        self.means = means

    def add(self, positions: Sequence[int], codes: Codes) -> None:
        """Codes that the passages at these positions share, since their text is the same."""
        self._spans[list(positions)] = self._rows, len(codes)
        self._rows += len(codes)
        self._file.write(np.ascontiguousarray(codes).tobytes())

    def close(self) -> None:
        """Write the rest."""
        self._file.close()
        np.save(self._folder / SPANS, self._spans, allow_pickle=False)
        (self._folder / MEANS).write_bytes(_means_file(self.means))


def means_sum(means: Means) -> str:
    """SHA-256 of the file in which a :class:`TokenWriter` stores means."""
    return hashlib.sha256(_means_file(means)).hexdigest()


def _means_file(means: Means) -> bytes:
    file = io.BytesIO()
    np.save(file, means.to_array(), allow_pickle=False)
    return file.getvalue()


def encode_tokens(tokens: NDArray[np.float32], means: Means) -> Codes:
    """A passage's token vectors, shape (t, dimension) with an even dimension, as codes."""
    unit = centred(tokens, means.passages)
    steps = np.maximum(np.abs(unit).max(axis=1, keepdims=True, initial=0), 1e-9) / _LEVELS
    numbers = (np.round(unit / steps) + _ZERO).astype(np.uint8)
    half = numbers.shape[1] // 2
    codes: Codes = numbers[:, :half] | (numbers[:, half:] << 4)
    return codes


def _halves(codes: Codes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The numbers of both halves, not yet of unit length."""
    low = (codes & 0x0F).astype(np.float32) - _ZERO
    high = (codes >> 4).astype(np.float32) - _ZERO
    return low, high
