"""Small OFD files, written by the tests themselves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

NAMESPACE = "http://www.ofdspec.org/2016"
SIZE = 5.6
LEFT, TOP, PITCH = 28.0, 40.0, 10.0


def text_object(
    text: str,
    x: float = LEFT,
    y: float = TOP,
    *,
    size: float = SIZE,
    attributes: str = "",
    code: str | None = None,
    deltas: str | None = None,
) -> str:
    """A text object whose baseline begins at ``x`` and ``y`` (millimetres); ``code`` replaces its text codes."""
    steps = f'DeltaX="g {len(text) - 1} {size}"' if deltas is None and len(text) > 1 else deltas or ""
    code = code if code is not None else f'<o:TextCode X="0" Y="{size}" {steps}>{escape(text)}</o:TextCode>'
    boundary = f"{x} {y - size} {len(text) * size} {size * 1.2}"
    return f'<o:TextObject ID="1" Boundary="{boundary}" Font="1" Size="{size}" {attributes}>{code}</o:TextObject>'


def lines(*texts: str, top: float = TOP) -> str:
    """Text objects below each other; leading full-width blanks indent, an empty text leaves a line out."""
    return "".join(
        text_object(text.lstrip("\u3000"), LEFT + SIZE * (len(text) - len(text.lstrip("\u3000"))), top + PITCH * row)
        for row, text in enumerate(texts)
        if text
    )


def page(content: str, extra: str = "") -> str:
    layer = f'<o:Layer ID="2" Type="Body">{content}</o:Layer>'
    return f'<o:Page xmlns:o="{NAMESPACE}">{extra}<o:Content>{layer}</o:Content></o:Page>'


def ofd_bytes(
    pages: Sequence[str], *, info: str = "", document: str = "", parts: dict[str, str | bytes] | None = None
) -> bytes:
    """An OFD with one document. ``pages`` are whole page parts, stored in the opposite order of the document.

    ``info`` goes into DocInfo, ``document`` into the document part, ``parts`` are further parts or replace one of these.
    """
    order = list(range(len(pages)))
    named = "".join(f'<o:Page ID="{9 - i}" BaseLoc="Pages/Page_{len(pages) - i}/Content.xml"/>' for i in order)
    files: dict[str, str | bytes] = {
        "OFD.xml": f'<o:OFD xmlns:o="{NAMESPACE}" DocType="OFD" Version="1.0"><o:DocBody><o:DocInfo>{info}</o:DocInfo>'
        "<o:DocRoot>Doc_0/Document.xml</o:DocRoot></o:DocBody></o:OFD>",
        "Doc_0/Document.xml": f'<o:Document xmlns:o="{NAMESPACE}">{document}<o:Pages>{named}</o:Pages></o:Document>',
        **{f"Doc_0/Pages/Page_{len(pages) - i}/Content.xml": pages[i] for i in order},
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()
