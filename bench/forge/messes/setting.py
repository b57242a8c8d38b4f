"""Messes of how lines are set in plain text: hard wraps, blank lines, page breaks, page furniture, indents."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bench.forge.draft import Draft
from bench.forge.mess import PLAIN, Mess

_WIDTHS = (24, 28, 30, 34, 38, 42)
_FEET = ("- {} -", "— {} —", "{}", "第{}页", "第 {} 页 共 9 页", "{}/9", "—{}—")


def wrapped(draft: Draft, random: Random) -> Draft | None:
    """A visual line a line; paragraphs begin with two blanks."""
    indent = random.choice(("\u3000\u3000", "    "))
    return replace(draft, setting=replace(draft.setting, width=random.choice(_WIDTHS), indent=indent))


def wrapped_bare(draft: Draft, random: Random) -> Draft | None:
    """A visual line a line without indents: a paragraph ends where its line ends early."""
    return replace(draft, setting=replace(draft.setting, width=random.choice(_WIDTHS), indent="", bare=True))


def wrapped_gaps(draft: Draft, random: Random) -> Draft | None:
    """A blank line behind every visual line, blank runs at page breaks, no indents."""
    setting = replace(draft.setting, width=random.choice(_WIDTHS), between=1, page=random.randint(18, 26), bare=True)
    return replace(draft, setting=setting)


def wrapped_parted(draft: Draft, random: Random) -> Draft | None:
    """Hard wrap with a blank line between paragraphs."""
    return replace(draft, setting=replace(draft.setting, width=random.choice(_WIDTHS), parted=1))


def wrapped_pages(draft: Draft, random: Random) -> Draft | None:
    """Hard wrap with page numbers, perhaps a running head too."""
    head = draft.report.title if random.random() < 0.5 else ""
    setting = replace(
        draft.setting,
        width=random.choice(_WIDTHS),
        indent="\u3000\u3000",
        page=random.randint(20, 30),
        foot=random.choice(_FEET),
        head=head,
    )
    return replace(draft, setting=setting)


def page_cuts(draft: Draft, random: Random) -> Draft | None:
    """Paragraphs as they are, but cut in mid-sentence by a page break, with a blank line."""
    del random
    return replace(draft, setting=replace(draft.setting, cut=True, parted=1))


def page_cuts_numbered(draft: Draft, random: Random) -> Draft | None:
    """The same with a page number in the cut."""
    return replace(draft, setting=replace(draft.setting, cut=True, foot=random.choice(_FEET)))


def indented(draft: Draft, random: Random) -> Draft | None:
    """Every paragraph begins with U+3000 twice, blanks or a tab, and ends with stray blanks."""
    indent = random.choice(("\u3000\u3000", "    ", "\t", " \u3000 ", "\u00a0\u00a0\u00a0\u00a0"))
    return replace(draft, setting=replace(draft.setting, indent=indent))


def parted(draft: Draft, random: Random) -> Draft | None:
    """One to three blank lines between paragraphs."""
    return replace(draft, setting=replace(draft.setting, parted=random.randint(1, 3)))


_LINES = frozenset({"lines"})
SETTING = (
    Mess("wrapped", "hard wrap with indents", wrapped, _LINES | {"blanks"}, 3, PLAIN),
    Mess("wrapped bare", "hard wrap, no indents", wrapped_bare, _LINES | {"blanks"}, 3, PLAIN),
    Mess("wrapped gaps", "hard wrap, a blank line behind every line", wrapped_gaps, _LINES | {"blanks"}, 3, PLAIN),
    Mess("wrapped parted", "hard wrap, blank lines between paragraphs", wrapped_parted, _LINES | {"blanks"}, 3, PLAIN),
    Mess(
        "wrapped pages",
        "hard wrap with page numbers and heads",
        wrapped_pages,
        _LINES | {"blanks"},
        3,
        PLAIN,
        "page numbers, heads",
    ),
    Mess("page cuts", "sentences cut by a page break", page_cuts, _LINES | {"residue"}, 3, PLAIN),
    Mess(
        "page cuts, numbered",
        "the same with page numbers",
        page_cuts_numbered,
        _LINES | {"residue"},
        3,
        PLAIN,
        "page numbers",
    ),
    Mess("indented", "U+3000, blanks or tabs ahead", indented, _LINES, 3, frozenset({"txt"})),
    Mess("parted", "blank lines between paragraphs", parted, _LINES, 3, PLAIN),
)
