"""Starts a build of the index in a process of its own, and tells how the latest one stands, whoever started it."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from errors import FajianError, IndexBusyError
from indexer.job import Job, command
from indexer.journal import (
    FAILED,
    PAGE,
    STARTING,
    BuildState,
    ask_to_cancel,
    new_build,
    read_state,
    who_is_at_it,
    write_state,
)
from web.corpus_shelf import check_writable

LOG = "build.log"
_ROOT = Path(__file__).resolve().parent.parent
_LONGEST_TAIL = 2_000


@dataclass(frozen=True, slots=True)
class _Started:
    """A build that this server started."""

    build: str
    process: subprocess.Popen[bytes]
    log: Path


_lock = threading.Lock()
_started: dict[Path, _Started] = {}


def start(
    directory: Path,
    data: Path,
    *,
    folders: Sequence[Path] = (),
    remove: Sequence[Path] = (),
    reread: Sequence[Path] = (),
    rebuild: bool = False,
    model: str | None = None,
) -> str:
    """Begin a build; arguments as in ``build_index``. It goes on when the page's server ends, and says in the index how it stands.

    Returns:
        The name of the build.

    Raises:
        IndexBusyError: Somebody builds this index already; the sentence says who.
        FajianError: The page is read-only, or the process cannot be started.
    """
    check_writable(data)
    directory = directory.resolve()
    with _lock:
        state = _latest(directory)
        if state is not None and state.alive:
            who = who_is_at_it(directory)
            raise IndexBusyError(f"{directory} is being indexed by another program{who}; wait until it is done")
        build = new_build()
        job = Job(
            str(directory),
            build,
            folders=_texts(folders),
            remove=_texts(remove),
            reread=_texts(reread),
            rebuild=rebuild,
            model=model or os.environ.get("FAJIAN_MODEL"),
        )
        try:
            directory.mkdir(parents=True, exist_ok=True)
            data.mkdir(parents=True, exist_ok=True)
            _started[directory] = _Started(build, _run(job, data / LOG), data / LOG)
        except OSError as error:
            raise FajianError(
                f"The build cannot be started ({error.strerror}); check the disk and the rights on it"
            ) from error
        now = time.time()
        found = read_state(directory)
        if found is None or found.build != build:
            # Until the process has come up; it writes its own words over this.
            write_state(directory, BuildState(build, PAGE, 0, STARTING, started=now, since=now, beat=now))
    return build


def latest(directory: Path) -> BuildState | None:
    """How the latest build of an index stands; ``None`` where none has left a word."""
    with _lock:
        return _latest(directory.resolve())


def cancel(directory: Path, data: Path, build: str) -> None:
    """Stop a build that was started from a page; the published version stays.

    Raises:
        FajianError: The page is read-only, or that build is no page's, or is over.
    """
    check_writable(data)
    state = latest(directory)
    if state is None or state.build != build or not state.alive:
        return
    if state.by != PAGE:
        raise FajianError("This build was started in a terminal; stop it there with Ctrl-C")
    ask_to_cancel(directory.resolve(), build)


def _texts(paths: Sequence[Path]) -> tuple[str, ...]:
    return tuple(str(path.resolve()) for path in paths)


def _run(job: Job, log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            command(job),
            cwd=_ROOT,
            env={**os.environ, "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # An ended process that nobody asks after stays in the system's table; the page may not be looked at for days.
    threading.Thread(target=process.wait, daemon=True, name="fajian-build").start()
    return process


def _latest(directory: Path) -> BuildState | None:
    state = read_state(directory)
    own = _started.get(directory)
    if state is None or own is None or own.build != state.build:
        return state
    code = own.process.poll()
    if code is None:
        # It may take long to come up; it lives nevertheless.
        return replace(state, beat=time.time()) if state.state == STARTING else state
    state = read_state(directory) or state
    if state.build != own.build or not (state.alive or state.died):
        return state
    told = replace(state, state=FAILED, error=_last_words(own.log, code), beat=time.time())
    write_state(directory, told)
    return told


def _last_words(log: Path, code: int) -> str:
    """The last line that the process wrote, or that it wrote none."""
    try:
        lines = log.read_bytes()[-_LONGEST_TAIL:].decode("utf-8", "replace").split("\n")
    except OSError:
        lines = []
    said = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return said or f"The build ended by itself (exit code {code}); the last published index is untouched"
