"""Texts of drawn passages (:mod:`bench.drawn`): sentences of a passage of the samples, some of them replaced by those of a near one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.report import Passage, Report
from corpus.text.script import plain
from indexer.catalogue import IndexedPassage
from indexer.segmentation import units

REPLACED = 0.4
"""Share of the sentences that come from the other passage."""
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？\n]*|[。；！？\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading or a sentence with its units; ``number`` tells it from all others."""

    number: int
    text: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn passage: its pieces, the first of them its headings, the row of the other passage and what share of it comes from there."""

    pieces: tuple[Piece, ...]
    other: int
    share: float

    @property
    def text(self) -> str:
        """The passage as it stands in its report."""
        return "".join(piece.text for piece in self.pieces[1:])

    @property
    def units(self) -> tuple[str, ...]:
        """What the words leg counts: no unit reaches across the end of a sentence."""
        return tuple(unit for piece in self.pieces for unit in piece.units)


class TextDraw:
    """Draws texts by the row of the passage that they come from."""

    def __init__(
        self,
        reports: Sequence[tuple[Report, Sequence[IndexedPassage]]],
        near: NDArray[np.int64],
        rng: np.random.Generator,
    ) -> None:
        self._near = near
        self._rng = rng
        self._headings: list[Piece] = []
        self._sentences: list[list[Piece]] = []
        number = 0
        for report, items in reports:
            for item in items:
                above = "\n".join(report.headings(item.passage.section))
                self._headings.append(Piece(number, above, tuple(units(plain(above)))))
                found = _SENTENCE.findall(item.passage.text)
                self._sentences.append(
                    [Piece(number + at, text, tuple(units(plain(text)))) for at, text in enumerate(found, 1)]
                )
                number += 1 + len(found)

    def draw(self, row: int) -> Drawn:
        """A passage like the one at this row."""
        other = int(self._near[row, self._rng.integers(self._near.shape[1])])
        own, theirs = self._sentences[row], self._sentences[other]
        swap = self._rng.random(len(own)) < REPLACED
        pieces = [
            theirs[int(self._rng.integers(len(theirs)))] if swapped else piece
            for piece, swapped in zip(own, swap, strict=True)
        ]
        return Drawn((self._headings[row], *pieces), other, float(swap.mean()))


def rewritten(report: Report, passages: Sequence[Passage], texts: Sequence[str]) -> Report:
    """A report with other texts in the places of its passages; sections move with them, pages, lines and evidence are left out."""
    parts: list[str] = []
    ends: list[int] = [0]
    moved: list[int] = [0]
    last = 0
    for passage, text in zip(passages, texts, strict=True):
        parts += [report.text[last : passage.start], text]
        last = passage.end
        ends.append(passage.end)
        moved.append(moved[-1] + len(text) - len(passage.text))
    parts.append(report.text[last:])

    def at(offset: int) -> int:
        return offset + moved[int(np.searchsorted(ends, offset, side="right")) - 1]

    sections = tuple(
        replace(section, start=at(section.start), body=at(section.body), end=at(section.end))
        for section in report.sections
    )
    return replace(report, text="".join(parts), sections=sections, pages=(), lines=(), evidence=())
