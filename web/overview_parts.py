"""The other parts of the overview as HTML: counts, places beside the map, the newest reports, and how the corpus was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.report import Place
from insight.overview.holdings import Holdings, Recent
from insight.overview.reading import Reading, by_reason
from insight.overview.spots import Spots
from web.link import View
from web.locale import date_text, number_text, percent_text
from web.marking import escape, place_html
from web.overview_links import at_place, overview_link
from web.overview_map import years_text
from web.quoting import report_link, table
from web.texts import Texts

MOST_PLACES = 15
MOST_UNPLACED = 30
MOST_SKIPPED = 50
MOST_REASONS = 20
MOST_DOUBTFUL = 20
"""Reports named under one reason."""


def tiles(held: Holdings, words: Texts) -> str:
    """The great numbers."""
    own = words.overview
    years = list(held.years)
    span = (str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}") if years else "–"
    values = {
        "reports": number_text(held.reports),
        "townships": number_text(held.townships),
        "authorities": number_text(held.authorities),
        "counties": number_text(held.counties),
        "provinces": number_text(held.provinces),
        "years": span,
        "passages": number_text(held.passages),
    }
    if held.authorities == held.townships:
        # The same number twice would only be asked about.
        del values["authorities"]
    shown = "".join(
        f"<div><dt>{escape(own.tiles[name])}</dt><dd>{escape(value)}</dd></div>" for name, value in values.items()
    )
    return f'<dl class="fj-tiles">{shown}</dl>'


def roles_bar(held: Holdings, words: Texts) -> str:
    """The share of each role as a bar, with the same in words below."""
    own = words.overview
    told = [
        (
            role.value,
            count,
            own.role_share.format(
                name=words.roles[role.value],
                count=number_text(count),
                percent=percent_text(count / max(1, held.passages)).rstrip("%"),
            ),
        )
        for role, count in held.roles.items()
    ]
    bar = "".join(f'<span class="fj-{role}" style="flex-grow: {count}"></span>' for role, count, _ in told if count)
    keys = "".join(f'<li><span class="fj-badge fj-{role}">{escape(text)}</span></li>' for role, _, text in told)
    return f'<div class="fj-stack" aria-hidden="true">{bar}</div><ul class="fj-row">{keys}</ul>'


def breakdown(held: Holdings, words: Texts) -> str:
    """Levels, kinds, and reports without a year, a line each."""
    own = words.overview
    lines = [
        own.levels
        + words.joint.join(f"{words.levels[level.value]} {number_text(n)}" for level, n in held.levels.items()),
        own.kinds + words.joint.join(f"{words.kinds[kind.value]} {number_text(n)}" for kind, n in held.kinds.items()),
    ]
    if held.undated:
        lines.append(own.undated.format(count=held.undated))
    return "".join(f'<p class="fj-small">{escape(line)}</p>' for line in lines)


def places_table(found: Spots, view: View, words: Texts) -> str:
    """What the map shows, as a table: the places with the most reports."""
    own = words.overview
    if not found.spots:
        return f"<p>{escape(own.map_none)}</p>"
    rows = []
    for spot in found.spots[:MOST_PLACES]:
        link = overview_link(view, at_place(view.filters, spot.place))
        rows.append(
            [
                f'<th scope="row" lang="zh"><a href="{link}">{place_html(_short(spot.place), words)}</a></th>',
                _number(spot.reports),
                _number(spot.authorities),
                f'<td class="fj-span">{escape(years_text(spot.years, words))}</td>',
            ]
        )
    head = [own.place, own.reports, own.authorities, own.years]
    rest = len(found.spots) - len(rows)
    more = f'<p class="fj-small">{escape(own.map_more.format(count=rest))}</p>' if rest > 0 else ""
    return f'<h3 class="fj-part">{escape(own.map_table)}</h3>{table(head, rows)}{more}'


def unplaced_list(found: Spots, view: View, words: Texts) -> str:
    """What has no point on the map, and why."""
    own = words.overview
    if not found.unplaced:
        return ""
    items = []
    for one in found.unplaced[:MOST_UNPLACED]:
        why = own.unplaced_fictional if one.fictional else own.unplaced_open
        name = place_html(one.place, words)
        if one.place.parts:
            name = f'<a href="{overview_link(view, at_place(view.filters, one.place))}">{name}</a>'
        count = escape(own.unplaced_item.format(reports=one.reports))
        items.append(f'<li><span lang="zh">{name}</span> {count} <span class="fj-around">{escape(why)}</span></li>')
    rest = len(found.unplaced) - len(items)
    more = f'<p class="fj-small">{escape(own.unplaced_more.format(count=rest))}</p>' if rest > 0 else ""
    title = own.unplaced.format(reports=sum(one.reports for one in found.unplaced))
    return f'<h3 class="fj-part">{escape(title)}</h3><ul class="fj-silent">{"".join(items)}</ul>{more}'


def newest_list(recent: Sequence[Recent], view: View, words: Texts) -> str:
    """The latest reports with the dates they bear."""
    own = words.overview
    items = []
    for one in recent:
        which = own.published if one.published else own.signed
        date = f"{date_text(one.date, view.language)} {which}" if one.date else own.no_date
        items.append(f'<li>{report_link(one.report, view, words)} <span class="fj-around">{escape(date)}</span></li>')
    return f'<ul class="fj-silent">{"".join(items)}</ul>'


def index_facts(found: Reading, words: Texts) -> list[tuple[str, str]]:
    """What the index is, as names and values."""
    own = words.overview
    made = found.created[:16].replace("T", " ") + (" UTC" if found.created.endswith(("+00:00", "Z")) else "")
    size = f"{found.bytes / 1e6:,.1f} MB"
    files = own.files.format(files=found.files, duplicates=found.duplicates, skipped=len(found.skipped))
    return list(zip(own.index_facts, (made, found.version, found.encoder, size, files), strict=True))


def folders_table(found: Reading, words: Texts, *, whole_paths: bool) -> str:
    """Folders and how many of their files were read.

    Args:
        found: How the corpus was read.
        words: The page's language.
        whole_paths: Whether the visitor may see where on the machine they lie.
    """
    rows = [
        [
            f'<th scope="row">{escape(folder.path if whole_paths else folder.name)}</th>',
            _number(folder.files),
            _number(folder.skipped),
        ]
        for folder in found.folders
    ]
    return table(words.overview.folder, rows)


def skipped_table(found: Reading, words: Texts) -> str:
    """Files that could not be read, each with the reason."""
    own = words.overview
    if not found.skipped:
        return f"<p>{escape(own.skipped_none)}</p>"
    rows = [
        [f'<th scope="row">{escape(item.source)}</th>', f"<td>{escape(item.reason)}</td>"]
        for item in found.skipped[:MOST_SKIPPED]
    ]
    return table(own.skipped_columns, rows) + _bounded(len(rows), len(found.skipped), words)


def doubts_list(found: Reading, view: View, words: Texts) -> str:
    """What reports leave open, one fold a reason, with the reports inside."""
    own = words.overview
    if not found.doubtful:
        return f"<p>{escape(own.doubts_none)}</p>"
    reasons = by_reason(found.doubtful)
    folds = []
    for reason in reasons[:MOST_REASONS]:
        text = own.reasons.get(reason.kind, reason.text)
        label = escape(own.reason.format(text=text, count=len(reason.reports)))
        items = "".join(
            f'<li>{report_link(report, view, words)} <span class="fj-around">{escape(report.source)}</span></li>'
            for report in reason.reports[:MOST_DOUBTFUL]
        )
        rest = _bounded(MOST_DOUBTFUL, len(reason.reports), words)
        folds.append(
            f'<details class="fj-why"><summary>{label}</summary><ul class="fj-silent">{items}</ul>{rest}</details>'
        )
    return "".join(folds) + _bounded(MOST_REASONS, len(reasons), words)


def heading(text: str, notes: Iterable[str] = ()) -> str:
    """The heading of a part, with notes in small print below."""
    below = "".join(f'<p class="fj-small">{escape(note)}</p>' for note in notes)
    return f'<h2 class="fj-results">{escape(text)}</h2>{below}'


def _short(place: Place) -> Place:
    """A place without what is far above it; beside a map the province goes without saying."""
    return replace(place, province=None) if place.prefecture or place.county else place


def _bounded(shown: int, of: int, words: Texts) -> str:
    if of <= shown:
        return ""
    return f'<p class="fj-small">{escape(words.overview.shown.format(shown=shown, of=of))}</p>'


def _number(count: int) -> str:
    return f'<td class="fj-number">{number_text(count)}</td>'
