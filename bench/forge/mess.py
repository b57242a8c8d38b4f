"""One kind of mess: what it does to a page, and which of its kind it cannot stand beside."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from bench.forge.draft import Block, Draft

_MARKED = re.compile("([\ue000\ue001][^\ue002]*\ue002)")
PLAIN = frozenset({"txt", "md"})
"""Formats of plain lines: only they can be hard-wrapped by hand."""
PAPER = frozenset({"pdf", "ofd"})
ANY = frozenset({"txt", "md", "docx", "html", "pdf", "ofd"})


@dataclass(frozen=True, slots=True)
class Mess:
    """A mess by name.

    ``says`` is what it does, for the table. ``apply`` gives ``None`` where the report offers no hold for it or a person could no longer
    tell the truth. ``touches`` names what it works on: two messes that touch the same cannot be put together. ``stage`` orders
    them: 0 outline and numbers, 1 frame, 2 characters, 3 how lines are set. ``leaves`` is what it adds that a reader should take out.
    """

    name: str
    says: str
    apply: Callable[[Draft, Random], Draft | None]
    touches: frozenset[str]
    stage: int
    formats: frozenset[str] = ANY
    leaves: str = ""


def rewrite(draft: Draft, change: Callable[[str], str]) -> Draft:
    """Change every character of the report, the facts with the pieces; what is marked as not the report's stays."""

    def outside(text: str) -> str:
        return "".join(part if _MARKED.fullmatch(part) else change(part) for part in _MARKED.split(text))

    report = draft.report
    report = replace(
        report,
        title=outside(report.title),
        letterhead=outside(report.letterhead),
        document_number=report.document_number and outside(report.document_number),
        addressee=report.addressee and outside(report.addressee),
        signature=outside(report.signature),
        date=outside(report.date),
    )
    blocks = tuple(
        replace(b, text=outside(b.text), number=outside(b.number), mark=outside(b.mark)) for b in draft.blocks
    )
    return replace(draft, report=report, blocks=blocks)


def change_blocks(draft: Draft, change: Callable[[Block], Block]) -> Draft:
    """Change each piece on its own."""
    return draft.with_blocks([change(block) for block in draft.blocks])
