"""Word files (docx, also strict ones, templates and files with macros): paragraphs and table rows in order, as they are on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.formats.numbering import Numbering, W
from corpus.formats.word_marks import heading_styles, hidden_styles, is_on
from corpus.formats.word_package import R, WordPackage
from corpus.formats.word_story import Story
from corpus.formats.zipped_xml import MAX_UNPACKED_BYTES as _MAX_UNPACKED
from corpus.formats.zipped_xml import ArchiveError, DamagedError
from corpus.report import Document
from errors import UnreadableFileError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_UNPACKED_BYTES = _MAX_UNPACKED
"""What the parts read of one file may unpack to."""

_KINDS = {"header": "页眉", "footer": "页脚", "footnote": "脚注", "endnote": "尾注"}
_PAGE_NUMBER = re.compile(r"(?:[\s\d/,，.·~～—–―─－-]|第|页|共|[Pp]age|of)*")


def recognise(data: bytes) -> bool:
    """Whether the bytes are a zip archive with a Word document in it, even a truncated one."""
    return data.startswith(b"PK\x03\x04") and b"word/" in data and b"[Content_Types].xml" in data


def read(data: bytes, source: str) -> Document:
    """Reads the body: automatic numbers written out, tracked changes accepted.

    Headers, footers, notes and the table of contents stand in ``apart``, page numbers in ``removed``.

    Raises:
        UnreadableFileError: It is encrypted, damaged, too large when unpacked, or without text.
    """
    try:
        document = _document(WordPackage(data))
    except DamagedError as error:
        raise UnreadableFileError(
            f"{source} is a damaged or cut-off Word document; fetch it again or save it again as .docx"
        ) from error
    except ArchiveError as error:
        raise UnreadableFileError(f"{source} {error}") from error
    # What lxml raises on odd elements; its documents hold nothing else.
    except (ValueError, TypeError, RecursionError) as error:
        raise UnreadableFileError(
            f"{source} is a damaged Word document ({type(error).__name__}); open and save it again as .docx"
        ) from error
    if not document.text.strip():
        raise UnreadableFileError(f"{source} has no text (pictures of pages?); run OCR on it or add the text version")
    return document


def _document(package: WordPackage) -> Document:
    body = package.document.find(f"{W}body")
    if body is None:
        raise DamagedError("is damaged (no body in it)")
    styles = package.part("styles")
    numbering, hidden = Numbering(package.part("numbering"), styles), hidden_styles(styles)
    story = Story(numbering, hidden, heading_styles(styles))
    text = "\n".join(story.lines(body))
    margins = [line for line in _margins(package, body, Story(numbering, hidden)) if line]
    numbers = [line for line in margins if _PAGE_NUMBER.fullmatch(line.partition("：")[2])]
    contents = ["目录：" + "\n".join(story.contents)] if story.contents else []
    notes = [f"文件中有{what}（{count}处），其文字未读出" for what, count in sorted(story.elsewhere.items())]
    return Document(
        text=text,
        format="docx",
        hard_wrapped=False,
        notes=(*notes, *(("文件有损坏，读出了能读的部分",) if package.mended else ())),
        apart=tuple(
            dict.fromkeys(
                (*contents, *(line for line in margins if line not in numbers), *_notes(package, story, hidden))
            )
        ),
        removed=tuple(dict.fromkeys(line.partition("：")[2] for line in numbers)),
        headings=tuple(story.headings),
    )


def _margins(package: WordPackage, body: Element, story: Story) -> Iterator[str]:
    """The lines of the headers and footers that are shown, each part once."""
    settings = package.part("settings")
    even = None if settings is None else settings.find(f"{W}evenAndOddHeaders")
    seen: set[str] = set()
    for section in body.iter(f"{W}sectPr"):
        first = section.find(f"{W}titlePg")
        shown = {"default"} | ({"first"} if is_on(first) else set()) | ({"even"} if is_on(even) else set())
        for kind in ("header", "footer"):
            for reference in section.findall(f"{W}{kind}Reference"):
                number = reference.get(f"{R}id") or ""
                part = package.related(number)
                if number not in seen and part is not None and reference.get(f"{W}type", "default") in shown:
                    lines = (line.strip() for block in story.lines(part) for line in block.split("\n"))
                    yield from (f"{_KINDS[kind]}：{line}" for line in lines if line)
                seen.add(number)


def _notes(package: WordPackage, story: Story, hidden: frozenset[str]) -> Iterator[str]:
    """The notes that the body refers to, in its order."""
    texts: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _ in story.notes}:
        part = package.part(f"{kind}s")
        for note in () if part is None else part.findall(f"{W}{kind}"):
            lines = Story(story.numbering, hidden).lines(note)
            text = " ".join(" ".join(lines).split())
            texts[kind, note.get(f"{W}id") or ""] = text
    yield from (f"{_KINDS[kind]}：{texts[kind, number]}" for kind, number in story.notes if texts.get((kind, number)))
