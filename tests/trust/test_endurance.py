"""The long run in its short form; and that each of its bounds is noticed when it is not kept."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from bench.trust import asking
from bench.trust.asking import ask_engine, ask_programs
from bench.trust.endurance import (
    DATA,
    GROWTH,
    HANDLES,
    MOST_HANDLES,
    MOST_VERSIONS,
    THREADS,
    VERSIONS,
    Moment,
    bounds,
    live,
)
from bench.trust.sampling import MEGABYTE, Held, Lying, held, left_over, lying

QUIET = Moment(Held(700 * MEGABYTE, 60, 9, 0), 2, Lying(30, 13_000_000), Lying(8, 500_000), Lying(0, 0))


@pytest.mark.slow
def test_a_moment_on_the_real_server_leaves_nothing_behind() -> None:
    day = live(0)
    assert day.broken == ()
    assert day.done["questions"] == 2 and day.done["passages collected"] == 1
    assert day.done["uploads"] == 1 and day.done["builds by the page"] == 1


@pytest.mark.slow
def test_operations_on_an_opened_index_do_not_grow() -> None:
    assert ask_engine(50, publications=1, slack=8).broken == ()


@pytest.mark.slow
def test_calls_of_the_mcp_server_do_not_grow() -> None:
    assert ask_programs(12, publications=1, slack=8).broken == ()


def test_memory_that_every_operation_keeps_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bytes] = []

    def leak(self: asking._Asking, number: int) -> None:
        kept.append(bytes([number % 256]) * (2 * MEGABYTE))

    monkeypatch.setattr(asking._Asking, "ask", leak)
    monkeypatch.setattr(asking._Asking, "warm", lambda self: None)
    broken = ask_engine(40, publications=1).broken
    # The process may have room from before, so that what the system sees need not grow.
    assert any("Python held" in sentence for sentence in broken)


def server(**counts: int) -> Moment:
    """A quiet moment at which the server holds something else."""
    return replace(QUIET, server=replace(QUIET.server, **counts))


def memory(megabytes: float) -> Moment:
    """A quiet moment at which the server takes so much."""
    return server(memory=int(megabytes * MEGABYTE))


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (QUIET, ""),
        (memory(700 + 6 * GROWTH), ""),
        (memory(706 + 6 * GROWTH), "memory grew by 9.0 MB an hour"),
        (server(handles=60 + HANDLES), ""),
        (server(handles=61 + HANDLES), "handles grew from 60"),
        (server(threads=10 + THREADS), "threads grew from 9"),
        (server(children=1), "processes were left"),
        (replace(QUIET, versions=VERSIONS + 1), "versions were left"),
        (replace(QUIET, data=Lying(9 + 6 * DATA, 500_000)), "files beside what people gave grew from 8"),
        (replace(QUIET, temporary=Lying(1, 10)), "temporary files were left"),
    ],
)
def test_each_bound_at_rest_is_noticed(last: Moment, told: str) -> None:
    found = bounds([QUIET] * 8, [QUIET, last], 6)
    assert len(found) == bool(told)
    assert told in "".join(found)


@pytest.mark.parametrize(
    ("hour", "told"),
    [
        (memory(900), ""),
        (server(handles=MOST_HANDLES), ""),
        (server(handles=MOST_HANDLES + 1), "too many handles"),
        (replace(QUIET, versions=MOST_VERSIONS), ""),
        (replace(QUIET, versions=MOST_VERSIONS + 1), "versions were left"),
        (server(children=1), "processes were left"),
    ],
)
def test_each_bound_of_an_hour_is_noticed(hour: Moment, told: str) -> None:
    found = bounds([QUIET, hour, QUIET], [QUIET], 1)
    assert len(found) == bool(told)
    assert told in "".join(found)


def test_what_a_process_holds_is_seen(tmp_path: Path) -> None:
    own = psutil.Process()
    before, go_on = held(own), threading.Event()
    thread = threading.Thread(target=go_on.wait)
    thread.start()
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", str(tmp_path)])
    try:
        with (tmp_path / "open").open("wb") as file:
            file.write(b"12345")
            file.flush()
            after = held(own)
            assert (after.threads, after.children) == (before.threads + 1, before.children + 1)
            assert after.handles > before.handles
            assert lying(tmp_path) == Lying(1, 5)
        assert len(left_over(tmp_path)) == 1
    finally:
        go_on.set()
        thread.join()
        child.kill()
        child.wait()
    assert left_over(tmp_path) == []
