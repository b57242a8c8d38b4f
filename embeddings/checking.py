"""What an encoder gives is looked at before anything is built or found with it, whoever wrote the encoder.

One vector of NaN makes every comparison with it false, and one of zeros is alike to nothing: an index holding them answers wrongly and says nothing.
The encoders of this package check what their models give; an encoder that a program brings along is checked here, at the one seam that all pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from embeddings.encoder import Encoded, Encoder, Progress, TokenEncoder, Vectors
from embeddings.safety import safe_text
from errors import EncoderError

TOLERANCE = 0.01
"""How far from 1 a vector's length may be: room for encoders that compute in 16 bits."""
MOST_NUMBERS = 1 << 16
"""Longest vector; no text encoder comes near."""
_ADVICE = "mend the encoder or choose another"


def checked(encoder: Encoder) -> Encoder:
    """The encoder with every answer checked; a ``TokenEncoder`` stays one, and one that is checked already is returned as it is.

    Raises:
        EncoderError: It has no name, or its vectors no length.
    """
    if isinstance(encoder, CheckedEncoder):
        return encoder
    return CheckedTokenEncoder(encoder) if isinstance(encoder, TokenEncoder) else CheckedEncoder(encoder)


class CheckedEncoder:
    """Passes on what the encoder behind it gives, or refuses it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @property
    def identity(self) -> str:
        """That of the encoder behind it.

        Raises:
            EncoderError: It is no text or an empty one, so that vectors of two encoders could be mixed.
        """
        identity: object = self._encoder.identity
        if not isinstance(identity, str) or not identity.strip():
            raise EncoderError(f"The encoder gave {identity!r} for its identity; {_ADVICE}.")
        return identity

    @property
    def dimension(self) -> int:
        """Length of a vector.

        Raises:
            EncoderError: It is no number from 1 to ``MOST_NUMBERS``.
        """
        dimension: object = self._encoder.dimension
        if isinstance(dimension, bool) or not isinstance(dimension, int | np.integer):
            raise EncoderError(f"The encoder gave {dimension!r} for its vectors' length; {_ADVICE}.")
        if not 1 <= dimension <= MOST_NUMBERS:
            raise EncoderError(f"The encoder gave {dimension} for its vectors' length; {_ADVICE}.")
        return int(dimension)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the encoder behind it.

        Raises:
            EncoderError: Also where the vectors are unusable.
        """
        return check_vectors(self._encoder.encode_queries(texts), len(texts), self.dimension)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """As the encoder behind it.

        Raises:
            EncoderError: Also where the vectors are unusable.
        """
        return check_vectors(self._encoder.encode_passages(texts, progress), len(texts), self.dimension)


class CheckedTokenEncoder(CheckedEncoder):
    """The same for an encoder that gives the vectors of tokens as well."""

    def __init__(self, encoder: TokenEncoder) -> None:
        super().__init__(encoder)
        self._token_encoder = encoder

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """As the encoder behind it.

        Raises:
            EncoderError: Also where the vectors are unusable.
        """
        return check_encoded(self._token_encoder.encode_query_tokens(texts), texts, self.dimension)

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """As the encoder behind it.

        Raises:
            EncoderError: Also where the vectors are unusable, or a text is left out or comes twice.
        """
        missing = set(range(len(texts)))
        for places, encoded in self._token_encoder.encode_passage_tokens(texts):
            if len(set(places)) < len(places) or not missing.issuperset(places):
                raise EncoderError(f"The encoder gave vectors for a text twice or for none of those given; {_ADVICE}.")
            missing.difference_update(places)
            yield places, check_encoded(encoded, [texts[place] for place in places], self.dimension)
        if missing:
            raise EncoderError(f"The encoder gave no vectors for {len(missing)} of {len(texts)} texts; {_ADVICE}.")


def check_vectors(vectors: object, count: int, dimension: int) -> Vectors:
    """Vectors as ``Vectors`` promises them, returned as they are, or refused.

    Args:
        vectors: What an encoder gave.
        count: Number of texts.
        dimension: Length a vector must have.

    Raises:
        EncoderError: No array of float32, another shape, or a row that is not of unit length, as rows of NaN, infinity or zeros are not.
    """
    _check_array(vectors, f"for {count} texts")
    assert isinstance(vectors, np.ndarray)
    if vectors.shape != (count, dimension):
        raise EncoderError(
            f"The encoder gave vectors of shape {vectors.shape} for {count} texts instead of {(count, dimension)}; {_ADVICE}."
        )
    # One pass over the numbers: NaN and infinity spoil the sum of their row, so that they need no look of their own.
    with np.errstate(over="ignore", invalid="ignore"):
        squares = np.einsum("ij,ij->i", vectors, vectors)
        good = np.abs(np.sqrt(squares) - 1) <= TOLERANCE
    if not good.all():
        row = int(np.argmin(good))
        raise EncoderError(
            f"The encoder gave {_fault(vectors[row])} for text {row + 1} of {count} instead of a vector of length 1; {_ADVICE}."
        )
    return vectors


def check_encoded(encoded: object, texts: Sequence[str], dimension: int) -> Encoded:
    """Texts with their tokens, returned as they are, or refused.

    Raises:
        EncoderError: As :func:`check_vectors`; or the tokens are not one finite float32 vector for each place, or a place lies outside its text.
    """
    if not isinstance(encoded, Encoded):
        raise EncoderError(f"The encoder gave {type(encoded).__name__} instead of texts with their tokens; {_ADVICE}.")
    check_vectors(encoded.vectors, len(texts), dimension)
    if not len(encoded.tokens) == len(encoded.spans) == len(texts):
        raise EncoderError(
            f"The encoder gave tokens of {len(encoded.tokens)} and places of {len(encoded.spans)} texts for {len(texts)} texts; {_ADVICE}."
        )
    for text, tokens, spans in zip(texts, encoded.tokens, encoded.spans, strict=True):
        _check_array(tokens, "for the tokens of a text")
        if tokens.shape != (len(spans), dimension):
            raise EncoderError(
                f"The encoder gave token vectors of shape {tokens.shape} instead of {(len(spans), dimension)}; {_ADVICE}."
            )
        # One pass: a sum is finite only if all numbers are, and float64 holds any sum of float32.
        with np.errstate(invalid="ignore"):
            total = tokens.sum(dtype=np.float64)
        if not np.isfinite(total):
            raise EncoderError(f"The encoder gave {_fault(tokens)} among the token vectors of a text; {_ADVICE}.")
        longest = max((end for _, end in spans), default=0)
        if any(not 0 <= start <= end for start, end in spans) or longest > max(len(text), len(safe_text(text))):
            raise EncoderError(f"The encoder gave a token's place outside its text; {_ADVICE}.")
    return encoded


def _check_array(array: object, of_what: str) -> None:
    if not isinstance(array, np.ndarray):
        raise EncoderError(
            f"The encoder gave {type(array).__name__} {of_what} instead of an array of float32; {_ADVICE}."
        )
    if array.dtype != np.float32:
        raise EncoderError(f"The encoder gave numbers of type {array.dtype} {of_what} instead of float32; {_ADVICE}.")


def _fault(vector: np.ndarray[Any, Any]) -> str:
    if np.isnan(vector).any():
        return "NaN"
    if np.isinf(vector).any():
        return "infinity"
    length = float(np.linalg.norm(vector.astype(np.float64)))
    return f"a vector of length {length:.3g}" if length else "a vector of zeros"
