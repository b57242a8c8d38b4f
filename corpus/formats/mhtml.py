"""Web pages that a browser saved into one file (mht, mhtml): the page in it is read as any web page."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from email.message import Message

from corpus.formats import html
from corpus.report import Document
from errors import UnreadableFileError

_HEAD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version[ \t]*:", re.IGNORECASE)
_PACKED_PAGE = re.compile(rb"Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.IGNORECASE)

_MOST_PARTS = 2_000
"""The page and its pictures; more are made to keep the parser busy."""


def recognise(data: bytes) -> bool:
    """Whether the bytes begin with the headers of a saved page."""
    head = data[:8192].lstrip()
    return _HEAD.match(head) is not None and _PACKED_PAGE.search(head) is not None


def read(data: bytes, source: str) -> Document:
    """Reads the first web page in the file.

    Raises:
        UnreadableFileError: There is none in it, or it cannot be read.
    """
    if data.count(b"\n--") > _MOST_PARTS:
        raise UnreadableFileError(f"{source} is a saved web page of too many parts; save it again as .html")
    try:
        page = next(
            (part for part in email.message_from_bytes(data).walk() if part.get_content_type() == "text/html"), None
        )
        content = _content(page) if page is not None else b""
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise UnreadableFileError(f"{source} is a damaged saved web page; save it again as .html") from error
    if not content.strip():
        raise UnreadableFileError(f"{source} is a saved web page without a page in it; save it again as .html")
    return replace(html.read(content, source), format="mht")


def _content(page: Message) -> bytes:
    content = page.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
