"""Sets the plain texts of this folder as the docx, pdf and html files that offices publish.

The reader is tried on real file formats, but a sample report is written, proofread and compared as plain text. So the
text in this folder is the master (one paragraph a line, blank lines between, table rows as ``| a | b |``) and this
script sets it::

    python corpus/sample_sources/render.py             # all of them
    python corpus/sample_sources/render.py NAME …      # only these, for example xinduwan-2023

The pdf needs Chromium and the Noto CJK fonts. Dates inside the files are fixed, so that an unchanged text gives the
same docx and html again, byte for byte.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import logging
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from string import Template

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

log = logging.getLogger("render")

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "samples"

FORMATS = {
    "beiluliang-2023": "pdf",
    "beiluliang-2024": "html",
    "hemingwan-2022": "docx",
    "shiliping-2023": "docx",
    "shiliping-2024": "pdf",
    "shuangliuxi-2023": "html",
    "tongwuling-2023": "docx",
    "weitangpo-2023": "docx",
    "xinduwan-2022": "html",
    "xinduwan-2023": "pdf",
    "xinduwan-2024": "docx",
    "yanbutou-2024": "docx",
}
"""Which format each source is published in."""

WITH_HEADING_STYLES = frozenset({"tongwuling-2023", "yanbutou-2024"})
"""Documents whose headings carry Word's heading styles; elsewhere a heading is a bold line, as most offices do it."""

SAVED_AFTER = dt.timedelta(days=427)
"""A page's banner shows the day it was saved: a date that has nothing to do with the report, ahead of the real one."""

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")

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


@dataclass(frozen=True, slots=True)
class Site:
    """The invented government site on which an html sample is published."""

    name: str
    menu: tuple[str, ...]
    crumbs: tuple[str, ...]
    record: str
    theme: str
    published: dt.date
    clicks: int


SITES = {
    "beiluliang-2024": Site(
        name="雁鸣县人民政府",
        menu=("网站首页", "雁鸣概况", "政务公开", "政务服务", "互动交流", "专题专栏"),
        crumbs=("首页", "政务公开", "乡镇信息公开", "北麓梁乡", "法治政府建设"),
        record="YM0310-02-2025-0007",
        theme="法治建设",
        published=dt.date(2025, 1, 24),
        clicks=136,
    ),
    "shuangliuxi-2023": Site(
        name="青枫县人民政府门户网站",
        menu=("首页", "走进青枫", "新闻中心", "信息公开", "办事服务", "政民互动"),
        crumbs=("首页", "信息公开", "法定主动公开内容", "法治政府建设年度报告"),
        record="QF-13-2024-0011",
        theme="综合政务/其他",
        published=dt.date(2024, 1, 30),
        clicks=88,
    ),
    "xinduwan-2022": Site(
        name="望澜市临澜区人民政府",
        menu=("首页", "区情", "要闻", "公开", "服务", "互动", "数据"),
        crumbs=("首页", "公开", "街道（镇）信息公开目录", "新渡湾街道办事处", "法治政府建设"),
        record="LL2110-0202-2023-0004",
        theme="司法、公安/其他",
        published=dt.date(2023, 2, 3),
        clicks=241,
    ),
}


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


def _joined(lines: list[Line], kind: Kind) -> str:
    return "".join(line.text for line in lines if line.kind is kind)


def _issuer(lines: list[Line]) -> str:
    """The first line of the signature that is no date, or nothing."""
    signature = (line.text for line in lines if line.kind is Kind.SIGNATURE)
    return next((text for text in signature if not CHINESE_DATE.search(text)), "")


def _signed(lines: list[Line], fallback: dt.date) -> dt.date:
    """The date under the signature."""
    match = CHINESE_DATE.search(_joined(lines, Kind.SIGNATURE))
    return dt.date(*(int(part) for part in match.groups())) if match else fallback


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _blocks(lines: list[Line]) -> list[list[Line]]:
    """Puts the rows of a table together; any other line is a block of its own."""
    blocks: list[list[Line]] = []
    for line in lines:
        if line.kind is Kind.TABLE and blocks and blocks[-1][0].kind is Kind.TABLE:
            if not re.fullmatch(r"[|\s:-]+", line.text):
                blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


# Word


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of line is set in Word."""

    align: int
    font: str
    size: float
    bold: bool = False
    red: bool = False
    indent: bool = False


LOOKS = {
    Kind.LETTERHEAD: Look(WD_ALIGN_PARAGRAPH.CENTER, "方正小标宋简体", 30, bold=True, red=True),
    Kind.NUMBER: Look(WD_ALIGN_PARAGRAPH.CENTER, "仿宋_GB2312", 16),
    Kind.SIGNER: Look(WD_ALIGN_PARAGRAPH.RIGHT, "楷体_GB2312", 16),
    Kind.TITLE: Look(WD_ALIGN_PARAGRAPH.CENTER, "方正小标宋简体", 22, bold=True),
    Kind.ADDRESSEE: Look(WD_ALIGN_PARAGRAPH.LEFT, "仿宋_GB2312", 16),
    Kind.HEADING_1: Look(WD_ALIGN_PARAGRAPH.LEFT, "黑体", 16, bold=True, indent=True),
    Kind.HEADING_2: Look(WD_ALIGN_PARAGRAPH.LEFT, "楷体_GB2312", 16, bold=True, indent=True),
    Kind.BODY: Look(WD_ALIGN_PARAGRAPH.JUSTIFY, "仿宋_GB2312", 16, indent=True),
    Kind.SIGNATURE: Look(WD_ALIGN_PARAGRAPH.RIGHT, "仿宋_GB2312", 16),
}

WORD_STYLES = {Kind.TITLE: "Title", Kind.HEADING_1: "Heading 1", Kind.HEADING_2: "Heading 2"}


def _add_paragraph(document: docx.document.Document, line: Line, style: str | None) -> None:
    """Adds one line to a Word document in the look of its kind."""
    look = LOOKS[line.kind]
    paragraph = document.add_paragraph(style=style)
    paragraph.alignment = look.align
    paragraph.paragraph_format.space_after = Pt(0)
    if look.indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * look.size)
    run = paragraph.add_run(line.text)
    run.bold = look.bold
    run.font.size = Pt(look.size)
    run.font.name = look.font
    run.font.color.rgb = RGBColor(0xC0, 0, 0) if look.red else RGBColor(0, 0, 0)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), look.font)


def _add_table(document: docx.document.Document, rows: list[list[str]]) -> None:
    """Adds a table with a ruled grid; the first row is its head."""
    table = document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
    table.style = "Table Grid"
    for position, row in enumerate(rows):
        for cell, text in zip(table.rows[position].cells, row, strict=False):
            cell.text = text


def _with_fixed_times(package: bytes) -> bytes:
    """Packs a Word file again with the same entries and a fixed time, so that equal texts give equal files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


def _set_properties(document: docx.document.Document, lines: list[Line], year: int) -> None:
    properties = document.core_properties
    when = dt.datetime.combine(_signed(lines, dt.date(year + 1, 1, 15)), dt.time(9, 30))
    properties.created = properties.modified = when
    properties.author = properties.last_modified_by = _issuer(lines)
    properties.title = _joined(lines, Kind.TITLE)
    properties.comments = ""
    properties.language = "zh-CN"


def to_docx(name: str, lines: list[Line]) -> bytes:
    """Sets a report as a Word document.

    Args:
        name: File name without its ending, ``<slug>-<year>``.
        lines: The report's lines.

    Returns:
        The bytes of the file.
    """
    document = docx.Document()
    _set_properties(document, lines, int(name.rsplit("-", 1)[1]))
    styles = WORD_STYLES if name in WITH_HEADING_STYLES else {}
    for block in _blocks(lines):
        if block[0].kind is Kind.TABLE:
            _add_table(document, [_cells(line.text) for line in block])
        else:
            _add_paragraph(document, block[0], styles.get(block[0].kind))
    out = io.BytesIO()
    document.save(out)
    return _with_fixed_times(out.getvalue())


# Pages: what Chromium prints and what a site publishes


def _table_html(rows: list[list[str]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    return f'<table class="figures">\n{body}</table>'


def _block_html(block: list[Line], markup: dict[Kind, str]) -> str:
    """One block as html; ``markup`` holds a pattern with ``{}`` for every kind that is set in its own way."""
    if block[0].kind is Kind.TABLE:
        return _table_html([_cells(line.text) for line in block])
    pattern = markup.get(block[0].kind, markup[Kind.BODY])
    return pattern.format(html.escape(block[0].text, quote=False))


PRINT_MARKUP = {kind: f'<p class="{kind}">{{}}</p>' for kind in Kind}

PRINT_PAGE = Template("""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>$title</title><style>
@page { size: A4; margin: 30mm 26mm 30mm 28mm; @bottom-center { content: "— " counter(page) " —"; font-size: 12pt } }
body { font-family: "Noto Serif CJK SC", "Noto Serif SC", serif; font-size: 16pt; line-height: 1.75 }
p { margin: 0; text-indent: 2em; text-align: justify }
p.letterhead { text-align: center; text-indent: 0; font-size: 34pt; font-weight: bold; color: #c00 }
p.number { text-align: center; text-indent: 0 }
p.signer { text-align: right; text-indent: 0; border-bottom: 2px solid #c00; margin-bottom: 1em }
p.title { text-align: center; text-indent: 0; font-size: 22pt; font-weight: bold; line-height: 1.5 }
p.addressee { text-indent: 0; margin-top: 1em }
p.heading_1 { font-family: "Noto Sans CJK SC", "Noto Sans SC", sans-serif; break-after: avoid }
p.heading_2 { font-weight: bold; break-after: avoid }
p.signature { text-align: right; padding-right: 3em }
table { border-collapse: collapse; width: 100% } td { border: 1px solid #000; padding: 2pt 6pt; font-size: 14pt }
</style></head><body>
$body
</body></html>
""")


def _find_chromium() -> str:
    """The path of an installed Chromium.

    Raises:
        SystemExit: There is none.
    """
    found = next((path for path in map(shutil.which, CHROMIUM) if path), None)
    if found is None:
        raise SystemExit("No Chromium found for the pdf samples: install it, for example by apt-get install chromium.")
    return found


def _print_pdf(page: str) -> bytes:
    """Prints an html page with a headless Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}")
        command = [_find_chromium(), *options, f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def to_pdf(name: str, lines: list[Line]) -> bytes:
    """Sets a report as a paged pdf with a text layer.

    Args:
        name: File name without its ending, ``<slug>-<year>``.
        lines: The report's lines.

    Returns:
        The bytes of the file.
    """
    body = "\n".join(_block_html(block, PRINT_MARKUP) for block in _blocks(lines))
    printed = _print_pdf(PRINT_PAGE.substitute(title=html.escape(_joined(lines, Kind.TITLE)), body=body))
    signed = _signed(lines, dt.date(int(name.rsplit("-", 1)[1]) + 1, 1, 15))
    stamp = f"Date (D:{signed:%Y%m%d}093000".encode()
    return re.sub(rb"Date \(D:\d{14}", stamp, printed)  # as long as what it replaces, so that offsets in the file hold


BODY_SPAN = '<span style="font-family: 仿宋_GB2312; font-size: 16pt;">{}</span>'

SITE_MARKUP = {
    Kind.BODY: f'<p style="text-indent: 2em; line-height: 28pt;">{BODY_SPAN}</p>',
    Kind.LETTERHEAD: '<p style="text-align: center; color: #c00;"><span style="font-size: 30pt;">{}</span></p>',
    Kind.NUMBER: f'<p style="text-align: center;">{BODY_SPAN}</p>',
    Kind.SIGNER: f'<p style="text-align: right;">{BODY_SPAN}</p>',
    Kind.TITLE: '<p style="text-align: center;"><span style="font-size: 22pt;">{}</span></p>',
    Kind.ADDRESSEE: f"<p>{BODY_SPAN}</p>",
    Kind.HEADING_1: '<p style="text-indent: 2em;"><span style="font-family: 黑体; font-size: 16pt;">{}</span></p>',
    Kind.HEADING_2: '<p style="text-indent: 2em;"><strong>{}</strong></p>',
    Kind.SIGNATURE: f'<p style="text-align: right;">{BODY_SPAN}</p>',
}

SITE_PAGE = Template("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="SiteName" content="$site">
<meta name="ColumnName" content="$column">
<meta name="ArticleTitle" content="$title">
<meta name="PubDate" content="$published 10:12">
<title>$title-$site</title>
<style>body { font-family: sans-serif } #zoom p { margin: 0 } .index td, .index th { border: 1px solid #ccc }</style>
<script>function doZoom(size) { document.getElementById("zoom").style.fontSize = size + "px"; }</script>
</head>
<body>
<div class="top"><span>今天是 $visited</span>
<a href="#">无障碍阅读</a> <a href="#">简体</a> <a href="#">繁體</a>
<form action="#"><input type="text" placeholder="请输入关键字"><button type="button">搜索</button></form></div>
<div class="logo"><a href="#">$site</a></div>
<ul class="nav">
$menu
</ul>
<div class="crumbs">当前位置：$crumbs</div>
<table class="index">
<tr><th>索 引 号</th><td>$record</td><th>主题分类</th><td>$theme</td></tr>
<tr><th>发文机关</th><td>$issuer</td><th>成文日期</th><td>$signed</td></tr>
<tr><th>文　　号</th><td>$number</td><th>发布日期</th><td>$published</td></tr>
</table>
<div class="article">
<h1>$title</h1>
<div class="info"><span>发布时间：$published 10:12</span> <span>信息来源：$issuer</span> <span>浏览次数：$clicks</span>
<span>字号：【<a href="javascript:doZoom(20)">大</a> <a href="javascript:doZoom(16)">中</a>
<a href="javascript:doZoom(14)">小</a>】</span></div>
<div id="zoom">
$body
</div>
<div class="tools"><a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a>
<span>分享到：</span><a href="#">微信</a> <a href="#">微博</a></div>
<div class="near"><p>上一篇：<a href="#">关于公布行政执法人员名单的公告</a></p><p>下一篇：没有了</p></div>
</div>
<div class="footer">
<p><a href="#">网站地图</a> | <a href="#">联系我们</a> | <a href="#">隐私声明</a></p>
<p>主办：$site办公室　承办：$site信息中心</p>
<p>网站标识码：0000000000（示例）　建议使用 1366×768 以上分辨率浏览</p>
</div>
</body>
</html>
""")


def _long_date(date: dt.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日 星期{'一二三四五六日'[date.weekday()]}"


def _site_body(lines: list[Line]) -> str:
    """The article: a title that the page already shows is left out, unless the whole letterhead was pasted with it."""
    pasted = any(line.kind is Kind.LETTERHEAD for line in lines)
    kept = [line for line in lines if pasted or line.kind is not Kind.TITLE]
    return "\n".join(_block_html(block, SITE_MARKUP) for block in _blocks(kept))


def to_html(name: str, lines: list[Line]) -> bytes:
    """Sets a report as an article of its government's site, with all that stands around an article.

    Args:
        name: File name without its ending, ``<slug>-<year>``.
        lines: The report's lines.

    Returns:
        The bytes of the file.
    """
    site = SITES[name]
    page = SITE_PAGE.substitute(
        site=site.name,
        column=site.crumbs[-1],
        title=html.escape(_joined(lines, Kind.TITLE)),
        menu="\n".join(f'<li><a href="#">{entry}</a></li>' for entry in site.menu),
        crumbs=" &gt; ".join(f'<a href="#">{crumb}</a>' for crumb in site.crumbs),
        record=site.record,
        theme=site.theme,
        issuer=_issuer(lines),
        signed=_signed(lines, site.published).isoformat(),
        number=_joined(lines, Kind.NUMBER),
        published=site.published.isoformat(),
        visited=_long_date(site.published + SAVED_AFTER),
        clicks=site.clicks,
        body=_site_body(lines),
    )
    return page.encode()


RENDERERS = {"docx": to_docx, "html": to_html, "pdf": to_pdf}


def render(name: str) -> Path:
    """Renders one source into the folder of the samples.

    Args:
        name: File name without its ending, a key of :data:`FORMATS`.

    Returns:
        The file written.
    """
    ending = FORMATS[name]
    lines = read_lines((HERE / f"{name}.txt").read_text(encoding="utf-8"))
    target = SAMPLES / f"{name}.{ending}"
    target.write_bytes(RENDERERS[ending](name, lines))
    return target


def main(names: list[str]) -> int:
    """Renders the named sources, or all; returns the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    unknown = [name for name in names if name not in FORMATS]
    missing = [name for name in names or FORMATS if name in FORMATS and not (HERE / f"{name}.txt").exists()]
    for name in unknown:
        log.error("%s: not in the table of formats", name)
    for name in missing:
        log.error("%s: no such text here", name)
    for name in names or FORMATS:
        if name not in unknown and name not in missing:
            log.info("wrote %s", render(name).name)
    return 1 if unknown or missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
