from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from embeddings.safety import EMPTY, MAX_CHARACTERS, safe_text

ANYTHING = st.text(
    st.characters() | st.characters(categories=["Cs", "Cc", "Cn"]) | st.sampled_from("ﷺﷻ\x00\ud800\ufdd0")
)


@given(ANYTHING)
@example("ﷺ" * MAX_CHARACTERS)
@example("")
def test_result_is_safe(text: str) -> None:
    safe = safe_text(text)
    assert safe
    assert len(safe) <= MAX_CHARACTERS
    safe.encode("utf-8")
    assert not [c for c in safe if unicodedata.category(c) in {"Cc", "Cs"}]
    assert not [c for c in safe if 0xFDD0 <= ord(c) <= 0xFDEF or ord(c) & 0xFFFE == 0xFFFE]
    assert all(len(unicodedata.normalize("NFKC", c)) <= 6 for c in safe)


@given(ANYTHING)
def test_safe_text_stays_as_it_is(text: str) -> None:
    assert safe_text(safe_text(text)) == safe_text(text)


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("，。（）１2aB～"), min_size=1)
)
def test_ordinary_text_is_unchanged(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("法\x00治", "法 治"),
        ("法\n治", "法 治"),
        ("法\ud83d治", "法\ufffd治"),
        ("ﷲ", "الله"),
        ("﷽", " "),
        ("\u3000\t", EMPTY),
        ("法" * (MAX_CHARACTERS + 1), "法" * MAX_CHARACTERS),
    ],
    ids=["nul", "line", "surrogate", "ligature", "bismillah", "blank", "long"],
)
def test_examples(text: str, safe: str) -> None:
    assert safe_text(text) == safe


def test_no_character_at_all_grows_much() -> None:
    grown = [c for c in map(chr, range(0x110000)) if len(unicodedata.normalize("NFKC", c)) > 6]
    assert grown
    assert all(len(unicodedata.normalize("NFKC", kept)) <= 6 for c in grown for kept in safe_text(c))
