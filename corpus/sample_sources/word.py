"""Sets a source as a Word document."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from corpus.sample_sources.lines import Kind, Line, blocks, cells, issuer, joined, signed

WITH_HEADING_STYLES = frozenset({"tongwuling-2023", "yanbutou-2024"})
"""Documents whose headings carry Word's heading styles; elsewhere a heading is a bold line, as most offices do it."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of line is set in Word."""

    align: int
    font: str
    size: float
    bold: bool = False
    red: bool = False
    indent: bool = False


LOOKS = {
    Kind.LETTERHEAD: Look(WD_ALIGN_PARAGRAPH.CENTER, "方正小标宋简体", 30, bold=True, red=True),
    Kind.NUMBER: Look(WD_ALIGN_PARAGRAPH.CENTER, "仿宋_GB2312", 16),
    Kind.SIGNER: Look(WD_ALIGN_PARAGRAPH.RIGHT, "楷体_GB2312", 16),
    Kind.TITLE: Look(WD_ALIGN_PARAGRAPH.CENTER, "方正小标宋简体", 22, bold=True),
    Kind.ADDRESSEE: Look(WD_ALIGN_PARAGRAPH.LEFT, "仿宋_GB2312", 16),
    Kind.HEADING_1: Look(WD_ALIGN_PARAGRAPH.LEFT, "黑体", 16, bold=True, indent=True),
    Kind.HEADING_2: Look(WD_ALIGN_PARAGRAPH.LEFT, "楷体_GB2312", 16, bold=True, indent=True),
    Kind.BODY: Look(WD_ALIGN_PARAGRAPH.JUSTIFY, "仿宋_GB2312", 16, indent=True),
    Kind.SIGNATURE: Look(WD_ALIGN_PARAGRAPH.RIGHT, "仿宋_GB2312", 16),
}

WORD_STYLES = {Kind.TITLE: "Title", Kind.HEADING_1: "Heading 1", Kind.HEADING_2: "Heading 2"}


def _add_paragraph(document: docx.document.Document, line: Line, style: str | None) -> None:
    """Adds one line to a Word document in the look of its kind."""
    look = LOOKS[line.kind]
    paragraph = document.add_paragraph(style=style)
    paragraph.alignment = look.align
    paragraph.paragraph_format.space_after = Pt(0)
    if look.indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * look.size)
    run = paragraph.add_run(line.text)
    run.bold = look.bold
    run.font.size = Pt(look.size)
    run.font.name = look.font
    run.font.color.rgb = RGBColor(0xC0, 0, 0) if look.red else RGBColor(0, 0, 0)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), look.font)


def _add_table(document: docx.document.Document, rows: list[list[str]]) -> None:
    """Adds a table with a ruled grid; the first row is its head."""
    table = document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
    table.style = "Table Grid"
    for position, row in enumerate(rows):
        for cell, text in zip(table.rows[position].cells, row, strict=False):
            cell.text = text


def _with_fixed_times(package: bytes) -> bytes:
    """Packs a Word file again with the same entries and a fixed time, so that equal texts give equal files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


def _set_properties(document: docx.document.Document, lines: list[Line], year: int) -> None:
    properties = document.core_properties
    when = dt.datetime.combine(signed(lines, dt.date(year + 1, 1, 15)), dt.time(9, 30))
    properties.created = properties.modified = when
    properties.author = properties.last_modified_by = issuer(lines)
    properties.title = joined(lines, Kind.TITLE)
    properties.comments = ""
    properties.language = "zh-CN"


def to_docx(name: str, lines: list[Line]) -> bytes:
    """Sets a report as a Word document.

    Args:
        name: File name without its ending, ``<slug>-<year>``.
        lines: The report's lines.

    Returns:
        The bytes of the file.
    """
    document = docx.Document()
    _set_properties(document, lines, int(name.rsplit("-", 1)[1]))
    styles = WORD_STYLES if name in WITH_HEADING_STYLES else {}
    for block in blocks(lines):
        if block[0].kind is Kind.TABLE:
            _add_table(document, [cells(line.text) for line in block])
        else:
            _add_paragraph(document, block[0], styles.get(block[0].kind))
    out = io.BytesIO()
    document.save(out)
    return _with_fixed_times(out.getvalue())
