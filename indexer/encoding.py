"""Passages become vectors and token codes; what is known from before is taken over, and the same text is encoded once.

All goes to the files of the new version as it comes. Fresh encodings go through the log of :mod:`indexer.kept` on their way, so that a build which is
killed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.centring import Means
from embeddings.encoder import Encoder, TokenEncoder
from indexer.batches import encoded_batches
from indexer.bulk.encoding import BulkEncoder
from indexer.bulk.stored import take_in_shards
from indexer.catalogue import Catalogue
from indexer.gathering import Progress
from indexer.index import ENCODINGS, TOKENS, VECTORS
from indexer.kept import Encoding, KeptEncodings
from indexer.known import KnownEncodings, row_of_encoding
from indexer.passages import encoded_text
from indexer.tokens import TokenStore, TokenWriter
from indexer.vectors import VectorWriter

_BLOCK = 8192
"""Texts that are in memory at a time; an encoder sorts these by length."""
_ROWS = 4096
"""Vectors that are taken over at a time."""
_LIVE = 2 / 3
"""Share of the known token codes that must still be wanted for their files to be shared; else they are copied, and the rest is gone."""


def can_compare_tokens(encoder: Encoder) -> bool:
    """Whether an encoder gives what the late leg needs; two numbers share a byte, so their count must be even."""
    return isinstance(encoder, TokenEncoder) and encoder.dimension % 2 == 0


@dataclass(frozen=True, slots=True)
class Encoded:
    """``taken`` is each passage's position in the known version, -1 for one encoded now, shape (passages,).

    ``shared`` names files of the version that are, on disk, those of the known one.
    """

    taken: NDArray[np.int64]
    shared: frozenset[str]


class _Version:
    """The files of a new version as they fill up; passages with the same text share what is put in."""

    def __init__(self, folder: Path, count: int, dimension: int, opened: ExitStack) -> None:
        self.count = count
        self.rows = np.zeros((count, 40), dtype=np.uint8)
        self.vectors = opened.enter_context(VectorWriter(folder / VECTORS, count, dimension))
        self.tokens: TokenWriter | None = None

    def put(self, places: Sequence[int], digest: str, encoding: Encoding) -> None:
        """One text's encoding goes to all its places."""
        vector, codes = encoding
        for place in places:
            self.vectors.put(place, vector)
        self.rows[places] = row_of_encoding(digest, encoding)
        if self.tokens is not None and codes is not None:
            self.tokens.add(places, codes)


class _Fresh:
    """Texts that must be encoded, each once, in the order of their first places."""

    def __init__(self, catalogue: Catalogue, digests: NDArray[np.uint8], positions: NDArray[np.int64]) -> None:
        self._catalogue = catalogue
        self._digests = digests
        words = np.ascontiguousarray(digests[positions]).view(np.uint64).reshape(-1, 4)
        _, first, which = np.unique(words, axis=0, return_index=True, return_inverse=True)
        order = np.argsort(first)
        number = np.empty_like(order)
        number[order] = np.arange(len(order))
        numbers = number[which.ravel()]
        self._firsts = positions[first[order]]
        self._places = positions[np.argsort(numbers, kind="stable")]
        self._ends = np.cumsum(np.bincount(numbers, minlength=len(order)))

    def __len__(self) -> int:
        return len(self._firsts)

    def blocks(self) -> Iterator[Mapping[str, tuple[str, Sequence[int]]]]:
        """Text and places of each, by its SHA-256, some at a time."""
        for begin in range(0, len(self), _BLOCK):
            end = min(begin + _BLOCK, len(self))
            starts = np.concatenate([[0], self._ends])[begin : end + 1].tolist()
            places = [self._places[a:b].tolist() for a, b in pairwise(starts)]
            firsts = self._firsts[begin:end].tolist()
            digests = [self._digests[first].tobytes().hex() for first in firsts]
            yield dict(zip(digests, zip(self._texts(firsts), places, strict=True), strict=True))

    def texts(self) -> Iterator[Mapping[str, str]]:
        """Texts by their SHA-256, some at a time."""
        for block in self.blocks():
            yield {digest: text for digest, (text, _) in block.items()}

    def _texts(self, positions: Sequence[int]) -> Iterator[str]:
        report = None
        for passage in self._catalogue.passages(positions):
            if report is None or report.id != passage.report_id:
                report = self._catalogue.report(passage.report_id)
            assert report is not None
            yield encoded_text(report, passage)


def encode(
    catalogue: Catalogue,
    known: KnownEncodings,
    encoder: Encoder,
    tell: Progress,
    *,
    directory: Path,
    folder: Path,
    late: bool,
    bulk: BulkEncoder | None = None,
) -> Encoded:
    """Encode what is not known, and write vectors, token codes and their checksums.

    Args:
        catalogue: Of the new version.
        known: Encodings of the version before.
        encoder: Encodes the rest.
        tell: Told how many texts are encoded.
        directory: The index, where fresh encodings are kept meanwhile.
        folder: Of the new version.
        late: Whether token codes are wanted.
        bulk: Has a cluster encode first; what it leaves is encoded here.

    Raises:
        EncoderError: The encoder cannot be had.
        OSError: The disk is full or broken.
    """
    digests = catalogue.digests()
    late = late and len(digests) > 0 and can_compare_tokens(encoder)
    taken = known.find(digests)
    if late and not known.has_tokens:
        taken[:] = -1
    with ExitStack() as opened:
        version = _Version(folder, len(digests), encoder.dimension, opened)
        means = None
        if late and isinstance(encoder, TokenEncoder):
            means = (known.means if (taken >= 0).any() else None) or Means.of(encoder)
            version.tokens = opened.enter_context(TokenWriter(folder / TOKENS, len(digests), means))
        _take_over(version, digests, taken, known)
        fresh = _Fresh(catalogue, digests, np.flatnonzero(taken < 0))
        if len(fresh):
            kept = opened.enter_context(KeptEncodings(directory, encoder, means))
            take_in_shards(directory, kept, encoder, means)
            if bulk is not None:
                bulk.fill(kept, fresh, encoder, means, directory=directory, tell=tell)
            _encode_fresh(version, fresh, encoder, means, kept=kept, tell=tell)
    np.save(folder / ENCODINGS, version.rows, allow_pickle=False)
    shared = version.tokens.shared if version.tokens is not None else frozenset()
    return Encoded(taken, frozenset(f"{TOKENS}/{name}" for name in shared))


def _take_over(version: _Version, digests: NDArray[np.uint8], taken: NDArray[np.int64], known: KnownEncodings) -> None:
    """Copy what is known; ``taken`` is where it stands, -1 for what is not, shape (passages,)."""
    held = np.flatnonzero(taken >= 0)
    # A checksum covers the codes too: without them it is another.
    rows_stay = known.rows(taken[:0]) is not None and (version.tokens is not None) == known.has_tokens
    for begin in range(0, len(held), _ROWS):
        places = held[begin : begin + _ROWS]
        vectors = known.vectors(taken[places])
        for run in np.split(np.arange(len(places)), np.flatnonzero(np.diff(places) != 1) + 1):
            version.vectors.put(int(places[run[0]]), vectors[run])
        if rows_stay:
            rows = known.rows(taken[places])
            assert rows is not None
            version.rows[places] = rows
            continue
        for place, vector in zip(places.tolist(), vectors, strict=True):
            codes = known.codes(int(taken[place])) if version.tokens is not None else None
            version.rows[place] = row_of_encoding(digests[place].tobytes().hex(), (vector, codes))
    if version.tokens is not None and len(held):
        _take_over_tokens(version.tokens, held, taken[held], known)


def _take_over_tokens(
    tokens: TokenWriter, places: NDArray[np.int64], there: NDArray[np.int64], known: KnownEncodings
) -> None:
    """The files of the version before as they are, or its codes one by one where those are damaged or hold much that nobody wants."""
    store = known.shareable
    wanted, first = np.unique(there, return_index=True)
    if store is not None and _rows_of(store, wanted) >= _LIVE * store.codes.rows:
        tokens.share(store, places, there)
        return
    order = np.argsort(there, kind="stable")
    for one, own in zip(
        there[first], np.split(places[order], np.cumsum(np.bincount(np.searchsorted(wanted, there)))[:-1]), strict=True
    ):
        tokens.add(own.tolist(), known.codes(int(one)))


def _rows_of(store: TokenStore, positions: NDArray[np.int64]) -> int:
    """How many rows of codes these passages have; those that several share count once."""
    starts, first = np.unique(store.spans[positions, 0], return_index=True)
    return int(store.spans[positions[first], 1].sum()) if len(starts) else 0


def _encode_fresh(
    version: _Version, fresh: _Fresh, encoder: Encoder, means: Means | None, *, kept: KeptEncodings, tell: Progress
) -> None:
    """Encode texts; those that a build before this one came to are taken from the log."""
    done, loaded = 0, False
    tell("encode", 0, len(fresh))
    for block in fresh.blocks():
        left = {}
        for digest, (text, places) in block.items():
            encoding = kept.take(digest)
            if encoding is None:
                left[digest] = text
            else:
                version.put(places, digest, encoding)
        done += len(block) - len(left)
        # Loading the model takes seconds, which must not count as slow encoding when the time left is told.
        if left and not loaded:
            encoder.encode_queries(["法"])
            loaded = True
        tell("encode", done, len(fresh))
        for batch in encoded_batches(left, encoder, means):
            kept.add(batch)
            for digest, encoding in batch:
                version.put(block[digest][1], digest, encoding)
            done += len(batch)
            tell("encode", done, len(fresh))
