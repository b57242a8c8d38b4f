"""What is asked of a work on a disk that refuses: it is done all the same, or one clear sentence is said; and nothing is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import cli
from bench.trust.apart import BrokenPromiseError, Child, must_end
from bench.trust.kills import Trial
from bench.trust.stage import Stage
from errors import FajianError


def does_or_tells(work: Trial, run: Callable[[], int], log: Path, free: Callable[[], object] = bool) -> bool:
    """Whether a work is done in spite of the disk.

    Args:
        work: What is done; it is put back first.
        run: Does it, in a child, on a disk that refuses.
        log: Where encoders write what they encoded.
        free: Makes the disk take everything again; the next run finishes then.

    Raises:
        BrokenPromiseError: It neither was done nor failed with one sentence; or something was lost.
    """
    work.reset()
    child = Child(run)
    code = child.wait()
    free()
    check_words(code, child)
    if not work.standing() and code == 0:
        raise BrokenPromiseError("said that it is done, and it is not")
    must_end(lambda: work.work(log))
    work.check_finished()
    return code == 0


def check_words(code: int, child: Child) -> None:
    """A program that ended with 0, or with 1 and one sentence that says why.

    Raises:
        BrokenPromiseError: It did not.
    """
    lines = [line for line in child.words.splitlines() if line.strip()]
    if code not in {0, 1} or "Traceback" in child.words:
        raise BrokenPromiseError(f"ended with {code}: {child.last_words}")
    if code == 1 and (not lines or not lines[-1].startswith("fajian: ") or child.words.count("fajian: ") != 1):
        raise BrokenPromiseError(f"said no clear sentence: {child.last_words}")


def by_hand(work: Trial, log: Path) -> int:
    """Do a work as a person would: an index by its command; a store of the page by its function, whose errors the page shows."""
    if isinstance(work, Stage):
        return cli.main(work.command())
    try:
        work.work(log)
    except FajianError as error:
        print(f"fajian: {error}", file=sys.stderr)
        return 1
    return 0
