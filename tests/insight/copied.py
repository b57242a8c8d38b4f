"""Reports of five townships in three counties that say some things alike, for the tests of what they have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index

KEPT = "对群众反映的每一件事项，做到当天登记、专人联系、限期回复。"
LEARNED = "坚持把领导干部学法放在首位，每月安排一名班子成员领学法律法规。"
SHOWN = "在每个村的便民服务点设立公告栏，张贴办事流程和监督电话。"
FIGURES_2022 = "全年组织执法人员业务培训3次，参加考试人员12名全部合格。"
FIGURES_2023 = "全年组织执法人员业务培训15次，参加考试人员140名全部合格。"
NEAR_2022 = "调解员年龄普遍偏大，多数由村干部兼任，熟悉法律的人员不多。"
NEAR_2023 = "村级调解员年龄普遍偏大，多数由村干部兼任，熟悉法律的人员仍然不多。"
COMMON = "坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻习近平法治思想。"
OWN = "把废弃的粮站改建成调解室，请三位退休教师轮流值守接待来访群众。"
SHORT = "一是压实工作责任。"


def report_text(county: str, township: str, year: int, practice: Sequence[str], problem: Sequence[str]) -> str:
    """A report of two sections; the township names itself in its title and signature."""
    lines = [
        f"{county}{township}{year}年法治政府建设工作报告",
        f"{year}年，{township}认真落实县里的各项部署，现将有关情况报告如下。",
        "一、主要工作",
        *practice,
        "二、存在的问题",
        *problem,
        f"{county}{township}人民政府",
        f"{year}年12月20日",
    ]
    return "\n".join(lines)


def own(place: str, year: int) -> str:
    """A sentence that no other report has."""
    words = {
        "甲": "粮站改建调解室",
        "乙": "流动法庭进牧场",
        "丙": "夜间巡逻护学路",
        "丁": "码头设立说事亭",
        "戊": "茶馆里的说理会",
    }
    ways = {2021: "请退休教师轮流值守", 2022: "由驻村律师每周接待", 2023: "同邻近乡镇结成对子"}
    return f"{words[place]}开始运行，{ways[year]}，解决了{place}地{ways[year][:3]}的老难题。"


REPORTS: Mapping[str, tuple[str, str, int, Sequence[str], Sequence[str]]] = {
    "a21": ("青山县", "甲河镇", 2021, (KEPT, COMMON, own("甲", 2021)), (own("甲", 2021)[:20] + "但经费不足难以为继。",)),
    "a22": ("青山县", "甲河镇", 2022, (KEPT, COMMON, FIGURES_2022, SHORT, own("甲", 2022)), (NEAR_2022,)),
    "a23": ("青山县", "甲河镇", 2023, (KEPT, COMMON, FIGURES_2023, own("甲", 2023)), (NEAR_2023,)),
    "b22": ("青山县", "乙溪乡", 2022, (COMMON, LEARNED, own("乙", 2022)), (own("乙", 2022)[:18] + "牧民居住分散路途遥远。",)),
    "b23": ("青山县", "乙溪乡", 2023, (COMMON, KEPT, SHOWN, own("乙", 2023)), ()),
    "c22": ("白水县", "丙湾镇", 2022, (COMMON, LEARNED, own("丙", 2022)), ()),
    "d23": ("白水县", "丁口镇", 2023, (COMMON, LEARNED.replace("学法", "學法"), own("丁", 2023)), ()),
    "e23": ("绿洲县", "戊林乡", 2023, (COMMON, SHOWN.replace("，", ","), own("戊", 2023)), ()),
}  # fmt: skip


def write_index(root: Path) -> Index:
    """An index of these reports; their places come from a sidecar."""
    folder = root / "reports"
    folder.mkdir(parents=True)
    rows = ["source,province,prefecture,county,township,year,level"]
    for name, (county, township, year, practice, problem) in REPORTS.items():
        (folder / f"{name}.txt").write_text(report_text(county, township, year, practice, problem), encoding="utf-8")
        rows.append(f"{name}.txt,云中省,云中市,{county},{township},{year},township")
    (folder / "metadata.csv").write_text("\n".join(rows), encoding="utf-8")
    build_index(root / "index", [folder], HashingEncoder())
    return Index.open(root / "index")


def id_of(index: Index, name: str) -> str:
    """The id of the report of this name."""
    return next(report.id for report in index.reports if report.source.endswith(f"/{name}.txt"))
