"""Reports whose place must stay open: a wrong place is worse than an unresolved one."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.places.resolution import PlaceEvidence, resolve_place
from corpus.report import Level, Place

YILI = ("新疆维吾尔自治区", "伊犁哈萨克自治州", "昭苏县")

UNRESOLVED: dict[str, tuple[dict[str, Any], tuple[str | None, ...], Level, str]] = {
    "shared by many": ({"title": "城关镇2023年法治政府建设总结"}, (None, None, None, "城关镇"), Level.TOWNSHIP, "92处"),
    "shared, only a place of training named": (
        {"title": "城关镇2023年总结", "body": "组织干部到五河县委党校培训，学习五河县司法局经验。"},
        (None, None, None, "城关镇"),
        Level.TOWNSHIP,
        "92处",
    ),
    "shared, only a supporting county named": (
        {"title": "城关镇2023年总结", "body": "对口支援：五河县委安排干部来我镇"},
        (None, None, None, "城关镇"),
        Level.TOWNSHIP,
        "92处",
    ),
    "shared, none fits the region": (
        {"title": "城关镇2023年总结", "body": "自治州党委", "signature": "上海市"},
        ("上海市", None, None, "城关镇"),
        Level.TOWNSHIP,
        "不符",
    ),
    "shared within the named province": (
        {"title": "安徽省城关镇2023年法治政府建设总结"},
        ("安徽省", None, None, "城关镇"),
        Level.TOWNSHIP,
        "未定",
    ),
    "ends like a known one": (
        {"title": "察卡乡法治政府建设报告"},
        (None, None, None, "察卡乡"),
        Level.TOWNSHIP,
        "察卡乡",
    ),
    "unknown, begins like a known one": (
        {"title": "新渡湾街道办事处2024年法治政府建设年度报告"},
        (None, None, None, "新渡湾街道"),
        Level.TOWNSHIP,
        "新渡湾街道",
    ),
    "invented county": (
        {"title": "青石县云溪镇2023年法治政府建设工作总结"},
        (None, None, "青石县", "云溪镇"),
        Level.TOWNSHIP,
        "青石县云溪镇",
    ),
    "invented county, known township name": (
        {"title": "青石县卡乡2023年法治政府建设工作总结"},
        (None, None, "青石县", "卡乡"),
        Level.TOWNSHIP,
        "青石县卡乡",
    ),
    "invented county in the signature": (
        {"title": "卡乡2023年法治政府建设工作总结", "signature": "青石县卡乡人民政府"},
        (None, None, "青石县", "卡乡"),
        Level.TOWNSHIP,
        "保留原文",
    ),
    "invented below a known county": (
        {"title": "昭苏县云溪镇2023年法治政府建设工作总结"},
        (*YILI, "云溪镇"),
        Level.TOWNSHIP,
        "云溪镇",
    ),
    "invented, all levels": (
        {"title": "河北青石县云溪镇人民政府2023年总结"},
        ("河北省", None, "青石县", "云溪镇"),
        Level.TOWNSHIP,
        "云溪镇",
    ),
    "contradicted by the signature": (
        {"title": "卡乡2023年法治政府建设报告", "signature": "巴塘县人民政府"},
        ("四川省", "甘孜藏族自治州", "巴塘县", "卡乡"),
        Level.TOWNSHIP,
        "不符",
    ),
    "contradicted by the body": (
        {"title": "卡乡2023年法治政府建设报告", "body": "在巴塘县委、巴塘县人民政府的领导下"},
        (None, None, None, "卡乡"),
        Level.TOWNSHIP,
        "不符",
    ),
    "district of a shared name": (
        {"title": "鼓楼区司法局2023年法治政府建设总结"},
        (None, None, "鼓楼区", None),
        Level.DEPARTMENT,
        "4处",
    ),
    "district in two provinces": (
        {"title": "朝阳区2023年法治政府建设总结"},
        (None, None, "朝阳区", None),
        Level.COUNTY,
        "北京市朝阳区",
    ),
    "known name without its kind": (
        {"title": "城南高地2023年法治建设总结"},
        (None, None, None, None),
        Level.UNKNOWN,
        "没有找到",
    ),
    "template": ({"title": "x镇20xx年法治政府建设总结"}, (None, None, None, None), Level.UNKNOWN, "没有找到"),
    "nothing but 我镇": (
        {"title": "法治政府建设总结", "body": "我镇认真落实，全镇干部学法。"},
        (None, None, None, None),
        Level.TOWNSHIP,
        "没有找到",
    ),
    "stock phrase": ({"title": "平安建设与法治政府建设报告"}, (None, None, None, None), Level.UNKNOWN, "没有找到"),
    "short form that is a stem elsewhere": (
        {"title": "沙镇2022年法治政府建设总结"},
        (None, None, None, "沙镇"),
        Level.TOWNSHIP,
        "保留原文",
    ),
    "nothing": ({}, (None, None, None, None), Level.UNKNOWN, "没有找到"),
}


def names(place: Place) -> tuple[str | None, ...]:
    return place.province, place.prefecture, place.county, place.township


@pytest.mark.parametrize(("evidence", "expected", "level", "note"), UNRESOLVED.values(), ids=UNRESOLVED)
def test_leaves_open(evidence: dict[str, Any], expected: tuple[str | None, ...], level: Level, note: str) -> None:
    found = resolve_place(PlaceEvidence(**evidence))
    assert (names(found.place), found.level, found.place.certain) == (expected, level, False)
    assert note in "".join(found.notes)


def test_names_five_candidates_at_most() -> None:
    found = resolve_place(PlaceEvidence(title="城关镇法治政府建设总结"))
    assert found.notes[0].count("城关镇") == 6
