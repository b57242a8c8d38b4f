"""Several sources of one report become one: which text is kept, and what the others add to its facts.

The text is that of one file, whole: nothing is put together from two. A corrected version replaces the one before it, of which only the
name is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from corpus.duplicates.groups import Source
from corpus.duplicates.versions import COMPLETE, Version, body_length, choose, find_versions
from corpus.report import Evidence, Level, Report

_COMPLETED = {"issuer": "发文机关", "document_number": "文号", "addressee": "主送机关"}
"""Facts that another source may supply, and their names for a person."""


def merge(group: Sequence[Source]) -> Report:
    """The report that these sources are: the best text with the facts of all, its other sources, and notes in Chinese.

    A group of one is returned as it was read.

    Args:
        group: Sources of one report, as :func:`corpus.duplicates.groups.find_groups` gives them.
    """
    if len(group) == 1:
        return group[0].report
    versions = find_versions(group)
    kept = choose(group, versions)
    others = [source for source in group if source is not kept]
    report = _completed(kept, others)
    same = next(version for version in versions if kept in version.sources)
    report = _published(report, same)
    notes = [*report.notes, *_disagreements(kept, others), *_replaced(kept, others, versions)]
    return replace(
        report, notes=tuple(dict.fromkeys(notes)), other_sources=tuple(source.report.source for source in others)
    )


def _completed(kept: Source, others: Sequence[Source]) -> Report:
    """The kept report with facts it lacks, taken from the first source that has them; what a sidecar gives comes first."""
    report = _dated(_placed(kept, others), kept, others)
    notes = list(report.notes)
    evidence = list(report.evidence)
    for fact, label in _COMPLETED.items():
        giver = next((source for source in others if getattr(source.report, fact)), None)
        if giver and not getattr(report, fact):
            notes.append(f"{label}取自另一来源：{giver.report.source}")
            evidence += _evidence(giver, fact)
            report = replace(report, **{fact: getattr(giver.report, fact)})
    fictional = report.fictional or any(source.report.fictional for source in others)
    return replace(report, notes=tuple(notes), evidence=tuple(evidence), fictional=fictional)


def _placed(kept: Source, others: Sequence[Source]) -> Report:
    """The kept report with its place: from a sidecar, else its own if it is certain, else a certain one, else its own."""
    report = kept.report
    ranked = [
        *(source for source in (kept, *others) if "place" in source.declared),
        *(source for source in (kept, *others) if source.report.place.certain),
        kept,
    ]
    giver = ranked[0].report
    level = giver.level if report.level is Level.UNKNOWN or ranked[0] is not kept else report.level
    if giver.place == report.place and level is report.level:
        return report
    note = f"地点取自另一来源：{giver.source}"
    return replace(
        report,
        place=giver.place,
        level=level,
        notes=(*report.notes, note),
        evidence=(*report.evidence, *_evidence(ranked[0], "place")),
    )


def _dated(report: Report, kept: Source, others: Sequence[Source]) -> Report:
    """The report with its year: from a sidecar, else its own, else another's."""
    declared = [source for source in (kept, *others) if "year" in source.declared]
    giver = next((s for s in (*declared, kept, *others) if s.report.year is not None), kept)
    if giver.report.year == report.year:
        return report
    notes = (*report.notes, f"报告年度取自另一来源：{giver.report.source}")
    evidence = (*report.evidence, *_evidence(giver, "year"))
    return replace(report, year=giver.report.year, notes=notes, evidence=evidence)


def _published(report: Report, version: Version) -> Report:
    """The report with the days it lacks; those of a version with other wording are not its own."""
    reports = [source.report for source in version.sources]
    published = report.published or min((r.published for r in reports if r.published), default=None)
    signed = report.signed or min((r.signed for r in reports if r.signed), default=None)
    return replace(report, published=published, signed=signed)


def _evidence(source: Source, fact: str) -> Iterator[Evidence]:
    """What told another source's fact; its offsets are of another text and are left out."""
    for found in source.report.evidence:
        if found.fact == fact:
            yield Evidence(fact, f"{source.report.source}：{found.where}", found.text)


def _disagreements(kept: Source, others: Sequence[Source]) -> Iterator[str]:
    """Facts that the sources tell differently."""
    for fact, label in (("year", "报告年度"), ("place", "地点"), *_COMPLETED.items()):
        own = _told(kept.report, fact)
        for source in others:
            other = _told(source.report, fact)
            if own and other and other not in own and own not in other:
                yield f"另一来源{source.report.source}的{label}不同：{other}"


def _told(report: Report, fact: str) -> str:
    if fact == "place":
        return "".join(report.place.parts)
    value = getattr(report, fact)
    return "" if value is None else str(value)


def _replaced(kept: Source, others: Sequence[Source], versions: Sequence[Version]) -> Iterator[str]:
    """What became of the versions that are not shown."""
    ours = next(version for version in versions if kept in version.sources)
    longest = body_length(kept)
    for version in versions:
        names = "、".join(source.report.source for source in version.sources)
        if version is ours:
            continue
        if ours.standing > version.standing or (ours.since > version.since > ""):
            which = f"{_day(version.date)}的版本" if version.date and version.date != ours.date else "另一版本"
            yield f"{which}已由更正版取代：{names}"
        else:
            yield f"另一版本文字有出入，未采用：{names}"
    for source in others:
        if body_length(source) < COMPLETE * longest:
            yield f"{source.report.source}只有报告的一部分"


def _day(iso: str) -> str:
    """``2024年3月1日`` for ``2024-03-01``; a missing day stays missing."""
    year, *rest = iso.split("-")
    try:
        date.fromisoformat(iso if len(rest) == 2 else f"{iso}-01")
    except ValueError:
        return iso
    return f"{year}年" + "".join(f"{int(part)}{unit}" for part, unit in zip(rest, "月日", strict=False))
