"""One file a format: bytes become a Document of plain lines.

What the bytes are decides first and the name second: township sites serve web pages called ``.txt`` and Word files
called ``.pdf``. Nothing in a file is trusted; whatever is wrong with it ends as one :class:`UnreadableFileError`.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.formats import archive, html, legacy, mhtml, ofd, pdf, plain, word
from corpus.report import Document
from errors import MissingFileError, UnreadableFileError

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
    # Ahead of all that lives in a zip archive: it alone looks at what the archive holds.
    Format("zip", frozenset({".zip"}), archive.recognise, archive.refuse),
    Format("ofd", frozenset({".ofd"}), ofd.recognise, ofd.read),
    Format("docx", frozenset({".docx", ".docm", ".dotx", ".dotm"}), word.recognise, word.read),
    Format("doc", frozenset({".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ott"}), legacy.recognise, legacy.read),
    Format("mht", frozenset({".mht", ".mhtml"}), mhtml.recognise, mhtml.read),
    Format("html", frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"}), html.recognise, html.read),
    Format("md", frozenset({".md", ".markdown"}), None, plain.read_markdown),
    Format("txt", frozenset({".txt"}), None, plain.read_text),
)

SUFFIXES = frozenset(suffix for known in FORMATS for suffix in known.suffixes)
"""Names, in lower case, that are considered when a folder is walked."""

_BINARY = frozenset({"pdf", "docx", "ofd", "zip"})
"""Files of these names that do not look like it are damaged; anything else may be text under a wrong name."""

_ELSEWHERE = (
    (b"PK\x03\x04", "is an office file or archive without a text in it; give the report as .docx, .pdf, .html or .txt"),
    (b"Rar!\x1a\x07", "is a RAR archive; unpack it, or pack it again as .zip"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; unpack it, or pack it again as .zip"),
    (b"\x1f\x8b", "is a gzip archive; unpack it, or pack it again as .zip"),
    (b"\x89PNG\r\n", "is a picture (binary); run OCR on it or add the text version"),
    (b"\xff\xd8\xff", "is a picture (binary); run OCR on it or add the text version"),
    (b"MZ", "is a program for Windows (binary); give the report as .docx, .pdf, .html or .txt"),
)
"""Beginnings of files that are known and not read, and what to do with them."""

CONSIDERED = SUFFIXES | {".rar", ".7z", ".gz", ".tgz"}
"""Names, in lower case, that are reports or hold some: where one cannot be read, a walk over a folder says so."""


def read_document(path: Path) -> Document:
    """Reads a file of any known format.

    Args:
        path: A file; its name decides the format only where its content does not.

    Returns:
        Its text, one paragraph (or visual line) a line, and what the file says of itself.

    Raises:
        UnreadableFileError: The file cannot be opened, is empty, damaged, encrypted, too large, or no text.
    """
    return read_bytes(load_file(path), path.name, str(path))


def read_bytes(data: bytes, name: str, source: str) -> Document:
    """Reads the bytes of a file of any known format.

    Args:
        data: The whole file.
        name: Its name, which decides the format only where the content does not.
        source: What messages call it.

    Raises:
        UnreadableFileError: It is empty, damaged, encrypted, too large, or no text.
    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        raise UnreadableFileError(f"{source} is larger than {limit} MB; give the report alone, without its attachments")
    if not data.strip():
        raise UnreadableFileError(f"{source} is empty; fetch or save it again")
    document = _format_of(data, Path(name).suffix.lower(), source).read(data, source)
    if len(document.text) > plain.MAX_CHARACTERS:
        raise UnreadableFileError(f"{source} {plain.TOO_LONG}")
    return document


def load_file(path: Path) -> bytes:
    """The bytes of a file on disk, one more than :data:`MAX_BYTES` at most.

    Raises:
        MissingFileError: It is not there.
        UnreadableFileError: It cannot be opened.
    """
    try:
        # Looked at once: it may be moved at any moment.
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableFileError(f"{path} is not a file; give the path of a report")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingFileError(f"{path} does not exist; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(f"{path} cannot be opened ({reason}); check the path and its permissions") from error


def _format_of(data: bytes, suffix: str, source: str) -> Format:
    for known in FORMATS:
        if known.recognise is not None and known.recognise(data):
            return known
    if suffix == ".docx" and data.startswith(b"PK"):
        return next(known for known in FORMATS if known.name == "docx")
    for magic, advice in _ELSEWHERE:
        if data.startswith(magic):
            raise UnreadableFileError(f"{source} {advice}")
    by_name = next((known for known in FORMATS if suffix in known.suffixes), FORMATS[-1])
    if by_name.name in _BINARY:
        raise UnreadableFileError(
            f"{source} is not a {by_name.name} file, or is damaged at its start; fetch or save it again"
        )
    # A text called .doc or .mht is read as what it is.
    return by_name if by_name.recognise is None or by_name.name == "html" else FORMATS[-1]
