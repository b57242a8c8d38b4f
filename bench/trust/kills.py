"""Builds, removals, migrations and the page's own stores, killed at random moments and before each of their steps.

python -m bench.trust.kills --count 2000

After each kill the last published version opens, answers and is sound, and its content is that before or that after, nothing between. The next run
finishes, encodes no text again that was encoded before the kill (but for one batch), and leaves nothing lying about.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from bench.trust.apart import BrokenPromiseError, Child, in_own_process, must_end
from bench.trust.slow_encoder import BATCH, encoded_texts
from bench.trust.stage import SCENES, Stage, warm_up
from bench.trust.steps import kill_before, watch
from bench.trust.stores import STORES

_AGAIN = 0.25
"""How often the run after a kill is killed too."""
_MOST_TOLD = 20


class Trial(Protocol):
    """Something that changes what lies in a folder, and can be judged and put back: an index, or a store of the page."""

    name: str
    changing: Path
    """The folder that the work changes, and nothing else."""
    syncing: Collection[str]
    """Names of files that SQLite syncs by itself."""

    def work(self, log: Path) -> None:
        """Do the work; texts that were encoded, or steps that were acknowledged, are written to ``log``."""

    def reset(self) -> None:
        """Put everything back as it was before the work."""

    def standing(self) -> bool:
        """Whether the work is done, or not; raises BrokenPromiseError where it is neither."""

    def check_finished(self) -> None:
        """Raise BrokenPromiseError unless the work is done and nothing lies about."""


@dataclass(frozen=True, slots=True)
class Kills:
    """What was killed, and what came of it.

    ``at_random`` and ``at_steps`` count kills, ``steps`` those that the works have in all, ``published`` the kills after which the new state was
    there already. ``encoded`` counts the texts encoded in all runs, ``again`` those encoded more than once. ``broken`` are sentences.
    """

    at_random: int
    at_steps: int
    steps: int
    published: int
    encoded: int
    again: int
    broken: tuple[str, ...]

    @property
    def survived(self) -> int:
        """Kills after which every promise was kept."""
        return self.at_random + self.at_steps - len(self.broken)


def kill_builds(count: int, seed: int = 2026) -> Kills:
    """Kill so many times, half at random moments and half before steps, these spread evenly; works in a process of its own."""
    return in_own_process(_campaign, count, seed)


def trials(home: Path) -> list[Trial]:
    """Every work that is killed, set up below a folder."""
    stages: list[Trial] = [Stage(scene, home / f"index-{number}") for number, scene in enumerate(SCENES)]
    return stages + [make(home / f"store-{number}") for number, make in enumerate(STORES)]


def _campaign(count: int, seed: int) -> Kills:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder).resolve()
        warm_up(home / "warm")
        return _Campaign(home, trials(home), random.Random(seed)).run(count)


class _Campaign:
    def __init__(self, home: Path, works: Sequence[Trial], chance: random.Random) -> None:
        self._works = works
        self._chance = chance
        self._log = home / "log"
        self._counted = home / "steps"
        self._kills: Counter[str] = Counter()
        self._broken: list[str] = []

    def run(self, count: int) -> Kills:
        measured = {work.name: self._measure(work) for work in self._works}
        total = sum(steps for _, steps in measured.values())
        places = [(work, step) for work in self._works for step in range(measured[work.name][1])]
        at_steps = min(count // 2, total)
        for number in range(at_steps):
            work, step = places[number * total // at_steps]
            self._round(work, f"before step {step}", partial(self._killed_before, work, step))
        while self._kills["at random"] < count - at_steps and len(self._broken) < _MOST_TOLD:
            work = self._works[self._kills["at random"] % len(self._works)]
            moment = self._chance.uniform(0, 0.9 * measured[work.name][0])
            self._round(work, f"after {moment * 1000:.0f} ms", partial(self._killed_after, work, moment))
        found = self._kills
        return Kills(
            found["at random"],
            found["at steps"],
            total,
            found["published"],
            found["encoded"],
            found["again"],
            tuple(self._broken),
        )

    def _measure(self, work: Trial) -> tuple[float, int]:
        """Seconds that a work takes, and its number of steps."""
        work.reset()

        def count() -> None:
            passed: list[str] = []
            watch(work.changing, lambda kind, path: passed.append(kind))
            work.work(self._log)
            self._counted.write_text(str(len(passed)), encoding="ascii")

        must_end(count)
        work.reset()
        began = time.monotonic()
        must_end(lambda: work.work(self._log))
        return time.monotonic() - began, int(self._counted.read_text(encoding="ascii"))

    def _round(self, work: Trial, when: str, kill: Callable[[], bool]) -> None:
        """Kill a work, look, and let it be finished; now and then kill it a second time before that."""
        work.reset()
        self._log.unlink(missing_ok=True)
        try:
            kills = int(kill())
            self._kills["published"] += work.standing() and kills
            if not kills:
                return  # it was done before its time
            if self._chance.random() < _AGAIN:
                kills += self._killed_after(work, self._chance.uniform(0, 0.1))
                work.standing()
            must_end(lambda: work.work(self._log))
            work.check_finished()
            self._check_encoded(kills)
        except BrokenPromiseError as error:
            self._broken.append(f"{work.name}, killed {when}: {error}")

    def _killed_before(self, work: Trial, step: int) -> bool:
        def until() -> None:
            kill_before(work.changing, step)
            work.work(self._log)

        killed = self._ended(Child(until))
        self._kills["at steps"] += killed
        return killed

    def _killed_after(self, work: Trial, seconds: float) -> bool:
        child = Child(lambda: work.work(self._log))
        time.sleep(seconds)
        child.kill()
        killed = self._ended(child)
        self._kills["at random"] += killed
        return killed

    def _ended(self, child: Child) -> bool:
        """Whether a child was killed; where it came to its end before that, it must have ended well."""
        code = child.wait()
        if code > 0:
            raise BrokenPromiseError(f"failed by itself: {child.last_words}")
        return code < 0

    def _check_encoded(self, kills: int) -> None:
        texts = encoded_texts(self._log)
        again = len(texts) - len(set(texts))
        self._kills["encoded"] += len(texts)
        self._kills["again"] += again
        if again > BATCH * kills:
            raise BrokenPromiseError(f"{again} texts encoded before the kill were encoded again")


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill, and print the figures."""
    parser = argparse.ArgumentParser(prog="bench.trust.kills", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=2000, help="kills (default 2000)")
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args(arguments)
    found = kill_builds(options.count, options.seed)
    for sentence in found.broken:
        print(f"BROKEN: {sentence}")
    print(f"killed at random moments     {found.at_random}")
    print(f"killed before a step         {found.at_steps}, of {found.steps} steps")
    print(f"new state there already      {found.published}")
    print(f"texts encoded, of these again {found.encoded}, {found.again}")
    print(f"kills: {found.survived} of {found.at_random + found.at_steps} survived, {found.again} texts encoded twice")
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
