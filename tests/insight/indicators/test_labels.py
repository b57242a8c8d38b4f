"""Figures of sample reports against labels made by reading, beside the simplest way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.indicators import LABELS, Labelled, Score, measure, read_labels, simplest
from insight.indicators.extracting import figures_of
from tests.conftest import SAMPLES


@pytest.fixture(scope="module")
def items() -> list[Labelled]:
    return read_labels(LABELS, SAMPLES)


def _of(items: list[Labelled], part: str) -> Iterator[Labelled]:
    return (item for item in items if item.labels[0].part == part)


@pytest.mark.parametrize(
    ("part", "figures", "names"), [("tuning", (0.98, 0.97), (0.95, 0.95)), ("held-out", (0.97, 0.93), (0.87, 0.81))]
)
def test_figures_agree_with_the_labels(
    items: list[Labelled], part: str, figures: tuple[float, float], names: tuple[float, float]
) -> None:
    score = sum((measure(figures_of, item) for item in _of(items, part)), Score())
    assert score.right / score.found >= figures[0]
    assert score.right / score.labels >= figures[1]
    assert score.names_right / score.named >= names[0]
    assert score.names_right / score.names >= names[1]
    for agreeing in (score.kind, score.qualifier, score.change, score.planned):
        assert agreeing / score.right >= 0.97


def test_names_agree_where_the_reader_was_sure(items: list[Labelled]) -> None:
    score = sum((measure(figures_of, item) for item in _of(items, "held-out")), Score())
    assert score.sure_right / score.sure_named >= 0.94
    assert score.sure_right / score.sure_names >= 0.9


def test_the_simplest_way_finds_and_names_far_less(items: list[Labelled]) -> None:
    shipped = sum((measure(figures_of, item) for item in items), Score())
    simple = sum((measure(simplest, item) for item in items), Score())
    assert simple.right < 0.8 * shipped.right
    assert simple.names_right < 0.6 * shipped.names_right


def test_the_labels_of_published_reports_hold_no_words() -> None:
    path = Path(LABELS).with_name("figures_real.tsv")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(rows) == 169
    assert all(len(row) == 12 and max(map(len, (row[3], row[5], row[7]))) <= 6 for row in rows)
