"""One invented report and what formats, sites and offices make of it, for tests of duplicates."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from corpus.duplicates.groups import Source
from corpus.places.resolution import PLACE_KEYS
from corpus.reader import read_report_bytes

COUNTY = "刚察县"
TOWN = "沙柳河镇"

DONE = (
    "镇党委中心组专题学习宪法和行政复议法6次，班子成员述法4人",
    "组织执法人员参加县级培训28人次，新增持证人员5名",
    "开展安全生产和环境卫生联合检查37次，督促整改隐患96处",
    "审查合同协议19份，驻村律师提出修改意见42条",
    "调解草场、婚姻和邻里纠纷73件，没有一件上交",
    "在牧民定居点举办双语普法夜校11期，听讲群众1340人次",
    "公开财政预决算、救助名单等信息205条，接受群众查询",
    "完善镇村两级议事规则，重大事项征求法律顾问意见8次",
    "为务工牧民追回拖欠工资18.6万元，办理法律援助9件",
    "把法治建设纳入各村年度考核，兑现奖惩并通报3次",
)
LACK = ("持证执法人员只有7名，流动性大", "普法多用汉语，牧民听不太懂", "调解台账记录简单，后续回访不多")
NEXT = ("争取编制补充执法人员2名", "编写双语普法手册3000册", "每季度抽查调解卷宗一次")
_DEBRIS = ("首页 > 政务公开 > 法治政府建设\n", "\n【打印】【关闭】\n主办：刚察县人民政府办公室 技术支持：某某网络公司")


def report_text(township: str = TOWN, year: int = 2023, sentences: Sequence[str] = DONE) -> str:
    """The report; the same wording for any township and year."""
    done = "\n".join(
        f"（{number}）{sentence}。" for number, sentence in zip("一二三四五六七八九十", sentences, strict=True)
    )
    return (
        f"{COUNTY}{township}{year}年法治政府建设工作报告\n\n"
        f"{year}年，{township}坚持依法行政，现将有关情况报告如下：\n"
        f"一、主要工作\n{done}\n二、存在的问题\n" + "\n".join(f"{item}。" for item in LACK) + "\n"
        "三、下一步打算\n"
        + "\n".join(f"{item}。" for item in NEXT)
        + f"\n\n{COUNTY}{township}人民政府\n{year + 1}年1月12日\n"
    )


def changed(share: float) -> list[str]:
    """The sentences with a share of them about something else."""
    chance = random.Random(5)
    subjects = "水利春耕防疫植树修路养老助残招生征兵禁毒"
    return [
        f"本年另行安排{chance.choice(subjects)}{chance.choice(subjects)}等工作{chance.randrange(90)}项，由分管领导牵头逐月调度落实"
        if chance.random() < share
        else sentence
        for sentence in DONE
    ]


def on_a_site(text: str) -> str:
    """The text between the things of a site."""
    return _DEBRIS[0] + text + _DEBRIS[1]


def scanned(text: str) -> str:
    """The text with one wrong character in sixty."""
    return "".join("口" if number % 60 == 59 and "一" <= char <= "龥" else char for number, char in enumerate(text))


def bare(text: str) -> str:
    """The text without anything that names place or year."""
    body = text.replace(COUNTY, "").replace(TOWN, "").replace("2023年", "").replace("2024年", "")
    return body.replace("人民政府", "")


def file(name: str, text: str, *, folder: str = "f", metadata: Mapping[str, str] | None = None) -> Source:
    """A source as the reader makes it."""
    given = metadata or {}
    report = read_report_bytes(text.encode(), "a.txt", source=f"{folder}/{name}", metadata=given)
    facts = {"place"} if set(PLACE_KEYS).intersection(given) else set()
    return Source(folder, name, report, frozenset(facts | ({"year"} if "year" in given else set())))


def together(groups: Sequence[Sequence[Source]]) -> list[list[str]]:
    """Names of the sources, group by group."""
    return [[source.name for source in group] for group in groups]
