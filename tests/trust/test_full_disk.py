"""Disks without room or rights: one sentence, nothing lost, and the next run finishes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.trust import full_disk
from bench.trust.apart import CAN_FORK, BrokenPromiseError, in_own_process
from bench.trust.refusing import does_or_tells
from bench.trust.stores import Corrections

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system cannot fork")
RUNS = 6


@pytest.mark.slow
def test_a_disk_that_refuses_costs_nothing() -> None:
    found = full_disk.fill_disks(RUNS)
    assert found.broken == ()
    assert found.limits + found.failures == RUNS == found.told + found.done
    assert found.told > 0
    assert found.real.skipped or (found.real.small >= 4 and found.real.read_only > 10)


def test_a_stack_trace_is_no_sentence(tmp_path: Path) -> None:
    assert "OSError" in in_own_process(_judged, tmp_path / "a", crash=True)
    assert in_own_process(_judged, tmp_path / "b", crash=False) == "said that it is done, and it is not"


def _judged(home: Path, *, crash: bool) -> str:
    def run() -> int:
        if crash:
            raise OSError("no space left on device")
        return 0

    try:
        does_or_tells(Corrections(home), run, home / "log")
    except BrokenPromiseError as error:
        return str(error)
    return ""
