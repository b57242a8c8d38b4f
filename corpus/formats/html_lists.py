"""The numbers that a browser writes ahead of the items of a list, which the page holds only as rules (CSS Counter Styles)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.formats.html_style import style_rules
from corpus.formats.numerals import FORMATS, chinese, css_letter

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborNode

_STYLES: dict[str, tuple[Callable[[int], str], str]] = {
    "decimal": (str, "."),
    "decimal-leading-zero": (FORMATS["decimalZero"], "."),
    **dict.fromkeys(("lower-alpha", "lower-latin"), (css_letter, ".")),
    **dict.fromkeys(("upper-alpha", "upper-latin"), (lambda number: css_letter(number).upper(), ".")),
    "lower-roman": (FORMATS["lowerRoman"], "."),
    "upper-roman": (FORMATS["upperRoman"], "."),
    **dict.fromkeys(("cjk-ideographic", "trad-chinese-informal", "simp-chinese-informal"), (chinese, "、")),
    "simp-chinese-formal": (FORMATS["chineseLegalSimplified"], "、"),
    "trad-chinese-formal": (FORMATS["ideographLegalTraditional"], "、"),
    "japanese-informal": (FORMATS["japaneseCounting"], "、"),
    "cjk-decimal": (FORMATS["ideographDigital"], "、"),
    "cjk-heavenly-stem": (FORMATS["ideographTraditional"], "、"),
    "cjk-earthly-branch": (FORMATS["ideographZodiac"], "、"),
}
"""Name of a counter style → how it writes a number, and what it writes behind it."""

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_UNNUMBERED = frozenset({"none", "disc", "circle", "square", "inherit", "initial", "unset"})
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
# Editors type the number too, and count on the site's style to hide the list's own.
_TYPED = re.compile(
    r"\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}\s*[）)、．.:：]|[①-⑳⑴-⒇]|第.{1,3}[条章节]|[一二三四五六七八九十]是|[a-zA-Z][.、)])"
)
_MOST = 2000


def list_labels(root: LexborNode) -> dict[int, str]:
    """The label of each numbered item below a node, by its ``mem_id``."""
    labels: dict[int, str] = {}
    if root.css_first("ol") is None:
        return labels
    page = root
    while page.parent is not None:
        page = page.parent
    for selectors, declarations in style_rules(page):
        given = _STYLE.search(declarations)
        if given and "none" in given[1] and any(selector in {"ol", "li", "ol li"} for selector in selectors):
            return labels
    for listing in root.css("ol"):
        items = [item for item in listing.iter() if item.tag == "li"][:_MOST]
        if sum(1 for item in items if _TYPED.match(item.text() or "")) * 2 < len(items):
            labels |= _labels(listing, items)
    return labels


def _labels(listing: LexborNode, items: list[LexborNode]) -> dict[int, str]:
    step = -1 if "reversed" in listing.attributes else 1
    number = _whole(listing.attributes.get("start"), len(items) if step < 0 else 1)
    labels: dict[int, str] = {}
    for item in items:
        number = _whole(item.attributes.get("value"), number)
        name = _style(item) or _style(listing) or "decimal"
        if name not in _UNNUMBERED:
            write, behind = _STYLES.get(name, _STYLES["decimal"])
            labels[item.mem_id] = write(number) + behind
        number += step
    return labels


def _style(node: LexborNode) -> str | None:
    given = _STYLE.search(node.attributes.get("style") or "")
    if given:
        words = given[1].lower().replace("!important", "").split()
        known = (word for word in words if word in _STYLES or word in _UNNUMBERED)
        return next(known, None)
    return _TYPES.get(node.attributes.get("type") or "")


def _whole(value: str | None, default: int) -> int:
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,6}", value.strip()) else default
