"""What a user says of a report beforehand, in front matter or in ``metadata.csv``: which names a fact goes by, and its form.

It overrides what the text says, so a value that cannot be meant is told and not taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpus.report import Kind, Level

_MOST_SHOWN = 12
"""Characters of a wrong value that a note repeats."""

LEVELS = {
    Level.TOWNSHIP: ("乡镇", "乡", "镇", "街道", "乡镇级", "乡级", "乡镇街道"),
    Level.COUNTY: ("县", "区", "县区", "县级", "区县", "区县级", "县区级", "旗"),
    Level.PREFECTURE: ("市", "州", "盟", "地市", "市级", "地市级", "地级", "州级"),
    Level.PROVINCE: ("省", "自治区", "省级"),
    Level.DEPARTMENT: ("部门", "局", "委办局", "部门级", "单位"),
    Level.UNKNOWN: ("未知", "不明"),
}
"""Chinese names of the levels, beside their own."""

KINDS = {
    Kind.REPORT: ("报告", "总结", "年度报告", "工作总结", "情况报告"),
    Kind.PLAN: ("计划", "安排", "方案", "工作安排", "实施方案", "工作计划"),
    Kind.PERSONAL: ("述法", "述职", "述法报告", "个人述法"),
    Kind.INTERPRETATION: ("解读", "政策解读"),
    Kind.NEWS: ("新闻", "动态", "信息"),
    Kind.TEMPLATE: ("范文", "模板"),
}
"""Chinese names of the kinds of documents, beside their own."""


@dataclass(frozen=True, slots=True)
class Field:
    """One fact: its ``name`` in the program, the names it goes by, and what makes of a value one in its form.

    ``form`` gives ``None`` for a value that cannot be meant. ``expected`` says, in Chinese, what would be.
    ``examples`` are pairs of a value and its form.
    """

    name: str
    names: tuple[str, ...]
    form: Callable[[str], str | None]
    expected: str
    examples: tuple[tuple[str, str | None], ...]


# YAML may spell any character, also ones that no database or page takes.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def _text(value: str) -> str | None:
    return " ".join(_UNSEEN.sub("", value).split()) or None


def _year(value: str) -> str | None:
    match = re.fullmatch(r"([12]\d{3})\s*(?:年度?)?", value, re.ASCII)
    return match[1] if match else None


def _date(value: str) -> str | None:
    match = re.fullmatch(
        r"([12]\d{3})\s*[-/.年]\s*(\d{1,2})\s*(?:[-/.月]\s*(\d{1,2})\s*日?)?(?:[T ]\d\d?:\d\d.*)?月?", value, re.ASCII
    )
    if match is None or not 1 <= int(match[2]) <= 12 or not 1 <= int(match[3] or 1) <= 31:
        return None
    return "-".join([match[1], *(f"{int(part):02d}" for part in match.groups()[1:] if part)])


def _level(value: str) -> str | None:
    known = {name: level for level, names in LEVELS.items() for name in (level.value, *names)}
    return known.get(value.lower())


def _kind(value: str) -> str | None:
    known = {name: kind for kind, names in KINDS.items() for name in (kind.value, *names)}
    return known.get(value.lower())


def _truth(value: str) -> str | None:
    return {"1": "true", "true": "true", "yes": "true", "是": "true"}.get(value.lower(), "false")


_FREE = (("云溪镇", "云溪镇"), (" 云溪\n镇 ", "云溪 镇"), ("云\ud800溪\x00镇\u200b", "云溪镇"))

FIELDS = (
    Field("source", ("文件", "文件名", "文件名称", "filename", "file"), _text, "文件名", _FREE),
    Field("title", ("标题", "题目", "名称"), _text, "文字", _FREE),
    Field(
        "year",
        ("年度", "年份", "报告年度", "报告年份"),
        _year,
        "四位年份",
        (("2023", "2023"), ("2023年度", "2023"), ("2023.0", None), ("二三", None)),
    ),
    Field(
        "issuer",
        ("发文机关", "发文单位", "发文机构", "发布机构", "发布单位", "制发机关", "报告单位", "单位"),
        _text,
        "文字",
        _FREE,
    ),
    Field("province", ("省", "省份", "自治区"), _text, "文字", _FREE),
    Field("prefecture", ("市", "地市", "州", "市州", "地级市", "city"), _text, "文字", _FREE),
    Field("county", ("县", "区", "县区", "区县", "旗", "district"), _text, "文字", _FREE),
    Field("township", ("乡", "镇", "乡镇", "街道", "乡镇街道", "town"), _text, "文字", _FREE),
    Field(
        "level",
        ("级别", "层级"),
        _level,
        "township、county、prefecture、province、department 之一",
        (("township", "township"), ("乡镇", "township"), ("部门", "department"), ("村", None)),
    ),
    Field(
        "kind",
        ("文种", "类型", "文件类型"),
        _kind,
        "report、plan、personal、interpretation、news、template 之一",
        (("plan", "plan"), ("述法报告", "personal"), ("诗", None)),
    ),
    Field(
        "published",
        ("发布日期", "发布时间", "公开日期", "成文日期", "日期", "date", "pubdate"),
        _date,
        "日期",
        (("2024-01-15", "2024-01-15"), ("2024年1月5日", "2024-01-05"), ("2024/1", "2024-01"), ("2024-13-01", None)),
    ),
    Field("document_number", ("文号", "发文字号", "公文字号", "number"), _text, "文字", _FREE),
    Field("fictional", ("虚构",), _truth, "是或否", (("是", "true"), ("True", "true"), ("0", "false"))),
)
"""Every fact that may be given; a name that a table or front matter may use is added here."""

SIDECAR_ONLY = {"大纲": "outline", "提纲": "outline", "标题更正": "outline"}
"""Columns that a sidecar has and front matter has not; what stands in them is no single fact (``corpus.outline.given``)."""

_BY_NAME = SIDECAR_ONLY | {alias: known.name for known in FIELDS for alias in (known.name, *known.names)}


def field_name(name: str) -> str:
    """The program's name of a fact for a name as it is written (``年度``, ``Year``); other names stay as they are."""
    return _BY_NAME.get("_".join(name.lower().split()), name)


def settle(given: Mapping[str, str], where: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Bring given values into form.

    Args:
        given: Values by the program's names; others are left out.
        where: What they stand in, in words for a person (``metadata.csv``).

    Returns:
        The values that can be meant, and a note (in Chinese) on every other one.
    """
    values: dict[str, str] = {}
    notes: list[str] = []
    for known in FIELDS:
        raw = given.get(known.name, "").strip()
        value = known.form(raw) if raw else None
        if value:
            values[known.name] = value
        elif raw:
            label = known.names[0]
            notes.append(f"{where}给的{label}“{raw[:_MOST_SHOWN]}”不是{known.expected}，未采用")
    return values, tuple(notes)
