"""Headings below level 1 whose number was lost."""

from __future__ import annotations

import pytest

from corpus.outline.headings import outline

BODY = "全镇开展执法培训三次，新增持证人员六名，评查案卷二十份，全部整改到位。"
LOST = "原文没有序号，按词语认作标题"


def labels(*lines: str) -> list[str]:
    text = "\n".join(lines)
    return [f"{heading.level} {heading.number}{heading.text}" for heading in outline(text, 0, len(text))]


@pytest.mark.parametrize("lost", [0, 1, 2, 3], ids=["first", "second", "third", "last"])
def test_one_number_is_lost(lost: int) -> None:
    names = ["强化组织领导", "规范行政执法", "深化普法宣传", "化解矛盾纠纷"]
    numbers = [number if at != lost else "" for at, number in enumerate(("（一）", "（二）", "（三）", "（四）"))]
    lines = [line for number, name in zip(numbers, names, strict=True) for line in (number + name, BODY)]
    found = labels("一、工作情况", *lines, "二、存在的问题", "力量不足。")
    assert found == [
        "1 一、工作情况",
        *(f"2 {n}{name}" for n, name in zip(numbers, names, strict=True)),
        "1 二、存在的问题",
    ]


def test_all_numbers_are_lost() -> None:
    lines = [
        "工作情况",
        "强化组织领导",
        BODY,
        "规范行政执法",
        BODY,
        "存在的问题",
        "一是力量不足；二是经费偏少。",
        "下一步打算",
    ]
    assert labels(*lines, "充实执法力量", BODY, "深化普法宣传", BODY) == [
        "1 工作情况", "2 强化组织领导", "2 规范行政执法", "1 存在的问题", "1 下一步打算", "2 充实执法力量", "2 深化普法宣传",
    ]  # fmt: skip


def test_a_lost_number_is_told() -> None:
    text = "\n".join(["一、工作情况", "（一）强化领导", BODY, "规范执法行为", BODY, "（三）深化普法", BODY])
    assert [heading.doubt for heading in outline(text, 0, len(text))] == ["", "", LOST, ""]


@pytest.mark.parametrize(
    "lines",
    [
        ["一、工作情况", BODY, "规范执法行为", BODY],
        ["一、工作情况", "（一）强化领导", BODY, "柳泉镇强化执法，", BODY, "（二）深化普法", BODY],
        ["一、工作情况", "（一）强化领导", "全年共召开会议8次，学法", "规范执法行为", "（二）深化普法", BODY],
        ["一、工作情况", "一是强化领导", BODY, "二是规范执法", BODY],
        ["一、工作情况", BODY, "单位：次、人", "| 培训 | 3 |", "单位：件", "| 办案 | 6 |"],
    ],
    ids=["alone without siblings", "no room between its siblings", "between broken lines", "points", "captions of tables"],
)  # fmt: skip
def test_other_short_lines_are_text(lines: list[str]) -> None:
    assert [label for label in labels(*lines) if label.startswith("2")] == [
        f"2 {line}" for line in lines if line.startswith("（")
    ]


class TestPointsAsTheSecondLevel:
    def test_each_heads_a_paragraph(self) -> None:
        lines = [
            "一、工作情况",
            f"一是强化组织领导。{BODY}",
            f"二是规范行政执法。{BODY}",
            "二、存在的问题",
            "力量不足。",
        ]
        assert labels(*lines) == ["1 一、工作情况", "2 一是强化组织领导", "2 二是规范行政执法", "1 二、存在的问题"]

    @pytest.mark.parametrize(
        "lines",
        [
            ["一、工作情况", f"一是强化组织领导。{BODY}二是规范行政执法。{BODY}"],
            ["一、工作情况", "（一）学习", f"一是强化组织领导。{BODY}", f"二是规范行政执法。{BODY}"],
            ["一、强化普法宣传", f"一是强化组织领导。{BODY}", f"二是规范行政执法。{BODY}"],
            ["二、存在的问题", "一是执法人员不足，年龄偏大，业务不熟，群众有意见。", "二是普法形式单一。"],
            ["二、存在的问题", f"一是执法人员不足。{BODY}", f"三是普法形式单一。{BODY}"],
        ],
        ids=["in one paragraph", "below a numbered heading", "below a theme", "whole sentences", "out of turn"],
    )
    def test_other_points_stay_text(self, lines: list[str]) -> None:
        assert not [label for label in labels(*lines) if "是" in label]


def test_themes_at_level_1_whose_lists_kept_their_numbers() -> None:
    lines = [
        "压实法治建设责任",
        BODY,
        "规范行政执法行为",
        "（一）培训",
        BODY,
        "（二）检查",
        BODY,
        "存在的问题",
        "一是人员不足；二是经费偏少。",
        "下一步打算",
    ]
    assert labels("2023年工作情况如下。", *lines, "（一）招人", BODY) == [
        "1 压实法治建设责任",
        "1 规范行政执法行为",
        "2 （一）培训",
        "2 （二）检查",
        "1 存在的问题",
        "1 下一步打算",
        "2 （一）招人",
    ]
