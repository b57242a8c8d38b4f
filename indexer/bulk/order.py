"""What a worker is told: where texts lie, what encodes them, and by what it can tell that it encodes as the build itself would."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import load_encoder
from embeddings.centring import Means, calibration_texts
from embeddings.encoder import Encoder
from errors import EncoderError
from indexer.batches import encoded_batches

LEAST_ALIKE = 0.99
"""Cosine of a text's vectors on two machines below which they cannot come from one model; in bytes and in float32 it is .999."""
_PROBES = 3
_DTYPE = "FAJIAN_DTYPE"

Load = Callable[[int], Encoder]
"""Makes an encoder that computes with so many threads; goes to the workers, so it must be picklable."""


@dataclass(frozen=True, slots=True)
class LoadModel:
    """Loads what the build's own encoder was loaded from; what the environment says is settled here, not on the workers."""

    model: str | None = None
    query_prompt: str | None = None
    passage_prompt: str | None = None
    dtype: str | None = None

    @classmethod
    def of(cls, model: str | None, query_prompt: str | None, passage_prompt: str | None) -> LoadModel:
        """As :func:`embeddings.load_encoder` takes them; a folder goes by its whole path."""
        named = model or os.environ.get("FAJIAN_MODEL")
        if named and Path(named).expanduser().is_dir():
            named = str(Path(named).expanduser().resolve())
        if query_prompt is None:
            query_prompt = os.environ.get("FAJIAN_QUERY_PROMPT")
        if passage_prompt is None:
            passage_prompt = os.environ.get("FAJIAN_PASSAGE_PROMPT")
        return cls(named, query_prompt, passage_prompt, os.environ.get(_DTYPE))

    def __call__(self, threads: int) -> Encoder:
        """The encoder, on whatever machine this is.

        Raises:
            EncoderError: The model cannot be had there.
        """
        if self.dtype:
            os.environ[_DTYPE] = self.dtype
        else:
            os.environ.pop(_DTYPE, None)
        return load_encoder(
            self.model, query_prompt=self.query_prompt, passage_prompt=self.passage_prompt, threads=threads
        )


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be encoded how.

    ``folder`` holds texts and shards, ``means`` are as in :func:`indexer.batches.encoded_batches`, ``probe`` the vectors that the build's own encoder gives a few texts, shape
    (texts, dimension), and ``probe_sum`` the checksum of these and of their codes.
    """

    folder: Path
    load: Load
    threads: int
    identity: str
    dimension: int
    means: Means | None
    probe: NDArray[np.float32] = field(repr=False)
    probe_sum: str

    @classmethod
    def of(cls, folder: Path, load: Load, threads: int, encoder: Encoder, means: Means | None) -> Order:
        """For encodings as this encoder makes them.

        Raises:
            EncoderError: The encoder cannot be had.
        """
        probe, told = _probe(encoder, means)
        return cls(folder, load, threads, encoder.identity, encoder.dimension, means, probe, told)

    @property
    def header(self) -> str:
        """That of its shards."""
        return header_of(self.identity, self.dimension, self.means)

    def check(self, encoder: Encoder, where: str) -> float:
        """How much a worker's encoder is like the build's: 1 where it gives the same bits, else a cosine from ``LEAST_ALIKE`` on.

        Args:
            encoder: The worker's.
            where: The worker's machine, as a sentence names it.

        Raises:
            EncoderError: It is another.
        """
        if encoder.identity != self.identity:
            raise EncoderError(
                f"The worker on {where} has the encoder {encoder.identity}, this build {self.identity}; have the same model, prompts and version of Fajian on all machines"
            )
        probe, told = _probe(encoder, self.means)
        if told == self.probe_sum:
            return 1.0
        alike = float((probe * self.probe).sum(axis=1).min())
        if alike < LEAST_ALIKE:
            raise EncoderError(
                f"The worker on {where} gives other vectors for the same text (cosine {alike:.3f}); have the same version of Fajian and its packages on all machines"
            )
        return min(alike, 1 - 1e-7)


def header_of(identity: str, dimension: int, means: Means | None) -> str:
    """To what a shard belongs: one encoder and one set of means."""
    told = "" if means is None else hashlib.sha256(means.to_array().tobytes()).hexdigest()
    return json.dumps({"shard": 1, "encoder": identity, "dimension": dimension, "means": told})


def _probe(encoder: Encoder, means: Means | None) -> tuple[NDArray[np.float32], str]:
    texts = {str(number): text for number, text in enumerate(calibration_texts()["passages"][:_PROBES])}
    found = dict(pair for batch in encoded_batches(texts, encoder, means) for pair in batch)
    told = hashlib.sha256()
    for name in texts:
        vector, codes = found[name]
        told.update(np.ascontiguousarray(vector).tobytes() + (b"" if codes is None else codes.tobytes()))
    return np.stack([found[name][0] for name in texts]), told.hexdigest()
