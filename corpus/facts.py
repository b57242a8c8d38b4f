"""Title, year, issuer, document number and dates: what a report says about itself, and where its body begins and ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.cleaning import paragraphs
from corpus.numbering import opens_section, parse_number
from corpus.report import Role
from corpus.roles import heading_role

_LETTERHEAD = re.compile(r"^.{4,40}(?:文件|简报|函)$")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[［【(（]\s*20\d\d\s*[〕\]］】)）]\s*第?\s*\d{1,5}\s*号")
_SIGNATORY = re.compile(r"^(?:签发人|签发|印发)[：:]")
_ADDRESSEE = re.compile(r"^[^。；]{2,40}[：:]$")
_TABLE_ROW = re.compile(r"^\|.*\|$")
_TITLE_WORD = re.compile(r"法治|依法|法制|总结|报告|汇报|情况|普法|年度")
_TITLE_END = re.compile(r"(?:总结|报告|汇报|情况|公告|综述)(?:[（(][^（）()]{1,12}[）)])?$")
_TITLE_TAIL = re.compile(
    r"^(?:的?(?:年度|工作|情况)*的?(?:总结|报告|汇报)|[（(]20\d\d年度?[）)]"
    r"|[及暨和与][^，。；：]{0,24}(?:计划|打算|思路|谋划|安排|要点|工作))$"
)
_TITLE_START = re.compile(r"(?:人民政府|办事处|委员会|局|乡|镇|街道|20\d\d年度?)(?:关于)?$|^关于.*20\d\d年")
_BANNER = re.compile(
    r"^(?:(?:发布|成文|更新)?(?:时间|日期)|来源|字号|字体|浏览|阅读|作者|编辑|责任编辑|打印|分享|当前位置|首页|索引号|信息来源)[：:\s]?"
)
_ISO_DATE = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_CHINESE_YEAR = "二[〇零○O0][一二三四五六七八九〇零○O0]{2}"
_SIGNED_DATE = re.compile(rf"^(.*?)(20\d\d|{_CHINESE_YEAR})[年./-](.{{1,3}})[月./-](?:([^日]{{1,3}})日?)?(?:印发)?$")
# Converters lose characters: 2025730日 was a date, which one nobody can tell.
_LOST_DATE = re.compile(r"^20\d\d年?\d{0,4}月?\d{0,2}日?(?:印发)?$")
_ISSUER = re.compile(
    r"^[^，。；：]{2,40}(?:人民政府|办事处|委员会|党委|管委会|办公室|政府|局|厅|院|所|大队|中心)(?:[（(].{1,8}[）)])?$"
)
_CLOSING_PHRASE = re.compile(
    r"^(?:特此报告|以上报告|妥否|专此报告|此报告|(?:附件|抄送|主题词|联系人)[：:]|[（(](?:此件|联系人)"
    r"|(?:来源|编辑|责编|责任编辑|校对|审核|供稿|初审|复审|终审)\s*[：:丨|｜/]|扫一扫|[上下]一[篇条][：:]|[\[【](?:打印|关闭))"
)
_MOST_ATTACHMENTS = 12
_REPORT_YEAR = re.compile(rf"(20\d\d|{_CHINESE_YEAR})\s*年")
_QUOTED = re.compile(r"《[^》]*》|[（(][^）)]*[—－\-–~至][^）)]*[）)]|20\d\d\s*[—－\-–~至]\s*20\d\d年?")
_ISSUER_KEYS = ("发文单位", "发文机关", "发布机构", "发文机构", "制发机关", "来源", "ContentSource")
_PUBLISHED_KEYS = ("发布日期", "发布时间", "公开日期", "PubDate", "成文日期", "生成日期")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of a report lie in its cleaned text, and what stands in them.

    ``body`` and ``closing`` are the offsets where the preamble begins and where the closing block (signature, date) begins.
    """

    title: str
    letterhead: str
    document_number: str | None
    table: dict[str, str]
    body: int
    closing: int
    signature: str
    signed: str | None


def find_frame(text: str, declared_title: str | None) -> Frame:
    """Tell the report's head and foot from its body.

    Args:
        text: Cleaned text, one paragraph a line.
        declared_title: Title that the file itself declares, if any.
    """
    lines = [(start, text[start:end]) for start, end in paragraphs(text)]
    title, head, table, letterhead, number = _read_head(lines)
    closing, signature, signed = _read_foot(lines, head, len(text))
    body = lines[head][0] if head < len(lines) else len(text)
    if declared_title and (not title or not _TITLE_WORD.search(title)):
        title = declared_title
    if not title:
        title = lines[0][1][:60] if lines else ""
    return Frame(title, letterhead, number, table, body, max(closing, body), signature, signed)


def find_year(
    title: str, headings: Sequence[str], preamble: str, published: str | None
) -> tuple[int | None, list[str]]:
    """The year reported on, and doubts in words.

    Looked for in the title, then the preamble, then the level-1 headings; a publication date only serves as a last resort, and then
    the year before is taken when the report came out by April.
    """
    notes: list[str] = []
    in_title, in_preamble = _first_year(title), _first_year(preamble)
    in_headings = _year_of_headings(headings)
    for place, other in (("正文开头", in_preamble), ("一级标题", in_headings)):
        if in_title is not None and other is not None and other not in {in_title, in_title + 1}:
            notes.append(f"标题写的是{in_title}年，{place}写的是{other}年，按标题")
            break
    year = in_title or in_preamble or in_headings
    if year is None and published:
        year = int(published[:4]) - (1 if int(published[5:7] or 12) <= 4 else 0)
        notes.append(f"正文没有写明报告年度，按日期{published}推定为{year}年")
    if year is None:
        notes.append("没有找到报告年度")
    return year, notes


def _year_of_headings(headings: Sequence[str]) -> int | None:
    """Year in the first level-1 heading that has one; from the problems on, headings speak of the year after."""
    ahead = 0
    for heading in headings:
        if heading_role(heading, None) in {Role.PROBLEM, Role.PLAN}:
            ahead = 1
        year = _first_year(heading)
        if year is not None:
            return year - ahead
    return None


def find_issuer(frame: Frame, metadata: Mapping[str, str]) -> str | None:
    """Who issued the report: signature, then the page's index table, then the letterhead."""
    if frame.signature:
        return frame.signature
    for key in _ISSUER_KEYS:
        if metadata.get(key):
            return metadata[key]
    return re.sub("文件$", "", frame.letterhead) or None


def find_document_number(metadata: Mapping[str, str]) -> str | None:
    """The document number of the page's index table; many pages leave an empty pattern (``〔〕号``) there."""
    match = _DOCUMENT_NUMBER.search(metadata.get("文号", ""))
    return match.group() if match else None


def find_published(frame: Frame, metadata: Mapping[str, str]) -> str | None:
    """Day of publication as an ISO date, or the day of signature where no other is declared."""
    for key in _PUBLISHED_KEYS:
        match = _ISO_DATE.search(metadata.get(key, ""))
        if match:
            return iso_date(*match.groups())
    return frame.signed


def iso_date(year: str, month: str, day: str | None) -> str | None:
    """ISO date out of Arabic or Chinese digits; ``None`` when it is no date. A missing day leaves year and month."""
    try:
        numbers = [_number(part) for part in (year, month, day) if part is not None]
    except ValueError:
        return None
    limits = (9999, 12, 31)
    if any(not 0 < number <= limit for number, limit in zip(numbers, limits, strict=False)):
        return None
    return "-".join(f"{number:02d}" for number in numbers)


def _read_head(lines: list[tuple[int, str]]) -> tuple[str, int, dict[str, str], str, str | None]:
    """Title, position of the first line of the body, index table, letterhead and document number."""
    title: list[str] = []
    table: dict[str, str] = {}
    letterhead, number = "", None
    position = 0
    for position, (_, line) in enumerate(lines[:40]):  # noqa: B007 - the position is wanted after the loop
        found = _DOCUMENT_NUMBER.search(line)
        if _TABLE_ROW.match(line):
            table.update(_table_cells(line))
        elif found and len(line) < 40:
            number = found.group()
        elif _LETTERHEAD.match(line) and not title:
            letterhead = line
        elif _SIGNATORY.match(line) or (_BANNER.match(line) and len(line) < 60):
            continue
        elif opens_section(line) or len(line) > 60 or _ADDRESSEE.match(line) or line[-1] in "。；，":
            break
        elif _is_title_line(line, title):
            if _is_heading_of_paper(title, line):
                letterhead, title = "".join(title), []
            if "".join(title) != line:
                title.append(line)
        elif title or len(line) > 30:
            break
    else:
        position = min(len(lines), 40)
    return "".join(title), position, table, letterhead, number


def _is_title_line(line: str, title: list[str]) -> bool:
    """Whether the line is part of the title: it speaks of such a report, or it ends one that is not finished."""
    if title and _TITLE_END.search("".join(title)):
        return "".join(title) == line or _TITLE_TAIL.match(line) is not None
    return bool(_TITLE_WORD.search(line) or title or _TITLE_START.search(line))


def _is_heading_of_paper(title: list[str], line: str) -> bool:
    """Whether what was taken for a title's first lines is the head of the paper: a title names its place only once."""
    return bool(title) and not _TITLE_WORD.search("".join(title)) and line.startswith(title[0][:3])


def _table_cells(row: str) -> dict[str, str]:
    """Key and value pairs of one row of an index table, ``| 索 引 号 | … | 主题分类 | … |``."""
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    pairs = zip(cells[::2], cells[1::2], strict=False)
    return {re.sub(r"\s", "", key): value for key, value in pairs if key and value}


def _read_foot(lines: list[tuple[int, str]], head: int, end: int) -> tuple[int, str, str | None]:
    """Offset where the closing block begins, the issuer that signs, and the ISO date of the signature."""
    closing, signature, signed = end, "", None
    last = _attachments(lines, head)
    if last < len(lines):
        closing = lines[last][0]
    for start, line in reversed(lines[head:last]):
        date = _SIGNED_DATE.match(line)
        if date and (not date[1] or _ISSUER.match(date[1])):
            signed, signature = iso_date(*date.groups()[1:]) or signed, date[1] or signature
        elif _LOST_DATE.match(line):
            pass
        elif _ISSUER.match(line) and len(line) <= 40 and not opens_section(line):
            signature = line
        elif not (_CLOSING_PHRASE.match(line) and len(line) < 60) and not _SIGNATORY.match(line):
            break
        closing = start
    return closing, signature, signed


def _attachments(lines: list[tuple[int, str]], head: int) -> int:
    """Position of ``附件：1.…`` where nothing but names of attachments follows a signature to the end; else the end."""
    for position in range(len(lines) - 1, max(head, len(lines) - _MOST_ATTACHMENTS), -1):
        line, before = lines[position][1], lines[position - 1][1]
        if len(line) > 60 or "。" in line or _TABLE_ROW.match(line):
            break
        if re.match("附件[：:]", line) and (_SIGNED_DATE.match(before) or _CLOSING_PHRASE.match(before)):
            return position
    return len(lines)


def _first_year(text: str) -> int | None:
    match = _REPORT_YEAR.search(_QUOTED.sub("", text))
    return _number(match.group(1)) if match else None


def _number(text: str) -> int:
    """Value of a number in which the zero may be written as a circle or a capital O (``二○二三``, ``二O二三``)."""
    if text.strip().isdecimal():
        return int(text)
    return parse_number(re.sub("[○O0]", "〇", text.strip()))
