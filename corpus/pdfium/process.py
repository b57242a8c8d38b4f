"""Asks the process in which PDFium runs, and ends it when it takes too long."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.pdfium.page import Page
from errors import UnreadableFileError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_SECONDS = 60
"""For one call; a hundred pages of text take about one second."""
MAX_MEMORY = 3 * 2**30
"""Bytes of address space for one call; ordinary files take a tenth."""
_ROOT = Path(__file__).resolve().parents[2]


def extract(data: bytes, source: str, *, seconds: int = MAX_SECONDS, memory: int = MAX_MEMORY) -> list[Page]:
    """Reads all pages of a PDF.

    Args:
        data: The file.
        source: Its name, for messages.
        seconds: Time after which the file is given up.
        memory: Bytes of address space that PDFium may have (where the system can hold it to that).

    Raises:
        UnreadableFileError: It is encrypted, damaged, without pages, or beyond the limits.
    """
    return [Page.from_record(_record(line, source)) for line in _ask(data, source, seconds, memory).splitlines()]


def render(data: bytes, source: str, position: int) -> tuple[NDArray[np.uint8], float]:
    """Draws one page for recognition.

    Args:
        data: The file.
        source: Its name, for messages.
        position: The page, from 0.

    Returns:
        The page as height × width shades of grey, and its pixels a point.

    Raises:
        UnreadableFileError: The page is damaged or takes too long.
    """
    import numpy as np

    head, _, pixels = _ask(data, source, MAX_SECONDS, MAX_MEMORY, position).partition(b"\n")
    record = _record(head, source)
    height, width = record["height"], record["width"]
    return np.frombuffer(pixels, np.uint8, count=height * width).reshape(height, width), record["scale"]


def _record(line: bytes, source: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(line)
    if "refused" in record:
        raise UnreadableFileError(f"{source} {record['refused']}")
    return record


def _ask(data: bytes, source: str, seconds: int, memory: int, *page: int) -> bytes:
    command = [sys.executable, "-m", "corpus.pdfium.worker", *map(str, (seconds, memory, *page))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, cwd=_ROOT, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError(
            f"{source} takes longer than {seconds} s to read; print it anew as PDF or give its text"
        ) from error
    if done.returncode or not done.stdout:
        # The reader inside ended by itself: a bug of PDFium or no memory, brought on by this file.
        raise UnreadableFileError(
            f"{source} cannot be read (PDFium broke off with code {done.returncode}); print it anew as PDF or give its text"
        )
    return done.stdout
