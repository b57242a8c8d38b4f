"""A build that is killed at any moment leaves the last published index open and answering."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from embeddings import HashingEncoder
from indexer import storage
from indexer.build import build_index
from indexer.index import Index
from indexer.status import find_damage
from search.engine import Engine

ROOT = Path(__file__).resolve().parents[2]
KILLS = 4


def _start(directory: Path, reports: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        str(ROOT / "cli.py"),
        "index",
        str(reports),
        "--index",
        str(directory),
        "--model",
        "hashing",
    ]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_random_moments(reports: Path, tmp_path: Path) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    began = time.monotonic()
    assert _start(directory, reports).wait() == 0
    whole = time.monotonic() - began
    chance = random.Random(2026)
    text = (reports / "甲乡.txt").read_text(encoding="utf-8")
    killed = 0
    for attempt in range(KILLS):
        (reports / "甲乡.txt").write_text(
            text.replace("培训执法人员3次", f"培训执法人员{attempt + 10}次"), encoding="utf-8"
        )
        build = _start(directory, reports)
        # Most moments lie in the second half, where files are written.
        time.sleep(whole * chance.choice((0.3, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)) * chance.uniform(0.9, 1.05))
        build.send_signal(signal.SIGKILL)
        killed += build.wait() == -signal.SIGKILL
        engine = Engine(Index.open(directory), HashingEncoder())
        assert len(engine.search("执法人员不足").hits) > 3
        assert find_damage(directory) == []
    assert killed >= KILLS // 2
    assert _start(directory, reports).wait() == 0
    assert f"培训执法人员{KILLS + 9}次" in "".join(report.text for report in Index.open(directory).catalogue.reports())


@pytest.mark.parametrize("step", ["sha256_of", "_write_durably", "_sync", "sweep"])
@pytest.mark.parametrize("after", [0, 1, 3])
def test_failing_at_every_step_of_publishing(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: int
) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    (reports / "甲乡.txt").unlink()
    real, calls = getattr(storage, step), 0

    def fail(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls > after:
            raise OSError("no space left on device")
        return real(*arguments, **options)

    with monkeypatch.context() as broken:
        broken.setattr(storage, step, fail)
        try:
            build_index(directory, [reports], HashingEncoder())
        except OSError:
            failed = True
        else:
            failed = False
    assert find_damage(directory) == []
    assert len(Index.open(directory).reports) in ({2, 3} if failed else {2})
    build_index(directory, [reports], HashingEncoder())
    assert len(Index.open(directory).reports) == 2
    assert len(list((directory / storage.VERSIONS).iterdir())) <= 2


def test_failing_in_the_last_step_leaves_the_old_version_current(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    (reports / "甲乡.txt").unlink()

    def fail(self: Path, target: Path) -> Path:
        raise OSError(f"cannot rename {self} to {target}")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="cannot rename"):
            build_index(directory, [reports], HashingEncoder())
    assert find_damage(directory) == []
    assert len(Index.open(directory).reports) == 3
