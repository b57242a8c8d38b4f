"""Runs a target's inputs in a process of its own, so that one that crashes or hangs it is known by its number and the others go on.

The time of an input is time on the processor where the system can count it, since an office computer is busy with other things; what does not
even look at the clock is ended by whoever waits for it.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from bench.trust.fuzz_targets import Target

_PATIENCE = 12.0
"""How many times its limit on the processor an input may take by the clock on the wall."""
_POLL = 0.2
_FEWEST = 1000
"""Inputs on which growth of memory is told."""
MOST_FAULTS = 20
"""Different faults of one target that are told; more say nothing new."""
_ROOT = Path(__file__).resolve().parents[2]


class TooSlowError(BaseException):
    """An input took longer than it may; no reader can mistake it for a fault of the file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An input that broke a promise: ``what`` happened and ``where``, the same for all that break it alike."""

    target: str
    number: int
    what: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.target}:{self.number} {self.what}" + (f" at {self.where}" if self.where else "")


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of the inputs of one target.

    ``taken`` were read, the others refused in a sentence. ``ended`` ended a process that the product keeps apart. ``growth`` is what memory grew
    by after the first fifth, in MB (0 where the system does not tell), ``slowest`` the longest time of one input in seconds.
    """

    target: str
    inputs: int
    taken: int
    ended: int
    faults: tuple[Fault, ...]
    growth: float
    slowest: float
    seconds: float


def run_target(target: Target, count: int, seed: int, limit: float) -> Tally:
    """Try so many inputs of a target, each limited to so many seconds on the processor."""
    context = multiprocessing.get_context("spawn")
    # Position, inputs taken, slowest input, memory after the first fifth and at the end.
    state = context.Array("d", 5, lock=False)
    faults: dict[tuple[str, str], Fault] = {}
    began, ended, growth, first = time.monotonic(), 0, 0.0, 0
    while first < count:
        ours, theirs = context.Pipe(duplex=False)
        state[0] = first
        process = context.Process(
            target=_work, args=(target, range(first, count), seed, limit, state, theirs), daemon=True
        )
        process.start()
        theirs.close()
        stuck = _wait(process, ours, state, limit, faults)
        process.join()
        growth = max(growth, state[4] - state[3])
        if process.exitcode == 0 and not stuck:
            break
        number = int(state[0])
        first = number + 1
        if target.contained and not stuck:
            ended += 1
            continue
        what = "hangs" if stuck else f"ends the process (code {process.exitcode})"
        faults.setdefault((what, ""), Fault(target.name, number, what))
        if len(faults) >= MOST_FAULTS:
            break
    tried = min(int(state[0]) + 1, count)
    return Tally(
        target.name, tried, int(state[1]), ended, tuple(faults.values()), growth, state[2], time.monotonic() - began
    )


def _wait(
    process: multiprocessing.process.BaseProcess,
    ours: Connection,
    state: list[float],
    limit: float,
    faults: dict[tuple[str, str], Fault],
) -> bool:
    """Listen until the process ends; whether it had to be ended."""
    at, since = -1.0, time.monotonic()
    while process.is_alive() or ours.poll():
        with contextlib.suppress(EOFError, OSError):
            if ours.poll(_POLL):
                fault: Fault = ours.recv()
                faults.setdefault((fault.what, fault.where), fault)
                continue
        if not process.is_alive():
            break
        if state[0] != at:
            at, since = state[0], time.monotonic()
        elif time.monotonic() - since > limit * _PATIENCE:
            process.kill()
            return True
        time.sleep(_POLL / 10)
    return False


def _work(target: Target, numbers: range, seed: int, limit: float, state: list[float], told: Connection) -> None:  # noqa: PLR0917
    """Try inputs in this process, as long as somebody waits for them."""
    first, count, parent = numbers.start, numbers.stop, os.getppid()
    # What is loaded and remembered on purpose is there after a while; few inputs tell nothing of growth.
    warm = first + (count - first) // 5 if count - first >= _FEWEST else count
    _quiet()
    for number, fault, seconds, taken in attempts(target, numbers, seed, limit, state):
        if os.getppid() != parent:
            return
        state[1] += taken
        if number > first:  # the first loads what all need
            state[2] = max(state[2], seconds)
        if fault is not None:
            told.send(fault)
        if number == warm:
            state[3] = state[4] = _megabytes()
    if warm < count:
        state[4] = max(state[3], _megabytes())
    told.close()


def attempts(
    target: Target, numbers: range, seed: int, limit: float, state: list[float] | None = None
) -> Iterator[tuple[int, Fault | None, float, bool]]:
    """Try inputs in this process: for each its number, what it broke if anything, its seconds, and whether it was taken."""
    for number in numbers:
        if state is not None:
            state[0] = number
        data = target.make(seed, number)
        began, fault, taken = time.process_time(), None, False
        try:
            with _limited(limit):
                taken = target.attempt(data)
        except TooSlowError as error:
            fault = Fault(target.name, number, f"takes longer than {limit:g} s", _where(error))
        except Exception as error:
            fault = Fault(target.name, number, f"{type(error).__name__}: {error!s:.120}", _where(error))
        yield number, fault, time.process_time() - began, taken


@contextlib.contextmanager
def _limited(limit: float) -> Iterator[None]:
    """Break off what takes too long on the processor, where the system has a clock for that."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _where(error: BaseException) -> str:
    """The innermost line of this repository that the error came through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT) and ".venv" not in frame.filename]
    product = [frame for frame in own if "bench" not in Path(frame.filename).parts] or own
    if not product:
        return ""
    return f"{Path(product[-1].filename).relative_to(_ROOT).as_posix()}:{product[-1].lineno}"


def _megabytes() -> float:
    """Memory that this process holds, in MB; 0 where the system does not tell."""
    gc.collect()
    status = Path("/proc/self/statm")
    if not status.exists():
        return 0.0
    return int(status.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _quiet() -> None:
    """What libraries print about broken input is of no use to anyone."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, sys.stderr.fileno())
    os.close(silent)
