"""Who reported in which year, as a table: places by year, or inside a county townships by year, a page of rows at a time."""

from __future__ import annotations

from dataclasses import replace

from corpus.report import Level
from insight.overview.gaps import Cell, Matrix, Row
from search.filters import Filters
from web.link import View
from web.marking import escape, place_html
from web.overview_links import Layout, at_place, opened_report, overview_link, search_link
from web.quoting import table
from web.texts import Texts

ROWS = 40
"""Rows of one page."""
YEARS = 15
"""Columns; earlier years are a filter away."""


def matrix_html(found: Matrix, layout: Layout, view: View, words: Texts) -> str:
    """The table with its sums, and links to the other pages of rows."""
    own = words.overview
    pages = max(1, -(-len(found.rows) // ROWS))
    page = min(layout.page, pages)
    rows = found.rows[(page - 1) * ROWS : page * ROWS]
    years = found.years[-YEARS:]
    listed = found.total.level is not Level.TOWNSHIP and any(row.listed is not None for row in found.rows)
    undated = any(row.undated for row in found.rows)
    head = [own.by[found.level.value].capitalize(), *map(str, years)]
    head += (
        [words.unknown_year] * undated
        + ([own.ever] if found.level is not Level.TOWNSHIP else [])
        + [own.listed] * listed
    )
    body = [_row(row, found, view, words, undated=undated, listed=listed) for row in rows]
    if len(found.rows) > 1:
        body.append(_row(found.total, found, view, words, undated=undated, listed=listed))
    notes = [own.matrix_note, *([own.listed_note] if listed else [])]
    if len(found.years) > len(years):
        notes.append(own.matrix_years.format(shown=len(years), of=len(found.years)))
    note = "".join(f'<p class="fj-small">{escape(text)}</p>' for text in notes)
    turning = _pages(len(found.rows), replace(layout, page=page), view, words) if pages > 1 else ""
    return f'{note}<div class="fj-matrix fj-by-year">{table(head, body)}</div>{turning}'


def _row(row: Row, found: Matrix, view: View, words: Texts, *, undated: bool, listed: bool) -> list[str]:
    own = words.overview
    total = row is found.total
    base = view.filters if total else at_place(view.filters, row.place)
    cells = [_name(row, base, view, words, total=total)]
    for cell in row.cells[-YEARS:]:
        cells.append(
            _township(cell, view, words)
            if row.level is Level.TOWNSHIP and not total
            else _count(cell, row, base, view, words)
        )
    if undated:
        cells.append(_plain(str(row.undated or "")))
    if row.level is not Level.TOWNSHIP:
        cells.append(_plain(str(row.authorities)))
    if listed:
        known = own.listed_share.format(townships=row.townships, listed=row.listed) if row.listed is not None else "–"
        cells.append(_plain(known))
    return cells


def _name(row: Row, filters: Filters, view: View, words: Texts, *, total: bool) -> str:
    """The name of a row, which leads to the overview of that place."""
    if total:
        return f'<th scope="row">{escape(words.overview.all)}</th>'
    if not row.place.parts:
        return f'<th scope="row">{escape(words.overview.unknown)}</th>'
    named = replace(row.place, province=None) if row.place.prefecture and row.place.county else row.place
    if row.level is Level.TOWNSHIP and row.place.township:
        named = replace(named, prefecture=None)
    link = overview_link(view, filters)
    return f'<th scope="row" lang="zh"><a href="{link}">{place_html(named, words)}</a></th>'


def _count(cell: Cell, row: Row, filters: Filters, view: View, words: Texts) -> str:
    """How many report, and how many are missed; the number opens the only report, or the search among them."""
    own = words.overview
    missed = _missed(cell, words)
    if not cell.reporting:
        return f'<td class="fj-number fj-gap">{missed or _none(words)}</td>'
    where = " ".join(row.place.parts[-1:]) or own.all
    said = own.cell.format(
        place=where, year=cell.year, reporting=cell.reporting, of=row.authorities, reports=cell.reports
    )
    year = (cell.year, cell.year)
    link = opened_report(view, cell.only) if cell.only else search_link(view, replace(filters, years=year))
    share = 1 + min(3, int(4 * cell.reporting / max(1, row.authorities)))
    return (
        f'<td class="fj-number fj-filled fj-share-{share}"><a href="{link}" title="{escape(said)}" aria-label="{escape(said)}">'
        f"{cell.reporting}</a>{missed}</td>"
    )


def _township(cell: Cell, view: View, words: Texts) -> str:
    """Whether one authority has a report: a mark that opens it, or a word for what is missed."""
    own = words.overview
    if not cell.reports:
        said = own.gap_one if cell.gaps else own.silent_one if cell.silent else ""
        kind = "fj-missing" if cell.gaps else "fj-unseen"
        return f'<td class="fj-number fj-gap">{f"<span class={kind!r}>{escape(said)}</span>" if said else _none(words)}</td>'
    if cell.only:
        link = opened_report(view, cell.only)
        return f'<td class="fj-number fj-filled fj-share-4"><a href="{link}">{escape(own.has)}</a></td>'
    return f'<td class="fj-number fj-filled fj-share-4">{escape(own.has)} {cell.reports}</td>'


def _missed(cell: Cell, words: Texts) -> str:
    own = words.overview
    gaps = f' <span class="fj-missing">{escape(own.gap.format(count=cell.gaps))}</span>' if cell.gaps else ""
    silent = f' <span class="fj-unseen">{escape(own.silent.format(count=cell.silent))}</span>' if cell.silent else ""
    return gaps + silent


def _none(words: Texts) -> str:
    return f'<span aria-hidden="true">·</span><span class="fj-spoken">{escape(words.overview.has_not)}</span>'


def _plain(text: str) -> str:
    return f'<td class="fj-number">{escape(text)}</td>'


def _pages(rows: int, layout: Layout, view: View, words: Texts) -> str:
    """The way to the rows before and after."""
    own, page = words.overview, layout.page
    shown = own.shown_rows.format(first=(page - 1) * ROWS + 1, last=min(rows, page * ROWS), of=rows)
    links = [
        f'<a href="{overview_link(view, view.filters, replace(layout, page=to))}">{escape(label)}</a>'
        for label, to in ((own.earlier, page - 1), (own.later, page + 1))
        if 1 <= to <= -(-rows // ROWS)
    ]
    return (
        f'<nav class="fj-pages" aria-label="{escape(own.pages)}"><span>{escape(shown)}</span> {" ".join(links)}</nav>'
    )
