"""Words made of what is known are those made of nothing, to the last byte, whatever was added, taken away or moved."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from errors import IndexUnusableError
from indexer import words_counts, words_fresh, words_made
from indexer.words import K1, B, WordIndex
from indexer.words_counts import COUNTS, ENDS, LENGTHS, POSITIONS, UnitCounts
from indexer.words_made import write_words
from indexer.words_vocabulary import OLD_UNITS, UNIT_ENDS, UNITS, Vocabulary, encoded

LETTERS = "甲乙丙丁戊己庚"
UNIT = st.sampled_from([*LETTERS, "甲乙", "乙丙", "2015", "法\ud800", ""])
PASSAGES = st.lists(st.lists(UNIT, max_size=10), max_size=12)


def all_fresh(documents: Sequence[Sequence[str]]) -> tuple[NDArray[np.int64], Any, int]:
    return np.full(len(documents), -1, dtype=np.int64), enumerate(documents), len(documents)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def plainly(folder: Path, documents: Sequence[Sequence[str]]) -> dict[str, bytes]:
    """The files of a word index that was made of nothing, in memory."""
    WordIndex.from_units(documents).save(folder)
    return files(folder)


@given(before=PASSAGES, added=PASSAGES, data=st.data(), step=st.sampled_from([1, 5, 1000]))
@settings(max_examples=150, deadline=None)
def test_carried_counts_give_what_counting_anew_gives(
    before: list[list[str]],
    added: list[list[str]],
    data: st.DataObject,
    step: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("words")
    chosen = data.draw(st.lists(st.integers(0, len(before) - 1), max_size=15) if before else st.just([]))
    takes = np.array(data.draw(st.permutations(chosen + [-1] * len(added))), dtype=np.int64)
    waiting = iter(added)
    after = [before[take] if take >= 0 else next(waiting) for take in takes.tolist()]
    fresh = [(place, after[place]) for place in np.flatnonzero(takes < 0).tolist()]
    with pytest.MonkeyPatch.context() as changed:
        for room, name in ((words_made, "_AT_ONCE"), (words_counts, "_AT_ONCE"), (words_fresh, "_BLOCK")):
            changed.setattr(room, name, step)
        write_words(folder / "before", None, *all_fresh(before))
        known = UnitCounts.load(folder / "before", len(before))
        assert (known is None) == (not any(before))
        if known is None:
            takes, fresh = np.full(len(after), -1, dtype=np.int64), list(enumerate(after))
        write_words(folder / "after", known, takes, iter(data.draw(st.permutations(fresh))), len(after))
        UnitCounts.load(folder / "after", len(after))
    assert files(folder / "after") == plainly(folder / "plain", after)


def test_several_times_in_a_row(tmp_path: Path) -> None:
    rng = random.Random(7)
    documents: list[list[str]] = []
    known: UnitCounts | None = None
    for build in range(12):
        stay = [place for place in range(len(documents)) if known is not None and rng.random() < 0.9]
        new = [[*rng.choices(LETTERS, k=rng.randrange(1, 9)), f"新{build}"] for _ in range(6)]
        documents = [documents[place] for place in stay] + new
        takes = np.array(stay + [-1] * len(new), dtype=np.int64)
        write_words(tmp_path / str(build), known, takes, enumerate(new, len(stay)), len(documents))
        known = UnitCounts.load(tmp_path / str(build), len(documents))
    assert files(tmp_path / "11") == plainly(tmp_path / "plain", documents)


def test_scores_are_those_of_another_implementation_to_the_last_bit() -> None:
    rng = random.Random(1)
    documents = [rng.choices([*LETTERS, "法", "治", "法治"], k=rng.randrange(40)) for _ in range(150)]
    index, other = WordIndex.from_units(documents), bm25s.BM25(method="lucene", k1=K1, b=B)
    other.index(documents, show_progress=False)
    for unit in {unit for document in documents for unit in document}:
        assert index.scores([({unit: 1.0},)]).tolist() == other.get_scores([unit]).tolist()


def test_what_was_written_before_still_opens(tmp_path: Path) -> None:
    documents = [["甲", "乙"], ["乙"], ["丙", "丙", "甲"]]
    other = bm25s.BM25(method="lucene", k1=K1, b=B)
    other.index(documents, show_progress=False)
    other.save(tmp_path, show_progress=False)
    assert (tmp_path / OLD_UNITS).exists() and UnitCounts.load(tmp_path, 3) is None
    opened, concepts = WordIndex.load(tmp_path, 3), [({"甲": 1.0},), ({"丙": 0.5},), ({"无": 1.0},)]
    assert opened.scores(concepts).tolist() == WordIndex.from_units(documents).scores(concepts).tolist()
    assert opened.knows("丙") and not opened.knows("无")


def test_passages_that_hold_a_unit_more_often_than_a_byte_counts(tmp_path: Path) -> None:
    documents = [["甲"] * 300 + ["乙"], ["乙"], ["甲"]]
    write_words(tmp_path / "a", None, *all_fresh(documents))
    known = UnitCounts.load(tmp_path / "a", 3)
    assert known is not None and known.counts.dtype == np.uint16
    write_words(tmp_path / "b", known, np.array([2, 1]), (), 2)
    assert files(tmp_path / "b") == plainly(tmp_path / "plain", [documents[2], documents[1]])


@pytest.mark.parametrize(
    ("takes", "fresh"),
    [([0, -1], []), ([0, 1], [(1, ["甲"])]), ([-1, 0], [(0, ["甲"]), (0, ["乙"])]), ([0, 2], [])],
    ids=["not given", "given and carried", "given twice", "not there"],
)
def test_passages_without_units_of_their_own_are_refused(takes: list[int], fresh: list[Any], tmp_path: Path) -> None:
    write_words(tmp_path / "a", None, *all_fresh([["甲"], ["乙"]]))
    with pytest.raises(ValueError, match="carried over or given once"):
        write_words(tmp_path / "b", UnitCounts.load(tmp_path / "a", 2), np.array(takes), fresh, 2)


def _two(array: NDArray[Any]) -> NDArray[Any]:
    return array[[1, 0, *range(2, len(array))]]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (COUNTS, lambda a: a + np.uint8(1)),
        (COUNTS, lambda a: a.astype(np.int64)),
        (COUNTS, lambda a: a[:-1]),
        (LENGTHS, _two),
        (LENGTHS, lambda a: a[:-1]),
        (POSITIONS, _two),
        (POSITIONS, lambda a: a + 1),
        (POSITIONS, lambda a: -a),
        (ENDS, lambda a: a[:-1]),
        (ENDS, lambda a: a[::-1].copy()),
        (UNITS, lambda a: a[::-1].copy()),
        (UNITS, lambda a: a[:-1]),
        (UNIT_ENDS, lambda a: a[:-1]),
        (UNIT_ENDS, lambda a: a.astype(np.float64)),
    ],
)
@pytest.mark.parametrize("step", [2, 1000])
def test_counts_that_do_not_add_up_are_not_carried_over(
    name: str,
    change: Callable[[NDArray[Any]], NDArray[Any]],
    step: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documents = [["甲", "甲", "乙"], ["乙"], ["丙", "甲"]]
    WordIndex.from_units(documents).save(tmp_path)
    monkeypatch.setattr(words_counts, "_AT_ONCE", step)
    assert UnitCounts.load(tmp_path, 3) is not None
    np.save(tmp_path / name, change(np.load(tmp_path / name)))
    with pytest.raises(IndexUnusableError, match="index again"):
        UnitCounts.load(tmp_path, 3)


@pytest.mark.parametrize("name", [COUNTS, LENGTHS, POSITIONS, ENDS, UNITS, UNIT_ENDS])
def test_files_that_are_gone_or_no_arrays(name: str, tmp_path: Path) -> None:
    WordIndex.from_units([["甲"]]).save(tmp_path)
    (tmp_path / name).write_bytes(b"\x93NUMPY\x01\x00\xff")
    with pytest.raises(IndexUnusableError, match="index again"):
        UnitCounts.load(tmp_path, 1)
    (tmp_path / name).unlink()
    with pytest.raises(IndexUnusableError, match="index again"):
        UnitCounts.load(tmp_path, 1)


@given(st.sets(st.text(max_size=3), max_size=40), st.text(max_size=3))
@settings(max_examples=80, deadline=None)
def test_units_are_found_by_their_number(units: set[str], other: str) -> None:
    ordered = sorted(units)
    vocabulary = Vocabulary.of([encoded(unit) for unit in ordered])
    assert [vocabulary.number(unit) for unit in ordered] == list(range(len(units)))
    assert (vocabulary.number(other) is None) == (other not in units)
    assert vocabulary.every() == [encoded(unit) for unit in ordered]
