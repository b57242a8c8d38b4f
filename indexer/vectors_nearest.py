"""Vectors by the hundred thousand: an approximate kind that puts passages forward, and exact inner products of those.

Four bits a pair of numbers (product quantisation, scanned in registers: FAISS' ``IVFPQFastScan``) are looked over in a millisecond for 100,000 passages; the
best few are compared by their exact vectors, which stay on disk. Measured beside HNSW and IVF with eight bits in docs/performance.md: questions lie apart
from passages, so that both of those must look at much of the index before they find what an exact search does, and HNSW loses most of it under a filter.

Everything here can be made again from the vectors. A build takes over what the version before had of its passages, until too many have come that centres and
codes were not chosen by. It lies in plain arrays, whose sizes are checked, so that FAISS parses no file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from errors import IndexUnusableError
from indexer.arrays import UNREADABLE

if TYPE_CHECKING:
    import faiss

FLAT_UP_TO = 20_000
"""Passages up to which every vector is compared: it takes less than encoding a question by an order."""
MOST_LISTS = 1024
PROBED = 0.375
"""Share of the lists that are looked through where more than ``WHOLE_UP_TO`` passages may be found."""
WHOLE_UP_TO = 200_000
"""Passages up to which all lists are."""
COMPARED = 2000
"""Passages compared exactly, twice as many beyond ``WHOLE_UP_TO``, and at least 8 times as many as are wanted: the more, the surer the best are among them."""
EXACT_UP_TO = 3000
"""Passages that may be found, up to which just these are compared and nothing is approximate."""
_WIDTH = 2
"""Numbers of a vector that share one code of four bits."""
_TRAINED_BY = 40
"""Passages by which a list is placed."""
_AT_ONCE = 20_000
_COME = 0.25
"""Share of passages that may have come since centres and codes were chosen. Where all that come are of another kind, a third costs half a hundredth of recall
among a million, half of them nearly two (docs/performance.md)."""
_SEED = 20231122

CENTRES, BOOKS, CODES, ROWS, ENDS = "centres.npy", "books.npy", "codes.npy", "rows.npy", "ends.npy"
COME = "come.npy"

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lists:
    """The approximate kind as arrays, for n vectors of length d in m lists.

    ``centres`` has shape (m + 1, d): the mean of all vectors, and of each list less that. ``books`` has shape (d / 2, 16, 2), what the codes stand for. ``codes``
    (n, d / 4) and ``rows`` (n,), the positions, stand in the order of lists; ``ends`` (m + 1,) says where each begins and ends. ``come`` is how many passages have
    come since centres and books were chosen.
    """

    centres: Vectors
    books: Vectors
    codes: NDArray[np.uint8]
    rows: NDArray[np.int32]
    ends: NDArray[np.int64]
    come: int = 0

    @staticmethod
    def wanted(count: int, width: int) -> bool:
        """Whether so many vectors of this length are searched with them: enough, and of a length that codes can be made of."""
        return count > FLAT_UP_TO and width % 4 == 0

    @classmethod
    def of(cls, vectors: Vectors) -> Lists:
        """Make them of vectors, shape (n, d) with d a multiple of 4; a second for 100,000, half a minute for a million."""
        import faiss

        count, width = vectors.shape
        number = max(1, min(MOST_LISTS, int(count**0.5)))
        chosen = np.sort(np.random.default_rng(_SEED).permutation(count)[: max(_TRAINED_BY * number, 10_000)])
        mean = vectors[chosen].mean(axis=0)
        sample = np.ascontiguousarray(vectors[chosen] - mean)
        clusters = faiss.Kmeans(width, number, niter=10, seed=_SEED, min_points_per_centroid=1)
        coder = faiss.ProductQuantizer(width, width // _WIDTH, 4)
        coder.cp.min_points_per_centroid = 1
        threads = faiss.omp_get_max_threads()
        # The codes are learned in thousands of small steps: threads that wait for each other take seven times as long where cores are busy.
        faiss.omp_set_num_threads(1)
        try:
            clusters.train(sample)
            coder.train(sample)
        finally:
            faiss.omp_set_num_threads(threads)
        books = faiss.vector_to_array(coder.centroids).reshape(width // _WIDTH, 16, _WIDTH)
        centres = np.concatenate([mean[None], clusters.centroids]).astype(np.float32)
        lists, codes = _placed(centres, books, vectors, np.arange(count))
        return cls._ordered(centres, books, lists, codes)

    @classmethod
    def updated(cls, before: Lists | None, takes: NDArray[np.int64], vectors: Vectors) -> Lists:
        """Make them of vectors with what is known of those that were there before; of nothing (:meth:`of`) where that is no use.

        Args:
            before: Those of the version before, ``None`` where there are none. They must be what was published: codes that are damaged cannot be told from others.
            takes: Of each passage the position in the version before whose vector it has, or -1; shape (n,).
            vectors: Shape (n, d), in memory or on disk; only those that have come are read.
        """
        fresh = np.flatnonzero(takes < 0)
        if before is None or before.centres.shape[1] != vectors.shape[1]:
            return cls.of(vectors)
        come = before.come + len(fresh)
        if come > _COME * len(vectors) or takes.max(initial=-1) >= len(before.rows):
            return cls.of(vectors)
        places = np.zeros(len(before.rows), dtype=np.int64)
        places[before.rows] = np.arange(len(before.rows))
        taken = places[takes]
        lists = np.repeat(np.arange(len(before.ends) - 1), np.diff(before.ends))[taken]
        codes = before.codes[taken]
        lists[fresh], codes[fresh] = _placed(before.centres, before.books, vectors, fresh)
        return cls._ordered(before.centres, before.books, lists, codes, come)

    @classmethod
    def _ordered(
        cls, centres: Vectors, books: Vectors, lists: NDArray[np.int64], codes: NDArray[np.uint8], come: int = 0
    ) -> Lists:
        """Put passages in the order of their lists."""
        rows = np.argsort(lists.astype(np.uint16), kind="stable")
        ends = np.concatenate([[0], np.cumsum(np.bincount(lists, minlength=len(centres) - 1))])
        return cls(centres, books, codes[rows], rows.astype(np.int32), ends.astype(np.int64), come)

    @classmethod
    def load(cls, folder: Path, count: int, width: int) -> Lists:
        """Open what :meth:`save` wrote for ``count`` vectors of length ``width``.

        Raises:
            IndexUnusableError: The files are damaged or gone.
        """
        try:
            names = (CENTRES, BOOKS, CODES, ROWS, ENDS)
            centres, books, codes, rows, ends = (np.load(folder / name, allow_pickle=False) for name in names)
            # Versions that were made before anything was taken over have no such file.
            come = int(np.load(folder / COME, allow_pickle=False)) if (folder / COME).exists() else 0
            lists = cls(centres, books, codes, rows, ends, come)
            lists._check(count, width)
            return lists
        except UNREADABLE as error:
            raise IndexUnusableError(f"{folder} cannot be read as nearest vectors ({error}); index again") from error

    def save(self, folder: Path) -> None:
        """Write them to a folder of their own."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in (
            (CENTRES, self.centres),
            (BOOKS, self.books),
            (CODES, self.codes),
            (ROWS, self.rows),
            (ENDS, self.ends),
            (COME, np.array(self.come, dtype=np.int64)),
        ):
            np.save(folder / name, array, allow_pickle=False)

    def _check(self, count: int, width: int) -> None:
        """Refuse what would lead FAISS astray.

        Raises:
            ValueError: Sizes or numbers do not fit.
        """
        kinds = [array.dtype for array in (self.centres, self.books, self.codes, self.rows, self.ends)]
        if kinds != [np.float32, np.float32, np.uint8, np.int32, np.int64]:
            raise ValueError("numbers of another kind")
        pairs, number = width // _WIDTH, len(self.ends) - 1
        shapes = (self.centres.shape, self.books.shape, self.codes.shape, self.rows.shape, self.ends.ndim)
        if shapes != ((number + 1, width), (pairs, 16, _WIDTH), (count, pairs // 2), (count,), 1) or number < 1:
            raise ValueError("sizes that do not fit")
        if self.ends[0] != 0 or self.ends[-1] != count or (np.diff(self.ends) < 0).any():
            raise ValueError("lists that do not fit")
        if count and not 0 <= self.rows.min() <= self.rows.max() < count:
            raise ValueError("no such position")
        if count and (np.bincount(self.rows) != 1).any():
            raise ValueError("positions twice")
        if self.come < 0:
            raise ValueError("no such number")

    def opened(self) -> faiss.IndexIVFPQFastScan:
        """As FAISS searches them."""
        import faiss

        number, width = len(self.centres) - 1, self.centres.shape[1]
        quantizer = faiss.IndexFlatIP(width)
        quantizer.add(np.ascontiguousarray(self.centres[1:]))
        plain = faiss.IndexIVFPQ(quantizer, width, number, width // _WIDTH, 4, faiss.METRIC_INNER_PRODUCT)
        plain.by_residual = False
        faiss.copy_array_to_vector(np.ascontiguousarray(self.books).ravel(), plain.pq.centroids)
        plain.is_trained = True
        rows, lists = self.rows.astype(np.int64), plain.invlists
        assert lists is not None
        for place in range(number):
            begin, end = int(self.ends[place]), int(self.ends[place + 1])
            if end > begin:
                ids, codes = rows[begin:end], np.ascontiguousarray(self.codes[begin:end])
                lists.add_entries(place, end - begin, faiss.swig_ptr(ids), faiss.swig_ptr(codes))
        plain.ntotal = len(rows)
        packed = faiss.IndexIVFPQFastScan(plain)
        # It would keep the index that it was made of, and with it all codes once more; of that it needs the centres alone.
        packed.referenced_objects = [quantizer]  # type: ignore[attr-defined]
        return packed


def _placed(
    centres: Vectors, books: Vectors, vectors: Vectors, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """The list of each of some vectors, shape (n,), and its codes, shape (n, d / 4)."""
    import faiss

    width = vectors.shape[1]
    index = faiss.IndexFlatL2(width)
    index.add(np.ascontiguousarray(centres[1:]))
    coder = faiss.ProductQuantizer(width, width // _WIDTH, 4)
    faiss.copy_array_to_vector(np.ascontiguousarray(books).ravel(), coder.centroids)
    lists = np.zeros(len(rows), dtype=np.int64)
    codes = np.zeros((len(rows), width // _WIDTH // 2), dtype=np.uint8)
    for begin in range(0, len(rows), _AT_ONCE):
        chosen = rows[begin : begin + _AT_ONCE]
        some = np.ascontiguousarray(vectors[chosen] - centres[0])
        lists[begin : begin + len(some)] = index.search(some, 1)[1][:, 0]
        codes[begin : begin + len(some)] = coder.compute_codes(some)
    return lists, codes


class NearestStore:
    """A :class:`indexer.vectors.VectorStore` that looks for candidates approximately; positions and scores it gives are exact otherwise."""

    def __init__(self, vectors: Vectors, lists: Lists) -> None:
        """Make one of exact vectors, shape (n, dimension), on disk or in memory, and what was made of them."""
        self._vectors = vectors
        self._index = lists.opened()
        self._lists = len(lists.ends) - 1

    @property
    def count(self) -> int:
        """Number of vectors."""
        return len(self._vectors)

    def take(self, positions: NDArray[np.int64]) -> Vectors:
        """See :meth:`indexer.vectors.VectorStore.take`."""
        return np.asarray(self._vectors[positions])

    def search(
        self, query: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vectors]:
        """See :meth:`indexer.vectors.VectorStore.search`."""
        some = self.count if allowed is None else int(np.count_nonzero(allowed))
        k = min(k, some)
        if k <= 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if allowed is not None and some <= max(EXACT_UP_TO, k):
            found = np.flatnonzero(allowed)
        else:
            most = COMPARED if some <= WHOLE_UP_TO else 2 * COMPARED
            found = self._candidates(query, min(some, max(most, 8 * k)), some, allowed)
        scores = np.asarray(self._vectors[found]) @ query
        best = np.lexsort((found, -scores))[:k]
        return found[best], scores[best]

    def _candidates(self, query: Vectors, most: int, some: int, allowed: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        """Positions, ascending, among which the best probably are."""
        import faiss

        probed = self._lists if some <= WHOLE_UP_TO else max(1, int(self._lists * PROBED))
        parameters = faiss.IVFSearchParameters(nprobe=probed)  # type: ignore[call-arg]
        if allowed is not None and some < self.count:
            bits = np.packbits(allowed, bitorder="little")
            parameters.sel = selector = faiss.IDSelectorBitmap(bits)  # type: ignore[arg-type, call-arg]
            _, found = self._index.search(query.reshape(1, -1), most, params=parameters)
            del selector
        else:
            _, found = self._index.search(query.reshape(1, -1), most, params=parameters)
        return np.unique(found[0][found[0] >= 0])
