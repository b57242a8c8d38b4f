"""Elements of a web page become lines, as a browser would break them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.formats.html_lists import list_labels
from corpus.formats.numerals import labelled

if TYPE_CHECKING:
    from collections.abc import Collection

    from selectolax.lexbor import LexborNode

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
))  # fmt: skip
"""Elements that begin a line of their own."""

SILENT = frozenset((
    "script", "style", "template", "svg", "iframe", "select", "option", "button", "input", "textarea", "head",
    "title", "noscript",
))  # fmt: skip
"""Elements whose text is no text of the page."""


_KEEPS_BREAKS = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)


def lines_of(root: LexborNode, dropped: Collection[int], rows: bool = True) -> list[str]:
    """Text below a node, one block a line, without blank lines.

    Args:
        root: Where to begin.
        dropped: ``mem_id`` of the elements to leave out.
        rows: Whether a table row is one line ``| a | b |``; otherwise each cell is a line.
    """
    lines: list[str] = []
    buffer: list[str] = []
    labels = list_labels(root)
    label = ""
    keeps = root.css_first('pre, [style*="white-space"]') is not None

    def flush() -> None:
        nonlocal label
        line = _collapsed("".join(buffer))
        buffer.clear()
        if line.strip():
            # The number of a list's item stands ahead of its first paragraph.
            lines.append(labelled(label, line))
            label = ""

    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, closing = stack.pop()
        if closing:
            flush()
        elif node.is_text_node:
            *whole, last = _printed_lines(node) if keeps else [node.text_content or ""]
            for part in whole:
                buffer.append(part)
                flush()
            buffer.append(last)
        elif not node.is_element_node or node.tag in SILENT or node.mem_id in dropped:
            continue
        elif node.tag == "br":
            flush()
        elif rows and node.tag == "tr" and (row := _row(node, dropped)) is not None:
            flush()
            lines.append(row)
        else:
            if node.tag in BLOCKS:
                flush()
                stack.append((node, True))
            label = labels.get(node.mem_id, label)
            stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
    flush()
    return lines


def _printed_lines(node: LexborNode) -> list[str]:
    """The text of a node, in several lines where its element keeps the line breaks of the source."""
    text = node.text_content or ""
    if "\n" not in text:
        return [text]
    around = node.parent
    while around is not None and around.tag not in {"body", "html"}:
        if around.tag == "pre" or _KEEPS_BREAKS.search(around.attributes.get("style") or ""):
            return text.split("\n")
        around = around.parent
    return [text]


def _row(row: LexborNode, dropped: Collection[int]) -> str | None:
    """A table row as one line; ``None`` where the table only lays out the page."""
    cells = [cell for cell in row.iter() if cell.tag in {"td", "th"}]
    if row.css_first("table") is not None:
        return None
    values = [lines_of(cell, dropped) for cell in cells]
    if sum(1 for value in values if value) < 2 or any(len(value) > 5 for value in values):
        return None
    return f"| {' | '.join(' '.join(value) for value in values)} |"


def _collapsed(text: str) -> str:
    # A browser shows a line break of the source as a blank, which between Chinese characters only tears words.
    text = re.sub(r"(?<=[^\x00-\x7f])[ \t]*\n\s*(?=[^\x00-\x7f])", "", text.replace("\r", "\n"))
    return re.sub(r"[ \t\n\f]+", " ", text).strip(" ")
