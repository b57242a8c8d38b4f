"""What was found of one part in one report, and of all parts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.report import Passage, Report, Role
from corpus.text.script import plain
from insight.completeness.parts import PLACES, Status

IDENTITY = "identity"
"""Kind of doubts about whose report it is, which hide no part of it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a finding rests on.

    A slice of the report, ``start`` to ``end``, inside the passage ``passage_id`` (``None`` for a heading or a line of the frame); or, with offsets ``None``, ``text`` that
    stands beside the report. ``where`` names the place of a fact in the document, in Chinese words (``落款``), ``""`` for passages.
    """

    passage_id: str | None
    start: int | None
    end: int | None
    where: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a part: ``count`` of ``of`` where the part counts something (concrete shortcomings), else 0 of 0."""

    key: str
    status: Status
    grounds: tuple[Ground, ...] = ()
    count: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a part may only have been misread: ``kind`` is ``recognised``, ``note``, ``outline``, ``mixed``, ``section`` or ``identity``; ``text`` in Chinese words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """All parts of a report, in the order of ``PARTS``, and what makes the reading doubtful."""

    findings: tuple[Finding, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether something may have hidden a part from the reader."""
        return any(doubt.kind != IDENTITY for doubt in self.doubts)

    def finding(self, key: str) -> Finding:
        """What was found of the part of this key."""
        return self.findings[PLACES[key]]


@dataclass(frozen=True)
class Reading:
    """A report with its passages, and its text in the characters that cues are written in."""

    report: Report
    passages: Sequence[Passage]

    @cached_property
    def written(self) -> str:
        """The report's text in plain characters, of the same length."""
        return plain(self.report.text)

    def text(self, passage: Passage) -> str:
        """A passage in plain characters."""
        return self.written[passage.start : passage.end]

    def of_role(self, role: Role) -> list[Passage]:
        """The passages of a role."""
        return [passage for passage in self.passages if passage.role is role]

    def heading(self, passage: Passage) -> str:
        """The heading that a passage stands under, in plain characters; ``""`` below the title."""
        section = self.report.sections[passage.section]
        return self.written[section.start : section.body] if section.level else ""


def ground(passage: Passage, start: int | None = None, end: int | None = None) -> Ground:
    """A passage, or the slice of it from ``start`` to ``end`` (offsets into its own text), as what a finding rests on."""
    first = passage.start + (start or 0)
    return Ground(passage.id, first, passage.end if end is None else passage.start + end)
