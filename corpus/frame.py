"""Where a report's body begins and ends: its head (letterhead, title, index table, addressee) and its foot (signature, date)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.dates import CHINESE_YEAR, iso_date
from corpus.outline.numbering import opens_section
from corpus.text.cleaning import paragraphs

_LETTERHEAD = re.compile(r"^.{4,40}(?:文件|简报|函)$")
DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[［【(（]\s*20\d\d\s*[〕\]］】)）]\s*第?\s*\d{1,5}\s*号")
_SIGNATORY = re.compile(r"^(?:签发人|签发|印发)[：:]")
_ADDRESSEE = re.compile(r"^(?![^：:]*如下[：:]$)[^。；]{2,40}[：:]$")
"""Who is written to; a short introduction (现将有关情况报告如下：) is no addressee."""
_TABLE_ROW = re.compile(r"^\|.*\|$")
_TITLE_WORD = re.compile(r"法治|依法|法制|总结|报告|汇报|情况|普法|年度")
_TITLE_END = re.compile(
    r"(?:总结|报告|汇报|情况|公告|综述|[及暨和与].{2,20}(?:计划|打算|思路|谋划|安排|要点|工作))(?:[（(][^（）()]{1,12}[）)])?$"
)
_TITLE_TAIL = re.compile(
    r"^(?:的?(?:年度|工作|情况)*的?(?:总结|报告|汇报)|[（(]20\d\d年度?[）)]"
    r"|[及暨和与][^，。；：]{0,24}(?:计划|打算|思路|谋划|安排|要点|工作))$"
)
_TITLE_START = re.compile(
    r"(?:人民政府|办事处|委员会|局|乡|镇|街道|[县市区旗州省]|20\d\d年度?)(?:关于)?$|^关于.*20\d\d年"
)
_SIGNED_DATE = re.compile(rf"^(.*?)(20\d\d|{CHINESE_YEAR})[年./-](.{{1,3}})[月./-](?:([^日]{{1,3}})日?)?(?:印发)?$")
# Converters lose characters: 2025730日 was a date, which one nobody can tell.
_LOST_DATE = re.compile(r"^20\d\d年?\d{0,4}月?\d{0,2}日?(?:印发)?$")
_RUN_TOGETHER = re.compile(r"(20\d\d)年?([1-9]\d{1,3})日")
_ISSUER = re.compile(
    r"^[^，。；：]{2,40}(?:人民政府|办事处|委员会|党委|管委会|办公室|政府|局|厅|院|所|大队|中心)(?:[（(].{1,8}[）)])?$"
)
_CLOSING_PHRASE = re.compile(
    r"^(?:特此报告|以上报告|妥否|专此报告|此报告|(?:附件|抄送|抄报|主题词|联系人)[：:]|[（(](?:此件|联系人|联系方式|本文有删减))"
)
_CONTENTS = re.compile(r"目\s*[录次]")
_PAGE_TAIL = re.compile(r"[\s.…·．。—-]*\d{1,3}$|[\s.…·．—-]{2,}$")
_LONGEST_ROW = 90
_MOST_ROWS = 200
_FEWEST_ROWS = 2
ATTACHMENT = re.compile(r"^附(?:件|表|录)\s*[\d一二三四五六七八九十]{0,3}\s*(?:[：:].{0,60})?$", re.MULTILINE)
"""The line that opens an attachment."""
_MOST_ATTACHMENTS = 12
_SHORTEST_PART = 4
_LONGEST_TITLE = 60
"""Characters of the first line that stand for a title where none is found."""
_LONGEST_HEAD = 40
"""Paragraphs; a page whose body begins later than that is not understood."""

Spans = Mapping[str, tuple[int, int]]
"""Start and end of the parts of a head and foot in the cleaned text, by the field of the report that they give."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of a report lie in its cleaned text, and what stands in them.

    ``body`` and ``closing`` are the offsets where the preamble begins and where the closing block (signature, date) begins.
    ``spans`` has the parts that were found: ``title``, ``letterhead``, ``document_number``, ``addressee``, ``issuer`` (the signature), ``signed``.
    """

    title: str
    letterhead: str
    document_number: str | None
    table: dict[str, str]
    body: int
    closing: int
    signature: str
    signed: str | None
    addressee: str | None = None
    spans: Spans = field(default_factory=dict)


_Lines = Sequence[tuple[int, str]]


@dataclass
class _Head:
    """What has been found of a head, line by line; ``title`` holds positions of lines."""

    title: list[int] = field(default_factory=list)
    table: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    body: int = 0


@dataclass
class _Foot:
    """What has been found of a foot; ``closing`` is the offset where it begins."""

    closing: int
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    signed: str | None = None


def find_frame(text: str, declared_title: str | None, headings: Collection[str] = ()) -> Frame:
    """Tell the report's head and foot from its body.

    Args:
        text: Cleaned text, one paragraph a line.
        declared_title: Title that the file itself declares, if any.
        headings: Lines that the file marks as headings below the title; the head ends ahead of the first.
    """
    lines = [(start, text[start:end]) for start, end in paragraphs(text)]
    head = _read_head(lines, headings)
    foot = _read_foot(lines, head.body, len(text))
    body = lines[head.body][0] if head.body < len(lines) else len(text)
    title = "".join(lines[position][1] for position in head.title)
    spans = {**head.spans, **foot.spans}
    if title:
        spans["title"] = lines[head.title[0]][0], lines[head.title[-1]][0] + len(lines[head.title[-1]][1])
    declared_title = declared_title or head.table.get("名称") or head.table.get("标题")
    if declared_title and (not title or not _TITLE_WORD.search(title)):
        title = declared_title
        spans.pop("title", None)
    if not title and lines:
        title = lines[0][1][:_LONGEST_TITLE]
        spans["title"] = lines[0][0], lines[0][0] + len(title)
    if head.body < len(lines) and _ADDRESSEE.match(lines[head.body][1]) and not opens_section(lines[head.body][1]):
        spans["addressee"] = body, body + len(lines[head.body][1].rstrip("：:"))

    def part(name: str) -> str:
        start, end = spans.get(name, (0, 0))
        return text[start:end]

    return Frame(
        title=title,
        letterhead=part("letterhead"),
        document_number=part("document_number") or None,
        table=head.table,
        body=body,
        closing=max(foot.closing, body),
        signature=part("issuer"),
        signed=foot.signed,
        addressee=part("addressee") or None,
        spans=spans,
    )


def _read_head(lines: _Lines, headings: Collection[str]) -> _Head:
    """The head: everything ahead of the first line of the body."""
    head = _Head()
    contents = _contents(lines)
    for position, (start, line) in enumerate(lines[: _LONGEST_HEAD + len(contents)]):
        head.body = position
        title = "".join(lines[at][1] for at in head.title)
        found = DOCUMENT_NUMBER.search(line)
        if position in contents:
            continue
        if _TABLE_ROW.match(line):
            head.table.update(_table_cells(line))
        elif found and len(line) < 40:
            head.spans["document_number"] = start + found.start(), start + found.end()
        elif _LETTERHEAD.match(line) and (not title or line.endswith("文件")):
            head.spans["letterhead"] = start, start + len(line)
        elif _SIGNATORY.match(line):
            continue
        elif (
            opens_section(line)
            or line in headings
            or len(line) > 60
            or _ADDRESSEE.match(line)
            or line[-1] in "。；，：:"
        ):
            break
        elif len(line) >= _SHORTEST_PART and line in title:
            continue  # the title again, perhaps over several lines
        elif _is_title_line(line, title):
            if _is_heading_of_paper(title, line):
                head.spans["letterhead"] = (
                    lines[head.title[0]][0],
                    lines[head.title[-1]][0] + len(lines[head.title[-1]][1]),
                )
                head.title, title = [], ""
            head.title.append(position)
        elif title or len(line) > 30:
            break
    else:
        head.body = min(len(lines), _LONGEST_HEAD)
    return head


def _contents(lines: _Lines) -> frozenset[int]:
    """Positions of the lines of a table of contents in the head: its name, and headings that stand in the text again."""
    named = next((at for at, (_, line) in enumerate(lines[:_LONGEST_HEAD]) if _CONTENTS.fullmatch(line)), None)
    first = named + 1 if named is not None else 0
    solid = [line.replace(" ", "") for _, line in lines]
    rows: list[int] = []
    for at in range(first, min(len(lines), first + _MOST_ROWS)):
        row = _PAGE_TAIL.sub("", solid[at]) if len(solid[at]) <= _LONGEST_ROW else ""
        # Without its name, only a row with a page number behind it can be one.
        may_be = len(row) > 2 and (named is not None or row != solid[at])
        if may_be and any(row in solid[later] for later in range(at + 1, len(lines))):
            rows.append(at)
        elif rows or named is not None or at > _LONGEST_HEAD:
            break
    return frozenset(rows if named is None else [named, *rows]) if len(rows) >= _FEWEST_ROWS else frozenset()


def _is_title_line(line: str, title: str) -> bool:
    """Whether the line is part of the title: it speaks of such a report, or it ends one that is not finished."""
    if title and _TITLE_END.search(title):
        return _TITLE_TAIL.match(line) is not None
    return bool(_TITLE_WORD.search(line) or title or _TITLE_START.search(line))


def _is_heading_of_paper(title: str, line: str) -> bool:
    """Whether what was taken for a title's first lines is the head of the paper: a title names its place only once."""
    return bool(title) and not _TITLE_WORD.search(title) and line.startswith(title[:3])


def _table_cells(row: str) -> dict[str, str]:
    """Key and value pairs of one row of an index table, ``| 索 引 号 | … | 主题分类 | … |``."""
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    pairs = zip(cells[::2], cells[1::2], strict=False)
    return {re.sub(r"\s", "", key): value for key, value in pairs if key and value}


def _read_foot(lines: _Lines, head: int, end: int) -> _Foot:
    """The foot, read from the end of the text upwards."""
    foot = _Foot(end)
    last = min(_attachments(lines, head), _appendix(lines, head))
    if last < len(lines):
        foot.closing = lines[last][0]
    for start, line in reversed(lines[head:last]):
        date = _SIGNED_DATE.match(line)
        if date and (not date[1] or _ISSUER.match(date[1])):
            signed = iso_date(*date.groups()[1:])
            if signed:
                foot.signed, foot.spans["signed"] = signed, (start + date.end(1), start + len(line))
            if date[1]:
                foot.spans["issuer"] = start, start + date.end(1)
        elif _LOST_DATE.match(line):
            foot.signed = _mended(line) or foot.signed
        elif _ISSUER.match(line) and len(line) <= 40 and not opens_section(line):
            below = foot.spans.get("issuer", (0, 0))
            # Party committee and government sign one below the other.
            joint = below[0] == start + len(line) + 1
            foot.spans["issuer"] = start, below[1] if joint else start + len(line)
        elif not (_CLOSING_PHRASE.match(line) and len(line) < 60) and not _SIGNATORY.match(line):
            break
        foot.closing = start
    return foot


def _mended(line: str) -> str | None:
    """The only day that a date without its signs can mean: ``2025730日`` is 30 July, ``2025112日`` may be two days."""
    found = _RUN_TOGETHER.fullmatch(line)
    if found is None:
        return None
    digits = found[2]
    days = {iso_date(found[1], digits[:at], digits[at:]) for at in (1, 2) if digits[at:] and digits[at] != "0"}
    days.discard(None)
    return days.pop() if len(days) == 1 else None


def _appendix(lines: _Lines, head: int) -> int:
    """Position of an attachment that follows a signature and is more than a name (a table, another text); else the end."""
    for position in range(head + 2, len(lines)):
        if ATTACHMENT.match(lines[position][1]) and any(
            _signs(line) for _, line in lines[max(head, position - 4) : position]
        ):
            return position
    return len(lines)


def _signs(line: str) -> bool:
    """Whether a line is the date of a signature, with or without who signs."""
    date = _SIGNED_DATE.match(line)
    return _LOST_DATE.match(line) is not None or (
        date is not None and (not date[1] or _ISSUER.match(date[1]) is not None)
    )


def _attachments(lines: _Lines, head: int) -> int:
    """Position of ``附件：1.…`` where nothing but names of attachments follows a signature to the end; else the end."""
    for position in range(len(lines) - 1, max(head, len(lines) - _MOST_ATTACHMENTS), -1):
        line, before = lines[position][1], lines[position - 1][1]
        if len(line) > 60 or "。" in line or _TABLE_ROW.match(line):
            break
        if re.match("附件[：:]", line) and (_SIGNED_DATE.match(before) or _CLOSING_PHRASE.match(before)):
            return position
    return len(lines)
