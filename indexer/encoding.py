"""Passages become vectors and token codes; what is known from the version before is taken over, and the same text is encoded once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.report import Report
from embeddings.centring import Means
from embeddings.encoder import Encoder, TokenEncoder
from indexer.catalogue import IndexedPassage
from indexer.gathering import Progress
from indexer.index import Index
from indexer.passages import encoded_text
from indexer.tokens import TokenWriter, encode_tokens

Items = Sequence[tuple[Report, IndexedPassage]]
"""Passages of a version in the order of positions, each with its report."""


def can_compare_tokens(encoder: Encoder) -> bool:
    """Whether an encoder gives what the late leg needs; two numbers share a byte, so their count must be even."""
    return isinstance(encoder, TokenEncoder) and encoder.dimension % 2 == 0


@dataclass(frozen=True)
class _Work:
    """Texts to encode, by the digest of each, and the vectors to fill at the rows that each has."""

    texts: Mapping[str, str]
    rows_of: Mapping[str, Sequence[int]]
    vectors: NDArray[np.float32]
    tell: Progress


def encode(
    items: Items, old: Index | None, encoder: Encoder, tokens: Path | None, tell: Progress
) -> NDArray[np.float32]:
    """Vectors of all passages, shape (passages, dimension); their token codes are written to the folder ``tokens``, if one is given."""
    vectors = np.zeros((len(items), encoder.dimension), dtype=np.float32)
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, (_, item) in enumerate(items):
        rows_of[item.encoded].append(row)
    known = old.catalogue.encoded() if old and (tokens is None or old.has_tokens) else {}
    reused = {digest: known[digest] for digest in rows_of if digest in known}
    if old and reused:
        taken = old.vectors.take(np.array(list(reused.values()), dtype=np.int64))
        for digest, vector in zip(reused, taken, strict=True):
            vectors[rows_of[digest]] = vector
    fresh = {
        digest: encoded_text(items[rows[0]][0], items[rows[0]][1].passage)
        for digest, rows in rows_of.items()
        if digest not in reused
    }
    work = _Work(fresh, rows_of, vectors, tell)
    if fresh:
        # Loading the model takes seconds, which must not count as slow encoding when the time left is told.
        encoder.encode_queries(["法"])
        tell("encode", 0, len(fresh))
    if tokens is not None and isinstance(encoder, TokenEncoder):
        stored = old.tokens if old and reused else None
        with closing(TokenWriter(tokens, len(items), stored.means if stored else Means.of(encoder))) as writer:
            if stored:
                for digest, position in reused.items():
                    writer.add(rows_of[digest], stored.take(position))
            _encode_tokens(work, encoder, writer)
    elif fresh:
        made = encoder.encode_passages(list(fresh.values()), progress=lambda done: tell("encode", done, len(fresh)))
        for digest, vector in zip(fresh, made, strict=True):
            vectors[rows_of[digest]] = vector
    return vectors


def _encode_tokens(work: _Work, encoder: TokenEncoder, writer: TokenWriter) -> None:
    """Encode texts with their tokens, and write these."""
    digests, done = list(work.texts), 0
    for places, encoded in encoder.encode_passage_tokens(list(work.texts.values())):
        for place, vector, own in zip(places, encoded.vectors, encoded.tokens, strict=True):
            rows = work.rows_of[digests[place]]
            work.vectors[rows] = vector
            writer.add(rows, encode_tokens(own, writer.means))
        done += len(places)
        work.tell("encode", done, len(digests))
