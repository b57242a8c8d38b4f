"""Thin strokes that the detector left out at a line's beginning."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.formats.ocr_lines import Seen, lengthened

HIGH, LEFT, TOP = 40, 400, 100
LINE = Seen("主要做法", ((LEFT, TOP), (LEFT + 160, TOP), (LEFT + 160, TOP + HIGH), (LEFT, TOP + HIGH)))
Ink = tuple[int, int, int, int]
"""Left, top, right, bottom."""
STROKE: Ink = (LEFT - 76, TOP + 18, LEFT - 44, TOP + 22)
COMMA: Ink = (LEFT - 38, TOP + 28, LEFT - 28, TOP + 36)


def paper(*inks: Ink) -> NDArray[np.uint8]:
    picture = np.full((300, 800), 230, np.uint8)
    for left, top, right, bottom in inks:
        picture[top:bottom, left:right] = 20
    return picture


def read(
    picture: NDArray[np.uint8], *others: Seen, text: str = "一、主要做法", score: float = 0.99
) -> tuple[str, list[int]]:
    """What the line says in the end, and the widths of the pictures that were read anew."""
    widths: list[int] = []

    def reader(cut: NDArray[np.uint8]) -> tuple[str, float]:
        widths.append(cut.shape[1])
        return text, score

    return next(lengthened(picture, [LINE, *others], reader)).text, widths


def test_ink_beside_a_line_belongs_to_it() -> None:
    assert read(paper(STROKE, COMMA)) == ("一、主要做法", [160 + 76 + 6])


@pytest.mark.parametrize(
    "inks",
    [
        (),
        ((LEFT - 120, TOP + 18, LEFT - 100, TOP + 22),),
        ((LEFT - 30, TOP - 50, LEFT - 27, TOP + 200),),
        ((LEFT - 30, TOP + 10, LEFT - 29, TOP + 11),),
        ((LEFT - 76, TOP + 60, LEFT - 44, TOP + 64),),
    ],
    ids=["none", "too-far", "ruling-of-a-table", "stain", "on-another-height"],
)
def test_other_ink_does_not(inks: tuple[Ink, ...]) -> None:
    assert read(paper(*inks)) == ("主要做法", [])


def test_ink_of_another_line_stays_there() -> None:
    other = Seen("一、", ((LEFT - 90, TOP), (LEFT - 20, TOP), (LEFT - 20, TOP + HIGH), (LEFT - 90, TOP + HIGH)))
    assert read(paper(STROKE, COMMA), other) == ("主要做法", [])


@pytest.mark.parametrize(
    ("text", "score"),
    [("一、主要做法", 0.5), ("要做法", 0.99), ("别的文字完全不同", 0.99)],
    ids=["unsure", "shorter", "other"],
)
def test_worse_reading_is_not_taken(text: str, score: float) -> None:
    assert read(paper(STROKE, COMMA), text=text, score=score)[0] == "主要做法"
