"""Places that were renamed, raised or merged: the report names the place of its year, filters know today's."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.places.resolution import PlaceEvidence, resolve_place

XINJIANG = "新疆维吾尔自治区"
FORMER: dict[str, tuple[dict[str, Any], str, str]] = {
    "township raised to a town": (
        {"title": "阿克陶县克孜勒陶乡2019年法治政府建设总结"},
        f"{XINJIANG}克孜勒苏柯尔克孜自治州阿克陶县克孜勒陶镇",
        "克孜勒陶乡",
    ),
    "raised, county only in the signature": (
        {"title": "克孜勒陶乡2019年法治政府建设总结", "signature": "阿克陶县克孜勒陶乡人民政府"},
        f"{XINJIANG}克孜勒苏柯尔克孜自治州阿克陶县克孜勒陶镇",
        "克孜勒陶乡",
    ),
    "raised, county not named": (
        {"title": "克孜勒陶乡2019年法治政府建设总结"},
        f"{XINJIANG}克孜勒苏柯尔克孜自治州阿克陶县克孜勒陶镇",
        "克孜勒陶乡",
    ),
    "county raised to a city": ({"title": "沙湾县2019年法治政府建设情况报告"}, f"{XINJIANG}塔城地区沙湾市", "沙湾县"),
    "bureau of a raised county": (
        {"title": "库车县司法局2018年法治政府建设工作总结"},
        f"{XINJIANG}阿克苏地区库车市",
        "库车县",
    ),
    "town of a raised county": (
        {"title": "禄丰县黑井镇2019年法治政府建设工作总结"},
        "云南省楚雄彝族自治州禄丰市黑井镇",
        "禄丰县",
    ),
    "shared town of a raised county": (
        {"title": "城北街道2020年法治政府建设工作总结", "signature": "会理县城北街道办事处"},
        "四川省凉山彝族自治州会理市城北街道",
        "会理县",
    ),
    "county made a district": ({"title": "水城县2019年度法治政府建设情况报告"}, "贵州省六盘水市水城区", "水城县"),
    "county made a city of another stem": (
        {"title": "横县2020年度法治政府建设情况报告"},
        "广西壮族自治区南宁市横州市",
        "横县",
    ),
    "county of another name now": ({"title": "邢台县2019年法治政府建设年度报告"}, "河北省邢台市信都区", "邢台县"),
    "city made a district": ({"title": "海门市2019年度法治政府建设情况报告"}, "江苏省南通市海门区", "海门市"),
    "tibet, county made a city": ({"title": "错那县2021年法治政府建设情况报告"}, "西藏自治区山南市错那市", "错那县"),
    "qinghai, county made a city": (
        {"title": "同仁县2019年度法治政府建设工作报告"},
        "青海省黄南藏族自治州同仁市",
        "同仁县",
    ),
    "district merged into another": (
        {"title": "杭州市下城区2019年法治政府建设年度报告"},
        "浙江省杭州市拱墅区",
        "下城区",
    ),
    "written otherwise": (
        {"title": "乌苏市塔布勒合特蒙古族乡2022年法治政府建设总结"},
        f"{XINJIANG}塔城地区乌苏市塔布勒合特蒙古民族乡",
        "",
    ),
}


def test_a_former_name_that_another_place_bears_stays_open_while_it_was_in_use() -> None:
    then = resolve_place(PlaceEvidence(title="东光街道2019年法治政府建设工作总结"))
    now = resolve_place(PlaceEvidence(title="东光街道2023年法治政府建设工作总结"))
    assert not then.place.certain and "东湖街道（原东光街道）" in then.notes[0]
    assert now.place.certain and now.place.county == "龙凤区"


@pytest.mark.parametrize(("evidence", "place", "former"), FORMER.values(), ids=FORMER)
def test_former_names(evidence: dict[str, Any], place: str, former: str) -> None:
    found = resolve_place(PlaceEvidence(**evidence))
    assert ("".join(found.place.parts), found.place.certain) == (place, True)
    assert former in "".join(found.notes)
