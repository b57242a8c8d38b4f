"""The words that explain a hit are those that cutting its whole text would give."""

from __future__ import annotations

import random

import numpy as np
import pytest

from corpus.text.script import plain
from indexer.segmentation import spans
from search.engine import Engine
from search.explain import matched_words


def _words(text: str) -> list[str]:
    return [word for word, _, _ in spans(plain(text))]


def test_words_matched_are_those_of_the_whole_text(hashing_engine: Engine) -> None:
    index, draw = hashing_engine.index, random.Random(1)
    count = index.manifest.passages
    texts = [passage.text for passage in index.catalogue.passages(list(range(0, count, 3)))]
    every = sorted({word for text in texts for word in _words(text)})
    for text in texts:
        present = set(_words(text))
        terms = [*draw.sample(every, 40), *draw.sample(sorted(present), min(5, len(present)))]
        expected = {word for word in terms if word in present}
        whole = {word for word in expected if not any(word != other and word in other for other in expected)}
        assert set(matched_words(terms, [text])) == whole


@pytest.mark.parametrize(
    ("term", "text", "matched"),
    [
        ("执法", "加强执法人员培训", True),
        ("执法", "加强执 法人员培训", False),
        ("abc", "ＡＢＣ，热线", True),
        ("人员", "个人，员工", False),
        ("执法", "加強執法", True),
        ("执法", "", False),
    ],
    ids=["within", "apart", "wide", "across a mark", "traditional", "nothing"],
)
def test_a_word_is_matched_where_it_stands(term: str, text: str, *, matched: bool) -> None:
    assert matched_words([term], [text]) == ((term,) if matched else ())


def test_folding_compares_as_sets_do() -> None:
    from search.folding import SAME, _same

    rng = np.random.default_rng(0)
    for _ in range(2000):
        first = np.unique(rng.integers(0, 40, rng.integers(0, 30))).astype(np.uint64)
        second = np.union1d(first, rng.integers(0, 40, rng.integers(0, 4)).astype(np.uint64))[rng.integers(0, 3) :]
        shared = len(set(first.tolist()) & set(second.tolist()))
        assert _same(first, second) == (shared >= SAME * (len(first) + len(second) - shared))
