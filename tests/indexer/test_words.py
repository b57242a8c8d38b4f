"""BM25 as the textbook has it, and words as a reader would cut them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.segmentation import spans, units, words
from indexer.words import K1, B, Concept, WordIndex

LETTERS = st.sampled_from("甲乙丙丁戊己庚")
DOCUMENTS = st.lists(st.lists(LETTERS, max_size=12), min_size=1, max_size=15)


def textbook_bm25(documents: Sequence[Sequence[str]], query: Sequence[str]) -> list[float]:
    """BM25 with Lucene's idf, straight from the formula."""
    count = len(documents)
    average = sum(map(len, documents)) / count
    scores = []
    for document in documents:
        frequencies, score = Counter(document), 0.0
        for word in query:
            holding = sum(1 for other in documents if word in other)
            idf = math.log(1 + (count - holding + 0.5) / (holding + 0.5))
            tf = frequencies[word]
            score += idf * tf / (tf + K1 * (1 - B + B * len(document) / average)) if tf else 0.0
        scores.append(score)
    return scores


def one_by_one(*units: str) -> list[Concept]:
    return [({unit: 1.0},) for unit in units]


def test_the_best_wording_of_a_concept_counts_and_no_other() -> None:
    index = WordIndex.from_units([["a", "b"], ["a"], ["b"], ["c"]])
    both = index.scores([({"a": 1.0}, {"b": 0.5})])
    alone = index.scores(one_by_one("a")), index.scores(one_by_one("b"))
    assert np.allclose(both, np.maximum(alone[0], alone[1] / 2))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加强法治", ["加", "强", "法", "治", "加强", "强法", "法治"]),
        ("３次，ＡＢ", ["3", "次", "ab"]),
        ("98.5%，1,200人", ["98.5%", "1200", "人"]),
        ("", []),
    ],
    ids=["pairs", "runs", "numbers", "nothing"],
)
def test_units(text: str, expected: list[str]) -> None:
    assert units(text) == expected


@given(documents=DOCUMENTS, query=st.lists(LETTERS, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_scores_equal_the_textbook(documents: list[list[str]], query: list[str]) -> None:
    if not any(documents):
        assert not WordIndex.from_units(documents).scores(one_by_one(*query)).any()
        return
    scores = WordIndex.from_units(documents).scores(one_by_one(*query))
    assert np.allclose(scores, textbook_bm25(documents, query), atol=1e-5)


def test_saved_words_come_back(tmp_path: Path) -> None:
    documents = [["执法", "人员"], ["普法"], []]
    WordIndex.from_units(documents).save(tmp_path / "words")
    index = WordIndex.load(tmp_path / "words", 3)
    assert np.allclose(
        index.scores(one_by_one("执法", "普法", "没有")), textbook_bm25(documents, ["执法", "普法"]), atol=1e-5
    )
    assert index.knows("执法")
    assert not index.knows("没有")
    assert index.idf("没有") > index.idf("执法")


def test_no_words_at_all(tmp_path: Path) -> None:
    WordIndex.from_units([[], []]).save(tmp_path / "words")
    assert WordIndex.load(tmp_path / "words", 2).scores(one_by_one("执法")).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加强法治建设乡镇", ["加强", "法治", "建设", "乡镇"]),
        ("ＡＢＣ１２３４５热线", ["abc12345", "热线"]),
        ("，。《》 \u3000", []),
    ],
    ids=["not-a-township", "full-width", "marks"],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("name", ["沙柳河镇", "察汗乌苏蒙古族乡", "克孜勒陶镇", "昭苏县", "伊犁哈萨克自治州"])
def test_a_place_stays_whole(name: str) -> None:
    assert name in words(f"{name}的执法人员到{name}培训")


def test_a_longer_word_brings_the_words_within_it() -> None:
    assert words("的执法人员") == ["的", "执法", "法人", "人员", "执法人员"]


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_spans_lie_where_they_say(text: str) -> None:
    for word, start, end in spans(text):
        assert 0 <= start < end <= len(text)
        assert len(word) == end - start
        assert word.casefold() == text[start:end].casefold() or not text[start:end].isascii()
