"""What the findings of one report rest on, as slices that can be shown and opened."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.citing import Cited, Citing
from insight.completeness.findings import Check, Doubt, Finding, Ground
from insight.completeness.overview import check_report
from insight.completeness.parts import PARTS, Part


@dataclass(frozen=True, slots=True)
class Rest:
    """One thing that a finding rests on: a slice of a passage (``cited``), or else ``text`` of the frame with its offsets where it stands in the report."""

    cited: Cited | None
    where: str
    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A part, what was found of it, and what that rests on."""

    part: Part
    finding: Finding
    rests: tuple[Rest, ...]


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """One report against the outline; ``outline`` are its headings, level and label, which were looked at for parts not seen."""

    report: ReportFacts
    told: tuple[Told, ...]
    outline: tuple[tuple[int, str], ...]
    doubts: tuple[Doubt, ...]
    doubtful: bool
    """Whether a doubt may have hidden a part."""


def report_check(index: Index, report_id: str) -> ReportCheck:
    """One report against the outline, with everything that was found.

    Raises:
        QueryError: The index holds no such report.
    """
    facts, found = check_report(index, report_id)
    citing = Citing(index)
    report = citing.report(report_id)
    outline = tuple((section.level, section.label) for section in report.sections if section.level)
    return ReportCheck(facts, _told(index, citing, found, report_id), outline, found.doubts, found.doubtful)


def _told(index: Index, citing: Citing, found: Check, report_id: str) -> tuple[Told, ...]:
    report = citing.report(report_id)
    passages = {item.passage.id: item.passage for _, item in index.catalogue.passages_in(report)}

    def rest(ground: Ground) -> Rest:
        passage = passages.get(ground.passage_id or "")
        cited = citing.cite(passage, ground.start, ground.end) if passage else None
        text = ground.text if ground.start is None else report.text[ground.start : ground.end]
        return Rest(cited, ground.where, cited.text if cited else text, ground.start, ground.end)

    return tuple(
        Told(part, finding, tuple(rest(ground) for ground in finding.grounds))
        for part, finding in zip(PARTS, found.findings, strict=True)
    )
