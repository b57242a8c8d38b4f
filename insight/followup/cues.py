"""Words that decide more than likeness can: what is no statement at all, and what admits that something was not done, or not all of it.

The tables are declarative: to teach a wording, add it to a cue and give an example, which is a test case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """A wording; each example holds it, no counterexample does."""

    name: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


LEAD_IN = Cue(
    "only announces what follows",
    re.compile(
        r"^[^。；！？]*(?:[:：]|(?:以下|如下|下列)[^。；，]{0,14}[。；]?"
        r"|(?:存在|有|看到)(?:着|了)?(?:不少|一些|一定|许多|诸多|很多|几个|一定的)?(?:的)?"
        r"(?:问题|不足|困难|差距|短板|欠账|薄弱环节)(?:[和与及、](?:问题|不足|困难|差距|短板|薄弱环节))?[。；]?)\s*$"
    ),
    (
        "2024年，我镇将重点抓好以下工作：",
        "当前还存在以下几方面的问题：",
        "尽管我乡取得了一定成绩，但仍存在一些问题和困难。",
        "下一步，我镇将从以下几个方面着手。",
    ),
    (
        "一是普法形式单一，群众参与不多。",
        "明年重点办好两件事：一是安装监测点位；",
        "执法装备不足，取证设备存在短板，影响办案。",
    ),
)
"""A plan or problem passage that holds nothing of its own."""

ADMISSIONS = (
    Cue(
        "looks back at a plan",
        re.compile(
            r"(?:去年|上年|上一年度?|前年|年初|原)(?:曾|已)?(?:提出|计划|定[^于在]|拟|确定|承诺|部署|安排|反映|列入|打算|要求|设想)"
            r"|提了.{1,2}年|(?:离|距)[^，。；]{2,14}(?:目标|要求|计划)"
        ),
        (
            "去年提出的法治夜校因场地没有落实，至今未办。",
            "年初计划8个村全部完成，实际只完成3个村",
            "原定招聘2名调解员，没有招到",
            "离30名的目标还差6名",
        ),
        ("原有制度不适应新情况", "去年以来执法力量不足"),
    ),
    Cue(
        "says that something was not done, or not all of it",
        re.compile(
            r"落空|滞后|搁置|迟迟|停留在|[未没]能|[尚仍还暂]未|一直未|还差|一次也(?:没|未)|(?:进展|推进|进度)(?:缓慢|较慢|不快|偏慢)"
            r"|[没未](?:有)?(?:按期|如期)?(?:办成|聘成|开成|建成|做成|招到|配齐|配备|组织|落实|完成|开展|启动|推开|推出|打通|到位|形成|列入|实现"
            r"|覆盖|达到|兑现|出台|建立)"
            r"|[只仅](?:有)?(?:完成|增加到|审定|扫描|落实|建成|达到|办理?了|做了|配备?了)"
        ),
        (
            "采购计划落空，执法仍借设备",
            "系统尚未启动建设",
            "全年一次也没有组织",
            "律师没有聘成",
            "全年只完成21家",
            "平台建设进展缓慢",
            "村规民约没有如期完成修订",
        ),
        ("群众的满意度有待提高", "仅有2名工作人员"),
    ),
)
"""Of sentences in next year's problems, where they are about the plan."""

WHOLE = Cue(
    "is to be done completely",
    re.compile(
        r"全部|清零|全覆盖|所有|一律|百分之百|100%|全面完成|见底|应.尽.|每个?(?:村|社区|小区)|各(?:村|社区|小区)"
    ),
    ("力争年内全部清零", "实现网格员培训全覆盖"),
    ("新增普法车1辆",),
)
REMAINDER = Cue(
    "names what is left",
    re.compile(r"剩余|余下|尚余|还剩|仍有|尚有|还有\d|未能办结|未办结|尚在|正在(?:推进|办理|实施|建设|协调)"),
    ("共化解5件，剩余2件仍在协调", "其余3个村正在推进"),
    ("全部办结，没有遗留",),
)
"""Of sentences in the counterpart of a plan that was to be done completely."""


def is_lead_in(text: str) -> bool:
    """Whether a passage, in plain characters, says nothing itself."""
    return LEAD_IN.pattern.search(text) is not None


def admits(sentence: str) -> bool:
    """Whether a sentence, in plain characters, says that something was not carried out as planned."""
    return any(cue.pattern.search(sentence) for cue in ADMISSIONS)
