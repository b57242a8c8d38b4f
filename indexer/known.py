"""The encodings that a version holds, by the text they are of, as far as they can be trusted.

Each row of a version has the SHA-256 of its text and a checksum of its own, in ``encodings.npy``. So of a damaged file only the rows that are damaged
are encoded again, and vectors outlive a damaged catalogue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.centring import Means
from embeddings.encoder import Encoder, TokenEncoder
from errors import IndexUnusableError
from indexer.arrays import UNREADABLE
from indexer.catalogue import Catalogue
from indexer.index import CATALOGUE, ENCODINGS, TOKENS, VECTORS
from indexer.kept import Encoding
from indexer.manifest import Manifest
from indexer.tokens import MEANS, Codes, TokenStore, means_sum
from indexer.vectors import FaissStore

_DIGEST, _SUM = 32, 8

Rows = NDArray[np.uint8]
"""Shape (passages, 40): of each passage the SHA-256 of its encoded text and a checksum of its vector and codes."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A version as it lies on disk: its manifest, and the names of the files that are no longer what was published."""

    version: Path
    manifest: Manifest
    damaged: tuple[str, ...]

    @property
    def has_tokens(self) -> bool:
        """Whether it was made with token vectors."""
        return any(name.startswith(f"{TOKENS}/") for name in self.manifest.files)


def row_of_encoding(digest: str, encoding: Encoding) -> NDArray[np.uint8]:
    """One row of ``encodings.npy``, shape (40,)."""
    vector, codes = encoding
    told = hashlib.blake2b(np.ascontiguousarray(vector, dtype="<f4").tobytes(), digest_size=_SUM)
    if codes is not None:
        told.update(np.ascontiguousarray(codes).tobytes())
    return np.frombuffer(bytes.fromhex(digest) + told.digest(), dtype=np.uint8)


class KnownEncodings:
    """Encodings of one version by the SHA-256 of their text; nothing of what is damaged.

    ``lost`` counts the passages whose encoding is damaged.
    """

    def __init__(self, stored: Stored | None, encoder: Encoder) -> None:
        """Take stock of a version.

        Args:
            stored: The version; ``None``, or one of another encoder: nothing is known.
            encoder: Who encodes what is not known.
        """
        self.lost = 0
        self._at: dict[str, int] = {}
        self._rows: Rows | None = None
        self._vectors: NDArray[np.float32] | None = None
        self._tokens: TokenStore | None = None
        if stored is None or stored.manifest.encoder != encoder.identity:
            return
        self._vectors = _vectors(stored)
        self._tokens = _tokens(stored, encoder)
        self._rows = _rows(stored)
        damaged = {name for name in stored.damaged if name == VECTORS or name.startswith(f"{TOKENS}/")}
        if self._vectors is None or (stored.has_tokens and self._tokens is None):
            self.lost = stored.manifest.passages
        elif self._rows is not None and damaged:
            self._at = self._sound(self._rows)
            self.lost = sum(row[:_DIGEST].tobytes().hex() not in self._at for row in self._rows)
        elif self._rows is not None:
            self._at = {row[:_DIGEST].tobytes().hex(): at for at, row in enumerate(self._rows)}
        elif not damaged and CATALOGUE not in stored.damaged:
            with closing(Catalogue(stored.version / CATALOGUE)) as catalogue:
                self._at = catalogue.encoded()
        else:
            self.lost = stored.manifest.passages

    def __contains__(self, digest: str) -> bool:
        return digest in self._at

    @property
    def has_tokens(self) -> bool:
        """Whether token codes are known with each vector."""
        return bool(self._at) and self._tokens is not None

    @property
    def means(self) -> Means | None:
        """By which those are centred."""
        return self._tokens.means if self._at and self._tokens else None

    def vectors(self, digests: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of texts that are known, shape (texts, dimension)."""
        assert self._vectors is not None
        return self._vectors[[self._at[digest] for digest in digests]]

    def codes(self, digest: str) -> Codes:
        """Token codes of a text that is known."""
        assert self._tokens is not None
        return self._tokens.take(self._at[digest])

    def row(self, digest: str) -> NDArray[np.uint8] | None:
        """The row of ``encodings.npy`` of a text that is known; ``None`` in format 4, which has none."""
        return None if self._rows is None else self._rows[self._at[digest]]

    def _sound(self, rows: Rows) -> dict[str, int]:
        """The rows that still are what was encoded."""
        assert self._vectors is not None
        sound = {}
        for at, row in enumerate(rows[: len(self._vectors)]):
            digest = row[:_DIGEST].tobytes().hex()
            codes = self._tokens.take(at) if self._tokens else None
            if np.array_equal(row_of_encoding(digest, (self._vectors[at], codes)), row):
                sound[digest] = at
        return sound


def _vectors(stored: Stored) -> NDArray[np.float32] | None:
    """What is left of a version's vectors; ``None`` where the file is gone."""
    manifest = stored.manifest
    try:
        path, size = stored.version / VECTORS, manifest.files[VECTORS].bytes
        return FaissStore.stored(path, manifest.passages, manifest.dimension, size)
    except IndexUnusableError:
        return None


def _tokens(stored: Stored, encoder: Encoder) -> TokenStore | None:
    """The token codes of a version, unless they cannot even be opened; damaged means are made again, if they come out as they were."""
    if not stored.has_tokens:
        return None
    means, name = None, f"{TOKENS}/{MEANS}"
    if name in stored.damaged:
        means = Means.of(encoder) if isinstance(encoder, TokenEncoder) else None
        if means is None or means_sum(means) != stored.manifest.files[name].sha256:
            return None
    try:
        # Spans that lead astray show in the checksum of each row.
        strict = not any(damaged.startswith(f"{TOKENS}/") for damaged in stored.damaged)
        folder, manifest = stored.version / TOKENS, stored.manifest
        return TokenStore.load(folder, manifest.passages, manifest.dimension, means=means, strict=strict)
    except IndexUnusableError:
        return None


def _rows(stored: Stored) -> Rows | None:
    """What ``encodings.npy`` says; ``None`` where it is damaged, or not there yet (format 4)."""
    if ENCODINGS in stored.damaged or ENCODINGS not in stored.manifest.files:
        return None
    return load_rows(stored.version / ENCODINGS, stored.manifest.passages)


def load_rows(path: Path, count: int) -> Rows:
    """Open the rows of a version.

    Raises:
        IndexUnusableError: They are damaged.
    """
    try:
        rows: Rows = np.load(path, allow_pickle=False)
        if rows.shape != (count, _DIGEST + _SUM) or rows.dtype != np.uint8:
            raise ValueError("sizes that do not fit")
        return rows
    except UNREADABLE as error:
        raise IndexUnusableError(f"{path} cannot be read ({error}); index again") from error
