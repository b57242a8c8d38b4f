"""What all questions of a language, or all passages, have in common is taken out of their vectors before they are compared.

The vectors of multilingual-e5 lie in a narrow cone: any two texts are alike to 0.7, two texts of one language more so, and a question differs from any
passage by its prompt. Less the mean of their kind, an English question finds a Chinese passage about as well as a Chinese one does (docs/search.md).
The means belong to the encoder, not to an index: they are taken over 60 texts of each kind that stand in ``centring.json``, so that what is stored
once need never be centred again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoded, TokenEncoder

TEXTS = Path(__file__).with_name("centring.json")
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Means:
    """Mean token vectors, each of shape (dimension,): of passages, and of questions by language."""

    passages: NDArray[np.float32]
    questions: dict[str, NDArray[np.float32]]

    @classmethod
    def of(cls, encoder: TokenEncoder) -> Means:
        """Take the means of an encoder; costs the encoding of 180 short texts.

        Raises:
            EncoderError: The encoder cannot be had or tells nothing of its tokens.
        """
        texts = calibration_texts()
        questions = {language: _mean([encoder.encode_query_tokens(texts[language])]) for language in LANGUAGES}
        passages = _mean([encoded for _, encoded in encoder.encode_passage_tokens(texts["passages"])])
        return cls(passages, questions)

    def to_array(self) -> NDArray[np.float32]:
        """Shape (3, dimension): passages, then questions in the order of ``LANGUAGES``."""
        return np.stack([self.passages, *(self.questions[language] for language in LANGUAGES)])

    @classmethod
    def from_array(cls, array: NDArray[np.float32]) -> Means:
        """The reverse of :meth:`to_array`.

        Raises:
            ValueError: Another shape.
        """
        passages, *questions = array
        return cls(passages, dict(zip(LANGUAGES, questions, strict=True)))


def centred(vectors: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors less the mean, of unit length, shape as given; a vector equal to the mean becomes zeros."""
    less = vectors - mean
    norms = np.linalg.norm(less, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = (less / np.maximum(norms, 1e-9)).astype(np.float32)
    return unit


def _mean(parts: Sequence[Encoded]) -> NDArray[np.float32]:
    tokens = np.concatenate([tokens for part in parts for tokens in part.tokens])
    mean: NDArray[np.float32] = tokens.mean(axis=0, dtype=np.float64).astype(np.float32)
    return mean


@cache
def calibration_texts() -> dict[str, list[str]]:
    """Texts of our own that stand for each kind: ``passages``, and questions by language."""
    texts: dict[str, list[str]] = json.loads(TEXTS.read_text(encoding="utf-8"))
    return texts
