"""What the pages of an OFD document refer to: templates, annotations, composite objects, the size of the paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.formats.ofd_page import PageReader, local_name, numbers_of
from corpus.formats.ofd_sheet import sheet_of
from corpus.formats.pdf_lines import lines_of
from corpus.formats.zipped_xml import DamagedError, ZippedXml, resolve

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_A4 = (210.0, 297.0)
_LARGEST_PAPER = 5000.0


class Parts:
    """The parts that pages of one document refer to by number or path.

    ``reader`` finds the runs of its pages, ``paper`` is the usual size of a page in millimetres.
    """

    def __init__(self, archive: ZippedXml, document: Element, name: str) -> None:
        self._archive = archive
        self._document = document
        self._name = name
        self._templates = {item.get("ID"): item.get("BaseLoc") or "" for item in named(document, "TemplatePage")}
        self._furniture: dict[str, list[str]] = {}
        self._composites: dict[str, Element] | None = None
        self.reader = PageReader(self._composite)
        self.paper = paper_of(document) or _A4

    def root(self, location: str) -> Element:
        """A part by its path from the document; some producers give it from the archive's root."""
        near, far = resolve(location, self._name), resolve(location, "")
        return self._archive.root(near if near in self._archive else far)

    def template(self, number: str) -> list[str]:
        """The lines of a template page, each time a page asks for it."""
        if number not in self._furniture:
            self._furniture[number] = self._lines(self._templates.get(number, ""))
        return self._furniture[number]

    def annotations(self) -> list[str]:
        """The lines of seals, stamps and remarks on all pages."""
        lines: list[str] = []
        for location in texts(self._document, "Annotations"):
            try:
                listed = self.root(location)
            except (KeyError, DamagedError):
                continue
            base = resolve(location, self._name)
            for entry in texts(listed, "FileLoc"):
                lines += self._lines("/" + resolve(entry, base))
        return lines

    def _lines(self, location: str) -> list[str]:
        try:
            root = self.root(location)
        except (KeyError, DamagedError):
            return []
        runs = [run for appearance in _appearances(root) for run in self.reader.runs(appearance) if not run.faint]
        sheet = sheet_of(runs, self.paper)
        lines = [line.text for line in lines_of(run for run in sheet.runs if not run.aslant)]
        return [
            *lines,
            *(run.text for run in sheet.runs if run.aslant),
            *(run.text for run in runs if run.turn is None),
        ]

    def _composite(self, number: str) -> Element | None:
        if self._composites is None:
            self._composites = {}
            for location in (*texts(self._document, "PublicRes"), *texts(self._document, "DocumentRes")):
                try:
                    root = self.root(location)
                except (KeyError, DamagedError):
                    continue
                units = (*named(root, "CompositeGraphicUnit"), *named(root, "CompositeGraphicsUnit"))
                self._composites |= {unit.get("ID") or "": unit for unit in units}
        return self._composites.get(number)


def _appearances(root: Element) -> list[Element]:
    """What annotations look like, or the page itself."""
    return list(named(root, "Appearance")) if local_name(root) == "PageAnnot" else [root]


def named(root: Element, name: str) -> Iterator[Element]:
    """All elements of a name, whatever their namespace."""
    return (element for element in root.iter() if local_name(element) == name)


def texts(root: Element, name: str) -> list[str]:
    """The texts of all elements of a name."""
    return [text for element in named(root, name) if (text := (element.text or "").strip())]


def paper_of(root: Element) -> tuple[float, float] | None:
    """Width and height of the page, as far as it says."""
    for box in texts(root, "PhysicalBox"):
        numbers = numbers_of(box)
        if len(numbers) == 4 and 0 < numbers[2] < _LARGEST_PAPER and 0 < numbers[3] < _LARGEST_PAPER:
            return numbers[2], numbers[3]
    return None
