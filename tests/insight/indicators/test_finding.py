"""What is a quantity, and what only looks like one."""

from __future__ import annotations

import pytest

from insight.indicators.figure import FigureKind
from insight.indicators.finding import quantities

FOUND = [
    ("开展培训3次。", [(3, "次")]),
    ("受教育群众达500余人次。", [(500, "人次")]),
    ("设立图书角 8 处。", [(8, "处")]),
    ("发放资料2千余份。", [(2000, "份")]),
    ("追回工资8.5万元。", [(85_000, "元")]),
    ("发放10多万元补助。", [(100_000, "元")]),
    ("发放资料1，200份。", [(1200, "份")]),
    ("化解率99.3%。", [(99.3, "%")]),
    ("提高5.1个百分点。", [(5.1, "个百分点")]),
    ("有两个试点村。", [(2, "个")]),
    ("成立一支法律顾问队伍。", [(1, "支")]),
    ("配备一名法律顾问。", [(1, "名")]),
    ("化解矛盾纠纷十余件。", [(10, "件")]),
    ("三分之二的村参加。", [(0.6667, "")]),
    ("占百分之八十。", [(80, "%")]),
    ("七成以上的纠纷在村里解决。", [(0.7, "")]),
    ("建设长廊300平方米。", [(300, "平方米")]),
    ("历时45天。", [(45, "天")]),
    ("5个工作日内办结。", [(5, "个工作日")]),
    ("公示期20日。", [(20, "日")]),
    ("由3分提高到8分。", [(3, "分"), (8, "分")]),
    ("联系6至8户。", [(6, "户"), (8, "户")]),
    ("每季度召开1次会议。", [(1, "次")]),
    ("每村一名调解员。", [(1, "名")]),
    ("讲座2场150人次。", [(2, "场"), (150, "人次")]),
    ("6各行政村都有。", [(6, "个")]),
    ("辖7村2社区。", [(7, "村"), (2, "社区")]),
    ("闹了十几年。", [(10, "年")]),
    ("比上年增长2倍。", [(2, "倍")]),
    ("培训百余人。", [(100, "人")]),
    ("15日后回访。", [(15, "日")]),
]
NONE = [
    "2023年4月，每周二检查。",
    "6月1日起施行，12月31日前完成。",
    "20日前上报。",
    "二〇二三年工作总结",
    "2021—2025年规划",
    "依据《行政处罚法》第三十三条第（三）项的规定。",
    "沙政〔2022〕126号",
    "一、工作情况；（二）成效；一是加强学习。",
    "落实行政执法“三项制度”和八五普法。",
    "落实三项制度、四项机制。",
    "拥护“两个确立”，增强四个意识，做到两个维护。",
    "12345热线、110联动，实行“3+1”模式。",
    "“一图一册”“一站式”服务，一次性告知。",
    "一村一法律顾问，一案一复盘。",
    "一批、一些、多次、几次、数十次。",
    "第二批、第3期、第三方。",
    "统一部署，进一步加强，万一发生。",
    "同一件事、每一起案件、不漏一人、没有一处。",
    "三年行动计划、五年来、近年来。",
    "开展三五次、七八人参加。",
    "一名一策，最多跑一次，一次办好。",
    "12.4宪法日、3.15活动。",
    "十分重视，百分之后。",
    "镇村两级、四位一体、两委干部。",
    "二轮承包、二次供水。",
    "一起学习，一条龙服务。",
]


@pytest.mark.parametrize(("text", "found"), FOUND, ids=[text for text, _ in FOUND])
def test_quantities(text: str, found: list[tuple[float, str]]) -> None:
    assert [(round(quantity.value, 4), quantity.unit) for quantity in quantities(text)] == found


@pytest.mark.parametrize("text", NONE)
def test_no_quantities(text: str) -> None:
    assert not quantities(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("培训3次", FigureKind.COUNT),
        ("达90%", FigureKind.PERCENT),
        ("三分之一", FigureKind.RATIO),
        ("罚款3元", FigureKind.MONEY),
        ("长5公里", FigureKind.MEASURE),
        ("用时3小时", FigureKind.DURATION),
        ("扣4分，", FigureKind.SCORE),
    ],
)
def test_kinds(text: str, kind: FigureKind) -> None:
    (quantity,) = quantities(text)
    assert quantity.kind is kind


def test_a_quantity_is_where_it_stands() -> None:
    text = "共发放 2千余 份资料"
    (quantity,) = quantities(text)
    assert text[quantity.start : quantity.end] == "2千余 份"
    assert quantity.more


def test_the_first_of_a_range_ends_before_the_second() -> None:
    text = "联系6至8户。"
    assert [text[quantity.start : quantity.end] for quantity in quantities(text)] == ["6", "8户"]


@pytest.mark.parametrize("pattern", ["1", "1,", "一", "十", "1.", "1至", "1万", "百分之", "“1次", "|1", "每"])
def test_hostile_texts_come_to_an_end(pattern: str) -> None:
    assert len(quantities(pattern * 20_000)) <= 20_000
