"""A reader that misbehaves as the name of a file says, in the place of the real one: what no parser at hand can be made to do at will.

``COMMAND`` starts it; it is the product's own process, with :func:`faulty` in the place of the function that reads.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from corpus.folder import ReportFile
from indexer.reading import Taken, take
from indexer.reading_process import serve

COMMAND = (sys.executable, "-c", "from bench.trust.reading_faults import main; main()")
SLEEPER = "import time; time.sleep(600)"


def _hangs(path: str) -> None:
    time.sleep(600)


def _spins(path: str) -> None:
    """Holds the interpreter: no other thread of the process runs meanwhile."""
    re.match(r"(a+)+$", "a" * 48 + "b")


def _exits(path: str) -> None:
    os._exit(9)


def _quits(path: str) -> None:
    sys.exit(0)


def _segfaults(path: str) -> None:
    ctypes.string_at(0)


def _aborts(path: str) -> None:
    os.abort()


def _eats(path: str) -> None:
    held = bytearray(32 * 2**20)
    while True:
        held += bytes(len(held))


def _eats_natively(path: str) -> None:
    """Memory that is not Python's, as a parser in C takes it, and what such a parser often does when there is no more."""
    allocate = ctypes.CDLL(None).malloc
    allocate.restype, allocate.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    while address := allocate(64 * 2**20):
        ctypes.memset(address, 1, 4096)
    ctypes.memset(address or 0, 1, 8)


def _overflows(path: str) -> None:
    """Goes down into itself until its stack is full."""
    sys.setrecursionlimit(10**8)
    nested: list[object] = []
    for _ in range(10**5):
        nested = [nested]
    json.dumps(nested, check_circular=False)


def _prints_and_hangs(path: str) -> None:
    while True:
        os.write(1, b"x" * 65536)


def _answers_without_end(path: str) -> None:
    """Writes to every stream it has, so also to where answers go."""
    while True:
        for stream in range(3, 16):
            try:
                os.write(stream, b"\x00{" * 32768)
            except OSError:
                continue


def _answers_for_another(path: str) -> None:
    for stream in range(3, 16):
        try:
            os.write(stream, b'{"number": 999999, "fingerprint": "", "report": null, "refused": "x"}\n')
        except OSError:
            continue


def _leaves_a_child(path: str) -> None:
    """Waits for a program that hangs, and that can be told by the file in its command line."""
    subprocess.run([sys.executable, "-c", SLEEPER, path], check=False)


FAULTS: Mapping[str, Callable[[str], None]] = {
    "hangs": _hangs,
    "spins": _spins,
    "exits": _exits,
    "quits": _quits,
    "segfaults": _segfaults,
    "aborts": _aborts,
    "eats": _eats,
    "eats-natively": _eats_natively,
    "overflows": _overflows,
    "floods": _prints_and_hangs,
    "answers": _answers_without_end,
    "lies": _answers_for_another,
    "child": _leaves_a_child,
}
"""What a file does to its reader, by the first part of its name (``segfaults.3.txt``)."""
SLOW = ("hangs", "spins", "floods", "child")
"""Those that come to their end only by the limit of time."""


def faulty(file: ReportFile, *, cut: bool) -> Taken:
    """Read a file, unless its name says what it does to the process instead."""
    fault = FAULTS.get(PurePosixPath(file.name).name.split(".")[0])
    if fault is not None:
        fault(str(file.path))
    return take(file, cut=cut)


def main() -> None:
    """Serve."""
    serve(faulty)
