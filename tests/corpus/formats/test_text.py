"""Text and markdown, and the encodings they come in."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.formats.encoding import commonness, decode
from corpus.report import Document
from tests.corpus.formats.files import PROSE, read

TRADITIONAL = "雲溪鎮組織開展執法檢查八次，調解各類矛盾糾紛十六件，群眾滿意度明顯提高。"
SHORT = (
    "学法8次",
    "调解\n",
    "策失误",
    "审计\n\n",
    "执法检查",
    "（一）强化领导",
    "知识学习",
    "计 24",
    "加强组织领导",
    "依法行政能力有待提升",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "gb18030"])
def test_text_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "\n  一、做法　\n\n“调解”16件\f\n"
    document = read(tmp_path, "a.txt", text.encode(encoding))
    assert document == Document(text=text, format="txt", hard_wrapped=None)


def test_line_ends_are_one_character(tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", "甲\r\n乙\r丙").text == "甲\n乙\n丙"


@pytest.mark.parametrize("text", SHORT)
def test_a_short_text_of_a_chinese_windows_is_not_taken_for_another(text: str) -> None:
    assert decode(text.encode("gb18030")) == (text, ())


def test_big5_is_told_by_its_characters() -> None:
    data = TRADITIONAL.encode("big5hkscs")
    assert data.decode("gb18030"), "the bytes must fit both"
    text, notes = decode(data)
    assert text == TRADITIONAL
    assert "Big5" in notes[0]
    assert decode(TRADITIONAL.encode("gb18030")) == (TRADITIONAL, ())


def test_a_declared_encoding_tips_the_scales_and_no_more() -> None:
    assert decode("雲溪鎮".encode("big5"), "Big5") == ("雲溪鎮", ())
    assert decode(PROSE.encode("gb18030"), "big5") == (PROSE, ())
    assert decode(PROSE.encode("gb18030"), "iso-8859-1") == (PROSE, ())
    assert decode(PROSE.encode(), "no such encoding") == (PROSE, ())


def test_declared_gb2312_gives_way_to_utf8() -> None:
    data = "调解".encode()
    assert data.decode("gb18030"), "the bytes must fit both"
    assert decode(data, "gb2312") == ("调解", ())
    assert decode("调解".encode("gbk"), "gb2312") == ("调解", ())


def test_commonness_tells_chinese_from_nonsense() -> None:
    assert commonness(PROSE) > 0.5
    assert commonness(PROSE.encode("gb18030").decode("big5hkscs", "replace")) < 0.2
    assert commonness("plain") == 0.0


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        ((PROSE * 3).encode()[:-1], "UTF-8"),
        ((PROSE * 9).encode("gb18030")[:-1], "GB18030"),
        (b"\xff\xfe" + PROSE.encode("utf-16-le") + b"\0", "UTF-16-LE"),
    ],
    ids=["utf-8", "gb18030", "utf-16"],
)
def test_a_cut_off_text_is_read_with_a_note(tmp_path: Path, data: bytes, codec: str) -> None:
    document = read(tmp_path, "a.txt", data)
    assert document.text.startswith(PROSE[:-1])
    assert document.notes == (f"有1处字节无法按 {codec} 解码，以“\ufffd”代替",)


def test_markdown_marks_go_and_text_stays(tmp_path: Path) -> None:
    source = (
        "# **云溪镇**报告 ##\n\n#一、做法\n- 一是**学法**12次\n> > 引文\n***\n1. 第一\n-5度 2*3 ****年**月** #3 号\n"
    )
    document = read(tmp_path, "a.md", source)
    assert document.title == "云溪镇报告"
    assert document.text == "云溪镇报告\n\n一、做法\n一是学法12次\n引文\n\n1. 第一\n-5度 2*3 ****年**月** #3 号\n"


def test_markdown_title_is_its_first_heading(tmp_path: Path) -> None:
    assert read(tmp_path, "a.md", "\n# **云溪镇**报告\n正文").title == "云溪镇报告"
    assert read(tmp_path, "a.md", "正文\n# 一、做法").title is None


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("*上一篇：* [防火通知](./t1.html)", "上一篇： 防火通知"),
        ("见[附件](a_(1).doc)。", "见附件。"),
        ("****年**月", "****年**月"),
        ("3*4*5", "3*4*5"),
        (r"\*不是\*", "*不是*"),
    ],
)
def test_marks_within_a_line_of_markdown(tmp_path: Path, line: str, text: str) -> None:
    assert read(tmp_path, "a.md", f"{PROSE}\n\n{line}\n").text.strip().split("\n")[-1] == text
