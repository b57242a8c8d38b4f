"""Outlines of provinces and prefectures for the map, as SVG path data in the units of :mod:`corpus.places.projection`.

The country as it is officially drawn, simplified (``data/README.md`` tells source and licence); a sketch to find places on, no survey.
"""

from __future__ import annotations

import lzma
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from errors import FajianError

DATA = Path(__file__).resolve().parents[1] / "data" / "outlines.tsv.xz"
PROVINCE, PREFECTURE, DASH, CENTRE = "province", "prefecture", "dash", "centre"
NAMES = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
"""Provinces that the list of statistical divisions leaves out."""

_MOVE = re.compile(r"([Ml])([^MlzLh]*)|z")
_NUMBER = re.compile(r"-?\d+")

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """One place on the map.

    ``code`` is the gazetteer's (two digits for a province; for a prefecture four, six where a county stands directly under the province, two
    for a municipality). ``label`` is a point well inside. ``path`` is SVG path data, ``dots`` that of islands too small for an outline.
    """

    code: str
    label: Point
    path: str
    dots: str

    def rings(self) -> list[list[Point]]:
        """The closed rings of the outline, islands and holes alike."""
        rings: list[list[Point]] = []
        for match in _MOVE.finditer(self.path):
            numbers = [int(number) for number in _NUMBER.findall(match[2] or "")]
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
            if match[1] == "M":
                rings.append(points)
            for across, down in points if match[1] == "l" else ():
                x, y = rings[-1][-1]
                rings[-1].append((x + across, y + down))
        return rings

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside: a line from it to the east crosses the rings an odd number of times."""
        x, y = point
        inside = False
        for ring in self.rings():
            for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True):
                if (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b):
                    inside = not inside
        return inside

    def box(self) -> tuple[int, int, int, int]:
        """Least and greatest column, least and greatest row: left, top, right, bottom."""
        columns, rows = zip(*(point for ring in self.rings() for point in ring), strict=True)
        return min(columns), min(rows), max(columns), max(rows)


@dataclass(frozen=True, slots=True)
class Outlines:
    """All outlines.

    ``dashes`` is the path of the dashed line in the South China Sea and east of Taiwan. ``centres`` are latitude and longitude (WGS84) of the
    middles of counties and prefectures that :func:`corpus.places.gazetteer.load_points` has no point for.
    """

    provinces: dict[str, Outline]
    prefectures: dict[str, Outline]
    dashes: str
    centres: dict[str, tuple[float, float]]

    def inside(self, province: str) -> list[Outline]:
        """The prefectures, and counties directly under the province, of a province's code; of a municipality itself."""
        return [outline for code, outline in self.prefectures.items() if code.startswith(province)]


@cache
def load_outlines() -> Outlines:
    """Load the bundled outlines, once in a process.

    Raises:
        FajianError: where the data file is missing or damaged.
    """
    layers: dict[str, dict[str, Outline]] = {PROVINCE: {}, PREFECTURE: {}, DASH: {}, CENTRE: {}}
    try:
        for line in lzma.decompress(DATA.read_bytes()).decode("utf-8").splitlines():
            layer, code, column, row, path, dots = line.split("\t")
            layers[layer][code] = Outline(code, (int(column), int(row)), path, dots)
    except (OSError, lzma.LZMAError, UnicodeDecodeError, ValueError, KeyError) as error:
        raise FajianError(f"地图数据无法读取：{DATA}（{error}）；请重新安装。") from error
    dashes = "".join(outline.path for outline in layers[DASH].values())
    centres = {code: (place.label[0] / 1000, place.label[1] / 1000) for code, place in layers[CENTRE].items()}
    return Outlines(layers[PROVINCE], layers[PREFECTURE], dashes, centres)
