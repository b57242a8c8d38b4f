"""Web pages: the report without the site round it, and what the page says of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.formats.encoding import decode
from corpus.formats.html_body import Page
from corpus.formats.html_embedded import embedded_markup, frame_source, shown_file
from corpus.formats.html_hidden import drop_unseen
from corpus.formats.html_index import index_blocks
from corpus.formats.html_lines import lines_of
from corpus.report import Document
from corpus.text.furniture import is_furniture
from errors import UnreadableFileError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_START = re.compile(
    rb"(?:\s|<!--(?>.*?-->)|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|table|p|h1|article|section)"
    rb"[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = {
    name.lower(): name
    for name in (
        "ArticleTitle",
        "PubDate",
        "PublishDate",
        "article:published_time",
        "ContentSource",
        "SiteName",
        "ColumnName",
        "Author",
        "Keywords",
    )
}
_BEGIN = re.compile(
    r"<!--\s*(?:enpcontent|(?:文章|正文|内容|文章内容|正文内容)\s*(?:开始|begin|start))\s*-->", re.IGNORECASE
)
_END = re.compile(r"<!--\s*(?:/enpcontent|(?:文章|正文|内容|文章内容|正文内容)\s*(?:结束|end))\s*-->", re.IGNORECASE)
# A banner that gives the day without saying what it is.
_BANNER = re.compile(
    r"\s*(?P<date>20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\s|｜]*"
    r"(?:信息来源|来源|作者|浏览|点击|阅读|字体|字号)"
)
_SHORTEST_REPORT = 200
"""Characters of lines without a sentence below which a page that shows a file holds no report."""
_SITE_SUFFIX = re.compile(r"(?P<title>.{6,}?)\s*[-_|—–]+\s*[^-_|—–]*(?:网|政府|平台|门户|公开)[^-_|—–]*$")


def recognise(data: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\0", b"")
    return _START.match(head) is not None


def read(data: bytes, source: str) -> Document:
    """Reads the body of a page; the rows of an index table (索引号, 文号 …) become metadata.

    Raises:
        UnreadableFileError: It is binary, in no known encoding, or holds no text.
    """
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # loads a library

    charset = _CHARSET.search(data[:8192])
    try:
        markup, notes = decode(data, charset[1].decode("ascii") if charset else None)
    except ValueError as error:
        raise UnreadableFileError(f"{source} {error}") from error
    try:
        document = _document(LexborHTMLParser(_marked(markup)), markup, notes, source)
    except (SelectolaxError, ValueError, RecursionError) as error:
        raise UnreadableFileError(f"{source} is a damaged web page ({error}); save it again") from error
    if not document.text.strip():
        raise UnreadableFileError(
            f"{source} is a web page without text (does it load its text by script?); save it from a browser"
        )
    return document


def _marked(markup: str) -> str:
    """The page with the element that some content systems only mark by a pair of comments."""
    begins, ends = list(_BEGIN.finditer(markup)), list(_END.finditer(markup))
    if len(begins) != 1 or len(ends) != 1 or ends[0].start() < begins[0].end():
        return markup
    body = markup[begins[0].end() : ends[0].start()]
    return f'{markup[: begins[0].start()]}<div class="enpcontent">{body}</div>{markup[ends[0].end() :]}'


def _document(tree: LexborHTMLParser, markup: str, notes: tuple[str, ...], source: str) -> Document:
    page = Page(tree)
    metadata = _declared(tree)
    title = _title(tree, metadata)
    removed, kept = drop_unseen(page, tree)
    page.drop_related()
    for block, pairs in index_blocks(page):
        page.dropped.add(block.mem_id)
        metadata |= {key: value for key, value in pairs.items() if key not in metadata}
    embedded = None if page.prose(page.root) else embedded_markup(tree)
    if embedded is not None:
        lines, notes = _embedded_lines(embedded[0]), (*notes, f"正文取自网页的{embedded[1]}，未经浏览器排版")
    else:
        lines = lines_of(page.body(markup), page.dropped)
    furniture = [line for line in lines if is_furniture(line, anywhere=True)]
    lines = [line for line in lines if not is_furniture(line, anywhere=True)]
    if embedded is None and not page.prose(page.root) and sum(len(line) for line in lines) < _SHORTEST_REPORT:
        _refuse_shell(tree, source)
    for banner in filter(None, (_BANNER.match(line) for line in lines_of(page.root, ())[:60])):
        metadata.setdefault("发布日期", banner["date"])
    return Document(
        text="\n".join(lines),
        format="html",
        title=title,
        metadata=metadata,
        hard_wrapped=False,
        headings=_headings(tree),
        notes=(*notes, *(("网页中隐藏的部分（如分页、选项卡）也读入了正文",) if kept else ())),
        removed=tuple(dict.fromkeys(line.strip() for line in (*removed, *furniture))),
    )


def _headings(tree: LexborHTMLParser) -> tuple[tuple[int, str], ...]:
    """The elements ``<h1>`` to ``<h6>`` of one line, wherever they stand on the page."""
    heads = ((depth, lines_of(head, ())) for depth in range(1, 7) for head in tree.css(f"h{depth}"))
    return tuple((level, lines[0]) for level, lines in heads if len(lines) == 1)


def _embedded_lines(markup: str) -> list[str]:
    from selectolax.lexbor import LexborHTMLParser

    page = Page(LexborHTMLParser(markup if "<" in markup else markup.replace("\n", "<br>")))
    return lines_of(page.root, ())


def _refuse_shell(tree: LexborHTMLParser, source: str) -> None:
    """Says what to fetch where the page only shows another file.

    Raises:
        UnreadableFileError: It does.
    """
    file, frame = shown_file(tree), frame_source(tree)
    if file is not None:
        raise UnreadableFileError(f"{source} is a web page that only shows the file {file}; fetch that file")
    if frame is not None:
        raise UnreadableFileError(f"{source} is a web page that only shows another page, {frame}; fetch that page")


def _declared(tree: LexborHTMLParser) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for meta in tree.css("meta"):
        name = _META.get((meta.attributes.get("name") or meta.attributes.get("property") or "").strip().lower())
        value = " ".join((meta.attributes.get("content") or "").split())
        if name and value:
            metadata.setdefault(name, value)
    return metadata


def _title(tree: LexborHTMLParser, metadata: dict[str, str]) -> str | None:
    """The article's title; of several ``<h1>`` (one may be the site's logo) the one that ``<title>`` repeats."""
    window = tree.css_first("title")
    window_title = " ".join(window.text().split())[:300] if window else ""
    heads = [" ".join("".join(lines_of(head, set())).split()) for head in tree.css("h1")]
    suffixed = _SITE_SUFFIX.fullmatch(window_title)
    stated = suffixed["title"] if suffixed else window_title
    if "ArticleTitle" in metadata:
        return metadata["ArticleTitle"]
    repeated = [head for head in heads if head and (head in stated or stated in head)]
    logos = [head for head in heads if head in window_title and head not in stated]
    candidates = repeated or [head for head in heads if head not in logos] or [stated]
    return max(candidates, key=len) or None
