"""Every format, from tiny real files made here; nothing is copied from a published report."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from corpus import formats
from corpus.formats import SUFFIXES, read_document
from corpus.formats.encoding import decode
from corpus.formats.numerals import chinese, formatted
from corpus.report import Document
from errors import UnreadableFileError

DATA = Path(__file__).parent.parent / "data"
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PROSE = "云溪镇组织开展执法检查八次，调解各类矛盾纠纷十六件，群众满意度明显提高。"


def save(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path, name: str, content: bytes | str) -> Document:
    return read_document(save(folder, name, content))


# --- which format ----------------------------------------------------------------------------------------------------


def test_suffixes_are_those_of_the_formats() -> None:
    assert {".txt", ".md", ".markdown", ".docx", ".pdf", ".html", ".htm"} == SUFFIXES


def test_content_decides_before_the_name(tmp_path: Path) -> None:
    assert read(tmp_path, "page.txt", f"<!DOCTYPE html><html><body><p>{PROSE}</p></body></html>").format == "html"
    assert read(tmp_path, "word.pdf", docx_bytes(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>")).format == "docx"
    assert read(tmp_path, "paper.html", pdf_bytes([["Report"]])).format == "pdf"
    assert read(tmp_path, "report.MD", "# 报告").format == "md"
    assert read(tmp_path, "report", "报告").format == "txt"


def test_import_loads_no_heavy_library() -> None:
    heavy = ("docx", "pypdfium2", "trafilatura", "selectolax", "lxml")
    code = f"import sys, corpus.formats; print([name for name in {heavy} if name in sys.modules])"
    root = Path(formats.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", " \n　\n", "is empty"),
        ("a.txt", b"\xef\xbb\xbf\n", "is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        ("a.txt", "正文" * 99 + "\0", "binary"),
        ("a.txt", bytes(range(1, 32)) * 20, "binary"),
        ("a.txt", b"\xff\xff\xff\x80" * 9, "no known encoding"),
        ("a.md", "---\ntitle: x\n---\n", "is empty below"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old Word file"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
        ("a.docx", "plain text", "is not a docx file"),
        ("a.pdf", "plain text", "is not a pdf file"),
        ("a.pdf", b"%PDF-1.7\n junk", "damaged"),
        ("a.txt", b"{\\rtf1 x}", "RTF"),
        ("a.html", "<html><body><script>load()</script></body></html>", "without text"),
    ],
)
def test_what_cannot_be_read_says_why_and_where(tmp_path: Path, name: str, content: bytes | str, reason: str) -> None:
    path = save(tmp_path, name, content)
    with pytest.raises(UnreadableFileError, match=reason) as caught:
        read_document(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_missing_file_folder_and_large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFileError, match="does not exist"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(UnreadableFileError, match="is not a file"):
        read_document(tmp_path)
    with pytest.raises(UnreadableFileError):
        read_document(Path("nul\0byte.txt"))
    monkeypatch.setattr(formats, "MAX_BYTES", 10)
    with pytest.raises(UnreadableFileError, match="larger than"):
        read(tmp_path, "large.txt", "a" * 11)


def test_damaged_files_end_as_one_error(tmp_path: Path) -> None:
    """Cut and scrambled files either read or raise UnreadableFileError; nothing else escapes."""
    body = "".join(f"<w:p><w:r><w:t>{PROSE}{i}</w:t></w:r></w:p>" for i in range(9))
    whole = [docx_bytes(body), (DATA / "chromium.pdf").read_bytes(), PAGE.encode(), PROSE.encode("gb18030")]
    chance = random.Random(7)
    for number, data in enumerate(whole):
        for _ in range(40):
            broken = bytearray(data[: chance.randrange(1, len(data))] if chance.random() < 0.5 else data)
            for _ in range(chance.randrange(20)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            try:
                read(tmp_path, f"broken.{('docx', 'pdf', 'html', 'txt')[number]}", bytes(broken))
            except UnreadableFileError as error:
                assert "broken." in str(error)


# --- txt and md ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "\n  一、做法　\n\n“调解”16件\f\n"
    document = read(tmp_path, "a.txt", text.encode(encoding))
    assert document == Document(text=text, format="txt", hard_wrapped=None)


def test_line_ends_are_one_character(tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", "甲\r\n乙\r丙").text == "甲\n乙\n丙"


def test_declared_gb2312_gives_way_to_utf8() -> None:
    data = "调解".encode()
    assert data.decode("gb18030"), "the bytes must fit both"
    assert decode(data, "gb2312") == ("调解", ())
    assert decode("调解".encode("gbk"), "gb2312") == ("调解", ())


def test_cut_off_utf8_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", (PROSE * 3).encode()[:-1])
    assert document.text.startswith(PROSE)
    assert document.notes == ("1 characters could not be decoded as utf-8",)


def test_markdown_marks_go_and_text_stays(tmp_path: Path) -> None:
    source = (
        '---\ntitle: "云溪镇报告"\n镇：云溪镇\nyear: 2023\ntags:\n  - 法治\n  - 乡镇\n---\n'
        "# **云溪镇**报告 ##\n\n#一、做法\n- 一是**学法**12次\n> > 引文\n***\n1. 第一\n-5度 2*3 ****年**月** #3 号\n"
    )
    document = read(tmp_path, "a.md", source)
    expected = {"title": "云溪镇报告", "镇": "云溪镇", "year": "2023", "tags": "法治、乡镇"}
    assert document.metadata == expected
    assert document.title == "云溪镇报告"
    assert document.text == "云溪镇报告\n\n一、做法\n一是学法12次\n引文\n\n1. 第一\n-5度 2*3 ****年**月** #3 号\n"


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    document = read(tmp_path, "a.md", "---\n调解成效：明显\n正文一段\n---\n又一段")
    assert document.metadata == {}
    assert document.text == "\n调解成效：明显\n正文一段\n\n又一段"


def test_markdown_title_is_its_first_heading(tmp_path: Path) -> None:
    assert read(tmp_path, "a.md", "\n# **云溪镇**报告\n正文").title == "云溪镇报告"
    assert read(tmp_path, "a.md", "正文\n# 一、做法").title is None


# --- docx ------------------------------------------------------------------------------------------------------------


def docx_bytes(body: str, numbering: str = "", styles: str = "") -> bytes:
    """A docx from the raw XML of its body; ``numbering`` and ``styles`` are put into the parts of these names."""
    document = docx.Document()
    root = document.element.body
    for child in list(root):
        root.remove(child)
    for child in parse_xml(f"<w:body {NS} {MC}>{body}</w:body>"):
        root.append(child)
    if numbering:
        part = document.part.numbering_part.element
        for child in list(part):
            part.remove(child)
        for child in parse_xml(f"<w:numbering {NS}>{numbering}</w:numbering>"):
            part.append(child)
    if styles:
        for child in parse_xml(f"<w:styles {NS}>{styles}</w:styles>"):
            document.styles.element.append(child)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


MC = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


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


# --- pdf -------------------------------------------------------------------------------------------------------------


def pdf_bytes(pages: list[list[str]], encrypted: bool = False) -> bytes:
    """A PDF of Latin lines in Helvetica, each page from the top down."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
        stream = f"BT /F1 12 Tf 72 720 Td {shown} ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    lock = " /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{0}> /U <{0}> >> /ID [<00> <00>]".format("ab" * 32)
    out, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R"
        f"{lock if encrypted else ''} >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out.encode("latin-1")


def test_pdf_in_chinese_as_chromium_prints_it() -> None:
    document = read_document(DATA / "chromium.pdf")
    assert document.text == (
        "云溪镇法治工作\n一、主要做法\n云溪镇调解矛盾16件，工作人员做到一月一调\n解，主要矛盾一件不落。\n"
        "二、问题\n工作人员不落一人，矛盾调解做法不一。"
    )
    assert [document.text[start : start + 2] for start in document.pages] == ["云溪", "二、"]
    assert (document.format, document.hard_wrapped) == ("pdf", True)


def test_pdf_radicals_become_characters() -> None:
    from corpus.formats.pdf import _lines

    assert _lines("⼀、⺠⽣ well\ufffeknown\r\n第2⻚\x02x\x00 \r\n\r\n") == ["一、民生 well-known", "第2页-x"]


def test_pdf_running_heads_and_page_numbers_go(tmp_path: Path) -> None:
    pages = [
        ["Annual report 2023", "Office", "Annual report 2023", "alpha", "5", "- 1 -"],
        ["Annual report 2023", "Office", "12", "beta", "Page 2 of 4"],
        ["Annual report 2023", "Office", "gamma", "- 3 -"],
        ["Annual report 2023", "Office", "delta", "4"],
    ]
    document = read(tmp_path, "a.pdf", pdf_bytes(pages))
    assert document.text == "Office\nAnnual report 2023\nalpha\n5\n12\nbeta\ngamma\ndelta"
    assert [document.text[start : start + 2] for start in document.pages] == ["Of", "12", "ga", "de"]


def test_pdf_head_that_is_the_title_stays_once(tmp_path: Path) -> None:
    pages = [["Rule of law report", "alpha"], ["Rule of law report", "beta"], ["Rule of law report", "gamma"]]
    assert read(tmp_path, "a.pdf", pdf_bytes(pages)).text == "Rule of law report\nalpha\nbeta\ngamma"


def test_pdf_two_pages_keep_what_they_share(tmp_path: Path) -> None:
    document = read(tmp_path, "a.pdf", pdf_bytes([["same", "alpha", "1"], ["same", "beta", "2"]]))
    assert document.text == "same\nalpha\nsame\nbeta"


def test_pdf_page_number_ahead_of_the_head_and_a_head_on_two_pages(tmp_path: Path) -> None:
    pages = [["Office of the town", "- 1 -", "Report", "alpha"], ["Office of the town", "- 2 -", "beta"]]
    assert read(tmp_path, "a.pdf", pdf_bytes(pages)).text == "Office of the town\nReport\nalpha\nbeta"


def test_pdf_page_without_text_keeps_its_place(tmp_path: Path) -> None:
    document = read(tmp_path, "a.pdf", pdf_bytes([["alpha"], [], ["beta"]]))
    assert (document.text, document.pages) == ("alpha\n\nbeta", (0, 6, 7))
    assert document.notes == ("no text on page 2 (scanned?)",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_bytes([[], []]), "no text layer"),
        (pdf_bytes([["- 1 -"], ["- 2 -"]]), "no text layer"),
        (pdf_bytes([["secret"]], encrypted=True), "is encrypted"),
        (pdf_bytes([["cut"]])[:40], "damaged"),
    ],
    ids=["blank", "only-page-numbers", "encrypted", "cut"],
)
def test_pdf_that_cannot_be_read(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read(tmp_path, "a.pdf", data)


# --- html ------------------------------------------------------------------------------------------------------------

BODY = f"""<p>　　{PROSE}</p><p><strong>一、主要做法</strong></p>
<p>（一）学习。组织学法<span>12</span>次，<br>参加人员<b>300</b>人次。</p><div>（二）执法。<font>检查8次，
  整改问题5个。</font></div>
<table><tr><th>名称</th><th>文号</th><th>发文单位</th></tr><tr><td>某办法</td><td>云政〔2023〕1号</td><td>镇政府</td></tr></table>
<ul><li>一是人员不足。</li><li>二是经费短缺。</li></ul>"""
LINES = [
    f"　　{PROSE}", "一、主要做法", "（一）学习。组织学法12次，", "参加人员300人次。",
    "（二）执法。检查8次，整改问题5个。",
    "| 名称 | 文号 | 发文单位 |", "| 某办法 | 云政〔2023〕1号 | 镇政府 |", "一是人员不足。", "二是经费短缺。",
    "云溪镇人民政府", "2024年1月10日",
]  # fmt: skip
PAGE = f"""<!DOCTYPE html><html><head><meta charset="CHARSET"><title>云溪镇2023年度报告-青河县人民政府门户网站</title>
<meta name="PubDate" content="2024-01-15"><script>var a = "脚本";</script></head><body>
<div class="head"><h1>青河县人民政府</h1><ul><li><a>首页</a></li><li><a>公开</a></li><li><a>服务</a></li></ul></div>
<table><tr><td>索 引 号：</td><td>0012/2024-1</td><td>主题分类：</td><td></td></tr>
<tr><td>名　　称：</td><td colspan="3">云溪镇2023年度报告</td></tr></table>
<div class="main"><h1>云溪镇2023年度报告</h1><div>发布日期：2024-01-15　来源：云溪镇　字体：[大 中 小]</div>
<div id="zoom"><div class="TRS_Editor">{BODY}</div><p>云溪镇人民政府</p><p>2024年1月10日</p></div></div>
<div class="foot">主办：青河县人民政府办公室　地址：青河县城关镇，
邮编：000000，网站标识码：0000000000</div></body></html>"""


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gb2312", "utf-8"), ("nonsense", "gb18030"), ("utf-8", "utf-16")],
)
def test_html_page_of_a_government_site(tmp_path: Path, charset: str, encoding: str) -> None:
    document = read(tmp_path, "a.html", PAGE.replace("CHARSET", charset).encode(encoding))
    assert document.text.split("\n") == LINES
    assert document.title == "云溪镇2023年度报告"
    assert document.metadata == {
        "PubDate": "2024-01-15",
        "索引号": "0012/2024-1",
        "名称": "云溪镇2023年度报告",
        "发布日期": "2024-01-15",
        "来源": "云溪镇",
    }
    assert (document.format, document.hard_wrapped, document.notes) == ("html", False, ())


@pytest.mark.parametrize(
    "old_new",
    [
        (' id="zoom"', ""),
        ('<div id="zoom"><div class="TRS_Editor">', '<div><div class="inner">'),
        ('<div id="zoom">', "<form><div>"),
    ],
)
def test_html_without_a_known_container_loses_nothing(tmp_path: Path, old_new: tuple[str, str]) -> None:
    lines = read(tmp_path, "a.html", PAGE.replace(*old_new)).text.split("\n")
    assert [line for line in lines if line in LINES] == LINES
    assert not any("网站标识码" in line or "首页" in line for line in lines)


def test_html_report_split_over_two_containers(tmp_path: Path) -> None:
    second = f"<div class='b'><p>二、存在问题</p><p>第二部分：{PROSE}</p></div>"
    page = f"<html><body><div><div class='a'>{f'<p>{PROSE}</p>' * 12}</div>{second}</div></body></html>"
    assert read(tmp_path, "a.html", page).text.split("\n") == [PROSE] * 12 + ["二、存在问题", f"第二部分：{PROSE}"]


def test_html_named_container_takes_in_what_stands_round_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The outer of two named elements counts; prose near it, and prose far off that trafilatura sees, is not lost."""
    inner = f"<div class='TRS_Editor'>{f'<p>{PROSE}</p>' * 30}</div>"
    nested = f"<html><body><div id='zoom'><p>某县文件</p>{inner}</div><p>下一篇</p></body></html>"
    assert read(tmp_path, "a.html", nested).text.split("\n") == ["某县文件"] + [PROSE] * 30
    last = f"最后一段：{PROSE}{PROSE}"
    beside = f"<html><body><div class='x'><div class='y'>{inner}</div><p>{last}</p></div></body></html>"
    assert read(tmp_path, "a.html", beside).text.split("\n") == [PROSE] * 30 + [last]
    far = f"<html><body><div><div><div>{inner}</div></div></div><p>{last}</p></body></html>"
    assert read(tmp_path, "a.html", far).text.split("\n") == [PROSE] * 30
    monkeypatch.setattr("trafilatura.extract", lambda *_, **__: f"- {last}\n不在页上，{PROSE}")
    assert read(tmp_path, "a.html", far).text.split("\n") == [PROSE] * 30 + [last]


def test_html_lists_of_links_go_and_single_links_stay(tmp_path: Path) -> None:
    links = "".join(f"<li><a href='#'>相关新闻{number}</a></li>" for number in "一二三")
    page = f"<html><body><div><p>{PROSE}</p><ul>{links}</ul><p>附件：<a href='x'>报表</a></p></div></body></html>"
    assert read(tmp_path, "a.html", page).text.split("\n") == [PROSE, "附件：报表"]


def test_html_header_row_of_a_table_is_no_index(tmp_path: Path) -> None:
    head = "".join(f"<th>{name}</th>" for name in ("名称", "文号", "发文单位", "来源"))
    page = f"<html><body><div><p>{PROSE}</p><table><tr>{head}</tr><tr><td>无</td></tr></table></div></body></html>"
    document = read(tmp_path, "a.html", page)
    assert document.metadata == {}
    assert document.text.split("\n") == [PROSE, "| 名称 | 文号 | 发文单位 | 来源 |", "无"]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ('<meta name="ArticleTitle" content="甲镇报告">', "<h1>网站</h1>", "甲镇报告"),
        ("<title>甲镇报告_某网</title>", "<h1>某某某人民政府网站</h1><h1>甲镇报告</h1>", "甲镇报告"),
        ("<title>甲镇2021-2025年报告-某县人民政府网</title>", "", "甲镇2021-2025年报告"),
        ("", "", None),
    ],
)
def test_html_title(tmp_path: Path, head: str, body: str, title: str | None) -> None:
    assert read(tmp_path, "a.htm", f"<html><head>{head}</head><body>{body}<p>{PROSE}</p></body></html>").title == title


def test_html_with_one_broken_byte_is_read_with_a_note(tmp_path: Path) -> None:
    document = read(
        tmp_path, "a.html", PAGE.replace("CHARSET", "utf-8").encode().replace("纠纷".encode(), b"\xe7\xba", 1)
    )
    assert "一是人员不足。" in document.text
    assert document.notes


def test_html_nested_very_deep_is_read(tmp_path: Path) -> None:
    text = read(tmp_path, "a.html", "<html><body>" + "<div>" * 3000 + f"<p>{PROSE}</p>").text
    assert text == PROSE
