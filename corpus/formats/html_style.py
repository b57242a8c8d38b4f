"""The rules of a page's own style sheets, as far as they decide what a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAX_CHARACTERS = 300_000


def style_rules(page: LexborHTMLParser | LexborNode) -> Iterator[tuple[list[str], str]]:
    """Selectors and declarations of each rule that holds for every medium (a rule for printers or telephones does not)."""
    budget = _MAX_CHARACTERS
    for sheet in page.css("style"):
        text = (sheet.text() or "")[:budget]
        budget -= len(text)
        depth = 0
        for chunk in text.split("}"):
            selectors, brace, declarations = chunk.rpartition("{")
            if brace and depth == 0 and "{" not in selectors:
                yield [selector.strip() for selector in selectors.split(",")], declarations.lower()
            depth = max(0, depth + chunk.count("{") - 1)
