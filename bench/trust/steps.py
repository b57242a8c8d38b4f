"""Every step by which a program changes a disk, seen from inside: it can be told, counted, killed before, or made to fail.

Python's audit events tell of files opened for writing, renamed and removed and of folders made and removed; ``os.fsync`` is wrapped, and SQLite tells of each
statement. Auditing cannot be turned off again, so this belongs into a process that ends (:mod:`bench.trust.apart`).
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_PATH_AND_FOLDER = {"os.remove": 1, "os.rmdir": 1, "os.mkdir": 2, "os.rename": 2, "os.link": 2, "os.symlink": 2}
"""Events that name a path, and where the descriptor stands that it is relative to."""

OnStep = Callable[[str, str], None]
"""Called before a step with its kind (``open``, ``os.rename``, ``fsync`` …) and its path. What it raises, the step raises."""


def watch(below: Path, on_step: OnStep) -> None:
    """From now on tell of every step on something below a folder."""
    _Watch(below.resolve(), on_step).begin()


def kill_before(below: Path, number: int) -> None:
    """Have this process killed before its step of this number; the first is 0."""
    passed = 0

    def count(kind: str, path: str) -> None:
        nonlocal passed
        if passed == number:
            os.kill(os.getpid(), signal.SIGKILL)
        passed += 1

    watch(below, count)


class _Watch:
    def __init__(self, below: Path, on_step: OnStep) -> None:
        self._below = str(below)
        self._on_step = on_step
        self._inside = False
        self._turn = threading.RLock()

    def begin(self) -> None:
        sync, connect = os.fsync, sqlite3.connect

        def telling_sync(descriptor: int) -> None:
            self._tell("fsync", _path_of(descriptor))
            sync(descriptor)

        def telling_connect(database: Any, *args: Any, **kwargs: Any) -> sqlite3.Connection:  # noqa: ANN401
            connection: sqlite3.Connection = connect(database, *args, **kwargs)
            connection.set_trace_callback(lambda statement: self._hear_sql(statement, str(database)))
            return connection

        os.fsync = telling_sync  # type: ignore[assignment]
        sqlite3.connect = telling_connect  # type: ignore[assignment]
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            if isinstance(path, (str, bytes, os.PathLike)) and isinstance(flags, int) and flags & _WRITING:
                self._tell(event, os.fsdecode(path))
        elif event in _PATH_AND_FOLDER:
            folder = args[_PATH_AND_FOLDER[event]]
            path = os.fsdecode(args[0])
            self._tell(event, path if folder in {-1, None} else str(Path(_path_of(folder), path)))
        elif event == "os.truncate":
            self._tell(event, _path_of(args[0]))

    def _hear_sql(self, statement: str, database: str) -> None:
        if not statement.lstrip().upper().startswith("SELECT"):
            self._tell("sql", database)

    def _tell(self, kind: str, path: str) -> None:
        if not str(Path(path).absolute()).startswith(self._below):
            return
        with self._turn:  # a build has a pulse in a thread of its own
            if self._inside:
                return  # what the listener does itself to look at the disk is no step
            self._inside = True
            try:
                self._on_step(kind, path)
            finally:
                self._inside = False


def _path_of(descriptor: int | str | bytes) -> str:
    """The path behind an open file."""
    if not isinstance(descriptor, int):
        return os.fsdecode(descriptor)
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""
