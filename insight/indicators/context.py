"""The words round a figure, in the form in which wordings of the table are looked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from insight.indicators.finding import Quantity

HERE, OTHER = "#", "@"
"""What stands for the figure itself, and for others, in a clause; the text itself must hold none (:data:`UNMARKED`)."""
UNMARKED = str.maketrans(HERE + OTHER, "  ")
_CLAUSE_END = re.compile(r"[，。；！？：\n]")
_SENTENCE_END = re.compile(r"[。！？；\n][”’」』）]{0,2}")
_FULL_STOP = re.compile(r"[。！？\n][”’」』）]{0,2}")
TITLE = re.compile(f"《[^《》{HERE}{OTHER}]{{0,80}}》")
"""The title of a law or a document, whose words name nothing that is counted."""
_VERB = re.compile(
    "办结|审查|审核|清理|调解|化解|调处|受理|排查|发放|印发|开展|组织|举办|召开|聘请|配备|新增|建成|设立|办理|立案|查处|制定|修订|培训|推送|发布|公开|整改|培育|评选|拆除"
)
"""What may stand once for all items of a list."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words round one figure; offsets count characters of the plain text.

    ``clause`` has ``#`` for the figure and ``@`` for others in it, titles of laws left out; ``item`` is what of it stands between the marks of a list (法律图书角8处、宣传栏8处).
    ``start`` is the offset of the sentence up to its full stop, ``sentence`` its bounds where ；ends one as well, ``clause_start`` where the clause begins,
    after the figure before where one stands in it.
    """

    clause: str
    item: str
    start: int
    clause_start: int
    sentence: tuple[int, int]
    follows: bool
    """Whether another figure stands before in the same clause."""


def surroundings(text: str, start: int, end: int, found: Sequence[Quantity]) -> Iterator[Surroundings]:
    """For each quantity of a passage its surroundings, in their order.

    Args:
        text: The whole plain text, without marks.
        start: Where the passage begins.
        end: Where it ends.
        found: Its quantities, with offsets into the text.
    """
    clauses = [start, *(match.end() for match in _CLAUSE_END.finditer(text, start, end)), end]
    sentences = [start, *(match.end() for match in _SENTENCE_END.finditer(text, start, end)), end]
    stops = [start, *(match.end() for match in _FULL_STOP.finditer(text, start, end)), end]
    for number, quantity in enumerate(found):
        clause_start, clause_end = _around(clauses, quantity.start)
        sentence = _around(sentences, quantity.start)
        full = _around(stops, quantity.start)[0]
        item, clause = _item(_skeleton(text, clause_start, clause_end, found, number))
        before = found[number - 1] if number else None
        follows = before is not None and before.end > clause_start
        yield Surroundings(
            clause,
            item,
            full,
            max(clause_start, before.end) if before is not None else clause_start,
            _stripped(text, *sentence),
            follows,
        )


def _around(bounds: Sequence[int], offset: int) -> tuple[int, int]:
    place = min(max(bisect_right(bounds, offset), 1), len(bounds) - 1)
    return bounds[place - 1], bounds[place]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _skeleton(text: str, start: int, end: int, found: Sequence[Quantity], here: int) -> str:
    """A stretch of text with figures as marks; those far from the figure ``here`` are not looked for."""
    first = here
    while first > 0 and found[first - 1].end > start:
        first -= 1
    parts: list[str] = []
    position = start
    for number in range(first, len(found)):
        quantity = found[number]
        if quantity.start >= end:
            break
        if quantity.start < start:
            continue
        parts += (text[position : quantity.start], HERE if number == here else OTHER)
        position = quantity.end
    parts.append(text[position:end])
    return TITLE.sub("", "".join(parts))


def _item(clause: str) -> tuple[str, str]:
    """The part of a clause round its figure, between the mark of a list that follows another figure and the next, and the clause to be read with it.

    In a list only its verb holds for every item: 设立图书角8处、服务室8处 sets up rooms, and they are no libraries.
    """
    here = clause.index(HERE)
    last = clause.rfind(OTHER, 0, here)
    mark = clause.find("、", last, here) if last >= 0 else -1
    ends = [place for place in (clause.find("、", here), clause.find(OTHER, here)) if place >= 0]
    item = clause[max(last, mark) + 1 : min(ends) if ends else len(clause)]
    if mark < 0:
        return item, clause
    verbs = _VERB.findall(clause[: clause.index(OTHER)])
    return item, (verbs[-1] if verbs else "") + item
