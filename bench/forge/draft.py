"""A report as pieces of a page, on which the messes work; its truth is read off the pieces, so that both cannot part.

What a mess adds that is not the report's stands between marks of the private use area, so that any text can hold it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bench.forge.truth import TrueHeading, TrueReport
from corpus.report import Role

_DEBRIS, _OPTIONAL, _END = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"([{_DEBRIS}{_OPTIONAL}])([^{_END}]*){_END}")


def debris(text: str) -> str:
    """Text that a reader should take out."""
    return f"{_DEBRIS}{text}{_END}"


def optional(text: str) -> str:
    """Text that a reader may keep or take out: the title given twice, a table of contents."""
    return f"{_OPTIONAL}{text}{_END}"


def bare(text: str) -> str:
    """The report's own text: what is marked is gone."""
    return _MARKED.sub("", text)


def shown(text: str) -> str:
    """What stands in the file: the marks are gone."""
    return _MARKED.sub(r"\2", text)


def marked(text: str) -> tuple[list[str], list[str]]:
    """Pieces of debris and optional pieces in a text."""
    found = _MARKED.findall(text)
    return [piece for mark, piece in found if mark == _DEBRIS], [piece for mark, piece in found if mark == _OPTIONAL]


def cells(text: str) -> list[str]:
    """The cells of a table's row."""
    return [cell.strip() for cell in _MARKED.split(text)[::3] if cell.strip()]


class Part(StrEnum):
    """What a piece of the page is."""

    LETTERHEAD = "letterhead"
    NUMBER = "number"
    SIGNATORY = "signatory"
    TITLE = "title"
    ADDRESSEE = "addressee"
    PREAMBLE = "preamble"
    HEADING = "heading"
    TEXT = "text"
    CLOSING = "closing"
    SIGNATURE = "signature"
    DATE = "date"
    AFTER = "after"
    """Print line, attachment: the document's text behind its date."""
    FURNITURE = "furniture"
    ROW = "row"
    """A row of a table; what parts its cells is marked optional."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page. ``run_on`` pieces stand in the same paragraph as the one before; ``mark`` closes a heading."""

    part: Part
    text: str
    number: str = ""
    mark: str = ""
    level: int = 0
    role: Role | None = None
    run_on: bool = False
    optional: bool = False

    @property
    def written(self) -> str:
        """Number, text and mark, with what is marked."""
        return f"{self.number}{self.text}{self.mark}"


@dataclass(frozen=True, slots=True)
class Setting:
    """How lines are set in formats of plain lines.

    ``width`` counts Han characters (0: a paragraph a line), ``indent`` stands ahead of a paragraph, ``between`` and ``parted`` are blank lines
    behind a visual line and behind a paragraph, ``page`` is the number of lines a page, ``foot`` and ``head`` what a page repeats,
    ``cut`` lets pages cut sentences, ``bare`` asks for a width at which no heading happens to end with a full line.
    """

    width: int = 0
    indent: str = ""
    between: int = 0
    parted: int = 0
    page: int = 0
    foot: str = ""
    head: str = ""
    cut: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A report on its way to a file. ``automatic`` asks a word processor's format for automatic numbers."""

    report: TrueReport
    blocks: tuple[Block, ...]
    setting: Setting = field(default_factory=Setting)
    options: frozenset[str] = frozenset()

    def with_blocks(self, blocks: list[Block]) -> Draft:
        """The same draft with other pieces."""
        return replace(self, blocks=tuple(blocks))

    @property
    def paragraphs(self) -> list[list[Block]]:
        """Pieces grouped by the paragraph they stand in."""
        groups: list[list[Block]] = []
        for block in self.blocks:
            if block.run_on and groups:
                groups[-1].append(block)
            else:
                groups.append([block])
        return groups

    @property
    def headings(self) -> tuple[TrueHeading, ...]:
        """What the outline is, as written now."""
        return tuple(
            TrueHeading(b.level, bare(b.number), bare(b.text), b.role, optional=b.optional)
            for b in self.blocks
            if b.part is Part.HEADING
        )


def draft_of(report: TrueReport) -> Draft:
    """The plainest page of a report: every part in its own paragraph."""
    ahead = (
        (Part.LETTERHEAD, report.letterhead),
        (Part.NUMBER, report.document_number or ""),
        (Part.SIGNATORY, report.signatory),
        (Part.TITLE, report.title),
        (Part.ADDRESSEE, report.addressee or ""),
        *((Part.PREAMBLE, text) for text in report.preamble),
    )
    blocks = [Block(part, text) for part, text in ahead if text]
    for heading in report.headings:
        mark = "。" if heading.optional else ""
        blocks.append(
            Block(
                Part.HEADING, heading.text, heading.number, mark, heading.level, heading.role, optional=heading.optional
            )
        )
        for position, text in enumerate(heading.paragraphs):
            run_on = heading.optional and position == 0
            blocks.append(Block(Part.TEXT, text, role=heading.role, run_on=run_on))
    behind = ((Part.CLOSING, report.closing), (Part.SIGNATURE, report.signature), (Part.DATE, report.date))
    blocks += [Block(part, text) for part, text in behind if text]
    return Draft(report, tuple(blocks))
