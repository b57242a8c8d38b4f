"""Parts of a page that a browser does not show, or shows a second time (for telephones, for the printer).

Not all that is hidden is no report: the second tab of a long report is hidden until somebody clicks on it. So a hidden part that
holds prose of its own stays, and only copies, small print and empty shells go.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.formats.html_lines import lines_of
from corpus.formats.html_style import style_rules

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from corpus.formats.html_body import Page

_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SELECTOR = re.compile(r"[a-z]*([.#][\w-]+)", re.IGNORECASE)
_MAX_COMPARED, _MOST_COMPARED = 2_000_000, 20
"""Characters of blocks that are compared in one page, and blocks of one length."""
_OWN_PROSE = 60
"""Characters of prose from which a hidden part may be a part of the report; notices to copyists are shorter."""
_COPY = 150
"""Characters from which two equal elements with most of the page's prose are one body twice."""
_HOLDERS = frozenset({"div", "section", "article", "main"})


def drop_unseen(page: Page, tree: LexborHTMLParser) -> tuple[list[str], bool]:
    """Drops hidden parts and copies from the page.

    Returns:
        The lines of hidden parts that stand nowhere else on the page, and whether a hidden part was kept for its prose.
    """
    names = _unseen_names(tree)
    hidden = [node for node in page.elements if node is not page.root and _is_hidden(node, names)]
    shown = "".join("".join(lines_of(page.root, page.dropped | {node.mem_id for node in hidden})).split())
    removed: list[str] = []
    kept = False
    passed = 0
    for node in hidden:
        start, end = page.span(node)
        # What lies inside of a hidden part was judged with it.
        if start < passed:
            continue
        passed = end
        lines = lines_of(node, page.dropped)
        own = [line for line in lines if "".join(line.split()) not in shown]
        if sum(len(line) for line in own) >= _OWN_PROSE and len(own) >= 2 and page.prose(node):
            kept = True
            continue
        page.drop(node)
        removed += own
    _drop_copies(page)
    return removed, kept


def _drop_copies(page: Page) -> None:
    """Of two elements that hold the same whole body, the first stays; a report that says something twice keeps both."""
    total = page.prose(page.root)
    seen: dict[int, list[LexborNode]] = {}
    texts: dict[int, str] = {}
    budget = _MAX_COMPARED
    passed = 0

    def text_of(node: LexborNode) -> str:
        nonlocal budget
        if node.mem_id not in texts:
            texts[node.mem_id] = "".join("".join(lines_of(node, page.dropped)).split())
            budget -= len(texts[node.mem_id])
        return texts[node.mem_id]

    dropped = set(page.dropped)
    for node in page.elements:
        start, end = page.span(node)
        if start >= passed and node.mem_id in dropped:
            passed = end
        length = page.length(node)
        if start < passed or node.tag not in _HOLDERS or length < _COPY or page.prose(node) * 10 < total * 3:
            continue
        before = seen.setdefault(length, [])
        # Only a text of the same length can be the same; reading it is dear.
        beside = (other for other in before[:_MOST_COMPARED] if budget > 0 and not page.overlap(node, other))
        if any(text_of(node) == text_of(other) for other in beside):
            page.drop(node)
            passed = end
        else:
            before.append(node)


def _is_hidden(node: LexborNode, names: frozenset[str]) -> bool:
    attributes = node.attributes
    if "hidden" in attributes or _UNSEEN.search(attributes.get("style") or ""):
        return True
    own = {f".{name}" for name in (attributes.get("class") or "").split()} | {f"#{attributes.get('id')}"}
    return bool(own & names)


def _unseen_names(tree: LexborHTMLParser) -> frozenset[str]:
    """Classes and ids that the page's own style sheet hides for every reader."""
    found: set[str] = set()
    for selectors, declarations in style_rules(tree):
        if _UNSEEN.search(declarations):
            found |= {named[1] for selector in selectors if (named := _SELECTOR.fullmatch(selector))}
    return frozenset(found)
