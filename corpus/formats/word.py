"""Word files (docx): paragraphs and table rows in order, as they are shown on paper."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.formats.numbering import Numbering, W
from corpus.report import Document
from errors import UnreadableFileError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_UNPACKED_BYTES = 200 * 2**20
"""A docx that unpacks to more is refused: it would fill the memory."""

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _TBL, _TR, _TC = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_TEXT = frozenset({f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_BOX = f"{W}txbxContent"
# Deleted or moved away by tracked changes, properties, and the small print above ruby characters.
_UNSHOWN = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "tblPr", "trPr", "tcPr", "sdtPr", "rt"))
_OFF = frozenset({"0", "false", "off"})
_CELL_PARAGRAPHS = 5
"""A cell with more paragraphs than this is a part of the page's layout and not a value in a table."""


def recognise(data: bytes) -> bool:
    """Whether the bytes are a zip archive with a Word document in it, even a truncated one."""
    return data.startswith(b"PK\x03\x04") and b"word/" in data and b"[Content_Types].xml" in data


def read(data: bytes, source: str) -> Document:
    """Reads the body: automatic numbers written out, tracked changes accepted, headers and footnotes left out.

    Raises:
        UnreadableFileError: It is encrypted, damaged, too large when unpacked, or without text.
    """
    _check_archive(data, source)
    try:
        text = "\n".join(_body_lines(data))
    # What python-docx, zipfile and lxml raise on broken files; lxml's XMLSyntaxError is a SyntaxError.
    except (
        zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError, AttributeError, TypeError, IndexError,
        AssertionError, NotImplementedError, EOFError, OSError, RecursionError,
    ) as error:  # fmt: skip
        raise UnreadableFileError(
            f"{source} is a damaged Word document ({type(error).__name__}); open and save it again as .docx"
        ) from error
    if not text.strip():
        raise UnreadableFileError(f"{source} has no text (pictures of pages?); run OCR on it or add the text version")
    return Document(text=text, format="docx", hard_wrapped=False)


def _check_archive(data: bytes, source: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise UnreadableFileError(f"{source} is a damaged or cut-off Word document; fetch it again") from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFileError(f"{source} is encrypted; save it without a password")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // 2**20
        raise UnreadableFileError(f"{source} unpacks to more than {limit} MB; save its text alone as .docx")


def _body_lines(data: bytes) -> list[str]:
    import docx  # 0.2 s
    from docx.opc.constants import RELATIONSHIP_TYPE

    document = docx.Document(io.BytesIO(data))

    def root(kind: str) -> Element | None:
        try:
            part = document.part.part_related_by(kind)
        except KeyError:
            return None
        element: Element | None = getattr(part, "element", None)
        return element

    numbering = Numbering(root(RELATIONSHIP_TYPE.NUMBERING), root(RELATIONSHIP_TYPE.STYLES))
    # python-docx's own paragraphs leave out tracked insertions, content controls and text boxes.
    return list(_blocks(document.element.body, numbering))


def _blocks(parent: Element, numbering: Numbering) -> Iterator[str]:
    """The lines of everything below ``parent``, in order."""
    carried = ""
    for block in _children(parent, {_P, _TBL}):
        if block.tag == _TBL:
            for row in _children(block, {_TR}):
                yield from _row(row, numbering)
            continue
        parts: list[str] = []
        boxes: list[Element] = []
        _inline(block, parts, boxes)
        text = carried + "".join(parts)
        # With its paragraph mark deleted, a paragraph runs on into the next one.
        if block.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            carried = text
        else:
            carried = ""
            yield _numbered(numbering.label(block), text)
        for box in boxes:
            yield from _blocks(box, numbering)
    if carried:
        yield carried


def _numbered(label: str, text: str) -> str:
    if not label or not text.strip():
        return text
    text = text.lstrip(" \t\u3000")
    # "1." and "5亿元" must not become 1.5亿元.
    apart = label[-1].isalnum() or (label[-1].isascii() and text[0].isascii())
    return f"{label} {text}" if apart else f"{label}{text}"


def _row(row: Element, numbering: Numbering) -> Iterator[str]:
    if row.find(f"{W}trPr/{W}del") is not None:
        return
    cells = [(_blocks_of_cell(cell, numbering), next(cell.iter(_TBL), None)) for cell in _children(row, {_TC})]
    layout = len(cells) == 1 or any(
        nested is not None or sum(1 for line in lines if line.strip()) > _CELL_PARAGRAPHS for lines, nested in cells
    )
    if layout:
        yield from (line for lines, _ in cells for line in lines)
    elif any(line.strip() for lines, _ in cells for line in lines):
        values = (" ".join(part for line in lines for part in line.split("\n") if part.strip()) for lines, _ in cells)
        yield f"| {' | '.join(values)} |"


def _blocks_of_cell(cell: Element, numbering: Numbering) -> list[str]:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    # The value of cells merged downwards stands in the first of them.
    if merge is not None and merge.get(f"{W}val", "continue") == "continue":
        return []
    return list(_blocks(cell, numbering))


def _children(parent: Element, wanted: set[str]) -> Iterator[Element]:
    """The nearest descendants of these kinds, through content controls and tracked insertions."""
    for child in _shown(parent):
        if child.tag in wanted:
            yield child
        else:
            yield from _children(child, wanted)


def _shown(parent: Element) -> Iterator[Element]:
    """The children that are on paper; of two versions of one drawing, the newer."""
    for child in parent:
        if child.tag == f"{_MC}AlternateContent":
            version = next(iter(child), None)
            if version is not None:
                yield version
        elif isinstance(child.tag, str) and child.tag not in _UNSHOWN:
            yield child


def _inline(element: Element, parts: list[str], boxes: list[Element]) -> None:
    """Collects the text of a paragraph, and the text boxes anchored in it."""
    hidden = element.find(f"{W}rPr/{W}vanish")
    if element.tag == f"{W}r" and hidden is not None and hidden.get(f"{W}val") not in _OFF:
        return
    for child in _shown(element):
        if child.tag in _TEXT:
            parts.append((child.text or "").replace("\r", "").replace("\n", " "))
        elif child.tag == f"{W}tab":
            parts.append("\t")
        elif child.tag == f"{W}cr" or (
            child.tag == f"{W}br" and child.get(f"{W}type", "textWrapping") == "textWrapping"
        ):
            parts.append("\n")
        elif child.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif child.tag == _BOX:
            boxes.append(child)
        else:
            _inline(child, parts, boxes)
