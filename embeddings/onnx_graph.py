"""Writes a packed model as a network for ONNX Runtime that computes with the 4-bit weights as they are.

ONNX Runtime multiplies by blocks of 32 weights of four bits with one scale (its operators MatMulNBits and GatherBlockQuantized), which is how the
package carries them: nothing is unpacked, the file is a third of the 16-bit one, loads in a fifth of a second, and needs no torch. That is exact; in bytes
it is twice as fast (:mod:`embeddings.onnx_bytes`). The operators of the domain com.microsoft are described in the document ContribOperators.md of ONNX Runtime.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from embeddings.packed import PackedModel

if TYPE_CHECKING:
    from onnx import ModelProto

NETWORK_FILE = "network.onnx"
INPUTS = ("ids", "mask")
"""Numbers of pieces, int64 of shape (texts, length), and 1 where there is one, int32 of the same shape."""
OUTPUT = "tokens"
"""The last layer's states, float32 of shape (texts, length, dimension)."""

_MICROSOFT = "com.microsoft"
OPSET, IR_VERSION = 21, 10
"""The oldest that hold all operators used, so that any ONNX Runtime since 1.18 reads the file."""
_EXACT = 1
"""Accuracy level of MatMulNBits: weights are made float32 before they are multiplied. Level 4 rounds the other factor to 8 bits."""


def write_network(model: PackedModel, path: Path) -> None:
    """Write the network's graph and weights in one file.

    Raises:
        EncoderError: The packed file lacks a tensor.
        OSError: The file cannot be written.
    """
    save(Graph(model), path)


def save(graph: Graph, path: Path) -> None:
    """Write a network in one file.

    Raises:
        EncoderError: The packed file lacks a tensor.
        OSError: The file cannot be written.
    """
    import onnx

    onnx.save(graph.built(), path)


class Graph:
    """Nodes and weights of a BertModel without pooling, added one after another."""

    def __init__(self, model: PackedModel) -> None:
        self.model = model
        self._nodes: list[Any] = []
        self._weights: list[Any] = []

    def built(self) -> ModelProto:
        """The whole network.

        Raises:
            EncoderError: The packed file lacks a tensor.
        """
        from onnx import TensorProto, helper

        states = self._embeddings()
        for layer in range(self.model.sizes.layers):
            states = self._layer(states, f"l{layer}.")
        self.node("Identity", [states], OUTPUT)
        shape = ["texts", "length"]
        graph = helper.make_graph(
            self._nodes,
            "bert",
            [
                helper.make_tensor_value_info(INPUTS[0], TensorProto.INT64, shape),
                helper.make_tensor_value_info(INPUTS[1], TensorProto.INT32, shape),
            ],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [*shape, self.model.sizes.hidden])],
            self._weights,
        )
        operators = [helper.make_opsetid("", OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=operators, ir_version=IR_VERSION)

    def _embeddings(self) -> str:
        """Word, position and type added and normalised; all texts are of type 0."""
        sizes = self.model.sizes
        halves, scales = self.model.blocks("emb.word")
        rows = (sizes.vocabulary, -1)
        self.node(
            "GatherBlockQuantized",
            [
                self.weight("word", _in_pairs(halves).reshape(rows)),
                INPUTS[0],
                self.weight("scale", scales.reshape(rows)),
            ],
            "words",
            own=True,
            block_size=sizes.block,
            gather_axis=0,
            quantize_axis=1,
            bits=4,
        )
        places = self.model.tensor("emb.pos").reshape(-1, sizes.hidden)
        places = places + self.model.tensor("emb.type").reshape(-1, sizes.hidden)[0]
        self.node("Shape", [INPUTS[0]], "length", start=1)
        first, axis = (
            self.weight("first", np.zeros(1, dtype=np.int64)),
            self.weight("axis", np.ones(1, dtype=np.int64)),
        )
        self.node("Slice", [self.weight("places", places[None]), first, "length", axis], "placed")
        self.node("Add", ["words", "placed"], "sum")
        gains = [self.weight(name, self.model.tensor(name)) for name in ("emb.ln.w", "emb.ln.b")]
        return self.node("LayerNormalization", ["sum", *gains], "embedded", epsilon=sizes.epsilon)

    def _layer(self, states: str, at: str) -> str:
        sizes = self.model.sizes
        thirds = self.weight(f"{at}thirds", np.full(3, sizes.hidden, dtype=np.int64))
        together = self.linear(states, [f"{at}{part}" for part in "qkv"], f"{at}qkv")
        qkv = [f"{at}Q", f"{at}K", f"{at}V"]
        self.node("Split", [together, thirds], *qkv, axis=2)
        self.node("MultiHeadAttention", [*qkv, "", INPUTS[1]], f"{at}attended", own=True, num_heads=sizes.heads)
        attended = self.linear(f"{at}attended", [f"{at}ao"], f"{at}projected")
        middle = self._added(attended, states, f"{at}aln", f"{at}middle")
        wide = self.linear(middle, [f"{at}fi"], f"{at}wide", bias=False)
        bias = self.weight(f"{at}fi.b", self.model.tensor(f"{at}fi.b"))
        self.node("BiasGelu", [wide, bias], f"{at}bent", own=True)
        return self._added(self.linear(f"{at}bent", [f"{at}fo"], f"{at}narrow"), middle, f"{at}oln", f"{at}out")

    def linear(self, states: str, names: Sequence[str], out: str, *, bias: bool = True) -> str:
        """Matrices of the same input side by side, multiplied in 4 bits."""
        block = self.model.sizes.block
        biases = [self.model.tensor(f"{name}.b") for name in names]
        packed, scales = zip(*(self.model.blocks(f"{name}.w") for name in names), strict=True)
        rows = sum(map(len, biases))
        halves = _in_pairs(np.concatenate(packed)).reshape(rows, -1, block // 2)
        given = [states, self.weight(f"{out}.w", halves), self.weight(f"{out}.s", np.concatenate(scales))]
        if bias:
            given += ["", "", self.weight(f"{out}.b", np.concatenate(biases))]
        width = halves.shape[1] * block
        return self.node(
            "MatMulNBits", given, out, own=True, K=width, N=rows, bits=4, block_size=block, accuracy_level=_EXACT
        )

    def _added(self, states: str, before: str, norm: str, out: str) -> str:
        """What a layer adds to what came in, normalised; in two steps, since SkipLayerNormalization is computed number by number."""
        gains = [self.weight(f"{norm}.{part}", self.model.tensor(f"{norm}.{part}")) for part in "wb"]
        self.node("Add", [states, before], f"{out}.sum")
        return self.node("LayerNormalization", [f"{out}.sum", *gains], out, epsilon=self.model.sizes.epsilon)

    def node(self, kind: str, given: Sequence[str], *out: str, own: bool = False, **how: float) -> str:
        """Add an operator, one of ONNX Runtime's own or of the standard; gives the name of what first comes out."""
        from onnx import helper

        self._nodes.append(helper.make_node(kind, given, out, domain=_MICROSOFT if own else "", **how))  # type: ignore[arg-type]
        return out[0]

    def weight(self, name: str, values: NDArray[Any]) -> str:
        """Add numbers that stand in the file; gives their name."""
        from onnx import numpy_helper

        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


def _in_pairs(halves: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Weights two to a byte, the first in the low half: the order that ONNX Runtime reads.

    Args:
        halves: Shape (blocks, 32), each 0 to 15.

    Returns:
        Shape (blocks, 16).
    """
    return np.bitwise_or(halves[:, 0::2], np.left_shift(halves[:, 1::2], 4))
