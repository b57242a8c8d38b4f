"""Runs on one height become a visual line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from corpus.pdfium.page import Page, Run

_SAME_HEIGHT = 0.5
"""Base lines of one visual line differ by less than this many font sizes: raised marks .4, the next line 1.2 and more."""
_BLANK = 0.25
"""A gap of this many font sizes is a blank of Latin text, where no blank is written."""


@dataclass(frozen=True)
class Line:
    """A visual line: its runs from left to right."""

    runs: tuple[Run, ...]

    @cached_property
    def text(self) -> str:
        """What is written, a blank where a gap is."""
        pieces = [self.runs[0].text]
        for before, after in pairwise(self.runs):
            gap = after.left - before.right
            pieces += [" " if gap > _BLANK * max(before.size, after.size) else "", after.text]
        return "".join(pieces)

    @cached_property
    def main(self) -> Run:
        """The run with most characters."""
        return max(self.runs, key=lambda run: len(run.text))

    @property
    def left(self) -> float:
        """Where it begins, in points."""
        return self.runs[0].left

    @property
    def right(self) -> float:
        """Where it ends, in points."""
        return max(run.right for run in self.runs)

    @property
    def base(self) -> float:
        """Height of its base line, in points."""
        return self.main.base

    @property
    def size(self) -> float:
        """Size of its font, in points."""
        return self.main.size


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """The visual lines of upright runs from the top down. Text printed twice on one spot (false bold) is taken once."""
    rows: list[list[Run]] = []
    anchor: Run | None = None
    for run in sorted(runs, key=lambda run: (-run.base, run.left)):
        if anchor is not None and anchor.base - run.base <= _SAME_HEIGHT * max(anchor.size, run.size):
            rows[-1].append(run)
            anchor = max(anchor, run, key=lambda other: other.size)
        else:
            rows.append([run])
            anchor = run
    return [Line(tuple(_once(sorted(row, key=lambda run: run.left)))) for row in rows]


def _once(row: Sequence[Run]) -> list[Run]:
    kept: list[Run] = []
    for run in row:
        twice = (other for other in kept if other.text == run.text and abs(other.left - run.left) < 0.3 * run.size)
        if next(twice, None) is None:
            kept.append(run)
    return kept


def body_size(runs: Iterable[Run]) -> float:
    """The font size, in points, that most characters have; 0 without any."""
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size * 2) / 2] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def pitch(lines: Sequence[Line]) -> float:
    """The usual distance, in points, from one line to the next; 0 for fewer than two."""
    steps = sorted(before.base - after.base for before, after in pairwise(lines))
    steps = [step for step in steps if step > 0]
    return steps[len(steps) // 2] if steps else 0.0


def usual_pitch(pages: Iterable[Page]) -> float:
    """The distance, in points, from line to line that most pages of a document have; 0 where no page has two lines."""
    steps = sorted(step for page in pages if (step := pitch(lines_of(run for run in page.runs if not run.aslant))))
    return steps[len(steps) // 2] if steps else 0.0
