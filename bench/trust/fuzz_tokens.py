"""Pieces that fuzzing puts into inputs: what each kind of file is made of, and what has broken programs before."""

from __future__ import annotations

import json
from collections.abc import Iterable
from random import Random

# fmt: off
# A table reads better with many pieces to a line.
NASTY = (
    *("\0", "\x1b[31m", "\r", "\x85", "\u2028", "\u200b", "\ufeff", "\u202e", "\ufffd", "\uffff", "İ", "ǅ", "ﬁ", "́", "𠮷", "🧑‍⚖️", "縣"),
    *("=cmd|' /C calc'!A0", "＝1", "-", "+", "@", "'", '"', "\\", "%s", "{}", "../../etc/passwd", "C:\\x", "' OR 1=1 --", '" NEAR(', "*", "^"),
    *("<script>", "&#x202e;", "&lt;", "]]>", "<![CDATA[", "http://127.0.0.1:9/x", "file:///etc/passwd", "9" * 40, "1e999", "nan"),
)
"""Characters and words that are harmless only where nothing obeys them."""
REPORT = (
    *("一、", "（一）", "1.", "(1)", "①", "一是", "首先，", "第一", "一)", "二十一、", "〇", "壹、", "Ⅳ.", "。", "；", "：", "，", "、", "《", "》", "（", "）", "“", "”"),
    *("\n", "\n\n", "\u3000\u3000", " ", "\t", "…", "——", "|", "| a | b |", "附件1", "目录", "特此报告", "存在的问题", "主要做法", "下一步打算", "2024年工作打算"),
    *("昭苏县", "察汗乌苏乡", "城关镇", "人民政府", "法治政府建设", "工作总结", "县司法局：", "2023年12月20日", "二○二三年", "20212025年", "****年", "20xx"),
    *("168件", "百分之九十五", "三分之零", "一百零", "8.5万", "1,000,000次", "近百人", "七成", "1/0", "[bookmark: _GoBack]", "⠼fontface=", "首页>政务", "云政〔2023〕1号"),
)
ASKED = (
    *("怎么", "解决", "不足", "有哪些", "计划", "多少", "2022-2024年", "近三年", "去年", "以来", "的", "在", "昭苏", "新疆", "伊犁州", "卡乡", "青枫县", "执法", "普法"),
    *("zhaosu", "Zhaosu county", "Xinjiang's", "since 2022", "how many", "law enforcement", "enforcment", "mediation", "the", "of", "AND", "OR", "NOT", "NEAR/3"),
)
_MARKUP = ("<", ">", "</", "/>", "<!--", "-->", "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>", "&e;", "<?xml version='1.0' encoding='utf-16'?>", "&#0;", "&#xD800;", "=\"")
_HTML = (
    *("<table>", "<tr><td>", "<td rowspan=99999 colspan=-1>", "<ol start=99999999999 type=I reversed>", "<li value=-1>", "<div hidden>", "<style>.a{display:none}</style>"),
    *("<textarea>", "<svg><style>", "<math><mi>", "<template>", "<p style='text-indent:9em;display:none'>", "<h1>", "<select><option>", "<iframe src=//a/b.pdf>", "<br>", "&nbsp;"),
    *("<script>var a=\"", "\\ud800", "\\u0000", "<meta charset=utf-7>", "<meta charset=gbk>", "<frameset><frame src=javascript:1>", "<!--文章开始-->", "<!--文章结束-->", "<a href=x.docx>"),
)
_WORD = (
    *("<w:p>", "</w:p>", "<w:r><w:t>甲</w:t></w:r>", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", "<w:fldChar w:fldCharType=\"begin\"/>", "<w:fldSimple w:instr=\"TOC\">"),
    *("<w:numPr><w:ilvl w:val=\"8\"/><w:numId w:val=\"1\"/></w:numPr>", "w:val=\"99999999999\"", "w:val=\"-1\"", "w:val=\"ideographTraditional\"", "<w:txbxContent>", "<w:sym w:char=\"D800\"/>"),
    *("<w:vMerge/>", "<w:gridSpan w:val=\"100000\"/>", "<w:altChunk r:id=\"rId1\"/>", "<w:basedOn w:val=\"1\"/>", "<w:numStyleLink w:val=\"1\"/>", "TargetMode=\"External\"", "<w:del>", "<w:sdt><w:sdtContent>"),
)
_OFD = (
    *("<o:Page>", "<o:TextObject ID=\"1\" Boundary=\"0 0 9 9\" Size=\"5\">", "<o:TextCode X=\"0\" Y=\"5\">甲</o:TextCode>", "DeltaX=\"g 999999999 1\"", "DeltaX=\"g -1 g\"", "CTM=\"0 0 0 0 0 0\""),
    *("Boundary=\"nan inf -1 1e308\"", "Size=\"1e308\"", "Size=\"-5\"", "<o:CompositeObject ResourceID=\"9\" Boundary=\"0 0 1 1\"/>", "<o:Template TemplateID=\"3\"/>", "BaseLoc=\"../../OFD.xml\"", "CTM=\"1e200 1 1 1e200 1 1\""),
)
_PDF = (
    *("<<", ">>", "[", "]", "/Kids [2 0 R]", "/Count 999999999", "/Parent 3 0 R", "/Rotate 45", "/MediaBox [0 0 1e30 -1]", "stream\n", "endstream", "endobj", "/JS (app.alert)", "/OpenAction 5 0 R"),
    *("BT", "ET", "Tj", "TJ", "Tf", "1e38 0 0 1e38 0 0 cm", "q", "Q", "/X0 Do", "(", ")", "<00>", "BI /W 99999 ID", "EI", "/Filter /FlateDecode", "/Encrypt 5 0 R", "/Launch", "/EmbeddedFiles"),
)
_MAIL = ("\r\n", "\r\n\r\n", "----x--", "Content-Type: multipart/mixed; boundary=a", "Content-Type: text/html; charset=\"\0\"", "Content-Transfer-Encoding: uuencode", "=?utf-8?b?AA?=", "charset*0*=utf-8''%", "=\r\n", "=FF")
_YAML = ("---\n", "...\n", ": ", "：", "- ", "&a ", "*a", "!!python/object:os.system", "{", "[", "? ", "| ", "> ", "<<: *a", "\t", "title: ", "年度: ", "\"\\ud800\"", "0x1F", "2023-13-45")
_TABLE = (",", "\t", ";", "，", '"', '""', "\n", "\r", "source", "文件", "year", "outline", "甲.txt", "=plan 9", "/（一）", "; 7=text", "二=problem", "../甲.txt", ".\\甲.txt")
_RTF = ("{\\rtf1", "{", "}", "\\bin99999 ", "\\u-1?", "\\'ff", "{\\object\\objdata 01", "PK\x03\x04", "mimetypeapplication/vnd.oasis.opendocument.text", "{\\field{\\*\\fldinst INCLUDETEXT /etc/passwd}}")


# fmt: on


def pieces(*groups: Iterable[str]) -> tuple[bytes, ...]:
    """Groups of pieces as bytes."""
    return tuple(piece.encode("utf-8", "surrogatepass") for group in groups for piece in group)


# fmt: off
TEXT = pieces(NASTY, REPORT)
MARKDOWN = pieces(NASTY, REPORT, _YAML, ("# ", "###### ", "> ", "**", "](http://x)", "\\*", "```"))
HTML = pieces(NASTY, REPORT, _MARKUP, _HTML)
MAIL = pieces(_MAIL, _MARKUP, _HTML, NASTY)
WORD = pieces(_MARKUP, _WORD, NASTY, REPORT)
OFD = pieces(_MARKUP, _OFD, NASTY)
PDF = pieces(_PDF, ("\0", "\xff", "0", "-1", "1e308"))
ZIP = pieces(("PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "PK\x06\x06", "\x75\x70", "../", "/", "\\", "C:", ".zip", "metadata.csv", "\0", "\xff\xff\xff\xff"), NASTY)
OLD = pieces(_RTF, _MARKUP, ("\xfe\xff\xff\xff", "\0\0\0\0"))
TABLE = pieces(_TABLE, NASTY, REPORT)
QUESTION = pieces(ASKED, NASTY, REPORT)
LINK = pieces(
    ("q=", "&", "=", "role=", "year=", "n=", "each=", "at=", "report=", "passage=", "kind=", "theme=", "asis=", "lang=", "level=", "group=", "township=", "county="),
    ("practice", "2023-2022", "2023-a195dc-33-249948b55f5e69c3", "%00", "%ff", "%E4%BA", "+", "e60298d5927d4035", "all", "٣", "１"),
    NASTY,
)
ARGUMENTS = pieces(
    ("\n", "search", "index", "report", "similar", "practices", "indicators", "followup", "copying", "themes", "completeness", "status", "evaluate", "--json", "--top", "--role"),
    ("--year", "--county", "--theme", "--kind", "--per-township", "--index", "--", "-", "-1", "practice", "2023", "--export", "x.docx", "--help", "--top=9", "--year=2023-", "@x", "--remove"),
    NASTY,
)


_TOOLS = ("search", "read_report", "similar", "practices", "indicators", "search", "none")
_NAMES = (
    *("question", "role", "year", "province", "county", "township", "level", "theme", "kind", "top", "per_township", "report_id", "section", "offset"),
    *("limit", "passage_id", "problem", "reverse", "without_township", "indicator", "x"),
)
_VALUES: tuple[object, ...] = (
    *("执法人员不足", "practice", "2023", "2024-2022", "", "all", "township", "disputes", "e60298d5927d4035", "publicity_events", "新疆", "x" * 600),
    *(0, 1, 3, -1, 10**30, 1.5, float("nan"), True, None, [], {}, ["a"], {"a": {"b": [1]}}),
)
# fmt: on


def structured_call(random: Random) -> bytes:
    """A call of a tool: its name, and arguments of any name and kind."""
    named = {random.choice(_NAMES): random.choice(_VALUES) for _ in range(random.choice((0, 1, 1, 2, 3, 6)))}
    tool = random.choice(_TOOLS)
    needed = {"search": "question", "read_report": "report_id", "similar": "passage_id", "practices": "problem"}.get(
        tool
    )
    if needed and random.random() < 0.7:
        named[needed] = random.choice(("e60298d5927d4035", structured_text(random).decode("utf-8", "replace")[:300]))
    return f"{tool}\n{json.dumps(named)}".encode()


def structured_text(random: Random) -> bytes:
    """A text of headings, numerals, dates, marks and odd characters, as no office would write it."""
    groups = (REPORT, REPORT, REPORT, ASKED, NASTY)
    count = random.choice((3, 12, 40, 120))
    parts: list[str] = []
    for _ in range(count):
        match random.randrange(8):
            case 0:
                parts.append("\n")
            case 1:
                parts.append(
                    chr(
                        random.choice(
                            (
                                random.randrange(0x20, 0x3000),
                                random.randrange(0x4E00, 0x9FFF),
                                random.randrange(0xE000, 0x110000),
                            )
                        )
                    )
                )
            case 2:
                parts.append(str(random.randrange(10 ** random.randrange(1, 12))))
            case _:
                parts.append(random.choice(random.choice(groups)))
    return "".join(parts).encode("utf-8", "surrogatepass")
