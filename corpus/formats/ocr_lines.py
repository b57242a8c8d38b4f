"""Lines that the detector found too short.

The detector of PP-OCRv6 leaves out thin strokes at a line's beginning: of ``一、主要做法`` it finds ``主要做法``, and the heading has lost the
number that makes it one. Ink that stands right beside a found line, where no other line was found, belongs to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    """Height × width shades of grey."""

Corner = tuple[float, float]

_NEAR = 1.3
"""Ink this many line heights away belongs to the line; a full-width 、 leaves .7 blank."""
_FARTHEST = 4.0
"""Line heights by which a line is lengthened at most: 十二、 and a blank."""
_DARK = 0.6
"""Share of the paper's grey below which a pixel is ink."""
_SURE = 0.8
"""Score from which the longer reading counts."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One line as it was recognised.

    ``corners`` are in pixels, y downwards, from the upper left one with the clock. ``score`` (0 to 1) is how sure the recogniser is.
    """

    text: str
    corners: tuple[Corner, Corner, Corner, Corner]
    score: float = 1.0

    @property
    def height(self) -> float:
        """Height of its box at the left, in pixels."""
        return math.dist(self.corners[0], self.corners[3])

    @property
    def slope(self) -> float:
        """Angle of its upper edge, in radians, clockwise."""
        (x, y), (x2, y2) = self.corners[0], self.corners[1]
        return math.atan2(y2 - y, x2 - x)


def lengthened(picture: Picture, seen: Sequence[Seen], read: Callable[[Picture], tuple[str, float]]) -> Iterator[Seen]:
    """Lines with the ink at their left taken in.

    Args:
        picture: Height × width shades of grey.
        seen: The lines found on it.
        read: Reads the picture of one line; returns its text and score.

    Returns:
        The lines, those read anew that became longer by it.
    """
    import numpy as np

    ink = picture < _DARK * float(np.median(picture))
    for line in seen:
        more = _ink_before(ink, line, [other for other in seen if other is not line])
        yield _read_longer(picture, line, more, read) if more else line


def _ink_before(ink: NDArray[np.bool_], line: Seen, others: Sequence[Seen]) -> float:
    """Pixels by which the line goes on to the left."""
    (left, top), bottom = line.corners[0], line.corners[3][1]
    high = line.height
    if abs(line.slope) > 0.1 or bottom - top < 6 or min(other[0] for other in line.corners[1:3]) <= left:
        return 0.0
    first = max(0, int(left - _FARTHEST * high), *(int(end) for end in _ends_before(line, others)))
    strip = ink[max(0, int(top)) : int(bottom), first : max(first, int(left))]
    # One dark pixel is a stain, a column that is dark all over the ruling of a table.
    counts = strip.sum(axis=0)
    columns = [at for at in range(len(counts)) if 2 <= counts[at] < 0.85 * strip.shape[0]]
    reached = float(len(counts))
    for at in reversed(columns):
        if reached - at > _NEAR * high:
            break
        reached = at
    found = len(counts) - reached
    return found + 0.15 * high if found > 0.25 * high else 0.0


def _ends_before(line: Seen, others: Sequence[Seen]) -> Iterator[float]:
    """Where lines end that stand left of this one on its height."""
    (left, top), bottom = line.corners[0], line.corners[3][1]
    for other in others:
        end, other_top, other_bottom = other.corners[1][0], other.corners[1][1], other.corners[2][1]
        overlap = min(bottom, other_bottom) - max(top, other_top)
        if other.corners[0][0] < left and end < left + line.height and overlap > 0.3 * line.height:
            yield end


def _read_longer(picture: Picture, line: Seen, more: float, read: Callable[[Picture], tuple[str, float]]) -> Seen:
    import numpy as np
    from PIL import Image

    along = (math.cos(line.slope) * more, math.sin(line.slope) * more)
    upper, lower = ((x - along[0], y - along[1]) for x, y in (line.corners[0], line.corners[3]))
    corners = (upper, line.corners[1], line.corners[2], lower)
    wide, high = max(1, round(math.dist(upper, corners[1]))), max(1, round(line.height))
    # Pillow wants the corners from the upper left one against the clock.
    quad = tuple(side for corner in (upper, lower, corners[2], corners[1]) for side in corner)
    cut = Image.fromarray(picture).transform((wide, high), Image.Transform.QUAD, quad, Image.Resampling.BILINEAR)
    text, score = read(np.asarray(cut, dtype=np.uint8))
    if len(text) <= len(line.text) or score < _SURE or line.text[-3:] not in text:
        return line
    return replace(line, text=text, corners=corners, score=score)
