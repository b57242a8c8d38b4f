"""Pieces of Word files, and files put together again."""

from __future__ import annotations

import io
import zipfile


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str, num: int | None = None, ilvl: int = 0, style: str = "") -> str:
    number = "" if num is None else f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{number}</w:pPr>{run(text)}</w:p>"


def level(ilvl: int, name: str, text: str, extra: str = "") -> str:
    form = f'<w:start w:val="1"/><w:numFmt w:val="{name}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{ilvl}">{form}</w:lvl>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


OUTLINE = (
    '<w:abstractNum w:abstractNumId="5">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "japaneseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%4", "<w:isLgl/>")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/>'
    '</w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="5"/></w:num>'
)


def repacked(data: bytes, **parts: str) -> bytes:
    """The file with parts added or replaced; a part's name is given with ``__`` for ``/`` and ``_`` for ``.``."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        named = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()}
        for entry in old.namelist():
            if entry not in named:
                new.writestr(entry, old.read(entry))
        for name, content in named.items():
            new.writestr(name, content)
    return file.getvalue()
