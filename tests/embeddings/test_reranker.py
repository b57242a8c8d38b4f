"""A cross-encoder with random weights scores as its network does, and whatever is no cross-encoder is refused in one sentence."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embeddings.reranker import CrossEncoderReranker, Reranker, checked_scores, load_reranker
from errors import EncoderError

QUESTION = "法治"
PASSAGES = ["法治法治", "a法1", "治" * 40, "", "法\x00治\ud800", "b" * 9000]
VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"法治ab12")


def _save(folder: Path, labels: int = 1) -> Path:
    """A cross-encoder of two tiny layers, as a folder that the libraries themselves have written."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
        num_labels=labels,
        initializer_range=0.5,
    )
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY), encoding="utf-8")
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=32)
    tokenizer.save_pretrained(folder)
    BertForSequenceClassification(config).eval().save_pretrained(folder, safe_serialization=True)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _save(tmp_path_factory.mktemp("reranker") / "tiny")


@pytest.fixture(scope="module")
def reranker(folder: Path) -> CrossEncoderReranker:
    return CrossEncoderReranker(str(folder))


def test_agrees_with_the_network_written_out(reranker: CrossEncoderReranker, folder: Path) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModelForSequenceClassification.from_pretrained(folder)
    passages = ["法治法治", "a法1", "2b治"]
    logits = []
    for passage in passages:
        with torch.inference_mode():
            logits.append(float(network(**tokenizer(QUESTION, passage, return_tensors="pt")).logits[0, 0]))
    scores = reranker.score(QUESTION, passages)
    assert np.argsort(scores).tolist() == np.argsort(logits).tolist()
    np.testing.assert_allclose(scores, 1 / (1 + np.exp(-np.array(logits))), atol=1e-5)


def test_shape_and_order(reranker: CrossEncoderReranker) -> None:
    assert isinstance(reranker, Reranker)
    together = reranker.score(QUESTION, PASSAGES)
    assert together.shape == (len(PASSAGES),)
    assert together.dtype == np.float32
    assert np.isfinite(together).all()
    assert len(set(together.tolist())) > 2
    for passage, score in zip(PASSAGES, together, strict=True):
        np.testing.assert_allclose(reranker.score(QUESTION, [passage]), [score], atol=1e-5)
    assert reranker.score(QUESTION, []).shape == (0,)


def test_many_threads_from_the_first_call(folder: Path) -> None:
    expected = CrossEncoderReranker(str(folder)).score(QUESTION, PASSAGES)
    shared = CrossEncoderReranker(str(folder))
    with ThreadPoolExecutor(8) as pool:
        for scores in pool.map(lambda n: shared.score(QUESTION, PASSAGES[:n]), [1, 6, 3, 5] * 10):
            np.testing.assert_allclose(scores, expected[: len(scores)], atol=1e-5)


def test_identity_follows_content_not_place(folder: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(folder, tmp_path / "moved"))
    assert CrossEncoderReranker(str(moved)).identity == CrossEncoderReranker(str(folder)).identity
    assert CrossEncoderReranker(str(_save(tmp_path / "two", 2))).identity != CrossEncoderReranker(str(folder)).identity


def test_chosen_by_name_or_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAJIAN_RERANKER", raising=False)
    assert load_reranker() is None
    assert load_reranker("") is None
    monkeypatch.setenv("FAJIAN_RERANKER", str(folder))
    by_environment, by_name = load_reranker(), load_reranker(str(folder))
    assert by_environment is not None
    assert by_name is not None
    assert by_environment.identity == by_name.identity
    assert load_reranker("") is None


def test_scores_that_are_not_finite_are_refused(folder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    weights = load_file(broken / "model.safetensors")
    weights["classifier.bias"][:] = np.nan
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(EncoderError, match="not finite"):
        CrossEncoderReranker(str(broken)).score(QUESTION, ["法"])


def test_scores_of_another_shape_are_refused() -> None:
    with pytest.raises(EncoderError, match="shape"):
        checked_scores(np.zeros((2, 1), dtype=np.float32), 2)


@pytest.mark.parametrize("spoilt", ["no weights", "pickled", "cut off", "no tokenizer", "two labels", "own code"])
def test_what_cannot_be_loaded_is_told_in_one_sentence(spoilt: str, folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "spoilt"
    if spoilt == "two labels":
        _save(place, 2)
    else:
        shutil.copytree(folder, place)
    weights, config = place / "model.safetensors", place / "config.json"
    if spoilt == "no weights":
        weights.unlink()
    elif spoilt == "pickled":
        weights.rename(place / "pytorch_model.bin")
    elif spoilt == "cut off":
        weights.write_bytes(weights.read_bytes()[:100])
    elif spoilt == "no tokenizer":
        for path in place.glob("*token*"):
            path.unlink()
        (place / "vocab.txt").unlink(missing_ok=True)
    elif spoilt == "own code":
        text = config.read_text().replace(
            '"model_type": "bert"',
            '"model_type": "mine", "auto_map": {"AutoConfig": "mine.C", "AutoModelForSequenceClassification": "mine.M"}',
        )
        config.write_text(text)
        (place / "mine.py").write_text("raise SystemExit('run')\n")
    with pytest.raises(EncoderError) as caught:
        CrossEncoderReranker(str(place)).score(QUESTION, ["法"])
    message = str(caught.value)
    assert "\n" not in message
    assert str(place) in message
    assert message.endswith("name the folder of a cross-encoder.")


@pytest.mark.parametrize("name", ["no/such/folder", "../nowhere", "a b"])
def test_a_wrong_name_is_told_at_once(name: str) -> None:
    with pytest.raises(EncoderError, match="no folder"):
        load_reranker(name)


def test_an_encoder_is_no_reranker(tiny_folder: Path) -> None:
    with pytest.raises(EncoderError, match="it is no cross-encoder"):
        CrossEncoderReranker(str(tiny_folder)).score(QUESTION, ["法"])


def test_one_that_sentence_transformers_wrote_is_loaded(folder: Path, tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    CrossEncoder(str(folder), device="cpu").save_pretrained(str(tmp_path / "saved"))
    scores = CrossEncoderReranker(str(tmp_path / "saved")).score(QUESTION, PASSAGES)
    np.testing.assert_allclose(scores, CrossEncoderReranker(str(folder)).score(QUESTION, PASSAGES), atol=1e-5)


def test_an_empty_folder_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"neither modules\.json nor config\.json"):
        load_reranker(str(tmp_path))


def test_a_hub_name_without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable() -> None:
        raise OSError("unreachable")

    monkeypatch.setattr("embeddings.loading.reach_hub", unreachable)
    with pytest.raises(EncoderError, match=r"nobody/nothing cannot be fetched or loaded \(unreachable\)"):
        CrossEncoderReranker("nobody/nothing").score(QUESTION, ["法"])


def test_naming_one_loads_nothing() -> None:
    code = (
        "import sys; from embeddings.reranker import load_reranker; load_reranker('some/name');"
        "sys.exit('torch' in sys.modules or 'sentence_transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
