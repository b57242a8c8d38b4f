"""How a briefing looks in Word: paper, fonts and styles as official documents have them (GB/T 9704—2012).

Fonts are named, not carried: 仿宋, 黑体, 楷体 and 宋体 are on every Windows in Chinese. A font for Chinese stands in an attribute of its own (``eastAsia``), without which
Word takes whatever its theme says.
"""

from __future__ import annotations

from typing import Any

SONG, HEI, KAI, FANG = "宋体", "黑体", "楷体", "仿宋"
LATIN = "Times New Roman"
ER, SAN, SI, XIAO_SI = 22.0, 16.0, 14.0, 12.0
"""Sizes 二号, 三号, 四号 and 小四 in points."""
LINE = 28.0
"""Distance of lines in points: 22 lines a page."""
_THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")

QUOTATION, NOTE, SOURCE, SCOPE, DATE, CELL = (
    "Fajian Quotation",
    "Fajian Note",
    "Fajian Source",
    "Fajian Scope",
    "Fajian Date",
    "Fajian Cell",
)
_STYLES = (
    (QUOTATION, FANG, SAN, 2, 0),
    (NOTE, KAI, SAN, 2, 0),
    (SOURCE, KAI, SI, 2, 0),
    (SCOPE, KAI, SI, 2, 0),
    (DATE, KAI, SAN, 0, 12),
    (CELL, FANG, XIAO_SI, 0, 0),
)
"""Our own: font, size, indent in characters, space below in points."""


def dress(document: Any) -> None:  # noqa: ANN401
    """Give a new document its paper, styles and page numbers."""
    _paper(document.sections[0])
    styles = document.styles
    _font(styles["Normal"], FANG, SAN)
    _paragraph(styles["Normal"], indent=0)
    _chinese(styles)
    for name, east, size in (("Title", SONG, ER), ("Heading 1", HEI, SAN), ("Heading 2", KAI, SAN)):
        title = name == "Title"
        _font(styles[name], east, size, bold=title)
        line, before, after = (36, 0, 12) if title else (LINE, 10, 0)
        _paragraph(styles[name], indent=0 if title else 2, centred=title, line=line, before=before, after=after)
    _borderless(styles["Title"])
    for name, east, size, indent, after in _STYLES:
        style = styles.add_style(name, 1)
        style.base_style = styles["Normal"]
        _font(style, east, size)
        line = LINE if size == SAN else size * 1.6
        _paragraph(style, indent=indent, centred=name == DATE, line=line, after=after, even=size == SAN)
    _numbered(document.sections[0])


def _paper(section: Any) -> None:  # noqa: ANN401
    from docx.shared import Cm

    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.footer_distance = Cm(2.5)


def _font(style: Any, east: str, size: float, *, bold: bool = False) -> None:  # noqa: ANN401
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, Pt(size), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in _THEMED:
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name, font in (("eastAsia", east), ("hAnsi", LATIN), ("cs", LATIN)):
        fonts.set(qn(f"w:{name}"), font)
    # Curly quotation marks and dashes are full-width in Chinese text only where Word is told so.
    fonts.set(qn("w:hint"), "eastAsia")
    # Templates space and kern headings; official documents do not.
    for name in ("w:spacing", "w:kern"):
        for found in style.element.rPr.findall(qn(name)):
            style.element.rPr.remove(found)


def _paragraph(
    style: Any,  # noqa: ANN401
    *,
    indent: int,
    centred: bool = False,
    line: float = LINE,
    before: float = 0,
    after: float = 0,
    even: bool = True,
) -> None:
    """Spacing; ``indent`` counts characters, which Word keeps when somebody changes the size."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt

    look = style.paragraph_format
    look.space_before, look.space_after = Pt(before), Pt(after)
    look.line_spacing_rule, look.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    ragged = WD_ALIGN_PARAGRAPH.JUSTIFY if even else WD_ALIGN_PARAGRAPH.LEFT
    look.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else ragged
    look.first_line_indent = Pt((style.font.size.pt if style.font.size else SAN) * indent)
    style.element.pPr.ind.set(qn("w:firstLineChars"), str(indent * 100))


def _borderless(style: Any) -> None:  # noqa: ANN401
    from docx.oxml.ns import qn

    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _chinese(styles: Any) -> None:  # noqa: ANN401
    """Lines break as Chinese lines do only where the text is said to be Chinese."""
    from docx.oxml.ns import qn

    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _numbered(section: Any) -> None:  # noqa: ANN401
    """Page numbers as ``— 1 —`` in the middle below the text."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, kind in (
        ("— ", None),
        ("", "begin"),
        ("PAGE", "code"),
        ("", "separate"),
        ("1", None),
        ("", "end"),
        (" —", None),
    ):
        run = paragraph.add_run(text if kind != "code" else "")
        run.font.size, run.font.name = Pt(SI), SONG
        run._element.rPr.rFonts.set(qn("w:eastAsia"), SONG)
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._element.append(code)
        elif kind:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
            run._element.append(field)
