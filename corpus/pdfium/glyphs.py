"""Characters as PDFium places them, put together to runs.

PDFium's own text follows the order in which the program drew it and guesses blanks and line ends; the places of the characters are
exact. So only the order inside a run is PDFium's, everything wider follows from the places.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpus.pdfium.characters import meaning
from corpus.pdfium.page import Run

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

GAP = 0.9
"""A gap of this many font sizes parts two runs: a newspaper's columns stand one apart, justified characters less."""
_SHIFT = 0.3
"""Base lines that differ by more font sizes belong to different runs (raised marks, the next line)."""
_BACK = 0.6
"""A character may reach back into its neighbour by this much: squeezed marks (》，) and false bold."""
_LEVEL = 0.05
"""Text within three degrees of the upright counts as upright: a layer below a scan follows its slope."""
_FARTHEST = 1e6
"""Points; PDF itself allows 14,400 (200 inches)."""
_HIDDEN = 3
"""Text render mode of the layer below a scan."""

Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """One character: its origin, its box and its font size in points (0 for PDFium's line ends), its direction in radians."""

    text: str
    x: float
    y: float
    box: Box
    size: float
    angle: float
    broken: bool
    hidden: bool


_LINE_END = Glyph("\n", 0, 0, (0, 0, 0, 0), 0, 0, False, False)


def glyphs(layer: PdfTextPage) -> list[Glyph]:
    """All characters of a text page, in PDFium's order; those without a meaning are marked broken."""
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    found: list[Glyph] = []
    hidden: dict[int, bool] = {}
    for index in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(layer, index)
        if code in {10, 13}:
            found.append(_LINE_END)
            continue
        text, broken = meaning(code)
        if not text:
            continue
        raw.FPDFText_GetCharOrigin(layer, index, x, y)
        raw.FPDFText_GetLooseCharBox(layer, index, box)
        raw.FPDFText_GetMatrix(layer, index, matrix)
        owner = raw.FPDFText_GetTextObject(layer, index)
        address = ctypes.cast(owner, ctypes.c_void_p).value or 0
        if address not in hidden:
            hidden[address] = bool(address) and raw.FPDFTextObj_GetTextRenderMode(owner) == _HIDDEN
        size = sane(abs(raw.FPDFText_GetFontSize(layer, index)) * (math.hypot(matrix.c, matrix.d) or 1.0))
        broken = broken or raw.FPDFText_HasUnicodeMapError(layer, index) == 1
        angle = math.atan2(sane(matrix.b), sane(matrix.a))
        place = (sane(box.left), sane(box.bottom), sane(box.right), sane(box.top))
        found.append(Glyph(text, sane(x.value), sane(y.value), place, max(size, 0.1), angle, broken, hidden[address]))
    return found


def sane(value: float) -> float:
    """A measure as a file gives it, 0 where it is no number or beyond any sheet of paper."""
    return value if -_FARTHEST < value < _FARTHEST else 0.0


def upright_turn(seen: Sequence[Glyph]) -> int:
    """The quarter turns (0 to 3, against the clock) in which most of the text runs."""
    turns = Counter(_quarters(glyph.angle) for glyph in seen if glyph.size and not glyph.text.isspace())
    return turns.most_common(1)[0][0] if turns else 0


def _quarters(angle: float) -> int:
    return round(angle / (math.pi / 2)) % 4


def turn(box: Box, quarters: int) -> Box:
    """A box on the page turned back by quarter turns, so that text which runs that way runs to the right."""
    left, bottom, right, top = box
    if quarters == 1:
        return bottom, -right, top, -left
    if quarters == 2:
        return -right, -top, -left, -bottom
    if quarters == 3:
        return -top, left, -bottom, right
    return box


def runs_of(seen: Sequence[Glyph], quarters: int) -> Iterator[Run]:
    """Runs of the page turned back by quarter turns, in PDFium's order; blanks at their ends are left to their places."""
    held: list[tuple[str, float, float, float, float, bool]] = []
    blanks = ""
    for glyph in seen:
        if not glyph.size:
            yield from _run(held)
            held, blanks = [], ""
            continue
        if glyph.text.isspace():
            blanks += glyph.text
            continue
        placed = _placed(glyph, quarters)
        if held and not _goes_on(held[-1], placed):
            yield from _run(held)
            held = []
        held.append(((blanks if held else "") + placed[0], *placed[1:]))
        blanks = ""
    yield from _run(held)


def _placed(glyph: Glyph, quarters: int) -> tuple[str, float, float, float, float, bool]:
    """Text, left, right, base line, size and slant of a character on the turned page."""
    off = (glyph.angle - quarters * math.pi / 2 + math.pi) % (2 * math.pi) - math.pi
    if abs(off) <= _LEVEL:
        x, y = turn((glyph.x, glyph.y, glyph.x, glyph.y), quarters)[:2]
        return glyph.text, x, max(x, turn(glyph.box, quarters)[2]), y, glyph.size, False
    # Its box says little once it stands aslant, so the width is guessed from the kind of character.
    cosine, sine = math.cos(glyph.angle), math.sin(glyph.angle)
    x, y = glyph.x * cosine + glyph.y * sine, glyph.y * cosine - glyph.x * sine
    return glyph.text, x, x + glyph.size * (1.0 if ord(glyph.text[0]) >= 0x2E80 else 0.55), y, glyph.size, True


def _goes_on(
    before: tuple[str, float, float, float, float, bool], after: tuple[str, float, float, float, float, bool]
) -> bool:
    _, left, right, base, size, aslant = before
    _, next_left, _, next_base, next_size, next_aslant = after
    larger = max(size, next_size)
    return (
        aslant == next_aslant
        and abs(base - next_base) <= _SHIFT * larger
        and larger <= 1.25 * min(size, next_size)
        and next_left - right < GAP * larger
        and next_left >= left - 0.1 * larger
        and next_left >= right - _BACK * larger
    )


def _run(held: Sequence[tuple[str, float, float, float, float, bool]]) -> Iterator[Run]:
    if held:
        text = "".join(piece[0] for piece in held)
        yield Run(text, held[0][1], max(piece[2] for piece in held), held[0][3], held[0][4], held[0][5])
