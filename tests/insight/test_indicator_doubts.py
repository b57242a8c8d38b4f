"""Figures of one report held against each other: slips are found, and what can be explained is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folder import read_file
from corpus.text.script import plain
from indexer.passages import cut
from insight.indicators.checking import RATES, RateCue, doubts_in
from insight.indicators.claims import claims_in
from insight.indicators.doubt import Doubt, DoubtKind
from insight.indicators.extracting import figures_of
from insight.indicators.figure import Figure, FigureKind
from insight.indicators.weighing import weigh
from tests.insight.planted import PLANTED, SOUND

REPORT = """甲县乙镇2023年法治政府建设工作报告

2023年，乙镇认真推进法治政府建设，现将有关情况报告如下：

一、工作开展情况
（一）主要做法。{sentence}
二、存在的问题
一是力量不足，普法形式单一，群众参与的积极性不高。
三、下一步打算
（一）充实力量。继续充实执法力量，提高办案水平。
"""


def doubts_of(sentence: str, folder: Path) -> list[tuple[Doubt, str]]:
    """Doubts with the number that each is about, as written."""
    path = folder / "report.txt"
    path.write_text(REPORT.format(sentence=sentence), encoding="utf-8")
    report = read_file(path)
    text = plain(report.text)
    figures = weigh(text, figures_of(report, cut(report)))
    found = doubts_in(text, figures)
    return [
        (doubt, report.text[figures[doubt.figure].figure.start : figures[doubt.figure].figure.end]) for doubt in found
    ]


@pytest.mark.parametrize(("sentence", "kind"), PLANTED, ids=[sentence for sentence, _ in PLANTED])
def test_a_slip_is_found_and_nothing_else(sentence: str, kind: DoubtKind, tmp_path: Path) -> None:
    assert [doubt.kind for doubt, _ in doubts_of(sentence, tmp_path)] == [kind]


@pytest.mark.parametrize("sentence", SOUND)
def test_what_fits_or_can_be_explained_is_left_alone(sentence: str, tmp_path: Path) -> None:
    assert doubts_of(sentence, tmp_path) == []


@pytest.mark.parametrize("cue", RATES, ids=[cue.rate for cue in RATES])
def test_every_sort_of_rate_is_held_against_its_counts(cue: RateCue, tmp_path: Path) -> None:
    assert [doubt.kind for doubt, _ in doubts_of(f"全年{cue.example}。", tmp_path)] == [DoubtKind.RATE]


def test_an_endless_sentence_costs_no_more_than_its_length() -> None:
    sentence = "，其中调解纠纷3件，成功率9%" * 1000
    text = f"{sentence}。"
    figures = [
        Figure(place + offset, place + offset + 2, value, unit, kind, "", "p", (0, len(text)))
        for place in range(0, len(sentence), 15)
        for offset, value, unit, kind in ((7, 3, "件", FigureKind.COUNT), (13, 9, "%", FigureKind.PERCENT))
    ]
    weighed = weigh(text, figures)
    assert len(weighed) == 2000
    assert doubts_in(text, weighed) == []
    assert claims_in(text, weighed, 2023) == []
