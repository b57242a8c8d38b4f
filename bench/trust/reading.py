"""A file that hangs, crashes or fills the memory of whoever reads it costs only itself: builds with such files at random among sound ones.

python -m bench.trust.reading [--count N] [--seconds S]

The faults are those of ``bench.trust.reading_faults``, in a process of the product's own. An index must hold exactly what one of the sound files alone holds,
every other file must be named with its reason, and no process may be left; nor when the building process is killed.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.forge.series import plain_text, write_series
from bench.trust.reading_faults import COMMAND, FAULTS, SLOW
from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from indexer.reading_pool import ReadingPool

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 2**30
"""Bytes of address space for a process; real builds allow more, which would only take longer to fill."""
REASONS = {
    **dict.fromkeys(FAULTS, "broke off the program"),
    **dict.fromkeys(SLOW, "takes longer than"),
    "eats": "needs too much memory",
}
"""A part of the sentence that each fault must be told with."""
_SLOW_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it. ``broken`` has a sentence for each promise that was not kept."""

    sound: int
    hostile: int
    kills: int
    seconds: float
    broken: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return (
            f"{self.sound} sound files all indexed as without the others, {self.hostile} files that break or stop their reader each named, "
            f"{self.kills} kills of the building process left no process, {len(self.broken)} promises broken, {self.seconds:.0f} s"
        )


def measure(
    count: int, kills: int, seed: int = 0, *, seconds: float = 15.0, faults: Sequence[str] | None = None
) -> Figures:
    """Build with so many sound and as many hostile files, then kill so many builds that wait for one.

    Args:
        count: Files of either kind.
        kills: Builds to kill.
        seed: Decides what the hostile files do and where they stand.
        seconds: Limit of time for a file.
        faults: What the hostile files do, instead of what chance says.
    """
    began = time.monotonic()
    random = Random(seed)
    drawn = list(faults or _draw(random, count))
    with tempfile.TemporaryDirectory(prefix="fajian-reading-") as place:
        folder = Path(place)
        broken = list(_build(folder, count, drawn, random, seconds))
        for turn in range(kills):
            broken += _kill(folder / f"kill-{turn}", random)
    return Figures(count, len(drawn), kills, time.monotonic() - began, tuple(broken))


def _draw(random: Random, count: int) -> Iterator[str]:
    """Each fault once as far as the count goes, then by chance, the slow ones seldom."""
    quick = [name for name in FAULTS if name not in SLOW]
    yield from random.sample(sorted(FAULTS), min(count, len(FAULTS)))
    for _ in range(count - len(FAULTS)):
        yield random.choice(SLOW) if random.random() < _SLOW_SHARE else random.choice(quick)


def _build(folder: Path, count: int, faults: Sequence[str], random: Random, seconds: float) -> Iterator[str]:
    """Sentences on what a build with the hostile files did wrong."""
    reports = folder / "reports"
    places = list(range(count + len(faults)))
    random.shuffle(places)
    sound = [f"{place:05d}/report.txt" for place in places[:count]]
    hostile = {f"{place:05d}/{fault}.txt": fault for place, fault in zip(places[count:], faults, strict=True)}
    for name, report in zip(sound, write_series(count), strict=True):
        (reports / name).parent.mkdir(parents=True)
        (reports / name).write_text(plain_text(report), encoding="utf-8")
    build_index(folder / "without", [reports], HashingEncoder(), late=False)
    for name in hostile:
        (reports / name).parent.mkdir()
        (reports / name).write_text(
            "甲县乙乡2023年法治政府建设工作报告\n\n一、工作开展情况\n培训执法人员3次。\n", encoding="utf-8"
        )
    pool = ReadingPool(2, COMMAND, seconds=seconds, memory=MEMORY)
    result = build_index(folder / "with", [reports], HashingEncoder(), late=False, reader=pool)
    if _content(folder / "with") != _content(folder / "without"):
        yield "the index with hostile files among the sound ones holds something else than that of the sound ones alone"
    told = {item.name: item.reason for item in result.skipped}
    if list(told) != sorted(hostile):
        yield f"named are {sorted(told)}, hostile were {sorted(hostile)}"
    for name, fault in hostile.items():
        if REASONS[fault] not in told.get(name, ""):
            yield f"{name} was told as {told.get(name)!r}"
    yield from _left("a build", str(folder))


def _content(directory: Path) -> list[object]:
    """Files with their reports, and every passage."""
    with closing(Index.open(directory)) as index:
        catalogue = index.catalogue
        files = [(entry.name, entry.fingerprint, entry.report_id) for entry in catalogue.files()]
        return [*files, *(catalogue.passages_in(report) for report in catalogue.reports())]


def _kill(folder: Path, random: Random) -> Iterator[str]:
    """Sentences on what is left after the process of a build was killed while a file hangs its reader."""
    reports = folder / "reports"
    reports.mkdir(parents=True)
    for fault in ("child", "spins"):
        (reports / f"{fault}.txt").write_text("甲县乙乡2023年法治政府建设工作报告\n", encoding="utf-8")
    script = (
        "import sys\nfrom pathlib import Path\nfrom bench.trust.reading_faults import COMMAND\nfrom embeddings import HashingEncoder\n"
        "from indexer.build import build_index\nfrom indexer.reading_pool import ReadingPool\n"
        "build_index(Path(sys.argv[1]), [Path(sys.argv[2])], HashingEncoder(), reader=ReadingPool(2, COMMAND))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(folder / "index"), str(reports)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not (readers := _children(process.pid)) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(random.uniform(0.0, 3.0))
    readers |= _children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    if not readers:
        yield "no reading process was seen"
    yield from _left("a killed build", str(folder), readers)


def _left(what: str, mark: str, known: frozenset[int] = frozenset(), patience: float = 20.0) -> Iterator[str]:
    """A sentence on the processes that are still there."""
    deadline = time.monotonic() + patience
    while (left := _living(mark, known)) and time.monotonic() < deadline:
        time.sleep(0.1)
    if left:
        yield f"{what} left {len(left)} processes"


def _living(mark: str, known: frozenset[int]) -> set[int]:
    """Which of these processes live, and which others that were started for a file below the folder ``mark``."""
    return {
        number
        for number, (parent, state, line) in _processes().items()
        if state != "Z" and (number in known or mark in line or (parent == os.getpid() and "reading_faults" in line))
    }


def _children(parent: int) -> frozenset[int]:
    return frozenset(number for number, (above, _, _) in _processes().items() if above == parent)


def _processes() -> dict[int, tuple[int, str, str]]:
    """All processes that can be looked at: the parent's number, the state, the command line. Only Linux tells."""
    found = {}
    for path in Path("/proc").glob("[0-9]*") if os.name == "posix" else ():
        try:
            state, parent = (path / "stat").read_text().rpartition(")")[2].split()[:2]
            line = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        found[int(path.name)] = (int(parent), state, line)
    return found


def main() -> int:
    """Print the figures; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=200, help="sound files, and as many hostile ones (default 200)")
    parser.add_argument("--seconds", type=float, default=15.0, help="limit of time for a file (default 15)")
    parser.add_argument("--seed", type=int, default=0, help="another order and choice of faults (default 0)")
    options = parser.parse_args()
    figures = measure(options.count, max(1, options.count // 20), options.seed, seconds=options.seconds)
    for sentence in figures.broken:
        print(f"broken: {sentence}")
    print(f"reading: {figures}")
    return int(bool(figures.broken))


if __name__ == "__main__":
    sys.exit(main())
