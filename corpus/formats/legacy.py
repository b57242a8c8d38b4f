"""Old Word, WPS, RTF and OpenDocument files: another program turns them into docx or text, where one is installed."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import replace

from corpus.formats import word
from corpus.formats.encoding import decode
from corpus.formats.programs import TOOLS, Tool, convert
from corpus.formats.zip_directory import has_long_directory
from corpus.formats.zipped_xml import MAX_ENTRIES
from corpus.report import Document
from errors import UnreadableFileError

MAX_UNPACKED_BYTES = 200 * 2**20
"""An OpenDocument text that unpacks to more is refused: it would fill the memory of LibreOffice."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML_OF_WORD = b'progid="Word.Document"'

_NAMES = {
    "doc": "an old Word file (.doc or .wps)",
    "rtf": "an RTF file",
    "odt": "an OpenDocument text",
    "xml": "a Word 2003 XML file",
}


def recognise(data: bytes) -> bool:
    """Whether the bytes are an old office file, RTF, OpenDocument, or Word 2003 XML."""
    return (
        data.startswith((_OLE, b"{\\rtf"))
        or _XML_OF_WORD in data[:2048]
        or (data.startswith(b"PK") and b"mimetypeapplication/vnd.oasis.opendocument" in data[:200])
    )


def read(data: bytes, source: str) -> Document:
    """Reads the file by the first program that is installed and can.

    Raises:
        UnreadableFileError: It is no text document, encrypted or damaged, or no program that reads it is installed.
    """
    kind = _kind(data, source)
    tried: list[str] = []
    for tool in TOOLS:
        command = next((found for name in tool.commands if (found := shutil.which(name))), None)
        if command is None or kind not in tool.kinds:
            continue
        made = convert(tool, command, data, kind)
        document = _document(tool, made, kind, source) if made else None
        if document is not None:
            return document
        tried.append(tool.name)
    what = _NAMES[kind]
    if tried:
        raise UnreadableFileError(f"{source} is {what} that {' and '.join(tried)} could not read; save it as .docx")
    install = "LibreOffice, catdoc or antiword" if kind == "doc" else "LibreOffice"
    raise UnreadableFileError(f"{source} is {what}; save it as .docx, or install {install} and read it again")


def _kind(data: bytes, source: str) -> str:
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(b"PK"):
        return _kind_of_opendocument(data, source)
    return _kind_of_ole(data, source) if data.startswith(_OLE) else "xml"


def _kind_of_opendocument(data: bytes, source: str) -> str:
    if b"opendocument.text" not in data[:200]:
        raise UnreadableFileError(f"{source} is an OpenDocument file without running text; give the report itself")
    if has_long_directory(io.BytesIO(data)):
        raise UnreadableFileError(f"{source} holds more than {MAX_ENTRIES} entries; save its text alone")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise UnreadableFileError(f"{source} is a damaged or cut-off OpenDocument text; fetch it again") from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise UnreadableFileError(f"{source} unpacks to more than {MAX_UNPACKED_BYTES >> 20} MB; save its text alone")
    return "odt"


def _kind_of_ole(data: bytes, source: str) -> str:
    """What an OLE file holds, by its streams: many programs of one time share this container."""
    import olefile

    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFileError(f"{source} is encrypted; save it without a password")
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            streams = {"/".join(path) for path in container.listdir()}
            head = container.openstream("WordDocument").read(12) if "WordDocument" in streams else b""
    except Exception as error:  # olefile raises what it meets on broken files
        raise UnreadableFileError(f"{source} is a damaged old Word file (.doc or .wps); fetch it again") from error
    if not head:
        for stream, what in (
            ("Workbook", "an Excel table"),
            ("Book", "an Excel table"),
            ("PowerPoint Document", "a presentation"),
        ):
            if stream in streams:
                raise UnreadableFileError(f"{source} is {what} and no text; give the report itself")
        raise UnreadableFileError(f"{source} is an old office file without a Word text in it; save it as .docx")
    # FIB: the bit fEncrypted of the flags behind wIdent, nFib, unused, lid and pnNext.
    if len(head) == 12 and head[11] & 0x01:
        raise UnreadableFileError(f"{source} is encrypted; save it without a password")
    return "doc"


def _document(tool: Tool, made: bytes, kind: str, source: str) -> Document | None:
    if tool.output == "docx":
        document = word.read(made, source)
        note = f"由 {tool.name} 转换为 docx 后读取"
        return replace(document, format=kind, notes=(*document.notes, note))
    try:
        text, notes = decode(made)
    except ValueError:
        return None
    note = f"由 {tool.name} 读取，{tool.loses}可能丢失；安装 LibreOffice 可读得更全"
    return Document(text=text, format=kind, hard_wrapped=False, notes=(*notes, note)) if text.strip() else None
