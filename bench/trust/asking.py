"""Many questions of all kinds to one opened index, in this process and to the MCP server on stdio, while new versions are published: do they grow?

Memory is looked at twenty times on the way; over the second half it may grow by a stated bound. In this process what Python itself allocates is counted as
well, by tracemalloc, over the last tenth against the one before it.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import random
import shutil
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client

from api import Fajian, make_filters
from bench.speed import SAMPLES
from bench.trust.sampling import MEGABYTE, Held, held
from corpus.themes import THEMES
from embeddings import HashingEncoder
from indexer.build import build_index
from search.evaluation import read_questions
from search.permanent import address_of, locate

GROWTH, PROGRAM_GROWTH = 24.0, 16.0
"""Most megabytes by which memory may grow over the second half of the questions, here and in the MCP server."""
TRACED = 3.0
"""Most megabytes by which what Python allocated in the last tenth may exceed what it did in the one before."""
HANDLES = 4
LOOKS, PUBLICATIONS = 20, 10
"""How often memory is looked at, and how often a new version is published."""
_AT_ONCE = 8
_WARM = 30
"""Calls before anything is counted: what is loaded once, and what each of the program's threads brings along, is then there."""
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of many questions: the figures in one line, and a sentence for each bound that was not kept."""

    figures: str
    broken: tuple[str, ...]


def ask_engine(operations: int, *, publications: int = PUBLICATIONS, slack: float = 1.0) -> Asked:
    """So many operations on one opened index; now and then a new version is published and opened instead.

    ``slack`` multiplies the bounds of memory, where the operations are too few to fill what is remembered.
    """
    began = time.monotonic()
    with _corpus() as work:
        asking = _Asking(work)
        asking.warm()
        looks: list[Held] = []
        traced: list[float] = []
        tenth = max(operations // 10, 1)
        for number in range(operations):
            if number % max(operations // publications, 1) == 0:
                asking.publish()
            if number == operations - 3 * tenth:
                tracemalloc.start()
            asking.ask(number)
            if number in {operations - tenth - 1, operations - 1}:
                gc.collect()
                traced.append(tracemalloc.get_traced_memory()[0] / MEGABYTE)
            if (number + 1) % max(operations // LOOKS, 1) == 0:
                gc.collect()
                looks.append(held(psutil.Process()))
        tracemalloc.stop()
        asking.close()
    broken = _bounds("the opened index", looks, GROWTH * slack)
    more = traced[-1] - traced[0] if len(traced) > 1 else 0.0
    if more > TRACED * slack:
        broken.append(f"Python held {more:.1f} MB more after the last tenth of {operations} operations")
    minutes = (time.monotonic() - began) / 60
    figures = f"{operations:,} operations on one index in {minutes:.0f} minutes, {publications} versions published: {_told(looks)}, Python's own {more:+.2f} MB"
    return Asked(figures, tuple(broken))


def ask_programs(calls: int, *, publications: int = PUBLICATIONS, slack: float = 1.0) -> Asked:
    """So many calls of the MCP server, eight at once; now and then a new version is published, which it takes up. ``slack`` as above."""
    began = time.monotonic()
    with _corpus() as work:
        looks, faults = asyncio.run(_call(work, calls, publications))
    broken = [*_bounds("the MCP server", looks, PROGRAM_GROWTH * slack), *faults[:3]]
    minutes = (time.monotonic() - began) / 60
    return Asked(f"{calls:,} calls of the MCP server in {minutes:.0f} minutes: {_told(looks)}", tuple(broken))


class _Asking:
    """All kinds of operations, the cheap ones often: the engine's own take some tens of milliseconds each."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._questions = samples_questions()
        self._chance = random.Random(8)
        self._published = 0
        self._opened: Fajian | None = None
        self.done: Counter[str] = Counter()
        kinds: dict[Callable[[int], object], int] = {
            self._search: 12, self._narrowed: 2, self._similar: 2, self._practices: 1, self._problems: 1,
            self._read: 50, self._permanent: 25, self._open: 5, self._figures: 2,
        }  # fmt: skip
        self._kinds, self._weights = list(kinds), list(kinds.values())

    def publish(self) -> None:
        """A report changes, a version is published, and is opened in the place of the one before."""
        self._published += 1
        _publish(self._work, self._published)
        before, self._opened = self._opened, Fajian.open(self._work / "index", model=HashingEncoder())
        if before is not None:
            before.close()
        self._facts = self._opened.index.reports
        self._ids = [passage.id for report in self._facts[:5] for passage in self._opened.passages(report.id)]

    def warm(self) -> None:
        """Everything a few times, so that what is loaded once is loaded."""
        for round_ in range(2):
            self.publish()
            for kind in self._kinds:
                kind(round_)

    def ask(self, number: int) -> None:
        """One operation, by chance that is the same in every run."""
        [kind] = self._chance.choices(self._kinds, self._weights)
        kind(number)
        self.done[kind.__name__] += 1

    def close(self) -> None:
        """Release the index."""
        if self._opened is not None:
            self._opened.close()

    @property
    def _fajian(self) -> Fajian:
        assert self._opened is not None
        return self._opened

    def _question(self, number: int) -> str:
        return self._questions[number % len(self._questions)]

    def _search(self, number: int) -> object:
        return self._fajian.search(f"{self._question(number)}{number}")

    def _narrowed(self, number: int) -> object:
        return self._fajian.search(self._question(number), make_filters(role="practice"), per_township=1)

    def _similar(self, number: int) -> object:
        return self._fajian.similar(self._ids[number % len(self._ids)])

    def _practices(self, number: int) -> object:
        return self._fajian.practices(self._question(number))

    def _problems(self, number: int) -> object:
        return self._fajian.problems(self._question(number))

    def _read(self, number: int) -> object:
        return self._fajian.passages(self._facts[number % len(self._facts)].id)

    def _permanent(self, number: int) -> object:
        """The permanent link of a passage, looked for as if its id were gone."""
        [passage] = self._fajian.index.catalogue.passages([number % self._fajian.index.manifest.passages])
        report = self._fajian.read_report(passage.report_id)
        address = address_of(report, report.text[passage.start : passage.end])
        return locate(self._fajian.index, None, address)

    def _open(self, number: int) -> object:
        """Another reader of the same version, half of them never closed by their owner."""
        other = Fajian.open(self._work / "index", model=HashingEncoder())
        report = other.read_report(self._facts[number % len(self._facts)].id)
        if number % 2:
            other.close()
        return report

    def _figures(self, number: int) -> object:
        return self._fajian.indicators("持执法证人数") if number % 2 else self._fajian.flags()


async def _call(work: Path, calls: int, publications: int) -> tuple[list[Held], list[str]]:
    arguments = [str(_ROOT / "cli.py"), "mcp", "--index", str(work / "index"), "--model", "hashing"]
    server = StdioServerParameters(command=sys.executable, args=arguments, cwd=str(_ROOT), env={**os.environ})
    known = {child.pid for child in psutil.Process().children()}
    looks: list[Held] = []
    faults: list[str] = []
    questions = samples_questions()
    with Path(os.devnull).open("w", encoding="utf-8") as quiet:
        async with Client(stdio_client(server, errlog=quiet)) as client:
            [process] = [child for child in psutil.Process().children() if child.pid not in known]
            for name, given in [_tool(questions, number) for number in range(_WARM)]:
                await client.call_tool(name, given)
            for begin in range(0, calls, _AT_ONCE):
                if begin % max(calls // publications, 1) < _AT_ONCE:
                    await asyncio.to_thread(_publish, work, begin)
                asked = [_tool(questions, number) for number in range(begin, min(begin + _AT_ONCE, calls))]
                answers = await asyncio.gather(*(client.call_tool(name, given) for name, given in asked))
                faults += [
                    f"{asked[place][0]}: {answer.content}" for place, answer in enumerate(answers) if answer.is_error
                ]
                if begin % max(calls // LOOKS, 1) < _AT_ONCE:
                    looks.append(held(process))
    return looks, faults


def _tool(questions: Sequence[str], number: int) -> tuple[str, dict[str, object]]:
    question = f"{questions[number % len(questions)]}{number}"
    kinds: list[tuple[str, dict[str, object]]] = [
        ("search", {"question": question}),
        ("search", {"question": question, "role": "problem", "top": 3}),
        ("practices", {"problem": question}),
        ("indicators", {}),
        ("indicators", {"indicator": "持执法证人数"}),
        ("search", {"question": question, "top": 30}),
    ]
    return kinds[number % len(kinds)]


@contextmanager
def _corpus() -> Iterator[Path]:
    """A folder with the samples and an index of them."""
    with tempfile.TemporaryDirectory(prefix="fajian-endurance-") as folder:
        work = Path(folder).resolve()
        shutil.copytree(SAMPLES, work / "reports")
        _publish(work, 0)
        yield work


def _publish(work: Path, number: int) -> None:
    """Another version: one report says something new."""
    text = f"安平县临江镇2024年法治政府建设工作报告\n\n一、主要工作\n（一）开展普法。全年普法{number + 2}场。\n二、存在的问题\n一是执法人员不足。\n"
    (work / "reports" / "变.txt").write_text(text, encoding="utf-8")
    build_index(work / "index", [work / "reports"], HashingEncoder())


def samples_questions() -> list[str]:
    """The samples' own questions with every theme, Chinese and English in turn."""
    own = read_questions(SAMPLES / "queries.jsonl")
    both = ((f"{theme.zh}：{one.zh}", f"{theme.en}: {one.en}") for theme in THEMES for one in own)
    return list(itertools.chain.from_iterable(both))


def _bounds(name: str, looks: Sequence[Held], growth: float) -> list[str]:
    """Which bounds the second half did not keep."""
    half = looks[len(looks) // 2 :]
    broken = []
    more = (half[-1].memory - half[0].memory) / MEGABYTE
    if more > growth:
        broken.append(f"memory of {name} grew by {more:.1f} MB over the second half")
    if max(look.handles for look in half) > half[0].handles + HANDLES:
        broken.append(f"handles of {name} grew from {half[0].handles} to {max(look.handles for look in half)}")
    if half[-1].children > looks[0].children:
        broken.append(f"{name} left {half[-1].children - looks[0].children} processes")
    return broken


def _told(looks: Sequence[Held]) -> str:
    half = looks[len(looks) // 2 :]
    more = (half[-1].memory - half[0].memory) / MEGABYTE
    return (
        f"memory {half[-1].memory / MEGABYTE:.0f} MB, {more:+.1f} MB over the second half, {half[-1].handles} handles"
    )
