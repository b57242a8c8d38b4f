"""Figures of a report: every quantity it states, with what is counted, when, and under which indicator."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.outline.numbering import POINT
from corpus.report import Passage, Report, Role
from corpus.text.script import plain
from insight.indicators.context import HERE, UNMARKED, Surroundings, surroundings
from insight.indicators.counting import counted_in
from insight.indicators.figure import Change, Figure
from insight.indicators.finding import Quantity, quantities
from insight.indicators.naming import Namer, inherits, named, shares
from insight.indicators.qualifying import change_of, is_target, period_of, qualifier_of
from insight.indicators.tabling import Cell, cells

EXTRACTOR_VERSION = 5
"""Raised whenever the same report would give other figures, so that kept ones are worked out again."""
_LEAD_IN = 200
"""Characters of what comes before a passage that may tell its topic."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A passage, or a heading ahead of one."""

    start: int
    end: int
    passage_id: str
    role: Role
    headings: str


def figures_of(report: Report, passages: Sequence[Passage]) -> list[Figure]:
    """The figures of a report in the order of its text.

    Args:
        report: The report.
        passages: Its passages (:func:`indexer.passages.cut`). A figure in a heading belongs to the passage that follows it; others outside of passages
            (title, letterhead, signature) are not looked for.
    """
    text = plain(report.text).translate(UNMARKED)
    tabled = cells(text, report.year)
    starts = [cell.quantity.start for cell in tabled]
    figures: list[Figure] = []
    for stretch in _stretches(report, passages, text):
        first = bisect_left(starts, stretch.start)
        some = tabled[first : bisect_left(starts, stretch.end, first)]
        figures += sorted(_figures(report, text, stretch, some), key=lambda figure: figure.start)
    return figures


def _stretches(report: Report, passages: Sequence[Passage], text: str) -> Iterator[_Stretch]:
    """The passages with the headings between them, in the order of the text."""
    ordered = sorted(passages, key=lambda passage: passage.start)
    headings = [(section.start, section.body, section.role) for section in report.sections if section.level > 0]
    position = covered = 0
    for passage in ordered:
        while position < len(headings) and headings[position][0] < passage.start:
            start, end, role = headings[position]
            if start >= covered:
                yield _Stretch(start, min(end, passage.start), passage.id, role, "")
            position += 1
        above = "。".join((*report.headings(passage.section), _lead_in(text, passage)))
        yield _Stretch(passage.start, passage.end, passage.id, passage.role, above)
        covered = passage.end


def _lead_in(text: str, passage: Passage) -> str:
    """The end of what comes before in the same paragraph: a long one is several passages, and its topic may stand in the first; a point begins anew."""
    if POINT.match(text, passage.start):
        return ""
    first = max(0, passage.start - _LEAD_IN)
    return text[max(first, text.rfind("\n", first, passage.start) + 1) : passage.start]


def _figures(report: Report, text: str, stretch: _Stretch, tabled: Sequence[Cell]) -> Iterator[Figure]:
    taken = {cell.quantity.start for cell in tabled}
    found = [
        replace(quantity, start=quantity.start + stretch.start, end=quantity.end + stretch.start)
        for quantity in quantities(text[stretch.start : stretch.end])
        if quantity.start + stretch.start not in taken
    ]
    named_in: dict[tuple[int, int], str | None] = {}
    for cell in tabled:
        figure = _tabled(report, stretch, cell)
        # A column of changes belongs to what its row counts.
        if figure.indicator is None and figure.change in {Change.UP, Change.DOWN}:
            figure = replace(figure, indicator=named_in.get(cell.row))
        named_in[cell.row] = figure.indicator
        yield figure
    if not found:
        return
    namer = Namer(text[stretch.start : stretch.end], stretch.headings)
    last: tuple[Quantity, Change | None, str | None] | None = None
    for quantity, words in zip(found, surroundings(text, stretch.start, stretch.end, found), strict=True):
        figure = _figure(report, text, stretch, quantity, words)
        key = (
            inherits(quantity, figure.change, words, last)
            or namer.name(quantity, words, quantity.start - stretch.start)
            or shares(quantity, words, last)
        )
        last = quantity, figure.change, key
        yield replace(figure, indicator=key)


def _tabled(report: Report, stretch: _Stretch, cell: Cell) -> Figure:
    """The figure of a cell."""
    quantity = cell.quantity
    return Figure(
        quantity.start,
        quantity.end,
        quantity.value,
        quantity.unit,
        quantity.kind,
        report.text[cell.label[0] : cell.label[1]],
        stretch.passage_id,
        cell.row,
        qualifier="余" if quantity.more else None,
        change=cell.change,
        planned=stretch.role is Role.PLAN,
        indicator=named(quantity.unit, cell.words + HERE, stretch.headings),
    )


def _figure(report: Report, text: str, stretch: _Stretch, quantity: Quantity, words: Surroundings) -> Figure:
    """The figure with all but its name."""
    clause = text[words.clause_start : quantity.start]
    sentence = text[words.start : quantity.start]
    after = text[quantity.end : stretch.end][:40]
    change = change_of(clause, after, report.year)
    period = period_of(sentence, words.clause_start - words.start)
    counted = counted_in(text, words.clause_start, quantity.start, quantity.end)
    return Figure(
        quantity.start,
        quantity.end,
        quantity.value,
        quantity.unit,
        quantity.kind,
        report.text[counted[0] : counted[1]],
        stretch.passage_id,
        words.sentence,
        qualifier=qualifier_of(clause, after, more=quantity.more),
        change=change,
        period=report.text[words.start + period[0] : words.start + period[1]] if period is not None else None,
        planned=stretch.role is Role.PLAN or (change is not Change.BEFORE and is_target(clause)),
    )
