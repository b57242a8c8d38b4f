"""Text and markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.formats.encoding import decode
from corpus.report import Document
from tests.corpus.formats.files import PROSE, read


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
