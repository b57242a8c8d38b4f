"""One file a format: bytes become a Document of plain lines.

What the bytes are decides first and the name second: township sites serve web pages called ``.txt`` and Word files
called ``.pdf``. Nothing in a file is trusted; whatever is wrong with it ends as one :class:`UnreadableFileError`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.formats import html, pdf, plain, word
from corpus.report import Document
from errors import UnreadableFileError

MAX_BYTES = 50 * 2**20
"""Larger files are refused: the longest report seen has 60,000 characters."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: the names it goes by, how its bytes look, and who reads it.

    ``recognise`` is ``None`` where only the name can tell. ``read`` gets the bytes and the source for messages.
    """

    name: str
    suffixes: frozenset[str]
    recognise: Callable[[bytes], bool] | None
    read: Callable[[bytes, str], Document]


FORMATS = (
    Format("pdf", frozenset({".pdf"}), pdf.recognise, pdf.read),
    Format("docx", frozenset({".docx"}), word.recognise, word.read),
    Format("html", frozenset({".html", ".htm"}), html.recognise, html.read),
    Format("md", frozenset({".md", ".markdown"}), None, plain.read_markdown),
    Format("txt", frozenset({".txt"}), None, plain.read_text),
)

SUFFIXES = frozenset(suffix for known in FORMATS for suffix in known.suffixes)
"""Names, in lower case, that are considered when a folder is walked."""

_ELSEWHERE = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Word file (.doc or .wps); save it as .docx"),
    (b"{\\rtf", "is an RTF file; save it as .docx"),
    (
        b"PK\x03\x04",
        "is a zip archive without a Word document in it; give the report itself as .docx, .pdf, .html or .txt",
    ),
    (b"PK\x05\x06", "is an empty zip archive; give the report itself as .docx, .pdf, .html or .txt"),
)


def read_document(path: Path) -> Document:
    """Reads a file of any known format.

    Args:
        path: A file; its name decides the format only where its content does not.

    Returns:
        Its text, one paragraph (or visual line) a line, and what the file says of itself.

    Raises:
        UnreadableFileError: The file cannot be opened, is empty, damaged, encrypted, too large, or no text.
    """
    source = str(path)
    data = _load(path)
    return _format_of(data, path).read(data, source)


def _load(path: Path) -> bytes:
    try:
        if not path.is_file():
            what = "is not a file; give the path of a report" if path.exists() else "does not exist; check the path"
            raise UnreadableFileError(f"{path} {what}")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(f"{path} cannot be opened ({reason}); check the path and its permissions") from error
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        raise UnreadableFileError(f"{path} is larger than {limit} MB; give the report alone, without its attachments")
    if not data.strip():
        raise UnreadableFileError(f"{path} is empty; fetch or save it again")
    return data


def _format_of(data: bytes, path: Path) -> Format:
    for known in FORMATS:
        if known.recognise is not None and known.recognise(data):
            return known
    if data.startswith(_ELSEWHERE[0][0]) and "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFileError(f"{path} is encrypted; save it without a password")
    suffix = path.suffix.lower()
    if suffix == ".docx" and data.startswith(b"PK"):
        return next(known for known in FORMATS if known.name == "docx")
    for magic, advice in _ELSEWHERE:
        if data.startswith(magic):
            raise UnreadableFileError(f"{path} {advice}")
    by_name = next((known for known in FORMATS if suffix in known.suffixes), FORMATS[-1])
    if by_name.name in {"pdf", "docx"}:
        raise UnreadableFileError(
            f"{path} is not a {by_name.name} file, or is damaged at its start; fetch or save it again"
        )
    return by_name
