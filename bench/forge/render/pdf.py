"""PDF files by reportlab with its Chinese font of the reader's machine: pages, numbers, running heads, two columns."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from bench.forge.draft import Block, Draft, Part, shown
from bench.forge.render.lines import width_of, wrap
from bench.forge.render.rendered import Rendered

FONT = "STSong-Light"
_WIDTH, _HEIGHT = 595.0, 842.0
_CENTRED = frozenset({Part.LETTERHEAD, Part.NUMBER, Part.TITLE})
_RIGHT = frozenset({Part.SIGNATURE, Part.DATE})
_FEET = ("- {} -", "— {} —", "{}", "第 {} 页", "")


@dataclass(frozen=True, slots=True)
class Paper:
    """How pages are set; lengths in points. ``columns`` 1 or 2, ``gap`` between paragraphs in lines."""

    size: float
    leading: float
    margin: float
    columns: int
    foot: str
    head: str
    gap: float

    @property
    def width(self) -> float:
        """Width of a column."""
        return (_WIDTH - 2 * self.margin - 24 * (self.columns - 1)) / self.columns


@dataclass(frozen=True, slots=True)
class Line:
    """A visual line at a place of a page, origin at the lower left."""

    page: int
    x: float
    y: float
    size: float
    text: str


def draw_paper(draft: Draft, random: Random, *, columned: bool) -> Paper:
    """How this office prints; ``columned`` allows for two columns.

    Paper on which a heading happens to fill its last line is drawn again: nobody could tell where that heading ends.
    """
    for _ in range(12):
        columns = 2 if random.random() < 0.12 and columned else 1
        paper = Paper(
            size=random.choice((14.0, 16.0, 16.0, 12.0)) if columns == 1 else 10.5,
            leading=random.choice((1.5, 1.75, 1.9)),
            margin=random.choice((72.0, 79.0, 60.0, 66.0)),
            columns=columns,
            foot=random.choice(_FEET),
            head=draft.report.title if random.random() < 0.2 else "",
            gap=random.choice((0.0, 0.0, 0.6)),
        )
        if _is_fair(draft, paper):
            return paper
    return replace(paper, size=12.0, columns=1, gap=1.0)


def _is_fair(draft: Draft, paper: Paper) -> bool:
    return not any(
        len(group) == 1
        and group[0].part in {Part.HEADING, Part.FURNITURE}
        and width_of(_visual(shown(group[0].written), group[0], paper, paper.size)[-1]) >= paper.width // paper.size - 2
        for group in draft.paragraphs
    )


def write_pdf(draft: Draft, random: Random) -> Rendered:
    """A .pdf file."""
    _register()
    from reportlab.pdfgen.canvas import Canvas

    paper = draw_paper(draft, random, columned=True)
    lines = list(place_lines(draft, paper))
    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    last = max(line.page for line in lines)
    waste = []
    for page in range(1, last + 1):
        for line in lines:
            if line.page == page:
                canvas.setFont(FONT, line.size)
                canvas.drawString(line.x, line.y, line.text)
        waste += _furniture(canvas, paper, page)
        canvas.showPage()
    canvas.save()
    return Rendered(out.getvalue(), ".pdf", tuple(waste))


def _furniture(canvas: Any, paper: Paper, page: int) -> list[str]:  # noqa: ANN401 - reportlab has no types
    canvas.setFont(FONT, 10.5)
    foot = paper.foot.format(page) if paper.foot else ""
    if foot:
        canvas.drawCentredString(_WIDTH / 2, 36, foot)
    if paper.head:
        canvas.drawCentredString(_WIDTH / 2, _HEIGHT - 40, paper.head)
    return [piece for piece in (foot, paper.head) if piece]


@cache
def _register() -> None:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont

    registerFont(UnicodeCIDFont(FONT))


def place_lines(draft: Draft, paper: Paper) -> Iterator[Line]:
    """Where every visual line stands."""
    page, column, y = 1, 0, _HEIGHT - paper.margin
    for group in draft.paragraphs:
        size = 22.0 if group[0].part in {Part.TITLE, Part.LETTERHEAD} and paper.columns == 1 else paper.size
        text = shown("".join(block.written for block in group))
        for line in _visual(text, group[0], paper, size):
            y -= size * paper.leading
            if y < paper.margin:
                column += 1
                page, column = (page + 1, 0) if column == paper.columns else (page, column)
                y = _HEIGHT - paper.margin - size * paper.leading
            x = paper.margin + column * (paper.width + 24) + _indent(line, group[0], paper, size)
            yield Line(page, x, y, size, line.strip())
        y -= paper.gap * size


def _visual(text: str, first: Block, paper: Paper, size: float) -> list[str]:
    indent = "" if first.part in _CENTRED | _RIGHT | {Part.ADDRESSEE} else "\u3000\u3000"
    return wrap(text, int(paper.width / size), indent)


def _indent(line: str, first: Block, paper: Paper, size: float) -> float:
    """How far right of the column's edge a line begins; blanks ahead of it become room."""
    free = max(0.0, paper.width - size * sum(0.5 if ord(char) < 0x2000 else 1.0 for char in line))
    if first.part in _CENTRED:
        return free / 2
    if first.part in _RIGHT:
        return max(0.0, free - 2 * size)
    return size * (len(line) - len(line.lstrip("\u3000")))
