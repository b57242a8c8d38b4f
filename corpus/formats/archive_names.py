"""Names of the files in a zip archive: archivers write them in the encoding of their machine and seldom say which."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence

from corpus.formats.encoding import decode

_UTF8 = 0x800
_UNICODE_PATH = 0x7075
"""Extra field in which Info-ZIP puts a name in UTF-8."""


def member_names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Names in their true encoding: without the mark of UTF-8, zipfile takes them for those of an old American PC."""
    raw = [None if info.flag_bits & _UTF8 else info.orig_filename.encode("cp437", "replace") for info in infos]
    # All names are in one encoding, and together they tell which.
    told = b"\n".join(name for name in raw if name is not None)
    try:
        decoded = decode(told)[0].split("\n") if told else []
    except ValueError:
        decoded = []
    if len(decoded) != sum(name is not None for name in raw):
        decoded = [info.orig_filename for info, name in zip(infos, raw, strict=True) if name is not None]
    rest = iter(decoded)
    names = [info.orig_filename if name is None else next(rest) for info, name in zip(infos, raw, strict=True)]
    return [
        (_unicode_path(info, old) or name).replace("\\", "/") for info, old, name in zip(infos, raw, names, strict=True)
    ]


def _unicode_path(info: zipfile.ZipInfo, raw: bytes | None) -> str | None:
    """The name in Info-ZIP's extra field, unless it belongs to another name that was changed since."""
    extra = info.extra
    while raw is not None and len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        part, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(part) > 5 and part[0] == 1:
            try:
                return part[5:].decode() if int.from_bytes(part[1:5], "little") == zlib.crc32(raw) else None
            except UnicodeDecodeError:
                return None
    return None
