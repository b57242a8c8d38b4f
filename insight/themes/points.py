"""The problem points of an index: every passage about what is wrong, less those that only announce the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from corpus.report import Report, Role
from corpus.text.script import is_traditional, plain
from indexer.index import ROLES, Index
from insight.derived import Derived

_VERSION = 1
_POINT = re.compile(r"(?:[一二三四五六七八九十]{1,2}是|首先|其次|再次|[①-⑩])")
_LONGEST_LEAD_IN = 90
"""Characters; what is longer says something itself."""
_ANNOUNCED = "问题|不足|短板|差距|困难|欠账|薄弱环节|弱项|缺点|缺陷|主要有|表现在"
_ENDS_OPEN = re.compile(rf"(?:{_ANNOUNCED}|如下|以下|几个?方面)[^，。；]{{0,14}}[：:]$")
_VAGUE = re.compile(
    rf"(?:存在|有|面临|看到|正视|遇到)[^，。；]{{0,4}}(?:一些|一定的?|不少的?|诸多|许多|以下|几个|这样|差距|问题|不足|困难|短板|薄弱环节)[^，。；]{{0,8}}"
    rf"(?:{_ANNOUNCED}|没有解决|需要解决|有待解决)?[。：:]?$"
)
_CONCESSION = re.compile(
    r"虽|尽管|进步|成绩|成效|进展|对照|对标|相比|总的来看|与此同时|同时|一年来|今年以来|目前|工作中|当前"
)
_CLAUSES = re.compile(r"[，,。；;]")
_PARTICULAR = re.compile(r"不够|不强|不高|不到位|不平衡|缺乏|缺少|薄弱(?!环节)|单一|滞后|不规范|淡薄|流于形式|重复")


@dataclass(frozen=True, slots=True)
class Point:
    """A problem point.

    ``text`` and ``heading`` (the innermost above it) are in simplified characters, as long as they are written; ``start`` and ``heading_start``
    tell where they begin in the text of the report, the latter -1 where there is no heading of its own. ``report`` is the report's number.
    """

    position: int
    report: int
    text: str
    start: int
    heading: str
    heading_start: int


@dataclass(frozen=True, slots=True)
class Points:
    """All problem points of an index, in the order of positions, and how many passages were left out as mere announcements."""

    points: tuple[Point, ...]
    announcements: int


def announces_only(text: str) -> bool:
    """Whether a passage only says that there are problems and names none (尽管取得了一定成效，仍存在以下问题：).

    Args:
        text: The passage in simplified characters.
    """
    written = text.strip()
    if len(written) > _LONGEST_LEAD_IN or _POINT.search(written):
        return False
    clauses = [clause for clause in _CLAUSES.split(written) if clause.strip()]
    last = clauses[-1] if clauses else ""
    if not (_ENDS_OPEN.search(written) or _VAGUE.search(written)):
        return False
    # 普法形式单一，还存在一些问题。 names one after all; what is conceded ahead of the announcement names none.
    ahead = [clause for clause in clauses[:-1] if not _CONCESSION.search(clause)]
    return not _PARTICULAR.search(last) and not any(_PARTICULAR.search(clause) for clause in ahead)


def gather(index: Index) -> Points:
    """The problem points of all reports of any kind; what is read of a report is kept beside the index."""
    problems = np.flatnonzero(index.role_of == ROLES.index(Role.PROBLEM))
    by_report: dict[int, list[int]] = {}
    for position, number in zip(problems.tolist(), index.report_of[problems].tolist(), strict=True):
        by_report.setdefault(number, []).append(position)
    ids = {index.reports[number].id: number for number in by_report}
    kept = Derived(index.directory, "theme-points", _VERSION)
    try:
        found = kept.fill(list(ids), _reader(index))
        kept.keep_only(ids)
    finally:
        kept.close()
    points: list[Point] = []
    announcements = 0
    for identity, number in ids.items():
        for position, fields in zip(by_report[number], found[identity], strict=True):
            if fields is None:
                announcements += 1
            else:
                points.append(Point(position, number, *fields))
    return Points(tuple(sorted(points, key=lambda point: point.position)), announcements)


def _reader(index: Index) -> Callable[[str], list[list[Any] | None]]:
    """What is kept of each problem passage of a report: text, start, heading, its start; ``None`` for an announcement."""

    def read(report_id: str) -> list[list[Any] | None]:
        report = index.catalogue.report(report_id)
        assert report is not None, f"the index holds no report {report_id}"
        traditional = is_traditional(report.text)
        found: list[list[Any] | None] = []
        for _, item in index.catalogue.passages_in(report):
            passage = item.passage
            if passage.role is not Role.PROBLEM:
                continue
            text = plain(passage.text, traditional=traditional)
            heading, start = _heading(report, passage.section, traditional=traditional)
            # A heading without a text of its own is a passage itself.
            if start >= passage.start:
                heading, start = "", -1
            found.append(None if announces_only(text) else [text, passage.start, heading, start])
        return found

    return read


def _heading(report: Report, number: int, *, traditional: bool) -> tuple[str, int]:
    """The heading of a section and where it begins; ``""`` and -1 for the report itself or where it stands broken in the text."""
    section = report.sections[number]
    start = report.text.find(section.heading, section.start, section.body) if section.level and section.heading else -1
    return (plain(section.heading, traditional=traditional), start) if start >= 0 else ("", -1)
