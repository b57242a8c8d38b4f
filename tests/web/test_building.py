"""Builds that the page starts: how they stand, a second one, one that ends without a word, and one that is stopped."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from errors import FajianError, IndexBusyError
from indexer.index import Index
from indexer.journal import CANCELLED, DONE, FAILED, STARTING, BuildState, read_state, write_state
from web import building


def settled(directory: Path, build: str) -> BuildState:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        state = building.latest(directory)
        if state is not None and state.build == build and not state.alive:
            return state
        time.sleep(0.1)
    raise AssertionError(building.latest(directory))


def test_a_build_goes_its_way_and_is_done(reports: Path, tmp_path: Path) -> None:
    directory, data = tmp_path / "index", tmp_path / "data"
    build = building.start(directory, data, folders=[reports], model="hashing")
    first = building.latest(directory)
    assert first is not None and first.alive and first.build == build
    assert settled(directory, build).state == DONE
    assert len(Index.open(directory).reports) == 3


def test_while_one_is_starting_a_second_is_refused_and_a_killed_one_is_told(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory, data = tmp_path / "index", tmp_path / "data"
    script = "import sys, time; print('last words', flush=True); time.sleep(600)"
    monkeypatch.setattr(building, "command", lambda job: [sys.executable, "-c", script])
    build = building.start(directory, data, folders=[reports])
    assert (read_state(directory) or BuildState("")).state == STARTING
    with pytest.raises(IndexBusyError, match="the web page"):
        building.start(directory, data, folders=[reports])
    process = building._started[directory].process
    while not (data / building.LOG).read_bytes():
        time.sleep(0.05)
    process.kill()
    process.wait()
    state = settled(directory, build)
    assert (state.state, state.error) == (FAILED, "last words")
    monkeypatch.undo()
    again = building.start(directory, data, folders=[reports], model="hashing")
    assert settled(directory, again).state == DONE


def test_a_build_is_stopped_from_the_page(reports: Path, tmp_path: Path) -> None:
    directory, data = tmp_path / "index", tmp_path / "data"
    build = building.start(directory, data, folders=[reports], model="hashing")
    building.cancel(directory, data, build)
    state = settled(directory, build)
    assert state.state == CANCELLED
    assert building.latest(directory) == state
    assert not (directory / "CURRENT").exists() and not list((directory / "versions").glob("*"))


def test_a_build_of_the_terminal_is_not_stopped_here(tmp_path: Path) -> None:
    now = time.time()
    write_state(tmp_path, BuildState("b", "terminal", 1, started=now, beat=now))
    with pytest.raises(FajianError, match="Ctrl-C"):
        building.cancel(tmp_path, tmp_path / "data", "b")
    building.cancel(tmp_path, tmp_path / "data", "another")
