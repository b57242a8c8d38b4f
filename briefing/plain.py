"""Text that no file chokes on, and names of files that every system takes."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, half characters among them, and what a reader could not see."""
_REPLACEMENT = "\ufffd"
_UNSAFE = re.compile(r'[<>:"/\\|?*]+')
LONGEST_NAME = 40
"""Characters of a title in the name of a file: Han characters take three bytes each, and 255 bytes are the most."""


def safe_text(text: str) -> str:
    """The text with every character that a file cannot hold shown as U+FFFD; line breaks are plain."""
    return _FORBIDDEN.sub(_REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The same in one line."""
    return " ".join(safe_text(text).split())


def file_name(title: str, date: str, suffix: str) -> str:
    """A name for a file: ``法鉴-TITLE-20261123.docx``.

    Args:
        title: Anything; what a file system would not take, or would show turned round, is left out.
        date: ISO date.
        suffix: Without its dot.
    """
    letters = (
        char if unicodedata.category(char)[0] in "LMNPSZ" else " " for char in title[: LONGEST_NAME * 4] if char != "�"
    )
    tidy = " ".join(_UNSAFE.sub(" ", "".join(letters)).split())[:LONGEST_NAME].strip(" .")
    return "-".join(filter(None, ("法鉴", tidy, date.replace("-", "")))) + f".{suffix}"
