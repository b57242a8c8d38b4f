from __future__ import annotations

from typing import Any

import pytest

from corpus.places.resolution import PlaceEvidence, resolve_place
from corpus.report import Level, Place

YILI = ("新疆维吾尔自治区", "伊犁哈萨克自治州", "昭苏县")
CHAHAN = (*YILI, "察汗乌苏蒙古族乡")
TABULE = ("新疆维吾尔自治区", "塔城地区", "乌苏市", "塔布勒合特蒙古民族乡")
SHALIU = ("青海省", "海北藏族自治州", "刚察县", "沙柳河镇")
KA = ("西藏自治区", "那曲市", "申扎县", "卡乡")
JIANGTAI = ("北京市", None, "朝阳区", "将台地区")
JIANGXI = ("四川省", "成都市", "武侯区", "浆洗街街道")
WUHE = ("安徽省", "蚌埠市", "五河县", "城关镇")
HAILUN = ("黑龙江省", "绥化市", "海伦市", "红光农场")

RESOLVED: dict[str, tuple[dict[str, Any], tuple[str | None, ...], Level]] = {
    "known once": ({"title": "卡乡2023年法治政府建设报告"}, KA, Level.TOWNSHIP),
    "blanks inside the name": ({"title": "沙 柳 河 镇 2022 年度　法治政府建设工作总结"}, SHALIU, Level.TOWNSHIP),
    "title over two lines": (
        {"title": "乌苏市塔布勒合特蒙古\n民族乡2023年法治政府建设工作总结"},
        TABULE,
        Level.TOWNSHIP,
    ),
    "title twice": ({"title": "卡乡法治政府建设报告卡乡法治政府建设报告"}, KA, Level.TOWNSHIP),
    "year first": ({"title": "2023年度卡乡法治政府建设情况报告"}, KA, Level.TOWNSHIP),
    "year in chinese": ({"title": "二〇二三年卡乡法治政府建设情况报告"}, KA, Level.TOWNSHIP),
    "name after 关于": ({"title": "关于沙柳河镇2022年法治政府建设情况的报告"}, SHALIU, Level.TOWNSHIP),
    "name in brackets": ({"title": "法治政府建设年度报告(沙柳河镇)"}, SHALIU, Level.TOWNSHIP),
    "site name behind": ({"title": "沙柳河镇法治政府建设报告_刚察县人民政府"}, SHALIU, Level.TOWNSHIP),
    "ethnic name left out": ({"title": "察汗乌苏乡2024年法治政府建设总结"}, CHAHAN, Level.TOWNSHIP),
    "ethnic name written otherwise": ({"title": "塔布勒合特蒙古族乡法治政府建设总结"}, TABULE, Level.TOWNSHIP),
    "short forms above": ({"title": "新疆伊犁州昭苏县察汗乌苏乡2024年法治政府建设总结"}, CHAHAN, Level.TOWNSHIP),
    "prefecture above a prefecture": (
        {"title": "伊犁哈萨克自治州塔城地区乌苏市塔布勒合特蒙古民族乡法治政府建设总结"},
        TABULE,
        Level.TOWNSHIP,
    ),
    "abbreviated in the title": (
        {"title": "塔乡法治政府建设总结", "signature": "乌苏市塔布勒合特蒙古民族乡人民政府\n2023年12月1日"},
        TABULE,
        Level.TOWNSHIP,
    ),
    "abbreviated, preamble in full": (
        {"title": "沙镇2022年法治政府建设总结", "preamble": "2022年以来，沙柳河镇在县委领导下，取得成绩。"},
        SHALIU,
        Level.TOWNSHIP,
    ),
    "county in the signature": (
        {"title": "城关镇2023年法治政府建设总结", "signature": "五河县城关镇人民政府\n2023年12月1日"},
        WUHE,
        Level.TOWNSHIP,
    ),
    "street office": (
        {"title": "成都市武侯区浆洗街街道办事处关于2023年度法治政府建设情况的报告"},
        JIANGXI,
        Level.TOWNSHIP,
    ),
    "municipality": ({"title": "北京市朝阳区将台地区办事处2023年法治政府建设报告"}, JIANGTAI, Level.TOWNSHIP),
    "city without districts": (
        {"title": "东莞市东城街道办事处2023年法治政府建设年度报告"},
        ("广东省", "东莞市", None, "东城街道"),
        Level.TOWNSHIP,
    ),
    "province in the name": (
        {"title": "云南驿镇2023年法治政府建设报告"},
        ("云南省", "大理白族自治州", "祥云县", "云南驿镇"),
        Level.TOWNSHIP,
    ),
    "regiment in digits": (
        {"title": "第六师105团2023年度法治建设报告"},
        ("新疆维吾尔自治区", "昌吉回族自治州", "呼图壁县", "兵团一零五团"),
        Level.TOWNSHIP,
    ),
    "letterhead only": ({"letterhead": "刚察县沙柳河镇人民政府文件"}, SHALIU, Level.TOWNSHIP),
    "index table only": ({"metadata": {"发布机构": "刚察县沙柳河镇人民政府"}}, SHALIU, Level.TOWNSHIP),
    "preamble only": ({"preamble": "2022年以来，沙柳河镇在县委领导下，扎实工作。"}, SHALIU, Level.TOWNSHIP),
    "file name only": ({"source": "总结/沙柳河镇2022年法治政府建设总结.pdf"}, SHALIU, Level.TOWNSHIP),
    "title names the county, letterhead the township": (
        {"title": "刚察县2022年法治政府建设情况报告", "letterhead": "刚察县沙柳河镇人民政府文件"},
        SHALIU,
        Level.TOWNSHIP,
    ),
    "published by the county": (
        {"title": "沙柳河镇法治政府建设报告", "metadata": {"发布机构": "刚察县人民政府办公室"}},
        SHALIU,
        Level.TOWNSHIP,
    ),
    "party committee of the township": (
        {"title": "中共沙柳河镇委员会关于2022年法治建设的报告"},
        SHALIU,
        Level.TOWNSHIP,
    ),
    "county": ({"title": "昭苏县2023年法治政府建设年度报告"}, (*YILI, None), Level.COUNTY),
    "county, compiled by a bureau": (
        {"title": "昭苏县2023年法治政府建设年度报告", "signature": "昭苏县司法局\n2024年1月3日"},
        (*YILI, None),
        Level.COUNTY,
    ),
    "county and party": (
        {"title": "中共昭苏县委 昭苏县人民政府关于2023年法治政府建设情况的报告"},
        (*YILI, None),
        Level.COUNTY,
    ),
    "district of a shared name": (
        {"title": "南京市鼓楼区2023年法治政府建设年度报告"},
        ("江苏省", "南京市", "鼓楼区", None),
        Level.COUNTY,
    ),
    "prefecture": (
        {"title": "海北州2023年法治政府建设年度报告"},
        ("青海省", "海北藏族自治州", None, None),
        Level.PREFECTURE,
    ),
    "province": (
        {"title": "新疆维吾尔自治区2023年法治政府建设年度报告"},
        ("新疆维吾尔自治区", None, None, None),
        Level.PROVINCE,
    ),
    "bureau": ({"title": "昭苏县司法局2023年法治政府建设工作总结"}, (*YILI, None), Level.DEPARTMENT),
    "committee": ({"title": "昭苏县卫生健康委员会2023年法治政府建设总结"}, (*YILI, None), Level.DEPARTMENT),
    "bureau with its county in the signature": (
        {"title": "卫生健康局2023年法治政府建设总结", "signature": "昭苏县卫生健康局"},
        (*YILI, None),
        Level.DEPARTMENT,
    ),
    "bureau of enforcement": ({"title": "昭苏县综合行政执法局2023年法治政府建设总结"}, (*YILI, None), Level.DEPARTMENT),
    "department of a province": (
        {"title": "四川省农业农村厅2023年法治政府建设年度报告"},
        ("四川省", None, None, None),
        Level.DEPARTMENT,
    ),
    "judicial office of a township": ({"title": "沙柳河镇司法所2023年法治建设总结"}, SHALIU, Level.DEPARTMENT),
    "metadata override": (
        {
            "title": "卡乡法治政府建设报告",
            "metadata": {"province": "青海省", "county": "刚察县", "township": "沙柳河镇"},
        },
        SHALIU,
        Level.TOWNSHIP,
    ),
    "county in metadata": (
        {"title": "沙柳河镇总结", "metadata": {"county": "刚察县"}},
        SHALIU,
        Level.TOWNSHIP,
    ),
    "shared name, county in a document's title": (
        {"title": "城关镇2023年法治政府建设总结", "body": "根据《五河县2023年全面依法治县工作要点》，认真落实。"},
        WUHE,
        Level.TOWNSHIP,
    ),
    "shared name, county committee in the body": (
        {"title": "城关镇2023年法治政府建设总结", "body": "在五河县委的领导下，组织干部到太和县学习城关镇经验。"},
        WUHE,
        Level.TOWNSHIP,
    ),
    "shared name, county in the folder": (
        {"title": "城关镇2023年法治政府建设总结", "source": "报告/安徽省/五河县/城关镇.txt"},
        WUHE,
        Level.TOWNSHIP,
    ),
    "shared name, publisher of the county": (
        {"title": "城关镇2023年法治政府建设总结", "metadata": {"来源": "五河县人民政府"}},
        WUHE,
        Level.TOWNSHIP,
    ),
    "farm, county in the signature": (
        {"title": "红光农场2023年法治建设总结", "signature": "海伦市红光农场"},
        HAILUN,
        Level.TOWNSHIP,
    ),
    "model townships are not the reporter": (
        {
            "title": "沙柳河镇2022年法治政府建设总结",
            "preamble": "2022年，沙柳河镇组织干部到枫桥镇学习，坚持新时代“枫桥经验”。",
            "body": "赴浙江省诸暨市枫桥镇考察。干部李某为四川省成都市人。学习诸暨市委做法。",
        },
        SHALIU,
        Level.TOWNSHIP,
    ),
    "begins like a conjunction": (
        {"title": "和县功桥镇2023年法治政府建设工作总结"},
        ("安徽省", "马鞍山市", "和县", "功桥镇"),
        Level.TOWNSHIP,
    ),
    "township named like its county": (
        {"title": "福建省泉州市金门县2023年法治政府建设工作总结"},
        ("福建省", "泉州市", "金门县", None),
        Level.COUNTY,
    ),
    "school of a county": ({"title": "昭苏县第一中学2023年法治建设总结"}, (*YILI, None), Level.DEPARTMENT),
    "township in the folder": (
        {"title": "2023年法治政府建设工作总结", "source": "青海省/刚察县/沙柳河镇/2023.txt"},
        SHALIU,
        Level.TOWNSHIP,
    ),
    "numbered farm": (
        {"title": "虎林市八五〇农场2023年法治建设总结"},
        ("黑龙江省", "鸡西市", "虎林市", "八五〇农场"),
        Level.TOWNSHIP,
    ),
    "township in metadata, county in the title": (
        {"title": "五河县2023年总结", "metadata": {"township": "城关镇"}},
        WUHE,
        Level.TOWNSHIP,
    ),
    "shared suffix": (
        {"title": "刚察县沙柳河镇人民政府2022年法治政府建设总结", "body": "柳河镇、卡乡"},
        SHALIU,
        Level.TOWNSHIP,
    ),
}


def names(place: Place) -> tuple[str | None, ...]:
    return place.province, place.prefecture, place.county, place.township


@pytest.mark.parametrize(("evidence", "expected", "level"), RESOLVED.values(), ids=RESOLVED)
def test_resolves(evidence: dict[str, Any], expected: tuple[str | None, ...], level: Level) -> None:
    found = resolve_place(PlaceEvidence(**evidence))
    assert (names(found.place), found.level, found.place.certain) == (expected, level, True)
    assert found.place.code


def test_tells_what_settled_a_shared_name() -> None:
    found = resolve_place(PlaceEvidence(title="城关镇总结", source="五河县/a.txt"))
    assert "文件夹名" in found.notes[0]


def test_unknown_names_in_metadata_are_kept() -> None:
    found = resolve_place(PlaceEvidence(metadata={"county": "青石县", "township": "云溪镇", "level": "township"}))
    assert found.place == Place(county="青石县", township="云溪镇", certain=True)
    assert found.level is Level.TOWNSHIP


def test_level_in_metadata_wins() -> None:
    found = resolve_place(PlaceEvidence(title="卡乡法治政府建设报告", metadata={"level": "department"}))
    assert found.level is Level.DEPARTMENT
