"""How fast files are read: forged reports of about a township's usual length in every format, one process, CPU time.

python -m bench.reading_speed [--reports N]
python -m bench.reading_speed --processes [--reports N]   # a folder of N text, Word and web files taken in by 0, 1, 2 … processes: wall time

``format`` is the share of the time that goes into making lines of the file (the libraries); the rest is ours: cleaning, facts, outline, place.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from bench.forge.variant import WRITERS, Variant, forge
from corpus.folder import ReportFile, survey
from corpus.formats import read_bytes
from corpus.reader import understand
from indexer.reading import FileReader, InThisProcess, Taken
from indexer.reading_pool import ReadingPool, usual_readers

_MIXED = ("txt", "docx", "html")
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


def take_all(files: Sequence[ReportFile], reader: FileReader) -> float:
    """Seconds that reading and cutting files takes, the start of processes included."""
    began = time.monotonic()
    try:
        waiting: deque[Future[Taken]] = deque()
        for file in files:
            waiting.append(reader.begin(file))
            if len(waiting) > reader.window:
                waiting.popleft().result()
        for taken in waiting:
            taken.result()
    finally:
        reader.end()
    return time.monotonic() - began


def print_processes(count: int) -> None:
    """Take in a folder of so many files with each number of processes and print a row each."""
    with tempfile.TemporaryDirectory(prefix="fajian-speed-") as place:
        folder = Path(place).resolve()
        for format in _MIXED:
            for number, variant in enumerate(forge_some(format, count // len(_MIXED))):
                (folder / f"{number:05d}{variant.suffix}").write_bytes(variant.data)
        files = survey(folder).files
        take_all(files[:20], InThisProcess())  # this process would otherwise load the gazetteer within the first row
        print(
            f"{'processes':>9}{'files':>7}{'seconds':>9}{'reports/s':>11}   (wall time, {usual_readers()} of use here)"
        )
        for processes in (0, *range(1, usual_readers() + 1)):
            seconds = take_all(files, ReadingPool(processes) if processes else InThisProcess())
            print(f"{processes:9}{len(files):7}{seconds:9.1f}{len(files) / seconds:11.0f}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=int, help="reports a format (default 60), or in the folder (default 943)")
    parser.add_argument("--processes", action="store_true", help="compare numbers of reading processes")
    options = parser.parse_args()
    if options.processes:
        print_processes(options.reports or 943)
    else:
        print_speeds(options.reports or 60)


if __name__ == "__main__":
    main()
