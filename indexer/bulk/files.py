"""Files that several machines share: parquet, each whole or not there."""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.durable import write_whole
from errors import EncoderError

if TYPE_CHECKING:
    from pyarrow import Table

INSTALL = "pip install -r requirements-ray.txt"
ENDING, PENDING = ".parquet", ".tmp"
_ARRIVAL = 15.0
"""Seconds after which a file that another machine wrote must be seen here; a network folder may lag behind."""


def arrow() -> Any:  # noqa: ANN401
    """The library that reads and writes parquet.

    Raises:
        EncoderError: It is not installed.
    """
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise EncoderError(f"Encoding over a cluster needs the package pyarrow; install it with: {INSTALL}") from error
    return pyarrow


def to_bytes(table: Table, compression: str) -> bytes:
    """A table as a parquet file."""
    pa = arrow()
    sink = pa.BufferOutputStream()
    pa.parquet.write_table(table, sink, compression=compression, use_dictionary=False, write_statistics=False)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def to_table(data: bytes) -> Table:
    """The table of a parquet file.

    Raises:
        ValueError: It is none.
    """
    pa = arrow()
    try:
        # One thread: the workers share the machine, and the file is small.
        return pa.parquet.read_table(pa.BufferReader(data), use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise ValueError((str(error).splitlines() or ["no parquet"])[0]) from error


def read_arrived(path: Path, patience: float = _ARRIVAL) -> bytes:
    """The bytes of a file that another machine has just written.

    Raises:
        FileNotFoundError: It is not to be seen from this machine.
        OSError: It cannot be read.
    """
    until = time.monotonic() + patience
    while True:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            if time.monotonic() > until:
                raise
            # Reading the folder anew has a network folder look again.
            with suppress(OSError):
                list(path.parent.iterdir())
            time.sleep(0.2)


def write_arriving(path: Path, data: bytes) -> None:
    """Write a file under another name and rename it when all of it is on the disk; two that write the same one do not meet.

    Raises:
        OSError: The disk is full or broken.
    """
    write_whole(path, data, path.with_name(f".{secrets.token_hex(12)}{PENDING}"))


def remove_files(folder: Path) -> None:
    """Remove what was written into a folder in these ways, and the folder where nothing else is in it."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.suffix in {ENDING, PENDING}:
                path.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()
