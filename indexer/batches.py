"""Texts become vectors and token codes, batch by batch: the one way to encode for an index, in a build itself and on the machines of a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from embeddings.centring import Means
from embeddings.encoder import Encoder, TokenEncoder
from indexer.kept import Encoding
from indexer.tokens import encode_tokens

Batch = Sequence[tuple[str, Encoding]]
"""Encodings, each with the SHA-256 of its text."""
AT_ONCE = 512
"""Texts given to an encoder that says nothing before it has done all; what a kill may cost."""


def encoded_batches(texts: Mapping[str, str], encoder: Encoder, means: Means | None) -> Iterator[Batch]:
    """Encodings as they come, in no certain order.

    Args:
        texts: By the SHA-256 of each.
        encoder: Encodes them.
        means: By which tokens are centred; ``None`` where no tokens are kept.

    Raises:
        EncoderError: The encoder cannot be had.
    """
    digests = list(texts)
    if means is not None and isinstance(encoder, TokenEncoder):
        for places, encoded in encoder.encode_passage_tokens(list(texts.values())):
            parts = zip(places, encoded.vectors, encoded.tokens, strict=True)
            yield [(digests[place], (vector, encode_tokens(own, means))) for place, vector, own in parts]
        return
    remaining = iter(digests)
    while chunk := list(islice(remaining, AT_ONCE)):
        vectors = encoder.encode_passages([texts[digest] for digest in chunk])
        yield [(digest, (vector, None)) for digest, vector in zip(chunk, vectors, strict=True)]
