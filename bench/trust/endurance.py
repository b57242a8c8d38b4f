"""Eight hours of a busy office on the real server, as fast as it goes: does it grow?

python -m bench.trust.endurance [--hours 8] [--operations 100000] [--calls 5000]

The day is that of :mod:`bench.trust.office`. At the end of every hour all windows are closed and no build runs; then the server's process is looked at: memory, open files,
threads, child processes, and what lies in the folders of the index, the data and temporary files. The first two hours fill what is bounded (300 answers, views, libraries).
After them, and after the last, it rests until Streamlit has forgotten the closed windows: between these two moments it may not grow. The same is then asked of one opened
index that answers ``--operations`` questions of all kinds, and of the MCP server, ``--calls`` of them (:mod:`bench.trust.asking`).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.speed import SAMPLES
from bench.trust.asking import Asked, ask_engine, ask_programs, samples_questions
from bench.trust.office import ROOT, Office
from bench.trust.sampling import MEGABYTE, Held, Lying, held, left_over, lying
from embeddings import HashingEncoder
from indexer import storage
from indexer.build import build_index
from indexer.index import Index
from indexer.journal import read_state
from indexer.status import find_damage
from web.server import check_port, is_up

WARM = 2
"""Hours before the first rest."""
GROWTH, HANDLES, THREADS = 8.0, 12, 8
"""Between the two rests: most megabytes an hour by which the server's memory may grow, and how many open files and threads may come to it."""
VERSIONS = 7
"""Versions of the index that may lie on disk after a rest: the current one, the one before, and what the windows of the last moment saw, in which
three versions are published."""
DATA = 3
"""Files an hour that may come to the data beside what people gave: a report that was corrected keeps what it was read as."""
MOST_HANDLES, MOST_VERSIONS = 640, 24
"""At any moment. Streamlit keeps 128 closed windows at most, for two minutes, which in a day as fast as this is an hour and several builds: each has three handles, and may hold
the version that it saw."""
_QUIET = 30.0
_SESSIONS = 130.0
"""Seconds after which Streamlit has forgotten closed windows."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A quiet moment at the end of an hour."""

    server: Held
    versions: int
    index: Lying
    data: Lying
    temporary: Lying


@dataclass(frozen=True, slots=True)
class Day:
    """What a day came to: the moments after its hours, and those after the rests. ``broken`` says in a sentence each which bound was not kept."""

    hours: int
    minutes: float
    done: dict[str, int]
    moments: tuple[Moment, ...]
    rests: tuple[Moment, ...]
    broken: tuple[str, ...]


def live(hours: int, *, share: float = 1.0) -> Day:
    """Run so many hours of the day on a server with an index of its own.

    Args:
        hours: Simulated; of 0 there is one visit and one upload.
        share: Of an hour's visits.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fajian-endurance-") as folder:
        work = Path(folder).resolve()
        environment = _prepare(work)
        with _server(work / "index", environment) as (port, process):
            office = Office(port, work / "index", environment, samples_questions())
            moments, rests = asyncio.run(_day(office, process, work, hours, share))
        orphans = [f"a process was left: {line}" for line in left_over(work)]
        damage = find_damage(work / "index")
    broken = [*bounds(moments, rests, hours - WARM), *office.faults[:5], *orphans, *damage]
    return Day(hours, (time.monotonic() - began) / 60, dict(office.done), tuple(moments), tuple(rests), tuple(broken))


def _prepare(work: Path) -> dict[str, str]:
    """The samples in a folder, an index of them, and the environment that keeps everything below the folder."""
    shutil.copytree(SAMPLES, work / "reports")
    build_index(work / "index", [work / "reports"], HashingEncoder())
    for name in ("temporary", "cache"):
        (work / name).mkdir()
    places = {name: str(work / "temporary") for name in ("TMPDIR", "TEMP", "TMP")}
    return {**places, "FAJIAN_DATA": str(work / "data"), "FAJIAN_CACHE": str(work / "cache"), "PYTHONUTF8": "1"}


@contextmanager
def _server(index: Path, environment: dict[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    """``cli.py serve``; its port, and the process behind it that serves the page."""
    port = check_port(0)
    command = [sys.executable, "cli.py", "serve", "--headless", f"--port={port}", f"--index={index}", "--model=hashing"]
    with (index.parent / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log)
    try:
        while not is_up(f"http://127.0.0.1:{port}"):
            if process.poll() is not None:
                raise SystemExit(f"the server did not come up: {(index.parent / 'server.log').read_text()[-500:]}")
            time.sleep(0.1)
        [page] = psutil.Process(process.pid).children()
        yield port, page
    finally:
        process.terminate()
        process.wait(20)


async def _day(
    office: Office, process: psutil.Process, work: Path, hours: int, share: float
) -> tuple[list[Moment], list[Moment]]:
    index = Index.open(office.index)
    office.knows([report.id for report in index.reports])
    index.close()
    moments: list[Moment] = []
    rests: list[Moment] = []
    if not hours:
        await office.moment()
        moments.append(_look(process, work))
    for hour in range(1, hours + 1):
        began, known = time.monotonic(), len(office.faults)
        await office.hour(share)
        moments.append(_look(process, work))
        _tell(f"hour {hour}", moments[-1], time.monotonic() - began, office)
        sys.stdout.writelines(f"  {fault}\n" for fault in office.faults[known:])
        if hour in {WARM, hours}:
            await asyncio.sleep(_SESSIONS)
            # Streamlit forgets windows when the next one is closed; the page collects what they held when it opens the next version, and the build after that sweeps.
            for _ in range(2):
                await office.moment()
            await office.rebuild()
            rests.append(_look(process, work))
            _tell("at rest", rests[-1], _SESSIONS, office)
    return moments, rests


def _look(process: psutil.Process, work: Path) -> Moment:
    """Look when nothing is going on any more: no build, and no process that reads a file."""
    deadline = time.monotonic() + _QUIET
    while time.monotonic() < deadline:
        state = read_state(work / "index")
        if (state is None or not state.alive) and not process.children():
            break
        time.sleep(0.2)
    data = work / "data"
    kept = [path for path in data.iterdir() if path.name not in {"reports", "removed"}] if data.is_dir() else []
    singles = [path for path in kept if path.is_file()]
    below = lying(*(path for path in kept if path.is_dir()))
    own = Lying(below.files + len(singles), below.bytes + sum(path.stat().st_size for path in singles))
    versions = len(list((work / "index" / storage.VERSIONS).iterdir()))
    return Moment(held(process), versions, lying(work / "index"), own, lying(work / "temporary"))


def bounds(moments: Sequence[Moment], rests: Sequence[Moment], hours: int) -> list[str]:
    """Which bounds were not kept at the ends of hours, and at rest, of which there are two so many hours apart where there were enough hours."""
    broken = []
    if len(rests) == 2:
        first, last = rests
        growth = (last.server.memory - first.server.memory) / MEGABYTE / max(hours, 1)
        if growth > GROWTH:
            broken.append(f"memory grew by {growth:.1f} MB an hour")
        if last.server.handles > first.server.handles + HANDLES:
            broken.append(f"handles grew from {first.server.handles} to {last.server.handles}")
        if last.server.threads > first.server.threads + THREADS:
            broken.append(f"threads grew from {first.server.threads} to {last.server.threads}")
        if last.data.files > first.data.files + DATA * hours:
            broken.append(f"files beside what people gave grew from {first.data.files} to {last.data.files}")
    if any(one.versions > VERSIONS for one in rests) or any(one.versions > MOST_VERSIONS for one in moments):
        broken.append(
            f"versions were left: {[one.versions for one in moments]}, at rest {[one.versions for one in rests]}"
        )
    together = [*moments, *rests]
    if any(one.server.handles > MOST_HANDLES for one in together):
        broken.append(f"too many handles: {[one.server.handles for one in together]}")
    if any(one.server.children for one in together):
        broken.append(f"processes were left: {[one.server.children for one in together]}")
    if any(one.temporary.files for one in together):
        broken.append(f"temporary files were left: {[one.temporary.files for one in together]}")
    return broken


def _tell(when: str, moment: Moment, seconds: float, office: Office) -> None:
    server = moment.server
    sys.stdout.write(
        f"{when:<8}{seconds:5.0f} s  memory {server.memory / MEGABYTE:6.1f} MB  handles {server.handles:3}  threads {server.threads}  children {server.children}  "
        f"versions {moment.versions}  index {moment.index.bytes / MEGABYTE:.1f} MB  data {moment.data.bytes / MEGABYTE:.2f} MB in {moment.data.files} files  "
        f"temporary {moment.temporary.files}  faults {len(office.faults)}\n"
    )
    sys.stdout.flush()


def main() -> int:
    """Run the day and the programs, and print what they came to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--hours", type=int, default=8, help="of the office's day; 0 leaves it out")
    parser.add_argument(
        "--share", type=float, default=1.0, help="of an hour's visits, where the machine has other work"
    )
    parser.add_argument("--operations", type=int, default=100_000, help="on one opened index; 0 leaves them out")
    parser.add_argument("--calls", type=int, default=5_000, help="of the MCP server; 0 leaves them out")
    options = parser.parse_args()
    broken: list[str] = []
    figures: list[str] = []
    if options.hours:
        day = live(options.hours, share=options.share)
        broken += day.broken
        figures.append(_day_figures(day))
    asked: list[Asked] = []
    if options.operations:
        asked.append(ask_engine(options.operations))
    if options.calls:
        asked.append(ask_programs(options.calls))
    for one in asked:
        broken += one.broken
        figures.append(one.figures)
    for sentence in broken:
        sys.stdout.write(f"BROKEN: {sentence}\n")
    sys.stdout.write(f"endurance: {'; '.join(figures)}\n")
    return int(bool(broken))


def _day_figures(day: Day) -> str:
    pages = ", ".join(f"{count:,} {name}" for name, count in sorted(day.done.items(), key=lambda item: -item[1]))
    first, last = (day.rests or day.moments)[0], (day.rests or day.moments)[-1]
    return (
        f"{day.hours} hours in {day.minutes:.0f} minutes ({pages}); at rest after {min(WARM, day.hours)} and after {day.hours} hours: memory {first.server.memory / MEGABYTE:.0f} and "
        f"{last.server.memory / MEGABYTE:.0f} MB, handles {first.server.handles} and {last.server.handles}, threads {first.server.threads} and {last.server.threads}, "
        f"versions {first.versions} and {last.versions}; {last.temporary.files} temporary files, {last.server.children} processes left"
    )


if __name__ == "__main__":
    sys.exit(main())
