"""Good folders pass the look-over in all the forms they have in the wild; what the table of hostile models cannot hold is refused as well."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from bench.trust.hostile_models import write_model
from embeddings import TransformerEncoder
from embeddings.model_folder import check_fetched, check_folder
from embeddings.unpacking import file_sha256
from errors import EncoderError

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("good") / "model")


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(good, tmp_path / "model"))


def _json(path: Path, **values: object) -> None:
    settings = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    path.write_text(json.dumps(settings | values), encoding="utf-8")


def test_pickled_weights_beside_safe_ones_are_left_alone(folder: Path) -> None:
    before = TransformerEncoder(str(folder)).encode_queries(["法治"])
    (folder / "pytorch_model.bin").write_bytes(b"cos\nsystem\n(Vexit 1\ntR.")
    (folder / "training_args.bin").write_bytes(b"cos\nsystem\n(Vexit 1\ntR.")
    np.testing.assert_array_equal(TransformerEncoder(str(folder)).encode_queries(["法治"]), before)


@pytest.mark.parametrize(
    "settings",
    [
        {"model_args": {"torch_dtype": "float32", "attn_implementation": "sdpa"}},
        {"tokenizer_args": {"padding_side": "left", "trust_remote_code": True}},
        {"modality_config": {"text": {"method": "forward", "method_output_name": "last_hidden_state"}}},
        {"activation_function": "gelu"},
        {"activation_function": "torch.nn.modules.activation.Tanh"},
        {"auto_map": None},
        {"auto_map": {}},
    ],
    ids=str,
)
def test_usual_settings_pass(folder: Path, settings: dict[str, object]) -> None:
    _json(folder / "sentence_bert_config.json", **settings)
    check_folder(folder)


@pytest.mark.parametrize("function", ["os.getcwd", "torch.hub.list", "torch.nn.init.zeros_", "torchvision.x.Y"])
def test_an_activation_is_one_of_torch(folder: Path, function: str) -> None:
    _json(folder / "1_Pooling" / "config.json", activation_function=function)
    with pytest.raises(ValueError, match=r"activation_function; only those of torch\.nn"):
        check_folder(folder)


def test_what_the_libraries_save_passes(folder: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    SentenceTransformer(str(folder), device="cpu").save_pretrained(str(tmp_path / "saved"))
    check_folder(tmp_path / "saved")
    np.testing.assert_allclose(
        TransformerEncoder(str(tmp_path / "saved")).encode_queries(["法治"]),
        TransformerEncoder(str(folder)).encode_queries(["法治"]),
        atol=1e-5,
    )


def test_a_link_to_a_model_is_a_model(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    assert TransformerEncoder(str(tmp_path / "link")).encode_queries(["法治"]).shape == (1, 16)


def test_a_part_that_is_not_used_may_be_missing(folder: Path) -> None:
    """Many models lack the pooler, which the libraries then fill by chance and mean pooling never asks."""
    before = TransformerEncoder(str(folder)).encode_queries(["法治"])
    weights = {name: tensor for name, tensor in load_file(folder / "model.safetensors").items() if "pooler" not in name}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    np.testing.assert_array_equal(TransformerEncoder(str(folder)).encode_queries(["法治"]), before)


def test_the_sentence_tells_what_to_do(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(EncoderError) as caught:
        TransformerEncoder(str(folder)).encode_queries(["法治"])
    assert str(caught.value) == (
        f"The model in {folder} cannot be loaded (its weights are only in pytorch_model.bin, a format that can run code: "
        "save them as .safetensors); name a sentence-transformers folder."
    )


def test_a_model_exchanged_after_it_was_named_is_refused(folder: Path) -> None:
    encoder = TransformerEncoder(str(folder))
    assert encoder.identity.startswith("bert-16@")
    weights = load_file(folder / "model.safetensors")
    weights["embeddings.LayerNorm.bias"] += 1
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(EncoderError, match="was changed meanwhile; start again"):
        encoder.encode_queries(["法治"])


def _cached(folder: Path, home: Path) -> Path:
    """The folder as a hub's client keeps it: links to files named by their SHA-256."""
    snapshot, blobs = home / "models--me--tiny" / "snapshots" / COMMIT, home / "models--me--tiny" / "blobs"
    shutil.copytree(folder, snapshot)
    blobs.mkdir()
    weights = snapshot / "model.safetensors"
    kept = blobs / file_sha256(weights)
    weights.rename(kept)
    weights.symlink_to(kept)
    return snapshot


def test_fetched_weights_are_those_that_the_hub_named(folder: Path, tmp_path: Path) -> None:
    snapshot = _cached(folder, tmp_path / "hub")
    check_folder(snapshot)
    check_fetched(snapshot)
    kept = (snapshot / "model.safetensors").resolve()
    data = bytearray(kept.read_bytes())
    data[-1] ^= 1
    kept.write_bytes(data)
    with pytest.raises(ValueError, match=r"model\.safetensors is not the file that was fetched"):
        check_fetched(snapshot)


def test_only_safe_files_are_fetched(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By hub name: the client is asked for settings, vocabularies and safetensors alone, and what came is looked over."""
    asked: list[list[str]] = []

    def fetch(name: str, allow_patterns: list[str]) -> str:
        asked.append(allow_patterns)
        return str(folder)

    monkeypatch.setattr("huggingface_hub.snapshot_download", fetch)
    monkeypatch.setattr("huggingface_hub.try_to_load_from_cache", lambda *_: None)
    monkeypatch.setattr("embeddings.loading.reach_hub", lambda: None)
    assert TransformerEncoder("me/tiny").encode_queries(["法治"]).shape == (1, 16)
    (patterns,) = asked
    assert not any(pattern.endswith((".py", ".bin", ".pt", "*")) for pattern in patterns)
    _json(folder / "config.json", auto_map={"AutoModel": "mine.M"})
    with pytest.raises(EncoderError, match=r"me/tiny cannot be fetched or loaded \(config\.json asks for code"):
        TransformerEncoder("me/tiny").encode_queries(["法治"])
