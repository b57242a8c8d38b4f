"""Many visitors of the page at once, each a real session of the real server: every one gets the answer that one visitor alone gets, and the server is sound afterwards.

python -m bench.trust.page [--sessions 200] [--asked 5] [--index DIR --model MODEL]

The promise: all questions are answered, and as alone; threads and memory stay within what the sessions cost; nothing is in the log; afterwards it answers as before.
Seconds are printed for people and promise nothing. Without ``--index`` the samples are asked, by the toy encoder.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.trust.served import Client, Served, serving, visit
from embeddings import HashingEncoder
from indexer.build import build_index

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
QUESTIONS = tuple(
    f"{matter}{wish}"
    for wish in ("怎么解决", "有什么做法", "")
    for matter in ("执法人员不足", "普法形式单一", "矛盾纠纷多", "群众参与不多", "一村一法律顾问", "行政复议", "lack of staff", "legal education")
)  # fmt: skip
EACH = 2.0
"""Megabytes that a session may cost, with what Python keeps of the busiest moment."""
THREADS = 60
"""Threads that may be left when everybody has gone; each visitor's own ends with what it draws."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it; times in seconds, memory in megabytes."""

    sessions: int
    asked: int
    differing: int
    middle: float
    slowest: float
    memory: float
    threads: int
    most_threads: int
    broken: tuple[str, ...]


async def crowd(served: Served, sessions: int, asked: int) -> Figures:
    """Have so many visitors ask so many questions each, all at once."""
    alone = await visit(served)
    await alone.see()
    expected = {question: (await alone.see("", {"q": question})).hits for question in QUESTIONS}
    broken = [f"{question!r} finds nothing" for question, hits in expected.items() if not hits]
    before, seconds, differing, most = served.memory(), [], 0, [served.threads()]

    async def one(client: Client, questions: Sequence[str]) -> None:
        nonlocal differing
        for question in questions:
            began = time.monotonic()
            seen = await client.see("", {"q": question})
            seconds.append(time.monotonic() - began)
            differing += seen.hits != expected[question]
            broken.extend(seen.errors)

    async def watch() -> None:
        while True:
            await asyncio.sleep(1)
            most.append(served.threads())

    visitors = [await visit(served) for _ in range(sessions)]
    watching = asyncio.create_task(watch())
    try:
        # Another question for each visitor and turn, as far as they go.
        rounds = [[QUESTIONS[(number + turn) % len(QUESTIONS)] for turn in range(asked)] for number in range(sessions)]
        await asyncio.gather(*(one(*pair) for pair in zip(visitors, rounds, strict=True)))
    finally:
        watching.cancel()
    memory = served.memory() - before
    for visitor in visitors:
        await visitor.socket.close()
    await asyncio.sleep(3)
    again = (await alone.see("", {"q": QUESTIONS[0]})).hits
    if again and again != expected[QUESTIONS[0]]:
        broken.append("afterwards it answers otherwise than before")
    if memory > EACH * sessions + 200:
        broken.append(f"{memory:.0f} MB more for {sessions} sessions")
    if served.threads() > THREADS:
        broken.append(f"{served.threads()} threads are left")
    await alone.socket.close()
    middle, slowest = np.percentile(seconds, (50, 100))
    return Figures(
        sessions, sessions * asked, differing, float(middle), float(slowest), memory, served.threads(), max(most), tuple(broken)
    )  # fmt: skip


def run(index: Path, log: Path, *, sessions: int, asked: int, model: str | None = "hashing") -> Figures:
    """Serve an index and send the crowd.

    Args:
        index: Its directory.
        log: Takes what the server writes; a line of an error there breaks the promise.
        sessions: Visitors.
        asked: Questions of each.
        model: The encoder.
    """
    with serving(index, log, model) as served:
        found = asyncio.run(crowd(served, sessions, asked))
        said = [
            line for line in served.logged().splitlines() if "Traceback" in line or "Error" in line or "ERROR" in line
        ]
    return replace(found, broken=(*found.broken, *(f"the server wrote {line!r}" for line in said[:5])))


def main() -> int:
    """Send the crowd, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sessions", "--count", type=int, default=200)
    parser.add_argument("--asked", type=int, default=5)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--model", default="hashing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = options.index or Path(folder) / "index"
        if options.index is None:
            build_index(index, [SAMPLES], HashingEncoder())
        found = run(index, Path(folder) / "log", sessions=options.sessions, asked=options.asked, model=options.model)
    for line in found.broken:
        sys.stdout.write(f"BROKEN {line}\n")
    sys.stdout.write(
        f"page: {found.asked:,} questions of {found.sessions} sessions at once, {found.differing} answered otherwise than alone; p50 {found.middle:.1f} s, "
        f"slowest {found.slowest:.1f} s; {found.memory / found.sessions:.2f} MB a session, {found.most_threads} threads at most, {found.threads} afterwards; "
        f"{len(found.broken)} broken\n"
    )
    return 1 if found.broken or found.differing else 0


if __name__ == "__main__":
    sys.exit(main())
