"""OFD files (GB/T 33190, the national page format): visual lines by where their characters stand on paper.

An OFD is a zip archive: ``OFD.xml`` names its documents, each document its pages, and a page sets every piece of text at a place.
Templates (letter paper, running heads) and annotations (seals, stamps) are no text of the report; they end in ``Document.removed``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from corpus.formats.html_index import KEYS
from corpus.formats.ofd_page import local_name, numbers_of
from corpus.formats.ofd_parts import Parts, named, paper_of, texts
from corpus.formats.ofd_sheet import POINTS, sheet_of
from corpus.formats.pdf import set_pages
from corpus.formats.zipped_xml import ArchiveError, DamagedError, ZippedXml, resolve
from corpus.pdfium.characters import CONTROLS, UNMAPPED
from corpus.pdfium.page import Page, Rule
from corpus.report import Document
from errors import UnreadableFileError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_PAGES = 3000
_STROKE = 1.0
"""Millimetres."""
_MOST_RULES = 5000
_ENTRY = re.compile(rb"ofd\.xml", re.IGNORECASE)
_PLACEHOLDER = "¤"
"""What producers write for a character when they hold only its glyph."""


@dataclass(slots=True)
class _Found:
    """What the documents of one file yield, page by page."""

    pages: list[Page] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    recognised: int = 0
    images: int = 0
    title: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)


def recognise(data: bytes) -> bool:
    """Whether the bytes are a zip archive with an ``OFD.xml`` in it, even a truncated one."""
    return data.startswith(b"PK\x03\x04") and b"word/" not in data[:4096] and _ENTRY.search(data) is not None


def read(data: bytes, source: str) -> Document:
    """Reads the text of all pages, in the order in which the documents name them.

    Returns:
        Visual lines, and in ``pages`` where each page begins.

    Raises:
        UnreadableFileError: It is encrypted, damaged, too large when unpacked, or has no usable text.
    """
    try:
        archive = ZippedXml(data)
        if "Encryptions.xml" in archive:
            raise ArchiveError("is encrypted; save it without a password")
        found = _Found()
        for body in named(archive.root("OFD.xml"), "DocBody"):
            _read_document(archive, body, found)
    except KeyError as error:
        raise UnreadableFileError(
            f"{source} is a damaged OFD file (no {error.args[0]} in it); fetch it again"
        ) from error
    except ArchiveError as error:
        raise UnreadableFileError(f"{source} {error}") from error
    # What lxml raises on odd elements, and numbers beyond all measures.
    except (ValueError, TypeError, RecursionError, ArithmeticError) as error:
        raise UnreadableFileError(f"{source} is a damaged OFD file ({type(error).__name__}); fetch it again") from error
    return _document(found, archive.mended, source)


def _document(found: _Found, mended: Sequence[str], source: str) -> Document:
    text = "".join(run.text for page in found.pages for run in page.runs)
    solid = sum(1 for character in text if not character.isspace())
    if not solid and found.lost and len(found.lost) == len(found.pages):
        raise UnreadableFileError(f"{source} is a damaged OFD file (no page of it can be read); fetch it again")
    if not solid:
        raise UnreadableFileError(f"{source} has no text (scanned pages?); run OCR on it or add the text version")
    if (len(UNMAPPED.findall(text)) + text.count(_PLACEHOLDER)) * 3 > solid:
        raise UnreadableFileError(
            f"{source} holds pictures of characters without saying which; run OCR on it or add the text version"
        )
    document = set_pages(found.pages, "ofd", source, tuple(_notes(found, mended)))
    squeezed = "".join(document.text.split())
    furniture = (CONTROLS.sub("", line).strip() for line in found.furniture)
    return replace(
        document,
        title=found.title if found.title and "".join(found.title.split()) in squeezed else None,
        metadata=found.metadata,
        removed=tuple(dict.fromkeys(line for line in (*furniture, *document.removed) if line)),
        recognised=found.recognised * 2 > len(found.pages),
    )


def _notes(found: _Found, mended: Sequence[str]) -> Iterator[str]:
    if found.lost:
        yield f"第{'、'.join(map(str, found.lost[:20]))}页在文件中缺失或损坏，未能读出"
    if mended:
        yield f"文件有{len(mended)}处损坏，读出了能读的部分"
    blank = [number for number, page in enumerate(found.pages, 1) if not page.runs and number not in found.lost]
    if blank and found.images:
        yield f"第{'、'.join(map(str, blank[:20]))}页没有文字（可能是扫描件）"
    if found.recognised:
        yield f"有{found.recognised}页的文字来自扫描件的识别层，可能有误"


def _read_document(archive: ZippedXml, body: Element, found: _Found) -> None:
    """One of the documents of the file; what it says of itself, then its pages."""
    declared = texts(body, "Title")
    found.title = found.title or next((title for title in declared if len(title) >= 4), None)
    for data in named(body, "CustomData"):
        name, value = "".join((data.get("Name") or "").split()), " ".join((data.text or "").split())
        if name in KEYS and value:
            found.metadata.setdefault(name, value)
    location = next(iter(texts(body, "DocRoot")), "")
    if not location:
        return
    name = resolve(location, "")
    document = archive.root(name)
    parts = Parts(archive, document, name)
    pages = [page for pages in named(document, "Pages") for page in pages if local_name(page) == "Page"]
    if len(found.pages) + len(pages) > MAX_PAGES:
        raise ArchiveError(f"has more than {MAX_PAGES} pages; give the report alone")
    for page in pages:
        _read_page(parts, page.get("BaseLoc") or "", found)
    found.furniture += parts.annotations()


def _read_page(parts: Parts, location: str, found: _Found) -> None:
    reader = parts.reader
    images = reader.images
    try:
        root = parts.root(location)
    except (KeyError, DamagedError):
        found.pages.append(sheet_of((), parts.paper))
        found.lost.append(len(found.pages))
        return
    runs = list(reader.runs(root))
    scanned = reader.images > images
    found.images += scanned
    faint = sum(len(run.text) for run in runs if run.faint)
    recognised = scanned and faint * 2 > sum(len(run.text) for run in runs)
    found.recognised += recognised
    # Text that is not painted counts only where it may be what a scanner recognised in a picture.
    runs = runs if scanned else [run for run in runs if not run.faint]
    paper = paper_of(root) or parts.paper
    found.pages.append(sheet_of(runs, paper, _rules(root, paper), recognised=recognised))
    found.furniture += [run.text for run in runs if run.turn is None]
    for template in named(root, "Template"):
        found.furniture += parts.template(template.get("TemplateID") or "")


def _rules(root: Element, paper: tuple[float, float]) -> list[Rule]:
    """The straight lines drawn on a page: paths that are hardly wider or higher than a stroke."""
    rules: list[Rule] = []
    for path in named(root, "PathObject"):
        box = numbers_of(path.get("Boundary") or "")
        if len(box) == 4 and min(box[2:]) < _STROKE < max(box[2:]) and len(rules) < _MOST_RULES:
            left, top, width, height = (POINTS * value for value in box)
            bottom = POINTS * paper[1] - top - height
            rules.append(Rule(left, bottom, left + width, bottom + height))
    return rules
