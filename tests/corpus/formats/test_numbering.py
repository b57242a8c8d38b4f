"""Automatic numbers of Word documents."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from corpus.formats.numerals import formatted
from tests.corpus.formats.files import MC, docx_bytes, read
from tests.corpus.formats.word_files import OUTLINE, level, paragraph, repacked


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
    ("name", "texts"),
    [
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○", 105: "一○五"}),
        ("chineseCountingThousand", {10: "十", 19: "十九", 105: "一百零五", 110: "一百一十", 1001: "一千零一", 10_000: "10000"}),
        ("taiwaneseCountingThousand", {12: "十二", 101: "一百零一"}),
        ("japaneseCounting", {10: "十", 11: "十一", 20: "二十", 21: "二十一", 100: "百", 101: "百一", 1110: "千百十"}),
        ("ideographDigital", {9: "九", 10: "一〇", 21: "二一", 100: "一〇〇"}),
        ("japaneseDigitalTenThousand", {10: "一〇"}),
        ("taiwaneseDigital", {10: "一○"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 12: "壹拾贰", 101: "壹佰零壹"}),
        ("ideographLegalTraditional", {3: "參", 12: "壹拾貳"}),
        ("decimalEnclosedCircle", {3: "③", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {10: "⑩", 11: "11"}),
        ("decimalEnclosedParen", {2: "⑵"}),
        ("decimalEnclosedFullstop", {2: "⒉"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩", 11: "11"}),
        ("ideographTraditional", {3: "丙", 11: "11"}),
        ("ideographZodiac", {12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {7: "07", 12: "12"}),
        ("001, 002, 003, ...", {7: "007"}),
        ("numberInDash", {3: "- 3 -"}),
        ("ordinal", {1: "1st", 2: "2nd", 11: "11th", 23: "23rd"}),
        ("hex", {26: "1A"}),
        ("lowerLetter", {1: "a", 28: "bb"}),
        ("upperLetter", {26: "Z", 27: "AA"}),
        ("upperRoman", {14: "XIV", 4000: "4000"}),
        ("none", {1: ""}),
        ("somethingNew", {5: "5"}),
        ("chineseCounting", {0: "0"}),
    ],
)  # fmt: skip
def test_number_formats(name: str, texts: dict[int, str]) -> None:
    assert {number: formatted(number, name) for number in texts} == texts


def test_docx_starts_of_a_list_count_again_at_each_restart(tmp_path: Path) -> None:
    xml = "".join(paragraph(text, 2, ilvl) for text, ilvl in (("甲", 1), ("乙", 0), ("丙", 1), ("丁", 1)))
    assert read(tmp_path, "a.docx", docx_bytes(xml, OUTLINE)).text == "（四）甲\n一、乙\n（四）丙\n（五）丁"


def test_docx_newer_formats_wrapped_for_old_programs(tmp_path: Path) -> None:
    wrapped = (
        f'<mc:AlternateContent {MC}><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:start w:val="1"/>{wrapped}<w:lvlText w:val="%1："/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    )
    assert read(tmp_path, "a.docx", docx_bytes(paragraph("甲", 1), numbering)).text == "001：甲"


def test_docx_number_of_the_ordinary_style(tmp_path: Path) -> None:
    xml = paragraph("做法") + paragraph("无号", 0)
    data = docx_bytes(xml, OUTLINE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = archive.read("word/styles.xml").decode()
    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    changed = re.sub(
        r'(<w:style w:type="paragraph" w:default="1"[^>]*>.*?<w:qFormat/>)',
        rf"\1{number}",
        styles,
        count=1,
        flags=re.DOTALL,
    )
    assert read(tmp_path, "a.docx", repacked(data, word__styles_xml=changed)).text == "一、做法\n无号"
