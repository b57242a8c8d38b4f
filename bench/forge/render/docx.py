"""Word files by python-docx: numbers typed or automatic, styles or none, torn runs, tracked changes, heads, feet, footnotes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from random import Random
from typing import Any

from bench.forge.draft import Block, Draft, Part, bare, cells, shown
from bench.forge.prose import chinese
from bench.forge.render.rendered import Rendered

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FIXED = (2024, 1, 1, 0, 0, 0)
_CENTRED = frozenset({Part.LETTERHEAD, Part.NUMBER, Part.TITLE})
_RIGHT = frozenset({Part.SIGNATURE, Part.DATE, Part.SIGNATORY})
_SOFT = frozenset({Part.PREAMBLE, Part.HEADING, Part.TEXT, Part.CLOSING})
"""What follows behind a line break instead of in a paragraph of its own, in text pasted from a page."""
_DELETED = ("原稿此处拟删除", "（待核实）", "此数据以统计口径为准")
_HEADS = ("内部资料", "请妥善保管", "法治建设材料汇编")


def write_docx(draft: Draft, random: Random) -> Rendered:
    """A .docx file."""
    import docx

    document = docx.Document()
    waste: list[str] = []
    automatic = random.random() < 0.45 and _standard_numbers(draft)
    styled = random.random() < 0.4
    if automatic:
        _define_numbers(document)
    if random.random() < 0.4:
        waste += _head_and_foot(document, random)
    groups = draft.paragraphs
    deleted = random.randrange(len(groups)) if random.random() < 0.3 else -1
    soft = not automatic and not styled and random.random() < 0.15
    table: Any = None
    paragraph: Any = None
    for position, group in enumerate(groups):
        if group[0].part is Part.ROW:
            table = _row(document, table, cells(group[0].text))
            continue
        if soft and paragraph is not None and table is None and group[0].part in _SOFT:
            paragraph.add_run().add_break()
        else:
            paragraph = document.add_paragraph()
            _align(paragraph, group[0], styled=styled)
        table = None
        text = shown("".join(block.written for block in group))
        if automatic and group[0].part is Part.HEADING and not group[0].optional and group[0].number:
            _number(paragraph, group[0].level)
            text = text[len(shown(group[0].number)) :]
        _add_runs(paragraph, text, random)
        if position == deleted:
            waste.append(_delete(paragraph, random))
    return Rendered(_bytes(document), ".docx", tuple(waste))


def _standard_numbers(draft: Draft) -> bool:
    """Whether automatic numbers would give just what the report writes, and every heading begins its paragraph."""
    counts = [0, 0, 0]
    for block in draft.blocks:
        if block.part is Part.HEADING and not block.optional:
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (3 - block.level)
            count = counts[block.level - 1]
            wanted = (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}.")[block.level - 1]
            if block.run_on or bare(block.number) != wanted or block.number != wanted:
                return False
    return True


def _define_numbers(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
    from docx.oxml import parse_xml

    levels = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for depth, (kind, text) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    abstract = f'<w:abstractNum xmlns:w="{_W}" w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    numbering.append(parse_xml(f'<w:num xmlns:w="{_W}" w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def _number(paragraph: Any, level: int) -> None:  # noqa: ANN401
    from docx.oxml import parse_xml

    xml = f'<w:numPr xmlns:w="{_W}"><w:ilvl w:val="{level - 1}"/><w:numId w:val="77"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(xml))


def _align(paragraph: Any, block: Block, *, styled: bool) -> None:  # noqa: ANN401
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if styled and block.part is Part.HEADING and not block.mark and not block.optional:
        paragraph.style = f"Heading {block.level}"
    elif block.part in _CENTRED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif block.part in _RIGHT:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        paragraph.paragraph_format.first_line_indent = Pt(32)


def _add_runs(paragraph: Any, text: str, random: Random) -> None:  # noqa: ANN401
    """Runs torn anywhere, as Word leaves them after editing."""
    cuts = (
        sorted(random.sample(range(1, len(text)), min(len(text) - 1, random.choice((0, 1, 4)))))
        if len(text) > 1
        else []
    )
    for start, stop in zip([0, *cuts], [*cuts, len(text)], strict=True):
        paragraph.add_run(text[start:stop])


def _delete(paragraph: Any, random: Random) -> str:  # noqa: ANN401
    """A tracked deletion at the paragraph's end, which no longer belongs to the text, and a tracked insertion, which does."""
    from docx.oxml import parse_xml

    words = random.choice(_DELETED)
    runs = paragraph._p.r_lst
    inserted = parse_xml(f'<w:ins xmlns:w="{_W}" w:id="901" w:author="a" w:date="2024-01-01T00:00:00Z"/>')
    runs[-1].addprevious(inserted)
    inserted.append(runs[-1])
    xml = f'<w:del xmlns:w="{_W}" w:id="902" w:author="a" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>{words}</w:delText></w:r></w:del>'
    inserted.addnext(parse_xml(xml))
    return words


def _head_and_foot(document: Any, random: Random) -> list[str]:  # noqa: ANN401
    section = document.sections[0]
    head = random.choice(_HEADS)
    section.header.paragraphs[0].text = head
    section.footer.paragraphs[0].text = "— 1 —"
    return [head, "— 1 —"]


def _row(document: Any, table: Any, texts: list[str]) -> Any:  # noqa: ANN401
    if table is None:
        table = document.add_table(rows=1, cols=len(texts))
        row = table.rows[0]
    else:
        row = table.add_row()
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text
    return table


def _bytes(document: Any) -> bytes:  # noqa: ANN401
    """The file with fixed times, so that the same report gives the same bytes."""
    fixed = datetime(*_FIXED, tzinfo=UTC)
    document.core_properties.created = document.core_properties.modified = fixed
    document.core_properties.title = ""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _FIXED), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
