"""Bytes become characters: which encoding a Chinese file is in, when it does not say."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GB18030_NAMES = frozenset({"gb2312", "gbk", "gb18030", "cp936", "x-gbk", "gb_2312-80", "hz-gb-2312"})
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f]")


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Decodes by byte order mark, then as declared, then strictly as UTF-8 and GB18030.

    Args:
        data: The whole file.
        declared: An encoding the file names itself; a wrong or unknown one does no harm.

    Returns:
        The text with line ends as a single newline, and notes on bytes that could not be read.

    Raises:
        ValueError: No encoding fits; the message completes "this file …".
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_lenient(data[len(bom) :], encoding))
    for encoding in (*_declared(declared), "utf-8"):
        try:
            return _checked((data.decode(encoding), ()))
        except UnicodeDecodeError:
            continue
    damaged = _lenient_utf8(data)
    if damaged is not None:
        return _checked(damaged)
    try:
        return _checked((data.decode("gb18030"), ()))
    except UnicodeDecodeError as error:
        raise ValueError(
            f"is in no known encoding (not UTF-8, UTF-16 or GB18030 at byte {error.start}); save it as UTF-8"
        ) from error


def _declared(name: str | None) -> tuple[str, ...]:
    """The codec for a declared name; sites that say gb2312 use characters of GB18030."""
    if not name:
        return ()
    if name.strip().lower() in _GB18030_NAMES:
        # A page that says gb2312 may be UTF-8 after all, which GB18030 would often decode, into nonsense.
        return ("utf-8", "gb18030")
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return ()
    # utf-16 without a mark was caught above; codecs such as base64 turn bytes into bytes.
    return (info.name,) if info._is_text_encoding and not info.name.startswith("utf-16") else ()


def _lenient(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    return text, (f"{lost} characters could not be decoded as {encoding}",) if lost else ()


def _lenient_utf8(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with a few broken bytes (a cut-off download), or ``None`` when it is something else.

    Broken UTF-8 is often valid GB18030, which would turn the whole report into nonsense; true GB18030 breaks UTF-8 in
    nearly every character.
    """
    text, notes = _lenient(data, "utf-8")
    wide = sum(1 for character in text if character > "\x7f")
    return (text, notes) if text.count("\ufffd") * 20 < wide else None


def _checked(decoded: tuple[str, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
    text, notes = decoded
    if "\0" in text or len(_CONTROLS.findall(text)) * 50 > len(text):
        raise ValueError("is not text but binary data; give the report as .docx, .pdf, .html or .txt")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes
