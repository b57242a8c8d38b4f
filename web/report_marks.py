"""What is marked inside a report's text: the passage found, figures, where pages begin, and a control at the end of every passage.

Marks stand round the text and never in it: what they say is in attributes, so that text which is copied, searched or read aloud stays as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from web.marking import escape

PASSAGE_ID = "fj-found"
_MARK, _FIRST_MARK = "<mark>", f'<mark id="{PASSAGE_ID}">'


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, as offsets into it, and the tags that stand round it."""

    start: int
    end: int
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class Point:
    """Something without text that stands at an offset; ``after`` what ends there, or before what begins there."""

    offset: int
    html: str
    after: bool = False


class Marks:
    """Writes a report's text with all its marks, piece by piece and in order."""

    def __init__(
        self, text: str, found: tuple[int, int] | None = None, spans: Sequence[Span] = (), points: Sequence[Point] = ()
    ) -> None:
        """Set up.

        Args:
            text: The whole text.
            found: The stretch to mark, whose first part has the id ``PASSAGE_ID``.
            spans: What stands inside tags; those that overlap one before are left out.
            points: What stands between characters. What no piece holds, since it lies on a blank line, goes to the head of the next one.
        """
        self._text = text
        self._found = found or (0, 0)
        self._spans = list(_apart(spans, self._found))
        self._points = sorted(points, key=lambda point: (point.offset, not point.after))
        self._next_span = self._next_point = 0
        self._marked = False

    def piece(self, start: int, end: int) -> str:
        """``text[start:end]`` as HTML; no piece may begin before the end of the last."""
        parts: list[str] = []
        at = start
        parts += self._points_until(at)
        in_mark = False
        for stop, opening, closing in self._stretches(start, end):
            inside = self._found[0] <= at < self._found[1]
            if in_mark and not inside:
                parts.append("</mark>")
            # A control at the end of the passage found stands outside of its mark.
            parts += self._points_until(at)
            if inside and not in_mark:
                parts.append(_MARK if self._marked else _FIRST_MARK)
                self._marked = True
            in_mark = inside
            parts.append(f"{opening}{escape(self._text[at:stop])}{closing}")
            at = stop
        if in_mark:
            parts.append("</mark>")
        parts += self._points_at_end(end)
        return "".join(parts)

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, str, str]]:
        """The ends of the stretches between which nothing changes, with the tags round each."""
        at = start
        while at < end:
            while self._next_span < len(self._spans) and self._spans[self._next_span].end <= at:
                self._next_span += 1
            span = self._spans[self._next_span] if self._next_span < len(self._spans) else None
            if span is not None and span.start <= at:
                # A span is one link, so points within it wait for its end.
                stop = min(span.end, end)
                yield stop, span.opening, span.closing
            else:
                edges = [end, *self._found]
                edges += [span.start] if span is not None else []
                edges += [self._points[self._next_point].offset] if self._next_point < len(self._points) else []
                stop = min(edge for edge in edges if edge > at)
                yield stop, "", ""
            at = stop

    def _points_until(self, offset: int) -> Iterator[str]:
        while self._next_point < len(self._points) and self._points[self._next_point].offset <= offset:
            point = self._points[self._next_point]
            self._next_point += 1
            yield point.html

    def _points_at_end(self, end: int) -> Iterator[str]:
        """Those that stand after what ends with the piece; what begins there belongs to the next."""
        while self._next_point < len(self._points):
            point = self._points[self._next_point]
            if point.offset > end or (point.offset == end and not point.after):
                return
            self._next_point += 1
            yield point.html


def _apart(spans: Sequence[Span], found: tuple[int, int]) -> Iterator[Span]:
    """The spans in order, none overlapping another, each parted where it would reach across an edge of the mark."""
    done = 0
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if span.start < done or span.start >= span.end:
            continue
        done = span.end
        edges = sorted({span.start, span.end, *(edge for edge in found if span.start < edge < span.end)})
        for start, end in pairwise(edges):
            yield Span(start, end, span.opening, span.closing)
