"""The index table (索引号, 发文机构, 成文日期 …) and the info line that sites put ahead of a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.formats.html_body import Page
from corpus.formats.html_lines import lines_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

KEYS = (
    "索引号", "索引号码", "信息索引号", "信息索引", "主题分类", "组配分类", "信息分类", "体裁分类", "公文种类",
    "分类", "发文机构", "发文机关", "发文单位", "发布机构", "发布单位", "发布机关", "公开责任部门", "成文日期",
    "成文时间", "发文日期", "发布日期", "发布时间", "公开日期", "生成日期", "印发日期", "生效日期", "废止日期",
    "失效日期", "文号", "发文字号", "文件编号", "名称", "信息名称", "文件名称", "标题", "主题词", "关键词",
    "有效性", "时效性", "效力状态", "公开方式", "公开时限", "公开范围", "来源", "信息来源", "作者", "内容概述",
)  # fmt: skip
"""Names of rows that become metadata."""

_BUTTONS = (
    "字号",
    "字体",
    "字体大小",
    "浏览次数",
    "浏览量",
    "访问量",
    "阅读次数",
    "点击数",
    "点击量",
    "打印",
    "分享",
    "分享到",
)
_MAX_CHARACTERS = 1000
_MAX_ELEMENTS = 200


def _pattern(names: tuple[str, ...]) -> str:
    # Longest first, so that 索引号码 is not read as 索引号; with blanks inside, as in 名　　称.
    return "|".join(r"\s*".join(name) for name in sorted(names, key=len, reverse=True))


# Banners are spans without blanks between them: 发布时间：2024-01-15来源：某镇浏览次数：3次.
_RUN_ON = "(?:信息来源|来源|浏览次数|浏览量|点击数|点击量|阅读次数|字体|字号|发布时间|发布日期|作者)"
_CELL = re.compile(rf"[【\[]?\s*(?P<key>{_pattern(KEYS)})\s*[】\]]?\s*[：:]?")
_INLINE = re.compile(
    rf"(?:(?<!\w)|(?={_RUN_ON}\s*[】\]]?\s*[：:]))[【\[]?\s*(?P<key>{_pattern(KEYS + _BUTTONS)})\s*[】\]]?\s*[：:][】\]]?\s*(?P<value>.*?)\s*"
    rf"(?=[\s|【\[]*(?:{_pattern(KEYS + _BUTTONS)})\s*[】\]]?\s*[：:]|[\s|]*$)"
)


def index_blocks(page: Page) -> list[tuple[LexborNode, dict[str, str]]]:
    """The blocks of the page that say what a document is, each with its rows; never one inside another.

    A header row such as ``名称 | 文号 | 发文单位`` of a table in the report is not taken: keys must have values.
    """
    found: list[tuple[LexborNode, dict[str, str], int]] = []
    for node in page.elements:
        if node.tag not in {"table", "dl", "ul", "div", "p"} or not page.is_small(node, _MAX_CHARACTERS, _MAX_ELEMENTS):
            continue
        cells = lines_of(node, (), rows=False)
        length = sum(len(cell) for cell in cells)
        if length > 2 * _MAX_CHARACTERS:
            continue
        pairs, used = _pairs(cells)
        if len(pairs) >= 2 and used * 10 >= length * 6:
            found.append((node, pairs, length))
    found.sort(key=lambda block: (-len(block[1]), block[2]))
    taken: list[tuple[LexborNode, dict[str, str]]] = []
    for node, pairs, _ in found:
        if not any(page.overlap(node, other) for other, _ in taken):
            taken.append((node, pairs))
    return taken


def _pairs(cells: list[str]) -> tuple[dict[str, str], int]:
    """Rows with a value, and how many characters belong to keys and values."""
    pairs: dict[str, str] = {}
    used = 0
    position = 0
    while position < len(cells):
        cell = cells[position].strip()
        position += 1
        if key := _CELL.fullmatch(cell):
            value = cells[position].strip() if position < len(cells) else ""
            if not value or _CELL.fullmatch(value) or _INLINE.match(value):
                continue
            position += 1
            used += len(cell) + len(value)
            pairs.setdefault("".join(key["key"].split()), value)
            continue
        for match in _INLINE.finditer(cell):
            used += len(match[0])
            name, value = "".join(match["key"].split()), match["value"]
            if name in KEYS and value:
                pairs.setdefault(name, value)
    return pairs, used
