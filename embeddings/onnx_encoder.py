"""The bundled model on ONNX Runtime: starts in half a second, needs no torch, and gives the vectors that torch gives, in bytes nearly so."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoded, Progress, Vectors, checked_tokens, checked_vectors
from embeddings.loading import first_line
from embeddings.onnx_graph import INPUTS, NETWORK_FILE, OUTPUT
from embeddings.onnx_session import open_session, runtime
from embeddings.own_tokens import own_tokens
from embeddings.prompts import Prompts
from embeddings.safety import safe_text
from embeddings.stock_folder import TOKENIZER_FILE
from errors import EncoderError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

TOKENS_A_BATCH = 512
"""Tokens computed together: more do not fit the processor's cache, fewer do not fill its lanes (256 to 1,024 are equally fast)."""
_AHEAD = 2
"""Batches a thread has waiting, so that memory stays flat whatever the number of texts."""


class OnnxEncoder:
    """A network and a tokenizer of one folder; may be used from several threads.

    Args:
        folder: Holds ``network.onnx`` and ``tokenizer.json``.
        identity: See `Encoder.identity`.
        prompts: Put before questions and passages.
        positions: Longest text in tokens; what is longer is cut.
        dimension: Length of a vector.
        threads: For many texts at once; the cores if ``None``.
        together: Whether short texts are computed together. A network in bytes rounds by the largest number that it meets, so that
            there a vector would depend on the texts beside it.
        files: The folder's files as they were checked, if they were; read from the folder if ``None``.

    Raises:
        EncoderError: The folder cannot be loaded.
    """

    def __init__(
        self,
        folder: Path,
        identity: str,
        prompts: Prompts,
        *,
        positions: int,
        dimension: int,
        threads: int | None,
        together: bool = True,
        files: Mapping[str, Path | bytes] | None = None,
    ) -> None:
        self._identity = identity
        self._prompts = prompts
        self._dimension = dimension
        self._threads = threads or os.cpu_count() or 1
        self._most = TOKENS_A_BATCH if together else 1
        self._session, self._tokenizer = _load(folder, positions, files or {})

    @property
    def identity(self) -> str:
        """As it was given."""
        return self._identity

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions; see `Encoder.encode_queries`."""
        return self._vectors(texts, self._prompts.query, None)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode passages; see `Encoder.encode_passages`."""
        return self._vectors(texts, self._prompts.passage, progress)

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """Encode questions with their tokens; see `TokenEncoder.encode_query_tokens`."""
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        tokens = [np.zeros((0, self._dimension), dtype=np.float32)] * len(texts)
        spans: list[tuple[tuple[int, int], ...]] = [()] * len(texts)
        for rows, encoded in self._with_tokens(texts, self._prompts.query):
            vectors[rows] = encoded.vectors
            for row, own, places in zip(rows, encoded.tokens, encoded.spans, strict=True):
                tokens[row], spans[row] = own, places
        return Encoded(vectors, tuple(tokens), tuple(spans))

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """Encode passages with their tokens; see `TokenEncoder.encode_passage_tokens`."""
        return self._with_tokens(texts, self._prompts.passage)

    def _vectors(self, texts: Sequence[str], prompt: str, progress: Progress | None) -> Vectors:
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        done = 0
        for rows, read, states in self._run([safe_text(text) for text in texts], prompt):
            vectors[rows] = checked_vectors(_means(read, states), len(rows), self._dimension)
            done += len(rows)
            if progress is not None:
                progress(done)
        return vectors

    def _with_tokens(self, texts: Sequence[str], prompt: str) -> Iterator[tuple[list[int], Encoded]]:
        safe = [safe_text(text) for text in texts]
        for rows, read, states in self._run(safe, prompt):
            kept = [own_tokens(one.offsets, safe[row], prompt) for row, one in zip(rows, read, strict=True)]
            tokens = (
                checked_tokens(state[places], self._dimension) for state, (places, _) in zip(states, kept, strict=True)
            )
            vectors = checked_vectors(_means(read, states), len(rows), self._dimension)
            yield rows, Encoded(vectors, tuple(tokens), tuple(spans for _, spans in kept))

    def _run(
        self, texts: Sequence[str], prompt: str
    ) -> Iterator[tuple[list[int], list[Encoding], NDArray[np.float32]]]:
        """The network over all texts, those of like length together.

        Yields:
            Places in ``texts``, what the tokenizer made of those, and the states, shape (texts, length, dimension).
        """
        read = self._tokenizer.encode_batch([prompt + text for text in texts])
        batches = list(_batches([len(one.ids) for one in read], self._most))
        if len(batches) <= 1 or self._threads == 1:
            for rows in batches:
                own = [read[row] for row in rows]
                yield rows, own, self._states(own)
            return
        # One thread a batch: the runtime computes with one, so that visitors of the page do not wait for each other's pools.
        with ThreadPoolExecutor(self._threads) as pool:
            waiting: deque[_Submitted] = deque()
            for rows in batches:
                own = [read[row] for row in rows]
                waiting.append((rows, own, pool.submit(self._states, own)))
                if len(waiting) >= self._threads * _AHEAD:
                    yield _computed(waiting.popleft())
            yield from map(_computed, waiting)

    def _states(self, read: Sequence[Encoding]) -> NDArray[np.float32]:
        longest = max(len(one.ids) for one in read)
        ids = np.ones((len(read), longest), dtype=np.int64)
        mask = np.zeros((len(read), longest), dtype=np.int32)
        for row, one in enumerate(read):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
        try:
            states: NDArray[np.float32] = self._session.run([OUTPUT], dict(zip(INPUTS, (ids, mask), strict=True)))[0]
        except Exception as error:  # the runtime's own kinds of errors share no root but this
            raise EncoderError(f"The bundled model failed on a text ({first_line(error)}).") from error
        return states


_Submitted = tuple[list[int], list["Encoding"], Future[NDArray[np.float32]]]


def _computed(batch: _Submitted) -> tuple[list[int], list[Encoding], NDArray[np.float32]]:
    rows, read, states = batch
    return rows, read, states.result()


def _means(read: Sequence[Encoding], states: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean over each text's tokens, shape (texts, dimension)."""
    return np.stack([state[: len(one.ids)].mean(axis=0) for one, state in zip(read, states, strict=True)])


def _batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Places in batches of like length, of so many tokens or one text, the longest first, so that lack of memory shows at once."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        if batch and lengths[batch[0]] * (len(batch) + 1) > most:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _load(folder: Path, positions: int, files: Mapping[str, Path | bytes]) -> tuple[InferenceSession, Tokenizer]:
    try:
        runtime()
        from tokenizers import Tokenizer
    except ImportError as error:
        raise EncoderError(f"{error}: pip install -r requirements.txt") from error
    try:
        network = files.get(NETWORK_FILE, folder / NETWORK_FILE)
        read = files.get(TOKENIZER_FILE, folder / TOKENIZER_FILE)
        session = open_session(network)
        tokenizer = Tokenizer.from_str((read if isinstance(read, bytes) else read.read_bytes()).decode("utf-8"))
        # Set before threads share it.
        tokenizer.enable_truncation(positions)
        tokenizer.no_padding()
    except Exception as error:  # the runtime's own kinds of errors share no root but this
        raise EncoderError(
            f"The model in {folder} cannot be loaded ({first_line(error)}); delete the folder, it is unpacked again."
        ) from error
    return session, tokenizer
