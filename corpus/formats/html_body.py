"""Where on a web page the report stands.

Losing a paragraph is worse than keeping a button. So the body is an element that content systems name as theirs, when
it holds nearly all the page's *prose* (text in sentences, outside of links), widened where trafilatura sees prose
outside of it; without such an element it is the smallest one that holds all prose. Inside it only blocks without any
prose are taken away. trafilatura's own text is not used: it leaves out short paragraphs and marks lists.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from typing import TYPE_CHECKING

from corpus.formats.html_lines import BLOCKS, SILENT, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_RELATED = re.compile(
    r"(?:相关|推荐|热门|热点|最新|图片)(?:文章|阅读|新闻|信息|链接|推荐|资讯|稿件|解读|内容|报道)|猜你喜欢|延伸阅读"
)

# Content systems of Chinese government sites (TRS, UCAP, 博达, 大汉 …) name the element that holds the article.
_CONTAINERS = (
    "#zoom, #Zoom, .TRS_Editor, .trs_editor_view, .TRS_UEDITOR, #UCAP-CONTENT, .pages_content, #vsb_content, "
    ".v_news_content, .article-content, .article_content, #articleContent, .news_content, #NewsContent, .xxgk_content, "
    ".Custom_UnionStyle, .article-con, .enpcontent, [itemprop=articleBody], article"
)
_CHROME_TAGS = frozenset({"nav", "footer", "aside", "header"})
_CHROME_NAMES = re.compile(
    r"\b(?:nav|navbar|menu|foot|footer|copyright|crumbs?|breadcrumbs?|location|position|share|bdsharebuttonbox|print|"
    r"toolbar|sidebar|pagination|qrcode|related|search)\b",
    re.IGNORECASE,
)
_PROSE = re.compile(r"(?=.*[。；，;,])\S.{23,}\S", re.DOTALL)
_IMPRINT = re.compile(r"网站标识码|ICP备|公网安备|版权所有|[Cc]opyright|技术支持")
_DATE = re.compile(r"\s*[\d〇○零一二三四五六七八九]{2,4}\s*年.{1,4}月.{1,5}日\s*")
_LONGEST_HEADING, _MOST_RELATED = 8, 30
_SHARE = 0.9
"""Share of the prose an element known by its name must hold; the rest is disclaimers and teasers of other articles."""


class Page:
    """A parsed page: its prose, the elements that hold it, and what is to be left out.

    ``dropped`` holds the ``mem_id`` of elements that are no part of the report; a reader may add to it.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        root = tree.body or tree.root
        if root is None:
            raise ValueError("no elements")
        self.root: LexborNode = root
        self._containers = {node.mem_id for node in tree.css(_CONTAINERS)}
        self._prose: Counter[int] = Counter()
        self._links: Counter[int] = Counter()
        self._text: Counter[int] = Counter()
        self._anchors: Counter[int] = Counter()
        self._sizes: Counter[int] = Counter()
        self._elements: list[LexborNode] = []
        self._depths: dict[int, int] = {}
        self._measure()
        self._spans = {
            node.mem_id: (position, position + self._sizes[node.mem_id]) for position, node in enumerate(self._elements)
        }
        self.dropped = {node.mem_id for node in self._elements if self._is_chrome(node)}

    @property
    def elements(self) -> list[LexborNode]:
        """All elements of the body, in document order."""
        return self._elements

    def drop(self, node: LexborNode) -> None:
        """Leaves an element out, and its text out of the counts of those round it."""
        self.dropped.add(node.mem_id)
        for counts in (self._prose, self._links, self._text, self._anchors, self._sizes):
            amount = counts[node.mem_id]
            for around in self.around(node):
                counts[around.mem_id] -= amount

    def drop_related(self) -> None:
        """Drops lists and teasers of other articles, known by their heading, even where a teaser is prose."""
        headings = 0
        for heading in self._elements:
            if headings == _MOST_RELATED:
                return
            if self._text[heading.mem_id] > _LONGEST_HEADING or not opens_related(heading.text()):
                continue
            headings += 1
            block = heading
            for around in self.around(heading):
                small = self._prose[around.mem_id] * 10 <= self._prose[self.root.mem_id] * 3
                if around is self.root or not small or not opens_related(_first_line(around)):
                    break
                block = around
            if self._text[block.mem_id] > self._text[heading.mem_id]:
                self.drop(block)

    def prose(self, node: LexborNode) -> int:
        """Characters of prose in an element."""
        return self._prose[node.mem_id]

    def length(self, node: LexborNode) -> int:
        """Characters of text in an element, white space left out."""
        return self._text[node.mem_id]

    def is_small(self, node: LexborNode, characters: int, elements: int) -> bool:
        """Whether an element holds no more text (white space left out) and elements than this."""
        return self._text[node.mem_id] <= characters and self._sizes[node.mem_id] <= elements

    def overlap(self, one: LexborNode, other: LexborNode) -> bool:
        """Whether one of two elements holds the other, or both are the same."""
        (first, end), (second, stop) = self.span(one), self.span(other)
        return first <= second < end or second <= first < stop

    def span(self, node: LexborNode) -> tuple[int, int]:
        """Positions in :attr:`elements` of an element and behind the last one inside it."""
        return self._spans[node.mem_id]

    def body(self, markup: str) -> LexborNode:
        """The smallest element that holds the report."""
        total = self._prose[self.root.mem_id]
        if not total:
            known = [node for node in self._elements if node.mem_id in self._containers]
            return max(known, key=lambda node: self._text[node.mem_id], default=self.root)
        found = self._holder(_SHARE * total)
        # The outermost, because editors nest theirs and the signature may stand in the outer one only.
        known = [node for node in self.around(found) if node.mem_id in self._containers]
        found = self._widened(self._with_neighbours(known[-1]), markup) if known else self._holder(total)
        # A report that is one paragraph still has headings and a signature beside it.
        while found.tag not in {"div", "td", "section", "article", "main", "body"} and found.parent is not None:
            found = found.parent
        return next((node.parent for node in self.around(found) if node.parent and self._signed(node)), found)

    def _holder(self, prose: float) -> LexborNode:
        """The innermost element with at least so many characters of prose."""
        holders = (node for node in self._elements if self._prose[node.mem_id] >= prose)
        return max(holders, key=lambda node: self._depths[node.mem_id], default=self.root)

    def _signed(self, node: LexborNode) -> bool:
        """Whether a line with nothing but a date, as signatures end, follows beside the node."""
        sibling = node.next if node is not self.root and node.tag != "body" else None
        while sibling is not None:
            if sibling.is_element_node and any(_DATE.fullmatch(line) for line in lines_of(sibling, self.dropped)):
                return True
            sibling = sibling.next
        return False

    def _with_neighbours(self, found: LexborNode) -> LexborNode:
        """The element, or the one or two round it where paragraphs of the report were put beside it."""
        around = [node for node in list(self.around(found))[:3] if node is not self.root]
        return max(around, key=lambda node: self._prose[node.mem_id], default=found)

    def _widened(self, found: LexborNode, markup: str) -> LexborNode:
        """The nearest element round ``found`` that also holds the prose trafilatura sees on the page."""
        everything = _squeezed(lines_of(self.root, self.dropped))
        wanted = [line for line in _second_opinion(markup) if line in everything]
        for node in self.around(found):
            held = _squeezed(lines_of(node, self.dropped))
            if all(line in held for line in wanted):
                return node
        return self.root

    def around(self, node: LexborNode) -> Iterator[LexborNode]:
        """The node and those round it, up to the body of the page."""
        current: LexborNode | None = node
        while current is not None and current.mem_id in self._depths:
            yield current
            current = current.parent

    def _measure(self) -> None:
        """Counts, for each element, the characters of text, links and prose in it; children come before parents."""
        parents: dict[int, int] = {}
        stack: list[tuple[LexborNode, int, bool]] = [(self.root, 0, False)]
        own: dict[int, list[str]] = {}
        while stack:
            node, block, linked = stack.pop()
            if node.is_text_node:
                text = node.text_content or ""
                own.setdefault(block, []).append("" if linked else text)
                length = len("".join(text.split()))
                parent = node.parent.mem_id if node.parent is not None else block
                self._text[parent] += length
                self._links[parent] += length if linked else 0
                continue
            if not node.is_element_node or node.tag in SILENT:
                continue
            self._elements.append(node)
            parents[node.mem_id] = node.parent.mem_id if node.parent is not None else 0
            self._depths[node.mem_id] = self._depths.get(parents[node.mem_id], 0) + 1
            # An anchor without an address is only a mark in the text.
            link = node.tag == "a" and bool(node.attributes.get("href"))
            self._anchors[node.mem_id] += link
            block = node.mem_id if node.tag in BLOCKS or node is self.root else block
            inside = linked or link
            stack.extend((child, block, inside) for child in reversed(list(node.iter(include_text=True))))
        for block, pieces in own.items():
            text = "".join(pieces).strip()
            if _is_prose(text):
                self._prose[block] += len("".join(text.split()))
        for node in reversed(self._elements):
            self._sizes[node.mem_id] += 1
            for counts in (self._prose, self._links, self._text, self._anchors, self._sizes):
                counts[parents[node.mem_id]] += counts[node.mem_id]

    def _is_chrome(self, node: LexborNode) -> bool:
        """Whether an element is furniture of the site; nothing that holds prose is."""
        if self._prose[node.mem_id] or node is self.root:
            return False
        if node.tag in _CHROME_TAGS:
            return True
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".replace("_", "-")
        if node.tag in BLOCKS and _CHROME_NAMES.search(names):
            return True
        links = self._links[node.mem_id]
        return self._anchors[node.mem_id] >= 3 and links * 10 >= self._text[node.mem_id] * 7


def _first_line(node: LexborNode) -> str:
    return next((line for line in (node.text(separator="\n") or "").split("\n") if line.strip()), "")


def _is_prose(text: str) -> bool:
    return _PROSE.match(text) is not None and not (len(text) < 300 and _IMPRINT.search(text))


def _squeezed(lines: list[str]) -> str:
    return "".join("".join(lines).split())


def _second_opinion(markup: str) -> list[str]:
    """The prose that trafilatura takes for the body, without white space."""
    import trafilatura  # 0.5 s

    # It reports what it cannot read, which is no concern of the user here.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(markup, favor_recall=True, include_comments=False) or ""
    except Exception:  # a second opinion that fails must not cost the report
        return []
    lines = (line.removeprefix("- ") for line in text.split("\n") if not line.startswith("|"))
    return ["".join(line.split()) for line in lines if _is_prose(line.strip())]


def opens_related(line: str) -> bool:
    """Whether a line is the heading of a list of other articles."""
    return _RELATED.fullmatch(line.strip(" \t\u3000\xa0：:")) is not None
