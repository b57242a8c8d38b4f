"""Where a model named by the user lies, and what it is, found without loading it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from errors import EncoderError

_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[\w.-]+)?")
_SUFFIXES = frozenset({".json", ".txt", ".model", ".safetensors", ".bin", ".h5", ".onnx", ".py", ".jinja"})
_WHOLE_BYTES = 16 << 20
_SAMPLES, _SAMPLE_BYTES = 64, 64 << 10


@dataclass(frozen=True)
class ModelSource:
    """A model as the user named it: a folder, or a name on the model hub."""

    name: str
    given_folder: Path | None

    @classmethod
    def of(cls, model: str) -> ModelSource:
        """Tell a folder from a hub name.

        Raises:
            EncoderError: It is neither.
        """
        path = Path(model).expanduser()
        if path.is_dir():
            if not any((path / name).is_file() for name in ("modules.json", "config.json")):
                raise EncoderError(f"{path} holds neither modules.json nor config.json; name the folder of a model.")
            return cls(model, path)
        if path.exists():
            raise EncoderError(f"{path} is a file; --model takes the folder of a sentence-transformers model.")
        if not _HUB_NAME.fullmatch(model) or model.startswith("."):
            raise EncoderError(f"There is no folder {model}; --model takes a folder or a hub name like BAAI/bge-m3.")
        return cls(model, None)

    def folder(self) -> Path | None:
        """Return the folder of the model's files; None for a hub model that has not been fetched."""
        if self.given_folder is not None:
            return self.given_folder
        from huggingface_hub import try_to_load_from_cache

        for name in self.hub_names:
            for file_name in ("modules.json", "config.json"):
                found = try_to_load_from_cache(name, file_name)
                if isinstance(found, str):
                    return Path(found).parent
        return None

    @property
    def hub_names(self) -> tuple[str, ...]:
        """Under which names the hub may have it, the first that it has counts."""
        return (self.name,) if "/" in self.name else (f"sentence-transformers/{self.name}", self.name)

    def is_at_hand(self) -> bool:
        """Whether the model can be loaded without the hub: given as a folder, or fetched before with its weights."""
        folder = self.folder()
        if self.given_folder is not None or folder is None:
            return folder is not None
        return any(path.suffix in {".safetensors", ".bin"} for path in folder.rglob("*"))

    def content(self) -> str | None:
        """Name and fingerprint of the content; None for a hub model that has not been fetched.

        A folder is named by what it holds, not by its path, so that moving it does not make an index useless.
        """
        folder = self.folder()
        if folder is None:
            return None
        if self.given_folder is None:
            return f"{self.name}@{folder.name[:12]}"  # the hub's cache names a folder by its commit
        return f"{_model_type(folder)}@{folder_fingerprint(folder)[:16]}"


def _model_type(folder: Path) -> str:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return "-".join(str(config[key]) for key in ("model_type", "hidden_size") if key in config) or "model"
    except (OSError, ValueError, TypeError, RecursionError):
        return "model"


def folder_fingerprint(folder: Path) -> str:
    """Hash what a model folder holds, quickly.

    Files up to 16 MiB count whole, larger ones by their size and 64 samples of 64 KiB: training moves every weight, so
    two models differ in any sample, and a model of gigabytes is told in milliseconds.

    Raises:
        EncoderError: A file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        paths = [p for p in folder.rglob("*") if p.suffix in _SUFFIXES and p.is_file() and not _hidden(p, folder)]
        for path in sorted(paths, key=lambda p: p.relative_to(folder).as_posix()):
            size = path.stat().st_size
            digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
            with path.open("rb") as stream:
                if size <= _WHOLE_BYTES:
                    digest.update(stream.read())
                    continue
                for sample in range(_SAMPLES):
                    stream.seek((size - _SAMPLE_BYTES) * sample // (_SAMPLES - 1))
                    digest.update(stream.read(_SAMPLE_BYTES))
    except OSError as error:
        raise EncoderError(f"The model folder {folder} cannot be read ({error}).") from error
    return digest.hexdigest()


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)
