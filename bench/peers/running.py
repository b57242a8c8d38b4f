"""Runs a row in processes of its own: one that builds, one that opens what was built and searches."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bench.peers.collection import Collection, Quality
from bench.peers.rows import Row
from bench.peers.task import Built, Searched, Task, read_built, read_searched

ROOT = Path(__file__).resolve().parents[2]
TOP = 10
"""Passages that a timed search asks for; what is judged asks for ``DEPTH``."""
DEPTH = 30
HOURS = 2
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
}
"""One thread for all, nothing fetched, nothing told to anyone."""


class LeftOutError(Exception):
    """A row could not be run; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A row with what it took and found. ``astray`` counts passages that stand nowhere in their text."""

    row: Row
    built: Built
    searched: Searched
    quality: Mapping[str, Quality]
    astray: int


def run(row: Row, collection: Collection, model: str, rounds: int) -> Measured:
    """Run a row on a collection.

    Raises:
        LeftOutError: Something that it needs is not installed, or it failed.
    """
    if row.missing:
        raise LeftOutError(f"{row.missing} is not installed (bench/peers/requirements.txt)")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        index = place / "index"
        index.mkdir()
        task = Task(
            row.module, row.settings, model, str(index), collection.texts, collection.whole, (), TOP, DEPTH, rounds
        )
        built = read_built(_result(task, place / "built"))
        asking = replace(task, texts=(), questions=collection.questions)
        searched = read_searched(_result(asking, place / "searched"))
    quality, astray = collection.quality(built.chunks, searched.found)
    return Measured(row, built, searched, quality, astray)


def _result(task: Task, place: Path) -> Path:
    given, result, told = place.with_suffix(".task"), place.with_suffix(".json"), place.with_suffix(".log")
    task.write(given)
    command = [sys.executable, "-m", "bench.peers.process", str(given), str(result)]
    environment = {**os.environ, **_ENVIRONMENT}
    with told.open("wb") as log:
        try:
            code = subprocess.run(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, timeout=HOURS * 3600, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            raise LeftOutError(f"not done after {HOURS} hours") from None
    if code or not result.exists():
        lines = [line for line in told.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
        raise LeftOutError(f"ended with {code}: {lines[-1].strip() if lines else 'no word'}"[:300])
    return result
