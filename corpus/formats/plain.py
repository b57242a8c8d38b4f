"""Text and Markdown files."""

from __future__ import annotations

import re

from corpus.formats.encoding import decode
from corpus.report import Document
from errors import UnreadableFileError

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?P<body>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY_VALUE = re.compile(r"(?P<key>[^\s:：#-][^:：]*?)\s*(?::(?=\s|$)|：)\s*(?P<value>.*?)\s*$")
_LIST_ITEM = re.compile(r"\s+- (?P<item>.*\S)|- (?P<flush>.*\S)")

_RULE = re.compile(r"\s{0,3}(?:-{3,}|={3,}|\*{3,}|_{3,}|(?:[-*_] ){2,}[-*_])\s*$")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_BULLET = re.compile(r"\s*[-*+]\s+(?=\S)")
# "#一、" without the blank is a common slip; "#3" is more likely a house number than a heading.
_HEADING = re.compile(r"\s{0,3}(?P<marks>#{1,6})(?:\s+|(?=[^\s#\d]))(?P<text>.*?)(?:\s+#+)?\s*$")
_BOLD = re.compile(r"(?<!\*)\*\*(?=[^\s*])(?P<text>.+?)(?<=[^\s*])\*\*(?!\*)")

_MAX_LINE = 50_000
"""Longer lines are left alone: they are no report, and would only keep the patterns busy."""


def read_text(data: bytes, source: str) -> Document:
    """Reads plain text: its lines exactly as they are.

    Raises:
        UnreadableFileError: It is empty, binary, or in no known encoding.
    """
    text, notes = _decoded(data, source)
    return Document(text=text, format="txt", notes=notes)


def read_markdown(data: bytes, source: str) -> Document:
    """Reads Markdown: marks of headings, lists, quotations and bold type are removed, front matter becomes metadata.

    Raises:
        UnreadableFileError: It is empty, binary, or in no known encoding.
    """
    text, notes = _decoded(data, source)
    metadata, text = _front_matter(text)
    lines = text.split("\n")
    title = metadata.get("title") or metadata.get("标题") or _first_heading(lines)
    text = "\n".join(_without_marks(line) for line in lines)
    if not text.strip():
        raise UnreadableFileError(f"{source} is empty below its front matter; fetch or save it again")
    return Document(text=text, format="md", title=title, metadata=metadata, notes=notes)


def _decoded(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    try:
        text, notes = decode(data)
    except ValueError as error:
        raise UnreadableFileError(f"{source} {error}") from error
    if not text.strip("\ufeff\u200b \t\n\v\f\u3000\xa0"):
        raise UnreadableFileError(f"{source} is empty; fetch or save it again")
    return text, notes


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Metadata of a leading ``---`` block and the text after it; a block without any key is a rule, so text."""
    block = _FRONT_MATTER.match(text)
    if block is None:
        return {}, text
    metadata: dict[str, str] = {}
    key: str | None = None
    for line in block["body"].splitlines():
        if len(line) > _MAX_LINE // 10:
            return {}, text
        item = _LIST_ITEM.match(line)
        pair = _KEY_VALUE.match(line)
        if item and key is not None:
            value = _unquoted(item["item"] or item["flush"])
            metadata[key] = f"{metadata[key]}、{value}" if metadata[key] else value
        elif pair:
            key = _unquoted(pair["key"])
            metadata[key] = _unquoted(pair["value"] or "")
        elif line.strip() and not line.lstrip().startswith("#"):
            return {}, text
    return (metadata, text[block.end() :]) if metadata else ({}, text)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


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
    return line if "****" in line else _BOLD.sub(r"\g<text>", line)
