"""Places that only pass through a report, and shared names that the rest of the report settles or leaves open.

A wrong place is worse than an unresolved one: where nothing of the reporter's own speaks, the place stays open.
"""

from __future__ import annotations

from typing import Any

import pytest

from corpus.places.resolution import PlaceEvidence, resolve_place

TITLE = "城关镇2023年法治政府建设工作总结"
"""88 towns bear this name, and four more bore it until 2022."""

SETTLED: dict[str, tuple[dict[str, Any], str]] = {
    "county in the signature": (
        {"title": TITLE, "signature": "宁陕县城关镇人民政府\n2023年12月20日"},
        "陕西省安康市宁陕县城关镇",
    ),
    "county in the letterhead": (
        {"title": TITLE, "letterhead": "中共卢氏县城关镇委员会文件"},
        "河南省三门峡市卢氏县城关镇",
    ),
    "county in the index table": (
        {"title": TITLE, "metadata": {"发文机关": "汉阴县城关镇", "来源": "县政府办"}},
        "陕西省安康市汉阴县城关镇",
    ),
    "publisher": (
        {"title": TITLE, "metadata": {"发布机构": "岚皋县人民政府"}},
        "陕西省安康市岚皋县城关镇",
    ),
    "site name of the county": (
        {"title": TITLE, "metadata": {"SiteName": "文县人民政府门户网站"}},
        "甘肃省陇南市文县城关镇",
    ),
    "content source": (
        {"title": TITLE, "metadata": {"ContentSource": "宁陕县城关镇"}},
        "陕西省安康市宁陕县城关镇",
    ),
    "site name in a table": (
        {"title": TITLE, "metadata": {"网站名称": "礼县人民政府网"}},
        "甘肃省陇南市礼县城关镇",
    ),
    "two neighbours of the county": (
        {
            "title": "中和镇2023年法治政府建设工作总结",
            "body": "与六团镇、加信镇、玉河镇建立联合调解机制。六团镇派出所参与。",
        },
        "黑龙江省哈尔滨市延寿县中和镇",
    ),
    "county court": (
        {"title": TITLE, "body": "邀请卢氏县人民法院到镇开展巡回审判。在卢氏县委、县政府的坚强领导下，认真落实。"},
        "河南省三门峡市卢氏县城关镇",
    ),
    "county in a cited document": (
        {"title": "城北街道2023年法治政府建设年度报告", "body": "按照《永济市法治政府建设实施方案》要求，认真落实。"},
        "山西省运城市永济市城北街道",
    ),
    "folder of the county": (
        {"title": "新城镇2022年法治政府建设工作总结", "source": "河北省/高碑店市/新城镇2022.doc"},
        "河北省保定市高碑店市新城镇",
    ),
    "file name": (
        {"title": "新城镇2022年法治政府建设工作总结", "source": "/data/高碑店市新城镇2022年法治总结.docx"},
        "河北省保定市高碑店市新城镇",
    ),
    "shared, but once in the prefecture": (
        {"title": "大理州双廊镇2023年法治政府建设工作报告", "body": "学习仁怀市茅台镇做法。"},
        "云南省大理白族自治州大理市双廊镇",
    ),
    "model county in the body": (
        {"title": "沙柳河镇2022年法治政府建设总结", "body": "组织干部赴昭苏县学习。借鉴昭苏县司法局“一站式”调解。"},
        "青海省海北藏族自治州刚察县沙柳河镇",
    ),
    "aid from another province": (
        {
            "title": "察汗乌苏蒙古族乡2023年法治建设工作总结",
            "body": "在江苏省对口援疆指挥部支持下，江苏省泰州市司法局捐赠法律图书300册。泰州市委组织部选派律师3名。",
        },
        "新疆维吾尔自治区伊犁哈萨克自治州昭苏县察汗乌苏蒙古族乡",
    ),
    "aid, partner's government": (
        {
            "title": "卡乡2023年法治政府建设报告",
            "body": "援藏单位辽宁省沈阳市人民政府投入资金50万元。沈阳市委、市政府代表团来我乡调研。",
        },
        "西藏自治区那曲市申扎县卡乡",
    ),
    "olympics and congress": (
        {
            "title": "黄龙溪镇2023年法治政府建设工作总结",
            "body": "围绕北京冬奥会、成都大运会和上海合作组织峰会做好维稳。",
        },
        "四川省成都市双流区黄龙溪镇",
    ),
    "capital's government in prose": (
        {"title": "青岩镇2023年法治政府建设工作总结", "body": "北京市人民政府参事来镇调研。干部张北京同志被评为先进。"},
        "贵州省贵阳市花溪区青岩镇",
    ),
    "the national model": (
        {"title": "枫桥镇2023年法治政府建设工作总结", "body": "坚持和发展新时代“枫桥经验”，打造枫桥式人民法庭。"},
        "浙江省绍兴市诸暨市枫桥镇",
    ),
    "court of a higher authority": (
        {
            "title": "茅台镇2023年法治政府建设工作总结",
            "body": "最高人民法院、贵州省高级人民法院、遵义市中级人民法院指导。",
        },
        "贵州省遵义市仁怀市茅台镇",
    ),
    "several counties named as guests": (
        {
            "title": "勐罕镇2023年法治政府建设工作报告",
            "body": "勐海县人民政府、勐腊县人民政府先后来镇交流学习。与勐腊县司法局签订联防协议。",
        },
        "云南省西双版纳傣族自治州景洪市勐罕镇",
    ),
    "place inside a company": (
        {"title": "佛堂镇2023年法治政府建设工作总结", "body": "中国建设银行北京市分行、新疆生产建设集团有限公司。"},
        "浙江省金华市义乌市佛堂镇",
    ),
    "sister town": (
        {
            "title": "虎门镇2023年法治政府建设年度报告",
            "body": "与广西壮族自治区河池市都安县安阳镇结对帮扶。都安县委书记来访。",
        },
        "广东省东莞市虎门镇",
    ),
    "county of the same stem as a street": (
        {"title": "鹿阜街道办事处2023年法治政府建设情况报告", "body": "石林县人民法院驻点调解。"},
        "云南省昆明市石林彝族自治县鹿阜街道",
    ),
    "party school elsewhere": (
        {"title": "同里镇2023年法治政府建设工作总结", "body": "组织村干部到浙江大学、延安市委党校培训。"},
        "江苏省苏州市吴江区同里镇",
    ),
    "number of the document": (
        {
            "title": "新城镇2022年法治政府建设工作总结",
            "signature": "高碑店市新城镇人民政府",
            "document_number": "新政〔2022〕8号",
        },
        "河北省保定市高碑店市新城镇",
    ),
}

OPEN: dict[str, dict[str, Any]] = {
    "nothing else": {"title": TITLE},
    "only a court that visits": {"title": TITLE, "body": "邀请五河县人民法院法官授课。"},
    "only a model county": {"title": TITLE, "body": "借鉴太和县委、太和县人民政府先进做法。"},
    "only helpers": {"title": TITLE, "body": "在江苏省无锡市人民政府对口支援下，江阴市委选派干部5名。"},
    "helpers in the preamble": {
        "title": TITLE,
        "preamble": "2023年，在县委、县政府的坚强领导和浙江省宁波市委、市政府的对口帮扶下，城关镇认真落实。",
    },
    "partners' county, cooperation": {"title": TITLE, "body": "与卢氏县司法局、卢氏县人民法院开展跨省协作。"},
    "news from the capital": {"title": TITLE, "body": "北京冬奥会期间加强值守。上海合作组织峰会期间零上访。"},
    "origin of a person": {"title": TITLE, "body": "当事人王某，五河县人，五河县公安局移送案件。"},
    "two counties in prose": {"title": TITLE, "body": "在五河县委领导下。按照《卢氏县法治政府建设要点》。"},
    "slogan": {"title": TITLE, "body": "讲好新疆故事，建设美丽文县，争创平安宁陕。"},
    "one neighbour's name that is shared": {"title": TITLE, "body": "与新城镇、中和镇、城北街道联合执法。"},
    "a folder of another name": {"title": TITLE, "source": "汇总/各乡镇/城关镇.txt"},
    "a folder that is a date": {"title": TITLE, "source": "2023年/12月/城关镇.txt"},
    "street, no city": {"title": "城北街道办事处2023年法治政府建设年度报告", "body": "区委、区政府领导下。"},
    "district of four cities": {"title": "鼓楼区2023年法治政府建设年度报告"},
    "bureau without a place": {"title": "司法局2023年法治政府建设总结"},
    "bureau, partner named": {"title": "县司法局2023年法治政府建设总结", "body": "与昭苏县人民法院联合培训。"},
    "invented town": {"title": "昭苏县青云镇2023年法治政府建设工作总结"},
    "invented county": {"title": "青石县云溪镇2023年法治政府建设工作总结"},
    "bare stem of a town": {"title": "虎门2023年法治政府建设年度报告"},
    "bare stem, an ordinary word": {"title": "比如2023年法治政府建设年度报告"},
    "bare stem, townships of it elsewhere": {"title": "平安2023年法治政府建设年度报告"},
    "ministry": {"title": "司法部2023年法治政府建设年度报告"},
    "national ministry": {"title": "中华人民共和国水利部2023年法治政府建设年度报告"},
    "state administration": {"title": "国家税务总局2023年法治政府建设情况报告"},
    "committee of a ministry": {"title": "国家发展改革委2023年法治政府建设情况"},
    "unknown zone": {"title": "滨海蓝湾经济开发区管委会2023年法治政府建设总结"},
    "model essay": {"title": "乡镇2023年法治政府建设工作总结范文"},
    "masked": {"title": "XX镇2023年法治政府建设工作总结", "body": "XX镇在县委领导下"},
    "masked with circles": {"title": "○○县××镇2023年法治政府建设工作总结"},
    "hospital": {"title": "人民医院2023年法治建设工作总结", "body": "昭苏县籍患者"},
    "association": {"title": "律师协会2023年法治建设工作总结"},
    "first and last character of two": {"title": "喀镇2023年法治政府建设总结", "body": "到喀拉达拉镇、喀赞其镇学习"},
}


def found(evidence: dict[str, Any]) -> tuple[str, bool]:
    result = resolve_place(PlaceEvidence(**evidence))
    return "".join(result.place.parts), result.place.certain


@pytest.mark.parametrize(("evidence", "place"), SETTLED.values(), ids=SETTLED)
def test_settled_by_its_own_words(evidence: dict[str, Any], place: str) -> None:
    assert found(evidence) == (place, True)


@pytest.mark.parametrize("evidence", OPEN.values(), ids=OPEN)
def test_stays_open(evidence: dict[str, Any]) -> None:
    result = resolve_place(PlaceEvidence(**evidence))
    assert not result.place.certain
    assert result.place.code is None or len(result.place.code) < 9
    assert result.notes
