"""A report out of one text, and its figures, for tests."""

from __future__ import annotations

from corpus.report import Level, Passage, Place, Report, Role, Section
from insight.indicators.extracting import figures_of
from insight.indicators.figure import Figure


def figures_in(text: str, *, role: Role = Role.PRACTICE, year: int | None = 2024, heading: str = "") -> list[Figure]:
    """Figures of a report of one section and one passage; its text is the heading, a line end and ``text``."""
    whole = f"{heading}\n{text}" if heading else text
    start = len(whole) - len(text)
    sections = [Section(0, "", "", Role.OTHER if heading else role, 0, 0, len(whole), None)]
    if heading:
        sections.append(Section(1, "一、", heading.removeprefix("一、"), role, 0, start, len(whole), 0))
    report = Report("0" * 16, "a.txt", "", Place(), Level.TOWNSHIP, year, None, None, None, whole, tuple(sections))
    passage = Passage("1" * 16, report.id, len(sections) - 1, role, text, start, len(whole))
    return figures_of(report, [passage])
