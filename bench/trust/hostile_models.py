"""Folders of models that try to run code, to lead out of themselves, or to be taken for whole: each is a tiny good model with one harm done to it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"法治执行ab12")
CANARY = "ran"
"""The file that a model's own code would write into the folder's parent."""
WEIGHTS = "model.safetensors"

Harm = Callable[[Path], object]
"""Does one harm to a good folder."""


def write_model(folder: Path, *, reranker: bool = False) -> Path:
    """A good encoder or cross-encoder of two tiny layers with weights by chance, as the libraries themselves write it."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast

    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
        num_labels=1,
        initializer_range=0.5,
    )
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=32).save_pretrained(folder)
    network = BertForSequenceClassification(config) if reranker else BertModel(config)
    network.eval().save_pretrained(folder, safe_serialization=True)
    if not reranker:
        (folder / "1_Pooling").mkdir()
        _write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 16, "pooling_mode_mean_tokens": True})
        _modules(("", "Transformer"), ("1_Pooling", "Pooling"))(folder)
    return folder


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def _modules(*parts: tuple[str, str], package: str = "sentence_transformers.models") -> Harm:
    """Writes modules.json: a path and a class each; a class with a dot stands as it is."""

    def write(folder: Path) -> None:
        modules = [
            {"idx": i, "name": str(i), "path": path, "type": kind if "." in kind else f"{package}.{kind}"}
            for i, (path, kind) in enumerate(parts)
        ]
        _write(folder / "modules.json", modules)

    return write


def _setting(file: str, **values: object) -> Harm:
    def change(folder: Path) -> None:
        path = folder / file
        settings = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        _write(path, settings | values)

    return change


def _bytes(file: str, change: Callable[[bytes], bytes]) -> Harm:
    return lambda folder: (folder / file).write_bytes(change((folder / file).read_bytes()))


def _pickled(name: str, part: str = "") -> Harm:
    """Puts a pickle that writes the canary in the place of the weights."""

    def write(folder: Path) -> None:
        (folder / part).mkdir(exist_ok=True)
        for path in (folder / part).glob("*.safetensors"):
            path.unlink()
        # Written out, so that nothing here has to import pickle: calls os.system.
        command = f"touch '{folder.parent / CANARY}'"
        (folder / part / name).write_bytes(f"cos\nsystem\n(V{command}\ntR.".encode())

    return write


def _code(folder: Path) -> None:
    """Code of the model's own that writes the canary as soon as it is imported."""
    line = f"open({str(folder.parent / CANARY)!r}, 'w').close()\n"
    for name in ("mine.py", "modeling_mine.py"):
        (folder / name).write_text(line + "class Thing: pass\n", encoding="utf-8")


def _both(*harms: Harm) -> Harm:
    return lambda folder: [harm(folder) for harm in harms]


def _weights(change: Callable[[dict[str, Any]], object]) -> Harm:
    def write(folder: Path) -> None:
        from safetensors.numpy import load_file, save_file

        weights = load_file(folder / WEIGHTS)
        change(weights)
        save_file(weights, folder / WEIGHTS, metadata={"format": "pt"})

    return write


def _filled(value: float) -> Harm:
    return _weights(lambda weights: [tensor.fill(value) for tensor in weights.values()])


def _without(part: str) -> Harm:
    return _weights(lambda weights: [weights.pop(name) for name in list(weights) if part in name])


def _dense(folder: Path) -> None:
    (folder / "2_Dense").mkdir()
    kind = "torch.nn.modules.activation.Tanh"
    _write(folder / "2_Dense" / "config.json", {"in_features": 16, "out_features": 8, "activation_function": kind})
    _modules(("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Dense", "Dense"))(folder)


def _outside(folder: Path) -> None:
    """A part that is a link to a folder beside the model."""
    shutil.move(folder / "1_Pooling", folder.parent / "elsewhere")
    (folder / "1_Pooling").symlink_to(folder.parent / "elsewhere")


def _parts(*kinds: str) -> Harm:
    return _both(_code, _modules(("", "Transformer"), ("1_Pooling", "Pooling"), *(("", kind) for kind in kinds)))


_AUTO = {"AutoConfig": "mine.Thing", "AutoModel": "mine.Thing", "AutoTokenizer": ["mine.Thing", "mine.Thing"]}

HARMS: Mapping[str, Harm] = {
    "pickled .bin": _pickled("pytorch_model.bin"),
    "pickled .pt": _pickled("pytorch_model.pt"),
    "pickled .pkl": _pickled("model.pkl"),
    "pickled .ckpt": _pickled("model.ckpt"),
    "pickled .h5": _pickled("tf_model.h5"),
    "pickled shards": _both(
        _pickled("pytorch_model-00001-of-00001.bin"),
        _setting("pytorch_model.bin.index.json", weight_map={"a": "pytorch_model-00001-of-00001.bin"}),
    ),
    "no weights": lambda folder: (folder / WEIGHTS).unlink(),
    "cut off": _bytes(WEIGHTS, lambda data: data[: len(data) // 2]),
    "no safetensors": _bytes(WEIGHTS, lambda data: b"x" * len(data)),
    "endless header": _bytes(WEIGHTS, lambda data: b"\xff" * 7 + b"\x7f" + data[8:]),
    "nan weights": _filled(float("nan")),
    "infinite weights": _filled(float("inf")),
    "auto_map": _both(_code, _setting("config.json", auto_map=_AUTO)),
    "auto_map, unknown kind": _both(_code, _setting("config.json", auto_map=_AUTO, model_type="mine")),
    "auto_map deep inside": _both(_code, _setting("config.json", text_config={"inner": [{"auto_map": _AUTO}]})),
    "auto_map of the tokenizer": _both(_code, _setting("tokenizer_config.json", auto_map=_AUTO)),
    "attention from the hub": _setting("config.json", _attn_implementation="somebody/kernel"),
    "settings for loading": _setting("sentence_bert_config.json", model_args={"weights_only": False}),
    "folder for loading": _setting("sentence_bert_config.json", tokenizer_args={"subfolder": "../elsewhere"}),
    "an adapter": _setting("adapter_config.json", base_model_name_or_path="somebody/else"),
    "shards outside": _setting(f"{WEIGHTS}.index.json", weight_map={"a": "../../etc/x.safetensors"}),
    "settings no JSON": _bytes("config.json", lambda data: data[:-5]),
    "settings a list": _bytes("config.json", lambda data: b"[]"),
    "settings nested": _bytes("config.json", lambda data: b'{"a":' * 90_000 + b"1" + b"}" * 90_000),
    "settings enormous": _bytes("config.json", lambda data: data + b" " * (17 << 20)),
    "another width": _setting("config.json", hidden_size=48, num_attention_heads=2),
    "width of billions": _setting("config.json", hidden_size=1 << 40, num_attention_heads=1),
    "tokenizer damaged": _bytes("tokenizer.json", lambda data: data[: len(data) // 2]),
}
"""What must be refused of encoders and rerankers alike."""

ENCODER_HARMS: Mapping[str, Harm] = {
    "weights of zeros": _filled(0.0),
    "layers missing": _without("encoder.layer.1"),
    "words missing": _without("word_embeddings"),
    "own part": _parts("mine.Thing"),
    "own part that looks official": _parts("sentence_transformers_mine.Thing"),
    "os.system as a part": _parts("os.system"),
    "part by a way round": _parts("sentence_transformers.util.os.system"),
    "part that loads others": _parts("sentence_transformers.models.Router"),
    "part above": _modules(("", "Transformer"), ("../elsewhere", "Pooling")),
    "part far above": _modules(("", "Transformer"), ("a/../../../elsewhere", "Pooling")),
    "part from the root": _modules(("", "Transformer"), ("/etc", "Pooling")),
    "part on a drive": _modules(("", "Transformer"), ("C:\\models", "Pooling")),
    "part by backslashes": _modules(("", "Transformer"), ("..\\..\\x", "Pooling")),
    "part no text": _modules(("", "Transformer"), (["1_Pooling"], "Pooling")),  # type: ignore[arg-type]
    "part behind a link": _outside,
    "pickled part": _both(_dense, _pickled("pytorch_model.bin", "2_Dense")),
    "modules no list": _bytes("modules.json", lambda data: b"{}"),
    "modules no JSON": _bytes("modules.json", lambda data: b"[{"),
}
"""What only encoders have."""

RERANKER_HARMS: Mapping[str, Harm] = {
    "no head": _without("classifier"),
    "layers missing": _without("encoder.layer.1"),
    "head of two": _setting("config.json", id2label={"0": "a", "1": "b"}),
    "own part": _both(_code, _modules(("", "mine.Thing"))),
    "own activation": _both(_code, _setting("config.json", sentence_transformers={"activation_fn": "mine.Thing"})),
}
"""What only rerankers have."""
