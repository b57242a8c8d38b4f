from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embeddings import Settings, TransformerEncoder
from embeddings.model_source import ModelSource, folder_fingerprint
from embeddings.prompts import Prompts, model_prompts
from errors import EncoderError

TEXTS = ["法治", "a法1，2", "法" * 60, "", "～～", "法\x00治\ud800"]


@pytest.fixture(scope="module")
def tiny(tiny_folder: Path) -> TransformerEncoder:
    return TransformerEncoder(str(tiny_folder))


def test_agrees_with_the_network_written_out(tiny: TransformerEncoder, tiny_folder: Path) -> None:
    """One text at a time through BertModel, mean over its tokens, unit length: no batch, no padding, no sorting."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer, network = AutoTokenizer.from_pretrained(tiny_folder), AutoModel.from_pretrained(tiny_folder)
    texts = ["法治", "a法1，2", "法" * 15]
    for prompt, vectors in (("query: ", tiny.encode_queries(texts)), ("passage: ", tiny.encode_passages(texts))):
        for text, vector in zip(texts, vectors, strict=True):
            with torch.inference_mode():
                states = network(**tokenizer(prompt + text, return_tensors="pt")).last_hidden_state[0].numpy()
            mean = states.mean(axis=0)
            np.testing.assert_allclose(vector, mean / np.linalg.norm(mean), atol=1e-5)


def test_shape_norm_order(tiny: TransformerEncoder) -> None:
    together = tiny.encode_passages(TEXTS)
    assert together.shape == (len(TEXTS), tiny.dimension)
    assert together.dtype == np.float32
    assert together.flags.c_contiguous
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(tiny.encode_passages([text])[0], vector, atol=1e-5)
    assert tiny.encode_queries([]).shape == (0, tiny.dimension)


def test_progress_counts_up_to_all(tiny_folder: Path) -> None:
    counts: list[int] = []
    TransformerEncoder(str(tiny_folder), Settings(batch_size=2)).encode_passages(["法"] * 19, counts.append)
    assert counts == [8, 16, 19]


def test_prompts_can_be_replaced(tiny: TransformerEncoder, tiny_folder: Path) -> None:
    swapped = TransformerEncoder(str(tiny_folder), Settings(query_prompt="passage: ", passage_prompt=""))
    np.testing.assert_allclose(swapped.encode_queries(["法治"]), tiny.encode_passages(["法治"]), atol=1e-6)
    assert abs(swapped.encode_passages(["法治"]) - tiny.encode_passages(["法治"])).max() > 1e-3
    assert swapped.identity != tiny.identity


def test_many_threads_from_the_first_call(tiny_folder: Path) -> None:
    encoder = TransformerEncoder(str(tiny_folder))
    expected = TransformerEncoder(str(tiny_folder)).encode_queries(["法治a"])
    # What the first call sets in the tokenizer must be set before threads share it.
    tokenizer = encoder._loaded().tokenizer.backend_tokenizer
    assert tokenizer.padding
    assert tokenizer.truncation
    with ThreadPoolExecutor(8) as pool:
        for vectors in pool.map(lambda n: encoder.encode_queries(["法治a"] * n), [1, 2, 5, 1] * 20):
            np.testing.assert_allclose(vectors, np.repeat(expected, len(vectors), axis=0), atol=1e-5)


def test_identity_follows_content_not_place(tiny_folder: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(tiny_folder, tmp_path / "moved"))
    (moved / "README.md").write_text("x")
    same = TransformerEncoder(str(moved)).identity
    assert same == TransformerEncoder(str(tiny_folder)).identity
    weights = moved / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert TransformerEncoder(str(moved)).identity != same


def test_fingerprint_samples_large_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embeddings.model_source._WHOLE_BYTES", 100)
    size, weights = 6_000_001, tmp_path / "model.safetensors"
    seen = set()
    for change in (None, 0, 3_020_000, size - 1):
        data = bytearray(size)
        if change is not None:
            data[change] = 1
        weights.write_bytes(data)
        seen.add(folder_fingerprint(tmp_path))
    assert len(seen) == 4


@pytest.mark.parametrize(
    ("name", "stated", "expected"),
    [
        ("m", {"query": "q: ", "passage": "p: "}, Prompts("q: ", "p: ")),
        ("m", {"query": "q: ", "document": "d: "}, Prompts("q: ", "d: ")),
        ("m", {"query": "q: ", "document": "", "passage": "p: "}, Prompts("q: ", "p: ")),
        ("m", {"query": "", "document": ""}, Prompts("", "")),
        ("intfloat/multilingual-e5-base", {"query": "", "document": ""}, Prompts("query: ", "passage: ")),
        ("models/bge-small-zh-v1.5", None, Prompts("为这个句子生成表示以用于检索相关文章：", "")),
        ("intfloat/multilingual-e5-large-instruct", None, Prompts("", "")),
        ("BAAI/bge-m3", None, Prompts("", "")),
        ("m", ["not a map"], Prompts("", "")),
    ],
    ids=["passage", "document", "empty document", "empty", "e5", "bge-zh", "e5-instruct", "bge-m3", "broken"],
)
def test_prompts_of_models(name: str, stated: object, expected: Prompts, tmp_path: Path) -> None:
    if stated is not None:
        (tmp_path / "config_sentence_transformers.json").write_text(json.dumps({"prompts": stated}))
    assert model_prompts(name, tmp_path) == expected


def test_what_is_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"neither modules\.json"):
        TransformerEncoder(str(tmp_path))
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EncoderError, match="is a file"):
        TransformerEncoder(str(tmp_path / "config.json"))
    for missing in ("./no/folder", "/no/such/folder", "a/b/c", "两 词"):
        with pytest.raises(EncoderError, match="no folder"):
            ModelSource.of(missing)
    with pytest.raises(EncoderError, match="cannot be loaded"):
        TransformerEncoder(str(tmp_path)).encode_queries(["法"])


@pytest.mark.parametrize(
    "bad", [{"batch_size": 0}, {"threads": 0}, {"dtype": "int8"}], ids=["batch", "threads", "dtype"]
)
def test_settings_that_cannot_be_run(bad: dict[str, object]) -> None:
    with pytest.raises(EncoderError):
        Settings(**bad)  # type: ignore[arg-type]


def test_offline_hub_name_says_what_to_do(tmp_path: Path) -> None:
    # A process of its own: the hub's library reads the environment once, when it is imported.
    code = (
        "from embeddings import load_encoder\nfrom errors import EncoderError\n"
        "try: load_encoder('nobody/no-model').encode_queries(['a'])\n"
        "except EncoderError as error: print(error)"
    )
    environment = {"PATH": "", "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert "nobody/no-model" in done.stdout
    assert "HF_HUB_OFFLINE" in done.stdout
    assert "--model FOLDER" in done.stdout
    assert len(done.stdout.strip().splitlines()) == 1


def test_a_hub_model_fetched_before_is_used_without_the_hub(tiny_folder: Path, tmp_path: Path) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    repository = tmp_path / "hub" / "models--me--tiny"
    shutil.copytree(tiny_folder, repository / "snapshots" / commit)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit, encoding="utf-8")
    code = (
        "import socket\nfrom embeddings import load_encoder\n"
        "def refuse(*a, **k): raise SystemExit('the network was asked')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "encoder = load_encoder('me/tiny')\nprint(encoder.identity, encoder.encode_queries(['a']).shape[0])"
    )
    environment = {"PATH": "", "HF_HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert done.stdout.startswith(f"me/tiny@{commit[:12]}"), done.stderr
    assert done.stdout.strip().endswith("1")
