"""Messes of headings and their text: marks behind them, text on the same line, a whole section in one paragraph."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bench.forge.draft import Block, Draft, Part
from bench.forge.mess import Mess


def _next_is(draft: Draft, position: int, part: Part) -> bool:
    return position + 1 < len(draft.blocks) and draft.blocks[position + 1].part is part


def _run_in(draft: Draft, random: Random, *, levels: tuple[int, ...], share: float, mark: str = "。") -> Draft | None:
    blocks = list(draft.blocks)
    changed = False
    for position, block in enumerate(draft.blocks):
        if block.part is not Part.HEADING or block.level not in levels or block.optional:
            continue
        # Ahead of text on the same line nobody could tell whether the heading ends at its own colon.
        if "：" not in block.text and _next_is(draft, position, Part.TEXT) and random.random() < share:
            blocks[position] = replace(block, mark=mark)
            blocks[position + 1] = replace(blocks[position + 1], run_on=True)
            changed = True
    return draft.with_blocks(blocks) if changed else None


def run_in(draft: Draft, random: Random) -> Draft | None:
    """（一）加强领导。我镇… throughout."""
    return _run_in(draft, random, levels=(2, 3), share=1.0)


def run_in_some(draft: Draft, random: Random) -> Draft | None:
    """The same for about half of them."""
    return _run_in(draft, random, levels=(2, 3), share=0.5)


def run_in_first(draft: Draft, random: Random) -> Draft | None:
    """二、存在问题。我镇… or with a colon."""
    return _run_in(draft, random, levels=(1,), share=1.0, mark=random.choice("。。："))


def run_in_blank(draft: Draft, random: Random) -> Draft | None:
    """（一）加强领导  我镇…: only blanks part the heading from its text."""
    return _run_in(draft, random, levels=(2,), share=1.0, mark=random.choice(("  ", "\u3000", "\u3000\u3000")))


def closed(draft: Draft, random: Random) -> Draft | None:
    """Headings of level 2 alone on their lines but closed by a mark."""
    mark = random.choice("。。：")

    def change(block: Block) -> Block:
        numbered = block.part is Part.HEADING and block.level == 2 and not block.optional
        return replace(block, mark=mark) if numbered else block

    changed = draft.with_blocks([change(block) for block in draft.blocks])
    return changed if changed != draft else None


def _one_paragraph(draft: Draft, *, with_heading: bool) -> Draft | None:
    """Everything below each heading of level 1 runs on; ``with_heading`` takes the heading itself in."""
    headings = [block for block in draft.blocks if block.part is Part.HEADING]
    if any(block.level == 3 or "：" in block.text for block in headings):
        return None  # Inside a paragraph nobody can tell a heading 1. from a list, or where one with a colon ends.
    blocks: list[Block] = []
    inside = first = False
    for position, block in enumerate(draft.blocks):
        if block.part is Part.HEADING and block.level == 1:
            inside, first = True, True
            points = position + 1 < len(draft.blocks) and draft.blocks[position + 1].optional
            mark = "。" if with_heading and (points or _next_is(draft, position, Part.TEXT)) else ""
            blocks.append(replace(block, mark=mark))
        elif inside and block.part in {Part.HEADING, Part.TEXT}:
            mark = block.mark
            if block.part is Part.HEADING:
                mark = "。" if _next_is(draft, position, Part.TEXT) else ""
            blocks.append(replace(block, mark=mark, run_on=with_heading or not first))
            first = False
        else:
            inside = False
            blocks.append(block)
    return draft.with_blocks(blocks)


def one_paragraph(draft: Draft, random: Random) -> Draft | None:
    """Below its heading a section of level 1 is one paragraph, （一）（二） and all."""
    del random
    return _one_paragraph(draft, with_heading=False)


def one_paragraph_whole(draft: Draft, random: Random) -> Draft | None:
    """A section of level 1 is one paragraph, its own heading at the head of it."""
    del random
    return _one_paragraph(draft, with_heading=True)


_RUNS = frozenset({"runs"})
RUNNING = (
    Mess("run in", "（一）heading。text on one line", run_in, _RUNS, 0),
    Mess("run in, some", "half of the headings run into their text", run_in_some, _RUNS, 0),
    Mess("run in, level 1", "二、存在问题。text", run_in_first, frozenset({"runs 1"}), 0),
    Mess(
        "run in by blanks",
        "（一）heading  text",
        run_in_blank,
        _RUNS | {"digits", "blanks"},
        0,
        frozenset({"txt", "md", "docx", "html"}),
    ),
    Mess("closed headings", "（一）heading。 alone on its line", closed, _RUNS, 0),
    Mess("one paragraph", "all below 一、 in one paragraph", one_paragraph, _RUNS | {"runs 1", "points", "inline"}, 0),
    Mess("one paragraph, whole", "一、 too", one_paragraph_whole, _RUNS | {"runs 1", "points", "inline"}, 0),
)
