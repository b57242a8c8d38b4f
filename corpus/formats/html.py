"""Web pages: the report without the site round it, and what the page says of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.formats.encoding import decode
from corpus.formats.html_body import Page
from corpus.formats.html_index import index_blocks
from corpus.formats.html_lines import lines_of
from corpus.report import Document
from errors import UnreadableFileError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_START = re.compile(
    rb"(?:\s|<!--(?>.*?-->)|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|table|p|h1|article|section)"
    rb"[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = {
    name.lower(): name
    for name in ("ArticleTitle", "PubDate", "ContentSource", "SiteName", "ColumnName", "Author", "Keywords")
}
_SITE_SUFFIX = re.compile(r"(?P<title>.{6,}?)\s*[-_|—–]+\s*[^-_|—–]*(?:网|政府|平台|门户|公开)[^-_|—–]*$")


def recognise(data: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\0", b"")
    return _START.match(head) is not None


def read(data: bytes, source: str) -> Document:
    """Reads the body of a page; the rows of an index table (索引号, 文号 …) become metadata.

    Raises:
        UnreadableFileError: It is binary, in no known encoding, or holds no text.
    """
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # loads a library

    charset = _CHARSET.search(data[:8192])
    try:
        markup, notes = decode(data, charset[1].decode("ascii") if charset else None)
    except ValueError as error:
        raise UnreadableFileError(f"{source} {error}") from error
    try:
        tree = LexborHTMLParser(markup)
        document = _document(tree, markup, notes)
    except (SelectolaxError, ValueError, RecursionError) as error:
        raise UnreadableFileError(f"{source} is a damaged web page ({error}); save it again") from error
    if not document.text.strip():
        raise UnreadableFileError(
            f"{source} is a web page without text (does it load its text by script?); save it from a browser"
        )
    return document


def _document(tree: LexborHTMLParser, markup: str, notes: tuple[str, ...]) -> Document:
    page = Page(tree)
    metadata = _declared(tree)
    title = _title(tree, metadata)
    for block, pairs in index_blocks(page):
        page.dropped.add(block.mem_id)
        metadata |= {key: value for key, value in pairs.items() if key not in metadata}
    text = "\n".join(lines_of(page.body(markup), page.dropped))
    return Document(text=text, format="html", title=title, metadata=metadata, hard_wrapped=False, notes=notes)


def _declared(tree: LexborHTMLParser) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for meta in tree.css("meta"):
        name = _META.get((meta.attributes.get("name") or "").strip().lower())
        value = " ".join((meta.attributes.get("content") or "").split())
        if name and value:
            metadata.setdefault(name, value)
    return metadata


def _title(tree: LexborHTMLParser, metadata: dict[str, str]) -> str | None:
    """The article's title; of several ``<h1>`` (one may be the site's logo) the one that ``<title>`` repeats."""
    window = tree.css_first("title")
    window_title = " ".join(window.text().split())[:300] if window else ""
    heads = [" ".join("".join(lines_of(head, set())).split()) for head in tree.css("h1")]
    suffixed = _SITE_SUFFIX.fullmatch(window_title)
    stated = suffixed["title"] if suffixed else window_title
    if "ArticleTitle" in metadata:
        return metadata["ArticleTitle"]
    repeated = [head for head in heads if head and (head in stated or stated in head)]
    logos = [head for head in heads if head in window_title and head not in stated]
    candidates = repeated or [head for head in heads if head not in logos] or [stated]
    return max(candidates, key=len) or None
