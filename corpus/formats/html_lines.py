"""Elements of a web page become lines, as a browser would break them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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


def lines_of(root: LexborNode, dropped: Collection[int], rows: bool = True) -> list[str]:
    """Text below a node, one block a line, without blank lines.

    Args:
        root: Where to begin.
        dropped: ``mem_id`` of the elements to leave out.
        rows: Whether a table row is one line ``| a | b |``; otherwise each cell is a line.
    """
    lines: list[str] = []
    buffer: list[str] = []

    def flush() -> None:
        line = _collapsed("".join(buffer))
        buffer.clear()
        if line.strip():
            lines.append(line)

    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, closing = stack.pop()
        if closing:
            flush()
        elif node.is_text_node:
            buffer.append(node.text_content or "")
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
            stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
    flush()
    return lines


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
