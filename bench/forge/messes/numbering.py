"""Messes of heading numbers: other styles, lost brackets, lost numbers, counts that run on or slip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from bench.forge.draft import Block, Draft, Part
from bench.forge.mess import Mess
from bench.forge.prose import ORDINALS, chinese

Numberer = Callable[[int, int], str]
"""Number of a heading from its position among its siblings (from 1) and among all of its level."""


def counted(draft: Draft) -> Iterator[tuple[int, Block, int, int]]:
    """Position of each numbered heading, the heading, its count among its siblings and among all of its level."""
    among = {1: 0, 2: 0, 3: 0}
    over = {1: 0, 2: 0, 3: 0}
    for position, block in enumerate(draft.blocks):
        if block.part is not Part.HEADING or block.optional:
            continue
        among[block.level] += 1
        over[block.level] += 1
        for below in range(block.level + 1, 4):
            among[below] = 0
        yield position, block, among[block.level], over[block.level]


def renumber(draft: Draft, level: int, number: Numberer) -> Draft | None:
    """Other numbers for all headings of a level; ``None`` where that changes nothing."""
    blocks = list(draft.blocks)
    changed = False
    for position, block, count, over in counted(draft):
        if block.level == level:
            blocks[position] = replace(block, number=number(count, over))
            changed = changed or blocks[position] != block
    return draft.with_blocks(blocks) if changed else None


def has_level(draft: Draft, level: int) -> bool:
    """Whether there are headings of that level."""
    return any(block.level == level for _, block, _, _ in counted(draft))


def parts(draft: Draft, random: Random) -> Draft | None:
    """第一部分 instead of 一、."""
    end = random.choice((" ", "\u3000", "：", "、"))
    return renumber(draft, 1, lambda count, _: f"第{chinese(count)}部分{end}")


def arabic(draft: Draft, random: Random) -> Draft | None:
    """1. instead of （一）, and （1） below it."""
    end = random.choice((".", "、", "．", ". "))
    deeper = renumber(draft, 3, lambda count, _: f"（{count}）") or draft
    return renumber(deeper, 2, lambda count, _: f"{count}{end}")


def arabic_brackets(draft: Draft, random: Random) -> Draft | None:
    """（1） instead of （一）."""
    del random
    return None if has_level(draft, 3) else renumber(draft, 2, lambda count, _: f"（{count}）")


def half_brackets(draft: Draft, random: Random) -> Draft | None:
    """(一) throughout."""
    space = random.choice(("", "", " "))
    return renumber(draft, 2, lambda count, _: f"({chinese(count)}){space}")


def mixed_brackets(draft: Draft, random: Random) -> Draft | None:
    """Every bracket of its own kind."""
    return renumber(draft, 2, lambda count, _: random.choice("（(") + chinese(count) + random.choice("）)"))


def left_bracket_lost(draft: Draft, random: Random) -> Draft | None:
    """一） or 一)."""
    right = random.choice("）)")
    return renumber(draft, 2, lambda count, _: f"{chinese(count)}{right}")


def bracket_lost_once(draft: Draft, random: Random) -> Draft | None:
    """One heading among its siblings lacks a bracket."""
    own = [(p, b, count) for p, b, count, _ in counted(draft) if b.level == 2 and count > 1]
    if not own:
        return None
    position, block, count = random.choice(own)
    number = random.choice((f"{chinese(count)}）", f"（{chinese(count)}"))
    blocks = list(draft.blocks)
    blocks[position] = replace(block, number=number)
    return draft.with_blocks(blocks)


def style_changed(draft: Draft, random: Random) -> Draft | None:
    """（一）（2）（三）: a word processor ate the automatic numbers of some."""
    if has_level(draft, 3):
        return None
    return renumber(
        draft, 2, lambda count, _: f"（{count}） " if count > 1 and random.random() < 0.4 else f"（{chinese(count)}）"
    )


def chinese_twice(draft: Draft, random: Random) -> Draft | None:
    """一、 directly under 一、; only where level 1 names the acts, or nobody could tell the levels apart."""
    del random
    plain = [b for _, b, _, _ in counted(draft) if b.level == 1 and not names_act(b)]
    return None if plain else renumber(draft, 2, lambda count, _: f"{chinese(count)}、")


def names_act(block: Block) -> bool:
    """Whether the words of a heading of level 1 alone name its act."""
    cues = (
        "情况",
        "做法",
        "问题",
        "不足",
        "困难",
        "短板",
        "差距",
        "环节",
        "打算",
        "计划",
        "安排",
        "思路",
        "措施",
        "方向",
        "成效",
        "总结",
        "回顾",
        "主要工作",
    )
    return any(cue in block.text for cue in cues) and "，" not in block.text


def running(draft: Draft, random: Random) -> Draft | None:
    """1、 below level 1 runs on across sections."""
    del random
    return None if has_level(draft, 3) else renumber(draft, 2, lambda _, over: f"{over}、")


def running_third(draft: Draft, random: Random) -> Draft | None:
    """1、 of level 3 runs on across （一）（二）."""
    del random
    return renumber(draft, 3, lambda _, over: f"{over}、")


def spaced(draft: Draft, random: Random) -> Draft | None:
    """（ 一 ） and 一 、."""
    gap = random.choice((" ", " ", "\u3000"))
    wide = renumber(draft, 1, lambda count, _: f"{chinese(count)}{gap}、{random.choice(('', gap))}")
    return wide and (renumber(wide, 2, lambda count, _: f"（{gap}{chinese(count)}{gap}）{gap}") or wide)


def dotted(draft: Draft, random: Random) -> Draft | None:
    """一. or 一． instead of 一、."""
    end = random.choice((".", "．", "， "))
    return renumber(draft, 1, lambda count, _: f"{chinese(count)}{end}")


_FIRSTLY = ("首先，", "其次，", "再次，", "最后，")


def firstly(draft: Draft, random: Random) -> Draft | None:
    """首先/其次, 第一，/第二， or ①② instead of 一是/二是, in text and where they open a paragraph."""
    style = random.choice(("firstly", "first", "ring"))
    marks = {
        "firstly": _FIRSTLY,
        "first": tuple(f"第{digit}，" for digit in "一二三四"),
        "ring": tuple("①②③④"),
    }[style]

    def change(block: Block) -> Block:
        text, number = block.text, block.number
        if block.part is Part.TEXT:
            for digit, mark in zip(ORDINALS, marks, strict=False):
                text = (
                    text.replace(f"。{digit}是", f"。{mark}")
                    .replace(f"；{digit}是", f"；{mark}")
                    .replace(f"：{digit}是", f"：{mark}")
                )
                text = mark + text[2:] if text.startswith(f"{digit}是") else text
        elif block.optional and number[0] in ORDINALS[: len(marks)]:
            number = marks[ORDINALS.index(number[0])]
        return replace(block, text=text, number=number)

    changed = draft.with_blocks([change(block) for block in draft.blocks])
    return changed if changed != draft else None


FIRST, SECOND = frozenset({"numbers 1"}), frozenset({"numbers 2", "numbers 3"})
INLINE = frozenset({"inline"})
"""Numbers that nobody could tell from a list or a slip inside a paragraph."""

NUMBERING = (
    Mess("parts", "第一部分 for 一、", parts, FIRST, 0),
    Mess("arabic", "1. for （一）, （1） below it", arabic, SECOND | INLINE, 0),
    Mess("arabic brackets", "（1） for （一）", arabic_brackets, SECOND | INLINE, 0),
    Mess("half brackets", "(一) throughout", half_brackets, SECOND, 0),
    Mess("mixed brackets", "（一) and (二） in one list", mixed_brackets, SECOND, 0),
    Mess("left bracket lost", "一） throughout", left_bracket_lost, SECOND | INLINE, 0),
    Mess("bracket lost once", "（二 or 二） among others", bracket_lost_once, SECOND | INLINE, 0),
    Mess("style changed", "（一）（2）（三）", style_changed, SECOND, 0),
    Mess("chinese twice", "一、 directly under 一、", chinese_twice, FIRST | SECOND | INLINE, 0),
    Mess("running on", "1、 runs on across sections", running, SECOND | INLINE, 0),
    Mess("running on below", "1、 runs on across （一）（二）", running_third, SECOND, 0),
    Mess("spaced numbers", "（ 一 ） and 一 、", spaced, FIRST | SECOND, 0),
    Mess("dotted", "一. or 一， for 一、", dotted, FIRST, 0),
    Mess("firstly", "首先/其次, 第一，or ① for 一是", firstly, frozenset({"points"}), 0),
)
