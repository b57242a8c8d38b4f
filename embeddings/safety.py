"""Reports come out of PDFs and web pages with anything in them; encoders do not take everything."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 4000
"""Longest text handed to an encoder. The bundled one reads 512 tokens, about 800 Chinese characters, so nothing it
would have read is lost; tokenizing more than this only costs time, and some engines need minutes for a long text."""

EMPTY = " "
"""Stands for a text with nothing in it: encoders give it a valid vector."""

# Control characters and noncharacters carry nothing; NUL ends a string in C. A lone surrogate cannot become UTF-8.
# U+FDF0..U+FDFC are whole Arabic words in one character: under NFKC U+FDFA becomes 18 characters, which overruns the
# buffers of engines that reckon with fewer.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdfd\ufffe\uffff"
    + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


def _plain(match: re.Match[str]) -> str:
    character = match.group()
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    if "\ufdf0" <= character <= "\ufdfc":
        return unicodedata.normalize("NFKC", character)
    return " "


def safe_text(text: str) -> str:
    """Return the text as every encoder can take it.

    Args:
        text: Any string.

    Returns:
        1 to `MAX_CHARACTERS` characters, encodable as UTF-8, without control characters (line breaks become
        spaces), noncharacters and characters of monstrous expansion. All other text comes back as it was.
    """
    # Cut before as well, so that a text of megabytes costs no more than a long one; again after, for what has grown.
    safe = _UNSAFE.sub(_plain, text[:MAX_CHARACTERS])[:MAX_CHARACTERS]
    return safe if safe.strip() else EMPTY
