"""All messes by name, and a draft with some of them applied."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from bench.forge.draft import Draft, draft_of
from bench.forge.mess import Mess
from bench.forge.messes.characters import CHARACTERS
from bench.forge.messes.frame import FRAME
from bench.forge.messes.lost import LOST
from bench.forge.messes.numbering import NUMBERING
from bench.forge.messes.running import RUNNING
from bench.forge.messes.setting import SETTING
from bench.forge.truth import TrueReport

MESSES: dict[str, Mess] = {mess.name: mess for mess in (*NUMBERING, *LOST, *RUNNING, *FRAME, *CHARACTERS, *SETTING)}


def may_meet(one: Mess, other: Mess) -> bool:
    """Whether two messes can stand in one report without working on the same thing."""
    return not one.touches & other.touches


def make_draft(report: TrueReport, names: Sequence[str]) -> Draft | None:
    """The page of a report with these messes; ``None`` where one of them finds no hold.

    Raises:
        KeyError: No mess bears that name.
    """
    draft = draft_of(report)
    random = Random(f"{report.seed} {' '.join(names)}")
    for mess in sorted((MESSES[name] for name in names), key=lambda mess: mess.stage):
        changed = mess.apply(draft, random)
        if changed is None:
            return None
        draft = changed
    return draft
