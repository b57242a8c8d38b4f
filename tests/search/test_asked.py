"""What a question asks for: role, years, places and figures, and what is left of it; precision before recall."""

from __future__ import annotations

import pytest

from corpus.report import Level, Place, Role
from indexer.rows import ReportFacts
from search.asked import Asked, PlaceNames, understand_asked
from search.asked_cues import FIGURE_CUES, ROLE_CUES, AskCue, asks_for_figures, find_role
from search.asked_pinyin import romanise
from search.asked_text import legible
from search.filters import Filters, matching_reports, parse_years
from search.question import parse_question

XINJIANG, ILI = "新疆维吾尔自治区", "伊犁哈萨克自治州"
PLACES = (
    (XINJIANG, ILI, "昭苏县", "察汗乌苏蒙古族乡"),
    (XINJIANG, ILI, "昭苏县", "昭苏镇"),
    (XINJIANG, ILI, "特克斯县", "克孜勒陶镇"),
    ("青海省", "海北藏族自治州", "刚察县", "沙柳河镇"),
    ("西藏自治区", "山南市", "乃东区", "卡乡"),
    ("云岭省", "澜河市", "雁鸣县", "双柳溪乡"),
    ("内蒙古自治区", "呼和浩特市", "武川县", "哈乐镇"),
    ("山西省", "长治市", "沁县", "定昌镇"),
    ("陕西省", "西安市", "长安区", "太平街道"),
    ("广东省", "河源市", "和平县", "大坝镇"),
    ("河北省", "邢台市", "信都区", "建设乡"),
    ("辽宁省", "朝阳市", "北票市", "团结乡"),
    ("北京市", None, "朝阳区", "和平街街道"),
    ("浙江省", "绍兴市", "诸暨市", "枫桥镇"),
    ("河南省", "开封市", "兰考县", "城关镇"),
    ("广西壮族自治区", "南宁市", "隆安县", "城厢镇"),
    ("吉林省", "吉林市", "船营区", "北山街道"),
    ("湖南省", "长沙市", "望城区", "和平乡"),
    ("湖南省", "郴州市", "宜章县", "和平乡"),
    ("湖南省", "郴州市", "宜章县", "民族团结乡"),
    ("湖南省", "郴州市", "汝城县", "文明瑶族乡"),
)
REPORTS = [
    ReportFacts(number, str(number), "a.txt", "t", Place(*parts), Level.TOWNSHIP, 2023, False)
    for number, parts in enumerate(PLACES)
]


@pytest.fixture(scope="module")
def places() -> PlaceNames:
    return PlaceNames(REPORTS)


def ask(text: str, places: PlaceNames) -> Asked:
    return understand_asked(parse_question(text), places)


def _cases(cues: tuple[AskCue, ...], examples: bool) -> list[object]:
    return [
        pytest.param(cue, text, id=f"{cue.role or 'figures'}-{text}")
        for cue in cues
        for text in (cue.examples if examples else cue.counterexamples)
    ]


@pytest.mark.parametrize(("cue", "text"), _cases(ROLE_CUES, True))
def test_examples_of_roles(cue: AskCue, text: str) -> None:
    assert cue.search(legible(text))
    assert find_role(legible(text))[0] is cue.role


@pytest.mark.parametrize(("cue", "text"), _cases(ROLE_CUES, False))
def test_counterexamples_of_roles(cue: AskCue, text: str) -> None:
    assert find_role(legible(text))[0] is not cue.role


@pytest.mark.parametrize(("cue", "text"), _cases(FIGURE_CUES, True))
def test_examples_of_figures(cue: AskCue, text: str) -> None:
    assert cue.search(legible(text))


@pytest.mark.parametrize(("cue", "text"), _cases(FIGURE_CUES, False))
def test_counterexamples_of_figures(cue: AskCue, text: str) -> None:
    assert not asks_for_figures(legible(text))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("如何应对执法人员不足", Role.PRACTICE),
        ("how did townships handle shortage of staff", Role.PRACTICE),
        ("下一步怎么解决执法人员不足", Role.PLAN),
        ("执法人员不足", Role.PROBLEM),
        ("枫桥经验", None),
        ("网格化治理", None),
        ("法律明白人队伍培养", None),
        ("12345热线接诉即办", None),
        ("village mediation", None),
        ("how is a rule defined", None),
        ("怎么写法治政府建设报告", None),
        ("《突发事件应急预案》的计划", Role.PLAN),
        ("《怎么办》", None),
    ],
)
def test_precedence_of_roles_and_bare_keywords(text: str, role: Role | None) -> None:
    assert find_role(legible(text))[0] is role


def test_the_cue_is_quoted_as_written(places: PlaceNames) -> None:
    assert ask("昭蘇縣執法人員不足怎麼解決", places).role_cue == "怎麼"
    assert ask("How did Zhaosu county settle land quarrels?", places).role_cue == "How"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024年普法", (2024, 2024)),
        ("２０２４年普法", (2024, 2024)),
        ("二〇二三年普法", (2023, 2023)),
        ("二零二三年普法", (2023, 2023)),
        ("2022-2024年调解", (2022, 2024)),
        ("2022年至2024年调解", (2022, 2024)),
        ("2024年到2022年调解", (2022, 2024)),
        ("2022年以来普法", (2022, 2099)),
        ("2022年以前普法", (1990, 2021)),
        ("2022年、2023年普法", (2022, 2023)),
        ("2023 普法", (2023, 2023)),
        ("mediation in 2023", (2023, 2023)),
        ("mediation since 2022", (2022, 2099)),
        ("mediation between 2022 and 2024", (2022, 2024)),
        ("from 2021 to 2023 mediation", (2021, 2023)),
        ("the 2023 report on mediation", (2023, 2023)),
        ("截至2024年底共有多少调解员", (2024, 2024)),
        ("2025年有什么计划", (2024, 2025)),
        ("2021年和2024年普法", None),
        ("去年普法", None),
        ("今年普法", None),
        ("《法治政府建设实施纲要（2021—2025年）》怎么落实", None),
        ("法治政府建设实施纲要（2021-2025年）怎么落实", None),
        ("2021-2025 outline for law-based government", None),
        ("the outline (2021-2025)", None),
        ("the 2021-2025 plan", None),
        ("2021年修订的行政处罚法", None),
        ("law amended in 2021", None),
        ("12345热线", None),
        ("12348", None),
        ("调解2024件纠纷", None),
        ("2024件纠纷", None),
        ("in 2024 cases were settled", None),
        ("国发〔2015〕文件", None),
        ("1889年普法", None),
        ("到2025年实现全覆盖", None),
        ("2,023 disputes", None),
    ],
)
def test_years(text: str, years: tuple[int, int] | None, places: PlaceNames) -> None:
    asked = ask(text, places)
    assert asked.filters.years == years
    assert all(parse_years(item.value) for item in asked.found)


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("昭苏县怎么普法", Filters(county="昭苏县")),
        ("昭苏怎么普法", Filters(county="昭苏县")),
        ("昭蘇縣怎麼普法", Filters(county="昭苏县")),
        ("新疆怎么普法", Filters(province=XINJIANG)),
        ("伊犁怎么普法", Filters(prefecture=ILI)),
        ("伊犁州怎么普法", Filters(prefecture=ILI)),
        ("卡乡怎么普法", Filters(township="卡乡")),
        ("在卡乡怎么普法", Filters(township="卡乡")),
        (
            "新疆昭苏县察汗乌苏乡怎么普法",
            Filters(province=XINJIANG, county="昭苏县", township="察汗乌苏蒙古族乡"),
        ),
        ("昭苏镇怎么普法", Filters(township="昭苏镇")),
        ("双柳溪乡村民不懂法怎么办", Filters(township="双柳溪乡")),
        ("昭苏县委怎么学法", Filters(county="昭苏县")),
        ("和平县怎么普法", Filters(county="和平县")),
        ("和平各乡镇怎么普法", Filters(county="和平县")),
        ("和平乡怎么普法", Filters(township="和平乡")),
        ("北京朝阳怎么普法", Filters(province="北京市", county="朝阳区")),
        ("辽宁朝阳怎么普法", Filters(province="辽宁省", prefecture="朝阳市")),
        ("山西长治怎么普法", Filters(province="山西省", prefecture="长治市")),
        ("吉林怎么普法", Filters(province="吉林省")),
        ("新疆昭苏县和特克斯县怎么普法", Filters(province=XINJIANG)),
        ("河北和平乡怎么普法", Filters(province="河北省")),
        ("Xinjiang的乡镇怎么普法", Filters(province=XINJIANG)),
        ("mediation in Zhaosu county", Filters(county="昭苏县")),
        ("mediation in zhaosu", Filters(county="昭苏县")),
        ("Zhao Su mediation", Filters(county="昭苏县")),
        ("Zhāosū mediation", Filters(county="昭苏县")),
        ("Xinjiang mediation", Filters(province=XINJIANG)),
        ("mediation in Inner Mongolia", Filters(province="内蒙古自治区")),
        ("mediation in Tibet", Filters(province="西藏自治区")),
        ("Shaanxi mediation", Filters(province="陕西省")),
        ("Shanxi mediation", Filters(province="山西省")),
        ("Qinghai mediation", Filters(province="青海省")),
        ("mediation in Hohhot", Filters(prefecture="呼和浩特市")),
        ("Ili Kazakh Autonomous Prefecture mediation", Filters(prefecture=ILI)),
        ("Xi'an mediation", Filters(prefecture="西安市")),
        ("Changzhi city mediation", Filters(prefecture="长治市")),
        ("Jilin city mediation", Filters(prefecture="吉林市")),
        ("Ka township mediation", Filters(township="卡乡")),
        ("Long'an county mediation", Filters(county="隆安县")),
        ("Chahanwusu Mongol township mediation", Filters(township="察汗乌苏蒙古族乡")),
    ],
)
def test_places(text: str, filters: Filters, places: PlaceNames) -> None:
    asked = ask(text, places)
    assert asked.filters == filters
    assert matching_reports(asked.filters, REPORTS).any()


@pytest.mark.parametrize(
    "text",
    [
        "和平的环境怎么营造",
        "老人和平时怎么说",
        "加强建设镇政府服务",
        "建设乡镇法治",
        "团结群众",
        "民族团结进步",
        "文明乡风建设",
        "城关",
        "长治久安怎么实现",
        "枫桥经验怎么落地",
        "察卡乡怎么普法",
        "黄河南岸的纠纷",
        "四川的乡镇",
        "朝阳怎么普法",
        "昭苏县和特克斯县怎么调解",
        "昭苏与青海的区别",
        "广东昭苏县与新疆",
        "除新疆以外的乡镇",
        "和卡乡一样的做法",
        "townships outside Xinjiang",
        "how long an appeal takes",
        "Zhaosu and Gangcha compared",
        "Sichuan and Zhaosu",
        "Heping township in Sichuan",
        "compared with Qinghai",
        "《新疆维吾尔自治区法律援助条例》",
    ],
)
def test_what_names_no_place_or_too_many_stays(text: str, places: PlaceNames) -> None:
    asked = ask(text, places)
    assert asked.found == ()
    assert asked.text == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("2023年昭苏县怎么解决执法人员不足", "怎么解决执法人员不足"),
        ("在双柳溪乡2024年存在哪些问题", "存在哪些问题"),
        ("昭苏县，2023年，怎么普法？", "怎么普法？"),
        ("新疆的乡镇普法", "乡镇普法"),
        ("2022年以来的新疆普法", "普法"),
        ("How did Zhaosu county handle shortage of staff in 2023?", "How did it handle shortage of staff?"),
        ("how did townships in Xinjiang's Ili prefecture mediate", "how did townships mediate"),
        ("Tibet townships' problems with hearings", "townships' problems with hearings"),
        ("In Qinghai, how is law taught?", "how is law taught?"),
        ("2023年昭苏县", "2023年昭苏县"),
        ("Xinjiang in 2023", "Xinjiang in 2023"),
        ("昭苏县的", "昭苏县的"),
        ("plans for 2024 in Tibet", "plans for 2024"),
    ],
)
def test_what_is_left(text: str, left: str, places: PlaceNames) -> None:
    assert ask(text, places).text == left


def test_found_tells_what_was_written(places: PlaceNames) -> None:
    asked = ask("2023年新疆昭苏怎么普法", places)
    assert [(item.kind, item.value, item.text) for item in asked.found] == [
        ("year", "2023", "2023年"),
        ("province", XINJIANG, "新疆"),
        ("county", "昭苏县", "昭苏"),
    ]


def test_an_index_without_places() -> None:
    asked = ask("2023年昭苏县怎么普法", PlaceNames([]))
    assert asked.filters == Filters(years=(2023, 2023))
    assert asked.text == "昭苏县怎么普法"


def test_readings_of_a_character() -> None:
    assert set(romanise("长治")) == {"zhangzhi", "changzhi"}
    assert romanise("吕梁") == ("luliang",)
