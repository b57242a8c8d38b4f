"""A report's sentences, as slices of its text, and the two forms in which they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.duplicates.resemblance import normalised
from corpus.outline.numbering import POINT
from corpus.report import Passage, Place, Report
from corpus.text.script import plain
from insight.copying.nouns import Part

# A half-width full stop ends a sentence behind a Han character or a closing mark; behind a digit or a letter it is a decimal point or belongs to a name.
# What leads up to a row of points (不足：一是……) is a sentence of its own, so that the first point is compared as the others are.
_END = re.compile(rf"(?:[。！？；]|(?<=[\u4e00-\u9fff）》”’%])\.)+[”’」』）]*|\n|：(?=\s*(?:{POINT.pattern}))")
_NUMBER = re.compile(
    rf"(?:{POINT.pattern}|[（(][一二三四五六七八九十\d]{{1,3}}[）)][、.．]?|[一二三四五六七八九十]{{1,3}}、|\d{{1,2}}[、.．](?!\d))[，、：]?\s*"
)
_UNITS = "次场件人名份处个户条起期项万亿年月日天元宗家所批册辆"
_FIGURE = re.compile(rf"\d+|[零〇一二两三四五六七八九十百千万]+(?=[{_UNITS}])")
_OURSELVES = re.compile(r"(?:我|本|全)(?:街道|乡镇|镇|乡|县|区|市|旗)")
_SHORTEST_NAME = 2
"""Characters of the name of a place; a shorter one would be found in other words."""

FIGURE, PLACE = "0", "某"
"""What stands in the masked form for a figure, and for the place that reports."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``report.text[start:end]``. ``exact`` is its form for comparing, ``masked`` the same without figures and without its own place."""

    start: int
    end: int
    part: Part
    exact: str
    masked: str


def sentences_of(report: Report, passages: Iterable[Passage]) -> list[Sentence]:
    """The sentences of a report in document order, headings left out; what holds no letter or digit is none.

    Args:
        report: The report.
        passages: Its passages: no sentence crosses the border of one.
    """
    names = own_names(report.place)
    bodies = [section.body for section in report.sections if section.level > 0]
    found: list[Sentence] = []
    for passage in passages:
        section = report.sections[passage.section]
        if passage.start < section.body:
            # A section without text is its heading alone.
            continue
        part = _part(passage, bodies) if section.level == 0 else Part.BODY
        for start, end in cut(passage.text):
            exact = exact_form(passage.text[start:end])
            if exact:
                masked = masked_form(exact, names)
                found.append(Sentence(passage.start + start, passage.start + end, part, exact, masked))
    return found


def cut(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a text, at 。！？；, ahead of the first of a row of points, and at the ends of lines; white space around it is left out."""
    written = plain(text)
    begin = 0
    for stop in (*(match.end() for match in _END.finditer(written)), len(text)):
        piece = text[begin:stop]
        start = begin + len(piece) - len(piece.lstrip())
        end = begin + len(piece.rstrip())
        if start < end:
            yield start, end
        begin = stop


def exact_form(text: str) -> str:
    """Letters, Han characters and digits of a sentence, half-width, simplified, without the number that it opens with."""
    opened = text.lstrip()
    number = _NUMBER.match(opened)
    return normalised(opened[number.end() :] if number else opened)


def masked_form(exact: str, names: Sequence[str]) -> str:
    """The same with one sign for every figure and one for the place that reports, however it calls itself."""
    for name in names:
        exact = exact.replace(name, PLACE)
    return _FIGURE.sub(FIGURE, _OURSELVES.sub(PLACE, exact))


def own_names(place: Place) -> tuple[str, ...]:
    """How a report may name its own place, the longest first: 昭苏县察汗乌苏蒙古族乡, 察汗乌苏蒙古族乡."""
    lowest = normalised(place.township or place.county or "")
    if len(lowest) < _SHORTEST_NAME:
        return ()
    above = normalised(place.county or "") if place.township else normalised(place.prefecture or "")
    return (above + lowest, lowest) if above else (lowest,)


def _part(passage: Passage, bodies: Sequence[int]) -> Part:
    """Where text outside all sections stands; a report without headings is all body."""
    if not bodies:
        return Part.BODY
    return Part.PREAMBLE if passage.start < bodies[0] else Part.CLOSING
