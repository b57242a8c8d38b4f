"""What single elements of a Word file mean on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.formats.numbering import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
# Deleted or moved away by tracked changes, properties, and the small print above ruby characters.
_UNSHOWN = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "tblPr", "trPr", "tcPr", "sdtPr", "rt"))
_LOW_ON_THE_PAGE = 12 * 360_000
"""In the files' units (360,000 a centimetre): a box so far down is no letterhead."""
_WINGDINGS = {
    0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x6E: "■", 0x6C: "●", 0xA1: "○", 0x75: "◆",
    0xD8: "➢", 0xE0: "→", 0x76: "❖", **{0x81 + number: chr(0x2460 + number) for number in range(10)},
    **{0x8C + number: chr(0x2776 + number) for number in range(10)},
}  # fmt: skip
"""Characters of the font Wingdings, by their code in it."""


def is_on(element: Element | None) -> bool:
    """Whether a switch such as ``w:vanish`` is there and not turned off."""
    return element is not None and element.get(f"{W}val") not in {"0", "false", "off"}


def symbol(element: Element) -> str:
    """A character that is named by its code in a font; ``""`` for one that is not known."""
    font = (element.get(f"{W}font") or "").lower()
    try:
        code = int(element.get(f"{W}char") or "", 16)
    except ValueError:
        return ""
    if 0x20 <= code < 0xD800:
        return chr(code)
    code -= 0xF000
    if font == "symbol" and 0x20 < code < 0x7F and chr(code) in "%()+,./=[]0123456789":
        return chr(code)
    return _WINGDINGS.get(code, "") if font == "wingdings" else ""


def hidden_styles(styles: Element | None) -> frozenset[str]:
    """The character styles whose text is not shown."""
    found: set[str] = set()
    for style in () if styles is None else styles.findall(f"{W}style"):
        vanish = style.find(f"{W}rPr/{W}vanish")
        if is_on(vanish):
            found.add(style.get(f"{W}styleId") or "")
    return frozenset(found)


def heading_styles(styles: Element | None) -> dict[str, int]:
    """Depth, from 1, of the paragraph styles of headings, also of those based on one."""
    depths: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in () if styles is None else styles.findall(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        depth = outline_depth(style)
        if depth:
            depths[name] = depth
        parent = style.find(f"{W}basedOn")
        based[name] = "" if parent is None else parent.get(f"{W}val") or ""
    for name in based:
        above, seen = name, set()
        while above and above not in depths and above not in seen:
            seen.add(above)
            above = based.get(above, "")
        if above in depths:
            depths[name] = depths[above]
    return depths


def outline_depth(element: Element) -> int:
    """The outline level that a paragraph or style states itself, from 1; 0 for body text."""
    level = element.find(f"{W}pPr/{W}outlineLvl")
    value = "" if level is None else level.get(f"{W}val") or ""
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0


def shown(parent: Element) -> Iterator[Element]:
    """The children that are on paper; of two versions of one drawing, the newer."""
    for child in parent:
        if child.tag == f"{_MC}AlternateContent":
            version = next(iter(child), None)
            if version is not None:
                yield version
        elif isinstance(child.tag, str) and child.tag not in _UNSHOWN:
            yield child


def end_mark(paragraph: Element) -> str:
    """Whether the paragraph's mark is not shown, so that the text runs on into the next paragraph."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    if mark is None:
        return ""
    if mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None:
        return "deleted"
    vanish = mark.find(f"{W}vanish")
    return "hidden" if is_on(vanish) else ""


def is_covered(properties: Element, name: str) -> bool:
    """Whether a cell is merged (``vMerge``, ``hMerge``) into the one above or to the left."""
    merge = properties.find(f"{W}{name}")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def is_in_gallery(paragraph: Element) -> bool:
    """Whether the paragraph stands in a table of contents that Word inserted whole, with its heading."""
    around = paragraph.getparent()  # type: ignore[attr-defined]
    while around is not None:
        # Only such a control has these; looking for them among all paragraphs of the body would take as long as these are many, for each.
        control = around if around.tag == f"{W}sdt" else None
        gallery = None if control is None else control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
            return True
        around = around.getparent()
    return False


def is_low(box: Element) -> bool:
    """Whether a box stands in the lower half of the page."""
    around = box
    while around is not None and around.tag != f"{_WP}anchor":
        around = around.getparent()  # type: ignore[attr-defined]
    offset = None if around is None else around.find(f"{_WP}positionV/{_WP}posOffset")
    align = None if around is None else around.find(f"{_WP}positionV/{_WP}align")
    if align is not None:
        return align.text == "bottom"
    try:
        return offset is not None and int(offset.text or "0") > _LOW_ON_THE_PAGE
    except ValueError:
        return False
