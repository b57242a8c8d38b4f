"""Zip archives of XML parts, as OFD and Word files are: opened without trusting what they hold.

An archive may be cut off, locked, or made to unpack to far more than any report. Only the parts asked for are unpacked, never more
than a set amount of them together, and an XML part can neither fetch anything nor grow by its own entities.
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.formats.zip_directory import has_long_directory

if TYPE_CHECKING:
    # lxml carries no types; the few methods used here are those of the standard library's elements.
    from xml.etree.ElementTree import Element

MAX_ENTRIES = 50_000
"""An archive with more entries is refused."""
MAX_PART_BYTES = 64 * 2**20
"""The longest report's largest part has 3 MB."""
MAX_UNPACKED_BYTES = 200 * 2**20
"""What all parts read of one archive may unpack to; pictures are not read."""


_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")


class ArchiveError(Exception):
    """Why an archive cannot be read; the message completes "this file …"."""


class DamagedError(ArchiveError):
    """The archive or a part of it is broken, as against locked or too large."""


class ZippedXml:
    """The parts of one archive. Names are compared without case and with either slash, since producers differ in both."""

    def __init__(self, data: bytes) -> None:
        """Opens an archive.

        Raises:
            ArchiveError: It is damaged, encrypted or has too many entries.
        """
        too_many = f"holds more than {MAX_ENTRIES} entries; save its text alone"
        if has_long_directory(io.BytesIO(data)):
            raise ArchiveError(too_many)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        # Archives with odd headers make zipfile raise nearly anything.
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, LookupError) as error:
            raise DamagedError("is damaged or cut off; fetch it again") from error
        entries = self._archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise ArchiveError(too_many)
        if any(entry.flag_bits & 1 for entry in entries):
            raise ArchiveError("is encrypted; save it without a password")
        self._entries = {_plain(entry.filename): entry for entry in entries}
        self._budget = MAX_UNPACKED_BYTES
        self.mended: list[str] = []
        """Names of damaged parts that were read as far as they go."""

    def __contains__(self, name: str) -> bool:
        """Whether there is such a part."""
        return _plain(name) in self._entries

    def data(self, name: str) -> bytes:
        """A part unpacked.

        Raises:
            KeyError: There is none of this name.
            ArchiveError: It is damaged, or it or all parts together are too large.
        """
        entry = self._entries[_plain(name)]
        # The size that the archive states is not trusted: reading stops there, whatever was stated.
        limit = min(MAX_PART_BYTES, self._budget)
        if entry.file_size > limit:
            raise ArchiveError(f"unpacks to more than {MAX_UNPACKED_BYTES // 2**20} MB; save its text alone")
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise DamagedError("is packed in an unusual way; open and save it again")
        try:
            with self._archive.open(entry) as part:
                data = part.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, NotImplementedError) as error:
            raise DamagedError("is damaged; fetch it again") from error
        self._budget -= len(data)
        return data

    def root(self, name: str, rename: Sequence[tuple[bytes, bytes]] = ()) -> Element:
        """The root element of an XML part.

        Args:
            name: The part.
            rename: Namespaces that are to be read as others.

        Raises:
            KeyError: There is none of this name.
            ArchiveError: It is too large, or no XML at all. A part with stray bytes is read as far as it goes.
        """
        data = self.data(name)
        for old, new in rename:
            data = data.replace(old, new)
        root, whole = _parse(data)
        if not whole:
            self.mended.append(name)
        return root


def _parse(data: bytes) -> tuple[Element, bool]:
    """The root element and whether the part is sound; one with stray control characters or a lost end is read as far as it goes."""
    from lxml import etree  # type: ignore[import-untyped]  # 0.02 s, and only for such files

    for recover in (False, True):
        data = _decodable(data) if recover else data
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True, recover=recover,
        )  # fmt: skip
        try:
            root: Element | None = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError, LookupError) as error:
            if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
                # The file is not damaged, and what was parsed so far is not the whole of it.
                raise MemoryError from error
            continue
        if root is not None:
            return root, not recover
    raise DamagedError("is damaged; open and save it again")


def _decodable(data: bytes) -> bytes:
    """The part with bytes that its encoding has not shown as U+FFFD: lxml would keep them, and break off wherever they are looked at."""
    declared = _DECLARED.match(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (declared and declared[1].lower() != b"utf-8"):
        return data
    return data.decode("utf-8", "replace").encode()


def resolve(location: str, base: str) -> str:
    """The name of a part that the part ``base`` refers to, by a path from the archive's root (``/a/b``) or from its own folder."""
    location = location.strip().replace("\\", "/")
    folder = "" if location.startswith("/") else posixpath.dirname(base)
    return posixpath.normpath(posixpath.join("/", folder, location.lstrip("/"))).lstrip("/")


def _plain(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()
