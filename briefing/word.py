"""A briefing as a Word document that an office can send: title, date, scope, excerpts with their sources, and a table of sources."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from briefing.excerpt import Briefing, Excerpt, Group, Source, sources_of
from briefing.phrases import also, numeral, scope_lines, where, written_date
from briefing.plain import one_line, safe_text
from briefing.word_look import CELL, DATE, NOTE, QUOTATION, SCOPE, SOURCE, dress
from briefing.wording import WORDINGS, Wording

_NUMBERED = re.compile(r"[一二三四五六七八九十百]+、|\d+[.、．]")
_PROPERTY = 255
"""Most characters of a property of a document."""
_WIDTHS_CM = (1.3, 8.1, 4.4, 1.8)


def word_bytes(briefing: Briefing) -> bytes:
    """The whole document."""
    from docx import Document

    wording = WORDINGS[briefing.language]
    document = Document()
    dress(document)
    page = _Page(document)
    title = one_line(briefing.title) or wording.untitled
    _properties(document, title, briefing)
    page.add(title, "Title")
    page.add(one_line(written_date(briefing.date, wording)), DATE)
    for line in scope_lines(briefing, wording):
        page.add(one_line(line), SCOPE)
    headed = any(group.heading is not None for group in briefing.groups)
    number = 0
    for group in briefing.groups:
        number += group.heading is not None
        _group(page, group, number, briefing.language, headed=headed)
    sources = sources_of(briefing.excerpts)
    if sources:
        page.add(wording.sources, "Heading 1").paragraph_format.keep_with_next = True
        _sources(document, sources, wording)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class _Page:
    """Adds paragraphs in a style, which python-docx would look up among all styles for each of them."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401
        self._document = document
        self._ids = {style.name: style.style_id for style in document.styles}

    def add(self, text: str, style: str) -> Any:  # noqa: ANN401
        """A paragraph at the end."""
        paragraph = self._document.add_paragraph(text)
        paragraph._p.style = self._ids[style]
        return paragraph


def _properties(document: Any, title: str, briefing: Briefing) -> None:  # noqa: ANN401
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title[:_PROPERTY], "法鉴 Fajian", ""
    properties.language = "zh-CN" if briefing.language == "zh" else "en"
    try:
        properties.created = properties.modified = datetime.fromisoformat(briefing.date)
    except ValueError:
        return


def _group(page: _Page, group: Group, number: int, language: str, *, headed: bool) -> None:
    """A heading and its excerpts, numbered as official documents are: 一、 then （一）."""
    if group.heading is not None:
        heading = one_line(group.heading)
        if not _NUMBERED.match(heading):
            heading = f"{numeral(number)}、{heading}" if language == "zh" else f"{number}. {heading}"
        page.add(heading, "Heading 1")
    for place, excerpt in enumerate(group.excerpts, 1):
        if language != "zh":
            label = f"{number}.{place} " if headed and number else f"{place}. "
        elif headed:
            label = f"（{numeral(place)}）"
        else:
            label = f"{numeral(place)}、"
        style = "Heading 2" if headed else "Heading 1"
        page.add(label + one_line(where(excerpt.report, WORDINGS[language])), style)
        _excerpt(page, excerpt, language)


def _excerpt(page: _Page, excerpt: Excerpt, language: str) -> None:
    wording = WORDINGS[language]
    for line in _paragraphs(excerpt.text):
        page.add(line, QUOTATION)
    if excerpt.note:
        first, *rest = _paragraphs(excerpt.note)
        for line in (wording.note.format(note=first), *rest):
            page.add(line, NOTE)
    source = wording.source.format(source=excerpt.cited(language))
    remarks = [also(excerpt, wording), "" if excerpt.standing else wording.gone]
    for line in (source, *filter(None, remarks)):
        page.add(one_line(line), SOURCE)


def _paragraphs(text: str) -> list[str]:
    """The lines of a text that hold anything, without the blanks that indented them: Word indents by style."""
    return [line.strip() for line in safe_text(text).split("\n") if line.strip()] or [""]


def _sources(document: Any, sources: list[Source], wording: Wording) -> None:  # noqa: ANN401
    """A table of the reports quoted; its head is repeated on every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(_WIDTHS_CM), style="Table Grid")
    table.autofit = False
    # LibreOffice goes by the columns, Word by the cells.
    for column, width in zip(table.columns, _WIDTHS_CM, strict=True):
        column.width = Cm(width)
    rows = [wording.source_columns]
    rows += [
        (str(number), source.reference, source.report.source, str(source.excerpts))
        for number, source in enumerate(sources, 1)
    ]
    for number, values in enumerate(rows):
        row = table.rows[0] if number == 0 else table.add_row()
        # A row stays on one page, and the first stands on each.
        for name in ("w:cantSplit", *(["w:tblHeader"] if number == 0 else [])):
            row._tr.get_or_add_trPr().append(OxmlElement(name))
        for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            cell.width = Cm(_WIDTHS_CM[place])
            paragraph = cell.paragraphs[0]
            paragraph.style = document.styles[CELL]
            paragraph.add_run(one_line(value)).bold = number == 0
            middle = number == 0 or place in {0, len(_WIDTHS_CM) - 1}
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.LEFT
