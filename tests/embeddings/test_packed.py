from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from embeddings.packed import dequantize_q4_0, read_packed
from errors import EncoderError
from tests.embeddings.packing import HIDDEN, PIECES, quantize


@given(arrays(np.uint8, st.integers(1, 4).map(lambda n: n * 18)))
def test_dequantizing_agrees_with_one_weight_at_a_time(raw: np.ndarray) -> None:
    expected = []
    with np.errstate(all="ignore"):  # random scales may be infinite
        for block in raw.reshape(-1, 18):
            scale = np.frombuffer(block[:2].tobytes(), "<f2")[0].astype(np.float32)
            expected += [(int(b & 15) - 8) * scale for b in block[2:]] + [(int(b >> 4) - 8) * scale for b in block[2:]]
        np.testing.assert_array_equal(dequantize_q4_0(raw), np.array(expected, dtype=np.float32))


def test_quantizing_and_back_loses_half_a_step_at_most() -> None:
    weights = np.random.default_rng(1).normal(size=320).astype(np.float32)
    back = dequantize_q4_0(np.frombuffer(quantize(weights), np.uint8))
    steps = np.abs(weights.reshape(-1, 32)).max(axis=1, keepdims=True) / 7
    assert (np.abs(back - weights).reshape(-1, 32) <= steps * 0.51).all()


def test_reads_what_was_packed(packed: Path) -> None:
    model = read_packed(packed.read_bytes())
    assert model.pieces == PIECES
    assert (model.special.bos, model.special.pad, model.special.eos, model.special.unknown) == (0, 1, 2, 3)
    assert model.tensor("emb.word").shape == (len(PIECES) * HIDDEN,)
    with pytest.raises(EncoderError, match=r"l9\.q\.w"):
        model.tensor("l9.q.w")


@settings(deadline=None)
@given(st.data())
def test_a_file_cut_short_is_refused(packed: Path, data: st.DataObject) -> None:
    whole = packed.read_bytes()
    part = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(EncoderError):
        model = read_packed(part)
        for name in model.tensors:
            model.tensor(name)


@pytest.mark.parametrize("wrong", [{"size": 18}, {"weights": 33}, {"kind": 7}, {"offset": 1 << 40}], ids=str)
def test_a_tensor_that_does_not_fit_is_refused(packed: Path, wrong: dict[str, int]) -> None:
    model = read_packed(packed.read_bytes())
    entry = model.tensors["l0.q.w"]._replace(**wrong)
    with pytest.raises(EncoderError, match="does not fit"):
        replace(model, tensors={"l0.q.w": entry}).tensor("l0.q.w")
