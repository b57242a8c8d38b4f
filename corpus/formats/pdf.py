"""PDF files with a text layer: visual lines, without the running heads and page numbers of the paper."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter
from itertools import accumulate

from corpus.report import Document
from errors import UnreadableFileError

# PDFium keeps global state: two threads inside it crash the process.
_LOCK = threading.Lock()

_DECORATED_NUMBER = re.compile(
    r"""\s*(?:
        [-‐‑–—―─－－~～·•.]+\s*\d{1,4}\s*[-‐‑–—―─－~～·•.]+        # - 3 -
      | 第\s*[\d一二三四五六七八九十百]{1,5}\s*页(?:[\s,，/]*共\s*[\d一二三四五六七八九十百]{1,5}\s*页)?
      | [Pp]age\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?
    )\s*""",
    re.VERBOSE,
)
_BARE_NUMBER = re.compile(r"\s*(?P<number>\d{1,4})(?:\s*/\s*(?P<total>\d{1,4}))?\s*")
_MARGIN = 4
"""Lines at the top and the bottom of a page among which its number may stand."""
_RUNNING_HEAD = 6
"""Two pages may share a shorter line by chance."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_UNMAPPED = re.compile(r"[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")

# Fonts map one glyph to several characters and PDF writers pick the radical: ⼀ for 一. NFKC knows the Kangxi block and
# two of the supplement; the rest of the supplement that simplified Chinese meets is listed.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)
} | str.maketrans(
    "⺁⺄⺆⺈⺌⺍⺐⺕⺝⺟⺠⺧⺫⺮⺶⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
    "厂乙冂刀小小尢彐月母民牛目竹羊肉虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙",
)


def recognise(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does; PDF allows junk ahead of its mark."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, source: str) -> Document:
    """Reads the text layer page by page.

    Returns:
        Visual lines, and in ``pages`` where each page begins.

    Raises:
        UnreadableFileError: It is encrypted, damaged, or has no usable text layer.
    """
    raw = _page_texts(data, source)
    blank = [position for position, page in enumerate(raw, 1) if not page.strip()]
    pages = _without_margins([_lines(page) for page in raw])
    texts = ["\n".join(lines) for lines in pages]
    text = "\n".join(texts)
    solid = sum(1 for character in text if not character.isspace())
    if not solid:
        raise UnreadableFileError(f"{source} has no text layer (scanned pages?); run OCR on it or add the text version")
    if len(_UNMAPPED.findall(text)) * 3 > solid:
        raise UnreadableFileError(
            f"{source} has a text layer of unreadable characters (fonts without a character table); "
            "run OCR on it or add the text version"
        )
    starts = tuple(accumulate((len(page) + 1 for page in texts[:-1]), initial=0))
    notes = (f"no text on page {', '.join(map(str, blank))} (scanned?)",) if blank else ()
    return Document(text=text, format="pdf", pages=starts, hard_wrapped=True, notes=notes)


def _page_texts(data: bytes, source: str) -> list[str]:
    import pypdfium2  # loads a 7 MB library

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower() or "security" in str(error).lower():
                raise UnreadableFileError(f"{source} is encrypted; save it without a password") from error
            raise UnreadableFileError(f"{source} is damaged or cut off ({error}); fetch it again") from error
        try:
            return [_page_text(document, position) for position in range(len(document))]
        except pypdfium2.PdfiumError as error:
            raise UnreadableFileError(f"{source} is damaged ({error}); fetch it again") from error
        finally:
            document.close()


def _page_text(document: object, position: int) -> str:
    page = document[position]  # type: ignore[index]
    try:
        layer = page.get_textpage()
        try:
            return str(layer.get_text_range())
        finally:
            layer.close()
    finally:
        page.close()


def _lines(page: str) -> list[str]:
    # PDFium writes a hyphen at a line's end as U+FFFE or U+0002 and joins the lines; the hyphen is on the paper.
    page = page.replace("\ufffe", "-").replace("\x02", "-").replace("\r\n", "\n").replace("\r", "\n")
    page = _CONTROLS.sub("", page).translate(_RADICALS)
    lines = [line.rstrip() for line in page.split("\n")]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """The pages without page numbers and running heads and feet, which may be several lines deep."""
    pages = [_without_decorated(lines) for lines in pages]
    for edge in (0, -1):
        # Three lines are the deepest head seen: title, office, number.
        for _ in range(3):
            numbered = _drop_page_numbers(pages, edge)
            repeated = _drop_repeated(pages, edge)
            if not numbered and not repeated:
                break
    return pages


def _without_decorated(lines: list[str]) -> list[str]:
    """A page without ``— 3 —``, which some programs write ahead of the running head or behind the running foot."""
    margin = (*range(_MARGIN), *range(len(lines) - _MARGIN, len(lines)))
    kept = [line for at, line in enumerate(lines) if at not in margin or not _DECORATED_NUMBER.fullmatch(line)]
    for edge in (0, -1):
        _trim(kept, edge)
    return kept


def _drop_page_numbers(pages: list[list[str]], edge: int) -> bool:
    """Drops edge lines that are only a page number.

    A bare ``3`` may as well be a figure of the report, cut off by the line end: it counts as a page number only where
    it fits the position of its page, or keeps the same distance from it on several pages.
    """
    bare = {
        position: (int(match["number"]) - position - 1, int(match["total"] or 0))
        for position, lines in enumerate(pages)
        if lines and (match := _BARE_NUMBER.fullmatch(lines[edge]))
    }
    distances = Counter(distance for distance, _ in bare.values())
    dropped = False
    for position, lines in enumerate(pages):
        if not lines:
            continue
        distance, total = bare.get(position, (None, 0))
        fits = distance is not None and total in {0, len(pages)} and (distance == 0 or distances[distance] > 1)
        if fits:
            del lines[edge]
            _trim(lines, edge)
            dropped = True
    return dropped


def _drop_repeated(pages: list[list[str]], edge: int) -> bool:
    """Drops the edge line that more than half of at least two pages share, digits aside.

    A running head is often the title itself; on the first page it stays unless it stands there a second time, so that a
    report never loses its title.
    """
    filled = [lines for lines in pages if lines]
    counts = Counter(_masked(lines[edge]) for lines in filled)
    repeated = {
        line
        for line, count in counts.items()
        if count > max(1, len(pages) / 2) and (len(pages) >= 3 or len(line) >= _RUNNING_HEAD)
    }
    dropped = False
    for position, lines in enumerate(pages):
        if not lines or _masked(lines[edge]) not in repeated:
            continue
        again = sum(1 for line in lines if _masked(line) == _masked(lines[edge])) > 1
        if position == 0 and edge == 0 and not again:
            continue
        del lines[edge]
        _trim(lines, edge)
        dropped = True
    return dropped


def _masked(line: str) -> str:
    return re.sub(r"\d+", "0", "".join(line.split()))


def _trim(lines: list[str], edge: int) -> None:
    while lines and not lines[edge].strip():
        del lines[edge]
