"""Completeness as HTML: tables of marks over many reports, and the parts of one."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from insight.completeness.overview import Overview, Row
from insight.completeness.parts import PARTS, Group, Part, Status, of_group
from insight.completeness.resting import ReportCheck, Rest, Told
from web.link import View, link_params
from web.marking import badge, escape, place_html, year_text
from web.quoting import cited_card, report_link, table
from web.texts import Texts

MOST_ROWS = 100
MOST_COUNTIES = 40
_MOST_SHOWN = 3
"""What a part rests on that is shown at once; the rest opens below."""
_SIGNS = {Status.FULL: "●", Status.BARE: "◐", Status.MISSING: "○", Status.OPTIONAL: "–"}


def name_of(part: Part, view: View) -> str:
    """A part in the language of the page."""
    return part.zh if view.language == "zh" else part.en


def parts_table(found: Overview, group: Group, view: View, words: Texts) -> str:
    """Each part of a group: how often it is told, bare, not seen, not asked; and how many reports of each year name it."""
    own = words.completeness
    years = list(found.by_year)
    # No column for what never occurs: everything that the duty asks for is asked of every level.
    asked_of_all = not any(part.optional for part in of_group(group))
    head = [own.part, own.told, own.bare, own.missing, *([] if asked_of_all else [own.optional])]
    head += [own.year_share.format(year=year) for year in years]
    rows = []
    for place, part in enumerate(PARTS):
        if part.group is not group:
            continue
        tally = found.tallies[place]
        cells = [f'<th scope="row">{escape(name_of(part, view))}</th>']
        counts = (tally.full, tally.bare, tally.missing, *(() if asked_of_all else (tally.optional,)))
        for count in counts:
            cells.append(_number(own.share.format(count=count, of=tally.of), faint=not count))
        for year in years:
            of_year = found.by_year[year][place]
            cells.append(_number(own.share.format(count=of_year.told, of=of_year.of)))
        rows.append(cells)
    return f'<div class="fj-matrix">{table(head, rows)}</div>'


def matrix(found: Overview, group: Group, view: View, words: Texts) -> str:
    """Reports as rows, parts as columns, a mark in each cell."""
    parts = of_group(group)
    head = [words.completeness.report, *(_column(part, view) for part in parts)]
    return (
        f'<div class="fj-matrix">{table(head, (_row(row, parts, view, words) for row in found.rows[:MOST_ROWS]))}</div>'
    )


def counties_table(found: Overview, group: Group, view: View, words: Texts) -> str:
    """Counties as rows: how many of their reports name each part; those with the most reports first."""
    parts = of_group(group)
    places = [place for place, part in enumerate(PARTS) if part.group is group]
    counties = sorted(found.by_county.items(), key=lambda item: (-item[1][0].of, item[0]))[:MOST_COUNTIES]
    rows = []
    for names, tallies in counties:
        cells = [f'<th scope="row" lang="zh">{escape(" ".join(names))}</th>']
        for place in places:
            told, of = tallies[place].told, tallies[place].of
            cells.append(_number(words.completeness.share.format(count=told, of=of)))
        rows.append(cells)
    head = [words.completeness.county, *(_column(part, view) for part in parts)]
    return f'<div class="fj-matrix">{table(head, rows)}</div>'


def silent_list(found: Overview, words: Texts) -> str:
    """Who has no report of a year of which others of the county have one."""
    own = words.completeness
    items = "".join(
        f"<li>{place_html(each.report.place, words)} "
        f"{escape(own.silent.format(year=each.year, reporting=each.reporting, of=each.of))}</li>"
        for each in found.silent[:MOST_ROWS]
    )
    return f'<ul class="fj-silent">{items}</ul>'


def legend(words: Texts) -> str:
    """What the marks mean."""
    own = words.completeness
    marks = " ".join(f"{_mark(status)} {escape(own.statuses[status.value])}" for status in Status)
    return f'<p class="fj-small fj-legend">{marks} <b aria-hidden="true">?</b> {escape(own.marks_doubtful)}</p>'


def told_html(told: Told, checked: ReportCheck, view: View, words: Texts) -> str:
    """One part of a report: its status, where it is asked for, what it rests on."""
    own = words.completeness
    status = told.finding.status
    said = _said(told, view, words)
    asked = told.part.basis_zh if view.language == "zh" else told.part.basis
    how = told.part.found_zh if view.language == "zh" else told.part.found
    head = (
        f'<h3 class="fj-part">{_mark(status)} {escape(name_of(told.part, view))} {badge(f"status-{status.value}", said)}</h3>'
        f'<p class="fj-small">{escape(own.basis + asked)}<br>{escape(own.found + how)}</p>'
    )
    if told.finding.of:
        counted = own.concrete.format(count=told.finding.count, of=told.finding.of)
        head += f"<p>{escape(counted)}</p>"
    if checked.doubtful and status in {Status.BARE, Status.MISSING}:
        head += f'<p class="fj-small fj-unsure">? {escape(own.marks_doubtful)}</p>'
    if status is Status.MISSING:
        return f'<section class="fj-told">{head}<p>{escape(own.looked_at)}</p></section>'
    shown = "".join(_rest(rest, checked, view, words) for rest in told.rests[:_MOST_SHOWN])
    more = "".join(_rest(rest, checked, view, words) for rest in told.rests[_MOST_SHOWN:])
    if more:
        label = own.others.format(count=len(told.rests) - _MOST_SHOWN)
        more = f'<details class="fj-why"><summary>{escape(label)}</summary>{more}</details>'
    return f'<section class="fj-told">{head}{shown}{more}</section>'


def doubts_html(checked: ReportCheck, words: Texts) -> str:
    """What the reader was unsure of, in its own words."""
    own = words.completeness
    items = "".join(
        f'<li>{escape(own.from_where.format(where=own.doubts[doubt.kind]))}<span lang="zh">{escape(doubt.text)}</span></li>'
        for doubt in checked.doubts
    )
    return f'<div class="fj-notice fj-notice-info" role="status"><p>{escape(own.doubt_title)}</p><ul>{items}</ul></div>'


def outline_html(checked: ReportCheck, words: Texts) -> str:
    """The headings of the report, which were looked at for what was not seen."""
    if not checked.outline:
        return f"<p>{escape(words.completeness.no_outline)}</p>"
    items = "".join(f'<li class="fj-level-{min(level, 3)}">{escape(label)}</li>' for level, label in checked.outline)
    return f'<ul class="fj-outline" lang="zh">{items}</ul>'


def _row(row: Row, parts: tuple[Part, ...], view: View, words: Texts) -> list[str]:
    address = urlencode(link_params(replace(view, report=row.report.id, passage=None)))
    where = f"{place_html(row.report.place, words)} {escape(year_text(row.report.year, words))}"
    doubt = (
        f' <b class="fj-unsure" title="{escape(words.completeness.marks_doubtful)}">?'
        f'<span class="fj-spoken">{escape(words.completeness.marks_doubtful)}</span></b>'
        if row.doubtful
        else ""
    )
    cells = [f'<th scope="row"><a href="completeness?{escape(address)}">{where}</a>{doubt}</th>']
    by_part = dict(zip(PARTS, row.statuses, strict=True))
    for part in parts:
        status = by_part[part]
        spoken = escape(words.completeness.statuses[status.value])
        cells.append(
            f'<td class="fj-cell fj-cell-{status.value}">{_mark(status)}<span class="fj-spoken">{spoken}</span></td>'
        )
    return cells


def _rest(rest: Rest, checked: ReportCheck, view: View, words: Texts) -> str:
    if rest.cited is not None:
        return cited_card(rest.cited, view, words)
    where = words.completeness.from_where.format(where=rest.where) if rest.where else ""
    link = report_link(checked.report, view, words)
    return (
        f'<div class="fj-cited"><p class="fj-where">{link} <span lang="zh">{escape(where)}</span></p>'
        f'<blockquote class="fj-passage" lang="zh">{escape(rest.text)}</blockquote></div>'
    )


def _said(told: Told, view: View, words: Texts) -> str:
    if told.finding.status is Status.BARE:
        return told.part.bare_zh if view.language == "zh" else told.part.bare_en
    return words.completeness.statuses[told.finding.status.value]


def _column(part: Part, view: View) -> str:
    if view.language == "zh":
        return part.short_zh or part.zh
    return part.short_en or part.en


def _mark(status: Status) -> str:
    return f'<span class="fj-sign fj-sign-{status.value}" aria-hidden="true">{_SIGNS[status]}</span>'


def _number(text: str, *, faint: bool = False) -> str:
    return f'<td class="fj-number{" fj-gap" if faint else ""}">{escape(text)}</td>'
