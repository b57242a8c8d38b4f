"""The lines of one story of a Word file (its body, a header, a note), as they are shown on paper.

Tracked changes count as accepted, hidden text, comments and codes of fields are not shown, automatic numbers are written out. A
text box comes after the paragraph it is anchored in, since its place on paper is not in the text's order; only boxes anchored in the
first paragraph come ahead of it, because there they hold the letterhead, which stands above the title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.formats.numbering import Numbering, W
from corpus.formats.numerals import labelled
from corpus.formats.word_marks import (
    end_mark,
    is_covered,
    is_in_gallery,
    is_low,
    is_on,
    outline_depth,
    shown,
    symbol,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_P, _TBL, _TR, _TC = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_TEXT = frozenset({f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_BOXES = frozenset({f"{W}txbxContent", "{urn:schemas-microsoft-com:vml}textpath"})
_CELL_PARAGRAPHS = 5
"""A cell with more paragraphs than this is a part of the page's layout and not a value in a table."""
_ELSEWHERE = {
    f"{W}altChunk": "嵌入的另一份文档",
    f"{W}subDoc": "链接的子文档",
    "{urn:schemas-microsoft-com:office:office}OLEObject": "嵌入的对象",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "图示",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "图表",
}
"""What holds text in other parts of the file, and how a person calls it."""


@dataclass(slots=True)
class _Field:
    code: str = ""
    result: bool = False


@dataclass(slots=True)
class Story:
    """Walks through one story.

    ``hidden`` are the styles whose text is not shown, ``depths`` those of headings. What is met on the way gathers in ``contents`` (lines of a
    table of contents), ``headings`` (depth and line), ``notes`` (kind and number of notes referred to) and ``elsewhere`` (text in other parts,
    by what holds it).
    """

    numbering: Numbering
    hidden: frozenset[str] = frozenset()
    depths: Mapping[str, int] = field(default_factory=dict)
    contents: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    elsewhere: Counter[str] = field(default_factory=Counter)
    _fields: list[_Field] = field(default_factory=list)
    _balanced: bool = True
    _begun: bool = False

    def lines(self, root: Element) -> list[str]:
        """All lines below ``root``, in order."""
        kinds = Counter(mark.get(f"{W}fldCharType") for mark in _field_marks(root))
        # A field that never ends would hide all that follows.
        self._balanced = kinds["begin"] == kinds["end"]
        self._fields.clear()
        return list(self._blocks(root))

    def _blocks(self, parent: Element) -> Iterator[str]:
        carried = ""
        for block in self._children(parent, {_P, _TBL}):
            if block.tag == _TBL:
                self._begun = True
                for row in self._children(block, {_TR}):
                    yield from self._row(row)
                continue
            in_contents = self._in_contents()
            parts: list[str] = []
            boxes: list[Element] = []
            self._inline(block, parts, boxes)
            text = "".join(parts)
            # The contents may end in the paragraph of their last entry, in an empty one, or ahead of a paragraph's text.
            ended = in_contents and (not text.strip() or text.rstrip()[-1].isdigit())
            if ended or self._in_contents() or is_in_gallery(block):
                self.contents += [text.strip()] if text.strip() else []
                continue
            first = bool(text.strip()) and not self._begun
            above = [box for box in boxes if first and not is_low(box)]
            for box in above:
                yield from self._box(box)
            self._begun = self._begun or bool(text.strip())
            text, carried = carried + text, ""
            mark = end_mark(block)
            if mark == "deleted":
                carried = text
            elif mark == "hidden":
                carried = labelled(self.numbering.label(block), text) if text.strip() else text
            else:
                line = labelled(self.numbering.label(block), text)
                depth = self._depth(block)
                self.headings += [(depth, line)] if depth and line.strip() else []
                yield line
            for box in boxes:
                if box not in above:
                    yield from self._box(box)
        if carried:
            yield carried

    def _depth(self, paragraph: Element) -> int:
        """Depth of a heading by the paragraph's own outline level or its style; 0 for body text."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return outline_depth(paragraph) or self.depths.get("" if style is None else style.get(f"{W}val") or "", 0)

    def _box(self, box: Element) -> Iterator[str]:
        begun, self._begun = self._begun, True
        if box.tag == f"{W}txbxContent":
            yield from self._blocks(box)
        elif box.get("string"):
            yield box.get("string") or ""
        self._begun = begun

    def _row(self, row: Element) -> Iterator[str]:
        if row.find(f"{W}trPr/{W}del") is not None:
            return
        cells = [(self._cell(cell), next(cell.iter(_TBL), None)) for cell in self._children(row, {_TC})]
        layout = len(cells) == 1 or any(
            nested is not None or sum(1 for line in lines or [] if line.strip()) > _CELL_PARAGRAPHS
            for lines, nested in cells
        )
        if layout:
            yield from (line for lines, _ in cells for line in lines or [])
        elif any(line.strip() for lines, _ in cells for line in lines or []):
            values = (
                " ".join(part for line in lines for part in line.split("\n") if part.strip())
                for lines, _ in cells
                if lines is not None
            )
            yield f"| {' | '.join(values)} |"

    def _cell(self, cell: Element) -> list[str] | None:
        """The lines of a cell; ``None`` for one that the cell to its left covers or that was deleted."""
        properties = cell.find(f"{W}tcPr")
        if properties is not None:
            if properties.find(f"{W}cellDel") is not None or is_covered(properties, "hMerge"):
                return None
            # The value of cells merged downwards stands in the first of them.
            if is_covered(properties, "vMerge"):
                return []
        return list(self._blocks(cell))

    def _children(self, parent: Element, wanted: set[str]) -> Iterator[Element]:
        """The nearest descendants of these kinds, through content controls and tracked insertions."""
        for child in shown(parent):
            if child.tag in wanted:
                yield child
            else:
                self._meet(child)
                yield from self._children(child, wanted)

    def _inline(self, element: Element, parts: list[str], boxes: list[Element]) -> None:
        """Collects the text of a paragraph, and the text boxes anchored in it."""
        if element.tag == f"{W}r" and self._is_hidden(element):
            return
        for child in shown(element):
            if child.tag in _BOXES:
                boxes.append(child)
            elif child.tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif child.tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif child.tag == f"{W}fldSimple":
                self._fields.append(_Field(child.get(f"{W}instr") or "", result=True))
                self._inline(child, parts, boxes)
                self._fields.pop()
            elif (text := self._character(child)) is not None:
                if all(one.result for one in self._fields) or not self._balanced:
                    parts.append(text)
            else:
                self._meet(child)
                self._inline(child, parts, boxes)

    def _character(self, child: Element) -> str | None:
        """What a leaf of a run shows; ``None`` for anything that is no leaf."""
        kind = child.get(f"{W}type", "textWrapping")
        if child.tag in _TEXT:
            return (child.text or "").replace("\r", "").replace("\n", " ")
        if child.tag in {f"{W}tab", f"{W}ptab"}:
            return "\t"
        if child.tag == f"{W}cr" or (child.tag == f"{W}br" and kind == "textWrapping"):
            return "\n"
        if child.tag == f"{W}noBreakHyphen":
            return "-"
        if child.tag == f"{W}sym":
            sign = symbol(child)
            if not sign:
                self.elsewhere["符号字体的字符"] += 1
            return sign
        return None

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].result = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _in_contents(self) -> bool:
        return self._balanced and any(one.result and one.code.split()[:1] == ["TOC"] for one in self._fields)

    def _meet(self, element: Element) -> None:
        """Notes down what is not in this story."""
        if element.tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
            self.notes.append((element.tag.removeprefix(W).removesuffix("Reference"), element.get(f"{W}id") or ""))
        elif element.tag in _ELSEWHERE:
            self.elsewhere[_ELSEWHERE[element.tag]] += 1

    def _is_hidden(self, run: Element) -> bool:
        own = run.find(f"{W}rPr/{W}vanish")
        if own is not None:
            return is_on(own)
        style = run.find(f"{W}rPr/{W}rStyle")
        return style is not None and style.get(f"{W}val") in self.hidden


def _field_marks(parent: Element) -> Iterator[Element]:
    for child in shown(parent):
        if child.tag == f"{W}fldChar":
            yield child
        else:
            yield from _field_marks(child)
