"""A build in a process of its own: its journal, cancelling it, killing it, a second one beside it, and reading single files again."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.reader import read_report_bytes
from corpus.report import Report
from embeddings import HashingEncoder
from errors import IndexBusyError
from indexer import storage
from indexer.build import build_index
from indexer.index import Index
from indexer.job import BUSY, Job, command
from indexer.journal import (
    CANCELLED,
    DONE,
    FAILED,
    JOURNAL,
    PAGE,
    RUNNING,
    TERMINAL,
    BuildCancelledError,
    BuildState,
    Journal,
    ask_to_cancel,
    read_state,
    write_state,
)
from indexer.status import find_damage

ROOT = Path(__file__).resolve().parents[2]


def run(job: Job) -> int:
    return subprocess.run(command(job), cwd=ROOT, stderr=subprocess.DEVNULL, check=False).returncode


def job(reports: Path, directory: Path, build: str = "b1") -> Job:
    return Job(str(directory), build, folders=(str(reports),), model="hashing")


def test_a_process_builds_as_the_terminal_does_and_says_so(reports: Path, tmp_path: Path) -> None:
    directory = tmp_path / "index"
    (reports / "空.txt").touch()
    assert run(job(reports, directory)) == 0
    state = read_state(directory)
    assert state is not None
    assert (state.build, state.by, state.state, state.alive) == ("b1", PAGE, DONE, False)
    assert (state.result["added"], state.result["skipped_count"]) == (3, 1)
    assert state.result["skipped"][0]["source"] == "reports/空.txt"
    assert len(Index.open(directory).reports) == 3


def test_a_build_in_the_terminal_keeps_the_journal_too(reports: Path, tmp_path: Path) -> None:
    seen: list[BuildState | None] = []
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder(), progress=lambda *_: seen.append(read_state(directory)))
    assert seen and all(state and state.state == RUNNING and state.by == TERMINAL and state.alive for state in seen)
    assert {state.stage for state in seen if state} == {"read", "encode", "write"}
    assert (read_state(directory) or BuildState("")).state == DONE


def test_a_failure_is_one_sentence_and_the_index_stays(reports: Path, tmp_path: Path) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    assert run(Job(str(directory), "b2", folders=(str(tmp_path / "none"),), model="hashing")) == 1
    state = read_state(directory)
    assert state is not None and state.state == FAILED and "is not a folder" in state.error
    assert find_damage(directory) == []


def test_a_second_build_is_told_who_is_at_it(reports: Path, tmp_path: Path) -> None:
    directory = tmp_path / "index"
    with storage.build_lock(directory), Journal(directory, by=PAGE, build="first") as journal:
        journal.tell("encode", 3, 9)
        with pytest.raises(IndexBusyError, match=r"started from the web page at .*, process"):
            build_index(directory, [reports], HashingEncoder())
        assert run(job(reports, directory, "second")) == BUSY
        state = read_state(directory)
        assert state is not None and (state.build, state.done, state.of) == ("first", 3, 9)


def test_a_build_that_is_asked_to_stop_leaves_nothing_behind(reports: Path, tmp_path: Path) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    version = storage.current_version(directory)
    (reports / "甲乡.txt").unlink()

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "read":
            ask_to_cancel(directory, "b3")

    with pytest.raises(BuildCancelledError):
        build_index(
            directory, [reports], HashingEncoder(), rebuild=True, progress=stop, journal=Journal(directory, build="b3")
        )
    state = read_state(directory)
    assert state is not None and state.state == CANCELLED and not state.alive
    assert storage.current_version(directory) == version and find_damage(directory) == []
    assert len(list((directory / "versions").iterdir())) == 1
    assert build_index(directory, [reports], HashingEncoder()).removed == 1


def test_asking_another_build_to_stop_does_not_stop_this_one(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    ask_to_cancel(tmp_path / "index", "older")
    assert build_index(tmp_path / "index", [reports], HashingEncoder()).added == 3


def test_a_build_that_hangs_is_ended_when_cancelled(reports: Path, tmp_path: Path) -> None:
    # A stand-in for a parser that never comes back, in a build that does not look whether it was cancelled.
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    script = (
        "import sys, time, indexer.job as j, indexer.reading as r; j.GRACE = 0.5; j._LOOK = 0.1\n"
        "j.ReadingPool = r.InThisProcess; r.read_report_bytes = lambda *a, **k: time.sleep(600)\n"
        "sys.exit(j.main(sys.argv[1:]))"
    )
    again = replace(job(reports, directory, "b4"), rebuild=True)
    process = subprocess.Popen([command(again)[0], "-c", script, command(again)[-1]], cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while (read_state(directory) or BuildState("")).build != "b4" and time.monotonic() < deadline:
            time.sleep(0.05)
        ask_to_cancel(directory, "b4")
        assert process.wait(60) == 1
    finally:
        process.kill()
        process.wait()
    assert (read_state(directory) or BuildState("")).state in {CANCELLED, RUNNING}
    assert find_damage(directory) == []
    assert build_index(directory, [reports], HashingEncoder()).unchanged == 3


def test_a_killed_build_is_seen_to_be_dead(tmp_path: Path) -> None:
    state = BuildState("b5", beat=time.time() - 60)
    write_state(tmp_path, state)
    found = read_state(tmp_path)
    assert found is not None and found.died and not found.alive


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"build": 1}', "\x00", '{"result": 3}'])
def test_a_journal_that_is_none_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / JOURNAL).write_text(text, encoding="utf-8")
    assert read_state(tmp_path) is None


def test_the_time_left_follows_the_pace() -> None:
    assert BuildState("b", stage="encode", done=10, of=40, since=100, beat=110).seconds_left == 30
    assert BuildState("b", stage="encode", done=0, of=40, since=100, beat=110).seconds_left is None
    assert BuildState("b", stage="encode", done=39, of=40, since=100, beat=101).seconds_left is None


def test_single_files_can_be_read_again(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    read: list[str] = []

    def reading(data: bytes, name: str, **options: Any) -> Report:
        read.append(name)
        return read_report_bytes(data, name, **options)

    monkeypatch.setattr("indexer.reading.read_report_bytes", reading)
    build_index(directory, [reports], HashingEncoder(), reread=[reports / "甲乡.txt"])
    assert read == ["甲乡.txt"]
    build_index(directory, [reports], HashingEncoder(), reread=[reports])
    assert len(read) == 4


def test_the_pulse_stops_with_the_build(reports: Path, tmp_path: Path) -> None:
    before = threading.active_count()
    build_index(tmp_path / "index", [reports], HashingEncoder())
    time.sleep(1.2)
    assert threading.active_count() <= before
    assert json.loads((tmp_path / "index" / JOURNAL).read_text(encoding="utf-8"))["state"] == DONE
