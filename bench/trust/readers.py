"""One writer publishes version after version, any number of readers search meanwhile: every answer is wholly of one version, and no reader is let down.

python -m bench.trust.readers                                  # 60 versions, 4 threads, 3 processes
python -m bench.trust.readers --versions 10 --threads 2 --processes 1

Every report of a version carries the number of its round. A reader opens what is current, asks, and compares the rounds of all hits; some open a version,
wait until two later ones were published, and only then open the words, vectors and token codes that they still have a right to. At the end nobody reads,
and the old versions are gone. Then builders get into each other's way (:mod:`bench.trust.builders`).
"""

from __future__ import annotations

import argparse
import re
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from bench.trust.builders import check_builders
from bench.trust.model_checks import WatchedEncoder, versions_on_disk
from bench.trust.small_reports import write_report
from indexer.build import build_index
from indexer.index import Index
from indexer.status import find_damage
from indexer.storage import current_version
from search.engine import Engine

QUESTIONS = ("执法人员不足怎么办", "调解矛盾纠纷多少件", "publicity of law", "普法形式单一", "法律顾问")
REPORTS = 5
_ROUND = re.compile(r"第(\d+)轮")
_LONG_ENOUGH = 60.0
"""Seconds after which a reader that waits for a version gives up waiting."""


@dataclass
class Tally:
    """What one reader saw: answers, the versions that it opened, and how often it opened parts of a version after two later ones; what went wrong."""

    answers: int = 0
    late: int = 0
    opened: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReaderFigures:
    """What was done: versions published, readers, their answers, versions that one of them opened, parts opened late, builders that met; what went wrong."""

    published: int
    readers: int
    answers: int
    opened: int
    late: int
    builders: int
    wrong: tuple[str, ...]


def run_readers(home: Path, *, versions: int, threads: int, processes: int, builders: int = 4) -> ReaderFigures:
    """Publish versions while readers search.

    Args:
        home: An empty folder.
        versions: How many are published.
        threads: Readers in this process.
        processes: Readers in processes of their own.
        builders: How many start at once when builders meet.
    """
    directory, end = home / "index", home / "end"
    _publish(home, 0)
    with (
        ThreadPoolExecutor(threads) as near,
        ProcessPoolExecutor(max(1, processes), mp_context=get_context("spawn")) as far,
    ):
        tallies = _start(near, threads, directory, end) + _start(far, processes, directory, end)
        wrong = []
        try:
            _until(lambda: len(list(end.parent.glob("reading-*"))) == threads + processes)
            for number in range(1, versions):
                _publish(home, number)
                wrong += find_damage(directory)
                if number % 2:
                    _until((home / f"opened-{_current(directory)}").exists)
        finally:
            end.touch()
        seen = [future.result() for future in tallies]
    _publish(home, versions)
    if (left := versions_on_disk(directory)) > 2:
        wrong.append(f"{left} versions are left though nobody reads them")
    wrong += [said for tally in seen for said in tally.wrong]
    met, said = check_builders(home / "builders", builders) if builders else (0, [])
    return ReaderFigures(
        versions + 1,
        threads + processes,
        sum(tally.answers for tally in seen),
        len(set[str]().union(*(tally.opened for tally in seen))),
        sum(tally.late for tally in seen),
        met,
        (*wrong, *said),
    )


def _start(pool: Executor, count: int, directory: Path, end: Path) -> list[Future[Tally]]:
    return [pool.submit(read, directory, end, patient=bool(number % 2)) for number in range(count)]


def _publish(home: Path, number: int) -> None:
    """A version in which every report tells its round; there is one report more in every other."""
    for report in range(REPORTS + 1):
        write_report(home / "reports" / f"{report}.txt", report, f"第{number}轮")
    if number % 2:
        (home / "reports" / f"{REPORTS}.txt").unlink()
    build_index(home / "index", [home / "reports"], WatchedEncoder())


def _until(true: Callable[[], bool]) -> None:
    """Wait for the readers, which may have little of the processor; not forever, since what they fail at is told in the end."""
    until = time.monotonic() + _LONG_ENOUGH
    while not true() and time.monotonic() < until:
        time.sleep(0.01)


def _current(directory: Path) -> str:
    current = current_version(directory)
    assert current is not None
    return current.name


def read(directory: Path, end: Path, *, patient: bool) -> Tally:
    """Open what is current and ask, again and again until the file ``end`` is there.

    Args:
        directory: The index.
        end: Appears when it is time to stop.
        patient: Whether to open a version's parts only when two later ones were published.
    """
    tally = Tally()
    # The first search loads dictionaries, which takes longer than many versions.
    with closing(Index.open(directory)) as index:
        _ask(index, tally)
    end.with_name(f"reading-{secrets.token_hex(4)}").touch()
    while not end.exists():
        try:
            with closing(Index.open(directory)) as index:
                tally.opened.add(index.version.name)
                end.with_name(f"opened-{index.version.name}").touch()
                if patient:
                    tally.late += _wait_for_two(directory, index, end)
                _ask(index, tally)
        except Exception as error:  # whatever it is, a reader was let down
            tally.wrong.append(f"{type(error).__name__}: {error}")
    return tally


def _wait_for_two(directory: Path, index: Index, end: Path) -> bool:
    """Wait until two versions after the one that was opened were published; whether that came to be."""
    later = {index.version.name}

    def gone_by() -> bool:
        later.add(_current(directory))
        return len(later) >= 3

    _until(lambda: end.exists() or gone_by())
    return gone_by()


def _ask(index: Index, tally: Tally) -> None:
    """Ask everything, from several threads on one engine, and see that all of it is of one round."""
    rounds = {found for report in index.catalogue.reports() for found in _ROUND.findall(report.text)}
    if len(rounds) != 1:
        tally.wrong.append(f"{index.version.name} holds the rounds {sorted(rounds)}")
        return
    [number] = rounds
    if len(index.reports) != REPORTS + 1 - int(number) % 2:
        tally.wrong.append(f"{index.version.name} of round {number} holds {len(index.reports)} reports")
    engine = Engine(index, WatchedEncoder())
    said: list[str] = []
    helpers = [threading.Thread(target=_answers, args=(engine, number, said)) for _ in range(2)]
    for helper in helpers:
        helper.start()
    for helper in helpers:
        helper.join()
    tally.wrong += said
    tally.answers += len(helpers) * len(QUESTIONS)


def _answers(engine: Engine, number: str, said: list[str]) -> None:
    try:
        for question in QUESTIONS:
            hits = engine.search(question).hits
            passages = [hit.passage for hit in hits] + [folded.passage for hit in hits for folded in hit.folded]
            reports = [engine.report(passage.report_id) for passage in passages]
            rounds = {found for report in reports if report for found in _ROUND.findall(report.text)}
            if not hits or None in reports or rounds != {number}:
                said.append(f"{question} on round {number} found {len(hits)} hits of the rounds {sorted(rounds)}")
    except Exception as error:  # the same
        said.append(f"{type(error).__name__}: {error}")


def main() -> int:
    """Print how many answers were given while how many versions were published."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--versions", type=int, default=60)
    parser.add_argument("--threads", type=int, default=4, help="readers in this process")
    parser.add_argument("--processes", type=int, default=3, help="readers in processes of their own")
    parser.add_argument("--builders", type=int, default=4, help="builders that start at once")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fajian-readers-") as home:
        figures = run_readers(
            Path(home).resolve(),
            versions=options.versions,
            threads=options.threads,
            processes=options.processes,
            builders=options.builders,
        )
    for sentence in figures.wrong:
        sys.stdout.write(f"BROKEN: {sentence}\n")
    sys.stdout.write(
        f"readers: {figures.published:,} versions published while {figures.readers} readers opened {figures.opened:,} of them and got {figures.answers:,} "
        f"answers, each of one version; {figures.late:,} times the parts of a version were opened after two later ones; {figures.builders} builders "
        f"met; {len(figures.wrong)} promises broken; {time.monotonic() - began:.0f} s\n"
    )
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
