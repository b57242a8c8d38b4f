"""Work in processes of their own, which may be killed: one warm process forks a child for each trial, so that two hundred cost no two hundred starts.

Whoever forks must have one thread only, and numerical libraries must be told so before they are loaded: OpenBLAS and OpenMP end their
threads when a process forks. So a whole campaign runs in a fresh process (:func:`in_own_process`), which then forks (:class:`Child`).
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

CAN_FORK = hasattr(os, "fork")
PATIENCE = 120.0
"""Seconds after which a child counts as hanging."""
ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Environment of a process that may fork."""

P = ParamSpec("P")
T = TypeVar("T")


class BrokenPromiseError(Exception):
    """The product did not keep what it promises; the message says where and what was found."""


def in_own_process(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function of a module in a fresh process with a single thread, and hand back what it returns or raises."""
    with _environment(ALONE), ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class Child:
    """A forked process at some work; ``words`` is what it has printed when it has ended."""

    def __init__(self, work: Callable[[], object]) -> None:
        """Start; returns when the child is about to begin its work."""
        # A pipe takes words also where files may not grow.
        self._words, words = os.pipe()
        ready, begun = os.pipe()
        self.words = ""
        self.process = os.fork()
        if self.process == 0:
            _be_child(work, words, begun)
        os.close(words)
        os.close(begun)
        os.read(ready, 1)
        os.close(ready)

    def kill(self) -> None:
        """End it as a power switch ends a program."""
        os.kill(self.process, signal.SIGKILL)

    def wait(self, patience: float = PATIENCE) -> int:
        """Its exit code, or -9 where it was killed.

        Raises:
            BrokenPromiseError: It hangs; it is killed then.
        """
        until = time.monotonic() + patience
        while time.monotonic() < until:
            ended, status = os.waitpid(self.process, os.WNOHANG)
            if ended:
                with os.fdopen(self._words, encoding="utf-8", errors="replace") as words:
                    self.words = words.read()
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.001)
        self.kill()
        os.waitpid(self.process, 0)
        os.close(self._words)
        raise BrokenPromiseError(f"hung for {patience:.0f} seconds")

    @property
    def last_words(self) -> str:
        """The end of what it printed, on one line."""
        return " | ".join(self.words.strip().splitlines()[-3:])


def must_end(work: Callable[[], object]) -> None:
    """Do a work in a child that is expected to end well.

    Raises:
        BrokenPromiseError: It failed, was killed or hung; with the last lines that it printed.
    """
    child = Child(work)
    code = child.wait()
    if code:
        raise BrokenPromiseError(f"ended with {code}: {child.last_words}")


def _be_child(work: Callable[[], object], words: int, begun: int) -> None:
    """Never returns: what lies behind the fork belongs to the parent."""
    code = 1
    try:
        for stream in (1, 2):
            os.dup2(words, stream)
        # New ones: those of the parent may stand on a file, in which one can seek.
        sys.stdout, sys.stderr = (
            os.fdopen(stream, "w", encoding="utf-8", closefd=False, buffering=1) for stream in (1, 2)
        )
        os.write(begun, b".")
        found = work()
        sys.stdout.flush()
        code = found if isinstance(found, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
