"""Any sentence-transformers model, from a folder or by its hub name, with its own prompts."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, cast

import numpy as np

from embeddings.encoder import Encoded, Progress, Vectors, checked_tokens, checked_vectors
from embeddings.loading import first_line, folder_to_open, load_whole, quiet, torch_threads, use_threads
from embeddings.model_source import ModelSource
from embeddings.own_tokens import own_tokens
from embeddings.prompts import Prompts, model_prompts
from embeddings.safety import safe_text
from errors import EncoderError

logger = logging.getLogger(__name__)

DTYPES = ("auto", "float32", "bfloat16", "float16")
# For so few questions one thread does best: a second saves milliseconds when idle and costs hundreds on a busy machine.
_FEW = 4
# Batches between two calls of `progress`; sorting by length happens before, over all texts.
_BATCHES_A_STEP = 4


@dataclass(frozen=True)
class Settings:
    """How a model is run.

    Attributes:
        query_prompt: Put before questions instead of the model's own prompt; "" for none.
        passage_prompt: Put before passages instead of the model's own prompt; "" for none.
        batch_size: Passages a forward pass.
        threads: Threads for many texts at once; None for torch's own choice, the cores.
        dtype: What the network computes in, one of `DTYPES`. auto is float32, and for the bundled model bytes where the
            processor is fit for it: vectors to compare with those of float32, and of the same identity. bfloat16 is about twice
            as fast on processors with AMX or AVX512-BF16 and slower on others; it is part of the identity.
    """

    query_prompt: str | None = None
    passage_prompt: str | None = None
    batch_size: int = 16
    threads: int | None = None
    dtype: str = "auto"

    def __post_init__(self) -> None:
        """Refuse what cannot be run.

        Raises:
            EncoderError: A number below 1 or an unknown dtype.
        """
        if self.batch_size < 1 or (self.threads is not None and self.threads < 1):
            raise EncoderError("The encoder's batch size and thread count must be at least 1.")
        if self.dtype not in DTYPES:
            raise EncoderError(f"The encoder cannot compute in {self.dtype!r}; choose one of {', '.join(DTYPES)}.")

    def identity(self, content: str, prompts: Prompts) -> str:
        """Join a content's name with all that changes its vectors."""
        dtype = "" if self.dtype in {"auto", "float32"} else f" {self.dtype}"
        return f"{content}{dtype} query={prompts.query!r} passage={prompts.passage!r}"


class _Model(Protocol):
    """The part of SentenceTransformer that is used; its module is too slow to import for the sake of a type."""

    def encode_query(self, texts: list[str], **options: object) -> Any: ...  # noqa: ANN401

    def encode_document(self, texts: list[str], **options: object) -> Any: ...  # noqa: ANN401

    def get_embedding_dimension(self) -> int | None: ...

    @property
    def max_seq_length(self) -> int | None: ...

    @property
    def tokenizer(self) -> Any: ...  # noqa: ANN401


class TransformerEncoder:
    """A sentence-transformers model; cheap to make, loaded at the first encoding. May be used from several threads."""

    def __init__(self, model: str, settings: Settings | None = None) -> None:
        self._source = ModelSource.of(model)
        self._settings = settings or Settings()
        self._lock = Lock()
        self._model: _Model | None = None

    @cached_property
    def prompts(self) -> Prompts:
        """What is put before questions and passages."""
        own = model_prompts(self._source.name, self._fetched_folder())
        return own.overridden(self._settings.query_prompt, self._settings.passage_prompt)

    @cached_property
    def identity(self) -> str:
        """Fingerprint of the folder, or hub name and commit, dtype and prompts; loads only what is not fetched yet."""
        self._fetched_folder()
        content = self._content if self._source.given_folder is not None else self._source.content()
        return self._settings.identity(content or f"{self._source.name}@unknown", self.prompts)

    @cached_property
    def _content(self) -> str | None:
        """As it was when it was first asked for."""
        return self._source.content()

    @cached_property
    def dimension(self) -> int:
        """Length of a vector."""
        dimension = self._loaded().get_embedding_dimension()
        if not dimension:
            raise EncoderError(f"The model {self._source.name} gives no vector for a text; name an embedding model.")
        return dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions; see `Encoder.encode_queries`."""
        return self._encode(texts, self.prompts.query, "encode_query", None)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode passages; see `Encoder.encode_passages`."""
        return self._encode(texts, self.prompts.passage, "encode_document", progress)

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """Encode questions with their tokens; see `TokenEncoder.encode_query_tokens`."""
        if not texts:
            return Encoded(np.zeros((0, self.dimension), dtype=np.float32), (), ())
        safe = [safe_text(text) for text in texts]
        return self._with_tokens(safe, self.prompts.query, "encode_query", len(texts))

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """Encode passages with their tokens; see `TokenEncoder.encode_passage_tokens`."""
        safe = [safe_text(text) for text in texts]
        for rows in self._steps(safe):
            chosen = [safe[i] for i in rows]
            yield rows, self._with_tokens(chosen, self.prompts.passage, "encode_document", len(texts))

    def _encode(self, texts: Sequence[str], prompt: str, method: str, progress: Progress | None) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        safe = [safe_text(text) for text in texts]
        vectors = np.empty((len(safe), self.dimension), dtype=np.float32)
        done = 0
        for rows in self._steps(safe):
            # .float(): numpy knows no bfloat16.
            raw = self._run(
                [safe[i] for i in rows], prompt, method, len(texts), convert_to_numpy=False, convert_to_tensor=True
            )
            vectors[rows] = checked_vectors(raw.float().cpu().numpy(), len(rows), self.dimension)
            done += len(rows)
            if progress is not None:
                progress(done)
        return vectors

    def _with_tokens(self, texts: list[str], prompt: str, method: str, of: int) -> Encoded:
        """One step's texts with their tokens; ``of`` how many texts in all are being encoded."""
        found = self._run(texts, prompt, method, of, output_value=None)
        vectors, tokens, spans = [], [], []
        for text, item in zip(texts, found, strict=True):
            vectors.append(item["sentence_embedding"].float().cpu().numpy())
            every = item["token_embeddings"][item["attention_mask"].bool()].float().cpu().numpy()
            kept, places = self._own_tokens(text, prompt, len(every))
            tokens.append(checked_tokens(every[kept], self.dimension))
            spans.append(places)
        return Encoded(checked_vectors(np.stack(vectors), len(texts), self.dimension), tuple(tokens), tuple(spans))

    def _own_tokens(self, text: str, prompt: str, count: int) -> tuple[list[int], tuple[tuple[int, int], ...]]:
        """Which of the network's tokens are of the text itself and say something, and where in it they stand.

        Raises:
            EncoderError: The model's tokenizer does not tell where tokens stand.
        """
        model = self._loaded()
        try:
            found = model.tokenizer(
                prompt + text, truncation=True, max_length=model.max_seq_length, return_offsets_mapping=True
            )["offset_mapping"]
        except (NotImplementedError, AttributeError, TypeError) as error:
            raise EncoderError(
                f"The model {self._source.name} does not tell where its tokens stand; index with --no-late."
            ) from error
        if len(found) != count:
            raise EncoderError(
                f"The model {self._source.name} gave {count} token vectors for {len(found)} tokens; index with --no-late."
            )
        return own_tokens(found, text, prompt)

    def _steps(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Places of the texts in steps, longest first: texts of like length share a batch without padding, and lack of memory shows at once."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        step = self._settings.batch_size * _BATCHES_A_STEP
        for start in range(0, len(order), step):
            yield order[start : start + step]

    def _run(self, texts: list[str], prompt: str, method: str, of: int, **options: object) -> Any:  # noqa: ANN401
        model = self._loaded()
        use_threads(1 if of <= _FEW else self._settings.threads or torch_threads())
        try:
            return getattr(model, method)(
                texts, prompt=prompt, batch_size=self._settings.batch_size, show_progress_bar=False, **options
            )
        except (RuntimeError, ValueError, TypeError, IndexError) as error:
            raise EncoderError(f"The model {self._source.name} failed on a text ({first_line(error)}).") from error

    def _fetched_folder(self) -> Path | None:
        folder = self._source.folder()
        if folder is None:
            self._loaded()
            folder = self._source.folder()
        return folder

    def _loaded(self) -> _Model:
        with self._lock:
            if self._model is None:
                content = self._content
                model = _load(self._source, self._settings.dtype.replace("auto", "float32"))
                # What was named in an identity is what must have been loaded, or vectors of two models would be mixed.
                if self._source.given_folder is not None and self._source.content() != content:
                    raise EncoderError(f"The model in {self._source.given_folder} was changed meanwhile; start again.")
                self._model = model
            return self._model


def _load(source: ModelSource, dtype: str) -> _Model:
    """Load the model and run it once.

    The run matters to threads: the first call sets the tokenizer's truncation and padding, and doing so while another
    thread tokenizes raises "Already borrowed".

    Raises:
        EncoderError: It cannot be had.
    """
    try:
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderError(f"{error}: pip install -r requirements.txt") from error
    torch_threads()
    try:
        folder = folder_to_open(source)

        def load() -> SentenceTransformer:
            # Only safetensors: other weights are pickled, and unpickling runs whatever code they hold.
            return SentenceTransformer(
                str(folder),
                device="cpu",
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"dtype": getattr(torch, dtype), "use_safetensors": True},
                processor_kwargs={"trust_remote_code": False},
                config_kwargs={"trust_remote_code": False},
            )

        with quiet():
            model = load_whole(
                load, lambda one: one.encode_query(["a"], show_progress_bar=False, convert_to_tensor=True)
            )
    # Any kind: what lies in a folder or on a hub decides which library fails and how.
    except Exception as error:
        raise EncoderError(_load_message(source, error)) from error
    return cast(_Model, model)


def _load_message(source: ModelSource, error: Exception) -> str:
    why = first_line(error)
    if source.given_folder is not None:
        return f"The model in {source.given_folder} cannot be loaded ({why}); name a sentence-transformers folder."
    if source.folder() is None and os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        return (
            f"The model {source.name} is not on this machine and HF_HUB_OFFLINE forbids fetching it; "
            "name its folder with --model FOLDER, or leave out --model for the bundled encoder."
        )
    return (
        f"The model {source.name} cannot be fetched or loaded ({why}); check name and network, "
        "name its folder with --model FOLDER, or leave out --model for the bundled encoder."
    )
