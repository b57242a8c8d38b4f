from __future__ import annotations

import csv
import lzma
from pathlib import Path

import pytest

from bench.build_gazetteer import pack, read_package
from corpus.places import gazetteer as room
from corpus.places.changes import read_changes
from corpus.places.gazetteer import Gazetteer, load_gazetteer
from corpus.places.names import keeps_kind, short_forms, spell_regiments, without_peoples
from corpus.report import Level, Place
from errors import FajianError

TINY = Gazetteer.from_names(
    {
        "65": "新疆维吾尔自治区",
        "6540": "伊犁哈萨克自治州",
        "654026": "昭苏县",
        "654026206": "察汗乌苏蒙古族乡",
        "11": "北京市",
    }
)


@pytest.mark.parametrize(
    ("name", "level", "forms"),
    [
        ("新疆维吾尔自治区", Level.PROVINCE, {"新疆", "新疆自治区"}),
        ("内蒙古自治区", Level.PROVINCE, {"内蒙古"}),
        ("青海省", Level.PROVINCE, {"青海"}),
        ("伊犁哈萨克自治州", Level.PREFECTURE, {"伊犁", "伊犁州"}),
        ("克孜勒苏柯尔克孜自治州", Level.PREFECTURE, {"克孜勒苏", "克孜勒苏州", "克州"}),
        ("恩施土家族苗族自治州", Level.PREFECTURE, {"恩施", "恩施州"}),
        ("阿里地区", Level.PREFECTURE, {"阿里"}),
        ("东乡族自治县", Level.COUNTY, {"东乡", "东乡县", "东乡自治县"}),
        ("鄂温克族自治旗", Level.COUNTY, {"鄂温克", "鄂温克旗", "鄂温克自治旗"}),
        ("乌苏市", Level.COUNTY, {"乌苏"}),
        ("赵县", Level.COUNTY, set()),
        ("察汗乌苏蒙古族乡", Level.TOWNSHIP, {"察汗乌苏", "察汗乌苏乡"}),
        ("塔布勒合特蒙古民族乡", Level.TOWNSHIP, {"塔布勒合特", "塔布勒合特乡"}),
        ("卡乡", Level.TOWNSHIP, set()),
        ("保康街道办事处", Level.TOWNSHIP, {"保康", "保康街道"}),
        ("兵团农十二师一零四团", Level.TOWNSHIP, {"一零四团", "兵团一零四团"}),
    ],
)
def test_short_forms(name: str, level: Level, forms: set[str]) -> None:
    assert set(short_forms(name, level)) == forms


@pytest.mark.parametrize(
    ("base", "stem"),
    [("大通回族土族", "大通"), ("鄂温克族", "鄂温克族"), ("莫力达瓦达斡尔族", "莫力达瓦"), ("红旗", "红旗")],
)
def test_without_peoples(base: str, stem: str) -> None:
    assert without_peoples(base) == stem


@pytest.mark.parametrize(
    ("form", "name", "kept"),
    [("察汗乌苏乡", "察汗乌苏蒙古族乡", True), ("察汗乌苏", "察汗乌苏蒙古族乡", False), ("沙镇", "沙镇镇", False)],
)
def test_keeps_kind(form: str, name: str, kept: bool) -> None:
    assert keeps_kind(form, name) is kept


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("143团", "一四三团"),
        ("61团", "六十一团"),
        ("10团", "十团"),
        ("150团", "一五零团"),
        ("2023团", "2023团"),
        ("八五〇农场", "八五〇农场"),
        ("一五〇团", "一五零团"),
    ],
)
def test_regiments_in_words(text: str, spelt: str) -> None:
    assert spell_regiments(text) == spelt


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("卡乡", "西藏自治区那曲市申扎县卡乡"),
        ("克州", "新疆维吾尔自治区克孜勒苏柯尔克孜自治州"),
        ("察汗乌苏", "新疆维吾尔自治区伊犁哈萨克自治州昭苏县察汗乌苏蒙古族乡"),
        ("塔布勒合特蒙古族乡", "新疆维吾尔自治区塔城地区乌苏市塔布勒合特蒙古民族乡"),
        ("门源县", "青海省海北藏族自治州门源回族自治县"),
    ],
)
def test_lookup_finds_the_one(name: str, label: str) -> None:
    gazetteer = load_gazetteer()
    assert [gazetteer.label(code) for code in gazetteer.lookup(name)] == [label]


def test_lookup_keeps_to_the_level() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.lookup("新疆", Level.PROVINCE) == ("65",)
    assert {len(code) for code in gazetteer.lookup("乌苏")} == {6, 9}
    assert gazetteer.lookup("不在表中镇") == ()


def test_lookup_keeps_shared_names() -> None:
    assert len([c for c in load_gazetteer().full["城关镇"] if len(c) == 9]) == 88


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在刚察县沙柳河镇", ["刚察县", "沙柳河镇"]),
        ("到察卡乡", []),
        ("申扎县卡乡", ["申扎县", "卡乡"]),
        ("关于印发克州的通知", ["克州"]),
        ("巴中市巴州区", ["巴中市", "巴州区"]),
        ("阳泉市城区", ["阳泉市", "城区"]),
        ("在城区和各街道", []),
        ("", []),
    ],
)
def test_find(text: str, names: list[str]) -> None:
    assert [text[m.start : m.end] for m in load_gazetteer().find(text)] == names


def test_family() -> None:
    assert TINY.chain("654026206") == ("65", "6540", "654026", "654026206")
    assert TINY.parent("654026") == "6540"
    assert TINY.parent("65") is None
    assert TINY.children("65") == ("6540",)
    assert TINY.place("654026") == Place("新疆维吾尔自治区", "伊犁哈萨克自治州", "昭苏县", None, "654026", certain=True)


@pytest.mark.parametrize(
    ("code", "parent"), [("110101", "11"), ("441900003", "4419"), ("659001", "65")], ids=["district", "city", "direct"]
)
def test_levels_of_the_numbering_alone_are_skipped(code: str, parent: str) -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.parent(code) == parent
    assert code in gazetteer.children(parent)


def test_words_for_a_segmenter() -> None:
    assert set(TINY.words()) == {*TINY.full, "伊犁州", "察汗乌苏", "察汗乌苏乡", "新疆自治区"}
    assert len(list(TINY.words())) == len(set(TINY.words()))


def test_data_is_whole_and_small() -> None:
    names = load_gazetteer().names
    assert 41_352 < len([code for code in names if len(code) == 9]) < 42_000
    assert len([code for code in names if len(code) == 6]) > 2_950
    assert sum(path.stat().st_size for path in room.DATA.parent.iterdir()) < 1_000_000


def test_damaged_data_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "gazetteer.tsv.xz"
    broken.write_bytes(b"not xz")
    monkeypatch.setattr(room, "DATA", broken)
    with pytest.raises(FajianError, match="地名表无法读取"):
        load_gazetteer.__wrapped__()


@pytest.mark.parametrize("text", ["654026\t43.1\n", "654026\tnorth\teast\n"], ids=["cells", "numbers"])
def test_damaged_points_are_told(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "points.tsv.xz"
    broken.write_bytes(lzma.compress(text.encode()))
    monkeypatch.setattr(room, "POINTS", broken)
    with pytest.raises(FajianError, match="points"):
        room.load_points.__wrapped__()


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [("654026206", 43.16, 81.13), ("654026", 43.16, 81.13), ("99", None, None), ("441900003", 23.02, 113.75)],
    ids=["township", "county", "unknown", "city without counties"],
)
def test_coordinates(code: str, latitude: float | None, longitude: float | None) -> None:
    point = load_gazetteer().coordinates(code)
    assert point is None if latitude is None else point == pytest.approx((latitude, longitude), abs=0.05)


def test_every_province_has_points_inside_china() -> None:
    gazetteer = load_gazetteer()
    points = [gazetteer.coordinates(code) for code in gazetteer.names if len(code) == 6]
    assert all(point and 3 < point[0] < 54 and 73 < point[1] < 136 for point in points)


CHANGED = Gazetteer.from_names(
    {"65": "新疆维吾尔自治区", "6530": "克州", "653022": "阿克陶县", "653022102": "克孜勒陶镇", "653022103": "卡乡"},
    read_changes(["653022102\t克孜勒陶乡\t2020\t", "653022102\t卡乡\t2018\t", "653022\t阿克陶旗\t2017\t6540"]),
)


@pytest.mark.parametrize(
    ("name", "year", "codes"),
    [
        ("克孜勒陶乡", None, ("653022102",)),
        ("克孜勒陶乡", 2025, ("653022102",)),
        ("卡乡", None, ("653022103", "653022102")),
        ("卡乡", 2019, ("653022103", "653022102")),
        ("卡乡", 2020, ("653022103",)),
    ],
)
def test_former_names_count_while_they_were_in_use(name: str, year: int | None, codes: tuple[str, ...]) -> None:
    assert CHANGED.lookup(name, year=year) == codes


def test_former_counties_are_found_in_text_and_former_townships_are_not() -> None:
    assert [m.codes for m in CHANGED.find("在阿克陶旗、克孜勒陶乡")] == [("653022",)]


def test_a_place_lies_where_it_lay_before() -> None:
    assert CHANGED.lies_in("653022102", "6540")
    assert CHANGED.lies_in("653022102", "653022")
    assert not CHANGED.lies_in("653022102", "6541")
    assert not CHANGED.lies_in("6530", "6530")


@pytest.mark.parametrize("line", ["653022\t名", "653022\t名\t去年\t"], ids=["cells", "year"])
def test_a_line_of_changes_made_otherwise_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        read_changes([line])


def write_package(folder: Path, areas: list[tuple[str, str]]) -> Path:
    tables = {
        "provinces": [("11", "北京市"), ("44", "广东省")],
        "cities": [("1101", "市辖区"), ("4419", "东莞市")],
        "areas": areas,
        "streets": [("110101001", "东华门街道"), ("441900003", "东城街道")],
    }
    (folder / "dist").mkdir()
    for stem, rows in tables.items():
        with (folder / "dist" / f"{stem}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("code", "name"), *rows])
    return folder


def test_build_drops_levels_of_the_numbering(tmp_path: Path) -> None:
    names = read_package(write_package(tmp_path, [("110101", "东城区"), ("441900", "东莞市")]))
    assert set(names) == {"11", "44", "4419", "110101", "110101001", "441900003"}
    assert pack(names.items()) == pack(reversed(names.items()))
    assert lzma.decompress(pack(names.items())).decode().splitlines()[0] == "11\t北京市"


def test_build_takes_the_names_above_off_a_township(tmp_path: Path) -> None:
    folder = write_package(tmp_path, [("110101", "东城区"), ("441900", "东莞市")])
    streets = folder / "dist" / "streets.csv"
    streets.write_text("code,name\n110101001,东城区东华门街道\n110101002,东城区街道\n", encoding="utf-8")
    names = read_package(folder)
    assert (names["110101001"], names["110101002"]) == ("东华门街道", "东城区街道")


def test_build_refuses_strange_codes(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="990101"):
        read_package(write_package(tmp_path, [("990101", "某区")]))


@pytest.mark.parametrize("name", ["", "镇", "县", "省"])
@pytest.mark.parametrize("level", [Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP])
def test_a_name_of_one_character_has_no_short_form(name: str, level: Level) -> None:
    assert short_forms(name, level) == ()
