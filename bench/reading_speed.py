"""How fast files are read: forged reports of about a township's usual length in every format, one process, CPU time.

python -m bench.reading_speed [--reports N]

``format`` is the share of the time that goes into making lines of the file (the libraries); the rest is ours: cleaning, facts, outline, place.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass

from bench.forge.variant import WRITERS, Variant, forge
from corpus.formats import read_bytes
from corpus.reader import understand

TYPICAL = 2200
"""Characters; forged reports shorter than half of it are left out. Reports of townships have 2,000 to 6,000."""


@dataclass(frozen=True, slots=True)
class Speed:
    """What reading some files took: ``lines`` seconds for the format, ``sense`` seconds for everything after it."""

    reports: int
    bytes: int
    characters: int
    lines: float
    sense: float


def forge_some(format: str, count: int) -> list[Variant]:
    """Reports of usual length without a mess."""
    found: list[Variant] = []
    seed = 0
    while len(found) < count:
        seed += 1
        variant = forge(seed, format)
        if variant is not None and sum(len(span.text) for span in variant.spans) >= TYPICAL / 2:
            found.append(variant)
    return found


def measure(variants: list[Variant]) -> Speed:
    """Read them all; CPU time of this process and of the children that read PDF."""
    lines = sense = 0.0
    characters = 0
    for variant in variants:
        began = _cpu()
        document = read_bytes(variant.data, f"report{variant.suffix}", variant.source)
        between = _cpu()
        report = understand(document, source=variant.source, metadata={})
        sense += _cpu() - between
        lines += between - began
        characters += len(report.text)
    return Speed(len(variants), sum(len(v.data) for v in variants), characters, lines, sense)


def _cpu() -> float:
    used = os.times()
    return (
        used.user + used.system + used.children_user + used.children_system if os.name != "nt" else time.process_time()
    )


def print_speeds(count: int) -> None:
    """Read so many reports a format, of the text formats five times as many, and print a row each."""
    print(
        f"{'format':8}{'reports':>8}{'characters':>12}{'reports/s':>11}{'MB/s':>8}{'ms each':>9}{'format':>8}   (one core, CPU time)"
    )
    for name in (format for format in WRITERS if not format.startswith("zip-")):
        variants = forge_some(name, count * (5 if name in {"txt", "md"} else 1))
        measure(variants[:5])  # libraries and the gazetteer are loaded once in a process
        speed = measure(variants)
        seconds = speed.lines + speed.sense
        print(
            f"{name:8}{speed.reports:8}{speed.characters // speed.reports:12}{speed.reports / seconds:11.0f}"
            f"{speed.bytes / seconds / 1e6:8.2f}{1000 * seconds / speed.reports:9.1f}{speed.lines / seconds:8.0%}"
        )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=int, default=60, help="reports a format (default 60)")
    print_speeds(parser.parse_args().reports)


if __name__ == "__main__":
    main()
