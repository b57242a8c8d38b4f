"""Bodies that do not stand in the page's own text: in a form's text area, in a script's data, in a frame or an attached file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_LITERAL = re.compile(r'"(?:[^"\\\n]|\\.){200,}+"')
_SENTENCES = re.compile("[\u4e00-\u9fff][^。；]{4,}[。；]")
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|wps|ofd|rtf|zip|rar|xlsx?)$", re.IGNORECASE)
_MAX_SCRIPTS = 5 * 2**20


def embedded_markup(tree: LexborHTMLParser) -> tuple[str, str] | None:
    """The longest text with sentences in a text area or a script's data, and where it was, in words for a person."""
    found: list[tuple[str, str]] = [(area.text(), "文本框") for area in tree.css("textarea")]
    budget = _MAX_SCRIPTS
    for script in tree.css("script"):
        text = script.text()[:budget]
        budget -= len(text)
        for literal in _LITERAL.finditer(text):
            try:
                found.append((str(json.loads(literal[0], strict=False)), "脚本数据"))
            except ValueError:
                continue
    found = [(text, where) for text, where in found if len(_SENTENCES.findall(text)) >= 2]
    return max(found, key=lambda one: len(one[0]), default=None)


def shown_file(tree: LexborHTMLParser) -> str | None:
    """The name of the document that the page only shows or links to, instead of holding a text."""
    places = [
        *(node.attributes.get("src") for node in tree.css("iframe, embed, frame")),
        *(node.attributes.get("data") for node in tree.css("object")),
        *(node.attributes.get("href") for node in tree.css("a")),
    ]
    for place in filter(None, places):
        try:
            parts = urlsplit(place)
            values = [value for given in parse_qs(parts.query).values() for value in given]
        except ValueError:
            continue
        # A viewer gets the file as a parameter.
        for path in (parts.path, *values):
            name = unquote(path).rpartition("/")[2]
            if _DOCUMENT.search(name):
                return name[:120]
    return None


def frame_source(tree: LexborHTMLParser) -> str | None:
    """The address of the page that a frame shows."""
    sources = (node.attributes.get("src") for node in tree.css("frame, iframe"))
    addresses = [source for source in sources if source and not source.startswith(("about:", "javascript:"))]
    # The menu comes first, in the narrow frame.
    return addresses[-1][:120] if addresses else None
