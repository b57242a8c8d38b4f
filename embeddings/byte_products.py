"""Whether this processor adds up products of bytes without losing any.

Processors with instructions for it (VNNI, AMX, the dot product of ARM) do. Older ones, most of those in offices, add two products into sixteen bits and cut
off what does not fit, so weights have seven bits: two of the largest products, 2 x 255 x 63, always fit. Which instructions ONNX Runtime uses is its own affair,
so it is tried out all the same: the largest products that there can be either come out right or not.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from embeddings.onnx_graph import IR_VERSION, OPSET
from embeddings.onnx_session import open_session

PRODUCT_FILE = "product8.onnx"

_ROWS = (1, 7, 64)
"""One row, a few and many go through different code of the runtime."""
_LENGTH, _COLUMNS = 128, 48
LARGEST_STATE, LARGEST_WEIGHT = 255, 63


def are_exact(network: Path | bytes) -> bool:
    """Whether byte products come out right on this processor; takes some milliseconds.

    Args:
        network: What :func:`write_product` wrote.
    """
    try:
        session = open_session(network)
        # Within a tensor whose least is 0 and largest 255, a number stands for itself.
        made = [session.run(None, {"states": _largest(rows)})[0] for rows in _ROWS]
    except Exception:  # a runtime without the operator; its own kinds of errors share no root but this
        return False
    wanted = float(LARGEST_STATE * LARGEST_WEIGHT * _LENGTH)
    return all(np.all(product == wanted) for product in made)


def write_product(path: Path) -> None:
    """Write a network that is one product of matrices, the second with the largest weights that there are."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    weights = [
        numpy_helper.from_array(np.full((_LENGTH, _COLUMNS), LARGEST_WEIGHT, dtype=np.int8), "weights"),
        numpy_helper.from_array(np.ones(_COLUMNS, dtype=np.float32), "scales"),
        numpy_helper.from_array(np.zeros(_COLUMNS, dtype=np.int8), "zeros"),
    ]
    node = helper.make_node(
        "DynamicQuantizeMatMul", ["states", "weights", "scales", "zeros"], ["out"], domain="com.microsoft"
    )
    graph = helper.make_graph(
        [node],
        "product",
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["rows", _LENGTH])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["rows", _COLUMNS])],
        weights,
    )
    operators = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
    onnx.save(helper.make_model(graph, opset_imports=operators, ir_version=IR_VERSION), path)


def _largest(rows: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.full((rows, _LENGTH), LARGEST_STATE, dtype=np.float32)
