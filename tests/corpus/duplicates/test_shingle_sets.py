"""Shingles of many texts at once are those of each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.duplicates.resemblance import normalised, shingles
from corpus.duplicates.shingle_sets import shingle_sets


@given(texts=st.lists(st.text(max_size=40), max_size=6))
@example(texts=["", "执", "執法　ＡＢＣ…㎡⑩", "e\u0301tude", "\u1112\u1161\u11ab", "한\u11a8", "ß\udcff\x00", "ｶﾞ"])
def test_they_are_those_of_each_text(texts: list[str]) -> None:
    found = shingle_sets(texts)
    assert len(found) == len(texts)
    for text, own in zip(texts, found, strict=True):
        assert own.tolist() == np.unique(shingles(normalised(text))).tolist()


@pytest.mark.parametrize("block", range(0, 0x110000, 0x4000))
def test_every_character_between_others(block: int) -> None:
    texts = [f"A法{chr(code)}b治{chr(code)}" for code in range(block, block + 0x4000, 61)]
    for text, own in zip(texts, shingle_sets(texts), strict=True):
        assert own.tolist() == np.unique(shingles(normalised(text))).tolist(), text
