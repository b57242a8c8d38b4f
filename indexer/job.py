"""A build in a process of its own: the page starts one, looks at its journal, and may end without ending it.

It does what ``cli.py index`` does, by the same function. A guard ends the process when it was cancelled and does not come to its next step,
or when it has come no further for a long time: a build that is killed leaves the last published version as it is.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from embeddings import load_encoder
from errors import FajianError, IndexBusyError
from indexer.build import build_index
from indexer.journal import (
    CANCELLED,
    FAILED,
    PAGE,
    STARTING,
    BuildCancelledError,
    BuildState,
    Journal,
    is_cancelled,
    read_state,
    write_state,
)
from indexer.reading_pool import ReadingPool

GRACE = 10.0
"""Seconds that a cancelled build gets to come to its next step."""
LONGEST_STEP = 3600.0
"""Seconds without progress after which something hangs; writing a million passages takes minutes."""
_LOOK = 0.5
BUSY, FAULT = 3, 1


@dataclass(frozen=True, slots=True)
class Job:
    """What to build; as in :func:`indexer.build.build_index`, with paths as text. ``model`` is as in ``load_encoder``."""

    directory: str
    build: str
    folders: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    reread: tuple[str, ...] = ()
    rebuild: bool = False
    model: str | None = None


def command(job: Job) -> list[str]:
    """The command line that does a job."""
    return [sys.executable, "-m", "indexer.job", json.dumps(asdict(job))]


def run(job: Job) -> int:
    """Build, and leave the outcome in the journal; the exit code."""
    directory = Path(job.directory)
    guard = threading.Thread(target=_guard, args=(directory, job.build), daemon=True)
    guard.start()
    if hasattr(os, "nice"):
        os.nice(10)  # whoever searches meanwhile comes first
    try:
        build_index(
            directory,
            _paths(job.folders),
            load_encoder(job.model),
            remove=_paths(job.remove),
            reread=_paths(job.reread),
            rebuild=job.rebuild,
            journal=Journal(directory, by=PAGE, build=job.build),
            reader=ReadingPool(),
        )
    except IndexBusyError as error:
        # The journal is now that of the other build, which alone may write it.
        sys.stderr.write(f"{error}\n")
        return BUSY
    except BuildCancelledError:
        return FAULT
    except (FajianError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        _tell_failure(directory, job.build, str(error))
        return FAULT
    except Exception as error:
        logging.getLogger(__name__).exception("the build failed")
        _tell_failure(
            directory,
            job.build,
            f"The build failed by a fault of this program ({type(error).__name__}); please report it",
        )
        return FAULT
    return 0


def _paths(names: Sequence[str]) -> list[Path]:
    return [Path(name) for name in names]


def _tell_failure(directory: Path, build: str, error: str) -> None:
    """Where the build never came to have the journal, what was written at the start is all there is."""
    state = read_state(directory)
    if state is not None and state.build == build and state.state in {STARTING, FAILED}:
        write_state(directory, replace(state, state=FAILED, error=error, beat=time.time()))


def _guard(directory: Path, build: str) -> None:
    asked: float | None = None
    step: tuple[str, int] = ("", -1)
    moved = time.monotonic()
    while True:
        time.sleep(_LOOK)
        now = time.monotonic()
        state = read_state(directory)
        own = state if state is not None and state.build == build else BuildState(build)
        if (own.stage, own.done) != step:
            step, moved = (own.stage, own.done), now
        if asked is None and is_cancelled(directory, build):
            asked = now
        if own.stage == "write" and own.done == own.of > 0:
            continue  # it is published; what is left takes a moment
        if asked is not None and now - asked > GRACE:
            write_state(directory, replace(own, state=CANCELLED, beat=time.time()))
            os._exit(FAULT)
        if now - moved > LONGEST_STEP:
            told = f"The build came no further for {LONGEST_STEP / 60:.0f} minutes and was given up; index again"
            write_state(directory, replace(own, state=FAILED, error=told, beat=time.time()))
            os._exit(FAULT)


def main(arguments: Sequence[str]) -> int:
    """Do the job that the one argument describes, as JSON."""
    fields = json.loads(arguments[0])
    for name in ("folders", "remove", "reread"):
        fields[name] = tuple(fields[name])
    return run(Job(**fields))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
