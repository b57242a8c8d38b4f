"""The best passages of the words leg are those of the plain sum, bit by bit, and few are scored in full for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from errors import IndexUnusableError
from indexer import words_best, words_postings
from indexer.words import Concept, WordIndex

LETTERS = "甲乙丙丁戊己庚"
WEIGHTS = st.sampled_from([0.3, 0.5, 0.7, 1.0])
WORDINGS = st.dictionaries(st.sampled_from(f"{LETTERS}无"), WEIGHTS, min_size=1, max_size=3)
CONCEPTS = st.lists(st.lists(WORDINGS, max_size=3).map(tuple), max_size=6)


def plainly(
    index: WordIndex, concepts: list[Concept], k: int, allowed: NDArray[np.bool_] | None
) -> tuple[list[int], list[float]]:
    """The same by adding everything up."""
    scores = index.scores(concepts)
    found = [place for place in np.flatnonzero(scores > 0).tolist() if allowed is None or allowed[place]]
    found.sort(key=lambda place: (-scores[place], place))
    return found[:k], scores[found[:k]].tolist()


def drawn(seed: int, count: int) -> WordIndex:
    """Passages of which the first letters stand in nearly all and the last in few."""
    rng = np.random.default_rng(seed)
    shares = np.geomspace(0.95, 0.02, len(LETTERS))
    held = rng.random((count, len(LETTERS))) < shares
    documents = [
        [letter for letter, has in zip(LETTERS, row, strict=True) for _ in range(int(has * rng.integers(1, 4)))]
        for row in held
    ]
    return WordIndex.from_units(documents)


@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 400),
    concepts=CONCEPTS,
    k=st.integers(0, 12),
    share=st.sampled_from([None, 0.0, 0.05, 0.5, 1.0]),
    block=st.sampled_from([2, 64]),
    look_up=st.sampled_from([0, 30]),
    kernel=st.booleans(),
    ranges=st.sampled_from([7, 2**18]),
    call=st.sampled_from([-1, 5_000]),
)
@settings(max_examples=200, deadline=None)
def test_best_equals_the_plain_sum(
    seed: int,
    count: int,
    concepts: list[Concept],
    k: int,
    share: float | None,
    block: int,
    look_up: int,
    kernel: bool,
    ranges: int,
    call: int,
) -> None:
    index = drawn(seed, count)
    allowed = None if share is None else np.random.default_rng(seed + 1).random(count) < share
    with pytest.MonkeyPatch.context() as changed:
        # As if every sum were dear, so that small indexes go through all that large ones do.
        changed.setattr(words_best, "_GROUP", block)
        changed.setattr(words_best, "_RANGE", ranges)
        changed.setattr(words_best, "_LOOK_UP", look_up)
        if not kernel:
            changed.setattr(words_postings, "csc_matvec", None)
        changed.setattr(words_best, "_CALL", call)
        changed.setattr(words_best, "_MANY", 1)
        positions, scores = index.best(concepts, k, allowed)
    assert (positions.tolist(), scores.tolist()) == plainly(index, concepts, k, allowed)


@given(seed=st.integers(0, 10_000), concepts=CONCEPTS, chosen=st.lists(st.integers(0, 79), max_size=20))
@settings(max_examples=80, deadline=None)
def test_scores_of_passages_equal_the_plain_sum(seed: int, concepts: list[Concept], chosen: list[int]) -> None:
    index, positions = drawn(seed, 80), np.array(chosen, dtype=np.int64)
    assert index.scores_of(concepts, positions).tolist() == index.scores(concepts)[positions].tolist()


@pytest.mark.parametrize("common", [False, True], ids=["all are added up", "common ones are looked up"])
def test_few_passages_are_scored_in_full(common: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    index = drawn(1, 20_000)
    concepts: list[Concept] = [({letter: 1.0},) for letter in LETTERS[:3]] + [
        ({"丁": 1.0}, {"戊": 0.7, "己": 0.5}),
        ({"庚": 1.0},),
    ]
    scored: list[int] = []
    added: list[int] = []
    scores_of, add_to = words_postings.scores_of, words_postings.Posting.add_to

    def counted(wanted: Any, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        scored.append(len(positions))
        return scores_of(wanted, positions)

    def counted_too(posting: words_postings.Posting, total: NDArray[np.float32], part: NDArray[np.int32]) -> None:
        added.append(int(part[1] - part[0]))
        add_to(posting, total, part)

    monkeypatch.setattr(words_best, "scores_of", counted)
    monkeypatch.setattr(words_postings.Posting, "add_to", counted_too)
    if common:
        monkeypatch.setattr(words_best, "_CALL", -1)
        monkeypatch.setattr(words_best, "_LOOK_UP", 0)
    positions, _ = index.best(concepts, 10)
    assert positions.tolist() == plainly(index, concepts, 10, None)[0]
    every = sum(int((index.scores([({letter: 1.0},)]) > 0).sum()) for letter in LETTERS)
    assert sum(scored) < 0.05 * 20_000
    assert (sum(added) < 0.6 * every) if common else (sum(added) == every)


def test_equal_scores_come_in_the_order_of_positions() -> None:
    index = WordIndex.from_units([["甲"]] * 50)
    assert index.best([({"甲": 1.0},)], 7)[0].tolist() == list(range(7))


def test_no_words_at_all(tmp_path: Path) -> None:
    WordIndex.from_units([[], []]).save(tmp_path / "words")
    index = WordIndex.load(tmp_path / "words", 2)
    assert index.best([({"甲": 1.0},)], 5)[0].tolist() == []
    assert index.scores_of([({"甲": 1.0},)], np.array([1, 0])).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("indices", lambda array: array + 1_000_000),
        ("indices", lambda array: -array - 1),
        ("data", lambda array: array[:1]),
    ],
    ids=["beyond", "below", "fewer scores"],
)
def test_arrays_that_lead_astray_are_told(
    tmp_path: Path, name: str, change: Callable[[NDArray[np.float32]], NDArray[np.float32]]
) -> None:
    WordIndex.from_units([["甲"], ["乙"], ["甲", "乙"]]).save(tmp_path / "words")
    path = tmp_path / "words" / f"{name}.csc.index.npy"
    np.save(path, change(np.load(path)))
    with pytest.raises(IndexUnusableError, match="index again"):
        WordIndex.load(tmp_path / "words", 3).best([({"甲": 1.0},)], 5)
