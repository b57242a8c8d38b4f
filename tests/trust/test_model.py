"""A real index and a simple model of it are led through the same random steps; the full run is ``python -m bench.trust.model``."""

from __future__ import annotations

from bench.trust.model import run_model
from bench.trust.model_state import NOISE, Counts, Disk, Held, Said, after
from bench.trust.small_reports import MOST, report_text, token, township


def test_the_index_agrees_with_the_model() -> None:
    figures = run_model(16, 25, repeatable=True)
    assert figures.builds > 20
    assert min(figures.interrupted, figures.repairs, figures.readers) > 0


def test_every_small_report_has_a_township_and_a_token_of_its_own() -> None:
    assert len({township(number) for number in range(MOST)}) == len({token(number) for number in range(MOST)}) == MOST
    assert all(report_text(number).count(token(number)) == 5 for number in range(MOST))


def test_the_model_counts_what_a_build_should() -> None:
    before = Held({"a"}, {("a", "1"): Said(1), ("a", "2"): Said(2), ("a", "3"): Said(3)})
    disk = Disk({"a": {"1": 1, "2": 7, "4": 1, "5": NOISE}}, {"a": {"1": 2011, "9": 2012}})
    expected = after(before, disk, [], [])
    assert expected is not None
    now, counts = expected
    # The row gives 1 a year, which also holds for its copy 4; 2 has another text, 3 is gone, 5 cannot be read, and 9 is not there.
    assert counts == Counts(reports=2, added=1, replaced=2, removed=1, unchanged=0, duplicates=1)
    assert now.reports() == {(1, 2011): {("a", "1"), ("a", "4")}, (7, 2018): {("a", "2")}}
    assert now.skipped == {("a", "5"), ("a", "metadata.csv")}
    assert after(before, disk, ["b"], []) is None
