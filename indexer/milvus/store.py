"""The vectors leg on a Milvus server. What the server answers is checked against the vectors that stay beside the index."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from errors import StoreError
from indexer.index import VECTORS, Index
from indexer.manifest import Placed
from indexer.milvus import remote
from indexer.milvus.address import parse_address
from indexer.milvus.expressions import Narrowing
from indexer.milvus.remote import Asked, Server
from indexer.milvus.schema import Kind
from indexer.vectors import FaissStore

MOST_FOUND = 16_384
"""Rows that a server gives for one question."""
_TOLERANCE = 1e-3
"""By how much an inner product may differ from ours: servers sum in another order."""
_KEPT = 64
"""Filters whose expressions are remembered."""

Found = tuple[NDArray[np.int64], NDArray[np.float32]]


class MilvusStore:
    """Vectors of one version at a server, behind :class:`indexer.vectors.VectorStore`; the connection is made when it is first needed."""

    def __init__(
        self, collection: str, kind: Kind, vectors: NDArray[np.float32], index: Index, open_server: Callable[[], Server]
    ) -> None:
        """Arguments: the collection and its kind; the exact vectors of shape (passages, dimension), memory-mapped; the index; how to connect."""
        self._collection, self._kind, self._vectors, self._index = collection, kind, vectors, index
        self._open_server = open_server
        self._lock = threading.Lock()
        self._pieces: dict[bytes, tuple[str, ...] | None] = {}

    @property
    def count(self) -> int:
        """Number of vectors."""
        return len(self._vectors)

    @cached_property
    def _narrowing(self) -> Narrowing:
        return Narrowing(self._index)

    @cached_property
    def _connected(self) -> Server:
        return self._open_server()

    def _server(self) -> Server:
        with self._lock:
            return self._connected

    def held(self) -> int:
        """How many vectors the server holds.

        Raises:
            StoreError: It does not answer, or the collection is gone.
        """
        return self._server().count(self._collection)

    def search(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """See :meth:`indexer.vectors.VectorStore.search`.

        Raises:
            StoreError: The server does not answer, or no longer holds what was published.
        """
        mask = np.ones(self.count, dtype=np.bool_) if allowed is None else allowed
        k = min(k, int(mask.sum()))
        if k <= 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        pieces = self._pieces_of(mask)
        if pieces is None or k > MOST_FOUND:
            return self._nearest(query, np.flatnonzero(mask), k)
        settings = self._kind.search_settings(self.count, float(mask.mean()) / len(pieces))
        asked = [self._server().search(self._collection, Asked(query, k, piece, settings)) for piece in pieces]
        positions = np.concatenate([found for found, _ in asked])
        scores = self._checked(query, positions, np.concatenate([own for _, own in asked]), mask)
        if len(positions) < k:
            if self._kind is Kind.FLAT:
                raise self._altered()
            return self._nearest(
                query, np.flatnonzero(mask), k
            )  # the lists that were looked through hold too few that may be found
        return _best(positions, scores, k)

    def by_words(self, text: str, k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int64] | None:
        """Positions of the k passages that the server's BM25 puts first; ``None`` where the server cannot be asked that.

        Raises:
            StoreError: The server does not answer, or no longer holds what was published.
        """
        mask = np.ones(self.count, dtype=np.bool_) if allowed is None else allowed
        k = min(k, int(mask.sum()))
        pieces = self._pieces_of(mask) if k else ()
        if pieces is None or k > MOST_FOUND:
            return None
        found = [self._server().search(self._collection, Asked(text, k, piece)) for piece in pieces]
        positions = np.concatenate([np.zeros(0, dtype=np.int64), *(own for own, _ in found)])
        if not self._inside(positions, mask):
            raise self._altered()
        scores = np.concatenate([np.zeros(0, dtype=np.float32), *(own for _, own in found)])
        return _best(positions, scores, k)[0]

    def take(self, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """See :meth:`indexer.vectors.VectorStore.take`."""
        vectors: NDArray[np.float32] = np.asarray(self._vectors[positions], dtype=np.float32)
        return vectors

    def _pieces_of(self, mask: NDArray[np.bool_]) -> tuple[str, ...] | None:
        key = hashlib.blake2b(np.packbits(mask).tobytes(), digest_size=16).digest()
        try:
            return self._pieces[key]
        except KeyError:
            pieces = self._narrowing.pieces(mask)
        if len(self._pieces) >= _KEPT:
            self._pieces.clear()
        self._pieces[key] = pieces
        return pieces

    def _checked(
        self,
        query: NDArray[np.float32],
        positions: NDArray[np.int64],
        told: NDArray[np.float32],
        mask: NDArray[np.bool_],
    ) -> NDArray[np.float32]:
        """The scores by our own vectors.

        Raises:
            StoreError: The server has found what is not there, not allowed, or another vector.
        """
        if not self._inside(positions, mask):
            raise self._altered()
        scores: NDArray[np.float32] = self.take(positions) @ query
        if np.abs(scores - told).max(initial=0.0) > _TOLERANCE * max(1.0, float(np.linalg.norm(query))):
            raise self._altered()
        return scores

    def _inside(self, positions: NDArray[np.int64], mask: NDArray[np.bool_]) -> bool:
        """Whether these are passages that may be found, each once."""
        there = ((positions >= 0) & (positions < self.count)).all()
        return bool(there and mask[positions].all() and len(np.unique(positions)) == len(positions))

    def _nearest(self, query: NDArray[np.float32], positions: NDArray[np.int64], k: int) -> Found:
        """The nearest by our own vectors, for what a server cannot be asked."""
        scores = np.concatenate(
            [self.take(chunk) @ query for chunk in np.array_split(positions, max(1, len(positions) // 10_000))]
        )
        return _best(positions, scores, k)

    def _altered(self) -> StoreError:
        return StoreError(
            f"The collection {self._collection} no longer holds what was published; index again, which makes it anew without encoding"
        )


def open_store(index: Index, placed: Placed) -> MilvusStore:
    """The store of an opened index, as its manifest names it.

    Raises:
        StoreError: The manifest names no server.
        IndexUnusableError: The vectors beside it are gone.
    """
    address = parse_address(placed.address)
    if address is None:
        raise StoreError(f"{index.version} names no server for its vectors; index again with --store")
    manifest = index.manifest
    vectors = FaissStore.stored(
        index.version / VECTORS, manifest.passages, manifest.dimension, manifest.files[VECTORS].bytes
    )
    return MilvusStore(placed.collection, Kind(placed.kind), vectors, index, lambda: remote.connect(address))


def _best(positions: NDArray[np.int64], scores: NDArray[np.float32], k: int) -> Found:
    order = np.lexsort((positions, -scores))[:k]
    return positions[order], scores[order]
