"""The map as one drawing (SVG) of our own: outlines, dots, links. Nothing is fetched; it prints, and takes the colours of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from corpus.places.outlines import NAMES, Outline, load_outlines
from corpus.places.projection import map_point
from corpus.report import Place
from insight.overview.spots import Spot, Spots
from web.link import View
from web.marking import escape
from web.overview_links import at_place, overview_link
from web.texts import Texts

NATION = (-5370, -11960, 9920, 8520)
"""What a map of the country shows: left, top, width, height in units of the map."""
SEA = (520, -5000, 3140, 4320)
"""The South China Sea, drawn small in a corner."""
SEA_PLACES = ("44", "45", "46", "71")
SEA_SHARE = 0.3
MARGIN = 0.06
_FAR = "4603"
"""三沙: its islands lie so far from Hainan that a map with both would show neither."""
_SMALLEST = 160
"""Half-width of the least that a map shows: 80 kilometres."""
_DOT, _DOT_MOST, _FEW = 0.0055, 0.022, 30
"""Radius of the dot of one report, and of the most reports, as shares of the map's width; and how many dots have that much room."""
MOST_NAMES = 25
"""Dots that are named on the map; more names would cover each other."""
_NUDGED = {"11": (-40, -60), "12": (230, 90), "13": (-90, 130), "31": (270, 20), "81": (250, 60), "82": (-210, 100)}
"""Names of small provinces are moved out of each other's way."""
_NO_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that XML cannot hold; one in a name would cost the whole drawing."""
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn: the window, outlines, which of them stand out, and whether the South China Sea has a corner."""

    box: Box
    outlines: Sequence[Outline]
    chosen: frozenset[str]
    whole: bool
    sea: bool


def frame_of(found: Spots, view: View) -> Frame:
    """The whole country, or the province or prefecture that the filters leave."""
    outlines = load_outlines()
    filters = view.filters
    narrowed = filters.province or filters.prefecture or filters.county or filters.township
    if not narrowed or len(found.provinces) != 1:
        return Frame(NATION, list(outlines.provinces.values()), frozenset(), whole=True, sea=True)
    [province] = found.provinces
    inside = outlines.inside(province)
    chosen = frozenset(found.prefectures)
    if (filters.prefecture or filters.county or filters.township) and len(chosen) == 1:
        shown = [outlines.prefectures[code] for code in chosen]
        return Frame(_window(shown), inside, chosen, whole=False, sea=False)
    # Maps of Hainan show the islands of the South China Sea.
    return Frame(_window(inside), inside, frozenset(), whole=False, sea=province == "46")


def map_svg(found: Spots, view: View, words: Texts) -> str:
    """The drawing, well-formed XML."""
    own = words.overview
    frame = frame_of(found, view)
    left, top, width, height = frame.box
    alt = own.map_alt.format(places=len(found.spots), reports=sum(spot.reports for spot in found.spots))
    # A municipality stands among the prefectures under its own code, which is that of a province.
    counts = found.provinces if frame.whole else found.provinces | found.prefectures
    parts = []
    for outline in frame.outlines:
        place = found.names.get(outline.code)
        kind = "fj-area" + (" fj-has" if place else "") + (" fj-chosen" if outline.code in frame.chosen else "")
        area = _area(outline, kind, _area_title(outline.code, place, counts, words))
        if place:
            link = overview_link(view, at_place(view.filters, place))
            area = f'<a href="{link}" aria-label="{_area_title(outline.code, place, counts, words)}">{area}</a>'
        parts.append(area)
    if frame.whole:
        parts.append(f'<path class="fj-dashes" d="{load_outlines().dashes}"/>')
    radius = _radii(found.spots, width)
    # The greatest are drawn first, so that none is hidden under another.
    parts += [_dot(spot, radius[spot.code], view, words) for spot in found.spots]
    if frame.whole:
        parts.append(_province_names(counts, width))
    elif len(found.spots) <= MOST_NAMES:
        parts.append(_spot_names(found.spots, width))
    if frame.sea:
        parts.append(_sea(frame, words))
    return _NO_XML.sub(
        "",
        f'<svg xmlns="http://www.w3.org/2000/svg" class="fj-map" viewBox="{left} {top} {width} {height}" role="group" '
        f'aria-label="{escape(alt)}"><title>{escape(own.map_title)}</title><desc>{escape(alt)}</desc>{"".join(parts)}</svg>',
    )


def legend_html(words: Texts) -> str:
    """What size and colour of the dots mean, and what kind of map this is."""
    own = words.overview
    keys = "".join(
        f'<span class="fj-key-dot"><i class="fj-years-{number}" aria-hidden="true"></i> {escape(text)}</span>'
        for number, text in enumerate(own.legend_years, 1)
    )
    return (
        f'<p class="fj-small fj-map-key">{escape(own.legend_colour)} {keys} · {escape(own.legend_size)}</p>'
        f'<p class="fj-small">{escape(own.map_sketch)}</p>'
    )


def years_class(years: Sequence[int]) -> int:
    """The colour of a dot, 1 to 4, by the number of years with a report."""
    return min(4, max(1, len(years)))


def _window(outlines: Sequence[Outline]) -> Box:
    """The window around outlines, with a margin; far islands do not stretch it."""
    near = [outline for outline in outlines if outline.code != _FAR] or outlines
    points = [point for outline in near for ring in outline.rings() for point in ring]
    columns, rows = zip(*points, strict=True)
    middle = (min(columns) + max(columns)) / 2, (min(rows) + max(rows)) / 2
    half_width = max(_SMALLEST, (max(columns) - min(columns)) / 2) * (1 + 2 * MARGIN)
    half_height = max(_SMALLEST, (max(rows) - min(rows)) / 2) * (1 + 2 * MARGIN)
    # No map is a thin strip.
    half_width, half_height = max(half_width, half_height * 0.9), max(half_height, half_width * 0.55)
    return round(middle[0] - half_width), round(middle[1] - half_height), round(2 * half_width), round(2 * half_height)


def _area(outline: Outline, kind: str, title: str) -> str:
    """One province or prefecture."""
    islets = f'<path class="fj-islets" d="{outline.dots}"/>' if outline.dots else ""
    said = f"<title>{title}</title>" if title else ""
    return f'<g class="{kind}">{said}<path d="{outline.path}"/>{islets}</g>'


def _area_title(code: str, place: Place | None, counts: dict[str, int], words: Texts) -> str:
    """What an area says of itself, as it may stand in an attribute; nothing where it has no name."""
    if place:
        return escape(words.overview.area.format(name=_name(place), reports=counts.get(code, 0)))
    name = area_name(code)
    return escape(words.overview.area_none.format(name=name)) if name else ""


def _radii(spots: Sequence[Spot], width: int) -> dict[str, int]:
    """By code: the area of a dot grows with its reports; where there are many dots all are smaller."""
    most = max((spot.reports for spot in spots), default=1)
    greatest = max(_DOT * 1.2, _DOT_MOST * min(1.0, sqrt(_FEW / max(1, len(spots)))))
    shares = {spot.code: sqrt((spot.reports - 1) / (most - 1)) if most > 1 else 0.4 for spot in spots}
    return {code: round(width * (_DOT + (greatest - _DOT) * share)) for code, share in shares.items()}


def _dot(spot: Spot, radius: int, view: View, words: Texts) -> str:
    """One place with reports, as a link that filters by it."""
    column, row = map_point(*spot.point)
    title = escape(f"{spot_text(spot, words)}（{years_text(spot.years, words)}）")
    link = overview_link(view, at_place(view.filters, spot.place))
    return (
        f'<a href="{link}" aria-label="{title}"><circle class="fj-dot fj-years-{years_class(spot.years)}" cx="{column}" '
        f'cy="{row}" r="{radius}"><title>{title}</title></circle></a>'
    )


def spot_text(spot: Spot, words: Texts) -> str:
    """A place with its reports and who wrote them, in words."""
    return words.overview.spot.format(name=_name(spot.place), reports=spot.reports, authorities=spot.authorities)


def years_text(years: Sequence[int], words: Texts) -> str:
    """Few years one by one, many as a span."""
    if not years:
        return words.overview.no_year
    if len(years) <= 3:
        return words.joint.join(map(str, years))
    if len(years) == years[-1] - years[0] + 1:
        return f"{years[0]}–{years[-1]}"
    return words.overview.spot_years.format(first=years[0], last=years[-1], count=len(years))


def area_name(code: str) -> str:
    """The full name of a province that has no report, so that no report can tell it."""
    from corpus.places.gazetteer import load_gazetteer

    return NAMES.get(code) or load_gazetteer().names.get(code, "")


def _province_names(counts: dict[str, int], width: int) -> str:
    """Short names of provinces; those with reports stand out."""
    texts = []
    for code, outline in load_outlines().provinces.items():
        across, down = _NUDGED.get(code, (0, 0))
        kind = "fj-told-name" if code in counts else ""
        name = escape(_short(area_name(code)))
        texts.append(
            f'<text class="{kind}" x="{outline.label[0] + across}" y="{outline.label[1] + down}">{name}</text>'
        )
    return f'<g class="fj-names" aria-hidden="true" lang="zh" font-size="{round(width * 0.017)}">{"".join(texts)}</g>'


def _spot_names(spots: Sequence[Spot], width: int) -> str:
    """The names of a few places beside their dots."""
    size = round(width * 0.024)
    texts = []
    for spot in spots:
        column, row = map_point(*spot.point)
        texts.append(
            f'<text x="{column}" y="{row - round(1.5 * size)}">{escape("".join(spot.place.parts[-1:]))}</text>'
        )
    return f'<g class="fj-spot-names" aria-hidden="true" lang="zh" font-size="{size}">{"".join(texts)}</g>'


def _sea(frame: Frame, words: Texts) -> str:
    """The South China Sea in the lower right corner, at a smaller scale."""
    outlines = load_outlines()
    left, top, width, height = frame.box
    share = SEA_SHARE if frame.whole else 0.38 * height / SEA[3]
    wide, high = round(SEA[2] * share), round(SEA[3] * share)
    x, y = left + width - wide - width // 100, top + height - high - width // 100
    paths = "".join(
        f'<path class="fj-sea-land" d="{outlines.provinces[code].path}"/>'
        f'<path class="fj-islets" d="{outlines.provinces[code].dots}"/>'
        for code in SEA_PLACES
    )
    name = escape(words.overview.inset)
    size = round(width * (0.014 if frame.whole else 0.02))
    return (
        f'<g class="fj-sea" aria-hidden="true"><rect x="{x}" y="{y}" width="{wide}" height="{high}"/>'
        f'<svg x="{x}" y="{y}" width="{wide}" height="{high}" viewBox="{SEA[0]} {SEA[1]} {SEA[2]} {SEA[3]}">{paths}'
        f'<path class="fj-dashes" d="{outlines.dashes}"/></svg>'
        f'<text x="{x + wide}" y="{y - size // 2}" font-size="{size}">{name}</text></g>'
    )


def _name(place: Place) -> str:
    return " ".join(place.parts[-2:])


def _short(name: str) -> str:
    """What a map calls a province: its name without the kind of place."""
    return name[:3] if name.startswith(("内蒙古", "黑龙江")) else name[:2]
