"""Small reports with figures that tests know, and an index of them."""

from __future__ import annotations

from pathlib import Path

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index

_REPORT = """{county}{township}{year}年法治政府建设工作报告

{year}年，{township}认真推进法治政府建设，现将有关情况报告如下：

一、工作开展情况
（一）化解矛盾纠纷。{disputes}
（二）开展普法宣传。{publicity}
二、存在的问题
一是力量不足，普法形式单一，群众参与的积极性不高。
三、下一步打算
（一）充实力量。{plan}

{township}人民政府
{year}年12月20日
"""
PUBLICITY = "通过多种形式宣传法律知识，群众法治意识有所提高。"
PLAN = "计划全年调解矛盾纠纷900件。"


def write_report(
    folder: Path, township: str, year: int, disputes: str, publicity: str = PUBLICITY, county: str = "甲县"
) -> None:
    """Write one report."""
    folder.mkdir(parents=True, exist_ok=True)
    slots = {"county": county, "township": township, "year": year}
    text = _REPORT.format(**slots, disputes=disputes, publicity=publicity, plan=PLAN)
    (folder / f"{township}{year}.txt").write_text(text, encoding="utf-8")


def index_of(root: Path) -> Index:
    """An index of the reports in the folder ``reports``, in the folder ``index`` beside it."""
    build_index(root / "index", [root / "reports"], HashingEncoder())
    return Index.open(root / "index")
