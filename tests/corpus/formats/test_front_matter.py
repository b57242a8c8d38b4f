"""Front matter of text files: what it gives, and what is none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.formats.front_matter import split_front_matter
from corpus.reader import understand
from corpus.report import Level
from tests.corpus.formats.files import PROSE, read
from tests.hangs import HANG

BOMB = "title: 甲\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_front_matter_is_taken_off_and_kept_by_the_names_of_facts(tmp_path: Path, name: str) -> None:
    source = (
        '---\ntitle: "云溪镇报告"\n镇：云溪镇\n年度: 2023\n文号: 云政〔2024〕007号\n发布日期: 2024-01-05\n'
        "tags:\n  - 法治\n  - 乡镇\ndraft: null\n---\n正文一段\n"
    )
    document = read(tmp_path, name, source)
    assert document.given == {
        "title": "云溪镇报告",
        "township": "云溪镇",
        "year": "2023",
        "document_number": "云政〔2024〕007号",
        "published": "2024-01-05",
    }
    assert document.metadata == {"tags": "法治、乡镇"}
    assert document.title == "云溪镇报告"
    assert document.text.strip() == "正文一段"
    assert document.text.split("\n").index("正文一段") == source.split("\n").index("正文一段"), (
        "lines keep their numbers"
    )


def test_front_matter_overrides_the_text_and_the_sidecar_both(tmp_path: Path) -> None:
    source = f"---\nyear: 2021年度\nlevel: 部门\n标题: 甲\n---\n云溪镇2023年法治政府建设工作总结\n\n{PROSE}\n"
    document = read(tmp_path, "a.txt", source)
    report = understand(document, source="a.txt", metadata={})
    assert (report.year, report.level, report.title) == (2021, Level.DEPARTMENT, "甲")
    report = understand(document, source="a.txt", metadata={"year": "2022"})
    assert (report.year, report.title) == (2022, "甲")


@pytest.mark.parametrize(
    "text",
    [
        "---\n调解成效：明显\n正文一段\n---\n又一段",
        "---\n正文一段\n---\n又一段",
        "---\n\n---\n又一段",
        "---\n一、做法：学法8次。\n---\n",
        "---\ntitle: 没有结尾\n",
        "正文\n---\ntitle: 甲\n---\n",
    ],
    ids=["unknown key", "prose", "nothing", "heading", "open", "not at the start"],
)
def test_rules_round_text_are_no_front_matter(text: str) -> None:
    front = split_front_matter(text)
    assert (front.given, front.other, front.body, front.notes) == ({}, {}, text, ())


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("title: [甲\nyear: 2023\n", "有错"),
        ("title: 甲\n\tyear: 2023\n", "有错"),
        (BOMB, "含有引用"),
        (f"title: {'[' * 500}{']' * 500}\n", "嵌套太深"),
        ('title: "\\ud800"\nyear: [\n', "有错"),
    ],
    ids=["bracket", "tab", "aliases", "deep", "escape"],
)
def test_a_broken_block_stays_in_the_text_with_a_note(block: str, reason: str) -> None:
    text = f"---\n{block}---\n正文一段\n"
    began = time.monotonic()
    front = split_front_matter(text)
    assert (front.given, front.body) == ({}, text)
    assert reason in front.notes[0]
    assert time.monotonic() - began < HANG


def test_a_very_long_block_is_left_alone() -> None:
    text = "---\ntitle: 甲\n" + "x: y\n" * 100_000 + "---\n正文\n"
    assert split_front_matter(text).body == text
