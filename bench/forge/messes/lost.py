"""Messes of numbers that are lost or slip."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bench.forge.draft import Draft
from bench.forge.mess import Mess
from bench.forge.messes.numbering import FIRST, SECOND, counted, has_level, names_act, renumber
from bench.forge.prose import chinese


def slipped(draft: Draft, random: Random) -> Draft | None:
    """The author's own slip: a number given twice or left out."""
    own = [(p, b, count) for p, b, count, _ in counted(draft) if b.level == 2 and count > 1]
    if len(own) < 3 or any(
        block.mark or any(behind.run_on for behind in draft.blocks[p + 1 : p + 2]) for p, block, _ in own
    ):
        return None
    position, block, count = random.choice(own)
    blocks = list(draft.blocks)
    blocks[position] = replace(block, number=f"（{chinese(count + random.choice((-1, 1)))}）")
    return draft.with_blocks(blocks)


def _alone(draft: Draft, position: int) -> bool:
    """Whether a heading stands alone on its line and is short enough to be seen as one without a number."""
    block = draft.blocks[position]
    behind = draft.blocks[position + 1] if position + 1 < len(draft.blocks) else None
    return not block.mark and not block.run_on and len(block.text) <= 24 and not (behind and behind.run_on)


def lost_first(draft: Draft, random: Random) -> Draft | None:
    """All numbers of level 1 are lost; the headings name the acts and stand alone."""
    del random
    own = [(p, b) for p, b, _, _ in counted(draft) if b.level == 1]
    if not all(_alone(draft, p) and names_act(b) for p, b in own):
        return None
    return renumber(draft, 1, lambda *_: "")


def lost_second(draft: Draft, random: Random) -> Draft | None:
    """All numbers of level 2 are lost; the headings stand alone."""
    del random
    own = [p for p, b, _, _ in counted(draft) if b.level == 2]
    if not own or has_level(draft, 3) or not all(_alone(draft, p) for p in own):
        return None
    return renumber(draft, 2, lambda *_: "")


def lost_once(draft: Draft, random: Random) -> Draft | None:
    """One number of level 1 or 2 is lost among numbered siblings."""
    own = [
        (p, b)
        for p, b, count, _ in counted(draft)
        if b.level < 3 and _alone(draft, p) and (b.level == 2 or names_act(b)) and not (b.level == 1 and count == 1)
    ]
    if not own:
        return None
    position, block = random.choice(own)
    blocks = list(draft.blocks)
    blocks[position] = replace(block, number="")
    return draft.with_blocks(blocks)


LOST = (
    Mess("slipped", "a number of level 2 twice or left out", slipped, SECOND | {"runs"}, 0),
    Mess("numbers 1 lost", "no number at level 1", lost_first, FIRST | {"runs", "runs 1"}, 0),
    Mess("numbers 2 lost", "no number at level 2", lost_second, FIRST | SECOND | {"runs"}, 0),
    Mess("a number lost", "one number of level 1 or 2 lost", lost_once, FIRST | SECOND | {"runs", "runs 1"}, 0),
)
