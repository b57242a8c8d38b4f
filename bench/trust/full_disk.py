"""A disk that is full, fails, or may not be written to, at every point where that can show.

python -m bench.trust.full_disk --count 1000

Files may grow to a limit and no further (which also holds inside SQLite, numpy and FAISS), steps fail one by one or all from one on, and where the system lets us, small
disks and read-only ones are real (:mod:`bench.trust.small_disk`). Each time the program says one clear sentence and exits with 1, or does the work; the
version published before opens and answers; once there is room the next run finishes.
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.trust.apart import BrokenPromiseError, in_own_process, must_end
from bench.trust.kills import Trial, trials
from bench.trust.refusing import by_hand, does_or_tells
from bench.trust.small_disk import RealDisks, try_real_disks
from bench.trust.stage import Stage, warm_up
from bench.trust.steps import watch

FAULTS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT)
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class FullDisks:
    """How often writing failed, and what came of it.

    ``limits`` counts runs with a limit on the size of files, ``failures`` those with a step that fails. ``told`` of all runs ended with a sentence, ``done`` found
    room. ``real`` are the runs on disks that are really small or read-only. ``broken`` are sentences.
    """

    limits: int
    failures: int
    told: int
    done: int
    real: RealDisks
    broken: tuple[str, ...]


def fill_disks(count: int, seed: int = 2026) -> FullDisks:
    """Let writing fail so many times, and a tenth as often on real disks; works in processes of its own."""
    real = try_real_disks(max(count // 10, 4))
    return in_own_process(_campaign, count, seed, real)


def _campaign(count: int, seed: int, real: RealDisks) -> FullDisks:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder).resolve()
        warm_up(home / "warm")
        works = [work for work in trials(home) if not isinstance(work, Stage) or work.scene.command]
        found: Counter[str] = Counter()
        broken: list[str] = list(real.broken)
        for kind, told, work, run in _runs(works, count, home, random.Random(seed)):
            found[kind] += 1
            try:
                found["done" if does_or_tells(work, run, home / "log") else "told"] += 1
            except BrokenPromiseError as error:
                broken.append(f"{work.name}, {told}: {error}")
                if len(broken) >= _MOST_TOLD:
                    break
        return FullDisks(found["limits"], found["failures"], found["told"], found["done"], real, tuple(broken))


def _runs(
    works: Sequence[Trial], count: int, home: Path, chance: random.Random
) -> Iterator[tuple[str, str, Trial, Callable[[], int]]]:
    """Kind, words, work, and what is to be run: limits and failing steps by turns, spread evenly over what each work writes."""
    measured = [(work, *_measure(work, home)) for work in works]
    for number in range(count):
        work, largest, steps = measured[number % len(measured)]
        share = (number // len(measured) + chance.random()) / (count // len(measured) + 1)
        if number // len(measured) % 2:
            limit = int(largest * share)
            yield "limits", f"no file over {limit} bytes", work, partial(_limited, work, home, limit)
        else:
            step, fault, lasting = int(steps * share), chance.choice(FAULTS), chance.random() < 0.5
            told = f"{errno.errorcode[fault]} at step {step}{' and all after' if lasting else ''}"
            yield "failures", told, work, partial(_failing, work, home, step, fault, lasting=lasting)


def _measure(work: Trial, home: Path) -> tuple[int, int]:
    """The size of the largest file that a work leaves, and the number of its steps."""
    work.reset()
    counted = home / "counted"

    def count() -> None:
        passed: list[str] = []
        watch(work.changing, lambda kind, path: passed.append(kind))
        by_hand(work, home / "log")
        counted.write_text(str(len([kind for kind in passed if kind != "sql"])), encoding="ascii")

    must_end(count)
    largest = max(path.stat().st_size for path in work.changing.rglob("*") if path.is_file())
    return largest, int(counted.read_text(encoding="ascii"))


def _limited(work: Trial, home: Path, limit: int) -> int:
    """Do a work while no file may grow beyond so many bytes; Python ignores the signal that would end the process."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    return by_hand(work, home / "log")


def _failing(work: Trial, home: Path, step: int, fault: int, *, lasting: bool) -> int:
    """Do a work while one step fails, or all from it on."""
    passed = 0

    def fail(kind: str, path: str) -> None:
        nonlocal passed
        if kind == "sql":
            return  # what is raised there goes nowhere
        passed += 1
        if passed == step + 1 or (lasting and passed > step):
            raise OSError(fault, os.strerror(fault), path)

    watch(work.changing, fail)
    return by_hand(work, home / "log")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill disks, and print the figures."""
    parser = argparse.ArgumentParser(prog="bench.trust.full_disk", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=1000, help="runs (default 1000)")
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args(arguments)
    found = fill_disks(options.count, options.seed)
    for sentence in found.broken:
        print(f"BROKEN: {sentence}")
    real = found.real
    print(f"runs with a limit on files   {found.limits}")
    print(f"runs with a step that fails  {found.failures}")
    print(f"told in a sentence, done     {found.told}, {found.done}")
    print(
        f"real disks                   {real.skipped or f'{real.small} small, {real.read_only} commands on read-only'}"
    )
    print(
        f"full_disk: {found.limits + found.failures + real.small} runs without room, {real.read_only} read-only, "
        f"{len(found.broken)} broken promises"
    )
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
