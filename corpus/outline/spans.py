"""Where a numbered heading may stand in a paragraph, and where its words end.

At the head of the paragraph, behind the end of a sentence, or right behind a shorter heading that no mark closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.outline.numbering import NUMBERINGS, Number, read_number
from corpus.outline.paragraph import Paragraph

LONGEST_HEADING = 60
_BRACKETED = next(style.rank for style in NUMBERINGS if style.name == "bracketed")
# A half-width full stop counts behind a Han character; elsewhere it is a decimal point or belongs to a name.
HAN_STOP = r"(?<=[\u4e00-\u9fff])\.(?!\d)"
_INLINE_START = re.compile(
    r"(?:(?<=[。！？；;：:])|(?<=[\u4e00-\u9fff]\.))\s*(?=[（(一二三四五六七八九十\d])|(?<=[%％”’）)\da-zA-Z]\.)\s*(?=[（(][一二三四五六七八九十])"
)
# Cleaning leaves a blank between Han characters only where it ends a heading.
HEADING_END = re.compile(rf"[。：:；;]|{HAN_STOP}|(?<=[\u4e00-\u9fff”]) (?=[\u4e00-\u9fff“\d])")
_FIRST = re.compile(
    r"[（(]\s*一\s*[）)]|(?<=[\u4e00-\u9fff”])(?:[（(]\s*1\s*[）)]|1(?:[、．]|\.(?!\d)))(?=\s*[\u4e00-\u9fff“])"
)
_GOES_ON = re.compile(r"[^。：:；;！？ ]{2,30}")
_MOTTO = re.compile(r"[\u4e00-\u9fff]{0,6}“[^”]{1,4}”[\u4e00-\u9fff]{0,3}[：:][^。：:；;！？ ]{2,30}[。.]?")
"""突出“实”字：压实责任 is one heading even with a full stop behind it."""
_FURTHEST = 36
"""Characters of a heading behind which another may stand without a mark between them."""


def candidates(text: str, line: Paragraph) -> Iterator[tuple[int, Number]]:
    """Places in one paragraph of the text where a heading number may stand, with the number, in order."""
    start, stop, number = line.start, line.stop, line.number
    if number is not None and not _is_listing(text, start, number, stop):
        yield start, number
    else:
        number = None
    nested = _nested(text, number, stop) if number is not None else None
    found = [nested] if nested is not None else []
    for match in _INLINE_START.finditer(text, start, stop):
        inner = read_number(text, match.end())
        if inner is not None and match.end() > start:
            found.append((match.end(), inner))
    places = ([(start, number)] if number is not None else []) + found
    counted = _lists(text, places, stop) | _changed(places)
    yield from (place for place in found if place[1].style.rank <= _BRACKETED or place[0] in counted)


def heading_span(text: str, at: int, number: Number, stop: int) -> tuple[int, int]:
    """Where the heading's words end and where its body begins.

    A heading alone on its line is the line; one that runs into its text ends at the first closing mark; a numbered paragraph
    with a long first sentence has no heading of its own.
    """
    nested = _nested(text, number, stop) if at == 0 or text[at - 1] == "\n" else None
    limit = nested[0] if nested is not None else stop
    # No further than a heading can reach: paragraphs may be as long as the whole text.
    mark = HEADING_END.search(text, number.end, min(limit, number.end + LONGEST_HEADING + 1))
    alone = mark is not None and mark.group() in "：:" and _GOES_ON.fullmatch(text, mark.end(), limit)
    if alone or _MOTTO.fullmatch(text, number.end, limit):
        return limit - (text[limit - 1] in "。."), limit
    if mark is None:
        if limit - number.end <= LONGEST_HEADING:
            return limit, limit
        return number.end, number.end
    if mark.start() - number.end <= LONGEST_HEADING and mark.group() not in "；;":
        return mark.start(), mark.end()
    return number.end, number.end


def _lists(text: str, places: list[tuple[int, Number]], stop: int) -> set[int]:
    """Offsets of the Arabic numbers of a paragraph that count on from one to the next, each ahead of a short closed heading."""
    runs: dict[str, list[tuple[int, int]]] = {}
    for at, number in places:
        if number.style.rank <= _BRACKETED or heading_span(text, at, number, stop)[0] == number.end:
            continue
        run = runs.setdefault(number.style.name, [])
        if (run and number.value == run[-1][1] + 1) or not run:
            run.append((at, number.value))
    return {at for run in runs.values() if len(run) > 1 for at, _ in run}


def _changed(places: list[tuple[int, Number]]) -> set[int]:
    """Offsets of ``（2）`` that stand among ``（一）（三）``: word processors number such lists, and some numbers change style."""
    values = {number.value for _, number in places if number.style.rank == _BRACKETED}
    found: set[int] = set()
    for at, number in places:
        if number.style.name == "bracketed-arabic" and not values.isdisjoint({number.value - 1, number.value + 1}):
            values.add(number.value)
            found.add(at)
    return found


def _nested(text: str, number: Number, stop: int) -> tuple[int, Number] | None:
    """A second heading right behind a short first one that no mark closes: ``一、工作开展情况（一）强化…``."""
    match = _FIRST.search(text, number.end, min(stop, number.end + _FURTHEST))
    if match is None or re.search(r"[。；;：:]", text[number.end : match.start()]) or match.start() == number.end:
        return None
    inner = read_number(text, match.start())
    if inner is None or inner.style.rank <= number.style.rank:
        return None
    closed = HEADING_END.search(text, inner.end, min(stop, inner.end + LONGEST_HEADING))
    plain = not re.search(r"[，,]", text[number.end : match.start()])
    return (match.start(), inner) if plain or closed is not None else None


def _is_listing(text: str, start: int, number: Number, stop: int) -> bool:
    """Arabic numbers before a bare phrase that ends in a semicolon list things; they head nothing."""
    return number.style.rank > _BRACKETED and text[stop - 1] in "；;" and stop - start < LONGEST_HEADING
