"""Headings without a number that the file itself marks: through the formats, to the outline."""

from __future__ import annotations

import io

import docx
import pytest

from corpus.outline.headings import outline
from corpus.reader import read_report_bytes

TITLE = "石岭县柳泉镇2023年法治政府建设工作总结"
HEADINGS = [
    (1, "依法履职办实事"),
    (2, "组织领导全面压实"),
    (2, "执法行为持续规范"),
    (1, "普法惠民出新招"),
    (1, "存在的问题"),
    (1, "下一步打算"),
]
BODY = "全镇开展执法培训三次，新增持证人员六名，评查案卷二十份，全部整改到位。"


def _markdown() -> bytes:
    lines = [f"# {TITLE}", *(f"{'#' * (depth + 1)} {text}\n\n{BODY}" for depth, text in HEADINGS)]
    return "\n\n".join(lines).encode()


def _html() -> bytes:
    parts = [f"<h{depth + 1}>{text}</h{depth + 1}><p>{BODY}</p>" for depth, text in HEADINGS]
    return f"<html><body><h1>{TITLE}</h1><div>{''.join(parts)}</div></body></html>".encode()


def _word() -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE, style="Title")
    for depth, text in HEADINGS:
        document.add_paragraph(text, style=f"Heading {depth}")
        document.add_paragraph(BODY)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name"), [(_markdown(), "a.md"), (_html(), "a.html"), (_word(), "a.docx")], ids=["md", "html", "docx"]
)
def test_marks_of_each_format(data: bytes, name: str) -> None:
    report = read_report_bytes(data, name, source=name, metadata={})
    assert [(section.level, section.heading) for section in report.sections[1:]] == HEADINGS
    assert {section.doubt for section in report.sections[1:]} == {"原文没有序号，按词语认作标题"}


def _labels(lines: list[str], marked: dict[str, int]) -> list[str]:
    text = "\n".join(lines)
    return [f"{heading.level} {heading.number}{heading.text}" for heading in outline(text, 0, len(text), marked)]


def test_a_marked_line_joins_its_numbered_siblings() -> None:
    lines = ["一、工作情况", "（一）组织领导", BODY, "执法办案", BODY, "二、普法", BODY]
    marked = {"一、工作情况": 1, "（一）组织领导": 2, "执法办案": 2, "二、普法": 1}
    assert _labels(lines, marked) == ["1 一、工作情况", "2 （一）组织领导", "2 执法办案", "1 二、普法"]


def test_a_file_that_marks_its_text_marks_nothing() -> None:
    lines = ["一、工作情况", "第一段文字写在这里", "第二段文字写在这里", "第三段文字写在这里"]
    assert _labels(lines, dict.fromkeys(lines, 1)) == ["1 一、工作情况"]


@pytest.mark.parametrize("line", [f"{BODY}", "一" * 80], ids=["a whole sentence", "too long"])
def test_text_in_the_style_of_a_heading_stays_text(line: str) -> None:
    lines = ["一、工作情况", BODY, line, BODY, BODY]
    assert _labels(lines, {line: 2}) == ["1 一、工作情况"]
