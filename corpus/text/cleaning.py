"""Lines as a file gives them become paragraphs as their author wrote them.

Only layout is mended: debris of word processors and web editors, lines of the page that the text was copied from, stray spaces, lines cut
by a page. Wording, punctuation
and mistakes stay as they are, because every word shown later is a quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.outline.numbering import opens_point, opens_section
from corpus.outline.roles import names_act
from corpus.report import Document
from corpus.text.furniture import page_ends, wrapping
from corpus.text.script import is_traditional, simplified
from corpus.text.wrapping import (
    INDENT,
    PARAGRAPH_END,
    TABLE_ROW,
    TERMINAL,
    Line,
    full_width,
    gaps_part,
    is_hard_wrapped,
    is_parted_print,
    marks_paragraphs,
    may_end,
    read_lines,
)

_SIGNATURE = re.compile(
    r"(?:[^，。；：、,;:]{2,20}(?:政府|办事处|委员会|办公室|局))?"
    r"(?:[\d〇零○O一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?)?(?:印发)?"
)
_SENTENCE_INSIDE = re.compile(rf"[{PARAGRAPH_END}]")
# No line of Chinese begins with these; PDF readers tear a line apart where the paper squeezes two marks together.
_NEVER_FIRST = re.compile("[，。、；：！？”’）》〉」』】]")
_NEVER_LAST = "（(《“‘「『【〔、和与及或"
_TORN_IN_TITLES = frozenset({"法治", "法制", "政府", "建设", "工作", "总结", "报告", "年度", "情况", "依法", "普法"})
"""Words that a title cut by the margin is torn in."""
_CONTENTS_ROW = re.compile(r"(?:…|\.{3}|·{3})[….·]*\s?\d{1,3}$")
_LEADS_IN = re.compile("如下[：:。.]$")
_TITLE = re.compile(
    r"[^，。；：、！？]*(?:法治|法制|依法|普法)[^，。；：、！？]*(?:总结|报告|汇报)(?:[及暨和与].{2,20}(?:计划|打算|思路|谋划|安排|要点|工作))?(?:[（(][^（）()]{2,12}[）)])?"
)
_TITLE_GOES_ON = re.compile(r"如下|[的及暨和与（(]|(?:情况)?(?:报告|汇报|总结)")

_SHORTEST_BROKEN_LINE = 30
"""In text that is not hard-wrapped, a line this long without a closing mark was cut by a page break."""
_LONGEST_ACT = 20
_LONGEST_TITLE = 120
_LONGEST_LONE_HEADING = 46
"""A numbered line up to this length may be a heading without a closing mark; the longest seen has 40 characters."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """Paragraphs joined by line feeds, and where each character came from.

    ``origins`` holds pairs (offset in ``text``, offset in the document's text), ascending in both: from one pair to the next both
    advance together. ``removed`` is the debris taken out and the lines of the page round the report, each distinct piece once.
    """

    text: str
    origins: tuple[tuple[int, int], ...]
    removed: tuple[str, ...] = ()

    def origin_of(self, offset: int) -> int:
        """Offset in the document's text of the character at ``offset``; a line feed set here has that of the line's end."""
        position = bisect_right(self.origins, offset, key=lambda pair: pair[0]) - 1
        if position < 0:
            return 0
        start, origin = self.origins[position]
        return origin + offset - start

    def offset_of(self, raw: int) -> int:
        """Offset in ``text`` of the first character that stood at the raw offset or after it."""
        position = bisect_right(self.origins, raw, key=lambda pair: pair[1]) - 1
        stop = self.origins[position + 1][0] if position + 1 < len(self.origins) else len(self.text)
        if position < 0:
            return stop
        start, origin = self.origins[position]
        return min(start + raw - origin, stop)


def clean(document: Document) -> CleanText:
    """Mend the layout of a document; see the module's first lines for what is and what is not touched."""
    if is_traditional(document.text):
        return _as_written(clean(replace(document, text=simplified(document.text))), document.text)
    lines, removed = _without_furniture(list(read_lines(document.text)))
    wrapped = document.hard_wrapped
    if wrapped is None:
        wrapped = is_hard_wrapped([line.text for line in lines]) or is_parted_print(lines)
    full = full_width([line.width for line in lines]) if wrapped else 0.0
    indents, gaps = wrapped and marks_paragraphs(lines), wrapped and gaps_part(lines, full)
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    length = 0
    previous: Line | None = None
    paragraph = ""
    for line in lines:
        begins = (indents and line.indent >= INDENT) or (gaps and line.gap)
        if previous is not None and begins and may_end(paragraph, previous):
            joined = False
        else:
            joined = previous is not None and _continues(paragraph, previous, line, wrapped=wrapped, full=full)
        if joined:
            glue = " " if paragraph[-1].isascii() and paragraph[-1].isalpha() and line.text[0].isascii() else ""
            paragraph += glue + line.text
        else:
            glue = "\n" if pieces else ""
            paragraph = line.text
        pieces += [glue, line.text]
        length += len(glue)
        origins += [(length + start, origin) for start, origin in line.runs]
        length += len(line.text)
        previous = _printed(previous, line, full) if joined and previous is not None else line
    return CleanText("".join(pieces), tuple(origins), tuple(removed))


def _without_furniture(lines: list[Line]) -> tuple[list[Line], Iterable[str]]:
    """The lines without those of the page they were copied from, and everything that was taken out."""
    texts = [line.text for line in lines]
    ends = page_ends(texts)
    page = wrapping(texts) | ends
    removed = dict.fromkeys(
        piece for at, line in enumerate(lines) for piece in ([line.text] if at in page else line.removed)
    )
    # The blank lines round a page's end part no paragraphs.
    kept = [
        replace(line, gap=False) if line.gap and at - 1 in ends else line
        for at, line in enumerate(lines)
        if at not in page
    ]
    return kept, removed


def _as_written(cleaned: CleanText, raw: str) -> CleanText:
    """A text that was cleaned in simplified characters, in those of the raw text, which is as long as the one cleaned."""
    plain, pieces = cleaned.text, []
    for (start, origin), (stop, _) in pairwise((*cleaned.origins, (len(plain), 0))):
        written = raw[origin : origin + stop - start]
        pieces += [
            new if simplified(new) == old else old
            for new, old in zip(written.ljust(stop - start), plain[start:stop], strict=True)
        ]
    return replace(cleaned, text="".join(pieces))


def _printed(previous: Line, line: Line, full: float) -> Line:
    """The second half of a torn line, as wide as both halves; a line that was wrapped there stays as it is."""
    whole = previous.width + line.width
    return replace(line, width=whole) if _NEVER_FIRST.match(line.text) and whole <= full + 2 else line


def _continues(paragraph: str, previous: Line, line: Line, *, wrapped: bool, full: float) -> bool:
    """Whether ``line`` goes on with the paragraph that ``previous`` is the last line of."""
    if TABLE_ROW.match(previous.text) or TABLE_ROW.match(line.text) or _CONTENTS_ROW.search(previous.text):
        return False
    if wrapped and _is_torn(paragraph, line.text):
        return True
    if _begins(paragraph, previous.text, line.text):
        return False
    closed = TERMINAL.search(previous.text) is not None
    if wrapped and not (opens_point(line.text) and closed):
        indented, heading = paragraph == previous.text, opens_section(paragraph)
        return _fills_line(previous, full, closed=closed, indented=indented, heading=heading)
    return not wrapped and not closed and not _stands_alone(paragraph) and _was_cut(previous.text, line.text)


def _is_torn(paragraph: str, line: str) -> bool:
    """Whether a printed line surely goes on: by marks that never end or begin one, or in a title cut in a word."""
    if _NEVER_FIRST.match(line) or paragraph[-1] in _NEVER_LAST:
        return True
    return paragraph[-1] + line[0] in _TORN_IN_TITLES and _TITLE.fullmatch(paragraph + line) is not None


def _begins(paragraph: str, previous: str, line: str) -> bool:
    """Whether a line surely begins a paragraph: what is ahead of it is whole, or it opens with a number."""
    title = len(paragraph) <= _LONGEST_TITLE and _TITLE.fullmatch(paragraph)
    whole = (title and not _TITLE_GOES_ON.match(line)) or _LEADS_IN.search(previous)
    # 存在问题 behind a whole sentence is a heading that lost its number.
    act = len(line) <= _LONGEST_ACT and TERMINAL.search(previous) and names_act(line)
    opens = act or opens_section(line) or _SIGNATURE.fullmatch(line) or (opens_point(line) and _stands_alone(paragraph))
    return bool(whole or opens)


def _was_cut(previous: str, line: str) -> bool:
    """Whether two paragraphs were one before a page break: a long one without its end, and then a long one or an end."""
    if len(previous) < _SHORTEST_BROKEN_LINE or _SIGNATURE.fullmatch(previous):
        return False
    return len(line) >= _SHORTEST_BROKEN_LINE or TERMINAL.search(line) is not None


def _stands_alone(paragraph: str) -> bool:
    """Whether the paragraph is a heading that ends with its line, without a mark, and not a sentence cut in two."""
    return (
        opens_section(paragraph) and len(paragraph) < _LONGEST_LONE_HEADING and not _SENTENCE_INSIDE.search(paragraph)
    )


def _fills_line(line: Line, full: float, *, closed: bool, indented: bool, heading: bool) -> bool:
    """Whether a printed line runs to the margin, so that the next one goes on with it.

    A line that stops in mid-sentence goes on unless it is as short as a title or signature. After a closing mark or inside a
    heading only the width tells: the first line of a paragraph is indented by two characters, spaces round digits are narrower
    on paper than they count here, and a mark that may not begin a line takes up one more.
    """
    room = full - (2 if indented else 0)
    if closed:
        return line.width >= room - 0.6
    if heading:
        return line.width >= room - 1.6
    return line.width >= 0.65 * full


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph of a cleaned text."""
    breaks = [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]
    for before, after in pairwise(breaks):
        if after > before + 1:
            yield before + 1, after
