"""Writes a packed model as a network for ONNX Runtime that computes with the 4-bit weights as they are.

ONNX Runtime multiplies by blocks of 32 weights of four bits with one scale (its operators MatMulNBits and GatherBlockQuantized), which is how the
package carries them: nothing is unpacked, the file is a third of the 16-bit one, loads in a fifth of a second, and needs no torch. The operators of the domain
com.microsoft are described in the document ContribOperators.md of ONNX Runtime.
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
_OPSET, _IR_VERSION = 21, 10
"""The oldest that hold all operators used, so that any ONNX Runtime since 1.18 reads the file."""
_EXACT = 1
"""Accuracy level of MatMulNBits: weights are made float32 before they are multiplied. Level 4 rounds the other factor to 8 bits."""


def write_network(model: PackedModel, path: Path) -> None:
    """Write the network's graph and weights in one file.

    Raises:
        EncoderError: The packed file lacks a tensor.
        OSError: The file cannot be written.
    """
    import onnx

    onnx.save(_Graph(model).built(), path)


class _Graph:
    """Nodes and weights of a BertModel without pooling, added one after another."""

    def __init__(self, model: PackedModel) -> None:
        self._model = model
        self._nodes: list[Any] = []
        self._weights: list[Any] = []

    def built(self) -> ModelProto:
        from onnx import TensorProto, helper

        states = self._embeddings()
        for layer in range(self._model.sizes.layers):
            states = self._layer(states, f"l{layer}.")
        self._node("Identity", [states], OUTPUT)
        shape = ["texts", "length"]
        graph = helper.make_graph(
            self._nodes,
            "bert",
            [
                helper.make_tensor_value_info(INPUTS[0], TensorProto.INT64, shape),
                helper.make_tensor_value_info(INPUTS[1], TensorProto.INT32, shape),
            ],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [*shape, self._model.sizes.hidden])],
            self._weights,
        )
        operators = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=operators, ir_version=_IR_VERSION)

    def _embeddings(self) -> str:
        """Word, position and type added and normalised; all texts are of type 0."""
        sizes = self._model.sizes
        halves, scales = self._model.blocks("emb.word")
        rows = (sizes.vocabulary, -1)
        self._node(
            "GatherBlockQuantized",
            [
                self._weight("word", _in_pairs(halves).reshape(rows)),
                INPUTS[0],
                self._weight("scale", scales.reshape(rows)),
            ],
            "words",
            own=True,
            block_size=sizes.block,
            gather_axis=0,
            quantize_axis=1,
            bits=4,
        )
        places = self._model.tensor("emb.pos").reshape(-1, sizes.hidden)
        places = places + self._model.tensor("emb.type").reshape(-1, sizes.hidden)[0]
        self._node("Shape", [INPUTS[0]], "length", start=1)
        first, axis = (
            self._weight("first", np.zeros(1, dtype=np.int64)),
            self._weight("axis", np.ones(1, dtype=np.int64)),
        )
        self._node("Slice", [self._weight("places", places[None]), first, "length", axis], "placed")
        self._node("Add", ["words", "placed"], "sum")
        gains = [self._weight(name, self._model.tensor(name)) for name in ("emb.ln.w", "emb.ln.b")]
        return self._node("LayerNormalization", ["sum", *gains], "embedded", epsilon=sizes.epsilon)

    def _layer(self, states: str, at: str) -> str:
        sizes = self._model.sizes
        thirds = self._weight(f"{at}thirds", np.full(3, sizes.hidden, dtype=np.int64))
        together = self._linear(states, [f"{at}{part}" for part in "qkv"], f"{at}qkv")
        qkv = [f"{at}Q", f"{at}K", f"{at}V"]
        self._node("Split", [together, thirds], *qkv, axis=2)
        self._node("MultiHeadAttention", [*qkv, "", INPUTS[1]], f"{at}attended", own=True, num_heads=sizes.heads)
        attended = self._linear(f"{at}attended", [f"{at}ao"], f"{at}projected")
        middle = self._added(attended, states, f"{at}aln", f"{at}middle")
        wide = self._linear(middle, [f"{at}fi"], f"{at}wide", bias=False)
        bias = self._weight(f"{at}fi.b", self._model.tensor(f"{at}fi.b"))
        self._node("BiasGelu", [wide, bias], f"{at}bent", own=True)
        return self._added(self._linear(f"{at}bent", [f"{at}fo"], f"{at}narrow"), middle, f"{at}oln", f"{at}out")

    def _linear(self, states: str, names: Sequence[str], out: str, *, bias: bool = True) -> str:
        """Matrices of the same input side by side, multiplied in 4 bits."""
        block = self._model.sizes.block
        biases = [self._model.tensor(f"{name}.b") for name in names]
        packed, scales = zip(*(self._model.blocks(f"{name}.w") for name in names), strict=True)
        rows = sum(map(len, biases))
        halves = _in_pairs(np.concatenate(packed)).reshape(rows, -1, block // 2)
        given = [states, self._weight(f"{out}.w", halves), self._weight(f"{out}.s", np.concatenate(scales))]
        if bias:
            given += ["", "", self._weight(f"{out}.b", np.concatenate(biases))]
        width = halves.shape[1] * block
        return self._node(
            "MatMulNBits", given, out, own=True, K=width, N=rows, bits=4, block_size=block, accuracy_level=_EXACT
        )

    def _added(self, states: str, before: str, norm: str, out: str) -> str:
        """What a layer adds to what came in, normalised."""
        gains = [self._weight(f"{norm}.{part}", self._model.tensor(f"{norm}.{part}")) for part in "wb"]
        epsilon = self._model.sizes.epsilon
        return self._node("SkipLayerNormalization", [states, before, *gains], out, own=True, epsilon=epsilon)

    def _node(self, kind: str, given: Sequence[str], *out: str, own: bool = False, **how: float) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(kind, given, out, domain=_MICROSOFT if own else "", **how))  # type: ignore[arg-type]
        return out[0]

    def _weight(self, name: str, values: NDArray[Any]) -> str:
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
