"""Builders that meet: one works, the others are told who it is; a killed one leaves nothing in the way, a stopped one is not robbed of its lock.

python -m bench.trust.builders INDEX REPORTS WAIT_FOR       # one builder, which waits in the middle of its work until the file WAIT_FOR is there
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.trust.small_reports import write_report
from embeddings import HashingEncoder
from errors import FajianError, IndexBusyError
from indexer import journal
from indexer.build import build_index
from indexer.status import find_damage

_ROOT = Path(__file__).resolve().parents[2]
_BUSY = 3
"""Exit code of a builder that was told that another is at work."""
_LONG_ENOUGH = 120.0
"""Seconds for a process to start on a busy machine."""


def check_builders(home: Path, count: int, *, silent: float = 3.0) -> tuple[int, list[str]]:
    """Let builders meet: how many were started, and what went wrong.

    Args:
        home: A folder to be made.
        count: Builders that start at once; 0 leaves that out.
        silent: Seconds without a sign of life after which a builder may be called silent; 20 in the product.
    """
    for number in range(3):
        write_report(home / "reports" / f"{number}.txt", number)
    before = journal._DEAD_AFTER
    journal._DEAD_AFTER = silent
    try:
        wrong = (_at_once(home, count) if count else []) + _stopped(home, silent) + _killed(home)
    finally:
        journal._DEAD_AFTER = before
    return count + 2, wrong


def _at_once(home: Path, count: int) -> list[str]:
    """Exactly one of several works."""
    builders = [_start(home, "at-once") for _ in range(count)]
    # The one that works waits until all others have gone.
    until = time.monotonic() + _LONG_ENOUGH
    while sum(builder.poll() is None for builder in builders) > 1 and time.monotonic() < until:
        time.sleep(0.05)
    (home / "at-once").touch()
    said = {builder.pid: (builder.communicate()[0], builder.returncode) for builder in builders}
    worked = [process for process, (_, code) in said.items() if code == 0]
    wrong = [] if len(worked) == 1 else [f"{len(worked)} of {count} builders worked: {said}"]
    for process, (told, code) in said.items():
        if code not in (0, _BUSY) or (code == _BUSY and not any(f"process {owner}" in told for owner in worked)):
            wrong.append(f"builder {process} ended with {code} and said: {told}")
    return wrong + find_damage(home / "index")


def _stopped(home: Path, silent: float) -> list[str]:
    """A builder that is stopped keeps its lock, is told to be silent, and finishes when it goes on."""
    builder = _start(home, "stopped")
    _until_at_work(home, builder)
    wrong = _told_busy(home, f"process {builder.pid}", not_told="no sign of life")
    builder.send_signal(signal.SIGSTOP)
    time.sleep(silent + 0.5)
    wrong += _told_busy(home, f"process {builder.pid}, no sign of life for")
    builder.send_signal(signal.SIGCONT)
    (home / "stopped").touch()
    told, _ = builder.communicate(timeout=_LONG_ENOUGH)
    if builder.returncode:
        wrong.append(f"the builder that was stopped ended with {builder.returncode} and said: {told}")
    return wrong + find_damage(home / "index")


def _killed(home: Path) -> list[str]:
    """After a builder was killed the next one works at once."""
    builder = _start(home, "killed")
    _until_at_work(home, builder)
    wrong = _told_busy(home, f"process {builder.pid}")
    builder.kill()
    builder.communicate()
    try:
        build_index(home / "index", [home / "reports"], HashingEncoder(16))
    except FajianError as error:
        wrong.append(f"after a builder was killed the next one said: {error}")
    return wrong + find_damage(home / "index")


def _told_busy(home: Path, told: str, not_told: str = "\n") -> list[str]:
    try:
        build_index(home / "index", [home / "reports"], HashingEncoder(16))
    except IndexBusyError as error:
        return [] if told in str(error) and not_told not in str(error) else [f"instead of {told!r}: {error}"]
    return ["two builders worked at once"]


def _start(home: Path, wait_for: str) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "bench.trust.builders",
        *map(str, (home / "index", home / "reports", home / wait_for)),
    ]
    return subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def _until_at_work(home: Path, builder: subprocess.Popen[str]) -> None:
    """Wait until a builder holds the lock and has begun to read."""
    until = time.monotonic() + _LONG_ENOUGH
    while time.monotonic() < until:
        state = journal.read_state(home / "index")
        if state is not None and state.process == builder.pid and state.stage:
            return
        if builder.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(f"the builder did not begin: {builder.poll()}")


def _build(directory: Path, reports: Path, wait_for: Path) -> int:
    """One builder, which waits when it has begun."""

    def wait(stage: str, done: int, total: int) -> None:
        until = time.monotonic() + _LONG_ENOUGH
        while not wait_for.exists() and time.monotonic() < until:
            time.sleep(0.02)

    try:
        build_index(directory, [reports], HashingEncoder(16), progress=wait)
    except IndexBusyError as error:
        sys.stdout.write(str(error))
        return _BUSY
    return 0


if __name__ == "__main__":
    sys.exit(_build(*map(Path, sys.argv[1:4])))
