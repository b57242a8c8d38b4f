"""Small real files, made by the tests themselves; nothing is copied from a published report."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.oxml import parse_xml

from corpus.formats import read_document
from corpus.report import Document

DATA = Path(__file__).parents[2] / "data"
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
PROSE = "云溪镇组织开展执法检查八次，调解各类矛盾纠纷十六件，群众满意度明显提高。"


def save(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path, name: str, content: bytes | str) -> Document:
    return read_document(save(folder, name, content))


def docx_bytes(body: str, numbering: str = "", styles: str = "") -> bytes:
    """A docx from the raw XML of its body; ``numbering`` and ``styles`` are put into the parts of these names."""
    document = docx.Document()
    root = document.element.body
    for child in list(root):
        root.remove(child)
    for child in parse_xml(f"<w:body {NS} {MC}>{body}</w:body>"):
        root.append(child)
    if numbering:
        part = document.part.numbering_part.element
        for child in list(part):
            part.remove(child)
        for child in parse_xml(f"<w:numbering {NS}>{numbering}</w:numbering>"):
            part.append(child)
    if styles:
        for child in parse_xml(f"<w:styles {NS}>{styles}</w:styles>"):
            document.styles.element.append(child)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf_bytes(pages: list[list[str]], encrypted: bool = False) -> bytes:
    """A PDF of Latin lines in Helvetica, each page from the top down."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
        stream = f"BT /F1 12 Tf 72 720 Td {shown} ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    lock = " /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{0}> /U <{0}> >> /ID [<00> <00>]".format("ab" * 32)
    out, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R"
        f"{lock if encrypted else ''} >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out.encode("latin-1")
