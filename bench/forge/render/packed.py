"""Zip archives with one report in them, filed as it would be on a disk."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from random import Random

from bench.forge.draft import Draft
from bench.forge.render.rendered import Rendered

_FIXED = (2024, 1, 1, 0, 0, 0)


def pack(inner: Rendered, draft: Draft, random: Random) -> Rendered:
    """The file in an archive, its name in UTF-8 or, as old programs write it, in GBK."""
    name = f"{draft.report.folder}/{draft.report.seed}{inner.suffix}".lstrip("/")
    entry = zipfile.ZipInfo(name, _FIXED)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, inner.data, zipfile.ZIP_DEFLATED)
    data = out.getvalue()
    if random.random() < 0.5 and not name.isascii():
        data = _in_gbk(data, name)
    return replace(inner, data=data, suffix=".zip")


def _in_gbk(data: bytes, name: str) -> bytes:
    """The same archive with the name in GBK: both spellings must be equally long, so it is written anew by hand."""
    old, new = name.encode("utf-8"), name.encode("gbk")
    short = len(old) - len(new)
    local = data.index(b"PK\x03\x04")
    central = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")

    def renamed(record: bytes, flags: int, length: int) -> bytes:
        head = bytearray(record.replace(old, new, 1))
        head[flags : flags + 2] = b"\0\0"
        head[length : length + 2] = len(new).to_bytes(2, "little")
        return bytes(head)

    first = renamed(data[local:central], 6, 26)
    second = renamed(data[central:end], 8, 28)
    tail = bytearray(data[end:])
    tail[12:16] = (len(second)).to_bytes(4, "little")
    tail[16:20] = (central - short).to_bytes(4, "little")
    return first + second + bytes(tail)
