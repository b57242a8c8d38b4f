"""Whole heads and feet of reports as they come: several fields at once, some of them misleading."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.places.resolution import PlaceEvidence, resolve_place

CASES: dict[str, tuple[dict[str, Any], str]] = {
    "red head, shared street": (
        {
            "letterhead": "吉水县文峰镇人民政府文件",
            "title": "关于文峰镇2023年度法治政府建设情况的报告",
            "preamble": "县司法局：现将我镇法治政府建设情况报告如下。",
        },
        "江西省吉安市吉水县文峰镇",
    ),
    "signature with a blank inside": (
        {"title": "法治政府建设工作总结", "signature": "平 乐 县 二 塘 镇 人 民 政 府\n2024年1月8日"},
        "广西壮族自治区桂林市平乐县二塘镇",
    ),
    "site of the city in the source row": (
        {"title": "黄水镇2023年法治政府建设工作总结", "metadata": {"来源": "双流区黄水镇"}},
        "四川省成都市双流区黄水镇",
    ),
    "title of a committee and a government": (
        {"title": "中共察隅县下察隅镇委员会 察隅县下察隅镇人民政府2023年法治建设情况报告"},
        "西藏自治区林芝市察隅县下察隅镇",
    ),
    "village cited from another county": (
        {
            "title": "查干淖尔镇2022年法治政府建设工作总结",
            "body": "组织嘎查干部赴鄂尔多斯市杭锦旗独贵塔拉镇学习。阿巴嘎旗司法局到镇督导。",
        },
        "内蒙古自治区锡林郭勒盟阿巴嘎旗查干淖尔镇",
    ),
    "aid work group in tibet": (
        {
            "title": "双湖县2023年法治政府建设年度报告",
            "body": "依托中国石化对口支援，广东省佛山市、珠海市律师团队赴双湖县开展法律援助。",
        },
        "西藏自治区那曲市双湖县",
    ),
    "aid leader as author": (
        {
            "title": "皮山县2023年法治政府建设情况报告",
            "preamble": "2023年，皮山县在自治区党委、地委的坚强领导下，在安徽省对口支援皮山县工作组支持下，扎实推进。",
        },
        "新疆维吾尔自治区和田地区皮山县",
    ),
    "farm with county": (
        {"title": "友谊县友谊农场2023年法治建设工作总结"},
        "黑龙江省双鸭山市友谊县友谊农场",
    ),
    "table and title differ in length": (
        {"title": "喀拉达拉镇法治政府建设总结", "metadata": {"发文单位": "特克斯县喀拉达拉镇人民政府"}},
        "新疆维吾尔自治区伊犁哈萨克自治州特克斯县喀拉达拉镇",
    ),
    "folders of province and county": (
        {"title": "法治政府建设工作总结", "source": "贵州/雷山县/西江镇/2022年度.pdf"},
        "贵州省黔东南苗族侗族自治州雷山县西江镇",
    ),
    "file of a download": (
        {"title": "2023年法治政府建设工作总结", "source": "downloads/景洪市勐罕镇2023年法治政府建设工作总结(1).docx"},
        "云南省西双版纳傣族自治州景洪市勐罕镇",
    ),
    "own office signs": (
        {"title": "丙中洛镇2023年法治政府建设总结", "signature": "丙中洛镇综合行政执法队\n2023年12月"},
        "云南省怒江傈僳族自治州贡山独龙族怒族自治县丙中洛镇",
    ),
    "county bureau publishes": (
        {"title": "佛堂镇2022年度法治政府建设工作总结", "metadata": {"发布机构": "义乌市司法局", "来源": "佛堂镇"}},
        "浙江省金华市义乌市佛堂镇",
    ),
    "county, party office signs": (
        {"title": "寻乌县2023年法治政府建设情况报告", "signature": "中共寻乌县委全面依法治县委员会办公室"},
        "江西省赣州市寻乌县",
    ),
    "district of a shared name, city in the folder": (
        {"title": "鼓楼区2023年法治政府建设年度报告", "source": "江苏/徐州市/鼓楼区2023.txt"},
        "江苏省徐州市鼓楼区",
    ),
    "district of a shared name, city leads": (
        {
            "title": "普陀区2023年法治政府建设年度报告",
            "body": "在舟山市委、市政府的坚强领导下，按照《舟山市法治建设要点》推进。",
        },
        "浙江省舟山市普陀区",
    ),
    "street, city's government on the site": (
        {"title": "南湖街道2023年法治政府建设年度报告", "metadata": {"SiteName": "沭阳县人民政府"}},
        "江苏省宿迁市沭阳县南湖街道",
    ),
    "same name of town and county": (
        {"title": "泾县泾川镇2023年法治政府建设工作总结"},
        "安徽省宣城市泾县泾川镇",
    ),
    "chongqing, two levels": (
        {"title": "重庆市武隆区和顺镇人民政府2023年法治政府建设情况报告"},
        "重庆市武隆区和顺镇",
    ),
    "hainan, county under the province": (
        {"title": "海南省琼海市博鳌镇2023年度法治政府建设情况报告"},
        "海南省琼海市博鳌镇",
    ),
    "hubei, city under the province": (
        {"title": "潜江市熊口镇2023年法治政府建设工作总结"},
        "湖北省潜江市熊口镇",
    ),
    "henan, city under the province": (
        {"title": "济源市轵城镇2023年法治政府建设工作总结"},
        "河南省济源市轵城镇",
    ),
    "liaoning, ethnic county in short": (
        {"title": "宽甸县青椅山镇2023年度法治政府建设情况报告"},
        "辽宁省丹东市宽甸满族自治县青椅山镇",
    ),
    "ningxia": (
        {"title": "吴忠市盐池县花马池镇2023年法治政府建设工作总结"},
        "宁夏回族自治区吴忠市盐池县花马池镇",
    ),
    "gansu, ethnic township": (
        {"title": "文县铁楼藏族乡2023年法治政府建设工作总结"},
        "甘肃省陇南市文县铁楼藏族乡",
    ),
    "gansu, ethnic township in short": (
        {"title": "文县铁楼乡2023年法治政府建设工作总结"},
        "甘肃省陇南市文县铁楼藏族乡",
    ),
    "shaanxi, county in brackets": (
        {"title": "（宁陕县）皇冠镇2023年法治政府建设工作总结"},
        "陕西省安康市宁陕县皇冠镇",
    ),
    "hunan, year in the middle": (
        {"title": "浏阳市中和镇关于2022年度法治政府建设工作情况的报告"},
        "湖南省长沙市浏阳市中和镇",
    ),
    "shanxi, half year": (
        {"title": "永济市城北街道办事处2023年上半年法治政府建设工作总结"},
        "山西省运城市永济市城北街道",
    ),
    "guangdong, office abbreviated": (
        {"title": "思明区鼓浪屿街道办2023年法治政府建设情况"},
        "福建省厦门市思明区鼓浪屿街道",
    ),
    "anhui, shared name, publisher": (
        {"title": "城关镇二〇二三年度法治政府建设总结", "metadata": {"信息来源": "利辛县城关镇人民政府"}},
        "安徽省亳州市利辛县城关镇",
    ),
    "shared name, neighbours": (
        {
            "title": "城关镇2023年法治政府建设工作总结",
            "body": "与杜关镇、官道口镇、朱阳关镇联合开展矛盾纠纷排查。横涧乡、沙河乡群众到我镇办事。",
        },
        "河南省三门峡市卢氏县城关镇",
    ),
    "former township of a former county": (
        {"title": "沙湾县金沟河镇2020年法治政府建设工作总结"},
        "新疆维吾尔自治区塔城地区沙湾市金沟河镇",
    ),
    "former prefecture": (
        {"title": "那曲地区申扎县卡乡2017年法治政府建设工作总结"},
        "西藏自治区那曲市申扎县卡乡",
    ),
    "former city": (
        {"title": "四平市公主岭市2019年法治政府建设情况报告"},
        "吉林省长春市公主岭市",
    ),
    "department of a banner": (
        {"title": "达茂旗司法局2023年法治政府建设工作总结"},
        "内蒙古自治区包头市达尔罕茂明安联合旗",
    ),
    "bureau, county in the signature": (
        {"title": "自然资源局2023年法治政府建设工作总结", "signature": "容城县自然资源局\n2024年1月5日"},
        "河北省保定市容城县",
    ),
    "prefectural bureau": (
        {"title": "伊犁州应急管理局2023年法治政府建设工作总结", "body": "昭苏县、特克斯县应急管理局。"},
        "新疆维吾尔自治区伊犁哈萨克自治州",
    ),
    "provincial bureau": ({"title": "甘肃省市场监督管理局2023年法治政府建设年度报告"}, "甘肃省"),
    "regiment in short": (
        {"title": "一四三团2023年法治建设工作总结", "body": "在第八师党委领导下。"},
        "新疆维吾尔自治区塔城地区沙湾市兵团一四三团",
    ),
    "county's own agencies in prose": (
        {"title": "喀什市2023年法治政府建设情况报告", "body": "喀什市人民法院、喀什市公安局、疏附县司法局联合发文。"},
        "新疆维吾尔自治区喀什地区喀什市",
    ),
    "host of a summit": (
        {
            "title": "青岛市市南区2023年法治政府建设年度报告",
            "body": "保障上海合作组织青岛峰会成果转化，对口协作陇南市。",
        },
        "山东省青岛市市南区",
    ),
}


@pytest.mark.parametrize(("evidence", "place"), CASES.values(), ids=CASES)
def test_resolves_among_noise(evidence: dict[str, Any], place: str) -> None:
    found = resolve_place(PlaceEvidence(**evidence))
    assert ("".join(found.place.parts), found.place.certain) == (place, True)


MORE_OPEN: dict[str, dict[str, Any]] = {
    "shared, cooperation with a court": {
        "title": "南湖街道2023年法治政府建设年度报告",
        "body": "与沭阳县人民法院共建诉源治理工作站，沭阳县人民法院法官每月坐班。",
    },
    "shared, folder of the aid province": {"title": "城关镇2023年总结", "source": "江苏省/城关镇.txt"},
    "shared, newspaper as the source": {"title": "城关镇2023年总结", "metadata": {"来源": "河南日报"}},
    "shared, lawyers' site": {"title": "城关镇2023年总结", "metadata": {"SiteName": "卢氏县律师网"}},
    "unique name, site of another county": {
        "title": "卡乡2023年法治政府建设报告",
        "metadata": {"SiteName": "德格县人民政府网"},
    },
    "unique name, signed elsewhere": {"title": "茅台镇2023年法治政府建设报告", "signature": "巴塘县人民政府"},
    "word for all townships": {"title": "各乡镇2023年法治政府建设工作总结"},
    "people's names": {"title": "关于张昭苏同志2023年述法报告"},
    "a company of a county": {"title": "茅台集团2023年法治建设工作总结"},
    "unknown stem": {"title": "云溪2023年法治政府建设工作总结"},
    "unknown office": {"title": "蓝湾办事处2023年法治政府建设工作总结"},
    "shared office": {"title": "城北办事处2023年法治政府建设工作总结"},
    "two counties sign": {"title": "城关镇2023年总结", "signature": "五河县人民政府\n卢氏县人民政府"},
}


@pytest.mark.parametrize("evidence", MORE_OPEN.values(), ids=MORE_OPEN)
def test_stays_open(evidence: dict[str, Any]) -> None:
    place = resolve_place(PlaceEvidence(**evidence)).place
    assert not place.certain
