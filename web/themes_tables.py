"""The map of problems as HTML: the ranked themes, and of one theme its years, counties and townships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from insight.scope import Authority, Share
from insight.themes.answer import OUTLINE, Chronic, FoundTheme, Said, Themes
from insight.themes.trend import Trend
from web.link import View, link_params
from web.marking import badge, escape
from web.quoting import cited_card, report_link, table
from web.texts import Texts

PATH = "themes"
"""Of the page in the address."""
MOST_COUNTIES = 30
MOST_CHRONIC = 30


def themes_table(found: Themes, view: View, words: Texts) -> str:
    """All themes, those of the most townships first."""
    own = words.problem_map
    rows = [_row(theme, found.by, view, words) for theme in found.themes]
    head = (own.theme, own.townships, own.by_year, own.trend, own.passages)
    return f'<div class="fj-map fj-themes">{table(head, rows)}</div>'


def name_html(theme: FoundTheme, by: str, words: Texts) -> str:
    """A theme's name; of a field of the outline in the page's language."""
    return (
        escape(words.themes.get(theme.id, theme.name))
        if by == OUTLINE
        else f'<span lang="zh">{escape(theme.name)}</span>'
    )


def trend_badge(trend: Trend, words: Texts) -> str:
    """The trend as a small label."""
    return badge(f"trend-{trend.value}", words.problem_map.trends[trend.value])


def years_table(by_year: Mapping[int, Share], words: Texts) -> str:
    """Who names it out of who reports, year by year."""
    rows = [(f"<td>{year}</td>", f"<td>{_bar(share, words)}</td>") for year, share in by_year.items()]
    return f'<div class="fj-map">{table((words.problem_map.year, words.problem_map.townships), rows)}</div>'


def counties_table(by_county: Mapping[Authority, Share], words: Texts) -> str:
    """The same by county, those with the most first; those where nobody names it are only counted."""
    own = words.problem_map
    naming = [(county, share) for county, share in by_county.items() if share.townships]
    naming.sort(key=lambda item: -item[1].townships)
    rows = [
        (f'<td lang="zh">{escape(" ".join(county))}</td>', f"<td>{_bar(share, words)}</td>")
        for county, share in naming[:MOST_COUNTIES]
    ]
    notes = []
    if len(naming) > MOST_COUNTIES:
        notes.append(own.shown.format(shown=MOST_COUNTIES, of=len(naming)))
    if len(naming) < len(by_county):
        notes.append(own.elsewhere.format(count=len(by_county) - len(naming)))
    note = f'<p class="fj-small">{escape(" ".join(notes))}</p>' if notes else ""
    return f'<div class="fj-map">{table((own.county, own.townships), rows)}</div>{note}'


def chronic_list(chronic: Sequence[Chronic], view: View, words: Texts) -> str:
    """Townships that name it year after year; each opens its last report."""
    own = words.problem_map
    if not chronic:
        return f'<p class="fj-small">{escape(own.chronic_none)}</p>'
    items = [
        f"<li>{report_link(one.report, view, words)} · {escape(own.chronic.format(years=words.joint.join(map(str, one.years))))}</li>"
        for one in chronic[:MOST_CHRONIC]
    ]
    more = len(chronic) - MOST_CHRONIC
    tail = f'<p class="fj-small">{escape(own.chronic_more.format(count=more))}</p>' if more > 0 else ""
    return f'<ul class="fj-chronic">{"".join(items)}</ul>{tail}'


def said_card(said: Said, name: str, view: View, words: Texts) -> str:
    """A passage with the theme's name marked where it stands, and below it who says the same."""
    start = said.cited.text.find(name)
    spans = [(said.cited.start + start, said.cited.start + start + len(name))] if start >= 0 else []
    return cited_card(said.cited, view, words, spans, _same(said, view, words))


def _same(said: Said, view: View, words: Texts) -> str:
    if not said.same:
        return ""
    items = "".join(f"<li>{report_link(other.report, view, words, other.passage_id)}</li>" for other in said.same)
    label = escape(words.folded.format(count=said.copies))
    return f'<details class="fj-folded"><summary>{label}</summary><ul>{items}</ul></details>'


def _row(theme: FoundTheme, by: str, view: View, words: Texts) -> tuple[str, ...]:
    pick = f"{OUTLINE}/{theme.id}" if by == OUTLINE else theme.id
    address = f"{PATH}?{urlencode(link_params(replace(view, pick=pick, top=View().top)))}"
    return (
        f'<td><a href="{escape(address)}">{name_html(theme, by, words)}</a></td>',
        f"<td>{_bar(theme.townships, words)}</td>",
        f"<td>{_spark(theme.by_year, words)}</td>",
        f"<td>{trend_badge(theme.trend, words) if theme.trend is not Trend.UNKNOWN else _no_verdict(words)}</td>",
        f'<td class="fj-number">{theme.mentions}</td>',
    )


def _no_verdict(words: Texts) -> str:
    told = escape(words.problem_map.trends[Trend.UNKNOWN.value])
    return f'<span class="fj-around" title="{told}" aria-label="{told}" role="img">—</span>'


def _bar(share: Share, words: Texts) -> str:
    width = 100 * share.townships / max(share.of, 1)
    text = words.problem_map.share.format(townships=share.townships, of=share.of)
    return (
        f'<div class="fj-share"><span aria-hidden="true"><i style="width:{width:.1f}%"></i></span>{escape(text)}</div>'
    )


def _spark(by_year: Mapping[int, Share], words: Texts) -> str:
    """A column a year, as high as the share; the numbers are told when pointed at and to screen readers."""
    columns = []
    for year, share in by_year.items():
        height = 100 * share.townships / max(share.of, 1)
        told = f"{year} {words.problem_map.share.format(townships=share.townships, of=share.of)}"
        columns.append(
            f'<span title="{escape(told)}" aria-label="{escape(told)}" role="img">'
            f'<b><i style="height:{height:.1f}%"></i></b>{year % 100:02}</span>'
        )
    return f'<div class="fj-spark">{"".join(columns)}</div>'
