"""Word documents."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from corpus.formats import read_document
from errors import UnreadableFileError
from tests.corpus.formats.files import NS, PROSE, docx_bytes, read
from tests.corpus.formats.word_files import OUTLINE, cell, paragraph, repacked, run


def test_docx_keeps_the_order_of_paragraphs_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.add_paragraph("第一段\n换行")
    table = document.add_table(2, 3)
    for row, texts in zip(table.rows, [("甲", "乙", "丙"), ("1", "2", "3")], strict=True):
        for value, text in zip(row.cells, texts, strict=True):
            value.text = text
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
            "文本框\n正文",
        ),
    ],
    ids=["tracked", "moved", "deleted-mark", "content-control", "hidden", "breaks", "text-box"],
)
def test_docx_shows_what_is_on_paper(tmp_path: Path, xml: str, text: str) -> None:
    assert read(tmp_path, "a.docx", docx_bytes(xml)).text == text


def anchored(text: str, position: str = "") -> str:
    """A run with a text box in it."""
    names = (
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    box = f"<wps:txbx><w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent></wps:txbx>"
    place = f"<wp:positionV relativeFrom='page'>{position}</wp:positionV>"
    return f"<w:r><w:drawing><wp:anchor {names}>{place}<a:graphic>{box}</a:graphic></wp:anchor></w:drawing></w:r>"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f"<w:p/><w:p>{run('标题')}{anchored('红头')}</w:p><w:p>{run('正文')}{anchored('插图说明')}</w:p>", "\n红头\n标题\n正文\n插图说明"),
        (f"<w:p>{run('标题')}{anchored('抄送', '<wp:posOffset>9000000</wp:posOffset>')}</w:p>", "标题\n抄送"),
        (f"<w:p>{run('标题')}{anchored('抄送', '<wp:align>bottom</wp:align>')}</w:p>", "标题\n抄送"),
        (f"<w:p>{run('标题')}<w:r><w:pict><v:shape><v:textpath string='某镇文件'/></v:shape></w:pict></w:r></w:p>", "某镇文件\n标题"),
    ],
    ids=["letterhead-first", "far-down", "bottom", "word-art"],
)  # fmt: skip
def test_docx_text_boxes(tmp_path: Path, xml: str, text: str) -> None:
    assert read(tmp_path, "a.docx", docx_bytes(xml)).text == text


def code(instruction: str, result: str) -> str:
    """A field: its code, and the result that Word showed last."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{marks[1]}{result}{marks[2]}"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f"<w:p>{run('共')}{code(' = 1 + 2 ', run('3'))}{run('次')}</w:p>", "共3次"),
        ("<w:p>" + code(" IF </w:instrText></w:r>" + code("PAGE", run("7")) + "<w:r><w:instrText>=7", run("是")) + "</w:p>", "是"),
        (f'<w:p><w:fldSimple w:instr=" DATE ">{run("今天")}</w:fldSimple></w:p>', "今天"),
        (f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("不丢")}</w:p><w:p>{run("失")}</w:p>', "不丢\n失"),
        (f'<w:p><w:del><w:r><w:fldChar w:fldCharType="end"/></w:r></w:del><w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("不丢")}</w:p>', "不丢"),
        (f"<w:p>{run('自')}<w:r><w:softHyphen/></w:r>{run('动')}<w:r><w:noBreakHyphen/></w:r></w:p>", "自动-"),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="宋体" w:char="25A1"/><w:sym w:font="Symbol" w:char="F031"/></w:r></w:p>', "☑□1"),
        (f"<w:p><w:r><w:ruby><w:rt>{run('zhen')}</w:rt><w:rubyBase>{run('镇')}</w:rubyBase></w:ruby></w:r></w:p>", "镇"),
        (f"<w:p><w:smartTag>{run('聪明')}</w:smartTag><w:customXml>{run('标记')}</w:customXml></w:p>", "聪明标记"),
        (f"<w:p>{run('甲')}<w:r><w:rPr><w:rStyle w:val='Secret'/></w:rPr><w:t>隐</w:t></w:r></w:p>", "甲"),
        (f"<w:p>{run('甲')}<w:r><w:rPr><w:rStyle w:val='Secret'/><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r></w:p>", "甲显"),
        (f"<w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>{run('（一）学习。')}</w:p><w:p>{run('组织学习。')}</w:p>", "（一）学习。组织学习。"),
        (f"<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom>{run('旧')}</w:moveFrom></w:p><w:p>{run('新')}</w:p>", "新"),
        (f"<w:p>{run('甲')}<w:r><w:commentReference w:id='1'/></w:r><w:commentRangeStart w:id='1'/></w:p>", "甲"),
        (f"<w:tbl><w:tr>{cell('并', '<w:hMerge w:val=&quot;restart&quot;/>'.replace('&quot;', chr(34)))}{cell('被盖', '<w:hMerge/>')}{cell('末')}</w:tr></w:tbl>", "| 并 | 末 |"),
        (f"<w:tbl><w:tr>{cell('宽', '<w:gridSpan w:val=' + chr(34) + '3' + chr(34) + '/>')}{cell('窄')}</w:tr></w:tbl>", "| 宽 | 窄 |"),
        (f"<w:tbl><w:tr>{cell('留')}{cell('删', '<w:cellDel/>')}{cell('末')}</w:tr></w:tbl>", "| 留 | 末 |"),
    ],
    ids=[
        "field", "nested-field", "simple-field", "endless-field", "half-deleted-field", "hyphens", "symbols", "ruby", "tags",
        "hidden-style", "shown-again", "style-separator", "moved-mark", "comment", "merged-across", "span", "deleted-cell",
    ],
)  # fmt: skip
def test_docx_small_things(tmp_path: Path, xml: str, text: str) -> None:
    styles = '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    document = read(tmp_path, "a.docx", docx_bytes(xml, styles=styles))
    assert (document.text, document.notes) == (text, ())


def test_docx_contents_stand_apart(tmp_path: Path) -> None:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    begin = f"{marks['begin']}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{marks['separate']}"
    field = f"<w:p>{begin}{run('一、做法')}<w:r><w:tab/></w:r>{run('1')}</w:p><w:p>{run('二、问题3')}</w:p>"
    last = f"<w:p>{marks['end']}{run('一、做法')}</w:p>"
    document = read(tmp_path, "a.docx", docx_bytes(field + last))
    assert (document.text, document.apart) == ("一、做法", ("目录：一、做法\t1\n二、问题3",))
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    block = (
        f"<w:sdt>{gallery}<w:sdtContent><w:p>{run('目录')}</w:p>{field}<w:p>{marks['end']}</w:p></w:sdtContent></w:sdt>"
    )
    document = read(tmp_path, "b.docx", docx_bytes(block + f"<w:p>{run('正文')}</w:p>"))
    assert (document.text, document.apart) == ("正文", ("目录：目录\n一、做法\t1\n二、问题3",))


def test_docx_headers_and_footers_stand_apart(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "云溪镇人民政府文件"
    section.footer.paragraphs[0].text = "第 2 页 共 5 页"
    section.first_page_header.paragraphs[0].text = "未启用的首页页眉"
    section.different_first_page_header_footer = False
    document.add_paragraph("正文")
    document.save(str(tmp_path / "a.docx"))
    read_back = read_document(tmp_path / "a.docx")
    assert (read_back.text, read_back.apart) == ("正文", ("页眉：云溪镇人民政府文件",))
    assert read_back.removed == ("第 2 页 共 5 页",)


def test_docx_notes_stand_apart_in_the_order_of_the_text(tmp_path: Path) -> None:
    note = '<w:{0} {1} w:id="{2}"><w:p><w:r><w:{0}Ref/></w:r>' + run(" 按年末人口。") + "</w:p></w:{0}>"
    body = (
        f'<w:p>{run("人均")}<w:r><w:endnoteReference w:id="5"/><w:footnoteReference w:id="4"/></w:r>{run("增长")}</w:p>'
    )
    data = docx_bytes(body)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    kinds = ("footnote", "endnote")
    more = "".join(
        f'<Relationship Id="n{kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s" Target="{kind}s.xml"/>'
        for kind in kinds
    )
    parts = {
        f"word__{kind}s_xml": f"<w:{kind}s {NS}>{note.format(kind, '', number)}{note.format(kind, '', 9).replace('年末', '未引用')}</w:{kind}s>"
        for kind, number in zip(kinds, (4, 5), strict=True)
    }
    changed = repacked(
        data,
        **parts,
        **{"word___rels__document_xml.rels": relations.replace("</Relationships>", more + "</Relationships>")},
    )
    document = read(tmp_path, "a.docx", changed)
    assert (document.text, document.apart) == ("人均增长", ("尾注：按年末人口。", "脚注：按年末人口。"))


@pytest.mark.parametrize("element", ["altChunk", "subDoc"])
def test_docx_says_what_lies_in_other_parts(tmp_path: Path, element: str) -> None:
    document = read(tmp_path, "a.docx", docx_bytes(f"<w:p>{run('正文')}</w:p><w:{element}/>"))
    assert (document.text, len(document.notes)) == ("正文", 1)
    assert "未读出" in document.notes[0]


STRICT = (
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


@pytest.mark.parametrize("suffix", ["docx", "docm", "dotx", "wps"])
def test_docx_strict_and_other_kinds(tmp_path: Path, suffix: str) -> None:
    """python-docx, which wrote the file, opens none of these."""
    file = io.BytesIO()
    data = docx_bytes(paragraph("做法", 1) + paragraph("学习", 1, 1), OUTLINE)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry).decode("latin-1")
            for usual, strict in STRICT if suffix == "docx" else ():
                content = content.replace(usual, strict)
            kinds = {
                "docm": "vnd.ms-word.document.macroEnabled",
                "dotx": "vnd.openxmlformats-officedocument.wordprocessingml.template",
            }
            kind = kinds.get(suffix, "vnd.openxmlformats-officedocument.wordprocessingml.document")
            content = content.replace(
                "vnd.openxmlformats-officedocument.wordprocessingml.document.main", f"{kind}.main"
            )
            new.writestr(entry, content.encode("latin-1"))
    assert read(tmp_path, f"a.{suffix}", file.getvalue()).text == "一、做法\n（一）学习"


def test_docx_damaged_encrypted_and_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = docx_bytes(f"<w:p>{run(PROSE)}</w:p>")
    with pytest.raises(UnreadableFileError, match="damaged or cut-off"):
        read(tmp_path, "cut.docx", whole[: len(whole) // 2])
    with pytest.raises(UnreadableFileError, match="has no text"):
        read(tmp_path, "blank.docx", docx_bytes("<w:p/>"))
    with zipfile.ZipFile(tmp_path / "hollow.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<x")
        archive.writestr("word/document.xml", "")
    with pytest.raises(UnreadableFileError, match="damaged or cut-off Word document"):
        read_document(tmp_path / "hollow.docx")
    monkeypatch.setattr("corpus.formats.zipped_xml.MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(UnreadableFileError, match="unpacks to more than"):
        read(tmp_path, "bomb.docx", whole)
