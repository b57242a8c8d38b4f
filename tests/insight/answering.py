"""Townships that have a problem and townships that did something about it, for the tests of practices."""

from __future__ import annotations

from pathlib import Path

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from search.engine import Engine

PROBLEM = "一是执法人员不足，持证人员只有2名，夜间巡查排不开班。"
ANSWER = "充实执法人员5名，组建综合执法队，夜间巡查120次。"
PLAN = "一是补充执法人员，年内再招聘2名。"
OTHER = "组织法治宣传12场，发放资料900份。"

REPORT = """{county}{township}{year}年法治政府建设工作报告

{year}年，{township}推进法治政府建设，现将有关情况报告如下。
一、主要工作
（一）规范行政执法
{practice}
（二）开展普法宣传
{other}
二、存在的问题
{problem}
三、下一步打算
{plan}

{township}人民政府
{year}年12月20日
"""

TOWNSHIPS = (
    # county, township, year, practice, problem, plan
    ("刚察县", "沙柳河镇", 2022, "执法检查30次，办理案件3件。", PROBLEM, PLAN),
    ("刚察县", "沙柳河镇", 2023, ANSWER, "一是普法形式单一，群众不爱听。", "一是创新普法形式。"),
    ("刚察县", "哈尔盖镇", 2023, "执法检查26次，整改隐患8处。", PROBLEM, "一是修订村规民约。"),
    (
        "昭苏县",
        "察汗乌苏蒙古族乡",
        2023,
        "抽调站所人员充实执法队，新增执法人员4名，夜间巡查60次。",
        "一是档案管理粗放。",
        PLAN,
    ),
    ("昭苏县", "胡松图喀尔逊蒙古族乡", 2023, ANSWER, "一是信访积案3件未化解。", "一是化解积案。"),
)


def write_townships(folder: Path) -> None:
    """Write the reports."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (county, township, year, practice, problem, plan) in enumerate(TOWNSHIPS):
        text = REPORT.format(
            county=county, township=township, year=year, practice=practice, problem=problem, plan=plan, other=OTHER
        )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def open_townships(root: Path) -> Engine:
    """An engine on an index of the reports, with the toy encoder."""
    write_townships(root / "reports")
    build_index(root / "index", [root / "reports"], HashingEncoder())
    return Engine(Index.open(root / "index"), HashingEncoder())
