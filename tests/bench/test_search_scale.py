"""The bench of searching at size, on an index that is small: what it draws is like an index, and what it measures is there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.drawn import make_drawn
from bench.search_scale import SHARES, ScaleFigures, measure, told
from embeddings import HashingEncoder
from indexer import vectors_nearest
from indexer.columns import Columns
from indexer.index import Index
from indexer.status import find_damage
from indexer.vectors_nearest import NearestStore
from indexer.words import WordIndex

PASSAGES = 1500


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(vectors_nearest, "FLAT_UP_TO", 1000)
        return make_drawn(tmp_path_factory.mktemp("drawn"), PASSAGES, HashingEncoder())


def test_a_drawn_index_is_whole(drawn: Path) -> None:
    # Its reports come from no files.
    assert [told for told in find_damage(drawn) if "no file holds" not in told] == []
    index = Index.open(drawn)
    assert isinstance(index.vectors, NearestStore)
    assert PASSAGES <= index.manifest.passages < PASSAGES + 100
    assert len(index.reports) == index.manifest.reports
    held = index.columns
    assert held.facts == Columns.of_catalogue(index.catalogue).facts


def test_its_words_are_those_that_would_be_counted(drawn: Path) -> None:
    index = Index.open(drawn)
    items = [item for report in index.catalogue.reports() for _, item in index.catalogue.passages_in(report)]
    counted = WordIndex.from_units([item.units for item in items])
    concepts = [({unit: 1.0},) for unit in ("执法", "法", "不足", "调解")]
    np.testing.assert_allclose(index.words.scores(concepts), counted.scores(concepts), rtol=1e-4)
    # A passage of one sentence comes out as it was more often than not.
    assert len({item.passage.text for item in items}) > 0.5 * len(items)


def test_the_figures(drawn: Path) -> None:
    questions = ["执法人员不足怎么办", "how are disputes mediated", "普法形式单一", "法律顾问"]
    figures = measure(drawn, HashingEncoder(), questions)
    assert isinstance(figures, ScaleFigures)
    assert figures.passages == Index.open(drawn).manifest.passages
    assert set(figures.recall) == set(SHARES)
    assert min(figures.recall.values()) >= 0.9
    assert all(ms >= 0 for ms in figures.stages.values()) and figures.stages["words"] > 0
    assert f"{figures.passages:,} passages" in told(figures)
