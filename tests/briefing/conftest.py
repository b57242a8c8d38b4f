"""Excerpts that files are tried on: plain ones, and one that tries to break every format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.excerpt import Briefing, Excerpt, Group
from corpus.report import Level, Place, Role
from indexer.catalogue import ReportFacts

HOSTILE = "=HYPERLINK(1)\x00\x0b\ud800\ufffe<b>&amp;</b> **x** [y](http://example.com) `z` | \u202e"
"""Control characters, a lone surrogate, a noncharacter, a formula, and marks of HTML and Markdown."""


def excerpt(identity: str, township: str, year: int | None, text: str, note: str = "") -> Excerpt:
    place = Place("甲省", "乙市", "丙县", township, None, certain=True)
    report = ReportFacts(
        0, f"r-{township}-{year}", f"reports/{township}.docx", f"{township}{year}年法治政府建设报告", place,
        Level.TOWNSHIP, year, fictional=False, issuer=f"{township}人民政府",
    )  # fmt: skip
    return Excerpt(identity, report, Role.PRACTICE, ("一、主要做法", "（一）充实力量"), text, page=3, note=note)


@pytest.fixture
def briefing() -> Briefing:
    """Four excerpts of three reports, under two headings and under none."""
    made_up = excerpt("d", "丁镇", 2023, "调解纠纷8件。")
    return Briefing(
        "执法人员不足摘编",
        "2026-11-23",
        (
            Group(None, (excerpt("a", "甲乡", 2022, "聘请律师3名。\n全年坐班36天。"),)),
            Group("补充力量", (excerpt("b", "乙镇", 2024, "抽调执法人员5名。", note="可以借鉴。\n再问。"),)),
            Group(
                "二、其他",
                (
                    replace(excerpt("c", "甲乡", 2022, "培训执法人员3次。"), standing=False),
                    replace(
                        made_up,
                        report=replace(made_up.report, fictional=True),
                        also=(excerpt("e", "戊乡", 2021, "x").report,),
                    ),
                ),
            ),
        ),
        ("检索问题：执法人员不足",),
    )


@pytest.fixture
def hostile() -> Briefing:
    """Every text of it is hostile, and the title is as long as a whole report."""
    bad = excerpt("h", HOSTILE, None, f"{HOSTILE}\n{HOSTILE}", note=HOSTILE)
    bad = replace(bad, headings=(HOSTILE,), report=replace(bad.report, title=HOSTILE, source=HOSTILE, issuer=HOSTILE))
    return Briefing("问" * 100_000 + HOSTILE, HOSTILE, (Group(HOSTILE, (bad,)),), (HOSTILE,))
