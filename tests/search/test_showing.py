"""What is shown of a hit is what its report says, whatever is kept between questions."""

from __future__ import annotations

import pytest

from search import showing
from search.engine import Engine
from search.folding import fold
from search.showing import Showing

QUESTION = "执法力量薄弱"


def test_a_hit_stands_where_its_report_says(hashing_engine: Engine) -> None:
    hits = hashing_engine.search(QUESTION, top=100).hits
    assert len({hit.passage.report_id for hit in hits}) > 5
    for hit in hits:
        report, passage = hashing_engine.report(hit.passage.report_id), hit.passage
        assert report is not None
        assert hit.headings == report.headings(passage.section)
        assert (hit.page, hit.line) == (report.page_at(passage.start), report.line_at(passage.start))
        assert passage.text == report.text[passage.start : passage.end]


@pytest.mark.parametrize("per_township", [None, 1, 20])
def test_ten_hits_are_the_first_of_a_hundred(hashing_engine: Engine, per_township: int | None) -> None:
    few = hashing_engine.search(QUESTION, per_township=per_township).hits
    many = hashing_engine.search(QUESTION, per_township=per_township, top=100).hits
    assert len(few) == min(10, len(many)) > 5
    assert few == many[:10]
    assert any(hit.folded for hit in few), "the samples repeat sentences from year to year"
    texts = [hit.passage.text for hit in many]
    assert fold(texts) == list(range(len(texts))), "no two lines say the same"


def test_forgetting_changes_nothing(hashing_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = hashing_engine.search(QUESTION).hits
    monkeypatch.setattr(showing, "_SHINGLES_KEPT", 3)
    monkeypatch.setattr(showing, "_OUTLINES_KEPT", 2)
    engine = Engine(hashing_engine.index, hashing_engine.encoder)
    assert [engine.search(QUESTION).hits for _ in range(2)] == [before, before]
    assert len(engine._showing._shingles) <= 3
    assert len(engine._showing._outlines) <= 2
    assert not Showing(hashing_engine.index, folds=True)._shingles
