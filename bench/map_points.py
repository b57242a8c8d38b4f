"""Points of counties for the map, out of ``resources/adcodes.csv`` of the package ``cpca``.

The file does not name its datum. Against 998 places of the GeoNames data (WGS84) it lies 0.0038° too far east on average, where GCJ-02
would lie 0.0048° too far, and the differences follow those of GCJ-02 over the country (slope 0.74): it is GCJ-02. Points are carried
back to WGS84, the datum of open maps.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from math import cos, pi, radians, sin, sqrt
from pathlib import Path

_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
"""Krasovsky's ellipsoid, on which GCJ-02 is defined."""


def read_points(path: Path, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Rows code, latitude, longitude (WGS84, three decimals, about 100 m) of the counties and places above in ``names``.

    A county that got a new code when it became a city or a district is found by its stem within the prefecture.
    """
    by_code: dict[str, tuple[str, float, float]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = row["adcode"].removesuffix("000000")
            if len(code) == 6 and row["longitude"]:
                by_code[code] = (row["name"], *to_wgs84(float(row["latitude"]), float(row["longitude"])))
    by_stem = {(code[:4], name[:2]): code for code, (name, _, _) in sorted(by_code.items()) if code[4:] != "00"}
    rows = []
    for code, name in names.items():
        full = code.ljust(6, "0")
        if len(code) < 9 and full not in by_code and len(code) == 6:
            full = by_stem.get((code[:4], name[:2]), "")
        if len(code) < 9 and full in by_code:
            _, latitude, longitude = by_code[full]
            rows.append((code, f"{latitude:.3f}", f"{longitude:.3f}"))
    return rows


def to_wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    """Carry a point from GCJ-02 back to WGS84, to about two metres: the shift hardly changes over its own length."""
    north, east = _shift(latitude, longitude)
    north, east = _shift(latitude - north, longitude - east)
    return latitude - north, longitude - east


def _shift(latitude: float, longitude: float) -> tuple[float, float]:
    """By how many degrees GCJ-02 moves a point of WGS84 (the published formula)."""
    x, y = longitude - 105.0, latitude - 35.0
    wave = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    squash = 1 - _ECCENTRICITY * sin(radians(latitude)) ** 2
    metres_north = (_AXIS * (1 - _ECCENTRICITY)) / (squash * sqrt(squash)) * pi / 180
    return north / metres_north, east / (_AXIS / sqrt(squash) * cos(radians(latitude)) * pi / 180)
