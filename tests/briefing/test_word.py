"""The Word document, opened again: what stands in it, in which order, and how it is dressed."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from briefing.excerpt import Briefing, Excerpt
from briefing.word import word_bytes
from briefing.wording import EN, ZH


def opened(briefing: Briefing) -> Any:
    return Document(io.BytesIO(word_bytes(briefing)))


def said(document: Any, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def test_it_has_the_parts_of_a_briefing_in_their_order(briefing: Briefing) -> None:
    document = opened(briefing)
    assert said(document, "Title") == ["执法人员不足摘编"]
    assert said(document, "Fajian Date") == ["2026年11月23日"]
    assert said(document, "Heading 1") == ["一、补充力量", "二、其他", ZH.sources]
    assert said(document, "Heading 2") == [
        "（一）丙县甲乡 2022年",
        "（一）丙县乙镇 2024年",
        "（一）丙县甲乡 2022年",
        "（二）丙县丁镇 2023年（虚构样例）",
    ]
    assert said(document, "Fajian Quotation") == [
        "聘请律师3名。", "全年坐班36天。", "抽调执法人员5名。", "培训执法人员3次。", "调解纠纷8件。",
    ]  # fmt: skip
    assert said(document, "Fajian Note") == ["批注：可以借鉴。", "再问。"]
    scope = said(document, "Fajian Scope")
    assert scope[0] == "检索问题：执法人员不足"
    assert scope[1] == "共4条摘录，取自3份报告，涉及3个乡镇（单位），报告年度为2022—2024年。"
    assert scope[3].startswith("其中1条取自虚构样例")


def test_every_excerpt_names_its_source(briefing: Briefing) -> None:
    sources = said(opened(briefing), "Fajian Source")
    expected: list[str] = []
    for excerpt in briefing.excerpts:
        expected.append(f"出处：{excerpt.cited('zh')}")
        expected += ["相同表述另见：丙县戊乡2021年。"] if excerpt.also else []
        expected += [] if excerpt.standing else [ZH.gone]
    assert sources == expected
    assert all("第3页" in line for line in sources if line.startswith("出处"))


def test_sources_are_listed_once_each(briefing: Briefing) -> None:
    [table] = opened(briefing).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == list(ZH.source_columns)
    assert [(row[0], row[2], row[3]) for row in rows[1:]] == [
        ("1", "reports/甲乡.docx", "2"),
        ("2", "reports/乙镇.docx", "1"),
        ("3", "reports/丁镇.docx", "1"),
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_fonts_are_named_for_chinese_text_and_lines_are_indented(briefing: Briefing) -> None:
    document = opened(briefing)
    for name, east, size in (
        ("Title", "宋体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("Fajian Quotation", "仿宋", 16),
    ):
        style = document.styles[name]
        assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == east
        assert style.element.rPr.rFonts.get(qn("w:eastAsiaTheme")) is None
        assert style.font.size.pt == size
    assert document.styles["Fajian Quotation"].element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    codes = [code.text for code in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE"]


def test_without_headings_excerpts_are_numbered_at_the_first_level(briefing: Briefing) -> None:
    document = opened(replace(briefing, groups=briefing.groups[:1]))
    assert said(document, "Heading 1") == ["一、丙县甲乡 2022年", ZH.sources]
    assert said(document, "Heading 2") == []


def test_labels_are_english_and_quotations_stay(briefing: Briefing) -> None:
    document = opened(replace(briefing, language="en"))
    assert said(document, "Heading 1") == ["1. 补充力量", "二、其他", EN.sources]
    assert said(document, "Heading 2")[1:3] == ["1.1 丙县乙镇, 2024", "2.1 丙县甲乡, 2022"]
    assert said(document, "Fajian Quotation")[0] == "聘请律师3名。"
    assert said(document, "Fajian Note")[0] == "Note: 可以借鉴。"


def test_hostile_text_breaks_nothing(hostile: Briefing) -> None:
    document = opened(hostile)
    [title] = said(document, "Title")
    assert title.startswith("问问") and len(title) > 100_000
    [first, second] = said(document, "Fajian Quotation")
    assert first == second
    assert first.startswith("=HYPERLINK(1)\ufffd\ufffd\ufffd\ufffd<b>&amp;</b> **x** [y](http://example.com)")
    assert len(document.core_properties.title) <= 255


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_briefing_is_a_document_too(language: str) -> None:
    document = opened(Briefing("", "2026-11-23", (), language=language))
    assert said(document, "Title") == [(ZH if language == "zh" else EN).untitled]
    assert document.tables == []


def test_a_passage_without_words_is_no_error(briefing: Briefing) -> None:
    [group] = briefing.groups[:1]
    empty: Excerpt = replace(group.excerpts[0], text=" \n ")
    assert said(opened(replace(briefing, groups=(replace(group, excerpts=(empty,)),))), "Fajian Quotation") == [""]
