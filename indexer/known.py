"""The encodings that a version holds, by the text they are of, as far as they can be trusted.

Each row of a version has the SHA-256 of its text and a checksum of its own, in ``encodings.npy``. So of a damaged file only the rows that are damaged
are encoded again, and vectors outlive a damaged catalogue.
"""

from __future__ import annotations

import hashlib
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
        self.stored = stored
        self._texts = _Texts.none()
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
            sound = self._sound(self._rows)
            self._texts = _Texts(self._rows[sound, :_DIGEST], sound)
            self.lost = int(np.count_nonzero(self._texts.find(self._rows[:, :_DIGEST]) < 0))
        elif self._rows is not None:
            self._texts = _Texts(self._rows[:, :_DIGEST], np.arange(len(self._rows)))
        elif not damaged and CATALOGUE not in stored.damaged:
            with closing(Catalogue(stored.version / CATALOGUE)) as catalogue:
                self._texts = _Texts(catalogue.digests(), np.arange(stored.manifest.passages))
        else:
            self.lost = stored.manifest.passages

    def find(self, digests: NDArray[np.uint8]) -> NDArray[np.int64]:
        """For texts, by their SHA-256, shape (n, 32), a position that holds the encoding of each, or -1; shape (n,)."""
        return self._texts.find(digests)

    @property
    def has_tokens(self) -> bool:
        """Whether token codes are known with each vector."""
        return len(self._texts) > 0 and self._tokens is not None

    @property
    def means(self) -> Means | None:
        """By which those are centred."""
        return self._tokens.means if self._tokens and len(self._texts) else None

    @property
    def shareable(self) -> TokenStore | None:
        """The token codes, where their files are sound as they are."""
        damaged = self.stored is not None and any(name.startswith(f"{TOKENS}/") for name in self.stored.damaged)
        return None if damaged else self._tokens

    def vectors(self, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Vectors at positions that were found, shape (n, dimension)."""
        assert self._vectors is not None
        return self._vectors[positions]

    def codes(self, position: int) -> Codes:
        """Token codes at a position that was found."""
        assert self._tokens is not None
        return self._tokens.take(position)

    def rows(self, positions: NDArray[np.int64]) -> Rows | None:
        """The rows of ``encodings.npy`` at positions that were found; ``None`` in format 4, which has none."""
        return None if self._rows is None else self._rows[positions]

    def _sound(self, rows: Rows) -> NDArray[np.int64]:
        """The positions of those rows that still are what was encoded."""
        assert self._vectors is not None
        sound = []
        for at, row in enumerate(rows[: len(self._vectors)]):
            codes = self._tokens.take(at) if self._tokens else None
            digest = row[:_DIGEST].tobytes().hex()
            if np.array_equal(row_of_encoding(digest, (self._vectors[at], codes)), row):
                sound.append(at)
        return np.array(sound, dtype=np.int64)


class _Texts:
    """Positions by the SHA-256 of what stands there, in arrays: a million of them in a dictionary would take half a gigabyte."""

    def __init__(self, digests: NDArray[np.uint8], positions: NDArray[np.int64]) -> None:
        keys = _keys(digests)
        order = np.argsort(keys, kind="stable")
        self._keys, self._digests, self._positions = keys[order], digests[order], positions[order]

    @classmethod
    def none(cls) -> _Texts:
        """No texts at all."""
        return cls(np.zeros((0, _DIGEST), np.uint8), np.zeros(0, np.int64))

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, digests: NDArray[np.uint8]) -> NDArray[np.int64]:
        """See :meth:`KnownEncodings.find`."""
        if not len(self):
            return np.full(len(digests), -1, dtype=np.int64)
        # Two texts whose first eight bytes agree will not come up; if they do, one is encoded anew.
        places = np.minimum(np.searchsorted(self._keys, _keys(digests)), len(self) - 1)
        same = (self._digests[places] == digests).all(axis=1)
        return np.where(same, self._positions[places], -1)


def _keys(digests: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The first eight bytes of each as a number, shape (n,)."""
    keys: NDArray[np.uint64] = np.ascontiguousarray(digests[:, :8]).view(">u8").ravel().astype(np.uint64)
    return keys


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
