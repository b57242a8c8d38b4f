"""Word documents."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest

from corpus.formats import read_document
from corpus.formats.numerals import chinese, formatted
from errors import UnreadableFileError
from tests.corpus.formats.files import PROSE, docx_bytes, read


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str, num: int | None = None, ilvl: int = 0, style: str = "") -> str:
    number = "" if num is None else f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{number}</w:pPr>{run(text)}</w:p>"


def level(ilvl: int, name: str, text: str, extra: str = "") -> str:
    form = f'<w:start w:val="1"/><w:numFmt w:val="{name}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{ilvl}">{form}</w:lvl>'


def test_docx_keeps_the_order_of_paragraphs_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.add_paragraph("第一段\n换行")
    table = document.add_table(2, 3)
    for row, texts in zip(table.rows, [("甲", "乙", "丙"), ("1", "2", "3")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1)).text = "并"
    document.add_paragraph("")
    document.add_paragraph("末段")
    document.save(str(tmp_path / "a.docx"))
    read_back = read_document(tmp_path / "a.docx")
    assert read_back.text == "第一段\n换行\n| 并 | 丙 |\n| 1 | 2 | 3 |\n\n末段"
    assert (read_back.format, read_back.hard_wrapped) == ("docx", False)


def test_docx_downward_merge_nested_and_layout_tables(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 1).text, table.cell(1, 1).text = "上", "下"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "并"
    layout = document.add_table(1, 1).cell(0, 0)
    layout.text = "版面"
    inner = layout.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内一", "内二"
    document.save(str(tmp_path / "a.docx"))
    lines = [line for line in read_document(tmp_path / "a.docx").text.split("\n") if line]
    assert lines == ["| 并 | 上 |", "|  | 下 |", "版面", "| 内一 | 内二 |"]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def test_docx_covered_cells_and_deleted_rows_are_not_shown(tmp_path: Path) -> None:
    rows = cell("并", '<w:vMerge w:val="restart"/>') + cell("上"), cell("被盖住", "<w:vMerge/>") + cell("下")
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删')}{cell('除')}</w:tr>"
    xml = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}{gone}</w:tbl>"
    assert read(tmp_path, "a.docx", docx_bytes(xml)).text == "| 并 | 上 |\n|  | 下 |"


def test_docx_table_in_a_cell_keeps_its_rows(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr>{cell('内一')}{cell('内二')}</w:tr></w:tbl>"
    xml = f"<w:tbl><w:tr>{cell('左')}<w:tc>{inner}<w:p>{run('右')}</w:p></w:tc></w:tr></w:tbl>"
    assert read(tmp_path, "a.docx", docx_bytes(xml)).text == "左\n| 内一 | 内二 |\n右"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (
            f"<w:p>{run('甲')}<w:ins>{run('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>",
            "甲乙",
        ),
        (f"<w:p><w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo></w:p>", "新"),
        (f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('前')}</w:p><w:p>{run('后')}</w:p>", "前后"),
        (f"<w:sdt><w:sdtContent><w:p><w:hyperlink>{run('控件')}</w:hyperlink></w:p></w:sdtContent></w:sdt>", "控件"),
        (f"<w:p>{run('甲')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>", "甲"),
        (
            '<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:br w:type="page"/><w:t>丙</w:t></w:r></w:p>',
            "甲\n乙\t丙",
        ),
        (
            f"<w:p>{run('正文')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><w:txbxContent>"
            f"<w:p>{run('文本框')}</w:p></w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>"
            f"<w:p>{run('文本框')}</w:p></w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            "正文\n文本框",
        ),
    ],
    ids=["tracked", "moved", "deleted-mark", "content-control", "hidden", "breaks", "text-box"],
)
def test_docx_shows_what_is_on_paper(tmp_path: Path, xml: str, text: str) -> None:
    assert read(tmp_path, "a.docx", docx_bytes(xml)).text == text


OUTLINE = (
    '<w:abstractNum w:abstractNumId="5">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "japaneseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%4", "<w:isLgl/>")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/>'
    '</w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="5"/></w:num>'
)


def test_docx_automatic_numbers_are_written_out(tmp_path: Path) -> None:
    body = [("做法", 0), ("学习", 1), ("执法", 1), ("检查", 2), ("5亿元", 2), ("问题", 0), ("不足", 1), ("细", 3)]
    xml = "".join(paragraph(text, 1, ilvl) for text, ilvl in body)
    xml += (
        paragraph("另起", 2, 1)
        + paragraph("接续", 2, 1)
        + paragraph("同表", 3, 1)
        + paragraph("无号", 0)
        + paragraph("正文")
    )
    assert read(tmp_path, "a.docx", docx_bytes(xml, OUTLINE)).text.split("\n") == [
        "一、做法", "（一）学习", "（二）执法", "1.检查", "2. 5亿元", "二、问题", "（一）不足", "2.1 细",
        "（四）另起", "（五）接续", "（六）同表", "无号", "正文",
    ]  # fmt: skip


def test_docx_numbers_come_through_styles(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )
    rules = OUTLINE.replace(
        '<w:numFmt w:val="japaneseCounting"/>', '<w:numFmt w:val="japaneseCounting"/><w:pStyle w:val="Own"/>'
    )
    xml = paragraph("做法", style="Base") + paragraph("学习", style="Own") + paragraph("环", style="Loop")
    assert read(tmp_path, "a.docx", docx_bytes(xml, rules, styles)).text == "一、做法\n（一）学习\n环"


def test_docx_level_that_never_restarts_and_bullets(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="5">' + level(0, "bullet", "") + "</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="6">' + level(0, "upperLetter", "%1.")
        + level(1, "decimalEnclosedCircle", "%2", '<w:lvlRestart w:val="0"/>') + "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>'
    )  # fmt: skip
    xml = paragraph("点", 1) + paragraph("甲", 2) + paragraph("乙", 2, 1) + paragraph("丙", 2) + paragraph("丁", 2, 1)
    assert read(tmp_path, "a.docx", docx_bytes(xml, numbering)).text == "点\nA.甲\n① 乙\nB.丙\n② 丁"


@pytest.mark.parametrize(
    ("number", "name", "text"),
    [
        (10, "chineseCounting", "十"), (11, "chineseCounting", "十一"), (20, "japaneseCounting", "二十"),
        (21, "ideographDigital", "二十一"), (105, "chineseCounting", "一百〇五"), (110, "chineseCounting", "一百一十"),
        (12, "chineseLegalSimplified", "壹拾贰"), (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (28, "lowerLetter", "bb"), (14, "upperRoman", "XIV"), (3, "ideographTraditional", "丙"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"), (5, "somethingNew", "5"),
    ],
)  # fmt: skip
def test_number_formats(number: int, name: str, text: str) -> None:
    assert formatted(number, name) == text


def test_chinese_numbers_out_of_range_stay_digits() -> None:
    assert [chinese(number) for number in (0, 1001, 2020, 10_000)] == ["0", "一千〇一", "二千〇二十", "10000"]


def test_docx_damaged_encrypted_and_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = docx_bytes(f"<w:p>{run(PROSE)}</w:p>")
    with pytest.raises(UnreadableFileError, match="damaged or cut-off"):
        read(tmp_path, "cut.docx", whole[: len(whole) // 2])
    with pytest.raises(UnreadableFileError, match="has no text"):
        read(tmp_path, "blank.docx", docx_bytes("<w:p/>"))
    with zipfile.ZipFile(tmp_path / "hollow.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<x")
        archive.writestr("word/document.xml", "")
    with pytest.raises(UnreadableFileError, match="damaged Word document"):
        read_document(tmp_path / "hollow.docx")
    monkeypatch.setattr("corpus.formats.word.MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(UnreadableFileError, match="unpacks to more than"):
        read(tmp_path, "bomb.docx", whole)
