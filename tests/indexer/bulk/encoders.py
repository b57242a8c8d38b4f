"""Encoders for workers to load, which leave word of what they did in a folder, and what tests of the cluster have in common."""

from __future__ import annotations

import hashlib
import os
import signal
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from embeddings import Encoded, HashingEncoder
from embeddings.centring import calibration_texts
from indexer.index import Index


@dataclass(frozen=True)
class LoadNoting:
    """Loads a :class:`NotingEncoder`."""

    folder: Path
    pause: float = 0.0
    deaths: int = 0
    dimension: int = 256

    def __call__(self, threads: int) -> NotingEncoder:
        return NotingEncoder(self)


class NotingEncoder(HashingEncoder):
    """Notes every text that it encodes; takes its time, or its own life so many times before certain texts."""

    def __init__(self, told: LoadNoting) -> None:
        super().__init__(told.dimension)
        self.told = told

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        for place, encoded in super().encode_passage_tokens(texts):
            # Means and probes are taken of other texts.
            if texts[place[0]] not in calibration_texts()["passages"]:
                self._note(texts[place[0]])
            yield place, encoded

    def _note(self, text: str) -> None:
        time.sleep(self.told.pause)
        if zlib.crc32(text.encode("utf-8")) % 40 == 3:
            for number in range(self.told.deaths):
                with suppress(FileExistsError):
                    (self.told.folder / f"death-{number}").open("x").close()
                    os.kill(os.getpid(), signal.SIGKILL)
        with (self.told.folder / f"encoded-{os.getpid()}").open("a", encoding="utf-8") as file:
            file.write("1\n")


def encoded(folder: Path) -> int:
    """How many texts were encoded."""
    return sum(len(path.read_text(encoding="utf-8").split()) for path in folder.glob("encoded-*"))


def texts_of(directory: Path) -> int:
    """How many different texts an index holds that an encoder notes."""
    others = {hashlib.sha256(text.encode("utf-8")).digest() for text in calibration_texts()["passages"]}
    return len(set(map(bytes, Index.open(directory).catalogue.digests())) - others)


def assert_same(directory: Path, other: Path) -> None:
    """Both indexes hold the same vectors, checksums, means and token codes to the last bit."""
    mine, others = Index.open(directory), Index.open(other)
    assert mine.manifest.passages == others.manifest.passages > 0
    for name in ("vectors.faiss", "encodings.npy", "tokens/means.npy"):
        assert (mine.version / name).read_bytes() == (others.version / name).read_bytes(), name
    assert mine.tokens is not None and others.tokens is not None
    for position in range(mine.manifest.passages):
        assert mine.tokens.take(position).tobytes() == others.tokens.take(position).tobytes()
