"""MaxSim over codes of four bits, in whole numbers: a question's tokens rounded to bytes twice, once for themselves and once for what the first rounding left.

Codes are whole numbers times a step of each token, and the step goes out again with the token's length: so they are multiplied as they are, by ONNX Runtime's
product of bytes, a quarter of the time that it takes to make floats of them first. What two roundings leave is a millionth of a cosine. The largest
sum of two products, 2 x 15 x 127, fits into sixteen bits, so that the product is exact on processors without instructions for bytes as well
(:mod:`embeddings.byte_products`), whatever these do with larger ones.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings.onnx_session import open_session

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

    from indexer.token_codes import Codes

ZERO = 8
"""The code that stands for 0."""
_STEPS = 127
_FINER = 254
"""Half a step at most is left by the first rounding; the second counts it in parts of a step, so many of them."""
_LARGEST_SQUARES = 128
"""Two codes' distances from 0, squared and added, at most; it is that of 0, which only a damaged file holds."""

# MatMulInteger(low, first, 8) + MatMulInteger(high, second, 8) -> products, as ``tests/indexer/test_token_scores.py`` makes it with the onnx package:
# so small a network needs no file, and importing that package takes longer than opening an index.
_NETWORK = bytes.fromhex(
    "08083a95020a280a036c6f770a0566697273740a047a65726f12056c6f776572220d4d61744d756c496e74656765720a2b0a04686967680a067365636f6e640a04"
    "7a65726f1206686967686572220d4d61744d756c496e74656765720a1e0a056c6f7765720a06686967686572120870726f64756374732203416464120770726f64"
    "7563742a0b100242047a65726f4a01085a170a036c6f7712100a0e0802120a0a0312016e0a0312016b5a180a046869676812100a0e0802120a0a0312016e0a0312"
    "016b5a190a05666972737412100a0e0803120a0a0312016b0a031201745a1a0a067365636f6e6412100a0e0803120a0a0312016b0a03120174621c0a0870726f64"
    "7563747312100a0e0806120a0a0312016e0a0312017442040a00100e"
)


class TokenScores:
    """One or several texts, made ready to be compared with passages."""

    def __init__(self, query: NDArray[np.float32], weights: NDArray[np.float32]) -> None:
        """Make them of token vectors.

        Args:
            query: The token vectors of all texts, centred and of unit length, shape (t, dimension).
            weights: Share of each token in each text, shape (t, texts).
        """
        self._weights = weights
        step = np.maximum(np.abs(query).max(axis=1, keepdims=True, initial=0), 1e-9) / _STEPS
        numbers = np.round(query / step)
        left = np.round((query / step - numbers) * _FINER)
        both = np.concatenate([numbers, left]).astype(np.int8).T
        half = query.shape[1] // 2
        self._first, self._second = np.ascontiguousarray(both[:half]), np.ascontiguousarray(both[half:])
        self._scales = np.concatenate([step, step / _FINER])[:, 0].astype(np.float32)

    def of(self, codes: Codes, lengths: NDArray[np.int64]) -> NDArray[np.float32]:
        """Weighted mean of the best matches of each text's tokens in each passage, as cosines, shape (passages, texts).

        Fastest where the codes fit into the processor's second cache, with some ten thousand rows at most.

        Args:
            codes: Those of all passages, one after the other.
            lengths: How many tokens each passage has, at least 1, shape (passages,).
        """
        low: Codes = codes & np.uint8(0x0F)
        high: Codes = codes >> np.uint8(4)
        given = {"low": low, "high": high, "first": self._first, "second": self._second}
        products = _network().run(None, given)[0].astype(np.float32)
        products *= self._scales
        tokens = len(self._weights)
        similar: NDArray[np.float32] = products[:, :tokens]
        similar += products[:, tokens:]
        similar /= _lengths_of(low, high)[:, None]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        scores: NDArray[np.float32] = np.maximum.reduceat(similar, starts, axis=0) @ self._weights
        return scores


def _lengths_of(low: Codes, high: Codes) -> NDArray[np.float32]:
    """Length of each token's vector, in its own steps, at least 1, shape (tokens,); the codes given are used up."""
    # Bytes wrap around: -7 becomes 249, whose square ends in the same byte as 49.
    low -= ZERO
    low *= low
    high -= ZERO
    high *= high
    low += high
    width = low.shape[1]
    kind = np.uint16 if width * _LARGEST_SQUARES < 2**16 else np.uint32
    squares = np.add.reduce(low, axis=1, dtype=kind)
    lengths: NDArray[np.float32] = np.sqrt(np.maximum(squares, 1), dtype=np.float32)
    return lengths


@lru_cache(maxsize=1)
def _network() -> InferenceSession:
    """The product of bytes, in the thread that asks for it."""
    return open_session(_NETWORK, arena=False)
