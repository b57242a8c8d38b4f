"""What the index holds, against small corpora counted by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from cli import main
from corpus.places.gazetteer import load_points
from corpus.report import Kind, Level, Place, Role
from indexer.catalogue import ReportFacts
from indexer.index import Index
from indexer.report_columns import ReportColumns
from insight.overview.contract import overview_json
from insight.overview.gaps import Cell, Matrix, fitting_level, matrix, township_counts
from insight.overview.holdings import newest
from insight.overview.reading import Doubtful, by_reason
from insight.overview.spots import point_code, spots
from insight.overview.whole import overview
from search.filters import Filters

ZHAOSU = Place("新疆维吾尔自治区", "伊犁哈萨克自治州", "昭苏县", None, "654026", True)
GANGCA = Place("青海省", "海北藏族自治州", "刚察县", "沙柳河镇", "632224100", True)


def _report(number: int, township: str | None, year: int | None, place: Place = ZHAOSU, **other: object) -> ReportFacts:
    place = replace(place, township=township) if place is ZHAOSU else place
    return ReportFacts(number, f"r{number}", f"{number}.txt", "", place, Level.TOWNSHIP, year, False, **other)  # type: ignore[arg-type]


def _index(reports: list[ReportFacts]) -> Index:
    return cast("Index", SimpleNamespace(reports=reports, report_columns=ReportColumns.of(reports)))


REPORTS = [
    _report(0, "甲乡", 2021),
    _report(1, "甲乡", 2022),
    _report(2, "甲乡", 2024),
    _report(3, "乙乡", 2022),
    _report(4, "乙乡", 2023),
    _report(5, "丙乡", None),
    _report(6, "沙柳河镇", 2023, GANGCA),
]


def _cells(found: Matrix, name: str) -> dict[int, tuple[int, int, int, int]]:
    [row] = [row for row in found.rows if name in row.place.parts]
    return {cell.year: (cell.reporting, cell.reports, cell.gaps, cell.silent) for cell in row.cells}


def test_a_gap_lies_between_two_years_and_silence_beside_a_neighbour() -> None:
    found = matrix(_index(REPORTS), Filters(), Level.TOWNSHIP)
    assert found.years == (2021, 2022, 2023, 2024)
    # 甲乡 has 2022 and 2024: 2023 is a gap. 乙乡 has neither 2021 nor 2024, of which 甲乡 has one.
    assert _cells(found, "甲乡") == {2021: (1, 1, 0, 0), 2022: (1, 1, 0, 0), 2023: (0, 0, 1, 0), 2024: (1, 1, 0, 0)}
    assert _cells(found, "乙乡") == {2021: (0, 0, 0, 1), 2022: (1, 1, 0, 0), 2023: (1, 1, 0, 0), 2024: (0, 0, 0, 1)}
    # 丙乡 has only a report of unknown year; 沙柳河镇 is alone in its county.
    assert [cell[3] for cell in _cells(found, "丙乡").values()] == [1, 1, 1, 1]
    assert [cell[2:] for cell in _cells(found, "沙柳河镇").values()] == [(0, 0)] * 4


def test_rows_of_counties_count_their_townships() -> None:
    found = matrix(_index(REPORTS), Filters(), Level.COUNTY)
    assert _cells(found, "昭苏县") == {2021: (1, 1, 0, 2), 2022: (2, 2, 0, 1), 2023: (1, 1, 1, 1), 2024: (1, 1, 0, 2)}
    [zhaosu] = [row for row in found.rows if row.place.county == "昭苏县"]
    assert (zhaosu.authorities, zhaosu.townships, zhaosu.undated) == (3, 3, 1)
    assert [(cell.reporting, cell.reports, cell.gaps, cell.silent) for cell in found.total.cells] == [
        (1, 1, 0, 2), (2, 2, 0, 1), (2, 2, 1, 1), (1, 1, 0, 2),
    ]  # fmt: skip
    assert (found.total.authorities, found.total.undated) == (4, 1)


def test_the_denominator_is_the_gazetteers() -> None:
    rows = {row.place.county: row for row in matrix(_index(REPORTS), Filters(), Level.COUNTY).rows}
    assert rows["昭苏县"].listed == township_counts()["654026"] == 10
    assert rows["刚察县"].listed == 5
    unknown = [_report(0, "甲乡", 2021, replace(ZHAOSU, county="无此县", township="甲乡", code=None))]
    assert matrix(_index(unknown), Filters(), Level.COUNTY).rows[0].listed is None


def test_a_cell_of_one_report_names_it() -> None:
    [zhaosu] = [row for row in matrix(_index(REPORTS), Filters(), Level.COUNTY).rows if row.place.county == "昭苏县"]
    cells = zhaosu.cells
    assert [cell.only.number if cell.only else None for cell in cells] == [0, None, 4, 2]
    two = [_report(0, "甲乡", 2021), _report(1, "甲乡", 2021)]
    assert matrix(_index(two), Filters(), Level.TOWNSHIP).rows[0].cells == (Cell(2021, 1, 2, 0, 0, None),)


def test_years_of_a_filter_choose_columns_but_not_who_ever_reports() -> None:
    found = matrix(_index(REPORTS), Filters(years=(2023, 2023)), Level.COUNTY)
    assert found.years == (2023,)
    assert _cells(found, "昭苏县") == {2023: (1, 1, 1, 1)}
    assert found.total.authorities == 4


def test_one_chosen_township_is_still_held_against_its_neighbours() -> None:
    found = matrix(_index(REPORTS), Filters(township="乙乡"), Level.TOWNSHIP)
    assert [row.place.township for row in found.rows] == ["乙乡"]
    assert (
        matrix(_index(REPORTS), Filters(township="乙乡", years=(2021, 2024)), Level.TOWNSHIP).rows[0].cells
        == found.rows[0].cells
    )
    assert found.years == (2022, 2023)


def test_a_mistaken_year_draws_no_thousand_columns() -> None:
    odd = [*REPORTS, _report(7, "甲乡", 1024)]
    assert matrix(_index(odd), Filters(), Level.COUNTY).years == (1024, 2021, 2022, 2023, 2024)


def test_rows_are_as_fine_as_fits() -> None:
    assert fitting_level(REPORTS, Filters()) is Level.COUNTY
    assert fitting_level(REPORTS, Filters(county="昭苏县")) is Level.TOWNSHIP
    assert fitting_level(REPORTS[:6], Filters()) is Level.TOWNSHIP
    many = [_report(n, "甲乡", 2021, replace(GANGCA, prefecture=f"市{n // 3}", county=f"县{n}")) for n in range(90)]
    assert fitting_level(many, Filters()) is Level.PREFECTURE
    wide = [replace(one, place=replace(one.place, prefecture=f"市{one.number}")) for one in many]
    assert fitting_level(wide, Filters()) is Level.PROVINCE


def test_rows_stand_as_official_lists_have_them() -> None:
    nameless = _report(7, "丁乡", 2022, replace(ZHAOSU, county="甲县", township="丁乡", code=None))
    found = matrix(_index([nameless, *REPORTS]), Filters(), Level.COUNTY)
    assert [row.place.county for row in found.rows] == ["刚察县", "昭苏县", "甲县"]


def test_nothing_is_an_empty_table() -> None:
    found = matrix(_index([]), Filters())
    assert found.years == () and found.rows == () and found.total.cells == ()


def test_townships_stand_at_the_point_of_their_county() -> None:
    found = spots([*REPORTS, _report(7, "西岭镇", 2022, replace(GANGCA, code="6322", county=None))])
    by_code = {spot.code: spot for spot in found.spots}
    assert by_code["654026"].point == load_points()["654026"]
    assert (by_code["654026"].reports, by_code["654026"].authorities, by_code["654026"].years) == (
        6,
        3,
        (2021, 2022, 2023, 2024),
    )
    assert by_code["6322"].level is Level.PREFECTURE and by_code["6322"].place.county is None
    assert found.provinces == {"65": 6, "63": 2} and found.prefectures == {"6540": 6, "6322": 2}
    assert [spot.reports for spot in found.spots] == [6, 1, 1] and found.unplaced == ()


def test_what_has_no_point_is_listed_and_never_dropped() -> None:
    lost = _report(7, "丁乡", 2022, replace(ZHAOSU, code=None))
    unknown = replace(_report(8, None, 2022, GANGCA), place=Place())
    # Invented places stand nowhere, whatever code they borrow.
    invented = replace(_report(9, "沙柳河镇", 2022, GANGCA), fictional=True)
    found = spots([*REPORTS, lost, unknown, invented])
    assert sum(spot.reports for spot in found.spots) + sum(one.reports for one in found.unplaced) == 10
    assert [(one.place.county, one.fictional) for one in found.unplaced] == [
        (None, False),
        ("昭苏县", False),
        ("刚察县", True),
    ]


def test_too_many_counties_are_gathered_at_prefectures() -> None:
    found = spots(REPORTS, most=1)
    assert {spot.code for spot in found.spots} == {"6540", "6322"}
    assert {spot.level for spot in found.spots} == {Level.PREFECTURE}
    assert sum(spot.reports for spot in found.spots) == len(REPORTS)


@pytest.mark.parametrize(
    ("code", "point"), [("654026206", "654026"), ("6540", "6540"), ("65", "65"), ("999999", None), (None, None)]
)
def test_the_finest_known_point_counts(code: str | None, point: str | None) -> None:
    assert point_code(code, load_points()) == point


def test_the_newest_come_by_their_date_then_by_year() -> None:
    reports = [
        _report(0, "甲乡", 2024),
        _report(1, "甲乡", 2022, signed="2023-01-05", published="2023-02-01"),
        _report(2, "乙乡", 2023, signed="2024-01-03"),
        _report(3, "丙乡", None),
    ]
    found = newest(_index(reports), Filters())
    assert [(one.report.number, one.date, one.published) for one in found] == [
        (2, "2024-01-03", False), (0, None, False), (1, "2023-02-01", True), (3, None, False),
    ]  # fmt: skip
    assert len(newest(_index(reports), Filters(), most=2)) == 2


def test_doubts_are_gathered_by_reason() -> None:
    first = Doubtful(replace(REPORTS[5], place=replace(ZHAOSU, certain=False)), ("同一句话",))
    second = Doubtful(REPORTS[0], ("同一句话", "另一句话", "同一句话"))
    assert [(one.kind, one.text, [r.number for r in one.reports]) for one in by_reason([first, second])] == [
        ("place", "", [5]), ("year", "", [5]), ("note", "同一句话", [5, 0]), ("note", "另一句话", [0]),
    ]  # fmt: skip


def test_the_samples_at_a_glance(hashing_index: Path) -> None:
    index = Index.open(hashing_index)
    found = overview(index, Filters())
    held = found.holdings
    assert (held.reports, held.authorities, held.townships, held.counties, held.prefectures, held.provinces) == (
        24,
        8,
        8,
        3,
        2,
        2,
    )
    assert held.years == {2022: 8, 2023: 8, 2024: 8} and held.undated == 0
    assert held.fictional == 24 and held.levels == {Level.TOWNSHIP: 24} and held.kinds == {Kind.REPORT: 24}
    assert sum(held.roles.values()) == held.passages == index.manifest.passages and Role.MIXED not in held.roles
    assert found.spots.spots == () and sum(one.reports for one in found.spots.unplaced) == 24
    assert [cell.reporting for cell in found.matrix.total.cells] == [8, 8, 8]
    assert found.reading.files == 24 and found.reading.skipped == () and len(found.reading.folders) == 1
    # Notes stand in the catalogue; here each invented place is one.
    assert all(one.notes for one in found.reading.doubtful)


def test_filters_narrow_everything_but_the_state_of_the_index(hashing_index: Path) -> None:
    index = Index.open(hashing_index)
    filters = Filters(county="青枫县", years=(2023, 2023))
    found = overview(index, filters)
    assert (found.holdings.reports, found.holdings.of, found.holdings.townships) == (3, 24, 3)
    assert found.holdings.passages == sum(found.holdings.roles.values()) < index.manifest.passages
    assert found.reading.files == 24
    fields = overview_json(found, filters)
    assert fields["filters"] == {"county": "青枫县", "year": 2023}
    assert fields["holdings"]["years"] == {"2023": 3}
    assert [row["years"]["2023"]["authorities"] for row in fields["matrix"]["rows"]] == [1, 1, 1]
    assert fields["matrix"]["rows_are"] == "township" and fields["map"]["unplaced"][0]["fictional"]


def test_a_filter_that_nothing_passes_is_no_error(hashing_index: Path) -> None:
    found = overview(Index.open(hashing_index), Filters(years=(1999, 1999)))
    assert found.holdings.reports == 0 and found.newest == () and found.matrix.years == ()


def test_the_terminal_tells_the_same_for_people_and_for_programs(
    hashing_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["overview", "--index", str(hashing_index), "--county", "青枫县", "--by", "county", "--json"]) == 0
    fields = json.loads(capsys.readouterr().out)
    assert fields["holdings"]["reports"] == 9 and fields["matrix"]["rows_are"] == "county"
    assert main(["overview", "--index", str(hashing_index)]) == 0
    seen = capsys.readouterr().out
    assert "24 份报告" in seen and "青枫县" in seen and "虚构样例" in seen and "合计 all" in seen
    assert main(["overview", "--index", str(hashing_index), "--year", "1999"]) == 0
    assert "没有符合筛选条件的报告" in capsys.readouterr().out
