"""A draft as the lines of plain text: hard wraps, page breaks, indents and blank lines as its setting asks."""

from __future__ import annotations

import re
from random import Random

from bench.forge.draft import Block, Draft, Part, Setting, shown

_NEVER_FIRST = "，。；：、！？）》”〕.,;:)"
_CUT_EVERY = 700
_SHORTEST_PIECE = 20
_WIDTHS = (24, 26, 28, 30, 32, 34, 36, 38, 40, 42)


def set_lines(draft: Draft, random: Random) -> tuple[list[str], list[str]]:
    """Lines of the file, and the page furniture among them."""
    setting = draft.setting
    groups = draft.paragraphs
    texts = [shown("".join(block.written for block in group)) for group in groups]
    if setting.cut:
        return _cut_by_pages(texts, setting, random)
    if not setting.width:
        lines: list[str] = []
        for text in texts:
            lines += [setting.indent + text, *[""] * setting.parted]
        return lines, []
    width, indent = setting.width, setting.indent
    if setting.bare:
        width = _fair_width(groups, texts, width)
        indent = indent if width else "\u3000\u3000"
        width = width or setting.width
    lines = []
    for text in texts:
        for line in wrap(text, width, indent):
            lines += [line, *[""] * setting.between]
        lines += [""] * setting.parted
    return _paged(lines, setting) if setting.page else (lines, [])


def width_of(text: str) -> float:
    """Width on paper in Han characters."""
    return sum(0.5 if ord(char) < 0x2000 else 1.0 for char in text)


def wrap(text: str, width: float, indent: str = "") -> list[str]:
    """Visual lines of a paragraph; a closing mark hangs over the margin instead of beginning a line."""
    lines, line, room = [], indent, width_of(indent)
    for char in text:
        wide = width_of(char)
        if room + wide > width and char not in _NEVER_FIRST and line.strip():
            lines.append(line)
            line, room = "", 0.0
        line += char
        room += wide
    return [*lines, line]


def _fair_width(groups: list[list[Block]], texts: list[str], first: int) -> int:
    """A width at which a person can tell where headings and titles end; 0 where there is none."""
    for width in (first, *_WIDTHS):
        full = [
            group
            for group, text in zip(groups, texts, strict=True)
            if len(group) == 1
            and group[0].part in {Part.HEADING, Part.TITLE, Part.FURNITURE}
            and width_of(wrap(text, width)[-1]) >= width - 2
        ]
        if not full:
            return width
    return 0


def _paged(lines: list[str], setting: Setting) -> tuple[list[str], list[str]]:
    out: list[str] = []
    furniture: list[str] = []
    printed, page = 0, 1
    for line in lines:
        out.append(line)
        printed += 1 if line else 0
        if printed == setting.page:
            foot = setting.foot.format(page)
            piece = ["", foot, "", *([setting.head, ""] if setting.head else [])] if foot else ["", "", ""]
            out += piece
            furniture += [line for line in piece if line]
            printed, page = 0, page + 1
    return out, furniture


def _cut_by_pages(texts: list[str], setting: Setting, random: Random) -> tuple[list[str], list[str]]:
    lines: list[str] = []
    furniture: list[str] = []
    room = _CUT_EVERY
    for text in texts:
        room -= len(text)
        places = [
            match.start()
            for match in re.finditer(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", text)
            if _SHORTEST_PIECE * 2 <= match.start() <= len(text) - _SHORTEST_PIECE
        ]
        if room < 0 and places:
            at = random.choice(places)
            foot = setting.foot.format(len(furniture) + 1)
            furniture += [foot] if foot else []
            lines += [text[:at], "", *([foot, ""] if foot else []), text[at:]]
            room = _CUT_EVERY
        else:
            lines.append(text)
        lines += [""] * setting.parted
    return lines, furniture
