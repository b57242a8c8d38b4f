"""Fuzzing: damaged inputs for every reader and parser, each read or refused in a sentence, and nothing else.

python -m bench.trust.fuzz                              # a million inputs over all targets
python -m bench.trust.fuzz --count 20000 --target docx  # one target
python -m bench.trust.fuzz --engine atheris --count 50000  # guided by coverage, where atheris is installed
python -m bench.trust.fuzz --input docx:4711            # one input again, with what went wrong
python -m bench.trust.fuzz --shrink docx:4711 --keep FILE  # the smallest input that breaks the same promise

An input that takes longer than ``--limit`` seconds on the processor hangs; a target whose memory grows by more than ``--growth`` MB after the first
fifth of its inputs leaks. What an input must keep besides: :mod:`bench.trust.fuzz_checks`.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.trust.fuzz_process import Fault, Tally, attempts, run_target
from bench.trust.fuzz_targets import TARGETS, Target, target_named

COUNT = 1_000_000
LIMIT = 10.0
GROWTH = 64.0
"""MB. What is remembered on purpose (a few thousand segmented sentences, regular expressions, parsers) takes up to half of it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run came to; ``leaking`` are targets whose memory grew beyond the bound."""

    tallies: tuple[Tally, ...]
    leaking: tuple[str, ...]

    @property
    def inputs(self) -> int:
        """Inputs tried."""
        return sum(tally.inputs for tally in self.tallies)

    @property
    def taken(self) -> int:
        """Inputs read; the others were refused in a sentence."""
        return sum(tally.taken for tally in self.tallies)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """One input for each way in which a promise was broken."""
        return tuple(fault for tally in self.tallies for fault in tally.faults)

    @property
    def kept(self) -> bool:
        """Whether every promise was kept."""
        return not self.faults and not self.leaking

    def __str__(self) -> str:
        ended = sum(tally.ended for tally in self.tallies)
        grown = max((tally.growth for tally in self.tallies), default=0.0)
        slowest = max((tally.slowest for tally in self.tallies), default=0.0)
        return (
            f"{self.inputs:,} inputs over {len(self.tallies)} targets, {self.taken:,} read, the others refused in a sentence; "
            f"{len(self.faults)} faults, {ended} contained crashes, slowest {slowest:.1f} s, memory grew by {grown:.0f} MB at most, "
            f"{len(self.leaking)} leaks"
        )


def fuzz(
    count: int = COUNT,
    *,
    seed: int = 1,
    targets: Sequence[Target] = (),
    limit: float = LIMIT,
    growth: float = GROWTH,
    show: bool = False,
) -> Figures:
    """Try so many inputs, spread over the targets by their shares.

    Args:
        count: Of all targets together.
        seed: Other seeds make other inputs.
        targets: All that are not extra, if none is named.
        limit: Seconds on the processor that one input may take.
        growth: MB by which the memory of a target may grow.
        show: Print a line a target as it is done.
    """
    chosen = tuple(targets) or tuple(target for target in TARGETS if not target.extra)
    tallies = []
    for target, inputs in spread(count, chosen):
        tally = run_target(target, inputs, seed, limit)
        tallies.append(tally)
        if show:
            each = tally.seconds / max(1, tally.inputs) * 1000
            print(
                f"{tally.target:11}{tally.inputs:9,} inputs{tally.taken:9,} read{each:8.2f} ms each, slowest {tally.slowest:5.2f} s, "
                f"memory +{tally.growth:3.0f} MB, {tally.ended} contained, {len(tally.faults)} faults",
                flush=True,
            )
            for fault in tally.faults:
                print(f"    {fault}", flush=True)
    return Figures(tuple(tallies), tuple(tally.target for tally in tallies if tally.growth > growth))


def spread(count: int, targets: Sequence[Target]) -> Iterable[tuple[Target, int]]:
    """How many inputs each target gets, at least one."""
    whole = sum(target.share or 1 for target in targets)
    return [(target, max(1, round(count * (target.share or 1) / whole))) for target in targets]


def again(name: str, seed: int, limit: float) -> int:
    """One input by its name, ``docx:4711``, in this process: whether it breaks a promise."""
    target, number = _named(name)
    print(target.make(seed, number)[:2000])
    [(_, fault, seconds, taken)] = attempts(target, range(number, number + 1), seed, limit)
    if fault is None:
        print(f"{'read' if taken else 'refused in a sentence'} in {seconds:.2f} s")
        return 0
    try:
        target.attempt(target.make(seed, number))
    except Exception:
        traceback.print_exc()
    print(fault)
    return 1


def _named(name: str) -> tuple[Target, int]:
    target, _, number = name.partition(":")
    return target_named(target), int(number)


def main() -> int:
    """Fuzz as the arguments say; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", action="append", default=[], choices=[target.name for target in TARGETS])
    parser.add_argument("--engine", choices=("mutate", "atheris"), default="mutate")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds on the processor for one input")
    parser.add_argument("--growth", type=float, default=GROWTH, help="MB by which a target's memory may grow")
    parser.add_argument("--input", metavar="TARGET:NUMBER", help="try one input again")
    parser.add_argument("--shrink", metavar="TARGET:NUMBER", help="make an input that breaks a promise small")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="where the small input is written")
    options = parser.parse_args()
    if options.input:
        return again(options.input, options.seed, options.limit)
    if options.shrink:
        from bench.trust.fuzz_shrink import shrunk

        target, number = _named(options.shrink)
        small = shrunk(target, target.make(options.seed, number))
        print(small[:2000])
        if options.keep:
            options.keep.write_bytes(small)
        return 0
    targets = tuple(target_named(name) for name in options.target)
    if options.engine == "atheris":
        from bench.trust.fuzz_atheris import fuzz_guided

        figures = fuzz_guided(options.count, seed=options.seed, targets=targets, limit=options.limit)
    else:
        figures = fuzz(
            options.count, seed=options.seed, targets=targets, limit=options.limit, growth=options.growth, show=True
        )
    if options.engine == "atheris":
        print(
            f"fuzz: {figures.inputs:,} inputs over {len(figures.tallies)} targets, guided by coverage; {len(figures.faults)} faults"
        )
        return 0 if figures.kept else 1
    for name in figures.leaking:
        print(f"    {name}: memory grew by more than {options.growth:g} MB")
    print(f"fuzz: {figures}")
    return 0 if figures.kept else 1


if __name__ == "__main__":
    sys.exit(main())
