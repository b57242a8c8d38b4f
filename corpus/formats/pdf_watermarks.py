"""Watermarks: the same words on every page, aslant or large across the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.formats.pdf_lines import body_size
from corpus.pdfium.page import Page, Run

_LARGER = 1.3
"""Watermarks printed level are at least this much larger than the body; smaller words on one spot may be a form's."""
_SPOT = 4.0
"""Points within which two places are the same."""
_Key = tuple[str, bool, int, int]


def without_watermarks(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """Takes out runs that most pages bear: aslant anywhere, or level and large on the same spot.

    Args:
        pages: Pages of one document, in order.

    Returns:
        The pages without them, and the words of the watermark on each page.
    """
    size = body_size(run for page in pages for run in page.runs)
    counts = Counter(
        key
        for page in pages
        for key in {_key(run) for run in page.runs if run.aslant or run.size >= _LARGER * size}
        if key[0]
    )
    filled = sum(1 for page in pages if page.runs)
    marks = {key for key, count in counts.items() if count >= (2 if key[1] else 3) and count > filled / 2}
    kept = [replace(page, runs=tuple(run for run in page.runs if _key(run) not in marks)) for page in pages]
    return kept, ["".join(run.text for run in page.runs if _key(run) in marks) for page in pages]


def _key(run: Run) -> _Key:
    """Words and place of a run."""
    place = (0, 0) if run.aslant else (round(run.left / _SPOT), round(run.base / _SPOT))
    return "".join(run.text.split()), run.aslant, *place
