"""The process in which PDFium runs: a file comes in on standard input, pages go out as lines of JSON, or one page as a picture.

Started by :mod:`corpus.pdfium.process` only. What it refuses it says in one record ``{"refused": …}``, and then ends.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from corpus.pdfium.glyphs import Glyph, glyphs, runs_of, sane, turn, upright_turn
from corpus.pdfium.page import Page, Rule

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MAX_PAGES = 500
"""The longest report seen has 61 pages; yearbooks and hostile files have thousands."""
MAX_GLYPHS = 1_000_000
"""In one file: 500 pages of 2,000 characters."""
_MAX_OBJECTS = 4000
"""Drawn objects looked at on a page; maps have hundreds of thousands, and a table's rules come early."""
_DOTS = 200
"""Dots an inch at which pages are drawn for recognition."""
_PIXELS = 12_000_000
"""The largest picture; an A3 page at 200 dots an inch has 7.7 million."""


class _Refusal(Exception):  # noqa: N818
    """Says what is wrong with the file, without its name."""


def main(out: BinaryIO, data: bytes, seconds: int, memory: int, wanted: int | None) -> None:
    """Reads the file, or draws the wanted page.

    Args:
        out: Gets lines of JSON; for a picture one line with width, height and pixels a point, then a byte a pixel.
        data: The file.
        seconds: Time on the processor after which the process is ended, should nobody be left to end it.
        memory: Bytes of address space it may have.
        wanted: Position of the page to draw, ``None`` to read all.
    """
    _limit(seconds, memory)
    answer(out, data, wanted)


def answer(out: BinaryIO, data: bytes, wanted: int | None) -> None:
    """As :func:`main`, in a process that is bounded already."""
    try:
        if wanted is None:
            for page in _pages(data):
                out.write(json.dumps(page.to_record()).encode() + b"\n")
        else:
            _draw(out, data, wanted)
    except _Refusal as refusal:
        out.write(json.dumps({"refused": str(refusal)}).encode() + b"\n")
    except MemoryError:
        out.write(json.dumps({"refused": "needs too much memory; print it anew as PDF or give its text"}).encode())


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _open(data: bytes) -> PdfDocument:
    import pypdfium2  # loads a 7 MB library

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise _Refusal("is encrypted; save it without a password") from error
        raise _Refusal(f"is damaged or cut off ({error}); fetch it again") from error
    if len(document) > MAX_PAGES:
        raise _Refusal(
            f"has {len(document)} pages, more than {MAX_PAGES}; give the report alone, without its attachments"
        )
    if not len(document):
        raise _Refusal("has no pages; fetch or save it again")
    return document


def _pages(data: bytes) -> Iterator[Page]:
    document, total = _open(data), 0
    for position in range(len(document)):
        page = _load(document, position)
        layer = page.get_textpage()
        total += layer.count_chars()
        if total > MAX_GLYPHS:
            raise _Refusal(f"has more than {MAX_GLYPHS:,} characters by page {position + 1}; give the report alone")
        yield _upright(page, glyphs(layer))
        layer.close()
        page.close()


def _load(document: PdfDocument, position: int) -> PdfPage:
    import pypdfium2

    try:
        return document[position]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise _Refusal(f"is damaged on page {position + 1} ({error}); fetch it again") from error


def _draw(out: BinaryIO, data: bytes, position: int) -> None:
    from pypdfium2 import raw

    page = _load(_open(data), position)
    width, height = (max(1.0, sane(side)) for side in page.get_size())
    scale = min(_DOTS / 72, (_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    if bitmap.format != raw.FPDFBitmap_Gray:
        raise _Refusal(f"cannot be drawn on page {position + 1}; give its text")
    out.write(json.dumps({"width": bitmap.width, "height": bitmap.height, "scale": scale}).encode() + b"\n")
    pixels = memoryview(bitmap.buffer).cast("B")
    for row in range(bitmap.height):
        out.write(pixels[row * bitmap.stride : row * bitmap.stride + bitmap.width])


def _upright(page: PdfPage, seen: list[Glyph]) -> Page:
    """The page as its text wants to be read."""
    quarters = upright_turn(seen)
    left, bottom, right, top = map(sane, page.get_cropbox())
    box = turn((left, bottom, right, top), quarters)
    width, height = max(1.0, box[2] - box[0]), max(1.0, box[3] - box[1])
    rules: list[Rule] = []
    picture, drawn = 0.0, bool(seen)
    for is_picture, bounds in _drawings(page):
        left, bottom, right, top = turn(bounds, quarters)
        area = max(0.0, right - left) * max(0.0, top - bottom) / (width * height)
        if is_picture:
            picture = max(picture, min(1.0, area))
        else:
            rules += _sides(Rule(left - box[0], bottom - box[1], right - box[0], top - box[1]))
        # A white sheet below everything is no drawing.
        drawn = drawn or is_picture or area < 0.9
    solid = [glyph for glyph in seen if glyph.size and not glyph.text.isspace()]
    return Page(
        runs=tuple(
            replace(run, left=run.left - box[0], right=run.right - box[0], base=run.base - box[1])
            for run in runs_of(seen, quarters)
        ),
        width=width,
        height=height,
        rules=tuple(rules),
        picture=picture,
        drawn=drawn,
        broken=sum(glyph.broken for glyph in solid),
        recognised=picture > 0.5 and sum(glyph.hidden for glyph in solid) * 2 > len(solid),
    )


def _drawings(page: PdfPage) -> Iterator[tuple[bool, tuple[float, float, float, float]]]:
    """Pictures (true) and paths (false) on the page with their bounds."""
    import pypdfium2
    from pypdfium2 import raw

    kinds = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
    for count, drawing in enumerate(page.get_objects(filter=kinds, max_depth=3)):
        if count >= _MAX_OBJECTS:
            return
        try:
            left, bottom, right, top = map(sane, drawing.get_bounds())
            yield drawing.type == raw.FPDF_PAGEOBJ_IMAGE, (left, bottom, right, top)
        except pypdfium2.PdfiumError:
            continue


def _sides(box: Rule) -> list[Rule]:
    """The straight lines that a drawn box shows: itself if it is thin, else its four sides."""
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    if right - left < 3 or top - bottom < 3:
        return [box]
    return [
        Rule(left, bottom, right, bottom),
        Rule(left, top, right, top),
        Rule(left, bottom, left, top),
        Rule(right, bottom, right, top),
    ]


if __name__ == "__main__":
    _seconds, _memory, *_page = map(int, sys.argv[1:])
    main(sys.stdout.buffer, sys.stdin.buffer.read(), _seconds, _memory, _page[0] if _page else None)
