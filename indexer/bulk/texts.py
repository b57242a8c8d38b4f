"""Blocks of texts on their way to the workers; each is named by what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from indexer.bulk.files import ENDING, arrow, read_arrived, to_bytes, to_table, write_arriving

TEXTS = "texts"


def write_texts(folder: Path, texts: Mapping[str, str]) -> str:
    """Write a block of texts, by the SHA-256 of each, and say what it is called.

    Raises:
        EncoderError: pyarrow is not installed.
        OSError: The disk is full or broken.
    """
    pa = arrow()
    # As bytes: a text may hold half a surrogate pair, which no text of Arrow's may.
    columns = {
        "digest": pa.array([bytes.fromhex(digest) for digest in texts], pa.binary(32)),
        "text": pa.array([text.encode("utf-8", "surrogatepass") for text in texts.values()], pa.large_binary()),
    }
    name = _name(texts)
    (folder / TEXTS).mkdir(parents=True, exist_ok=True)
    write_arriving(_path(folder, name), to_bytes(pa.table(columns), "zstd"))
    return name


def read_texts(folder: Path, name: str) -> dict[str, str]:
    """A block of texts.

    Raises:
        FileNotFoundError: It is not to be seen from this machine.
        ValueError: It is damaged.
        OSError: It cannot be read.
    """
    table = to_table(read_arrived(_path(folder, name)))
    pairs = zip(table["digest"].to_pylist(), table["text"].to_pylist(), strict=True)
    texts = {}
    for digest, text in pairs:
        if hashlib.sha256(text).digest() != digest:
            raise ValueError("a text that is not what its checksum says")
        texts[digest.hex()] = text.decode("utf-8", "surrogatepass")
    if _name(texts) != name:
        raise ValueError("texts that are not those of its name")
    return texts


def forget_texts(folder: Path, name: str) -> None:
    """Remove a block of texts."""
    with suppress(OSError):
        _path(folder, name).unlink()


def _name(digests: Iterable[str]) -> str:
    return hashlib.sha256("".join(digests).encode("ascii")).hexdigest()[:32]


def _path(folder: Path, name: str) -> Path:
    return folder / TEXTS / f"{name}{ENDING}"
