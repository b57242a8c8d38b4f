"""Headings and numbers as hurried hands and converters leave them."""

from __future__ import annotations

from tests.corpus.outline.test_headings import LONG, labels


def test_a_colon_inside_a_heading_that_stands_alone() -> None:
    assert labels(
        "一、突出“实”字：压实法治建设责任", "开会8次。", "二、存在的问题：", "力量不足。", "三、打算：强化保障。"
    ) == [
        "1 一、突出“实”字：压实法治建设责任",
        "1 二、存在的问题",
        "1 三、打算",
    ]


def test_numbers_that_changed_style_inside_a_paragraph() -> None:
    paragraph = "（一）学习。开会8次。（2）执法。办案6件。（三）普法。宣讲9场。（4）调解。化解16件。"
    assert labels("一、工作情况", paragraph) == [
        "1 一、工作情况",
        "2 （一）学习",
        "2 （2）执法",
        "2 （三）普法",
        "2 （4）调解",
    ]


def test_a_heading_right_behind_a_longer_one() -> None:
    assert labels("一、转变政府职能，优化便民服务（一）依法履职。公开清单。（二）减环节。办件8件。") == [
        "1 一、转变政府职能，优化便民服务",
        "2 （一）依法履职",
        "2 （二）减环节",
    ]


def test_the_next_act_is_not_the_next_of_a_list_below() -> None:
    lines = [
        "一、工作情况",
        "一、学习",
        "开会。",
        "二、问题和不足",
        "一、人员不足",
        "缺。",
        "二、经费不足",
        "少。",
        "三、下一步打算",
        "一、招人",
        "招。",
    ]
    assert [label for label in labels(*lines) if label.startswith("1")] == [
        "1 一、工作情况",
        "1 二、问题和不足",
        "1 三、下一步打算",
    ]


def test_arabic_lists_inside_a_paragraph() -> None:
    assert labels("一、工作情况", "1.强化学习。开会8次。2.规范执法。办案6件。") == [
        "1 一、工作情况",
        "2 1.强化学习",
        "2 2.规范执法",
    ]
    assert labels("一、工作情况", "抓好三件事：1.建机制；2.强队伍；3.促规范。") == ["1 一、工作情况"]


def test_a_number_without_its_bracket_or_with_a_comma() -> None:
    lines = ["一，工作情况", "（一）学习", "开会。", "（二执法", "办案。", "二，存在的问题", "人少。"]
    assert labels(*lines) == ["1 一，工作情况", "2 （一）学习", "2 （二执法", "1 二，存在的问题"]
    assert labels("一、情况", "三，不在其列的一句话。") == ["1 一、情况"]


def test_a_number_that_heads_nothing() -> None:
    assert labels("一、情况", "开会8次。", "（四）", "二、问题", f"（三）{LONG}。", "人少。") == [
        "1 一、情况",
        "1 二、问题",
    ]


def test_a_slip_in_the_count_of_acts_behind_a_list() -> None:
    lines = [
        "一、真抓实干见成效",
        "（一）学法",
        "开会。",
        "（二）执法",
        "办案。",
        "一、正视不足补短板",
        "（一）阵地少",
        "缺。",
        "三、接续奋斗再出发",
    ]
    assert [label for label in labels(*lines) if label.startswith("1")] == [
        "1 一、真抓实干见成效",
        "1 一、正视不足补短板",
        "1 三、接续奋斗再出发",
    ]


def test_the_end_of_a_reference_at_the_head_of_a_line_is_text() -> None:
    line = "（二）工作要求的规定，镇级协调机构运行正常，全年各项经费均列入预算。"
    assert labels("一、基本情况", "根据上级通知第三条和第五部分“组织保障”，", line, "二、工作成效", "成效明显。") == [
        "1 一、基本情况",
        "1 二、工作成效",
    ]


def test_points_alone_on_their_lines_beside_an_empty_number() -> None:
    body = "分期分批组织执法人员赴县直部门跟班学习，每季度开展一次案例研讨。"
    lines = [
        "三、2025年工作安排",
        "一是聚焦能力提升，打造法治队伍。",
        body,
        "二是聚焦群众需求，深化普法惠民。",
        body,
        "（四）",
    ]
    assert labels(*lines) == [
        "1 三、2025年工作安排",
        "2 一是聚焦能力提升，打造法治队伍",
        "2 二是聚焦群众需求，深化普法惠民",
    ]
