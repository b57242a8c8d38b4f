"""The table of indicators: its own examples and counterexamples, and that it is sound."""

from __future__ import annotations

import re

import pytest

from insight.indicators.figure import FigureKind
from insight.indicators.table import BY_KEY, INDICATORS
from insight.indicators.topics import TOPICS
from insight.indicators.units import KIND_OF
from tests.insight.indicators.reading import figures_in

EXAMPLES = [(indicator.key, text) for indicator in INDICATORS for text in indicator.examples]
COUNTEREXAMPLES = [(indicator.key, text) for indicator in INDICATORS for text in indicator.counterexamples]


def _marked(text: str) -> tuple[str, set[int]]:
    """The text without its brackets, and where the numbers in brackets begin."""
    starts: set[int] = set()
    plain = ""
    for piece in re.split("([⟦⟧])", text):
        if piece == "⟦":
            starts.add(len(plain))
        elif piece != "⟧":
            plain += piece
    return plain, starts


@pytest.mark.parametrize(("key", "text"), EXAMPLES, ids=[f"{key}: {text[:14]}" for key, text in EXAMPLES])
def test_examples(key: str, text: str) -> None:
    plain, starts = _marked(text)
    assert starts
    named = {figure.start for figure in figures_in(plain) if figure.indicator == key}
    assert starts <= named


@pytest.mark.parametrize(("key", "text"), COUNTEREXAMPLES, ids=[f"{key}: {text[:14]}" for key, text in COUNTEREXAMPLES])
def test_counterexamples(key: str, text: str) -> None:
    plain, starts = _marked(text)
    figures = {figure.start: figure for figure in figures_in(plain)}
    assert starts
    assert starts <= figures.keys(), "a counterexample holds a figure that is something else"
    assert not {start for start in starts if figures[start].indicator == key}


def test_the_table_is_sound() -> None:
    for labels in zip(*((row.key, row.zh, row.en) for row in INDICATORS), strict=True):
        assert len(set(labels)) == len(INDICATORS)
    assert list(BY_KEY) == [row.key for row in INDICATORS]
    for row in INDICATORS:
        assert row.key.isidentifier() and row.key.isascii() and row.en.isascii()
        assert row.about and row.cues and row.examples and row.counterexamples
        assert set(row.units.split()) <= KIND_OF.keys(), row.key


def test_cues_are_sound() -> None:
    for row in INDICATORS:
        assert len(set(row.cues)) == len(row.cues), row.key
        for cue in row.cues:
            assert cue.wording.count("#") >= 1, cue
            assert set(cue.units.split()) <= KIND_OF.keys(), cue
            assert set(cue.topics.split()) <= TOPICS.keys(), cue


def test_kinds_go_with_units() -> None:
    for row in INDICATORS:
        kinds = {KIND_OF[unit] for unit in row.units.split()}
        assert row.kind in kinds, row.key
        assert kinds <= {FigureKind.COUNT, FigureKind.PERCENT, FigureKind.MONEY, FigureKind.MEASURE}
