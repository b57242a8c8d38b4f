"""How former names, newest names and points come into the gazetteer's data files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.build_gazetteer import former_rows
from bench.former_places import Former, Listing, find_former, find_heirs
from bench.map_points import read_points, to_wgs84
from bench.newest_places import bring_up_to_date

PLACES = {"53": "云南省", "5323": "楚雄彝族自治州"}
OLD = Listing(
    2019,
    {
        **PLACES,
        "532331": "禄丰县",
        "532331100": "金山镇",
        "532331101": "黑井镇",
        "532331200": "高峰乡",
        "532331201": "旧庄乡",
        "532331202": "散村乡",
        "532331203": "远山乡",
    },
    {
        "532331201": frozenset({"甲", "乙", "丙", "丁"}),
        "532331202": frozenset({"戊", "己", "子", "庚", "辛", "丑"}),
        "532331203": frozenset({"壬", "癸"}),
    },
)
NEW = Listing(
    2020,
    {
        **PLACES,
        "532302": "禄丰市",
        "532302001": "金山街道",
        "532302101": "黑井镇",
        "532302102": "高峰镇",
        "532302003": "北山路片区街道",
        "532303": "远方市",
        "532303100": "远山乡",
    },
    {
        "532302101": frozenset({"甲", "乙", "丙", "戊", "己", "子"}),
        "532302102": frozenset({"庚", "辛"}),
        "532303100": frozenset({"壬", "癸"}),
    },
)


@pytest.mark.parametrize(
    ("code", "heir"),
    [
        ("532331", "532302"),
        ("532331100", "532302001"),
        ("532331101", "532302101"),
        ("532331200", "532302102"),
        ("532331201", "532302101"),
        ("532331202", None),
        ("532331203", "532303100"),
    ],
    ids=["county", "town to street", "same name", "township to town", "merged", "cut in pieces", "moved"],
)
def test_heirs(code: str, heir: str | None) -> None:
    assert find_heirs(OLD, NEW).get(code) == heir


def test_former_names_tell_the_last_year_and_the_place_above() -> None:
    found = find_former([OLD, NEW])
    assert Former("532302102", "高峰乡", 2019) in found
    assert Former("532303100", "远山乡", 2019, "532302") in found
    assert not [row for row in found if row.name == "黑井镇"]


def test_a_reused_code_is_no_heir() -> None:
    reused = Listing(2020, {**NEW.names, "532331": "别处市"}, NEW.villages)
    assert find_heirs(OLD, reused)["532331"] == "532302"


def test_rows_keep_the_last_year() -> None:
    assert former_rows([Former("1", "甲乡", 2017), Former("1", "甲乡", 2019)]) == [("1", "甲乡", "2019", "")]


def write_newest(folder: Path) -> Path:
    (folder / "data").mkdir()
    counties = {"禄丰市": "532302000000", "新立县": "532304000000"}
    divisions = {"provinces": {"云南省": {"cities": {"楚雄彝族自治州": {"counties": counties}}}}}
    townships = {
        "532302000000": {
            "townships": {
                "金山街道": "532302001000",
                "黑井镇": "532302101000",
                "高峰街道": "532302002000",
                "北山路街道": "532302009000",
            }
        },
        "532304000000": {"townships": {"全新镇": "532304100000", "新立经济区": "532304400000"}},
    }
    (folder / "data" / "divisions_v1.json").write_text(json.dumps(divisions), encoding="utf-8")
    (folder / "data" / "townships_v1.json").write_text(json.dumps(townships), encoding="utf-8")
    return folder


def test_newest_names_are_taken_over_under_the_known_code(tmp_path: Path) -> None:
    names = dict(NEW.names)
    former = bring_up_to_date(names, write_newest(tmp_path))
    assert former == [Former("532302102", "高峰镇", 2023), Former("532302003", "北山路街道", 2026)]
    assert names["532302102"] == "高峰街道"
    assert {code: name for code, name in names.items() if code not in NEW.names} == {
        "532304": "新立县",
        "532304100": "全新镇",
    }


def test_points_follow_a_county_to_its_new_code(tmp_path: Path) -> None:
    path = tmp_path / "adcodes.csv"
    path.write_text("adcode,name,longitude,latitude\n532331000000,禄丰县,102.08,25.15\n", encoding="utf-8")
    assert read_points(path, NEW.names) == [("532302", "25.153", "102.078")]


def test_points_are_carried_back_to_wgs84() -> None:
    # Agrees with the example of the coordtransform package.
    assert to_wgs84(39.915, 116.404) == pytest.approx((39.913596, 116.397756), abs=5e-5)
