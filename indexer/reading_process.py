"""The process that reads files for another: a line of JSON asks for a file, a line of JSON says what it was read as.

Started by :mod:`indexer.reading_worker` only, anew and never forked from a program with threads. It trusts no file to give back what it took: its
memory is bounded, and it ends by itself when nobody asks any more, or when a file takes far longer than anybody would wait.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, BinaryIO, Protocol

from corpus.folder import ReportFile
from corpus.formats.pdf_pictures import ALIVE
from indexer.reading import NO_MEMORY, Taken, file_of_json, take, taken_to_json

READY = {"ready": True}
"""The first line: everything is loaded, what takes time from here on is the file."""
AT_WORK = {"alive": True}
"""A line before each page that is recognised, which may take minutes in all."""
_GRACE = 15.0
"""Seconds beyond the limit after which the process ends itself; whoever asked should have ended it before."""


class Read(Protocol):
    """How a file is read; tests put something worse in the place of :func:`indexer.reading.take`."""

    def __call__(self, file: ReportFile, *, cut: bool) -> Taken:
        """Read a file, and cut its report if that is wanted."""


def serve(read: Read = take) -> None:
    """Answer the lines of stdin until it ends. Arguments of the process: seconds a file may take, bytes of address space."""
    seconds, memory = float(sys.argv[1]), int(sys.argv[2])
    _bound_memory(memory)
    requests, answers = _taken_streams()

    def say(fields: Mapping[str, Any]) -> None:
        answers.write(json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        answers.flush()

    def go_on() -> None:
        _end_after(seconds + _GRACE)
        say(AT_WORK)

    ALIVE.set(go_on)
    say(READY)
    for line in requests:
        asked = json.loads(line)
        _end_after(seconds + _GRACE)
        taken, spent = _read(read, asked)
        say({"number": asked["number"], "spent": spent, **taken})
        faulthandler.cancel_dump_traceback_later()
        if spent:
            return


def _read(read: Read, asked: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """The answer, and whether the process is of no more use: what a file filled its memory with may never come back."""
    file = file_of_json(asked["file"])
    refused = f"{file.name} {NO_MEMORY}"
    try:
        taken = read(file, cut=bool(asked["cut"]))
        return taken_to_json(taken), taken.refused == refused
    except MemoryError:
        return taken_to_json(Taken(refused=refused)), True


def _taken_streams() -> tuple[BinaryIO, BinaryIO]:
    """Where requests come from and answers go to, out of the reach of libraries that print or ask."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return requests, answers


def _bound_memory(most: int) -> None:
    """Let a file that is made to fill memories break off this process, and no other."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_after(seconds: float) -> None:
    # Its watch is written in C: it goes off where a parser holds the interpreter and no thread of ours would run.
    faulthandler.dump_traceback_later(seconds, exit=True)


if __name__ == "__main__":
    serve()
