"""Encodings that workers made, as files that the build picks up.

A shard is named by the SHA-256 of its bytes, so that nothing of a file that was cut off or altered is ever parsed, and the same shard written twice is
one file. Each row carries a checksum of its own, from the worker's memory to the build's.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexer.batches import Batch
from indexer.bulk.files import ENDING, arrow, read_arrived, to_bytes, to_table, write_arriving
from indexer.kept import Encoding

if TYPE_CHECKING:
    from pyarrow import Table

_log = logging.getLogger(__name__)

SHARDS = "shards"
_NAME = re.compile(r"([0-9a-f]{64})\.parquet")
_HEADER = b"fajian"
_SUM = 16
_AT_ONCE = 64
"""Rows that stand in memory twice."""


def write_shard(folder: Path, encodings: Batch, header: str) -> str:
    """Write a shard and say what the file is called.

    Args:
        folder: Where shards lie, in a folder of their own.
        encodings: At least one.
        header: To which encoder and means they belong (:func:`indexer.bulk.order.header_of`).

    Raises:
        OSError: The disk is full or broken.
    """
    pa = arrow()
    dimension = len(encodings[0][1][0])
    vectors = [np.ascontiguousarray(vector, dtype="<f4").tobytes() for _, (vector, _) in encodings]
    codes = [None if codes is None else np.ascontiguousarray(codes).tobytes() for _, (_, codes) in encodings]
    columns = {
        "digest": pa.array([bytes.fromhex(digest) for digest, _ in encodings], pa.binary(32)),
        "vector": pa.array(vectors, pa.binary(4 * dimension)),
        "tokens": pa.array([0 if codes is None else len(codes) for _, (_, codes) in encodings], pa.int32()),
        "codes": pa.array(codes, pa.large_binary()),
        "sum": pa.array([_sum(digest, encoding) for digest, encoding in encodings], pa.binary(_SUM)),
    }
    # Vectors and codes are as good as chance: compressing them costs time and saves nothing.
    data = to_bytes(pa.table(columns).replace_schema_metadata({_HEADER: header.encode()}), "none")
    name = f"{hashlib.sha256(data).hexdigest()}{ENDING}"
    (folder / SHARDS).mkdir(parents=True, exist_ok=True)
    write_arriving(folder / SHARDS / name, data)
    return name


def read_shard(folder: Path, name: str, header: str, dimension: int) -> Batch:
    """The sound rows of a shard; none where the file is damaged, gone, or belongs to another encoder or other means.

    Args:
        folder: As for :func:`write_shard`, like ``header``.
        name: Of the file.
        header: What it must state.
        dimension: Length of a vector.
    """
    path = folder / SHARDS / name
    try:
        data = read_arrived(path)
        if f"{hashlib.sha256(data).hexdigest()}{ENDING}" != name:
            raise ValueError("bytes that are not those of its name")
        table = to_table(data)
    except (OSError, ValueError) as error:
        _log.warning("%s cannot be read (%s); its texts are encoded again", path, error)
        return []
    if (table.schema.metadata or {}).get(_HEADER) != header.encode():
        return []
    return list(_rows(table, dimension))


def shard_names(folder: Path) -> list[str]:
    """The shards of a folder, by name."""
    try:
        return sorted(path.name for path in (folder / SHARDS).iterdir() if _NAME.fullmatch(path.name))
    except OSError:
        return []


def forget_shard(folder: Path, name: str) -> None:
    """Remove a shard."""
    with suppress(OSError):
        (folder / SHARDS / name).unlink()


def _rows(table: Table, dimension: int) -> Iterator[tuple[str, Encoding]]:
    names = ["digest", "vector", "tokens", "codes", "sum"]
    for batch in table.select(names).to_batches(max_chunksize=_AT_ONCE):
        for digest, vector, tokens, codes, told in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            own = None if codes is None else np.frombuffer(codes, np.uint8)
            if len(vector) != 4 * dimension or (own is not None and len(own) != tokens * (dimension // 2)):
                continue
            shaped = None if own is None else own.reshape(tokens, dimension // 2)
            encoding = np.frombuffer(vector, "<f4"), shaped
            if _sum(digest.hex(), encoding) == told:
                yield digest.hex(), encoding


def _sum(digest: str, encoding: Encoding) -> bytes:
    vector, codes = encoding
    told = hashlib.blake2b(bytes.fromhex(digest), digest_size=_SUM)
    told.update(np.ascontiguousarray(vector, dtype="<f4").tobytes())
    if codes is not None:
        told.update(np.ascontiguousarray(codes).tobytes())
    return told.digest()
