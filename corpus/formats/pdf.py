"""PDF files: the text layer, and recognised text where a page is only a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from corpus.formats.ocr import INSTALL, Recogniser, find_recogniser
from corpus.formats.pdf_footnotes import without_footnotes
from corpus.formats.pdf_layout import page_texts
from corpus.formats.pdf_lines import body_size, usual_pitch
from corpus.formats.pdf_margins import without_margins
from corpus.formats.pdf_pictures import read_pictures
from corpus.formats.pdf_tables import with_table_rows
from corpus.pdfium.page import Page
from corpus.pdfium.process import extract
from corpus.report import Document
from errors import UnreadableFileError


def recognise(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does; PDF allows junk ahead of its mark."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, source: str, find: Callable[[], Recogniser | None] = find_recogniser) -> Document:
    """Reads all pages.

    Args:
        data: The file.
        source: Its name, for messages.
        find: Finds who recognises pages that are pictures; asked only if there are any.

    Returns:
        Visual lines, and in ``pages`` where each page begins.

    Raises:
        UnreadableFileError: It is encrypted, damaged, beyond the limits, or has no usable text and nobody to recognise it.
    """
    pages, notes = read_pictures(data, source, extract(data, source), find)
    return set_pages(pages, "pdf", source, notes)


def set_pages(pages: Sequence[Page], name: str, source: str, notes: Sequence[str] = ()) -> Document:
    """Makes a document of pages, wherever they come from.

    Args:
        pages: Its pages, in order.
        name: Name of the format.
        source: Name of the file, for messages.
        notes: What is known of the reading so far.

    Raises:
        UnreadableFileError: Nothing is written on them but page numbers and running heads.
    """
    pages, removed = without_margins(pages)
    size, step = body_size(run for page in pages for run in page.runs), usual_pitch(pages)
    parted = [without_footnotes(page, size, step) for page in pages]
    texts = ["\n".join(lines) for lines in page_texts([with_table_rows(page) for page, _ in parted], step)]
    text = "\n".join(texts)
    if not text.strip():
        raise UnreadableFileError(
            f"{source} has no text layer (scanned pages?); have it recognised ({INSTALL}) or add the text version"
        )
    return Document(
        text=text,
        format=name,
        pages=tuple(accumulate((len(page) + 1 for page in texts[:-1]), initial=0)),
        hard_wrapped=True,
        notes=tuple(notes),
        apart=tuple(f"脚注：{note}" for _, footnotes in parted for note in footnotes),
        removed=tuple(dict.fromkeys((*removed, *(text for page in pages for text in page.unsure)))),
        recognised=any(page.recognised for page in pages),
    )
