"""What the rest of the product asks of a text encoder, and the check that all vectors pass on the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from errors import EncoderError

Vectors = NDArray[np.float32]
"""Shape (n, dimension), C-contiguous, each row of unit L2 norm."""

Progress = Callable[[int], None]
"""Called now and then with the number of texts encoded so far."""


@runtime_checkable
class Encoder(Protocol):
    """Turns questions and passages into vectors whose dot product is their cosine similarity."""

    @property
    def identity(self) -> str:
        """Names model, content and prompts; vectors may be compared only if their encoders' identities are equal."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions.

        Args:
            texts: n questions; any string is taken, whatever it holds.

        Returns:
            Shape (n, dimension); (0, dimension) for no texts.

        Raises:
            EncoderError: The model cannot be had or gives unusable vectors.
        """
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode passages, in the order given.

        Args:
            texts: n passages; any string is taken, whatever it holds.
            progress: Called with the number of passages encoded so far.

        Returns:
            Shape (n, dimension); (0, dimension) for no texts.

        Raises:
            EncoderError: The model cannot be had or gives unusable vectors.
        """
        ...


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts with the vector of each and of each of its tokens.

    ``tokens[i]`` has shape (tokens of text i, dimension) and is as the network gave it, neither centred nor of unit length; ``spans[i]`` says
    where each stands in text i. Tokens without a letter or digit, and those of the prompt, are left out; a text may have none.
    """

    vectors: Vectors
    tokens: tuple[NDArray[np.float32], ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]


@runtime_checkable
class TokenEncoder(Encoder, Protocol):
    """An encoder that also gives the vector of every token, for late interaction (Khattab and Zaharia 2020, ColBERT)."""

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """Encode questions with their tokens; raises as :meth:`Encoder.encode_queries` does."""
        ...

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """Encode passages with their tokens, some at a time.

        Yields:
            Places in ``texts``, in no certain order, and what those texts became. Every text comes once.

        Raises:
            EncoderError: As :meth:`Encoder.encode_passages`.
        """
        ...


def checked_tokens(tokens: NDArray[np.floating[Any]], dimension: int) -> NDArray[np.float32]:
    """A text's token vectors as float32, or refuse them.

    Raises:
        EncoderError: Wrong shape or a value that is not finite.
    """
    if tokens.ndim != 2 or tokens.shape[1] != dimension or not np.isfinite(tokens).all():
        raise EncoderError(f"The encoder gave unusable token vectors of shape {tokens.shape}; index with --no-late.")
    return np.ascontiguousarray(tokens, dtype=np.float32)


def checked_vectors(vectors: NDArray[np.floating[Any]], count: int, dimension: int) -> Vectors:
    """Return an encoder's raw output as `Vectors`, or refuse it.

    Args:
        vectors: What the model gave, shape (count, dimension), of any length and float type.
        count: Number of texts that were encoded.
        dimension: Length a vector must have.

    Returns:
        The same vectors as C-contiguous float32 of unit L2 norm.

    Raises:
        EncoderError: Wrong shape, a value that is not finite, or a vector of zeros, which has no direction.
    """
    if count == 0:
        return np.zeros((0, dimension), dtype=np.float32)
    if vectors.shape != (count, dimension):
        message = (
            f"The encoder gave vectors of shape {vectors.shape} for {count} texts; expected ({count}, {dimension})."
        )
        raise EncoderError(message)
    if not np.isfinite(vectors).all():
        raise EncoderError("The encoder gave a vector with values that are not finite; try another model or dtype.")
    # float64, since squares of large float32 values overflow and would turn good vectors into zeros.
    norms = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    if not (norms > 0).all():
        raise EncoderError("The encoder gave a vector of zeros, which has no direction; try another model.")
    return np.ascontiguousarray(vectors / norms, dtype=np.float32)
