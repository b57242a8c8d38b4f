"""One report held against the outline. What comes out depends on the report alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.report import Passage, Report, Role
from insight.completeness.duty import find_act, find_causes, find_first_person
from insight.completeness.findings import IDENTITY, Check, Doubt, Finding, Ground, Reading
from insight.completeness.form import find_addressee, find_concrete, find_date, find_issuer, find_title, find_year
from insight.completeness.parts import PARTS, PLACES, Status
from insight.completeness.subjects import find_subjects

CHECK_VERSION = 1
"""Raised whenever the same report would be judged differently."""

_STATUSES = {status.value: status for status in Status}
_IDENTITY = re.compile(r"地名|地点|同名|所在|层级|年度|推定为")
"""Notes on whose report it is and of which year, which hide no part of it."""


def check(report: Report, passages: Sequence[Passage]) -> Check:
    """Look for every part.

    Args:
        report: The report as it was read.
        passages: All its passages, in document order.
    """
    reading = Reading(report, passages)
    found = [
        find_act(reading, "measures", Role.PRACTICE),
        find_act(reading, "shortcomings", Role.PROBLEM),
        find_causes(reading),
        find_first_person(reading),
        find_act(reading, "next_year", Role.PLAN),
        find_title(reading),
        find_year(reading),
        find_addressee(reading),
        find_issuer(reading),
        find_date(reading),
        find_concrete(reading),
        *find_subjects(reading),
    ]
    by_key = {finding.key: finding for finding in found}
    return Check(tuple(by_key[part.key] for part in PARTS), tuple(_doubts(report)))


def _doubts(report: Report) -> Iterator[Doubt]:
    """What may have hidden a part from the reader, and what was unsure of whose report it is."""
    if report.recognised:
        yield Doubt("recognised", "文字由图片识别")
    for note in report.notes:
        yield Doubt(IDENTITY if _IDENTITY.search(note) else "note", note)
    if not report.place.certain and not any(_IDENTITY.search(note) for note in report.notes):
        yield Doubt(IDENTITY, "报告所属地方未能确认")
    if not any(section.level for section in report.sections):
        yield Doubt("outline", "没有认出标题，各部分按词语判断")
    for section in report.sections:
        if section.level and section.role is Role.MIXED:
            yield Doubt("mixed", f"“{section.label}”下写了不止一部分，按词语划分")
        if section.doubt:
            yield Doubt("section", f"“{section.label}”：{section.doubt}")


def pack(found: Check) -> dict[str, Any]:
    """A check as JSON values, to be kept beside the index."""
    return {
        "parts": {
            f.key: [f.status.value, [[g.passage_id, g.start, g.end, g.where, g.text] for g in f.grounds], f.count, f.of]
            for f in found.findings
        },
        "doubts": [[doubt.kind, doubt.text] for doubt in found.doubts],
    }


def unpack(values: dict[str, Any]) -> Check:
    """A check out of such values."""
    parts = values["parts"]
    findings = [
        Finding(key, Status(status), tuple(Ground(*each) for each in grounds), count, of)
        for key, (status, grounds, count, of) in ((key, parts[key]) for key in PLACES)
    ]
    return Check(tuple(findings), tuple(Doubt(kind, text) for kind, text in values["doubts"]))


def statuses_in(values: dict[str, Any]) -> tuple[tuple[Status, ...], bool]:
    """Only the statuses out of such values, in the order of ``PARTS``, and whether the reading is in doubt: many reports need no more."""
    parts = values["parts"]
    doubtful = any(kind != IDENTITY for kind, _ in values["doubts"])
    return tuple(_STATUSES[parts[key][0]] for key in PLACES), doubtful
