"""The power goes at any step of a build or of the page's own stores, and whatever was not synced is lost, kept, or half kept.

python -m bench.trust.power_cut --count 3000

Each disk that such a cut may leave is laid out and looked at: the version published before or the new one opens and is sound, once the work is over only the new
one will do; the next run finishes. A store of the page holds what was there before or what came after, and everything that was acknowledged.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.trust.apart import BrokenPromiseError, in_own_process, must_end
from bench.trust.kills import Trial, trials
from bench.trust.stage import warm_up
from bench.trust.unsynced import Moment, Recorder, Recording, lay_out, read_recording, some_disk, told

_MOST_TOLD = 40


@dataclass(frozen=True, slots=True)
class Cuts:
    """What was cut off: ``steps`` of all works, ``disks`` that differed and were looked at, ``published`` those that hold the new state. ``broken`` are sentences."""

    steps: int
    disks: int
    published: int
    broken: tuple[str, ...]


def cut_power(count: int, seed: int = 2026) -> Cuts:
    """Look at so many disks, spread evenly over the steps of all works; works in a process of its own."""
    return in_own_process(_campaign, count, seed)


def _campaign(count: int, seed: int) -> Cuts:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder).resolve()
        warm_up(home / "warm")
        works = trials(home)
        recorded = [(work, _record(work, home)) for work in works]
        places = [(work, recording, moment) for work, recording in recorded for moment in recording.moments]
        chance = random.Random(seed)
        seen: set[tuple[str, str, bool]] = set()
        published, broken = 0, []
        for number in range(count):
            work, recording, moment = places[number * len(places) // count]
            disk = some_disk(recording, moment, chance)
            key = (work.name, told(disk), moment.over)
            if key in seen:
                continue
            seen.add(key)
            try:
                lay_out(disk, work.changing)
                published += _look(work, moment, home)
            except BrokenPromiseError as error:
                broken.append(f"{work.name}, power cut before {moment.step}: {error}")
                if len(broken) >= _MOST_TOLD:
                    break
        return Cuts(len(places), len(seen), published, tuple(broken))


def _record(work: Trial, home: Path) -> Recording:
    """Every moment of a work."""
    work.reset()
    path = home / "recording"

    def record() -> None:
        recorder = Recorder(work.changing, work.syncing)
        work.work(home / "log")
        recorder.finish(path)

    must_end(record)
    return read_recording(path)


def _look(work: Trial, moment: Moment, home: Path) -> bool:
    """Whether the new state is there; the next run finishes in any case."""
    done = work.standing()
    if moment.over and not done:
        raise BrokenPromiseError("what had been acknowledged is gone")
    must_end(lambda: work.work(home / "log"))
    work.check_finished()
    return done


def main(arguments: Sequence[str] | None = None) -> int:
    """Cut, and print the figures."""
    parser = argparse.ArgumentParser(prog="bench.trust.power_cut", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=3000, help="disks (default 3000)")
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args(arguments)
    found = cut_power(options.count, options.seed)
    for sentence in found.broken:
        print(f"BROKEN: {sentence}")
    print(f"steps that power was cut at {found.steps}")
    print(f"disks that differ           {found.disks}, of which {found.published} hold the new state")
    print(f"power_cut: {found.disks} disks at {found.steps} steps, {len(found.broken)} broken promises")
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
