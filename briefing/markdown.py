"""A briefing as Markdown. What is quoted shows as it is written: no character of a report works as a mark."""

from __future__ import annotations

import re

from briefing.excerpt import Briefing, Excerpt, sources_of
from briefing.phrases import also, scope_lines, where, written_date
from briefing.plain import one_line, safe_text
from briefing.wording import WORDINGS, Wording

_MARKS = re.compile(r"[\\`*_\[\]<>#|~$&]")
_OPENING = re.compile(r"^(\d{1,9})([.)])|^([-+=])")
"""What begins a list or underlines a heading."""


def markdown_bytes(briefing: Briefing) -> bytes:
    """The whole briefing, in UTF-8."""
    wording = WORDINGS[briefing.language]
    lines = [f"# {literal(briefing.title)}", "", literal(written_date(briefing.date, wording)), ""]
    for line in scope_lines(briefing, wording):
        lines += [literal(line), ""]
    for group in briefing.groups:
        if group.heading is not None:
            lines += [f"## {literal(group.heading)}", ""]
        for excerpt in group.excerpts:
            lines += _excerpt(excerpt, wording, briefing.language)
    sources = sources_of(briefing.excerpts)
    if sources:
        lines += [f"## {wording.sources}", "", _row(wording.source_columns), "|---|---|---|---|"]
        for number, source in enumerate(sources, 1):
            lines.append(_row((str(number), source.reference, source.report.source, str(source.excerpts))))
    return ("\n".join(lines).rstrip() + "\n").encode()


def literal(text: str) -> str:
    """One line of text that Markdown shows as it is written."""
    return _line(one_line(text))


def _line(text: str) -> str:
    marked = _MARKS.sub(lambda mark: "\\" + mark[0], text)
    return _OPENING.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else "\\" + match[3], marked)


def _excerpt(excerpt: Excerpt, wording: Wording, language: str) -> list[str]:
    lines = [f"### {literal(where(excerpt.report, wording))}", ""]
    lines += _quoted(excerpt.text, "> ")
    if excerpt.note:
        head, *rest = safe_text(excerpt.note).strip().split("\n")
        lines += [literal(wording.note.format(note=head)), ""]
        lines += [part for line in rest if line.strip() for part in (literal(line), "")]
    lines += [literal(wording.source.format(source=excerpt.cited(language))), ""]
    for remark in (also(excerpt, wording), "" if excerpt.standing else wording.gone):
        lines += [literal(remark), ""] if remark else []
    return lines


def _quoted(text: str, mark: str) -> list[str]:
    """Each line of a passage a paragraph of the quotation; blanks at its edges would make it code or a line break."""
    paragraphs = [line.strip(" \t") for line in safe_text(text).split("\n") if line.strip()]
    return [*f"\n{mark.rstrip()}\n".join(mark + _line(line) for line in paragraphs).split("\n"), ""]


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(literal(cell) for cell in cells) + " |"
