"""Text from files made harmless for a terminal, which obeys control characters: names and reports may hold any."""

from __future__ import annotations

import os
import re
import sys

# Beside what a terminal obeys, what turns the order of the characters round it: a name may show as another.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with control characters shown as \ufffd; line breaks and tabs stay."""
    return _CONTROL.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The same as a single line."""
    return printable(" ".join(text.split()))


def drop_output() -> None:
    """Let what is still to be printed go nowhere, so that Python does not complain at exit that it could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
