"""What each line of a source is: letterhead, title, heading, body, signature."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

CHINESE_NUMBER = "[一二三四五六七八九十]+"
HEADING_1 = re.compile(rf"^{CHINESE_NUMBER}、[^。；]{{1,40}}$")
HEADING_2 = re.compile(rf"^[（(]{CHINESE_NUMBER}[)）][^。；]{{1,40}}$")
NUMBERED = re.compile(rf"^({CHINESE_NUMBER}、|[（(]{CHINESE_NUMBER}[)）]|\d+[.、．]|{CHINESE_NUMBER}是)")
DOCUMENT_NUMBER = re.compile(r"^\S{1,12}〔\d{4}〕\d+号$")
CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


class Kind(StrEnum):
    """What a line of a source is."""

    LETTERHEAD = "letterhead"
    NUMBER = "number"
    SIGNER = "signer"
    TITLE = "title"
    ADDRESSEE = "addressee"
    HEADING_1 = "heading_1"
    HEADING_2 = "heading_2"
    BODY = "body"
    TABLE = "table"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source and what it is."""

    kind: Kind
    text: str


def _header_length(paragraphs: list[str]) -> int:
    """How many paragraphs stand before the addressee or the preamble: letterhead and title."""
    for position, text in enumerate(paragraphs):
        if text.startswith("签发人"):
            continue
        if text.endswith(("：", ":")) or "。" in text or len(text) > 45 or NUMBERED.match(text):
            return position
    return len(paragraphs)


def _signature_length(paragraphs: list[str]) -> int:
    """How many paragraphs at the end are issuer, date and print line."""
    length = 0
    for text in reversed(paragraphs):
        if len(text) > 34 or text.endswith(("。", "；", "：", ";", "|")) or NUMBERED.match(text):
            break
        length += 1
    return length


def _header_kind(text: str) -> Kind:
    if text.endswith("文件"):
        return Kind.LETTERHEAD
    if text.startswith("签发人"):
        return Kind.SIGNER
    return Kind.NUMBER if DOCUMENT_NUMBER.match(text) else Kind.TITLE


def _body_kind(text: str, *, first: bool) -> Kind:
    if first and text.endswith(("：", ":")) and len(text) < 30:
        return Kind.ADDRESSEE
    if text.startswith("|"):
        return Kind.TABLE
    if HEADING_1.match(text):
        return Kind.HEADING_1
    return Kind.HEADING_2 if HEADING_2.match(text) else Kind.BODY


def read_lines(text: str) -> list[Line]:
    """Tells what each paragraph of a source is.

    Args:
        text: The source, one paragraph a line; blank lines are skipped.

    Returns:
        The paragraphs in order with their kinds.
    """
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    head = _header_length(paragraphs)
    tail = len(paragraphs) - _signature_length(paragraphs[head:])
    lines = [Line(_header_kind(p), p) for p in paragraphs[:head]]
    lines += [Line(_body_kind(p, first=i == 0), p) for i, p in enumerate(paragraphs[head:tail])]
    return lines + [Line(Kind.SIGNATURE, p) for p in paragraphs[tail:]]


def joined(lines: list[Line], kind: Kind) -> str:
    """All lines of a kind as one string."""
    return "".join(line.text for line in lines if line.kind is kind)


def issuer(lines: list[Line]) -> str:
    """The first line of the signature that is no date, or nothing."""
    signature = (line.text for line in lines if line.kind is Kind.SIGNATURE)
    return next((text for text in signature if not CHINESE_DATE.search(text)), "")


def signed(lines: list[Line], fallback: dt.date) -> dt.date:
    """The date under the signature."""
    match = CHINESE_DATE.search(joined(lines, Kind.SIGNATURE))
    return dt.date(*(int(part) for part in match.groups())) if match else fallback


def cells(row: str) -> list[str]:
    """Cells of a table row ``| a | b |``."""
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def blocks(lines: list[Line]) -> list[list[Line]]:
    """Puts the rows of a table together; any other line is a block of its own."""
    blocks: list[list[Line]] = []
    for line in lines:
        if line.kind is Kind.TABLE and blocks and blocks[-1][0].kind is Kind.TABLE:
            if not re.fullmatch(r"[|\s:-]+", line.text):
                blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks
