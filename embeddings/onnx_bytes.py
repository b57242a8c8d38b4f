"""The bundled network in bytes: up to twice as fast, on processors that :mod:`embeddings.byte_products` finds fit, which nearly all are.

Each column of a matrix has one scale, and the states are rounded to bytes as they come (ONNX Runtime's DynamicQuantizeMatMul): all states of a text in
255 steps between their least and their largest number. A few of their columns are twenty times as large as the rest, to which few steps would be left; so
large columns are made smaller before they are rounded, and the matrix's rows larger by as much (SmoothQuant: Xiao et al. 2023, arXiv:2211.10438). How
large each column becomes was looked up once over texts of our own and stands in ``ranges.npy`` (``python -m bench.ranges``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.byte_products import LARGEST_WEIGHT
from embeddings.onnx_graph import Graph, save
from embeddings.packed import PackedModel, Sizes

RANGES_FILE = Path(__file__).with_name("ranges.npy")
STEPS = 8
"""Steps of an octave in which ranges are stored."""
EVENED = {"q": 0.6, "fi": 0.6, "fo": 0.7}
"""By what stands first: matrices whose states are evened out, and which share of the difference between columns goes over to the matrix. What attention
puts out has even columns."""

_LEAST = 1e-6

Ranges = NDArray[np.int8]
"""Eighths of octaves, shape (layers, widths of the states of ``EVENED`` side by side)."""


def write_byte_network(model: PackedModel, path: Path, ranges: Ranges | None) -> None:
    """Write the network's graph and weights in one file.

    Args:
        model: The weights.
        path: The file.
        ranges: The largest number in each column of the states, as :func:`ranges_of` makes them; ``None`` to leave the states as they are.

    Raises:
        EncoderError: The packed file lacks a tensor.
        OSError: The file cannot be written.
    """
    save(_ByteGraph(model, ranges), path)


def read_ranges() -> Ranges:
    """Those of the bundled network."""
    ranges: Ranges = np.load(RANGES_FILE, allow_pickle=False)
    return ranges


def ranges_of(largest: Sequence[Sequence[NDArray[np.float32]]]) -> Ranges:
    """Largest numbers of the columns, by layer and by the order of ``EVENED``, as they are stored."""
    rows = [np.concatenate(list(layer)) for layer in largest]
    eighths = np.round(np.log2(np.maximum(np.stack(rows), _LEAST)) * STEPS)
    ranges: Ranges = eighths.clip(-128, 127).astype(np.int8)
    return ranges


def widths(sizes: Sizes) -> dict[str, int]:
    """Columns of the states that each matrix of ``EVENED`` multiplies."""
    return {name: sizes.feed_forward if name == "fo" else sizes.hidden for name in EVENED}


class _ByteGraph(Graph):
    """The same network, its matrices in bytes."""

    def __init__(self, model: PackedModel, ranges: Ranges | None) -> None:
        super().__init__(model)
        self._ranges = ranges

    def linear(self, states: str, names: Sequence[str], out: str, *, bias: bool = True) -> str:
        biases = [self.model.tensor(f"{name}.b") for name in names]
        columns = np.concatenate(
            [self.model.tensor(f"{name}.w").reshape(len(own), -1) for name, own in zip(names, biases, strict=True)]
        ).T
        even = self._evening(names[0], columns)
        if even is not None:
            states = self.node("Mul", [states, self.weight(f"{out}.even", 1 / even)], f"{out}.evened")
            columns = columns * even[:, None]
        scales = np.maximum(np.abs(columns).max(axis=0), np.finfo(np.float32).tiny) / LARGEST_WEIGHT
        given = [
            states,
            self.weight(f"{out}.w", np.round(columns / scales).astype(np.int8)),
            self.weight(f"{out}.s", scales.astype(np.float32)),
            self.weight(f"{out}.z", np.zeros(len(scales), dtype=np.int8)),
        ]
        if bias:
            given.append(self.weight(f"{out}.b", np.concatenate(biases)))
        return self.node("DynamicQuantizeMatMul", given, out, own=True)

    def _evening(self, name: str, columns: NDArray[np.float32]) -> NDArray[np.float32] | None:
        """By what each of the matrix's rows is multiplied and each column of the states divided, ``None`` where nothing is.

        Args:
            name: Of the matrix, such as ``l3.fo``.
            columns: The matrix, shape (columns of the states, columns of what comes out).
        """
        layer, kind = name.removeprefix("l").split(".")
        if self._ranges is None or kind not in EVENED:
            return None
        order = list(EVENED)
        begin = sum(widths(self.model.sizes)[other] for other in order[: order.index(kind)])
        stored = self._ranges[int(layer), begin : begin + len(columns)].astype(np.float64)
        share = EVENED[kind]
        weights = np.log2(np.maximum(np.abs(columns).max(axis=1), _LEAST).astype(np.float64))
        # Whole eighths of octaves, so that every machine writes the same bytes.
        eighths = np.round(stored * share - STEPS * weights * (1 - share))
        even: NDArray[np.float32] = np.exp2(eighths / STEPS).astype(np.float32)
        return even
