"""The bench of growing cost runs every command on forged reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.forge.series import write_series
from bench.insight_growth import COMMANDS, exponent, make_index, run_here


@pytest.fixture(scope="module")
def forged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory, passages = make_index(tmp_path_factory.mktemp("growth"), 12)
    assert passages > 100
    return directory


@pytest.mark.parametrize("view", COMMANDS)
def test_every_view_runs_on_forged_reports(forged: Path, view: str) -> None:
    cost = run_here(view, forged)
    assert cost.seconds >= 0 and cost.megabytes > 0


def test_townships_report_year_after_year_and_repeat_themselves() -> None:
    reports = list(write_series(40))
    by_place: dict[str, list[int]] = {}
    for report in reports:
        by_place.setdefault(report.place.code, []).append(report.year)
    assert set(map(tuple, by_place.values())) == {(2021, 2022, 2023, 2024)}
    assert len({report.place.names[:-1] for report in reports}) < len(by_place)
    said = [{text for heading in report.headings for text in heading.paragraphs} for report in reports]
    repeats = [bool(said[place] & said[place - 1]) for place in range(len(said)) if place % 4]
    assert sum(repeats) > len(repeats) / 2


def test_the_exponent_is_that_of_the_last_two_sizes() -> None:
    assert exponent([100, 1000, 10_000], [9.0, 1.0, 100.0]) == pytest.approx(2.0)
