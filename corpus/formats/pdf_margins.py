"""What a page bears beside the report: page numbers, running heads and feet, watermarks.

Taking out too little leaves a stray line, too much loses a heading or a figure, so every rule wants two signs: where a line stands and what
other pages have there. Of a head that is found nowhere else the first one stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.formats.pdf_lines import Line, body_size, lines_of, usual_pitch
from corpus.formats.pdf_numbers import find_number
from corpus.formats.pdf_watermarks import without_watermarks
from corpus.pdfium.page import Page

_MARGIN = 4
"""Lines at the top and the bottom of a page among which its number may stand."""
_DEEPEST = 3
"""The deepest head seen: title, office, number."""
_RUNNING_HEAD = 6
"""Two pages may share a shorter line by chance."""
_EDGE = 0.07
"""Share of the page's height at its edge where no body stands: 20 mm of A4."""
_MARGIN_ZONE = 0.2
"""Share of the page's height within which heads and feet stand; three lines of head reach down to .15."""
_SAME_PLACE = 0.03
"""Share of the page's height by which heads of two pages may differ; scans are not laid down exactly."""
_APART = 1.6
"""A line this many line distances from its neighbour stands apart from it."""
_SMALLER = 0.92
"""Share of the body's font size below which a line counts as small print."""
_FIGURES = re.compile(r"\d{1,4}")

TOP, BOTTOM = 0, -1


@dataclass(eq=False)
class _Sheet:
    """A page at work: its lines from the top down, less what was taken out."""

    page: Page
    lines: list[Line]
    ahead: int | None = None
    """How far the number found on it is ahead of its position."""

    def drop(self, position: int) -> str:
        """Takes out a line and returns what it says."""
        return self.lines.pop(position).text.strip()


def without_margins(pages: Sequence[Page]) -> tuple[list[Page], tuple[str, ...]]:
    """Takes out what belongs to the paper and not to the report.

    Args:
        pages: Pages of one document, in order.

    Returns:
        The pages with the remaining runs, and what was taken out, each distinct piece once.
    """
    pages, removed = without_watermarks(pages)
    sheets = [_Sheet(page, lines_of(run for run in page.runs if not run.aslant)) for page in pages]
    size = body_size(run for page in pages for run in page.runs)
    step = usual_pitch(pages)
    removed += _drop_certain_numbers(sheets)
    for edge in (TOP, BOTTOM):
        for _ in range(_DEEPEST):
            gone = _drop_fitting_numbers(sheets, edge, step) + _drop_repeated(sheets, edge, step, size)
            if not gone:
                break
            removed += gone
    removed += _drop_section_heads(sheets, step, size)
    kept = [
        replace(
            sheet.page,
            runs=(
                *(run for line in sheet.lines for run in line.runs),
                *(run for run in sheet.page.runs if run.aslant),
            ),
        )
        for sheet in sheets
    ]
    return kept, tuple(dict.fromkeys(piece for piece in removed if piece))


def _drop_certain_numbers(sheets: Sequence[_Sheet]) -> list[str]:
    """Drops ``— 3 —``, which may stand ahead of the running head or behind the running foot."""
    removed = []
    for at, sheet in enumerate(sheets):
        margin = {*range(_MARGIN), *range(len(sheet.lines) - _MARGIN, len(sheet.lines))}
        for position in reversed(range(len(sheet.lines))):
            number = find_number(sheet.lines[position].text) if position in margin else None
            if number is not None and number.certain:
                sheet.ahead = None if number.number is None else number.number - at - 1
                removed.append(sheet.drop(position))
    return removed


def _drop_fitting_numbers(sheets: Sequence[_Sheet], edge: int, step: float) -> list[str]:
    """Drops lines at the edge that are only a page number.

    A bare ``3`` may as well be a figure of the report, cut off by the line end: it counts as a page number only where it keeps the same
    distance from the position of its page on several pages, or is that position and stands apart from the text.
    """
    found = {}
    for position, sheet in enumerate(sheets):
        number = find_number(sheet.lines[edge].text) if sheet.lines and sheet.ahead is None else None
        if number is not None and number.number is not None and number.total in {None, len(sheets)}:
            found[position] = number.number - position - 1
    distances = Counter(found.values()) + Counter(sheet.ahead for sheet in sheets if sheet.ahead is not None)
    removed = []
    for position, distance in found.items():
        sheet = sheets[position]
        alone = distance == 0 and (_stands_apart(sheet, edge, step) or _at_edge(sheet, edge))
        if distances[distance] > 1 or alone:
            sheet.ahead = distance
            removed.append(sheet.drop(edge))
    return removed


def _drop_repeated(sheets: Sequence[_Sheet], edge: int, step: float, size: float) -> list[str]:
    """Drops edge lines that more than half of the pages, or of the odd or the even ones, have in the same place.

    A running head is often the title itself: on the first page it stays unless it stands there a second time. A line that looks
    like text (the head of a table that goes on) stays where it comes first.
    """
    filled = [position for position, sheet in enumerate(sheets) if sheet.lines]
    groups = [filled]
    if len(filled) >= 4:
        groups += [[position for position in filled if position % 2 == parity] for parity in (0, 1)]
    doomed = sorted({at for group in groups for places in _repeats(sheets, group, edge) for at in places})
    wordings = {position: _wordings(sheets[position].lines[edge].text, position) for position in filled}
    firsts = {at for at in doomed if not any(wordings[at] & wordings[other] for other in filled if other < at)}
    removed = []
    for position in doomed:
        sheet = sheets[position]
        if position == 0 and edge == TOP and not _said_again(sheet):
            continue
        apart = _stands_apart(sheet, edge, step) or _at_edge(sheet, edge) or sheet.lines[edge].size <= _SMALLER * size
        if position in firsts and position and not apart:
            continue
        removed.append(sheet.drop(edge))
    return removed


def _repeats(sheets: Sequence[_Sheet], group: Sequence[int], edge: int) -> Iterable[list[int]]:
    """Pages of the group that share a line at the edge, for each such line."""
    holders: dict[str, list[int]] = {}
    for position in group:
        for key in _wordings(sheets[position].lines[edge].text, position):
            holders.setdefault(key, []).append(position)
    for key, positions in holders.items():
        heights = sorted(_height(sheets[position], edge) for position in positions)
        middle = heights[len(heights) // 2]
        places = [p for p in positions if _is_near(sheets[p], edge, middle)]
        few = len(sheets) < 3
        # Figures that grow by one from page to page are page numbers only where there are three, or where they are the page.
        counted = "#" in key and "#1#" not in key and len(places) < 3
        if len(places) > max(1, len(group) / 2) and not counted and (not few or len(key) >= _RUNNING_HEAD):
            yield places


def _wordings(text: str, position: int) -> set[str]:
    """The line without blanks, as it is and with one of its figures told from the position of its page."""
    text = "".join(text.split())
    found = {text}
    for match in list(_FIGURES.finditer(text))[:6]:
        found.add(f"{text[: match.start()]}#{int(match[0]) - position}#{text[match.end() :]}")
    return found


def _height(sheet: _Sheet, edge: int) -> float:
    """Distance of the edge line from its edge of the page."""
    base = sheet.lines[edge].base
    return sheet.page.height - base if edge == TOP else base


def _is_near(sheet: _Sheet, edge: int, usual: float) -> bool:
    """Whether the edge line is where it usually is, and in the margin; lines without places always are."""
    height = _height(sheet, edge)
    known = sheet.page.width > 0
    return not known or (
        abs(height - usual) <= _SAME_PLACE * sheet.page.height and height <= _MARGIN_ZONE * sheet.page.height
    )


def _said_again(sheet: _Sheet) -> bool:
    """Whether the first line's wording stands on the page a second time, be it over several lines."""
    rest = "".join("".join(line.text.split()) for line in sheet.lines[1:])
    return "".join(sheet.lines[0].text.split()) in rest


def _stands_apart(sheet: _Sheet, edge: int, step: float) -> bool:
    """Whether the edge line is parted from the next one by a wide gap or a drawn line."""
    if len(sheet.lines) < 2 or not step:
        return True
    line, beside = (sheet.lines[0], sheet.lines[1]) if edge == TOP else (sheet.lines[-2], sheet.lines[-1])
    if line.base - beside.base > _APART * step:
        return True
    return any(
        rule.right - rule.left > 0.3 * sheet.page.width
        and rule.top - rule.bottom < 3
        and beside.base + 0.5 * beside.size < rule.bottom < line.base
        for rule in sheet.page.rules
    )


def _at_edge(sheet: _Sheet, edge: int) -> bool:
    return _height(sheet, edge) < _EDGE * sheet.page.height


def _has_head(sheet: _Sheet, step: float, size: float) -> bool:
    if len(sheet.lines) < 2 or not _stands_apart(sheet, TOP, step):
        return False
    return _at_edge(sheet, TOP) or sheet.lines[0].size <= _SMALLER * size


def _drop_section_heads(sheets: Sequence[_Sheet], step: float, size: float) -> list[str]:
    """Drops heads that name the section of their page: where most pages have a head, and the wording stands in the text as well."""
    heads = [sheet for sheet in sheets if _has_head(sheet, step, size)]
    if len(heads) < 3 or len(heads) * 2 <= len(sheets):
        return []
    places = sorted(_height(sheet, TOP) for sheet in heads)
    middle = places[len(places) // 2]
    bodies = (sheet.lines[1:] if sheet in heads else sheet.lines for sheet in sheets)
    body = "".join("".join(line.text.split()) for lines in bodies for line in lines)
    return [
        sheet.drop(0)
        for sheet in heads
        if _is_near(sheet, TOP, middle) and "".join(sheet.lines[0].text.split()) in body
    ]
