"""The headings of a cleaned report: where each section begins, how deep it lies, where it ends.

The depth of a heading follows from the styles of numbering that enclose it, not from the style alone, because any level can
be missing; a number that a word processor changed is put back among its siblings when it continues their count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.outline.bare import bare_headings, bare_subheadings
from corpus.outline.marked import marked_headings
from corpus.outline.numbering import NUMBERINGS, Number
from corpus.outline.paragraph import read_paragraphs
from corpus.outline.roles import names_act
from corpus.outline.spans import HAN_STOP, HEADING_END, candidates, heading_span

_CHINESE, _BRACKETED = (style.rank for style in NUMBERINGS if style.name in {"chinese", "bracketed"})
_RESTARTED = _CHINESE + 1
_SENTENCE_END = re.compile(rf"[。；;]|{HAN_STOP}")
_NOT_FROM_ONE = "序号不从一开始"
_HEADING_TAIL = "。.：:；;，, "


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading before it has a role: ``level`` from 1, offsets into the cleaned text as in ``Section``.

    ``words`` is where its text begins, behind the number. ``doubt`` says what is unsure, in words for a person.
    """

    level: int
    number: str
    text: str
    start: int
    body: int
    words: int
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading that still encloses what follows."""

    rank: int
    value: int
    level: int


def outline(text: str, begin: int, end: int, marked: Mapping[str, int] | None = None) -> tuple[Heading, ...]:
    """Headings of ``text[begin:end]`` in document order.

    Args:
        text: Cleaned text in plain characters.
        begin: Where the body begins.
        end: Where it ends.
        marked: Depth of the lines that the file itself marks as headings, by their cleaned text.
    """
    headings: list[Heading] = []
    stack: list[_Open] = []
    lines = read_paragraphs(text, begin, end)
    bare = bare_headings(lines) | marked_headings(lines, marked or {})
    first = {line.start for line in lines if line.number is not None and line.number.style.rank <= _CHINESE}
    first |= {start for start, number in bare.items() if number.style.rank <= _CHINESE}
    bare = bare_subheadings(text, lines, first) | bare
    # The same words again are a table of contents and its text, or a page that gives the report twice.
    firsts: dict[str, int] = {}
    for line in lines:
        firsts.setdefault(line.text, line.start)
    for line in lines:
        start, stop = line.start, line.stop
        places = [(start, bare[start])] if start in bare else list(candidates(text, line))
        seconds = {number.style.name: at for at, number in places if number.value == 2}
        for at, number in places:
            inline = at > start
            # 第五部分 at the head of a printed line is the end of a reference, unless it fits a count.
            doubtful = inline or (start not in bare and (number.style.weak or number.style.name == "part"))
            once = firsts[line.text] == start
            if inline and number.value == 1:
                once = seconds.get(number.style.name, 0) > at
            restart = once and not _names_next_act(text, number, stop, stack)
            rank = _rank(number, stack, restart=restart)
            if doubtful and not _continues_count(rank, number, stack):
                continue
            label_end, body = heading_span(text, at, number, stop)
            wordless = not text[number.end : label_end].strip()
            # A number alone on its line, or ahead of a sentence where no such number is due, heads nothing.
            if wordless and (inline or number.end >= stop or not _continues_count(rank, number, stack)):
                continue
            doubt = _doubt(number, rank, stack)
            _close(stack, rank)
            level = stack[-1].level + 1 if stack else 1
            stack.append(_Open(rank, number.value, level))
            heading = text[number.end : label_end].strip().rstrip(_HEADING_TAIL)
            words = number.end + len(text[number.end : label_end]) - len(text[number.end : label_end].lstrip())
            headings.append(Heading(level, number.text, heading, at, body, words, doubt))
    return tuple(_without_items(text, headings, end))


def _without_items(text: str, headings: Sequence[Heading], end: int) -> Iterator[Heading]:
    """Leave out the items of lists: numbered paragraphs of one whole sentence that head nothing.

    Where all siblings are items they are plain paragraphs; an item among real headings stays a section, and its sentence is that
    section's text instead of its heading.
    """
    families: dict[int | None, list[int]] = {}
    for position, parent in enumerate(find_parents(headings)):
        families.setdefault(parent, []).append(position)
    starts = [*(heading.start for heading in headings), end]
    items = {
        position
        for position, heading in enumerate(headings)
        if position not in families
        and _SENTENCE_END.match(text, heading.body - 1)
        and not text[heading.body : starts[position + 1]].strip()
    }
    # A single sentence numbered （二） without a （一） is the end of a reference.
    lists = [
        family
        for family in families.values()
        if items.issuperset(family) and (len(family) > 1 or headings[family[0]].doubt == _NOT_FROM_ONE)
    ]
    plain = {position for family in lists for position in family}
    for position, heading in enumerate(headings):
        if position not in items:
            yield heading
        elif position not in plain:
            yield replace(heading, text="", body=heading.start + len(heading.number))


def find_parents(headings: Sequence[Heading]) -> list[int | None]:
    """For each heading the position of the nearest earlier one of a lower level."""
    parents: list[int | None] = []
    open_: list[int] = []
    for position, heading in enumerate(headings):
        while open_ and headings[open_[-1]].level >= heading.level:
            open_.pop()
        parents.append(open_[-1] if open_ else None)
        open_.append(position)
    return parents


def _rank(number: Number, stack: list[_Open], *, restart: bool) -> int:
    """Rank of the number's style, with two exceptions.

    ``（2）`` between ``（一）`` and ``（三）`` is their sibling: word processors number such lists automatically, and when the text
    is taken out, some of the numbers change style. A ``一、`` inside ``二、`` begins a list of its own below it if it may ``restart``.
    """
    if number.style.name == "bracketed-arabic":
        inside = any(item.rank >= number.style.rank for item in stack)
        sibling = next((item for item in stack if item.rank == _BRACKETED), None)
        if sibling is not None and not inside and number.value == sibling.value + 1:
            return _BRACKETED
    if number.style.name == "chinese" and restart:
        outer, inner = (next((item for item in stack if item.rank == rank), None) for rank in (_CHINESE, _RESTARTED))
        # Behind （三） no list 一、 begins: there the author only slipped in the count.
        open_ = outer is not None and (stack[-1] is outer or inner is not None)
        if open_ and (number.value == 1 or (inner is not None and number.value == inner.value + 1)):
            return _RESTARTED
    return number.style.rank


def _continues_count(rank: int, number: Number, stack: list[_Open]) -> bool:
    """Whether a number in running text is the next of an open list or opens one below it."""
    sibling = next((item for item in stack if item.rank == rank), None)
    if sibling is not None:
        return number.value == sibling.value + 1
    return number.value == 1


def _names_next_act(text: str, number: Number, stop: int, stack: list[_Open]) -> bool:
    """Whether a ``三、`` that continues both ``二、`` and a list below it names an act of the report: then it belongs to the former."""
    outer = next((item for item in stack if item.rank == _CHINESE), None)
    mark = HEADING_END.search(text, number.end, stop)
    words = text[number.end : mark.start() if mark else stop]
    return outer is not None and number.value == outer.value + 1 and names_act(words) is not None


def _doubt(number: Number, rank: int, stack: list[_Open]) -> str:
    """What is unsure about a number, in words for a person; ``""`` where it continues the count of its siblings."""
    if not number.text:
        return "原文没有序号，按词语认作标题"
    sibling = next((item for item in stack if item.rank == rank), None)
    if rank != number.style.rank:
        return "序号样式与同级不同，按先后次序定级"
    if sibling is not None and number.value != sibling.value + 1:
        return f"序号不连续，前一个是第{sibling.value}"
    if sibling is None and number.value != 1:
        return _NOT_FROM_ONE
    return ""


def _close(stack: list[_Open], rank: int) -> None:
    while stack and stack[-1].rank >= rank:
        stack.pop()
