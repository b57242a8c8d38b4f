"""A model's folder is looked over before any library opens it: what could run code, or lead out of the folder, is refused.

Weights that are pickled run whatever they hold when they are opened, ``auto_map`` and foreign classes in ``modules.json`` name code to be imported, and
keys of the settings reach the loading functions. The libraries guard against most of this by themselves; here it holds whatever their version does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from embeddings.unpacking import file_sha256

MODULES_FILE = "modules.json"
PICKLED = frozenset({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".h5", ".msgpack", ".joblib", ".npz"})
"""Endings of weights that are unpickled, or read by libraries that may."""
PARTS = frozenset(
    {"Transformer", "Pooling", "Normalize", "Dense", "LayerNorm", "Dropout", "StaticEmbedding", "WeightedLayerPooling"}
)
"""Parts of sentence-transformers that a model may be put together from: those that only compute."""
FETCHED = ("*.json", "*.safetensors", "*.txt", "*.model", "*.jinja")
"""What is fetched of a model from a hub: settings, weights, vocabularies; never code nor pickled weights."""

_LOADING_KEYS = frozenset(
    {"model_args", "model_kwargs", "tokenizer_args", "processor_kwargs", "config_args", "config_kwargs"}
)
_HARMLESS = frozenset(
    {"torch_dtype", "dtype", "use_fast", "padding_side", "model_max_length", "attn_implementation", "trust_remote_code"}
)
"""What a model's settings may pass on to loading; ``trust_remote_code`` is overruled."""
_ACTIVATIONS = frozenset({"activation_fn", "activation_function", "sbert_ce_default_activation_function"})
_ACTIVATION = re.compile(r"torch\.nn\.(modules\.\w+\.)?[A-Z]\w*")
_MOST_BYTES = 16 << 20
_SETTINGS = "*config*.json"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def check_folder(folder: Path) -> None:
    """Refuse a folder that could run code, or read what lies outside it.

    Raises:
        ValueError: With the reason in a few words and what to do.
        OSError: A file cannot be read.
    """
    parts = [folder / path for path in _module_paths(folder)]
    for part in parts:
        _check_weights(folder, part)
    if (folder / "adapter_config.json").is_file():
        raise ValueError("it is only an adapter to another model: merge the two and save them as one")
    for path in _settings_files(folder):
        _check_settings(path.relative_to(folder).as_posix(), _json(path))
    for path in folder.rglob("*.safetensors.index.json"):
        for name in set(dict(_json(path).get("weight_map") or {}).values()):
            _check_inside(path.name, name)


def check_fetched(folder: Path) -> None:
    """Check fetched weights against the SHA-256 under which the hub's cache keeps them.

    Raises:
        ValueError: A file is not what was fetched.
        OSError: A file cannot be read.
    """
    for path in sorted(folder.rglob("*.safetensors")):
        kept = path.resolve()
        if _SHA256.fullmatch(kept.name) and file_sha256(kept) != kept.name:
            raise ValueError(f"{path.name} is not the file that was fetched: delete {kept}, it is fetched again")


def _module_paths(folder: Path) -> list[str]:
    """Where the parts of the model lie in the folder."""
    if not (folder / MODULES_FILE).is_file():
        return [""]
    paths = []
    for module in _modules(folder / MODULES_FILE):
        kind, path = str(module.get("type", "")), module.get("path", "")
        _check_inside(MODULES_FILE, path)
        package, _, name = kind.rpartition(".")
        if not re.fullmatch(r"sentence_transformers(\.\w+)*", package):
            raise ValueError(f"{MODULES_FILE} asks for the class {kind[:80]!r}, and code of a model's own is never run")
        if name not in PARTS:
            raise ValueError(f"{MODULES_FILE} asks for the part {name[:40]}; only {', '.join(sorted(PARTS))} are used")
        paths.append(path)
    return paths


def _modules(path: Path) -> list[dict[str, Any]]:
    modules = json.loads(_text(path))
    if not isinstance(modules, list) or not all(isinstance(module, dict) for module in modules):
        raise ValueError(f"{MODULES_FILE} is no list of modules")
    return modules


def _check_inside(file: str, path: object) -> None:
    """Refuse a path that leads out of the folder, whatever system reads it."""
    parts = PurePosixPath(path.replace("\\", "/")).parts if isinstance(path, str) else ("..",)
    if ".." in parts or any(part.startswith("/") or ":" in part for part in parts):
        raise ValueError(f"{file} names {str(path)[:80]!r}, which is outside the model's folder")


def _check_weights(folder: Path, part: Path) -> None:
    if not part.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{part.name} leads out of the model's folder: put the folder itself there")
    files = [path for path in part.iterdir() if path.is_file()] if part.is_dir() else []
    pickled = sorted(path.relative_to(folder).as_posix() for path in files if path.suffix.lower() in PICKLED)
    if pickled and not any(path.suffix == ".safetensors" for path in files):
        raise ValueError(f"its weights are only in {pickled[0]}, a format that can run code: save them as .safetensors")


def _settings_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob(_SETTINGS)):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _check_settings(file: str, settings: dict[str, Any]) -> None:
    for key, value in _entries(settings):
        if key in {"auto_map", "custom_pipelines"} and value:
            raise ValueError(f"{file} asks for code of the model's own ({key}), which is never run")
        if key.endswith("_implementation") and "/" in str(value):
            raise ValueError(f"{file} asks for code from the hub ({key}), which is never run")
        if key in _ACTIVATIONS and "." in str(value) and not _ACTIVATION.fullmatch(str(value)):
            raise ValueError(f"{file} asks for {str(value)[:80]!r} as {key}; only those of torch.nn are used")
        if key in _LOADING_KEYS and isinstance(value, dict) and not _HARMLESS.issuperset(value):
            unknown = sorted(set(value) - _HARMLESS)[0]
            raise ValueError(f"{file} sets {unknown[:40]} for loading, which a model may not")


def _entries(value: object) -> Iterator[tuple[str, Any]]:
    """All keys with their values, at any depth."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            yield from ((str(key), inner) for key, inner in item.items())
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def _json(path: Path) -> dict[str, Any]:
    settings = json.loads(_text(path))
    if not isinstance(settings, dict):
        raise ValueError(f"{path.name} is no JSON object")
    return settings


def _text(path: Path) -> str:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"{path.name} is larger than settings ever are")
    return path.read_text(encoding="utf-8")
