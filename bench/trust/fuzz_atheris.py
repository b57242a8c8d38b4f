"""Fuzzing guided by coverage: atheris keeps inputs that reach lines no other reached, and damages those further.

The engine (libFuzzer) takes over the process it runs in and ends it, so each target has one of its own. Where atheris is not installed, as on Windows,
the sentence says what to install; the plain mutator needs nothing.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from errors import FajianError

if TYPE_CHECKING:
    from bench.trust.fuzz import Figures
    from bench.trust.fuzz_process import Tally
    from bench.trust.fuzz_targets import Target

_LONGEST = 20_000
_MEMORY = 2048
"""MB that one target's process may hold; libFuzzer ends it beyond."""
_RAN = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_PEAK = re.compile(r"stat::peak_rss_mb:\s*(\d+)")
_SLOWEST = re.compile(r"stat::slowest_unit_time_sec:\s*(\d+)")
_FAULT = re.compile(
    r"^(?:\s*=== Uncaught Python exception: ===\s*\n(.{1,200})|.*ERROR: libFuzzer: (.{1,120}))", re.MULTILINE
)
_COVERED = ("corpus", "search", "insight", "indexer", "briefing", "web.link", "terminal", "api")
"""What is watched: the product, and not the libraries it stands on."""


def fuzz_guided(count: int, *, seed: int, targets: Sequence[Target] = (), limit: float) -> Figures:
    """As :func:`bench.trust.fuzz.fuzz`, by atheris.

    Raises:
        FajianError: Atheris is not installed.
    """
    from bench.trust.fuzz import Figures, spread
    from bench.trust.fuzz_targets import TARGETS

    if importlib.util.find_spec("atheris") is None:
        raise FajianError("atheris is not installed; run pip install 'atheris>=3,<4', or use --engine mutate")
    chosen = tuple(targets) or tuple(target for target in TARGETS if not target.extra)
    return Figures(tuple(_guided(target, inputs, seed, limit) for target, inputs in spread(count, chosen)), ())


def _guided(target: Target, count: int, seed: int, limit: float) -> Tally:
    """One target in a process of its own, begun with its seeds and some of their damages."""
    from bench.trust.fuzz_process import Fault, Tally

    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as place:
        kept = Path(place) / "corpus"
        kept.mkdir()
        for number, data in enumerate((*target.seeds(), *(target.make(seed, number) for number in range(50)))):
            (kept / f"{number:04}").write_bytes(data[:_LONGEST])
        options = [
            f"-runs={count}", f"-seed={seed}", f"-max_len={_LONGEST}", f"-timeout={max(1, round(limit * 6))}", f"-rss_limit_mb={_MEMORY}",
            f"-artifact_prefix={place}/", "-print_final_stats=1", "-verbosity=0",
        ]  # fmt: skip
        command = [sys.executable, "-m", "bench.trust.fuzz_atheris", target.name, *options, str(kept)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    told = done.stderr
    ran, peak, slowest = (_number(find, told) for find in (_RAN, _PEAK, _SLOWEST))
    fault = _FAULT.search(told)
    what = " ".join((fault[1] or fault[2]).split()) if fault else f"ends the process (code {done.returncode})"
    faults = (Fault(target.name, ran, what),) if fault or done.returncode else ()
    tally = Tally(target.name, ran, 0, 0, faults, 0.0, float(slowest), time.monotonic() - began)
    print(
        f"{target.name:11}{ran:9,} inputs, {tally.seconds:5.0f} s, at most {peak} MB", *faults, sep="\n    ", flush=True
    )
    return tally


def _number(find: re.Pattern[str], text: str) -> int:
    match = find.search(text)
    return int(match[1]) if match else 0


def main() -> None:
    """Fuzz one target in this process until libFuzzer ends it: its name, then libFuzzer's arguments."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

    name, *arguments = sys.argv[1:]
    with atheris.instrument_imports(include=list(_COVERED)):
        from bench.trust.fuzz_targets import target_named

        target = target_named(name)

    def try_one(data: bytes) -> None:
        target.attempt(bytes(data))

    def damage(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        # Half of the damages are libFuzzer's own, which knows what comparisons the code made.
        made = target.mutate(bytes(data), random) if random.random() < 0.5 else atheris.Mutate(bytes(data), most)
        return bytes(made[:most])

    atheris.Setup([name, *arguments], try_one, custom_mutator=damage)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
