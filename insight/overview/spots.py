"""Where reports come from, as points and areas of a map; what has no point is listed, never dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.places.gazetteer import LEVELS, load_points
from corpus.places.outlines import load_outlines
from corpus.report import Level, Place
from indexer.catalogue import ReportFacts
from insight.scope import Authority

MOST_SPOTS = 200
"""Points of counties that a map of the country can show apart."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the map and whose reports stand there.

    No township has a point of its own: ``place`` is the county around it, or where the report knows no county the place above. ``point`` is
    latitude and longitude (WGS84).
    """

    place: Place
    level: Level
    code: str
    point: tuple[float, float]
    reports: int
    authorities: int
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Reports without a point: of invented places (``fictional``), or of places that the gazetteer could not settle."""

    place: Place
    reports: int
    authorities: int
    fictional: bool


@dataclass(frozen=True, slots=True)
class Spots:
    """Points, the most reports first; reports of each province and prefecture by the code of its outline; and what has no point.

    ``coarse`` says that points of counties were gathered at prefectures.
    """

    spots: tuple[Spot, ...]
    provinces: dict[str, int]
    prefectures: dict[str, int]
    names: dict[str, Place]
    """The place of each code that occurs in ``provinces`` or ``prefectures``, as reports write it."""
    unplaced: tuple[Unplaced, ...]
    coarse: bool = False


@dataclass(slots=True)
class _Gathered:
    place: Place
    fictional: bool = False
    reports: int = 0
    who: set[Authority] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    def add(self, report: ReportFacts) -> None:
        self.reports += 1
        self.who.add(report.authority)
        if report.year is not None:
            self.years.add(report.year)


def spots(reports: Sequence[ReportFacts], most: int = MOST_SPOTS) -> Spots:
    """Put reports on the map, at counties, or at prefectures where there would be more than ``most`` points."""
    found = _spots(reports, Level.COUNTY)
    return found if len(found.spots) <= most else _spots(reports, Level.PREFECTURE)


def _spots(reports: Iterable[ReportFacts], finest: Level) -> Spots:
    outlines = load_outlines()
    points = outlines.centres | load_points()
    placed: dict[str, _Gathered] = {}
    rest: dict[tuple[Authority, bool], _Gathered] = {}
    provinces: Counter[str] = Counter()
    prefectures: Counter[str] = Counter()
    names: dict[str, Place] = {}
    for report in reports:
        code = None if report.fictional else point_code(report.place.code, points, finest)
        if code is None:
            above = replace(report.place, township=None, code=None)
            rest.setdefault((above.parts, report.fictional), _Gathered(above, report.fictional)).add(report)
            continue
        if code not in placed:
            placed[code] = _Gathered(_cut(report.place, code))
        placed[code].add(report)
        for counts, area in ((provinces, code[:2]), (prefectures, _known(code, outlines.prefectures, (6, 4)))):
            if area:
                counts[area] += 1
                if area not in names:
                    names[area] = _cut(report.place, area)
    found = [
        Spot(one.place, LEVELS[len(code)], code, points[code], one.reports, len(one.who), tuple(sorted(one.years)))
        for code, one in placed.items()
    ]
    unplaced = [Unplaced(one.place, one.reports, len(one.who), one.fictional) for one in rest.values()]
    return Spots(
        tuple(sorted(found, key=lambda spot: (-spot.reports, spot.code))),
        dict(provinces),
        dict(prefectures),
        names,
        tuple(sorted(unplaced, key=lambda one: (one.fictional, -one.reports, one.place.parts))),
        finest is not Level.COUNTY,
    )


def point_code(code: str | None, points: Container[str], finest: Level = Level.COUNTY) -> str | None:
    """The code of the county (or, if that is the finest, prefecture) of a place if it has a point, else of the place above; ``None`` without any."""
    found = _known(code or "", points, (6, 4, 2))
    if found and len(found) == 6 and finest is Level.PREFECTURE:
        return _known(found, points, (4,)) or found
    return found


def _known(code: str, known: Container[str], lengths: tuple[int, ...]) -> str | None:
    """The first of these beginnings of a code that is known."""
    return next((code[:digits] for digits in lengths if len(code) >= digits and code[:digits] in known), None)


def _cut(place: Place, code: str) -> Place:
    """The place of a shorter code: the names of the levels below left out."""
    level = LEVELS[len(code)]
    names: dict[str, str | None] = {"township": None, "code": code}
    if level is not Level.COUNTY:
        names["county"] = None
    if level is Level.PROVINCE:
        names["prefecture"] = None
    return replace(place, **names)  # type: ignore[arg-type]
