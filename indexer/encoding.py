"""Passages become vectors and token codes; what is known from before is taken over, and the same text is encoded once.

Fresh encodings go through the log of :mod:`indexer.kept` on their way, so that a build which is killed goes on where it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.report import Report
from embeddings.centring import Means
from embeddings.encoder import Encoder, TokenEncoder
from indexer.catalogue import IndexedPassage
from indexer.gathering import Progress
from indexer.kept import Encoding, KeptEncodings
from indexer.known import KnownEncodings, Rows, row_of_encoding
from indexer.passages import encoded_text
from indexer.tokens import TokenWriter, encode_tokens

Items = Sequence[tuple[Report, IndexedPassage]]
"""Passages of a version in the order of positions, each with its report."""
_AT_ONCE = 512
"""Texts given to an encoder that says nothing before it has done all; what a kill may cost."""


def can_compare_tokens(encoder: Encoder) -> bool:
    """Whether an encoder gives what the late leg needs; two numbers share a byte, so their count must be even."""
    return isinstance(encoder, TokenEncoder) and encoder.dimension % 2 == 0


@dataclass(frozen=True)
class Encoded:
    """``vectors`` of all passages, shape (passages, dimension), and the ``rows`` by which each can be checked, shape (passages, 40)."""

    vectors: NDArray[np.float32]
    rows: Rows


class _Version:
    """The arrays of a new version as they fill up; passages with the same text share what is put in."""

    def __init__(self, items: Items, dimension: int) -> None:
        self.vectors = np.zeros((len(items), dimension), dtype=np.float32)
        self.rows = np.zeros((len(items), 40), dtype=np.uint8)
        self.tokens: TokenWriter | None = None
        self.places: Mapping[str, list[int]] = defaultdict(list)
        for place, (_, item) in enumerate(items):
            self.places[item.encoded].append(place)

    def put(self, digest: str, encoding: Encoding, row: NDArray[np.uint8] | None = None) -> None:
        """One text's encoding goes to all its places."""
        places = self.places[digest]
        vector, codes = encoding
        self.vectors[places] = vector
        self.rows[places] = row_of_encoding(digest, encoding) if row is None else row
        if self.tokens is not None and codes is not None:
            self.tokens.add(places, codes)


def encode(
    items: Items, known: KnownEncodings, encoder: Encoder, tell: Progress, *, directory: Path, tokens: Path | None
) -> Encoded:
    """Encode what is not known.

    Args:
        items: The passages.
        known: Encodings of the version before.
        encoder: Encodes the rest.
        tell: Told how many texts are encoded.
        directory: The index, where fresh encodings are kept meanwhile.
        tokens: Folder for the token codes; ``None`` where none are wanted.

    Raises:
        EncoderError: The encoder cannot be had.
        OSError: The disk is full or broken.
    """
    version = _Version(items, encoder.dimension)
    usable = tokens is None or known.has_tokens
    reused = [digest for digest in version.places if usable and digest in known]
    fresh = {
        digest: encoded_text(items[places[0]][0], items[places[0]][1].passage)
        for digest, places in version.places.items()
        if not usable or digest not in known
    }
    with ExitStack() as opened:
        means = None
        if tokens is not None and isinstance(encoder, TokenEncoder):
            means = (known.means if reused else None) or Means.of(encoder)
            version.tokens = opened.enter_context(closing(TokenWriter(tokens, len(items), means)))
        _take_over(version, reused, known)
        if fresh:
            kept = opened.enter_context(KeptEncodings(directory, encoder, means))
            _encode_fresh(version, fresh, encoder, means, kept=kept, tell=tell)
    return Encoded(version.vectors, version.rows)


def _take_over(version: _Version, digests: Sequence[str], known: KnownEncodings) -> None:
    for begin in range(0, len(digests), _AT_ONCE):
        chunk = digests[begin : begin + _AT_ONCE]
        for digest, vector in zip(chunk, known.vectors(chunk), strict=True):
            codes = known.codes(digest) if version.tokens is not None else None
            # A checksum covers the codes too: without them it is another.
            row = known.row(digest) if (codes is not None) == known.has_tokens else None
            version.put(digest, (vector, codes), row)


def _encode_fresh(
    version: _Version,
    texts: Mapping[str, str],
    encoder: Encoder,
    means: Means | None,
    *,
    kept: KeptEncodings,
    tell: Progress,
) -> None:
    """Encode texts, by the SHA-256 of each; those that a build before this one came to are taken from the log."""
    left = {}
    for digest, text in texts.items():
        encoding = kept.take(digest)
        if encoding is None:
            left[digest] = text
        else:
            version.put(digest, encoding)
    done = len(texts) - len(left)
    # Loading the model takes seconds, which must not count as slow encoding when the time left is told.
    if left:
        encoder.encode_queries(["法"])
    tell("encode", done, len(texts))
    for batch in _batches(left, encoder, means):
        kept.add(batch)
        for digest, encoding in batch:
            version.put(digest, encoding)
        done += len(batch)
        tell("encode", done, len(texts))


def _batches(
    texts: Mapping[str, str], encoder: Encoder, means: Means | None
) -> Iterator[Sequence[tuple[str, Encoding]]]:
    """Encodings as they come."""
    digests = list(texts)
    if means is not None and isinstance(encoder, TokenEncoder):
        for places, encoded in encoder.encode_passage_tokens(list(texts.values())):
            parts = zip(places, encoded.vectors, encoded.tokens, strict=True)
            yield [(digests[place], (vector, encode_tokens(own, means))) for place, vector, own in parts]
        return
    remaining = iter(digests)
    while chunk := list(islice(remaining, _AT_ONCE)):
        vectors = encoder.encode_passages([texts[digest] for digest in chunk])
        yield [(digest, (vector, None)) for digest, vector in zip(chunk, vectors, strict=True)]
