"""Text from reports and questions as HTML. Every character shows as itself: this is the only way in, and it escapes.

Streamlit's own text elements read Markdown, in which a report's ``*``, ``$``, ``[`` or ``:`` would change what is shown. Only buttons that
name what a question holds cannot be HTML; for them there is ``literal``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from corpus.report import Place, Role
from web.texts import Texts

_MARKS = re.compile(r"[!-/:-@\[-`{-~]")
_REPLACED = "-.:<=>@"
"""Marks of what Streamlit replaces even when a backslash stands before each (``:smile:``, ``->``, ``www.``); an invisible word joiner parts them."""


def escape(text: str) -> str:
    """The text as HTML that shows it literally."""
    return html.escape(text, quote=True)


def literal(text: str) -> str:
    """The text as Markdown that Streamlit shows literally, in a button's label or in the help beside it."""
    return _MARKS.sub(lambda mark: ("\u2060" if mark[0] in _REPLACED else "") + "\\" + mark[0], text)


def marked(text: str, spans: Iterable[tuple[int, int]], *, offset: int = 0) -> str:
    """The text as HTML with the spans marked.

    Args:
        text: A piece of some whole.
        spans: Ordered and apart, as offsets into the whole; what lies outside the piece is left out.
        offset: Where the piece begins in the whole.
    """
    parts: list[str] = []
    done = 0
    for start, end in spans:
        first, last = max(start - offset, done), min(end - offset, len(text))
        if first < last:
            parts += [escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"]
            done = last
    return "".join([*parts, escape(text[done:])])


def badge(kind: str, text: str) -> str:
    """A small label; ``kind`` chooses its colour."""
    return f'<span class="fj-badge fj-{escape(kind)}">{escape(text)}</span>'


def role_badge(role: Role, words: Texts) -> str:
    """The label of a role."""
    return badge(role.value, words.roles[role.value])


def place_html(place: Place, words: Texts) -> str:
    """A place, its lowest part the most visible."""
    if not place.parts:
        return escape(words.unknown_place)
    *outer, lowest = place.parts
    around = f'<span class="fj-around">{escape(" ".join(outer))}</span> ' if outer else ""
    return f"{around}<span>{escape(lowest)}</span>"


def year_text(year: int | None, words: Texts) -> str:
    """The year in words."""
    return words.unknown_year if year is None else words.year.format(year=year)


def facts_list(facts: Sequence[tuple[str, str]]) -> str:
    """Names and values as a description list; both are plain text."""
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    return f'<dl class="fj-facts">{rows}</dl>'


def notice(text: str, kind: str = "info", more: str = "") -> str:
    """A sentence that stands out. ``kind`` is ``info``, ``warn`` or ``error``; ``more`` is HTML put below it."""
    role = "alert" if kind == "error" else "status"
    return f'<div class="fj-notice fj-notice-{kind}" role="{role}"><p>{escape(text)}</p>{more}</div>'
