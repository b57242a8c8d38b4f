"""Lines as a file gives them become paragraphs as their author wrote them.

Only layout is mended: debris of word processors and web editors, stray spaces, lines cut by a page. Wording, punctuation
and mistakes stay as they are, because every word shown later is a quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.numbering import opens_point, opens_section
from corpus.report import Document

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")
# What word processors and web editors leave behind in the text; the braille sign stands for a lost "<".
_DEBRIS = re.compile(
    r"\[bookmark:[^\]]*\]"
    r"|⠼[a-zA-Z]+=?[^>\n]{0,80}>"
    r"|</?(?:font|span|p|br|div|strong|b|o:p|st1:\w+)(?:\s[^<>\n]{0,200})?/?>"
    r"|&(?:nbsp|ensp|emsp);"
)
# Chinese is written without spaces: one beside a Han character, a digit next to Han, or full-width punctuation is layout.
_WIDE = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·"
_STRAY_SPACE = re.compile(rf"(?<=[{_WIDE}])[ \t]+|[ \t]+(?=[{_WIDE}])")
# In a whole paragraph that opens with a number, one blank behind a few words and ahead of a long sentence ends the heading.
_HEADING_BLANK = re.compile(
    r"([^\u4e00-\u9fff]?[\d一二三四五六七八九十]{1,3}[）)、．.]+ ?[\u4e00-\u9fff、“”]{3,24}) "
    r"((?=[^。：:；;]{25})(?=[^。：:；;]*。)(?!.*[\u4e00-\u9fff] [\u4e00-\u9fff])[\u4e00-\u9fff“].*[。”])"
)
_BLANK = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
_SENTENCE_END = "。！？!?…"
_PARAGRAPH_END = _SENTENCE_END + "：:；;"
_CLOSING = "”’」』）)】》"
# A half-width full stop ends a sentence behind a Han character; elsewhere it may be a decimal point.
_TERMINAL = re.compile(rf"(?:[{_PARAGRAPH_END}]|(?<=[\u4e00-\u9fff]\.))[{_CLOSING}]*$")
_SIGNATURE = re.compile(
    r"(?:[^，。；：、,;:]{2,20}(?:政府|办事处|委员会|办公室|局))?"
    r"(?:[\d〇零○O一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?)?(?:印发)?"
)
_SENTENCE_INSIDE = re.compile(rf"[{_PARAGRAPH_END}]")
_TABLE_ROW = re.compile(r"^\|.*\|$")
# No line of Chinese begins with these; PDF readers tear a line apart where the paper squeezes two marks together.
_NEVER_FIRST = re.compile("[，。、；：！？”’）》〉」』】]")
_TITLE = re.compile(
    r"[^，。；：、！？]*(?:法治|法制|依法|普法)[^，。；：、！？]*(?:总结|报告|汇报)(?:[及暨和与].{2,20}(?:计划|打算|思路|谋划|安排|要点|工作))?"
)
_TITLE_GOES_ON = re.compile(r"如下|[的及暨和与（(]|(?:情况)?(?:报告|汇报|总结)")

_SHORTEST_BROKEN_LINE = 30
"""In text that is not hard-wrapped, a line this long without a closing mark was cut by a page break."""
_INDENT = 1.5
"""Blanks at least this wide ahead of a line begin a paragraph, two characters as a rule."""
_LONGEST_LONE_HEADING = 46
"""A numbered line up to this length may be a heading without a closing mark; the longest seen has 40 characters."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """Paragraphs joined by line feeds and where each piece came from.

    ``origins`` holds pairs (offset in ``text``, offset in the document's text), ascending in both.
    """

    text: str
    origins: tuple[tuple[int, int], ...]

    def offset_of(self, raw: int) -> int:
        """Offset in ``text`` of the first piece that begins at or after the raw offset."""
        position = bisect_right(self.origins, raw - 1, key=lambda pair: pair[1])
        return self.origins[position][0] if position < len(self.origins) else len(self.text)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    origin: int
    width: float
    """As printed, before stray spaces were taken out."""
    indent: float
    """Width of the blanks ahead of it."""
    gap: bool
    """Whether a blank line stands ahead of it."""


def clean(document: Document) -> CleanText:
    """Mend the layout of a document; see the module's first lines for what is and what is not touched."""
    lines = list(_lines(document.text))
    wrapped = document.hard_wrapped
    if wrapped is None:
        wrapped = is_hard_wrapped([line.text for line in lines]) or _is_parted_print(lines)
    full = _full_width([line.width for line in lines]) if wrapped else 0.0
    indents, gaps = wrapped and _marks_paragraphs(lines), wrapped and _gaps_part(lines, full)
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    length = 0
    previous: _Line | None = None
    paragraph = ""
    for line in lines:
        begins = (indents and line.indent >= _INDENT) or (gaps and line.gap)
        if previous is not None and begins and _may_end(paragraph, previous):
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
        origins.append((length, line.origin))
        length += len(line.text)
        previous = _printed(previous, line, full) if joined and previous is not None else line
    return CleanText("".join(pieces), tuple(origins))


def clean_line(line: str) -> str:
    """One line without debris, invisible characters and stray spaces."""
    line = _BLANK.sub(" ", _INVISIBLE.sub("", _DEBRIS.sub("", line))).strip()
    headed = _HEADING_BLANK.fullmatch(line)
    if headed and opens_section(line):
        return f"{_STRAY_SPACE.sub('', headed[1]).strip()} {_STRAY_SPACE.sub('', headed[2])}"
    return _STRAY_SPACE.sub("", line)


def is_hard_wrapped(lines: Sequence[str]) -> bool:
    """Whether these lines are visual lines of a page rather than paragraphs.

    Judged by the pairs of neighbours: in wrapped text most lines stop without a closing mark and are about equally wide.
    """
    lines = [line for line in lines if line and not _TABLE_ROW.match(line)]
    if len(lines) < 12:
        return False
    full = _full_width([width(line) for line in lines])
    if full > 60:
        return False
    open_lines = [line for line in lines if not _TERMINAL.search(line)]
    even = sum(1 for line in open_lines if width(line) >= full - 4)
    return even >= 0.4 * len(lines)


def width(line: str) -> float:
    """Width of a line on paper, in full-width characters."""
    return sum(0.5 if ord(char) < 0x2000 else 1.0 for char in line)


def _is_parted_print(lines: Sequence[_Line]) -> bool:
    """Whether lines are visual lines, told by the signs of a paragraph: full open lines, and behind them lines without one.

    Short paragraphs leave too few open lines for :func:`is_hard_wrapped`.
    """
    full = _full_width([line.width for line in lines])
    indents = _marks_paragraphs(lines)
    if len(lines) < 12 or full > 60 or not (indents or _gaps_part(lines, full)):
        return False
    follow = sum(
        1
        for before, line in pairwise(lines)
        if not (line.indent >= _INDENT if indents else line.gap)
        and before.width + before.indent >= full - 4
        and not _TERMINAL.search(before.text)
    )
    return follow >= 0.15 * len(lines) and sum(1 for line in lines if line.width > full + 3) <= 0.03 * len(lines)


def _marks_paragraphs(lines: Sequence[_Line]) -> bool:
    """Whether blanks ahead of a line mean that a paragraph begins there: some lines have them and follow a whole paragraph."""
    begins = [
        _may_end(before.text, before) for before, line in pairwise(lines) if _INDENT <= line.indent <= 3 * _INDENT
    ]
    return 0.1 * len(lines) <= len(begins) <= 0.8 * len(lines) and sum(begins) >= 0.9 * len(begins)


def _gaps_part(lines: Sequence[_Line], full: float) -> bool:
    """Whether blank lines mean that a paragraph begins: there are many, and none where a full line stops in mid-sentence."""
    inside = sum(
        1 for a, b in pairwise(lines) if b.gap and a.width >= full - 4 and not _may_end(a.text, a) and not b.indent
    )
    return sum(line.gap for line in lines) >= 0.15 * len(lines) and inside <= 0.02 * len(lines)


def _may_end(paragraph: str, last: _Line) -> bool:
    """Whether a paragraph may be whole: a closing mark, or a heading or title that has none."""
    return _TERMINAL.search(last.text) is not None or opens_section(paragraph) or last.indent > 3 * _INDENT


def _printed(previous: _Line, line: _Line, full: float) -> _Line:
    """The second half of a torn line, as wide as both halves; a line that was wrapped there stays as it is."""
    whole = previous.width + line.width
    return replace(line, width=whole) if _NEVER_FIRST.match(line.text) and whole <= full + 2 else line


def _lines(text: str) -> Iterator[_Line]:
    offset, gap = 0, False
    for raw in text.splitlines(keepends=True):
        line = clean_line(raw)
        if line:
            ahead = raw[: len(raw) - len(raw.lstrip())].expandtabs(4)
            yield _Line(line, offset, width(raw.strip()), width(ahead), gap)
        gap = not line
        offset += len(raw)


def _full_width(widths: Sequence[float]) -> float:
    """How wide a full line is: as most of the wider lines are."""
    upper = sorted(widths)[len(widths) // 2 :]
    return upper[len(upper) // 2] if upper else 0.0


def _continues(paragraph: str, previous: _Line, line: _Line, *, wrapped: bool, full: float) -> bool:
    """Whether ``line`` goes on with the paragraph that ``previous`` is the last line of."""
    if _TABLE_ROW.match(previous.text) or _TABLE_ROW.match(line.text):
        return False
    if wrapped and _NEVER_FIRST.match(line.text):
        return True
    ended = _TITLE.fullmatch(paragraph) and not _TITLE_GOES_ON.match(line.text)
    if ended or opens_section(line.text) or _SIGNATURE.fullmatch(line.text):
        return False
    closed = _TERMINAL.search(previous.text) is not None
    if wrapped and not (opens_point(line.text) and closed):
        indented, heading = paragraph == previous.text, opens_section(paragraph)
        return _fills_line(previous, full, closed=closed, indented=indented, heading=heading)
    return not wrapped and not closed and not _stands_alone(paragraph) and _was_cut(previous.text, line.text)


def _was_cut(previous: str, line: str) -> bool:
    """Whether two paragraphs were one before a page break: a long one without its end, and then a long one or an end."""
    if len(previous) < _SHORTEST_BROKEN_LINE or _SIGNATURE.fullmatch(previous):
        return False
    return len(line) >= _SHORTEST_BROKEN_LINE or _TERMINAL.search(line) is not None


def _stands_alone(paragraph: str) -> bool:
    """Whether the paragraph is a heading that ends with its line, without a mark, and not a sentence cut in two."""
    return (
        opens_section(paragraph) and len(paragraph) < _LONGEST_LONE_HEADING and not _SENTENCE_INSIDE.search(paragraph)
    )


def _fills_line(line: _Line, full: float, *, closed: bool, indented: bool, heading: bool) -> bool:
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
