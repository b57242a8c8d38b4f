"""Pages of a PDF that are pictures: who reads them, how many and how long, and what is said about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextvars import ContextVar

from corpus.formats.ocr import INSTALL, Recogniser, recognise_page
from corpus.pdfium.page import Page
from corpus.pdfium.process import render
from errors import UnreadableFileError

MAX_PICTURES = 100
"""Pages of one file that are recognised at most: four seconds each on two processors."""
MAX_SECONDS = 900.0
"""For recognising one file."""
_FEW = 60
"""Characters a page may have beside a picture that fills it: a page number, the mark of a scanning program."""
_FILLS = 0.6
"""Share of the page that such a picture covers."""

ALIVE: ContextVar[Callable[[], None]] = ContextVar("ALIVE", default=lambda: None)
"""Called before each page, so that whoever waits for the file knows that it is being worked on."""


def read_pictures(
    data: bytes, source: str, pages: Sequence[Page], find: Callable[[], Recogniser | None]
) -> tuple[list[Page], list[str]]:
    """Has those pages recognised that hold no usable text.

    Args:
        data: The file.
        source: Its name, for messages.
        pages: Its pages as PDFium gives them.
        find: Finds the recogniser; asked only if there is work for it.

    Returns:
        All pages, and notes on those that were recognised or could not be.

    Raises:
        UnreadableFileError: No page holds usable text and there is no recogniser, there are too many pictures, or they take too long.
    """
    wanted = [position for position, page in enumerate(pages) if _is_picture(page)]
    read = list(pages)
    recogniser = find() if wanted else None
    if recogniser is None:
        if not any(_is_readable(page) for page in pages):
            raise _nothing_readable(source, pages)
    else:
        for position, page in _recognised(data, source, wanted, recogniser):
            before = pages[position]
            if page.solid > (3 * before.solid if _is_readable(before) else 0):
                read[position] = page
    return read, _notes(pages, read, wanted)


def _is_readable(page: Page) -> bool:
    return page.solid > 0 and page.broken * 3 <= page.solid


def _is_picture(page: Page) -> bool:
    if not _is_readable(page):
        return page.drawn
    return page.picture >= _FILLS and page.solid < _FEW


def _nothing_readable(source: str, pages: Sequence[Page]) -> UnreadableFileError:
    what = "no text layer (scanned pages?)"
    if any(page.solid for page in pages):
        what = "a text layer of unreadable characters (fonts without a character table)"
    return UnreadableFileError(f"{source} has {what}; have it recognised ({INSTALL}) or add the text version")


def _recognised(data: bytes, source: str, wanted: Sequence[int], recogniser: Recogniser) -> list[tuple[int, Page]]:
    if len(wanted) > MAX_PICTURES:
        raise UnreadableFileError(
            f"{source} has {len(wanted)} pages without text, more than {MAX_PICTURES}; give the report alone or its text version"
        )
    deadline = time.monotonic() + MAX_SECONDS
    found = []
    for position in wanted:
        if time.monotonic() > deadline:
            raise UnreadableFileError(
                f"{source} takes longer than {MAX_SECONDS / 60:.0f} minutes to recognise (page {position + 1}); "
                "split it or add the text version"
            )
        ALIVE.get()()
        try:
            found.append((position, recognise_page(*render(data, source, position), recogniser)))
        except (ImportError, OSError) as error:
            raise UnreadableFileError(
                f"{source} needs text recognition, which cannot start ({error}); install it anew ({INSTALL})"
            ) from error
    return found


def _notes(before: Sequence[Page], after: Sequence[Page], wanted: Sequence[int]) -> list[str]:
    recognised = [position for position in wanted if after[position] is not before[position]]
    unread = [position for position in wanted if position not in recognised and not _is_readable(after[position])]
    layer = [position for position, page in enumerate(before) if page.recognised and position not in recognised]
    notes = []
    if recognised:
        notes.append(f"{_named(recognised, after)}文字由图片识别（OCR），请对照原件")
    if layer:
        notes.append(f"{_named(layer, after)}文字取自扫描件的识别层（OCR），请对照原件")
    dim = sum(len(page.unsure) for page in after)
    if dim:
        notes.append(f"图片中有{dim}处文字辨认不清，未收入正文")
    if unread:
        notes.append(f"{_named(unread, after)}没有可读的文字（可能是扫描件），未读出；安装文字识别后可读：{INSTALL}")
    return notes


def _named(positions: Sequence[int], pages: Sequence[Page]) -> str:
    """The pages by number, nothing where it is all that hold anything."""
    if len(positions) == sum(1 for page in pages if page.drawn):
        return ""
    return f"第{'、'.join(str(position + 1) for position in positions)}页"
