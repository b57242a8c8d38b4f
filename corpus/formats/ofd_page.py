"""Where every character of an OFD page stands: layers, blocks, composite objects and text objects (GB/T 33190, chapters 7, 11 and 13)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.formats.zipped_xml import ArchiveError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_CHARACTERS = 2_000_000
"""The longest report seen has 60,000 characters."""
MAX_OBJECTS = 2_000_000
_DEPTH = 12
"""Deepest nesting of composite objects that is followed; damaged files hold circles."""
_USUAL_SIZE = 5.6
"""Millimetres of the type of official documents (16 points), where a file does not say."""
_OBLIQUE = 8.0
"""Degrees off the straight from which text is a watermark."""
_FARTHEST = 1e5

Matrix = tuple[float, float, float, float, float, float]
"""``a b c d e f``: x' = a·x + c·y + e, y' = b·x + d·y + f."""

UNTURNED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that one text code sets in a row.

    ``along`` and ``across`` are the baseline origin of each character in millimetres, in reading direction and from line to line.
    ``turn`` counts quarter turns clockwise of the reading direction (0 is ordinary text), ``None`` for oblique text. ``faint`` marks
    text that is not painted, as recognised text behind a scan is.
    """

    text: str
    along: tuple[float, ...]
    across: tuple[float, ...]
    size: float
    turn: int | None
    faint: bool


class PageReader:
    """Finds the runs of pages, and guards the amount read of one document."""

    def __init__(self, composite: Callable[[str], Element | None]) -> None:
        """``composite`` finds the content of a composite object's resource by its number."""
        self._composite = composite
        self._characters = 0
        self._objects = 0
        self.images = 0
        """Pictures met so far."""

    def runs(self, root: Element) -> Iterator[Run]:
        """The runs below an element, in the order in which they are painted.

        Raises:
            ArchiveError: There is more text than any report holds.
        """
        yield from self._objects_of(root, UNTURNED, 0)

    def _objects_of(self, parent: Element, outer: Matrix, depth: int) -> Iterator[Run]:
        for child in parent:
            name = local_name(child)
            self._objects += 1
            if self._objects > MAX_OBJECTS:
                raise ArchiveError(f"draws more than {MAX_OBJECTS} objects; save its text alone")
            if name == "TextObject":
                yield from self._text_object(child, outer)
            elif name == "ImageObject":
                self.images += 1
            elif name == "CompositeObject":
                content = self._composite(child.get("ResourceID", "")) if depth < _DEPTH else None
                if content is not None:
                    yield from self._objects_of(content, _placed(child, outer), depth + 1)
            elif name in {"Content", "Layer", "PageBlock", "Appearance"}:
                yield from self._objects_of(child, outer, depth)

    def _text_object(self, item: Element, outer: Matrix) -> Iterator[Run]:
        matrix = _placed(item, outer)
        # easyofd spells it in lower case.
        size = _number(item.get("Size") or item.get("size"), 0.0)
        size = size if 0 < size < 1000 else _USUAL_SIZE
        faint = (
            item.get("Visible", "").lower() == "false"
            or item.get("Alpha") == "0"
            or (item.get("Fill", "").lower() == "false" and item.get("Stroke", "").lower() != "true")
        )
        x = y = 0.0
        for code in item:
            if local_name(code) != "TextCode":
                continue
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            # Producers indent the XML; a line break is no character, a blank is one.
            text = "".join((code.text or "", *(child.tail or "" for child in code))).strip("\r\n\t")
            self._characters += len(text)
            if self._characters > MAX_CHARACTERS:
                raise ArchiveError(f"holds more than {MAX_CHARACTERS} characters; give the report alone")
            if text:
                yield _run(text, (x, y), code, matrix, size=size, faint=faint, down=item.get("ReadDirection") == "90")


def local_name(element: Element) -> str:
    """The name of an element without its namespace, which producers bind to any prefix and spell differently."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _run(
    text: str, origin: tuple[float, float], code: Element, matrix: Matrix, *, size: float, faint: bool, down: bool
) -> Run:
    right, below = code.get("DeltaX"), code.get("DeltaY")
    steps_x = _deltas(right, len(text) - 1)
    steps_y = _deltas(below, len(text) - 1)
    down = down or (len(text) > 1 and any(steps_y) and not any(steps_x))
    points = [origin]
    for position, character in enumerate(text[:-1]):
        advance = size * width_of(character)
        x, y = points[-1]
        # Without steps all characters would lie on each other; programs then set them by the widths of the font.
        step_x = steps_x[position] if position < len(steps_x) else 0.0 if down else advance
        step_y = steps_y[position] if position < len(steps_y) else advance if down and not steps_y else 0.0
        points.append((x + step_x, y + step_y))
    a, b, c, d, e, f = matrix
    turn = _turn((c, d) if down else (a, b))
    set_points = [_turned(a * x + c * y + e, b * x + d * y + f, turn or 0) for x, y in points]
    return Run(
        text=text,
        along=tuple(point[0] for point in set_points),
        across=tuple(point[1] for point in set_points),
        size=size * (math.hypot(c, d) or 1.0),
        turn=turn,
        faint=faint,
    )


def width_of(character: str) -> float:
    """About how wide a character is, in parts of its size."""
    return 0.5 if ord(character) < 0x2000 else 1.0


def _deltas(value: str | None, wanted: int) -> list[float]:
    """Distances between characters; ``g 3 5.6`` repeats one of them three times."""
    tokens = (value or "").replace(",", " ").split()
    steps: list[float] = []
    position = 0
    while position < len(tokens) and len(steps) < wanted:
        if tokens[position] == "g" and position + 2 < len(tokens):
            times = int(_number(tokens[position + 1], 0.0))
            steps += [_number(tokens[position + 2], 0.0)] * max(0, min(times, wanted - len(steps)))
            position += 3
        else:
            steps.append(_number(tokens[position], 0.0))
            position += 1
    return steps


def _placed(item: Element, outer: Matrix) -> Matrix:
    """From an object's own coordinates to those of the page: its transformation, its place, and what is around it."""
    values = numbers_of(item.get("CTM") or "")
    a, b, c, d, e, f = values if len(values) == 6 else UNTURNED
    box = numbers_of(item.get("Boundary") or "")
    if len(box) >= 2:
        e, f = e + box[0], f + box[1]
    oa, ob, oc, od, oe, of = outer
    return (
        oa * a + oc * b, ob * a + od * b, oa * c + oc * d, ob * c + od * d, oa * e + oc * f + oe, ob * e + od * f + of,
    )  # fmt: skip


def _turn(direction: tuple[float, float]) -> int | None:
    degrees = math.degrees(math.atan2(direction[1], direction[0])) % 360
    quarters = round(degrees / 90)
    return quarters % 4 if abs(degrees - 90 * quarters) <= _OBLIQUE else None


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """The point on a page turned back, so that its text runs to the right and its lines downwards."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def numbers_of(text: str) -> list[float]:
    """Numbers parted by blanks; what is none counts as zero."""
    return [_number(value, 0.0) for value in text.replace(",", " ").split()[:16]]


def _number(value: str | None, default: float) -> float:
    try:
        number = float(value) if value else default
    except ValueError:
        return default
    return number if -_FARTHEST < number < _FARTHEST else default
