"""Looks up how large each column of the bundled network's states becomes, and writes ``embeddings/ranges.npy``; see :mod:`embeddings.onnx_bytes`.

python -m bench.ranges [--write]

Texts are those of ``embeddings/centring.json`` and passages of the samples, long and short. Prints the least and the mean cosine of the vectors in bytes to the
exact ones, over passages of the samples that were not among them, with evened states and without.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.encode import long_texts
from embeddings import BundledEncoder, Settings
from embeddings.bundled import DIMENSION, POSITIONS, find_source, network_folder
from embeddings.centring import calibration_texts
from embeddings.onnx_bytes import RANGES_FILE, Ranges, ranges_of, read_ranges, widths, write_byte_network
from embeddings.onnx_encoder import OnnxEncoder
from embeddings.onnx_graph import INPUTS, NETWORK_FILE
from embeddings.onnx_session import runtime
from embeddings.packed import PackedModel, read_packed
from embeddings.prompts import Prompts
from embeddings.stock_folder import PASSAGE_PROMPT, QUERY_PROMPT, TOKENIZER_FILE

_COMPARED = 40
"""Long texts that are compared; the others are looked at."""


def states_of(layers: int) -> list[list[str]]:
    """By layer, what the network calls the states that the matrices of ``EVENED`` multiply."""
    return [
        [f"l{layer - 1}.out" if layer else "embedded", f"l{layer}.middle", f"l{layer}.bent"] for layer in range(layers)
    ]


def look_up(model: PackedModel, folder: Path, texts: Iterable[str]) -> Ranges:
    """The largest numbers that the exact network of a folder meets in these texts, prompts included."""
    import onnx

    onnxruntime = runtime()
    from tokenizers import Tokenizer

    names = states_of(model.sizes.layers)
    network = onnx.load(folder / NETWORK_FILE)
    for layer in names:
        for name, width in zip(layer, widths(model.sizes).values(), strict=True):
            shape: list[str | int | None] = ["texts", "length", width]
            network.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape))
    with tempfile.TemporaryDirectory() as temporary:
        onnx.save(network, Path(temporary) / NETWORK_FILE)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            str(Path(temporary) / NETWORK_FILE), options, providers=["CPUExecutionProvider"]
        )
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.enable_truncation(POSITIONS)
    largest: list[list[NDArray[np.float32]]] = [
        [np.zeros(width, dtype=np.float32) for width in widths(model.sizes).values()] for _ in names
    ]
    for text in texts:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        given = dict(zip(INPUTS, (ids, np.ones(ids.shape, dtype=np.int32)), strict=True))
        every = iter(session.run([name for layer in names for name in layer], given))
        for own in largest:
            for place in range(len(own)):
                own[place] = np.maximum(own[place], np.abs(next(every)).max(axis=(0, 1)))
    return ranges_of(largest)


def compare(model: PackedModel, ranges: Ranges | None, texts: Sequence[str]) -> NDArray[np.float32]:
    """Cosine of each text's vector in bytes to the exact one, shape (texts,)."""
    exact = BundledEncoder(Settings(dtype="float32")).encode_passages(texts)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / NETWORK_FILE
        write_byte_network(model, path, ranges)
        encoder = OnnxEncoder(
            network_folder(),
            "bytes",
            Prompts(QUERY_PROMPT, PASSAGE_PROMPT),
            positions=POSITIONS,
            dimension=DIMENSION,
            threads=1,
            together=False,
            files={NETWORK_FILE: path},
        )
        cosines: NDArray[np.float32] = (encoder.encode_passages(texts) * exact).sum(axis=1)
    return cosines


def main() -> None:
    """Look up, compare, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help=f"write {RANGES_FILE.name}")
    options = parser.parse_args()
    BundledEncoder(Settings(dtype="float32")).encode_queries(["法"])
    model = read_packed(find_source().read_bytes())
    short, long = calibration_texts(), long_texts()
    texts = [PASSAGE_PROMPT + text for text in (*short["passages"], *long[_COMPARED:])]
    texts += [QUERY_PROMPT + text for text in (*short["zh"], *short["en"])]
    ranges = look_up(model, network_folder(), texts)
    others = long[:_COMPARED]
    found: dict[str, Ranges | None] = {"not evened": None, "evened": ranges}
    if RANGES_FILE.is_file():
        found["as stored"] = read_ranges()
    for name, one in found.items():
        cosines = compare(model, one, others)
        print(f"{name}: least {cosines.min():.5f}, mean {cosines.mean():.5f} over {len(cosines)} texts")
        sys.stdout.flush()
    if options.write:
        np.save(RANGES_FILE, ranges, allow_pickle=False)


if __name__ == "__main__":
    main()
