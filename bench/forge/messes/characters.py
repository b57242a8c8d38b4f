"""Messes in the characters: other punctuation, stray blanks, residue of editors, masked digits, Traditional script."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

from bench.forge.draft import Block, Draft, Part, debris, marked
from bench.forge.mess import Mess, change_blocks, rewrite

_HALF = str.maketrans("，；：（）", ",;:()")
_BODY = frozenset({Part.PREAMBLE, Part.TEXT})


def half_width(draft: Draft, random: Random) -> Draft | None:
    """,;:() throughout; 。 stays."""
    del random
    return rewrite(draft, lambda text: text.translate(_HALF))


def half_width_stops(draft: Draft, random: Random) -> Draft | None:
    """. for 。 as well."""
    del random
    return rewrite(draft, lambda text: text.translate(_HALF).replace("。", "."))


def straight_quotes(draft: Draft, random: Random) -> Draft | None:
    """Straight quotes for curly ones, some of them."""

    def change(text: str) -> str:
        return re.sub("“([^”]*)”", lambda m: f'"{m[1]}"' if random.random() < 0.6 else m[0], text)

    changed = rewrite(draft, change)
    return changed if changed != draft else None


def unbalanced(draft: Draft, random: Random) -> Draft | None:
    """A quote or a title mark lost here and there in the text."""

    def change(block: Block) -> Block:
        if block.part not in _BODY:
            return block
        return replace(block, text=re.sub("[“”《》]", lambda m: "" if random.random() < 0.25 else m[0], block.text))

    changed = change_blocks(draft, change)
    return changed if changed != draft else None


def spaced_digits(draft: Draft, random: Random) -> Draft | None:
    """Blanks round digits, as PDF text has them."""

    def change(text: str) -> str:
        around = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", " ", text)
        return around if random.random() < 0.9 else text

    return change_blocks(
        draft,
        lambda b: replace(b, text=change(b.text)) if b.part in _BODY | {Part.TITLE, Part.HEADING, Part.DATE} else b,
    )


def stray_blanks(draft: Draft, random: Random) -> Draft | None:
    """A blank between two Han characters now and then, half-width or U+3000, in the text."""

    def change(block: Block) -> Block:
        if block.part not in _BODY:
            return block
        return replace(
            block,
            text=re.sub(
                r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])",
                lambda _: random.choice((" ", "\u3000", "\u00a0")) if random.random() < 0.01 else "",
                block.text,
            ),
        )

    changed = change_blocks(draft, change)
    return changed if changed != draft else None


_INVISIBLE = ("\u200b", "\ufeff", "\u200d", "\u2060", "\u00ad", "\u200e")


def zero_width(draft: Draft, random: Random) -> Draft | None:
    """Zero-width characters anywhere, inside numbers of headings too."""

    def change(text: str) -> str:
        return "".join(char + debris(random.choice(_INVISIBLE)) if random.random() < 0.01 else char for char in text)

    def everywhere(block: Block) -> Block:
        if any(marked(block.written)):
            return block  # Marks cannot stand inside marks.
        number = block.number and debris(random.choice(_INVISIBLE)) + block.number
        return replace(block, text=change(block.text), number=number)

    return change_blocks(draft, everywhere)


_WORD_RESIDUE = ("[bookmark: _GoBack]", "[bookmark: _GoBack]", "[bookmark: _Toc2817]", "[bookmark: OLE_LINK1]")
_HTML_RESIDUE = (
    '⠼fontface="方正仿宋_GBK">',
    "&nbsp;&nbsp;",
    "&nbsp;",
    "<br/>",
    "</span>",
    '<span style="font-family:仿宋_GB2312;font-size:16pt">',
    "<o:p></o:p>",
)


def _sprinkle(draft: Draft, random: Random, pieces: tuple[str, ...]) -> Draft | None:
    """Put a few pieces of residue ahead of paragraphs or headings, or behind a mark inside the text."""
    places = [p for p, b in enumerate(draft.blocks) if b.part in _BODY | {Part.HEADING}]
    blocks = list(draft.blocks)
    for position in random.sample(places, min(4, len(places))):
        block, piece = blocks[position], debris(random.choice(pieces))
        stops = [m.end() for m in re.finditer("[。；，]", block.text)]
        if block.number:
            blocks[position] = replace(block, number=piece + block.number)
        elif stops and random.random() < 0.6:
            at = random.choice(stops)
            blocks[position] = replace(block, text=block.text[:at] + piece + block.text[at:])
        else:
            blocks[position] = replace(block, text=piece + block.text)
    return draft.with_blocks(blocks)


def word_residue(draft: Draft, random: Random) -> Draft | None:
    """[bookmark: _GoBack] ahead of a paragraph."""
    return _sprinkle(draft, random, _WORD_RESIDUE)


def html_residue(draft: Draft, random: Random) -> Draft | None:
    """Scraps of tags and &nbsp; in the text."""
    return _sprinkle(draft, random, _HTML_RESIDUE)


def lost_dashes(draft: Draft, random: Random) -> Draft | None:
    """20212025年 for 2021—2025年."""
    del random
    changed = rewrite(draft, lambda text: re.sub(r"(20\d\d)—(20\d\d)", r"\1\2", text))
    return changed if changed != draft else None


def masked(draft: Draft, random: Random) -> Draft | None:
    """Figures of the text masked by an aggregator; a year only where the title still tells it."""
    if str(draft.report.year) not in draft.report.title:
        return None

    def change(block: Block) -> Block:
        if block.part not in _BODY:
            return block
        return replace(
            block, text=re.sub(r"\d+", lambda m: "*" * len(m[0]) if random.random() < 0.7 else m[0], block.text)
        )

    changed = change_blocks(draft, change)
    return changed if changed != draft else None


def lost_date(draft: Draft, random: Random) -> Draft | None:
    """2025730日: a converter lost the signs of the date; the day can be told where only one is possible."""
    report = draft.report
    match = re.fullmatch(r"(\d{4})年(\d+)月(\d+)日", report.date)
    if not match:
        return None
    date = random.choice((f"{match[1]}{match[2]}{match[3]}日", f"{match[1]}年{match[2]}{match[3]}日"))
    blocks = [replace(b, text=date) if b.part is Part.DATE else b for b in draft.blocks]
    digits = match[2] + match[3]
    days = [(int(digits[:at]), int(digits[at:])) for at in (1, 2) if digits[at:] and digits[at] != "0"]
    clear = sum(1 <= month <= 12 and 1 <= day <= 31 for month, day in days) == 1
    signed = report.signed if clear or "dated" in draft.options else None
    return replace(draft.with_blocks(blocks), report=replace(report, date=date, signed=signed))


def wide_digits(draft: Draft, random: Random) -> Draft | None:
    """２０２３年 throughout the text and the title."""
    del random
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return change_blocks(
        replace(draft, report=replace(draft.report, title=draft.report.title.translate(wide))),
        lambda b: replace(b, text=b.text.translate(wide)) if b.part in _BODY | {Part.TITLE, Part.HEADING} else b,
    )


@cache
def _converter() -> Any:  # noqa: ANN401 - opencc has no types
    from opencc import OpenCC

    return OpenCC("s2t")


def traditional(draft: Draft, random: Random) -> Draft | None:
    """A mirror site's Traditional characters throughout."""
    del random
    changed = rewrite(draft, _converter().convert)
    return replace(changed, options=changed.options | {"traditional"})


_TEXTUAL = frozenset({"txt", "md", "docx", "html"})
CHARACTERS = (
    Mess("half-width", ",;:() for ，；：（）", half_width, frozenset({"marks", "numbers 2"}), 2),
    Mess("half-width stops", ". for 。 too", half_width_stops, frozenset({"marks", "numbers 2", "numbers 1"}), 2),
    Mess("straight quotes", '" for “ and ”, some', straight_quotes, frozenset({"quotes"}), 2),
    Mess("unbalanced", "quotes and 《》 lost", unbalanced, frozenset({"quotes"}), 2),
    Mess("spaced digits", "8 处 for 8处", spaced_digits, frozenset({"digits"}), 2),
    Mess("stray blanks", "a blank now and then between characters", stray_blanks, frozenset({"blanks"}), 2),
    Mess(
        "zero width", "invisible characters", zero_width, frozenset({"blanks"}), 2, _TEXTUAL, "the invisible characters"
    ),
    Mess("word residue", "[bookmark: _GoBack]", word_residue, frozenset({"residue"}), 2, leaves="the tags"),
    Mess(
        "html residue",
        "scraps of tags, &nbsp;",
        html_residue,
        frozenset({"residue"}),
        2,
        frozenset({"txt", "docx"}),
        "the scraps",
    ),
    Mess("lost dashes", "20212025年", lost_dashes, frozenset({"dashes"}), 2),
    Mess("masked digits", "化解矛盾***件", masked, frozenset({"digits", "dashes"}), 2),
    Mess("lost date", "2025730日", lost_date, frozenset({"date"}), 2),
    Mess("wide digits", "２０２３年", wide_digits, frozenset({"digits"}), 2),
    Mess("traditional", "Traditional characters", traditional, frozenset({"script"}), 2),
)
