"""Fresh encodings are kept as they come: a build that is killed after an hour does not start over.

An append-only log in the index folder, written only under the lock of the build. Each entry carries a checksum, and whatever follows the first
entry that does not fit its own is cut off when the log is opened again. It belongs to one encoder and one set of means, and goes when the version is
published that holds what stands in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import time
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

import numpy as np
from numpy.typing import NDArray

from embeddings.centring import Means
from embeddings.encoder import Encoder
from indexer.tokens import Codes

LOG = "encodings.log"
_SYNC_EVERY = 5.0
"""Seconds of encoding that a power cut may cost."""
_HEAD = struct.Struct("<II")
"""Length and CRC-32 of an entry."""
_ENTRY = struct.Struct("<32sI")
"""SHA-256 of the encoded text, number of tokens; then the vector in float32, then the codes of the tokens."""

Encoding = tuple[NDArray[np.float32], Codes | None]
"""A vector, shape (dimension,), and the codes of the tokens, shape (tokens, dimension / 2), where these are kept."""


class KeptEncodings:
    """Encodings by the SHA-256 of their text, on disk."""

    def __init__(self, directory: Path, encoder: Encoder, means: Means | None) -> None:
        """Open the log, or begin one.

        Args:
            directory: The index.
            encoder: Whose vectors are kept; a log of another encoder is begun anew.
            means: By which tokens are centred; ``None`` where no tokens are kept.

        Raises:
            OSError: The disk is full or broken.
        """
        self._dimension = encoder.dimension
        self._with_tokens = means is not None
        self._where: dict[str, tuple[int, int]] = {}
        told = "" if means is None else hashlib.sha256(means.to_array().tobytes()).hexdigest()
        header = json.dumps({"log": 1, "encoder": encoder.identity, "dimension": encoder.dimension, "means": told})
        self._header = header.encode("ascii") + b"\n"
        path = directory / LOG
        self._file: IO[bytes] = path.open("r+b" if path.is_file() else "w+b", buffering=0)
        try:
            self._file.truncate(self._scan())
            self._file.seek(0, os.SEEK_END)
            if self._file.tell() == 0:
                self._write(self._header)
        except BaseException:
            self._file.close()
            raise
        self._synced = time.monotonic()

    def __enter__(self) -> KeptEncodings:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __contains__(self, digest: str) -> bool:
        return digest in self._where

    def take(self, digest: str) -> Encoding | None:
        """What is kept of a text; ``None`` where nothing is."""
        place = self._where.get(digest)
        if place is None:
            return None
        self._file.seek(place[0])
        payload = _read_all(self._file, place[1])
        self._file.seek(0, os.SEEK_END)
        _, tokens = _ENTRY.unpack_from(payload)
        vector = np.frombuffer(payload, np.float32, self._dimension, _ENTRY.size)
        if not self._with_tokens:
            return vector, None
        codes = np.frombuffer(payload, np.uint8, offset=_ENTRY.size + 4 * self._dimension)
        return vector, codes.reshape(tokens, self._dimension // 2)

    def add(self, encodings: Iterable[tuple[str, Encoding]]) -> None:
        """Keep what one batch came to; it outlives this process at once, and a power cut within seconds.

        Raises:
            OSError: The disk is full.
        """
        parts, placed, at = [], [], self._file.tell()
        for digest, (vector, codes) in encodings:
            own = b"" if codes is None else np.ascontiguousarray(codes).tobytes()
            entry = _ENTRY.pack(bytes.fromhex(digest), 0 if codes is None else len(codes))
            payload = entry + np.ascontiguousarray(vector, dtype="<f4").tobytes() + own
            parts.append(_HEAD.pack(len(payload), zlib.crc32(payload)) + payload)
            placed.append((digest, (at + _HEAD.size, len(payload))))
            at += _HEAD.size + len(payload)
        self._write(b"".join(parts))
        self._where.update(placed)
        if time.monotonic() - self._synced > _SYNC_EVERY:
            self.sync()

    def sync(self) -> None:
        """Have all that was added outlive a power cut."""
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]

    def _scan(self) -> int:
        """Take in what stands in the log; where the sound part of it ends."""
        self._file.seek(0)
        if self._file.read(len(self._header)) != self._header:
            return 0
        sound = len(self._header)
        with open(self._file.fileno(), "rb", buffering=2**20, closefd=False) as reader:
            reader.seek(sound)
            while (head := reader.read(_HEAD.size)) and len(head) == _HEAD.size:
                length, recorded = _HEAD.unpack(head)
                if not self._fits(length):
                    break
                payload = reader.read(length)
                if len(payload) < length or zlib.crc32(payload) != recorded:
                    break
                digest, tokens = _ENTRY.unpack_from(payload)
                if length != _ENTRY.size + 4 * self._dimension + tokens * (self._dimension // 2) * self._with_tokens:
                    break
                self._where[digest.hex()] = sound + _HEAD.size, length
                sound += _HEAD.size + length
        return sound

    def _fits(self, length: int) -> bool:
        """Whether an entry can be so long; garbage in the place of a length must not fill the memory."""
        least = _ENTRY.size + 4 * self._dimension
        return least <= length <= least + 2**20 * max(1, self._dimension // 2)


def forget_kept(directory: Path) -> None:
    """Remove the log: everything that stands in it was published, or is no longer wanted."""
    with suppress(OSError):
        (directory / LOG).unlink()


def _read_all(file: IO[bytes], length: int) -> bytes:
    parts = []
    while length:
        part = file.read(length)
        if not part:
            raise OSError(f"{LOG} became shorter while it was read; index again")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
