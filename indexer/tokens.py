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
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from embeddings.centring import Means, centred
from errors import IndexUnusableError
from indexer.arrays import UNREADABLE
from indexer.storage import share_file
from indexer.token_codes import CODES, CodeFiles, Codes, join_small, name_of
from indexer.token_scores import TokenScores

__all__ = ["CODES", "MEANS", "SPANS", "Codes", "TokenStore", "TokenWriter", "encode_tokens", "means_sum"]

SPANS, MEANS = "spans.npy", "means.npy"
_LEVELS = 7
"""A number becomes -7 to 7, in steps of a seventh of the token's largest."""
_ZERO = 8
_AT_ONCE = 64
"""Passages compared at a time, so that memory stays small however many candidates there are."""


class TokenStore:
    """Codes of all passages' tokens by position; opened for reading."""

    def __init__(self, codes: CodeFiles, spans: NDArray[np.int64], means: Means) -> None:
        self.codes = codes
        self.spans = spans
        """First row and number of rows of each passage, shape (passages, 2)."""
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
            codes = CodeFiles.load(folder, dimension // 2)
            whole = codes.whole and int(spans.sum(axis=1).max(initial=0)) <= codes.rows and spans.min(initial=0) >= 0
            if spans.shape != (count, 2) or stored.shape != (3, dimension) or (strict and not whole):
                raise ValueError("sizes that do not fit")
            return cls(codes, spans, Means.from_array(stored))
        except UNREADABLE as error:
            raise IndexUnusableError(f"{folder} cannot be read as token vectors ({error}); index again") from error

    @property
    def count(self) -> int:
        """Number of passages."""
        return len(self.spans)

    def take(self, position: int) -> Codes:
        """Codes of one passage, shape (tokens, dimension / 2)."""
        start, length = self.spans[position]
        return self.codes.take(int(start), int(length))

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
        asked = TokenScores(query, weights)
        for begin in range(0, len(positions), _AT_ONCE):
            spans = self.spans[positions[begin : begin + _AT_ONCE]].tolist()
            parts = [self.codes.take(start, length) for start, length in spans]
            lengths = np.array([len(part) for part in parts])
            filled = np.flatnonzero(lengths)
            if len(filled):
                scores[begin + filled] = asked.of(np.concatenate(parts), lengths[filled])
        return scores


class TokenWriter:
    """Writes codes as they come, in any order; nothing is held in memory but where each passage's stand."""

    def __init__(self, folder: Path, count: int, means: Means) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._spans = np.zeros((count, 2), dtype=np.int64)
        self._file = (folder / CODES).open("wb")
        self._rows = 0
        self._width = 0
        self._first = 0
        self.means = means
        self.shared: frozenset[str] = frozenset()
        """Names of files that are, on disk, those of the version before; settled when this is closed."""

    def __enter__(self) -> TokenWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self._file.close()

    def share(self, before: TokenStore, positions: NDArray[np.int64], there: NDArray[np.int64]) -> None:
        """Take over the files of a version as they are, before anything is added.

        Args:
            before: The codes of that version, of the same means, which nobody has found damaged.
            positions: Passages whose codes these files hold.
            there: Their positions in that version.

        Raises:
            OSError: The disk is full or broken.
        """
        self._spans[positions] = before.spans[there]
        files = before.codes.files
        if not before.codes.rows:
            return
        self._file.close()
        (self._folder / CODES).unlink()
        self.shared = frozenset(f.path.name for f in files if share_file(f.path, self._folder / f.path.name))
        self._first = self._rows = before.codes.rows
        self._file = (self._folder / name_of(self._rows)).open("wb")

    def add(self, positions: Sequence[int], codes: Codes) -> None:
        """Codes that the passages at these positions share, since their text is the same."""
        self._spans[list(positions)] = self._rows, len(codes)
        self._rows += len(codes)
        self._width = codes.shape[1]
        self._file.write(np.ascontiguousarray(codes).tobytes())

    def close(self) -> None:
        """Write the rest, and leave few files behind."""
        self._file.close()
        if self._first == self._rows > 0:
            (self._folder / name_of(self._first)).unlink()
        elif self._first:
            self.shared -= join_small(self._folder, self._width)
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
