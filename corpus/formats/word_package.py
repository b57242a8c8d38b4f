"""The parts of a Word file and what refers to what; files of the strict standard are read as ordinary ones.

python-docx is not used for reading: it refuses strict files, templates and files with macros, and loads every picture.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from corpus.formats.zipped_xml import DamagedError, ZippedXml, resolve

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO 29500 Part 1 (strict) names the same elements by other addresses than Part 4 (transitional), which Word and WPS write.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
)
_USUAL = "word/document.xml"


class WordPackage:
    """The main document of a Word file and the parts it refers to."""

    def __init__(self, data: bytes) -> None:
        """Opens the file.

        Raises:
            ArchiveError: It is damaged, encrypted or too large.
        """
        self._archive = ZippedXml(data)
        found = (target for kind, target, _ in self._relations("").values() if kind == "officeDocument")
        self._main = next((target for target in found if target in self._archive), _USUAL)
        try:
            self.document = self._root(self._main)
        except KeyError as error:
            raise DamagedError("is damaged (no document in it); fetch it again") from error
        self._parts = self._relations(self._main)

    @property
    def mended(self) -> bool:
        """Whether a part was damaged and read as far as it goes."""
        return bool(self._archive.mended)

    def part(self, kind: str) -> Element | None:
        """The part of a kind (``numbering``, ``styles``, ``footnotes`` …); ``None`` if there is none or it cannot be read."""
        return next((self.related(number) for number, (named, _, _) in self._parts.items() if named == kind), None)

    def related(self, number: str | None) -> Element | None:
        """The part that the main document refers to by a relationship's number."""
        _, target, external = self._parts.get(number or "", ("", "", True))
        if external:
            return None
        try:
            return self._root(target)
        except (KeyError, DamagedError):
            return None

    def _root(self, name: str) -> Element:
        return self._archive.root(name, _STRICT)

    def _relations(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Number → kind, target and whether it lies outside of the file."""
        folder, file = posixpath.split(name)
        try:
            root = self._root(f"{folder}/_rels/{file}.rels")
        except (KeyError, DamagedError):
            return {}
        return {
            item.get("Id") or "": (
                (item.get("Type") or "").rpartition("/")[2],
                resolve(item.get("Target") or "", name),
                item.get("TargetMode") == "External",
            )
            for item in root.iter(_RELATIONSHIP)
        }
