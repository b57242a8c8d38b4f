"""Text on pictures of pages, recognised by an optional extra that brings its models along and needs no network."""

from __future__ import annotations

import importlib.util
import logging
import math
import os
import threading
from collections.abc import Sequence
from functools import cache, cached_property
from statistics import median
from typing import TYPE_CHECKING, Protocol

from corpus.formats.ocr_lines import Corner, Seen, lengthened
from corpus.pdfium.page import Page, Run
from embeddings.onnx_session import silence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from rapidocr import RapidOCR

    Picture = NDArray[np.uint8]
    """Height × width shades of grey."""

INSTALL = "pip install -r requirements-ocr.txt"
"""What to run to have recognition."""
_SURE = 0.5
"""Score below which a line is no text of the page: arcs of seals, stains; what the recogniser's makers drop too."""
_POOR = 0.8
"""Mean score below which a page may stand on its head; upright pages have .95 and more, turned ones .6."""


class Recogniser(Protocol):
    """Finds and reads the lines on a picture."""

    def __call__(self, picture: Picture) -> Sequence[Seen]:
        """Lines on a picture of height × width shades of grey, in any order."""


@cache
def find_recogniser() -> Recogniser | None:
    """The recogniser, or ``None`` if the extra is not installed."""
    wanted = ("rapidocr", "onnxruntime")
    return _RapidOcr() if all(importlib.util.find_spec(name) for name in wanted) else None


class _RapidOcr:
    """PP-OCRv6 small, run by ONNX Runtime. One picture at a time: it keeps state."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @cached_property
    def _engine(self) -> RapidOCR:
        return _load()

    def __call__(self, picture: Picture) -> list[Seen]:
        with self._lock:
            # It remembers the switches of the call before, so each is set. Turning single lines round (use_cls) would hide
            # that a whole page stands on its head.
            found = self._engine(_coloured(picture), use_det=True, use_cls=False, text_score=0.0)
            if found.boxes is None or found.txts is None or found.scores is None:
                return []
            seen = [
                Seen(str(text), (_corner(box[0]), _corner(box[1]), _corner(box[2]), _corner(box[3])), float(score))
                for text, box, score in zip(found.txts, found.boxes, found.scores, strict=True)
            ]
            return list(lengthened(picture, seen, self._read_line))

    def _read_line(self, picture: Picture) -> tuple[str, float]:
        found = self._engine(_coloured(picture), use_det=False, use_cls=False, text_score=0.0)
        return (str(found.txts[0]), float(found.scores[0])) if found.txts else ("", 0.0)


def _coloured(picture: Picture) -> Picture:
    import numpy as np

    return np.repeat(picture[:, :, None], 3, axis=2)


def _corner(point: NDArray[np.float32]) -> Corner:
    return float(point[0]), float(point[1])


def _load() -> RapidOCR:
    silence()
    from rapidocr import RapidOCR

    threads = max(1, min(4, os.cpu_count() or 1))
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def recognise_page(picture: Picture, scale: float, recogniser: Recogniser) -> Page:
    """Reads a picture of a page.

    Args:
        picture: Height × width shades of grey.
        scale: Pixels a point.
        recogniser: Who reads.

    Returns:
        A page as :mod:`corpus.pdfium` gives it, turned upright if it lay on its side, levelled if it was laid down askew.
    """
    picture, seen = _upright(picture, recogniser)
    height, width = picture.shape
    slope = median([line.slope for line in seen if len(line.text) > 5] or [0.0])
    sure = [line for line in seen if line.text.strip() and line.score >= _SURE]
    return Page(
        tuple(_run(line, slope, scale, height) for line in sure),
        width / scale,
        height / scale,
        drawn=True,
        picture=1.0,
        recognised=True,
        unsure=tuple(line.text.strip() for line in seen if line.text.strip() and line.score < _SURE),
    )


def _upright(picture: Picture, recogniser: Recogniser) -> tuple[Picture, Sequence[Seen]]:
    """The picture and its lines, turned if it lay on its side or stood on its head."""
    import numpy as np

    seen = recogniser(picture)
    if _lies_on_side(seen):
        picture = np.ascontiguousarray(np.rot90(picture))
        seen = recogniser(picture)
    if len(seen) >= 2 and _sureness(seen) < _POOR:
        turned = np.ascontiguousarray(np.rot90(picture, 2))
        again = recogniser(turned)
        if _sureness(again) > _sureness(seen):
            return turned, again
    return picture, seen


def _sureness(seen: Sequence[Seen]) -> float:
    """Mean score of the characters."""
    return sum(line.score * len(line.text) for line in seen) / max(1, sum(len(line.text) for line in seen))


def _lies_on_side(seen: Sequence[Seen]) -> bool:
    # The corners of an upright box may begin anywhere, so its extent tells.
    extents = [
        (max(x for x, _ in line.corners) - min(x for x, _ in line.corners), _top_to_bottom(line)) for line in seen
    ]
    upright = sum(1 for wide, high in extents if high > 1.5 * wide)
    level = sum(1 for wide, high in extents if wide > 1.5 * high)
    return upright >= 2 and upright > level


def _top_to_bottom(line: Seen) -> float:
    return max(y for _, y in line.corners) - min(y for _, y in line.corners)


def _run(line: Seen, slope: float, scale: float, height: int) -> Run:
    """The line in points, levelled around the picture's upper left corner."""
    text = line.text.strip()
    cosine, sine = math.cos(-slope), math.sin(-slope)
    level = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in line.corners]
    left, right = (level[0][0] + level[3][0]) / 2, (level[1][0] + level[2][0]) / 2
    bottom = (level[2][1] + level[3][1]) / 2
    # A box is higher than its letters; what a line is wide for its characters tells their size better.
    wide = sum(1.0 if ord(character) >= 0x2E80 else 0.5 for character in text)
    size = min((right - left) / wide, line.height) if len(text) > 3 else 0.8 * line.height
    base = (height - bottom + 0.15 * size) / scale
    return Run(text, left / scale, max(left, right) / scale, base, max(size / scale, 1.0))
