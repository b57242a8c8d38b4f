"""Reports from all over the country, in the wordings that offices use: every one of them names its place well enough."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.places.resolution import PlaceEvidence, resolve_place
from corpus.report import Level

Case = tuple[dict[str, Any], str, Level]
TOWNSHIP, COUNTY, PREFECTURE, DEPARTMENT = Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE, Level.DEPARTMENT

TITLES: dict[str, tuple[str, str, Level]] = {
    "town": ("同里镇2023年法治政府建设工作总结", "江苏省苏州市吴江区同里镇", TOWNSHIP),
    "town and county": ("汶上县义桥镇2022年度法治政府建设情况报告", "山东省济宁市汶上县义桥镇", TOWNSHIP),
    "town of a city without districts": (
        "东莞市虎门镇人民政府2023年法治政府建设年度报告",
        "广东省东莞市虎门镇",
        TOWNSHIP,
    ),
    "town of 中山": ("中山市小榄镇2022年度法治政府建设情况", "广东省中山市小榄镇", TOWNSHIP),
    "town of 儋州": ("儋州市那大镇2023年度推进法治政府建设工作总结", "海南省儋州市那大镇", TOWNSHIP),
    "town of 嘉峪关": ("嘉峪关市峪泉镇人民政府2023年度法治政府建设年度报告", "甘肃省嘉峪关市峪泉镇", TOWNSHIP),
    "banner": ("四子王旗2023年法治政府建设情况报告", "内蒙古自治区乌兰察布市四子王旗", COUNTY),
    "sumu": (
        "科右中旗巴彦淖尔苏木2023年法治政府建设工作总结",
        "内蒙古自治区兴安盟科尔沁右翼中旗巴彦淖尔苏木",
        TOWNSHIP,
    ),
    "town of a banner": (
        "伊金霍洛旗乌兰木伦镇人民政府关于2022年度法治政府建设情况的报告",
        "内蒙古自治区鄂尔多斯市伊金霍洛旗乌兰木伦镇",
        TOWNSHIP,
    ),
    "league written": (
        "锡盟阿巴嘎旗查干淖尔镇2023年依法行政工作总结",
        "内蒙古自治区锡林郭勒盟阿巴嘎旗查干淖尔镇",
        TOWNSHIP,
    ),
    "forest district": ("神农架林区2023年法治政府建设年度报告", "湖北省神农架林区", COUNTY),
    "special district": (
        "六枝特区人民政府2022年度法治政府建设情况的报告",
        "贵州省六盘水市六枝特区",
        COUNTY,
    ),
    "tibet": ("林芝市墨脱县墨脱镇2023年法治政府建设报告", "西藏自治区林芝市墨脱县墨脱镇", TOWNSHIP),
    "prefecture is short": (
        "楚雄州禄丰市黑井镇人民政府2023年法治政府建设工作报告",
        "云南省楚雄彝族自治州禄丰市黑井镇",
        TOWNSHIP,
    ),
    "long county is short": (
        "贡山县丙中洛镇2023年度法治政府建设工作情况报告",
        "云南省怒江傈僳族自治州贡山独龙族怒族自治县丙中洛镇",
        TOWNSHIP,
    ),
    "stem of a county": ("腾冲和顺镇2023年法治政府建设工作总结", "云南省保山市腾冲市和顺镇", TOWNSHIP),
    "city of a county, long": (
        "江西省赣州市瑞金市叶坪镇2021年法治政府建设工作总结",
        "江西省赣州市瑞金市叶坪镇",
        TOWNSHIP,
    ),
    "town, then county behind": (
        "古陶镇人民政府2022年法治政府建设工作报告（平遥县）",
        "山西省晋中市平遥县古陶镇",
        TOWNSHIP,
    ),
    "province in front": ("福建武夷山市星村镇2023年法治政府建设情况报告", "福建省南平市武夷山市星村镇", TOWNSHIP),
    "city without township level in code": ("龙港市2023年法治政府建设年度报告", "浙江省温州市龙港市", COUNTY),
    "two-part town": ("义乌市佛堂镇二〇二二年度法治政府建设工作总结", "浙江省金华市义乌市佛堂镇", TOWNSHIP),
    "farm of a county": ("饶河县八五九农场2022年法治建设工作总结", "黑龙江省双鸭山市饶河县八五九农场", TOWNSHIP),
    "korean prefecture": (
        "延边州安图县二道白河镇2023年法治政府建设工作报告",
        "吉林省延边朝鲜族自治州安图县二道白河镇",
        TOWNSHIP,
    ),
    "far north": ("漠河市北极镇2022年度法治政府建设工作总结", "黑龙江省大兴安岭地区漠河市北极镇", TOWNSHIP),
    "border city": ("绥芬河市阜宁镇法治政府建设工作总结（2023年）", "黑龙江省牡丹江市绥芬河市阜宁镇", TOWNSHIP),
    "district": ("珠海市金湾区三灶镇2023年法治政府建设年度报告", "广东省珠海市金湾区三灶镇", TOWNSHIP),
    "street": (
        "厦门市思明区人民政府鼓浪屿街道办事处2023年法治政府建设情况报告",
        "福建省厦门市思明区鼓浪屿街道",
        TOWNSHIP,
    ),
    "street of a shared name": (
        "阆中市保宁街道办事处关于2023年度法治政府建设工作情况的报告",
        "四川省南充市阆中市保宁街道",
        TOWNSHIP,
    ),
    "shared town, city of the county": (
        "成都市双流区彭镇2023年法治政府建设工作报告",
        "四川省成都市双流区彭镇",
        TOWNSHIP,
    ),
    "town once": ("茅台镇2023年法治政府建设工作报告", "贵州省遵义市仁怀市茅台镇", TOWNSHIP),
    "shared town, county": (
        "雷山县西江镇2023年法治政府建设工作总结",
        "贵州省黔东南苗族侗族自治州雷山县西江镇",
        TOWNSHIP,
    ),
    "street of an ethnic county": (
        "石林县鹿阜街道办事处2023年法治政府建设情况报告",
        "云南省昆明市石林彝族自治县鹿阜街道",
        TOWNSHIP,
    ),
    "xinjiang, prefecture left out": (
        "霍城县清水河镇2023年度法治政府建设工作报告",
        "新疆维吾尔自治区伊犁哈萨克自治州霍城县清水河镇",
        TOWNSHIP,
    ),
    "regiment": (
        "第八师一四三团2023年法治建设工作总结",
        "新疆维吾尔自治区塔城地区沙湾市兵团一四三团",
        TOWNSHIP,
    ),
    "city under the region": ("石河子市石河子镇2023年法治政府建设报告", "新疆维吾尔自治区石河子市石河子镇", TOWNSHIP),
    "county of xinjiang": (
        "博湖县2023年法治政府建设情况报告",
        "新疆维吾尔自治区巴音郭楞蒙古自治州博湖县",
        COUNTY,
    ),
    "bureau of justice": (
        "特克斯县司法局2023年度法治政府建设工作报告",
        "新疆维吾尔自治区伊犁哈萨克自治州特克斯县",
        DEPARTMENT,
    ),
    "bureau of a prefecture": ("海北州应急管理局2023年法治政府建设工作总结", "青海省海北藏族自治州", DEPARTMENT),
    "bureau of a city": ("南充市市场监督管理局2023年法治政府建设年度报告", "四川省南充市", DEPARTMENT),
    "department of a province": ("浙江省自然资源厅2023年度法治政府建设情况的报告", "浙江省", DEPARTMENT),
    "department of a region": (
        "广西壮族自治区交通运输厅2022年法治政府建设年度报告",
        "广西壮族自治区",
        DEPARTMENT,
    ),
    "bureau of a municipality": ("重庆市生态环境局2023年法治政府建设情况报告", "重庆市", DEPARTMENT),
    "district of a municipality": ("上海市黄浦区2023年法治政府建设情况报告", "上海市黄浦区", COUNTY),
    "street of a municipality": (
        "天津市和平区劝业场街道办事处2023年度法治政府建设情况报告",
        "天津市和平区劝业场街道",
        TOWNSHIP,
    ),
    "city": ("嘉兴市2023年法治政府建设年度报告", "浙江省嘉兴市", PREFECTURE),
    "autonomous prefecture": ("凉山州2023年法治政府建设情况报告", "四川省凉山彝族自治州", PREFECTURE),
    "league": ("兴安盟行政公署2023年法治政府建设情况报告", "内蒙古自治区兴安盟", PREFECTURE),
    "region's office": ("和田地区行政公署2023年法治政府建设情况的报告", "新疆维吾尔自治区和田地区", PREFECTURE),
    "municipality": ("天津市2023年法治政府建设情况报告", "天津市", Level.PROVINCE),
}

SHORT: dict[str, Case] = {
    "我乡 with a county": (
        {"title": "2023年法治政府建设总结", "preamble": "我乡认真落实。", "signature": "德格县竹庆镇人民政府"},
        "四川省甘孜藏族自治州德格县竹庆镇",
        TOWNSHIP,
    ),
    "first and last character": (
        {"title": "察乡2023年法治政府建设总结", "signature": "昭苏县察汗乌苏蒙古族乡人民政府"},
        "新疆维吾尔自治区伊犁哈萨克自治州昭苏县察汗乌苏蒙古族乡",
        TOWNSHIP,
    ),
    "first and last character, in full in the body": (
        {"title": "喀镇2023年法治政府建设总结", "body": "特克斯县喀拉达拉镇党委高度重视。喀拉达拉镇综治中心开展普法。"},
        "新疆维吾尔自治区伊犁哈萨克自治州特克斯县喀拉达拉镇",
        TOWNSHIP,
    ),
    "bare stem of a county": (
        {"title": "乌苏2023年法治政府建设情况报告", "signature": "乌苏市人民政府"},
        "新疆维吾尔自治区塔城地区乌苏市",
        COUNTY,
    ),
    "bare stem of a county, alone": (
        {"title": "昭苏2023年度法治政府建设报告"},
        "新疆维吾尔自治区伊犁哈萨克自治州昭苏县",
        COUNTY,
    ),
    "bare stem of a town": (
        {"title": "虎门2023年法治政府建设年度报告", "preamble": "2023年，虎门镇在市委领导下，扎实推进。"},
        "广东省东莞市虎门镇",
        TOWNSHIP,
    ),
    "office without 街道": (
        {"title": "鹿阜办事处2023年法治政府建设工作总结", "signature": "石林彝族自治县人民政府鹿阜街道办事处"},
        "云南省昆明市石林彝族自治县鹿阜街道",
        TOWNSHIP,
    ),
    "office without 街道, once": (
        {"title": "鼓浪屿办事处2023年法治政府建设工作总结"},
        "福建省厦门市思明区鼓浪屿街道",
        TOWNSHIP,
    ),
    "party committee of a street": (
        {"title": "中共思明区委鼓浪屿街道工作委员会2023年法治建设工作总结"},
        "福建省厦门市思明区鼓浪屿街道",
        TOWNSHIP,
    ),
    "economic zone of a county": (
        {"title": "昭苏县经济开发区管委会2023年法治政府建设总结"},
        "新疆维吾尔自治区伊犁哈萨克自治州昭苏县",
        DEPARTMENT,
    ),
    "scenic area of a county": (
        {"title": "博湖县博斯腾湖风景名胜区管理委员会2023年度法治政府建设报告"},
        "新疆维吾尔自治区巴音郭楞蒙古自治州博湖县",
        DEPARTMENT,
    ),
    "high-tech zone of a city": (
        {"title": "南充市高新技术产业开发区管理委员会2023年法治政府建设年度报告"},
        "四川省南充市",
        DEPARTMENT,
    ),
    "forest farm of a county": (
        {"title": "平遥县国有超山林场2023年法治建设工作总结"},
        "山西省晋中市平遥县",
        DEPARTMENT,
    ),
    "prefectural bureau in short form": (
        {"title": "克州水利局2023年法治政府建设工作总结"},
        "新疆维吾尔自治区克孜勒苏柯尔克孜自治州",
        DEPARTMENT,
    ),
    "bureau names no place, site does": (
        {"title": "县水利局2023年法治政府建设工作总结", "metadata": {"SiteName": "特克斯县人民政府网"}},
        "新疆维吾尔自治区伊犁哈萨克自治州特克斯县",
        DEPARTMENT,
    ),
}


def label(evidence: dict[str, Any]) -> tuple[str, Level, bool]:
    found = resolve_place(PlaceEvidence(**evidence))
    return "".join(found.place.parts), found.level, found.place.certain


@pytest.mark.parametrize(("title", "place", "level"), TITLES.values(), ids=TITLES)
def test_title_alone(title: str, place: str, level: Level) -> None:
    assert label({"title": title}) == (place, level, True)


@pytest.mark.parametrize(("evidence", "place", "level"), SHORT.values(), ids=SHORT)
def test_short_names(evidence: dict[str, Any], place: str, level: Level) -> None:
    assert label(evidence) == (place, level, True)
