"""An optional cross-encoder: it reads question and passage together and says how well the one answers the other.

It is far slower than comparing vectors, a forward pass for every passage, so it only reorders the few that the search has found. None is bundled: a
user who has one on the machine, or fetches one, names it in the environment's FAJIAN_RERANKER.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from embeddings.loading import first_line, folder_to_open, load_whole, quiet, torch_threads, use_threads
from embeddings.model_source import ModelSource
from embeddings.safety import safe_text
from errors import EncoderError

if TYPE_CHECKING:
    from torch import Tensor

Scores = NDArray[np.float32]
"""Shape (n,), finite; only their order within one question means anything."""

_FEW = 4
"""Pairs up to which one thread does best, as for the encoder's questions."""
_BATCH = 16
_TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "*.model")


@runtime_checkable
class Reranker(Protocol):
    """Scores passages as answers to a question."""

    @property
    def identity(self) -> str:
        """Names model and content; scores may be compared only if identities are equal."""
        ...

    def score(self, question: str, passages: Sequence[str]) -> Scores:
        """Score passages as answers to a question.

        Args:
            question: Any string.
            passages: n passages; any string is taken, whatever it holds.

        Returns:
            Shape (n,), in the order given; higher is better.

        Raises:
            EncoderError: The model cannot be had or gives unusable scores.
        """
        ...


class _Model(Protocol):
    """The part of CrossEncoder that is used; its module is too slow to import for the sake of a type."""

    num_labels: int

    def predict(self, pairs: list[tuple[str, str]], **options: object) -> Any: ...  # noqa: ANN401


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder; cheap to make, loaded at the first score. May be used from several threads."""

    def __init__(self, name_or_folder: str) -> None:
        """Take the name of a model without loading it.

        Raises:
            EncoderError: The name is neither a folder of a model nor a hub name.
        """
        self._source = ModelSource.of(name_or_folder)
        self._lock = Lock()
        self._model: _Model | None = None

    @cached_property
    def identity(self) -> str:
        """Fingerprint of the folder, or hub name and commit; loads only what is not fetched yet."""
        if self._source.folder() is None:
            self._loaded()
        return self._source.content() or f"{self._source.name}@unknown"

    def score(self, question: str, passages: Sequence[str]) -> Scores:
        """Score passages as answers to a question; see `Reranker.score`."""
        if not passages:
            return np.zeros(0, dtype=np.float32)
        model = self._loaded()
        use_threads(1 if len(passages) <= _FEW else torch_threads())
        asked = safe_text(question)
        try:
            raw = model.predict(
                [(asked, safe_text(passage)) for passage in passages],
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=False,
                convert_to_tensor=True,
            )
            # .float(): numpy knows no bfloat16.
            scores = raw.float().cpu().numpy()
        except (RuntimeError, ValueError, TypeError, IndexError) as error:
            raise EncoderError(f"The reranker {self._source.name} failed on a text ({first_line(error)}).") from error
        return checked_scores(scores, len(passages))

    def _loaded(self) -> _Model:
        with self._lock:
            if self._model is None:
                self._model = _load(self._source)
            return self._model


def load_reranker(name: str | None = None) -> Reranker | None:
    """Choose a reranker. Cheap: a model is loaded at the first score.

    Args:
        name: Folder or hub name of a cross-encoder; ``None`` for the environment's FAJIAN_RERANKER, else there is none.

    Raises:
        EncoderError: The name is neither a folder nor a hub name.
    """
    chosen = os.environ.get("FAJIAN_RERANKER") if name is None else name
    return CrossEncoderReranker(chosen) if chosen else None


def checked_scores(scores: object, count: int) -> Scores:
    """What a model or a program's reranker gave as scores, or refuse it.

    Raises:
        EncoderError: No array of numbers, another shape or a value that is not finite.
    """
    if not isinstance(scores, np.ndarray) or scores.dtype.kind not in "fiu":
        kind = getattr(scores, "dtype", type(scores).__name__)
        raise EncoderError(f"The reranker gave {kind} instead of an array of numbers; name another model.")
    if scores.shape != (count,):
        raise EncoderError(
            f"The reranker gave scores of shape {scores.shape} for {count} passages; name another model."
        )
    if not np.isfinite(scores).all():
        raise EncoderError("The reranker gave a score that is not finite; name another model.")
    return np.ascontiguousarray(scores, dtype=np.float32)


def _load(source: ModelSource) -> _Model:
    """Load the model and run it once, since the first call sets the tokenizer up, which threads must not do together.

    Raises:
        EncoderError: It cannot be had.
    """
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise EncoderError(f"{error}: pip install -r requirements.txt") from error
    torch_threads()
    try:
        folder = folder_to_open(source)
        _check(folder)

        def load() -> CrossEncoder:
            # Only safetensors: other weights are pickled, and unpickling runs whatever code they hold.
            return CrossEncoder(
                str(folder),
                device="cpu",
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )

        def run(one: CrossEncoder) -> Tensor:
            if one.num_labels != 1:
                raise ValueError(f"it gives {one.num_labels} scores a pair instead of one")
            scores: Tensor = one.predict([("a", "a")], show_progress_bar=False, convert_to_tensor=True)
            return scores

        with quiet():
            model = load_whole(load, run)
    # Any kind: what lies in a folder or on a hub decides which library fails and how.
    except Exception as error:
        raise EncoderError(_load_message(source, error)) from error
    return cast(_Model, model)


def _check(folder: Path) -> None:
    """Refuse what the libraries would load all the same and fill up with chance: weights without a head that scores, or an empty vocabulary.

    Raises:
        ValueError: The folder holds no whole cross-encoder.
    """
    if not any(folder.rglob("*.safetensors")):
        raise ValueError("it holds no weights as .safetensors")
    if not any(found for pattern in _TOKENIZERS for found in folder.rglob(pattern)):
        raise ValueError("it holds no tokenizer")
    kinds = [str(kind) for kind in _settings(folder / "config.json").get("architectures") or ()]
    trained = _settings(folder / "config_sentence_transformers.json").get("model_type") == "CrossEncoder"
    if not trained and not any(kind.endswith("ForSequenceClassification") for kind in kinds):
        raise ValueError("it is no cross-encoder")


def _settings(path: Path) -> dict[str, Any]:
    settings = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return settings if isinstance(settings, dict) else {}


def _load_message(source: ModelSource, error: Exception) -> str:
    why = first_line(error).rstrip(".")
    if source.given_folder is not None:
        return f"The reranker in {source.given_folder} cannot be loaded ({why}); name the folder of a cross-encoder."
    return (
        f"The reranker {source.name} cannot be fetched or loaded ({why}); check name and network, "
        "name its folder in FAJIAN_RERANKER, or leave that out."
    )
