"""Text files in the encodings they come in, and Markdown."""

from __future__ import annotations

from random import Random

from bench.forge.draft import Draft, Part, cells, shown
from bench.forge.render.lines import set_lines
from bench.forge.render.rendered import Rendered

ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030", "gb18030")


def write_text(draft: Draft, random: Random) -> Rendered:
    """A .txt file."""
    lines, furniture = set_lines(draft, random)
    text = random.choice(("\n", "\n", "\r\n")).join(lines) + "\n"
    encoding = random.choice(ENCODINGS)
    if "traditional" in draft.options and random.random() < 0.4 and _fits(text, "big5"):
        encoding = "big5"
    return Rendered(text.encode(encoding), ".txt", tuple(furniture))


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def write_markdown(draft: Draft, random: Random) -> Rendered:
    """A .md file, with front matter or without, headings marked, bold or neither; hard-wrapped ones as plain lines."""
    front = random.random() < 0.4
    head = (
        ["---", f"title: {draft.report.title}", "source: https://example.org/zwgk/1234.html", "---", ""]
        if front
        else []
    )
    if draft.setting.width or draft.setting.cut:
        lines, furniture = set_lines(draft, random)
        return _file([*head, *map(_escape, lines)], furniture)
    # A title over several lines is not several titles.
    marks = random.random() < 0.6 and sum(block.part is Part.TITLE for block in draft.blocks) == 1
    bold = not marks and random.random() < 0.3
    lines = []
    for group in draft.paragraphs:
        text = _escape(shown("".join(block.written for block in group)))
        alone = len(group) == 1
        if marks and alone and group[0].part is Part.TITLE:
            text = f"# {text}"
        elif marks and alone and group[0].part is Part.HEADING and not group[0].mark:
            text = f"{'#' * (group[0].level + 1)} {text}"
        elif bold and alone and group[0].part in {Part.TITLE, Part.HEADING} and not group[0].optional:
            text = f"**{text}**"
        is_row, was_row = group[0].part is Part.ROW, bool(lines) and lines[-1].startswith("|")
        if was_row and not is_row:
            lines.append("")
        lines += [text] if is_row else [text, ""]
        if is_row and not was_row:
            lines.append("|---" * len(cells(group[0].text)) + "|")
    return _file([*head, *lines], [])


def _escape(text: str) -> str:
    return text.replace("*", r"\*")


def _file(lines: list[str], furniture: list[str]) -> Rendered:
    return Rendered(("\n".join(lines) + "\n").encode("utf-8"), ".md", tuple(furniture), ("|---|---|---|",))
