"""The runs of an OFD page become the printed page that PDF files become too, so that lines, margins and columns are found alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from corpus.formats.ofd_page import Run, width_of
from corpus.pdfium import page as printed
from corpus.pdfium.characters import CONTROLS, RADICALS

POINTS = 72 / 25.4
"""Points in a millimetre."""
_SAME_LINE = 0.45
"""In parts of the size: a raised note mark lies .35 above its line, the next line at least 1 below."""
_PILE = 3
"""Runs at exactly one place that cannot be meant if they differ; two may be a character and its shadow."""
_GAP = 0.9
"""Blank space after a character, in parts of its size, from which it is more than justified type, or a digit in a full-width cell."""

Size = tuple[float, float]
"""Width and height in millimetres."""


def sheet_of(
    runs: Sequence[Run], paper: Size, rules: Sequence[printed.Rule] = (), *, recognised: bool = False
) -> printed.Page:
    """The printed page; oblique runs are left out.

    Args:
        runs: All its runs.
        paper: Its size; of a page whose text is set sideways, before it is turned.
        rules: Lines drawn on it.
        recognised: Whether its text was read from a picture.
    """
    runs = _unpiled([run for run in runs if run.turn is not None])
    counts = Counter[int]()
    for run in runs:
        counts[run.turn or 0] += len(run.text)
    upright = counts.most_common(1)[0][0] if counts else 0
    width, height = paper if upright % 2 == 0 else (paper[1], paper[0])
    # Turned back, the page begins left of or above the zero point.
    right = (0.0, 0.0, paper[0], paper[1])[upright]
    down = (0.0, paper[0], paper[1], 0.0)[upright]
    pieces = tuple(piece for run in runs for piece in _pieces(run, upright, right, height - down))
    drawn = tuple(rules) if upright == 0 else ()
    return printed.Page(pieces, width * POINTS, height * POINTS, rules=drawn, drawn=bool(pieces), recognised=recognised)


def _unpiled(runs: Sequence[Run]) -> list[Run]:
    """The runs with those put in a row that a careless program (easyofd) set at one and the same place.

    It gives every piece of a line the whole line's boundary; in the order of the file they are the line.
    """
    texts: dict[tuple[float, float], list[Run]] = defaultdict(list)
    for run in runs:
        texts[run.along[0], run.across[0]].append(run)
    unpiled: list[Run] = []
    for place, piled in texts.items():
        if len(piled) < _PILE or len({run.text for run in piled}) == 1:
            unpiled += piled
            continue
        text, size = "".join(run.text for run in piled), piled[0].size
        along = tuple(accumulate((size * width_of(character) for character in text[:-1]), initial=place[0]))
        unpiled.append(replace(piled[0], text=text, along=along, across=(place[1],) * len(text)))
    return unpiled


def _pieces(run: Run, upright: int, right: float, height: float) -> Iterator[printed.Run]:
    """A run cut where it leaves its line or jumps ahead or back, in points from the lower left corner."""
    first = 0
    for position in range(1, len(run.text) + 1):
        if position < len(run.text):
            step = run.along[position] - run.along[position - 1]
            room = (width_of(run.text[position - 1]) + _GAP) * run.size
            drop = abs(run.across[position] - run.across[position - 1])
            if -_GAP * run.size <= step <= room and drop <= _SAME_LINE * run.size:
                continue
        text = run.text[first:position]
        # Blanks that are characters become the indents and gaps that they are on paper.
        start, last = first + len(text) - len(text.lstrip()), first + len(text.rstrip()) - 1
        first = position
        text = CONTROLS.sub("", text).translate(RADICALS).strip()
        if text:
            end = run.along[last] + width_of(run.text[last]) * run.size
            yield printed.Run(
                text=text,
                left=(run.along[start] + right) * POINTS,
                right=(end + right) * POINTS,
                base=(height - run.across[start]) * POINTS,
                size=run.size * POINTS,
                aslant=run.turn != upright,
            )
