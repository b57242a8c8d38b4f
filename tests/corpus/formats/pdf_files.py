"""PDFs in Chinese, set by the tests with a font that needs no file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.formats import pdf
from corpus.report import Document

FONT = "STSong-Light"
LEFT, TOP, STEP, SIZE = 80.0, 740.0, 28.0, 16.0
PROSE = "云溪镇今年组织开展行政执法检查并逐项登记在册各村调解员上门受理群众反映的矛盾纠纷并及时回访"


@dataclass(frozen=True)
class Ink:
    """One piece of text; ``turn`` in degrees against the clock, ``mode`` 3 is invisible."""

    text: str
    x: float = LEFT
    y: float = TOP
    size: float = SIZE
    turn: float = 0
    mode: int = 0


@dataclass(frozen=True)
class Sheet:
    """A page: its text in the order in which it is drawn, lines (x1, y1, x2, y2), and a picture below all."""

    inks: Sequence[Ink]
    rules: Sequence[tuple[float, float, float, float]] = ()
    picture: Any = None
    rotate: int = 0
    size: tuple[float, float] = field(default=(595.0, 842.0))


def lines(*texts: str, x: float = LEFT, y: float = TOP, size: float = SIZE, step: float = STEP) -> list[Ink]:
    """Lines from ``y`` downwards; full-width blanks ahead of one indent it, an empty one leaves a gap."""
    return [
        Ink(text.lstrip("\u3000"), x + size * (len(text) - len(text.lstrip("\u3000"))), y - at * step, size)
        for at, text in enumerate(texts)
        if text
    ]


def draw(*sheets: Sheet, encrypt: Any = None) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), encrypt=encrypt, invariant=1)
    for sheet in sheets:
        canvas.setPageSize(sheet.size)
        if sheet.rotate:
            canvas.setPageRotation(sheet.rotate)
        if sheet.picture is not None:
            canvas.drawImage(ImageReader(sheet.picture), 0, 0, *sheet.size)
        for ink in sheet.inks:
            canvas.saveState()
            canvas.translate(ink.x, ink.y)
            canvas.rotate(ink.turn)
            shown = canvas.beginText(0, 0)
            shown.setFont(FONT, ink.size)
            shown.setTextRenderMode(ink.mode)
            shown.textOut(ink.text)
            canvas.drawText(shown)
            canvas.restoreState()
        for rule in sheet.rules:
            canvas.line(*rule)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def read_sheets(*sheets: Sheet) -> Document:
    return pdf.read(draw(*sheets), "a.pdf", lambda: None)


def read_inks(*pages: Sequence[Ink]) -> Document:
    return read_sheets(*(Sheet(page) for page in pages))


def texts_of(document: Document) -> list[str]:
    """The lines of a document without indents and empty lines."""
    return [line.strip() for line in document.text.split("\n") if line.strip()]
