"""The vectors leg: exact inner products, in memory, behind a protocol that a distributed store can also fulfil."""

from __future__ import annotations

import struct
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from errors import IndexUnusableError

if TYPE_CHECKING:
    import faiss

_FLAT = struct.Struct("<4siqqqBiQ")
"""What stands before the numbers: kind, dimension, count, two that mean nothing, whether it is trained, metric, how many numbers."""


class VectorStore(Protocol):
    """Vectors of passages by position, searched by inner product."""

    @property
    def count(self) -> int:
        """Number of vectors."""
        ...

    def search(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Positions and inner products of the k nearest, best first.

        Args:
            query: Shape (dimension,).
            k: At most this many; fewer where fewer are allowed.
            allowed: Shape (count,), true where a passage may be found; all if ``None``. Applied before ranking.
        """
        ...

    def take(self, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Vectors at these positions, shape (n, dimension)."""
        ...


class FaissStore:
    """A flat FAISS index: exact, since a county's or a province's passages need no approximation."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def from_vectors(cls, vectors: NDArray[np.float32]) -> FaissStore:
        """Make a store of vectors, shape (n, dimension)."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path, dimension: int) -> FaissStore:
        """Read a store.

        Raises:
            IndexUnusableError: The file is damaged or holds vectors of another length.
        """
        import faiss

        try:
            # Read by Python and handed over as bytes: FAISS itself cannot open paths beyond ASCII on Windows.
            data = path.read_bytes()
            _check_flat(data)
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except (OSError, RuntimeError) as error:
            raise IndexUnusableError(f"{path} cannot be read as vectors ({_first_line(error)}); index again") from error
        if index.d != dimension:
            raise IndexUnusableError(f"{path} holds vectors of {index.d} numbers instead of {dimension}; index again")
        return cls(index)

    @staticmethod
    def stored(path: Path, count: int, dimension: int, size: int) -> NDArray[np.float32]:
        """The numbers as they lie in a file that once had ``size`` bytes, memory-mapped, shape (rows that are left, dimension).

        What stands before them is not looked at: it may be damaged, and FAISS would believe it.

        Raises:
            IndexUnusableError: The file is gone.
        """
        begin = size - count * dimension * 4
        try:
            left = min(count, (path.stat().st_size - begin) // (dimension * 4))
            if left <= 0:
                return np.zeros((0, dimension), dtype=np.float32)
            return np.memmap(path, dtype="<f4", mode="r", offset=begin, shape=(left, dimension))
        except (OSError, ValueError) as error:
            raise IndexUnusableError(f"{path} is missing; index again") from error

    def save(self, path: Path) -> None:
        """Write the store to one file."""
        import faiss

        path.write_bytes(faiss.serialize_index(self._index).tobytes())

    @staticmethod
    def header(count: int, width: int) -> bytes:
        """What stands before the numbers in a file of so many vectors."""
        return _FLAT.pack(b"IxFI", width, count, 1 << 20, 1 << 20, 1, 0, count * width)

    @staticmethod
    def write(path: Path, vectors: NDArray[np.float32]) -> None:
        """Write vectors, shape (n, dimension), as :meth:`save` would, without a copy of them all in memory."""
        count, width = vectors.shape
        with path.open("wb") as file:
            file.write(FaissStore.header(count, width))
            np.ascontiguousarray(vectors, dtype="<f4").tofile(file)

    @property
    def count(self) -> int:
        """Number of vectors."""
        return int(self._index.ntotal)

    def search(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """See :meth:`VectorStore.search`."""
        import faiss

        k = min(k, self.count if allowed is None else int(allowed.sum()))
        if k <= 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))  # type: ignore[call-arg, arg-type]
        scores, positions = self._index.search(query.reshape(1, -1), k, params=parameters)
        return positions[0], scores[0]

    def take(self, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """See :meth:`VectorStore.take`."""
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(np.ascontiguousarray(positions, dtype=np.int64))
        return vectors


class VectorWriter:
    """Writes what :meth:`FaissStore.load` reads, each vector where it belongs as it comes; a position that is never written is a vector of zeros."""

    def __init__(self, path: Path, count: int, width: int) -> None:
        """Begin a file.

        Raises:
            OSError: The disk is full or broken.
        """
        header = FaissStore.header(count, width)
        self._begin, self._row = len(header), 4 * width
        self._file = path.open("wb")
        self._file.write(header)
        self._file.truncate(self._begin + count * self._row)

    def __enter__(self) -> VectorWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, position: int, vectors: NDArray[np.float32]) -> None:
        """Vectors from this position on, shape (n, width), or one of shape (width,)."""
        self._file.seek(self._begin + position * self._row)
        self._file.write(np.ascontiguousarray(vectors, dtype="<f4").tobytes())


def _check_flat(data: bytes) -> None:
    """Refuse what is no flat index of inner products of just this length: FAISS would build any of its kinds, some with paths and programs in them.

    Raises:
        RuntimeError: As FAISS itself would.
    """
    try:
        kind, width, count, *_, trained, metric, numbers = _FLAT.unpack_from(data)
    except struct.error as error:
        raise RuntimeError("cut off") from error
    whole = len(data) == _FLAT.size + width * count * 4 and numbers == width * count
    if kind != b"IxFI" or trained != 1 or metric != 0 or width < 1 or count < 0 or not whole:
        raise RuntimeError("no flat index of inner products, or one of another length")


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0][:120] if str(error).strip() else type(error).__name__
