"""What a report says about itself, and where: year, issuer, document number, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from corpus.dates import ISO_DATE, first_year, iso_date, year_number
from corpus.frame import DOCUMENT_NUMBER, Frame
from corpus.outline.roles import heading_role
from corpus.report import Role

_ISSUER_KEYS = (
    *("发文单位", "发文机关", "发文机构", "发布机构", "发布单位", "发布机关", "制发机关"),
    *("来源", "信息来源", "ContentSource"),
)
_PUBLISHED_KEYS = ("published", "发布日期", "发布时间", "公开日期", "PubDate", "PublishDate", "article:published_time")
_SIGNED_KEYS = ("signed", "成文日期", "生成日期", "发文日期")
GIVEN = "附表或文件头"
"""Where facts stand that the user gave: ``metadata.csv`` or a front matter."""
TABLE = "网页信息表"
"""Where facts stand that a site's index table or meta tags give."""


class YearFinding(NamedTuple):
    """The year reported on, doubts in words, and where it was found; ``where`` is ``""`` where it was not."""

    year: int | None
    notes: list[str]
    where: str = ""
    text: str = ""


def find_year(title: str, headings: Sequence[str], preamble: str, published: str | None) -> YearFinding:
    """The year reported on, and doubts in words.

    Looked for in the title, then the preamble, then the level-1 headings; a date of publication or signature only serves as a last
    resort, and then the year before is taken when the report came out by April.
    """
    notes: list[str] = []
    found = {"标题": _first_year(title), "正文开头": _first_year(preamble), "一级标题": _year_of_headings(headings)}
    in_title = found["标题"]
    for place in ("正文开头", "一级标题"):
        other = found[place]
        if in_title is not None and other is not None and other[0] not in {in_title[0], in_title[0] + 1}:
            notes.append(f"标题写的是{in_title[0]}年，{place}写的是{other[0]}年，按标题")
            break
    for where, finding in found.items():
        if finding is not None:
            return YearFinding(finding[0], notes, where, finding[1])
    if published:
        year = int(published[:4]) - (1 if int(published[5:7] or 12) <= 4 else 0)
        notes.append(f"正文没有写明报告年度，按日期{published}推定为{year}年")
        return YearFinding(year, notes, "日期", published)
    return YearFinding(None, [*notes, "没有找到报告年度"])


def _year_of_headings(headings: Sequence[str]) -> tuple[int, str] | None:
    """Year in the first level-1 heading that has one; from the problems on, headings speak of the year after."""
    ahead = 0
    for heading in headings:
        if heading_role(heading, None) in {Role.PROBLEM, Role.PLAN}:
            ahead = 1
        found = _first_year(heading)
        if found is not None:
            return found[0] - ahead, heading
    return None


def _first_year(text: str) -> tuple[int, str] | None:
    """The first year in the text and how it is written."""
    match = first_year(text)
    return (year_number(match.group(1)), match.group()) if match else None


def find_issuer(letterhead: str, metadata: Mapping[str, str]) -> str | None:
    """Who issued a report without a signature: told by the page's index table, then by the letterhead."""
    return _first(metadata, _ISSUER_KEYS) or re.sub("文件$", "", letterhead) or None


def find_document_number(metadata: Mapping[str, str]) -> str | None:
    """The document number of the page's index table; many pages leave an empty pattern (``〔〕号``) there."""
    match = DOCUMENT_NUMBER.search(_first(metadata, ("文号", "发文字号", "文件编号")))
    return match.group() if match else None


def find_published(metadata: Mapping[str, str]) -> str | None:
    """Day of publication that the file or its site declares, as an ISO date."""
    return _declared_date(metadata, _PUBLISHED_KEYS)


def find_signed(frame: Frame, metadata: Mapping[str, str]) -> str | None:
    """Day of signature, or the day of writing that the page's index table gives, as an ISO date."""
    return frame.signed or _declared_date(metadata, _SIGNED_KEYS)


def _declared_date(metadata: Mapping[str, str], keys: Sequence[str]) -> str | None:
    for key in keys:
        match = ISO_DATE.search(metadata.get(key, ""))
        if match:
            return iso_date(*match.groups())
    return None


def _first(metadata: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((metadata[key] for key in keys if metadata.get(key)), "")
