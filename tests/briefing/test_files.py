"""Markdown, CSV and XLSX, names of files, and the numbering."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook  # type: ignore[import-untyped]

from briefing.answers import briefing_of_answer
from briefing.excerpt import Briefing
from briefing.files import FORMATS, format_of
from briefing.markdown import literal, markdown_bytes
from briefing.phrases import numeral
from briefing.plain import LONGEST_NAME, file_name, safe_text
from briefing.tables import briefing_csv, briefing_xlsx
from briefing.wording import ZH
from errors import FajianError
from search.engine import Engine

TEXT = ZH.columns.index("原文")


def rows_of(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_markdown_quotes_and_names_sources(briefing: Briefing) -> None:
    text = markdown_bytes(briefing).decode()
    assert text.startswith("# 执法人员不足摘编\n\n2026年11月23日\n")
    assert "> 聘请律师3名。\n>\n> 全年坐班36天。\n" in text
    assert "## 补充力量\n\n### 丙县乙镇 2024年\n\n> 抽调执法人员5名。\n\n批注：可以借鉴。\n\n再问。\n" in text
    for excerpt in briefing.excerpts:
        assert literal(f"出处：{excerpt.cited('zh')}") in text
    assert text.count("\n| ") == 4


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. 一", r"1\. 一"),
        ("- 一", r"\- 一"),
        ("# 一", r"\# 一"),
        ("<b>*x*</b>", r"\<b\>\*x\*\</b\>"),
        ("a | b", r"a \| b"),
        ("&amp;", r"\&amp;"),
        ("2023年", "2023年"),
    ],
)
def test_nothing_works_as_a_mark_in_markdown(text: str, shown: str) -> None:
    assert literal(text) == shown


def test_csv_has_a_line_an_excerpt(briefing: Briefing) -> None:
    head, *rows = rows_of(briefing_csv(briefing))
    assert head == list(ZH.columns)
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert [row[1] for row in rows] == ["", "补充力量", "二、其他", "二、其他"]
    assert rows[0][2:7] == ["甲省", "乙市", "丙县", "甲乡", "2022"]
    assert rows[0][TEXT] == "聘请律师3名。\n全年坐班36天。"
    assert rows[2][-1] == ZH.gone and rows[3][-1] == ZH.fictional_mark


def test_xlsx_has_excerpts_and_sources(briefing: Briefing) -> None:
    book = load_workbook(io.BytesIO(briefing_xlsx(briefing)))
    assert book.sheetnames == list(ZH.sheets)
    rows = list(book[ZH.sheets[0]].iter_rows(values_only=True))
    assert len(rows) == 5 and rows[1][TEXT] == "聘请律师3名。\n全年坐班36天。" and rows[1][6] == 2022
    assert len(list(book[ZH.sheets[1]].iter_rows())) == 4
    assert book[ZH.sheets[0]].column_dimensions["L"].width == 80


@pytest.mark.parametrize("suffix", FORMATS)
def test_hostile_text_breaks_no_file(hostile: Briefing, suffix: str) -> None:
    data = FORMATS[suffix].make(hostile)
    if suffix == "csv":
        [row] = rows_of(data)[1:]
        assert row[TEXT].startswith("'=HYPERLINK(1)\ufffd")
    elif suffix == "xlsx":
        [_, row] = load_workbook(io.BytesIO(data))[ZH.sheets[0]].iter_rows()
        assert row[TEXT].data_type == "s" and row[TEXT].value.startswith("=HYPERLINK(1)\ufffd")
    elif suffix == "md":
        assert r"\<b\>\&amp;\</b\> \*\*x\*\* \[y\](http://example.com) \`z\` \|" in data.decode()
    else:
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


@given(st.text(st.characters(codec=None), max_size=300))
def test_a_file_can_have_any_title(title: str) -> None:
    name = file_name(title, "2026-11-23", "docx")
    assert name.startswith("法鉴-") and name.endswith("20261123.docx")
    assert not set(name) & set('<>:"/\\|?*\n\r\t\0') and name.isprintable()
    assert len(name) <= LONGEST_NAME + 20 and len(name.encode()) < 255


def test_names_of_files_are_readable() -> None:
    assert file_name("执法人员不足怎么解决？", "2026-11-23", "docx") == "法鉴-执法人员不足怎么解决？-20261123.docx"
    assert file_name("../../CON\u202e:a", "2026-11-23", "md") == "法鉴-.. CON a-20261123.md".replace(".. ", "")
    assert file_name("", "2026-11-23", "csv") == "法鉴-20261123.csv"


@given(st.text(st.characters(codec=None)))
def test_safe_text_is_text_that_xml_takes(text: str) -> None:
    safe = safe_text(text)
    assert not [char for char in safe if (ord(char) < 32 and char not in "\t\n") or 0xD800 <= ord(char) <= 0xDFFF]
    safe.encode()


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (103, "一百零三"), (110, "一百一十"), (500, "五百")],
)
def test_numbers_are_written_in_chinese(number: int, said: str) -> None:
    assert numeral(number) == said


def test_a_format_is_asked_for_by_suffix() -> None:
    assert format_of(Path("a.DOCX")) is FORMATS["docx"]
    with pytest.raises(FajianError, match=r"a\.pdf names no format.*\.docx"):
        format_of(Path("a.pdf"))


def test_an_answer_says_how_many_of_how_many(hashing_engine: Engine) -> None:
    question = "执法人员不足怎么解决"
    some = hashing_engine.search(question, top=3)
    made = briefing_of_answer(some, "2026-11-23", language="zh", filters="昭苏县")
    assert made.title == question
    assert [excerpt.text for excerpt in made.excerpts] == [hit.passage.text for hit in some.hits]
    assert made.scope[1:] == ("筛选：昭苏县。", f"找到相关段落{some.total}个，列出前3条。")
    everything = hashing_engine.search(question, top=1000)
    near = [hit for hit in everything.hits if hit.relevant]
    short = briefing_of_answer(everything, "2026-11-23", language="zh", weaker=False)
    assert len(short.excerpts) == len(near) < len(everything.hits)
    assert f"找到相关段落{everything.total}个，全部列出" in short.scope[-1]
    whole = briefing_of_answer(everything, "2026-11-23", language="zh")
    assert [group.heading for group in whole.groups] == [ZH.related, ZH.weaker]
    assert len(whole.excerpts) == len(everything.hits)
