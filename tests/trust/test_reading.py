"""The program that builds with files that break their reader: its promises hold, and it would say so if they did not."""

from __future__ import annotations

import os

import pytest

from bench.trust import reading
from bench.trust.reading import measure

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows bounds no address space")


def test_hostile_files_cost_only_themselves() -> None:
    figures = measure(6, 1, seconds=20, faults=("segfaults", "eats", "exits", "answers"))
    assert figures.broken == ()
    assert (figures.sound, figures.hostile, figures.kills) == (6, 4, 1)


def test_a_broken_promise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.REASONS, "exits", "something else")
    figures = measure(2, 0, faults=("exits",))
    assert len(figures.broken) == 1 and "exits.txt was told as" in figures.broken[0]
