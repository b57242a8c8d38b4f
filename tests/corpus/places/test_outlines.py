"""The map's outlines: the whole country as it is officially drawn, every province once, and points where they belong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.places import outlines as rooms
from corpus.places.gazetteer import load_gazetteer, load_points
from corpus.places.outlines import NAMES, Outline, load_outlines
from corpus.places.projection import UNIT_KM, map_point, project
from errors import FajianError

POINTS = {
    "Beijing": (39.9042, 116.4074, 957.0029, 4344.0825),
    "Lhasa": (29.6604, 91.1322, -1323.0672, 3226.1078),
    "Sanya": (18.247, 109.508, 488.4779, 1885.9057),
    "Mohe": (53.483, 122.536, 1202.1572, 5901.2391),
    "Kashgar": (39.467, 75.989, -2418.8484, 4595.6059),
    "the origin": (0.0, 105.0, 0.0, 0.0),
}
"""Kilometres by PROJ: ``+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +ellps=WGS84``."""


@pytest.mark.parametrize("place", POINTS)
def test_the_projection_agrees_with_proj(place: str) -> None:
    latitude, longitude, east, north = POINTS[place]
    assert project(latitude, longitude) == pytest.approx((east, north), abs=0.001)


def test_the_map_counts_rows_downwards() -> None:
    latitude, longitude, east, north = POINTS["Lhasa"]
    assert map_point(latitude, longitude) == (round(east / UNIT_KM), round(-north / UNIT_KM))


def test_every_province_and_prefecture_is_there_once() -> None:
    found = load_outlines()
    names = load_gazetteer().names
    assert set(found.provinces) == {code for code in names if len(code) == 2} | set(NAMES)
    assert len(found.provinces) == 34
    assert {code for code in names if len(code) == 4} <= set(found.prefectures)
    for outline in (*found.provinces.values(), *found.prefectures.values()):
        assert outline.rings() and all(len(ring) >= 3 for ring in outline.rings())


def test_counties_lie_inside_their_province_and_prefecture() -> None:
    found = load_outlines()
    counties = {code: map_point(*point) for code, point in load_points().items() if len(code) == 6}
    inside = [found.provinces[code[:2]].holds(point) for code, point in counties.items()]
    assert sum(inside) / len(inside) >= 0.97
    areas = {
        code: next((found.prefectures[c] for c in (code, code[:4], code[:2]) if c in found.prefectures), None)
        for code in counties
    }
    inside = [area.holds(counties[code]) for code, area in areas.items() if area]
    assert len(inside) > 2700 and sum(inside) / len(inside) >= 0.97


def test_counties_without_a_point_have_a_middle() -> None:
    found = load_outlines()
    assert not found.centres.keys() & load_points().keys()
    assert {"5406", "540625", "130181"} <= found.centres.keys() <= load_gazetteer().names.keys()
    assert all(found.provinces[code[:2]].holds(map_point(*point)) for code, point in found.centres.items())
    # Of all counties but zones that only statistics know, fewer than 5 % have neither.
    counties = {code for code in load_gazetteer().names if len(code) == 6}
    assert len(counties - found.centres.keys() - load_points().keys()) / len(counties) < 0.05


def test_labels_stand_inside() -> None:
    found = load_outlines()
    assert all(outline.holds(outline.label) for outline in found.provinces.values())


def test_neighbours_share_one_border() -> None:
    found = load_outlines()
    edges = Counter(edge for outline in found.provinces.values() for edge in set(_edges(outline)))
    assert max(edges.values()) == 2
    # Chongqing and Ningxia lie inland: every piece of their border is a neighbour's as well.
    for inland in ("50", "64"):
        assert all(edges[edge] == 2 for edge in _edges(found.provinces[inland]))


@pytest.mark.parametrize(
    ("latitude", "longitude", "province"),
    [
        (25.03, 121.56, "71"),
        (22.43, 114.12, "81"),
        (27.59, 91.87, "54"),
        (35.20, 79.50, "65"),
        (48.33, 134.60, "23"),
    ],
    ids=["台北", "香港", "达旺", "阿克赛钦", "黑瞎子岛"],
)
def test_the_country_is_whole(latitude: float, longitude: float, province: str) -> None:
    point = map_point(latitude, longitude)
    assert [code for code, outline in load_outlines().provinces.items() if outline.holds(point)] == [province]


@pytest.mark.parametrize(
    ("latitude", "longitude", "province"),
    [
        (25.745, 123.475, "71"),
        (20.70, 116.72, "44"),
        (16.83, 112.34, "46"),
        (15.15, 117.76, "46"),
        (9.9, 115.53, "46"),
        (4.0, 112.25, "46"),
    ],
    ids=["钓鱼岛", "东沙岛", "永兴岛", "黄岩岛", "美济礁", "曾母暗沙"],
)
def test_far_islands_are_drawn(latitude: float, longitude: float, province: str) -> None:
    column, row = map_point(latitude, longitude)
    outline = load_outlines().provinces[province]
    dots = [piece.removesuffix("h0").split() for piece in outline.dots.split("M")[1:]]
    drawn = [point for ring in outline.rings() for point in ring] + [(int(x), int(y)) for x, y in dots]
    assert min(max(abs(x - column), abs(y - row)) for x, y in drawn) * UNIT_KM < 25


def test_the_line_has_ten_dashes() -> None:
    assert load_outlines().dashes.count("M") == 10


def test_a_municipality_is_its_own_prefecture_and_a_province_holds_its_own() -> None:
    found = load_outlines()
    assert [outline.code for outline in found.inside("11")] == ["11"]
    assert {outline.code[:2] for outline in found.inside("65")} == {"65"}
    assert {"6540", "659001"} <= {outline.code for outline in found.inside("65")}


def test_rings_and_holes_are_read_from_the_path() -> None:
    ring = Outline("99", (0, 0), "M0 0l10 0 0 10-10 0zM4 4l2 0 0 2-2 0z", "")
    assert ring.rings() == [[(0, 0), (10, 0), (10, 10), (0, 10)], [(4, 4), (6, 4), (6, 6), (4, 6)]]
    assert ring.holds((2, 2)) and not ring.holds((5, 5)) and not ring.holds((11, 5))
    assert ring.box() == (0, 0, 10, 10)


def test_the_file_is_small() -> None:
    assert rooms.DATA.stat().st_size < 150_000


def test_a_damaged_file_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "outlines.tsv.xz"
    damaged.write_bytes(b"not xz")
    monkeypatch.setattr(rooms, "DATA", damaged)
    load_outlines.cache_clear()
    with pytest.raises(FajianError, match="地图数据无法读取"):
        load_outlines()
    load_outlines.cache_clear()


def _edges(outline: Outline) -> list[frozenset[tuple[int, int]]]:
    return [frozenset(pair) for ring in outline.rings() for pair in zip(ring, [*ring[1:], ring[0]], strict=True)]
