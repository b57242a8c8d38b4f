"""OFD files, the national page format (GB/T 33190): the smallest that readers of the format take."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from random import Random
from xml.sax.saxutils import escape

from bench.forge.draft import Draft
from bench.forge.render.pdf import Line, Paper, draw_paper, place_lines
from bench.forge.render.rendered import Rendered

_NAMESPACE = "http://www.ofdspec.org/2016"
_MM = 25.4 / 72
_FIXED = (2024, 1, 1, 0, 0, 0)


def write_ofd(draft: Draft, random: Random) -> Rendered:
    """An .ofd file with the same pages as a PDF, lengths in millimetres from the upper left."""
    paper = draw_paper(draft, random, columned=False)
    lines = list(place_lines(draft, paper))
    last = max(line.page for line in lines)
    files = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{_NAMESPACE}" DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{draft.report.seed:032x}</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": _document(last),
        "Doc_0/PublicRes.xml": f'<ofd:Res xmlns:ofd="{_NAMESPACE}" BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="2" FontName="FangSong" FamilyName="FangSong"/></ofd:Fonts></ofd:Res>',
    }
    waste: list[str] = []
    for page in range(1, last + 1):
        objects = list(_objects([line for line in lines if line.page == page], paper, page, waste))
        files[f"Doc_0/Pages/Page_{page - 1}/Content.xml"] = (
            f'<ofd:Page xmlns:ofd="{_NAMESPACE}"><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>'
            f'<ofd:Content><ofd:Layer ID="{page * 1000}">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            xml = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'
            archive.writestr(zipfile.ZipInfo(name, _FIXED), xml, zipfile.ZIP_DEFLATED)
    return Rendered(out.getvalue(), ".ofd", tuple(waste))


def _document(pages: int) -> str:
    entries = "".join(f'<ofd:Page ID="{10 + page}" BaseLoc="Pages/Page_{page}/Content.xml"/>' for page in range(pages))
    return (
        f'<ofd:Document xmlns:ofd="{_NAMESPACE}"><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID><ofd:PageArea>'
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        f"</ofd:CommonData><ofd:Pages>{entries}</ofd:Pages></ofd:Document>"
    )


def _objects(lines: list[Line], paper: Paper, page: int, waste: list[str]) -> Iterator[str]:
    """Text objects of a page: a line each, and the page's number and running head."""
    count = 0
    for line in lines:
        count += 1
        yield _text_object(page * 1000 + count, line.x * _MM, 297 - line.y * _MM, line.size * _MM, line.text)
    foot = paper.foot.format(page) if paper.foot else ""
    for text, y in ((foot, 286.0), (paper.head, 12.0)):
        if text:
            count += 1
            waste.append(text)
            size = 10.5 * _MM
            yield _text_object(page * 1000 + count, 105 - size * len(text) / 2, y, size, text)


def _text_object(number: int, x: float, base: float, size: float, text: str) -> str:
    """One TextObject whose box holds the line, and one TextCode with the step to every next character."""
    steps = [size * (0.5 if ord(char) < 0x2000 else 1.0) for char in text]
    deltas = " ".join(f"{step:.3f}" for step in steps[:-1])
    delta = f' DeltaX="{deltas}"' if deltas else ""
    box = f"{x:.3f} {base - size:.3f} {sum(steps):.3f} {size * 1.2:.3f}"
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="2" Size="{size:.3f}">'
        f'<ofd:TextCode X="0" Y="{size:.3f}"{delta}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )
