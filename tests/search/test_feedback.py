"""What the first hits share speaks for others: how much, that the first stays first, and where nothing is fed back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.text.script import plain
from indexer.segmentation import units
from search.engine import Engine
from search.feedback import FIRST, IN_COMMON, UNITS, UNITS_WEIGHT, VECTOR_WEIGHT, fed_back
from search.question import parse_question
from search.ranking import Ranking, encode_query, query_of, rank
from search.settings import Part, Settings
from search.understanding import understand

QUESTION = "执法人员力量薄弱"


def ranked(engine: Engine, *without: Part) -> Ranking:
    settings = Settings.without(without)
    query = encode_query(
        understand(parse_question(QUESTION), engine.index, settings), engine.index, engine.encoder, settings
    )
    return rank(engine.index, query, np.ones(len(engine.index.report_of), dtype=np.bool_))


def told(engine: Engine, plainly: Ranking, *, vectors: bool = True, words: bool = True) -> NDArray[np.float32]:
    """Fed back scores of a ranking, in its order."""
    order = np.argsort(plainly.positions)
    positions = plainly.positions[order]
    own = engine.index.vectors.take(positions) if vectors else None
    scores = np.empty(len(order), dtype=np.float32)
    scores[order] = fed_back(engine.index, positions, plainly.scores[order], own, with_words=words)
    return scores


def share(plainly: Ranking) -> float:
    """How near the second and the third come to the first."""
    first, *others = plainly.scores[:FIRST].tolist()
    return float(np.clip(np.mean(others) / first, 0, 1))


def test_the_first_stays_first_and_others_move(hashing_engine: Engine) -> None:
    plainly, fed = ranked(hashing_engine, Part.FEEDBACK), ranked(hashing_engine)
    assert fed.positions[0] == plainly.positions[0]
    assert set(fed.positions.tolist()) == set(plainly.positions.tolist())
    assert fed.positions.tolist() != plainly.positions.tolist()
    assert np.all(np.diff(fed.scores) <= 0) and fed.scores[0] > fed.scores[1]


def test_the_first_stays_first_though_all_others_are_alike(hashing_engine: Engine) -> None:
    positions = np.arange(40)
    vectors = np.zeros((40, 2), dtype=np.float32)
    vectors[0, 0], vectors[1:, 1] = 1, 1
    scores = np.linspace(1, 0.9, 40, dtype=np.float32)
    fed = fed_back(hashing_engine.index, positions, scores, vectors, with_words=False)
    assert fed.argmax() == 0 and fed[0] > fed[1]
    assert fed[1] > 1


def test_closeness_is_to_the_mean_of_the_first(hashing_engine: Engine) -> None:
    plainly = ranked(hashing_engine, Part.FEEDBACK)
    vectors = hashing_engine.index.vectors.take(plainly.positions)
    own = vectors - vectors.mean(axis=0)
    own /= np.linalg.norm(own, axis=1, keepdims=True)
    close = (own @ own[:FIRST].T).mean(axis=1)
    expected = plainly.scores + share(plainly) * VECTOR_WEIGHT * (close - close.mean()) / close.std()
    assert told(hashing_engine, plainly, words=False)[1:] == pytest.approx(expected[1:], abs=1e-4)


def test_units_are_those_in_most_of_the_first_the_rarest_of_them(hashing_engine: Engine) -> None:
    index = hashing_engine.index
    plainly = ranked(hashing_engine, Part.FEEDBACK)
    first = [
        set(units(plain(passage.text)))
        for passage in index.catalogue.passages([int(position) for position in plainly.positions[:FIRST]])
    ]
    held = {unit: sum(unit in one for one in first) for unit in set.union(*first) if len(unit) > 1}
    common = {unit: count / FIRST for unit, count in held.items() if count >= IN_COMMON}
    standing = sorted(common, key=lambda unit: (-common[unit] * index.words.idf(unit), unit))[:UNITS]
    assert 0 < len(standing) <= UNITS
    bm25 = index.words.scores_of([({unit: common[unit]},) for unit in standing], plainly.positions)
    assert 0 < share(plainly) < 1
    expected = plainly.scores + share(plainly) * UNITS_WEIGHT * (bm25 - bm25.mean()) / bm25.std()
    assert told(hashing_engine, plainly, vectors=False)[1:] == pytest.approx(expected[1:], abs=1e-4)


@pytest.mark.parametrize("count", range(FIRST + 1))
def test_a_handful_is_left_alone(hashing_engine: Engine, count: int) -> None:
    scores = np.arange(count, dtype=np.float32)
    vectors = np.ones((count, 2), dtype=np.float32)
    assert fed_back(hashing_engine.index, np.arange(count), scores, vectors, with_words=True).tolist() == list(
        range(count)
    )


@pytest.mark.parametrize(("others", "moved"), [(4.0, 1.0), (2.0, 0.5), (1.0, 0.25), (0.0, 0.0), (-4.0, 0.0)])
def test_the_further_the_first_stands_above_the_next_the_less_they_say(
    hashing_engine: Engine, others: float, moved: float
) -> None:
    vectors = np.random.default_rng(0).normal(size=(10, 4)).astype(np.float32)
    scores = np.full(10, -5, dtype=np.float32)
    scores[:FIRST] = 4, others, others
    gained, most = (
        fed_back(hashing_engine.index, np.arange(10), own, vectors, with_words=False) - own
        for own in (scores, np.where(scores > -5, np.float32(4), scores))
    )
    assert gained[1:] == pytest.approx(moved * most[1:], abs=1e-5)
    assert most[1:].any()


def test_passages_that_do_not_differ_are_told_apart_by_nothing(hashing_engine: Engine) -> None:
    scores = np.zeros(10, dtype=np.float32)
    fed = fed_back(hashing_engine.index, np.arange(10), scores, np.ones((10, 2), dtype=np.float32), with_words=False)
    assert np.all(np.isfinite(fed)) and fed.argmax() == 0 and not fed[1:].any()


def test_without_words_or_vectors_the_other_is_fed_back(hashing_engine: Engine) -> None:
    for part in (Part.WORDS, Part.DENSE):
        fed, plainly = ranked(hashing_engine, part), ranked(hashing_engine, part, Part.FEEDBACK)
        assert fed.positions[0] == plainly.positions[0]
        assert fed.positions.tolist() != plainly.positions.tolist()


def test_a_passage_asks_with_feedback_too(hashing_engine: Engine) -> None:
    index = hashing_engine.index
    query = query_of(index, 5, index.catalogue.passages([5])[0].text)
    allowed = index.report_of != index.report_of[5]
    fed, plainly = rank(index, query, allowed), rank(index, replace(query, feedback=False), allowed)
    assert fed.positions[0] == plainly.positions[0]
    assert fed.positions.tolist() != plainly.positions.tolist()
