"""What a build tells while it runs: a small file in the index, so that every program that looks sees who is at work and how far along.

The build writes it while it holds the lock. A pulse proves that it lives: a build that was killed stops beating, and nobody waits for it.
"""

from __future__ import annotations

import json
import os
import platform
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from errors import FajianError

JOURNAL = "build.json"
CANCEL = "build.cancel"
TERMINAL, PAGE = "terminal", "page"
STARTING, RUNNING, DONE, FAILED, CANCELLED = "starting", "running", "done", "failed", "cancelled"

PULSE = 1.0
"""Seconds between two signs of life."""
_DEAD_AFTER = 20.0
"""Seconds without one after which nobody lives; a busy machine may be late."""
_PAUSE = 0.3
"""Seconds between two notes of progress, which may come by the thousand."""


class BuildCancelledError(FajianError):
    """Somebody asked the build to stop."""


@dataclass(frozen=True, slots=True)
class BuildState:
    """How a build stands.

    ``by`` is who started it, ``process`` its number on the machine ``host``, ``stage``, ``done`` and ``of`` are as in :data:`indexer.gathering.Progress`. ``started``, ``since`` (of the
    stage) and ``beat`` are seconds of the clock. ``error`` is the sentence of a build that failed, ``result`` the counts of one that is done,
    with the files it skipped.
    """

    build: str
    by: str = TERMINAL
    process: int = 0
    state: str = RUNNING
    stage: str = ""
    done: int = 0
    of: int = 0
    started: float = 0.0
    since: float = 0.0
    beat: float = 0.0
    error: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    host: str = ""

    @property
    def alive(self) -> bool:
        """Whether the build is still at work."""
        return self.state in {STARTING, RUNNING} and abs(time.time() - self.beat) < _DEAD_AFTER

    @property
    def died(self) -> bool:
        """Whether it ended without a word: killed, or the machine went down."""
        return self.state in {STARTING, RUNNING} and not self.alive

    @property
    def seconds_left(self) -> float | None:
        """How long its stage will go on at the pace so far; ``None`` before that can be told."""
        passed = self.beat - self.since
        if not 0 < self.done < self.of or passed < 2:
            return None
        return passed / self.done * (self.of - self.done)


def new_build() -> str:
    """A name for a build."""
    return secrets.token_hex(8)


def read_state(directory: Path) -> BuildState | None:
    """How the latest build of an index stands; ``None`` where none has left a word, or no readable one."""
    try:
        fields = json.loads((directory / JOURNAL).read_text(encoding="utf-8"))
        return BuildState(
            build=str(fields["build"]),
            by=str(fields["by"]),
            process=int(fields["process"]),
            state=str(fields["state"]),
            stage=str(fields["stage"]),
            done=int(fields["done"]),
            of=int(fields["of"]),
            started=float(fields["started"]),
            since=float(fields["since"]),
            beat=float(fields["beat"]),
            error=str(fields["error"]),
            result=dict(fields["result"]),
            host=str(fields.get("host", "")),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def who_is_at_it(directory: Path) -> str:
    """Who holds an index that is locked, since when, and whether there are signs of life; words that complete a sentence, ``""`` where nobody says."""
    state = read_state(directory)
    if state is None or state.state not in {STARTING, RUNNING}:
        return ""
    since = time.strftime(
        "%H:%M" if time.time() - state.started < 80_000 else "%Y-%m-%d %H:%M", time.localtime(state.started)
    )
    where = "the web page" if state.by == PAGE else "a terminal"
    machine = f" on {state.host}" if state.host not in {"", platform.node()} else ""
    who = f"started from {where} at {since}, process {state.process}{machine}"
    if state.alive:
        return f" ({who})"
    # Nobody takes the lock away from it: it may wake up again. The system lets go of it as soon as the process ends.
    return f" ({who}, no sign of life for {_span(time.time() - state.beat)}; end that process if it hangs)"


def _span(seconds: float) -> str:
    """A length of time for people."""
    minutes = max(0, round(seconds / 60))
    return (
        f"{seconds:.0f} seconds" if minutes < 2 else f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
    )


def write_state(directory: Path, state: BuildState) -> None:
    """Put a state in place; a disk that is full must not end the build it tells of."""
    for _ in range(2):  # a build that begins takes away what it finds half written
        pending = directory / f".{JOURNAL}.{secrets.token_hex(4)}"
        try:
            pending.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
            pending.replace(directory / JOURNAL)
            return
        except FileNotFoundError:
            continue
        except OSError:
            with suppress(OSError):
                pending.unlink()
            return


def ask_to_cancel(directory: Path, build: str) -> None:
    """Ask a build to stop; it does so at its next step and leaves the published version as it is."""
    (directory / CANCEL).write_text(build, encoding="utf-8")


def is_cancelled(directory: Path, build: str) -> bool:
    """Whether a build was asked to stop."""
    try:
        return (directory / CANCEL).read_text(encoding="utf-8", errors="replace").strip() == build
    except OSError:
        return False


class Journal:
    """Keeps the state of one build while it holds the lock of the index."""

    def __init__(self, directory: Path, *, by: str = TERMINAL, build: str | None = None) -> None:
        self._directory = directory
        now = time.time()
        self._state = BuildState(
            build or new_build(), by, os.getpid(), started=now, since=now, beat=now, host=platform.node()
        )
        self._written = self._looked = 0.0
        self._lock = threading.Lock()
        self._over = threading.Event()

    def __enter__(self) -> Journal:
        # What a build that was killed was just writing.
        for left in self._directory.glob(f".{JOURNAL}.*"):
            with suppress(OSError):
                left.unlink()
        self._put(force=True)
        threading.Thread(target=self._beat, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if error is not None:
            cancelled = isinstance(error, (BuildCancelledError, KeyboardInterrupt))
            told = str(error) if isinstance(error, (FajianError, OSError)) else f"{type(error).__name__}: {error}"
            self._change(state=CANCELLED if cancelled else FAILED, error="" if cancelled else told)
        with suppress(OSError):
            if self._asked():
                (self._directory / CANCEL).unlink()

    def telling(self, progress: Callable[[str, int, int], None] | None) -> Callable[[str, int, int], None]:
        """A listener that keeps the journal, tells ``progress``, and stops the build when that was asked for.

        The listener raises BuildCancelledError; what was written so far is then taken away again.
        """

        def tell(stage: str, done: int, total: int) -> None:
            self.tell(stage, done, total)
            if progress is not None:
                progress(stage, done, total)

        return tell

    def tell(self, stage: str, done: int, total: int) -> None:
        """Note how far the build is.

        Raises:
            BuildCancelledError: It was asked to stop.
        """
        new = stage != self._state.stage
        now = time.time()
        look = new or done == total or abs(now - self._looked) > _PAUSE
        self._change(
            force=new or done == total, stage=stage, done=done, of=total, since=now if new else self._state.since
        )
        published = stage == "write" and done == total
        if not look or published:
            return
        self._looked = now
        if self._asked():
            raise BuildCancelledError("The build was cancelled; the last published index is untouched")

    def finish(self, result: Mapping[str, Any]) -> None:
        """Note what the build did."""
        self._over.set()
        self._change(state=DONE, result=result)

    def _asked(self) -> bool:
        return is_cancelled(self._directory, self._state.build)

    def _beat(self) -> None:
        while not self._over.wait(PULSE):
            self._put(force=True)

    def _change(self, *, force: bool = True, **fields: Any) -> None:  # noqa: ANN401
        with self._lock:
            self._state = replace(self._state, **fields)
        self._put(force=force)

    def _put(self, *, force: bool) -> None:
        with self._lock:
            now = time.time()
            if not force and now - self._written < _PAUSE:
                return
            self._written = now
            # The pulse may wake up a moment after the last word.
            self._state = replace(self._state, beat=now)
            write_state(self._directory, self._state)
