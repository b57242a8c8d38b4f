"""The labels of follow-through still fit the samples, and what is measured can tell good from bad."""

from __future__ import annotations

from pathlib import Path

from bench.followup import LABELS, accuracy, evidence_scores, macro_f1, verdict_scores
from bench.followup_ways import DEVELOPMENT, VERDICTS, Row, Told, majority, open_world, read_labels, shipped, unrelated
from corpus.report import Role
from indexer.index import Index


def test_labels_fit_the_samples(hashing_index: Path) -> None:
    index = Index.open(hashing_index)
    rows = read_labels(LABELS, index)
    assert len(rows) == len({row.position for row in rows}) == 142
    assert sum(row.borderline for row in rows) == 12
    assert {row.township for row in rows} > set(DEVELOPMENT)
    for row in rows:
        [passage] = index.catalogue.passages([row.position])
        assert passage.role is row.role and row.verdict in VERDICTS[row.role]
        assert bool(row.evidence) == (row.verdict not in {"gone", "not_found"})


def test_the_view_beats_the_commonest_verdict_with_any_encoder(hashing_index: Path) -> None:
    world = open_world(Index.open(hashing_index))
    rows = read_labels(LABELS, world.index)
    told, common = shipped(world), majority(rows)
    for role in VERDICTS:
        own = [row for row in rows if row.role is role]
        assert accuracy(own, told) > accuracy(own, common) + 0.1
        right, shown, labelled = evidence_scores(own, told, lambda one: one.evidence)
        assert right > 0.8 * shown and right > 0.6 * labelled
    assert all(world.years[a].authority != world.years[b].authority for a, b in unrelated(world))


def test_measures() -> None:
    rows = [
        Row(Role.PLAN, "a", place, verdict, frozenset({9}), frozenset(), borderline=False)
        for place, verdict in enumerate(("done", "done", "partly", "not_found"))
    ]
    told = {0: Told("done", (9,)), 1: Told("partly", (8, 9)), 2: Told("partly"), 3: Told("done")}
    assert accuracy(rows, told) == 0.5
    assert verdict_scores(rows, told, "partly") == (0.5, 1.0, 2 / 3)
    assert macro_f1(rows, told) == (0.5 + 2 / 3 + 0) / 3
    assert evidence_scores(rows, told, lambda one: one.evidence) == (2, 3, 4)
