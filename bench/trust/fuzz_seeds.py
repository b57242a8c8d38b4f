"""Small sound files of every format that fuzzing begins with, written so that damage reaches every part of their readers.

They are short, since a reader's time grows with its input, and hold one of everything: lists, tables, fields, notes, boxes, templates, turned text.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Sequence

from bench.trust.fuzz_mutate import packed

TITLE = "云溪镇2023年法治政府建设工作总结"
BODY = (
    f"{TITLE}\n\n县司法局：\n2023年，云溪镇认真推进法治政府建设，现将有关情况报告如下：\n一、主要做法\n（一）加强执法。全年培训执法人员8次，"
    "调解纠纷168件，成功率百分之九十五。\n1.学法用法。一是领导带头；二是干部跟进。\n二、存在的问题\n一是执法人员不足。二是普法形式单一。\n"
    "三、2024年工作打算\n充实执法力量，计划招录3名执法人员。\n特此报告。\n\n昭苏县云溪镇人民政府\n2023年12月20日\n"
)
FRONT = "---\ntitle: 云溪镇报告\n年度: 2023\ncounty: [昭苏县, 甲]\n---\n"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PR = "http://schemas.openxmlformats.org/package/2006/relationships"


def texts() -> Sequence[bytes]:
    """Plain texts in the encodings that are told apart."""
    return [
        BODY.encode(),
        BODY.encode("gb18030"),
        BODY[:200].encode("utf-16"),
        (FRONT + BODY).encode(),
        BODY.encode("big5", "replace"),
    ]


def markdowns() -> Sequence[bytes]:
    """Markdown with front matter, a table, a quotation and links."""
    lines = BODY.replace("一、", "## 一、").replace("（一）", "### （一）**").replace("。", "**。", 1)
    return [
        f"{FRONT}# {lines}\n> 引用[网](http://a/b)\n\n| 指标 | 数 |\n|---|---|\n| 学法 | 8 |\n- 项\n* * *\n".encode()
    ]


def pages() -> Sequence[bytes]:
    """Web pages: an index table, lists, a table, hidden parts, data in a script, frames."""
    lines = "".join(f"<p style='text-indent:2em'>{line}</p>" for line in BODY.split("\n"))
    head = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}-昭苏县政府网</title><meta name="PubDate" content="2024-01-05">'
    table = "<table><tr><td>索引号</td><td>A-1</td><td>文号</td><td>云政〔2023〕1号</td></tr></table>"
    rest = '<ol start="3" type="i"><li>甲</li><li value="9">乙<ul><li>丙</li></ul></li></ol><div style="display:none">隐</div><svg><text>图</text></svg>'
    data = '<script>var d = "' + BODY.replace("\n", "\\n") * 2 + '";</script>'
    return [
        f"{head}</head><body><h1>{TITLE}</h1>{table}<div class='content' id='zoom'>{lines}{rest}</div><a href='a.pdf'>附件</a></body></html>".encode(),
        f"{head}<style>.x{{display:none}}</style></head><body><div class='x'>{lines}</div>{data}<iframe src='v?file=a.docx'></iframe></body>".encode(),
        f"<html><body><!--enpcontent-->{lines}<!--/enpcontent--><textarea>{BODY}</textarea></body></html>".encode(
            "gb18030"
        ),
    ]


def saved_pages() -> Sequence[bytes]:
    """A page saved into one file, in two transfer encodings."""
    page = pages()[0]
    head = b'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--x--"\r\n\r\n'
    part = b"----x--\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: %b\r\n\r\n%b\r\n"
    other = b"----x--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
    return [
        head + other + part % (b"base64", base64.encodebytes(page)) + b"----x----\r\n",
        head + part % (b"8bit", page) + b"----x----\r\n",
    ]


def _paragraph(text: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def words() -> Sequence[bytes]:
    """A Word file with numbers, a table, a field, notes, a box, tracked changes, hidden text and a header."""
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = "".join(_paragraph(line) for line in BODY.split("\n")[:6])
    body += _paragraph("存在的问题", "1", number) + _paragraph("执法人员不足。", "", number)
    body += "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>学法</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    body += (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>目录 1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        "<w:p><w:ins><w:r><w:t>加</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr>"
        '<w:t>隐</w:t></w:r><w:r><w:footnoteReference w:id="2"/><w:sym w:font="Wingdings" w:char="F0FC"/><w:tab/><w:br/></w:r></w:p>'
        f'<w:p><w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>{_paragraph("文本框")}</w:txbxContent></v:textbox></w:pict></w:r></w:p>'
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:titlePg/></w:sectPr>'
    )
    space = f'xmlns:w="{_W}" xmlns:r="{_R}"'
    level = '<w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/>'
    kinds = ("numbering", "styles", "header", "footnotes", "settings")
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/{kind}" Target="{kind}.xml"/>' for n, kind in enumerate(kinds, 1)
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_PR}"><Relationship Id="r" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PR}">{relations}</Relationships>',
        "word/numbering.xml": f'<w:numbering {space}><w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="2"/></w:lvlOverride></w:num></w:numbering>',
        "word/styles.xml": f'<w:styles {space}><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="0"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:default="1" w:styleId="0"/></w:styles>',
        "word/header.xml": f"<w:hdr {space}>{_paragraph('云溪镇人民政府文件')}</w:hdr>",
        "word/footnotes.xml": f'<w:footnotes {space}><w:footnote w:id="2">{_paragraph("脚注一。")}</w:footnote></w:footnotes>',
        "word/settings.xml": f"<w:settings {space}><w:evenAndOddHeaders/></w:settings>",
    }
    return [packed([(name, content.encode()) for name, content in parts.items()])]


def ofds() -> Sequence[bytes]:
    """An OFD of two pages with a template, a composite, an annotation, turned text and rules."""
    space = 'xmlns:o="http://www.ofdspec.org/2016"'

    def text(line: str, top: float, more: str = "") -> str:
        code = f'<o:TextCode X="0" Y="5.6" DeltaX="g {max(1, len(line) - 1)} 5.6">{line}</o:TextCode>'
        return f'<o:TextObject ID="1" Boundary="28 {top} {len(line) * 5.6} 7" Font="1" Size="5.6" {more}>{code}</o:TextObject>'

    lines = [text(line[:30], 30 + 10 * row) for row, line in enumerate(BODY.split("\n")[:9]) if line]
    lines.append(text("斜", 250, 'CTM="0 1 -1 0 0 0"') + '<o:PathObject ID="7" Boundary="28 200 100 0.2"/>')
    lines.append(
        '<o:CompositeObject ID="8" ResourceID="9" Boundary="0 0 10 10"/><o:ImageObject ID="4" Boundary="0 0 9 9" ResourceID="5"/>'
    )
    first = f'<o:Page {space}><o:Template TemplateID="3"/><o:Content><o:Layer Type="Body">{"".join(lines)}</o:Layer></o:Content></o:Page>'
    second = f"<o:Page {space}><o:Content><o:Layer>{text('特此报告。', 40)}</o:Layer></o:Content></o:Page>"
    unit = f'<o:CompositeGraphicUnit ID="9"><o:Content>{text("章", 1)}<o:CompositeObject ResourceID="9" Boundary="0 0 1 1"/></o:Content></o:CompositeGraphicUnit>'
    parts = {
        "OFD.xml": f'<o:OFD {space}><o:DocBody><o:DocInfo><o:Title>{TITLE}</o:Title><o:CustomDatas><o:CustomData Name="文号">云1号</o:CustomData>'
        "</o:CustomDatas></o:DocInfo><o:DocRoot>D/Document.xml</o:DocRoot></o:DocBody></o:OFD>",
        "D/Document.xml": f"<o:Document {space}><o:CommonData><o:PageArea><o:PhysicalBox>0 0 210 297</o:PhysicalBox></o:PageArea><o:PublicRes>R.xml</o:PublicRes>"
        '<o:TemplatePage ID="3" BaseLoc="T.xml"/></o:CommonData><o:Pages><o:Page ID="1" BaseLoc="P1.xml"/><o:Page ID="2" BaseLoc="/D/P2.xml"/></o:Pages>'
        "<o:Annotations>A.xml</o:Annotations></o:Document>",
        "D/P1.xml": first,
        "D/P2.xml": second,
        "D/T.xml": second.replace("特此报告。", "云溪镇"),
        "D/R.xml": f"<o:Res {space}><o:CompositeGraphicUnits>{unit}</o:CompositeGraphicUnits></o:Res>",
        "D/A.xml": f"<o:Annotations {space}><o:Page><o:FileLoc>N.xml</o:FileLoc></o:Page></o:Annotations>",
        "D/N.xml": f"<o:PageAnnot {space}><o:Annot><o:Appearance>{text('骑缝章', 9)}</o:Appearance></o:Annot></o:PageAnnot>",
    }
    return [packed([(name, content.encode()) for name, content in parts.items()])]


def archives() -> Sequence[bytes]:
    """Zip archives of reports, with a table beside them and an archive within."""
    table = "source,year\n甲.txt,2022\n".encode()
    within = packed([("丙.txt", BODY[:80].encode()), ("__MACOSX/._丙.txt", b"x")])
    return [
        packed([("东片/甲.txt", BODY[:120].encode()), ("metadata.csv", table), ("内.zip", within), ("图.png", b"x")])
    ]


def pdfs() -> Sequence[bytes]:
    """A PDF of two pages whose streams are not packed, so that damage reaches its operators; with rules, a form and a map to Unicode."""
    show = b"BT /F1 12 Tf 72 720 Td (Report of Yunxi town 2023) Tj 0 -20 Td <004100420043> Tj 0 -20 Td (one two) Tj ET 72 600 200 0.5 re f /X0 Do"
    cmap = b"/CIDInit begincmap 1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <41> <4E00> <42> <6CD5> endbfchar endcmap"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 6 0 R >> /XObject << /X0 8 0 R >> >> >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate 90 /Contents 5 0 R /Resources << /Font << /F1 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(show), show),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(cmap), cmap),
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Length 24 >>\nstream\n0 0 9 9 re S BT (x) Tj ET\nendstream",
    ]
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate(objects, 1))
    # Without a table of offsets PDFium looks for the objects itself, so that a shifted file is read as far as it goes.
    return [out + b"trailer\n<< /Size 9 /Root 1 0 R >>\n%%EOF\n"]


def ole() -> bytes:
    """An OLE container with a stream ``WordDocument``: header, allocation table, directory, data."""
    sectors = 8
    head = struct.pack(
        "<8s16xHHHHH6xLLLLLLLLLL",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        62,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
        0,
    )
    head = (head + b"\xff" * 512)[:512]
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}L", *chain).ljust(512, b"\xff")

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le")
        return raw.ljust(64, b"\0") + struct.pack(
            "<HBBLLL36xLQ", len(raw) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, start, size
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("WordDocument", 2, 0xFFFFFFFF, 2, sectors * 512)
    data = struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0x0804, 0, 0).ljust(sectors * 512, b"\0")
    return head + table + directory.ljust(512, b"\0") + data


def old_files() -> Sequence[bytes]:
    """Beginnings of everything that another program would turn into docx: OLE, RTF, OpenDocument, Word 2003 XML."""
    odt = packed([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")], 0)
    xml = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'
    return [ole(), b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 A;}}\\f0 \\u20113?\\'b7\\'a8\\par}", odt, xml]


def tables() -> Sequence[bytes]:
    """Tables ``metadata.csv`` as spreadsheets and people write them."""
    rows = '文件名,年度,县,标题,outline,虚构\n甲.txt,2023,昭苏县,"=1+1",三=problem; 二/（一）=plan 2; 7=text,是\n"乙\n.txt",x,,"a""b",\n'
    return [
        rows.encode(),
        rows.encode("gb18030"),
        rows.replace(",", "\t").encode("utf-16"),
        rows.replace(",", ";").encode("utf-8-sig"),
    ]
