"""Text and Markdown files."""

from __future__ import annotations

import re

from corpus.formats.encoding import decode
from corpus.formats.front_matter import FrontMatter, split_front_matter
from corpus.report import Document
from errors import UnreadableFileError

_RULE = re.compile(r"\s{0,3}(?:-{3,}|={3,}|\*{3,}|_{3,}|(?:[-*_] ){2,}[-*_])\s*$")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_BULLET = re.compile(r"\s*[-*+]\s+(?=\S)")
# "#一、" without the blank is a common slip; "#3" is more likely a house number than a heading.
_HEADING = re.compile(r"\s{0,3}(?P<marks>#{1,6})(?:\s+|(?=[^\s#\d]))(?P<text>.*?)(?:\s+#+)?\s*$")
_EMPHASIS = re.compile(r"(?<![*\w\\])\*(?=[^\s*])(?P<text>[^*\n]{1,80})(?<=[^\s*\\])\*(?![*\d])")
_LINK = re.compile(r"!?\[(?P<text>[^\[\]\n]{1,200})\]\((?:[^()\s]|\([^()\s]*\)){1,500}\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|~>-])")
_BOLD = re.compile(r"(?<!\*)\*\*(?=[^\s*])(?P<text>.+?)(?<=[^\s*])\*\*(?!\*)")

MAX_CHARACTERS = 2_000_000
"""A longer text is refused: the longest report seen has 60,000 characters."""
TOO_LONG = f"has more than {MAX_CHARACTERS:,} characters, which no report has; give the report alone, without what it was filed with"

_MAX_LINE = 50_000
"""Longer lines are left alone: they are no report, and would only keep the patterns busy."""


def read_text(data: bytes, source: str) -> Document:
    """Reads plain text: its lines exactly as they are, front matter taken off.

    Raises:
        UnreadableFileError: It is empty, binary, too long, or in no known encoding.
    """
    front, notes = _decoded(data, source)
    return Document(
        text=front.body,
        format="txt",
        title=front.given.get("title"),
        metadata=front.other,
        given=front.given,
        notes=notes,
    )


def read_markdown(data: bytes, source: str) -> Document:
    """Reads Markdown: marks of headings, lists, quotations and bold type are removed, front matter taken off.

    Raises:
        UnreadableFileError: It is empty, binary, too long, or in no known encoding.
    """
    front, notes = _decoded(data, source)
    lines = front.body.split("\n")
    text = "\n".join(_without_marks(line) for line in lines)
    title = front.given.get("title") or _first_heading(lines)
    found = (_HEADING.match(line) for line in lines if len(line) <= _MAX_LINE)
    headings = tuple((len(heading["marks"]), _unbold(heading["text"])) for heading in found if heading)
    return Document(
        text=text,
        format="md",
        title=title,
        metadata=front.other,
        given=front.given,
        notes=notes,
        headings=headings,
    )


def _decoded(data: bytes, source: str) -> tuple[FrontMatter, tuple[str, ...]]:
    # No character takes more than four bytes: what is surely too long is not decoded first.
    if len(data) > 4 * MAX_CHARACTERS:
        raise UnreadableFileError(f"{source} {TOO_LONG}")
    try:
        text, notes = decode(data)
    except ValueError as error:
        raise UnreadableFileError(f"{source} {error}") from error
    front = split_front_matter(text)
    if not front.body.strip("\ufeff\u200b \t\n\v\f\u3000\xa0"):
        below = " below its front matter" if front.given or front.other else ""
        raise UnreadableFileError(f"{source} is empty{below}; fetch or save it again")
    return front, (*notes, *front.notes)


def _first_heading(lines: list[str]) -> str | None:
    """Text of a ``#`` heading where it is the first thing in the file."""
    first = next((line for line in lines if line.strip()), "")
    heading = _HEADING.match(first[:_MAX_LINE])
    return _unbold(heading["text"]) or None if heading and heading["marks"] == "#" else None


def _without_marks(line: str) -> str:
    if len(line) > _MAX_LINE:
        return line
    if _RULE.match(line):
        return ""
    line = _QUOTE.sub("", line, count=1) if _QUOTE.match(line) else line
    heading = _HEADING.match(line)
    if heading:
        return _unbold(heading["text"])
    bullet = _BULLET.match(line)
    return _unbold(line[bullet.end() :] if bullet else line)


def _unbold(line: str) -> str:
    # Aggregators mask digits as "****年**月": stars there are content.
    if "****" not in line:
        line = _EMPHASIS.sub(r"\g<text>", _BOLD.sub(r"\g<text>", line))
    line = _LINK.sub(r"\g<text>", line)
    return _ESCAPED.sub(r"\1", line)
