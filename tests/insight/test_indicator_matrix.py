"""One indicator as a table: which figure stands for a year, gaps that stay gaps, and what may be added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from errors import QueryError
from indexer.index import Index
from insight.indicators.asked import find_indicator
from insight.indicators.collecting import Stated
from insight.indicators.contract import coverage_json, flags_json, matrix_json, stated_json
from insight.indicators.figure import Change, Figure, FigureKind
from insight.indicators.matrix import Matrix, State, headline, matrix
from insight.indicators.quoting import Quoting
from insight.indicators.subjects import SUBJECTS, subject_of
from insight.indicators.survey import figures_of_report, find_flags, list_indicators, tabulate
from insight.indicators.table import INDICATORS
from insight.indicators.weighing import Weighed
from search.filters import Filters
from tests.insight.stating import index_of, write_report

SETTLED = find_indicator("disputes_settled", INDICATORS)
RATE = find_indicator("settlement_rate", INDICATORS)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Three townships: one with both years, one that names no number in one, one without a report in one."""
    root = tmp_path_factory.mktemp("stating")
    folder = root / "reports"
    write_report(folder, "甲乡", 2022, "全年受理矛盾纠纷70件，调解成功64件，其中土地纠纷20件。", "开展法治讲座5场次。")
    write_report(
        folder, "甲乡", 2023, "上半年共调解矛盾纠纷41件。全年共调解矛盾纠纷80余件，其中土地纠纷20件，比上年增加16件。"
    )
    write_report(folder, "乙镇", 2022, "坚持抓早抓小，矛盾纠纷化解在基层。")
    write_report(folder, "乙镇", 2023, "全年调解矛盾纠纷50件，调解成功率100%。")
    write_report(folder, "丙镇", 2023, "全年调解矛盾纠纷1200件，调解成功率98%。")
    opened = index_of(root)
    yield opened
    opened.close()


def cells(table: Matrix) -> dict[str, list[tuple[State, float | None]]]:
    return {
        str(row.report.place.township): [(c.state, c.headline.figure.value if c.headline else None) for c in row.cells]
        for row in table.rows
    }


def test_what_is_not_stated_and_what_is_not_reported_are_told_apart(index: Index) -> None:
    table = tabulate(index, Filters(), SETTLED)
    assert table.years == (2022, 2023)
    assert cells(table) == {
        "甲乡": [(State.STATED, 64), (State.STATED, 80)],
        "乙镇": [(State.UNSTATED, None), (State.STATED, 50)],
        "丙镇": [(State.NO_REPORT, None), (State.STATED, 1200)],
    }


def test_what_does_not_stand_for_the_year_is_kept_as_evidence(index: Index) -> None:
    table = tabulate(index, Filters(township="甲乡"), SETTLED)
    [row] = table.rows
    values = [{weighed.figure.value for weighed in cell.others} for cell in row.cells]
    assert {41, 900} <= values[1]
    assert 80 not in values[1]


def test_sums_and_medians_say_of_how_many_and_rates_are_not_added(index: Index) -> None:
    settled, rates = (tabulate(index, Filters(), indicator).totals for indicator in (SETTLED, RATE))
    assert [(t.stated, t.of, t.total, t.middle) for t in settled] == [(1, 2, 64, 64), (3, 3, 1330, 80)]
    assert [(t.stated, t.of, t.total, t.middle) for t in rates] == [(0, 2, None, None), (2, 3, None, 99)]


def test_a_rate_shown_for_want_of_a_count_is_not_added(index: Index) -> None:
    stated = [Stated(report, (weighed(100, unit="%", indicator=SETTLED.key),), (), ()) for report in index.reports]
    [_, total] = matrix(SETTLED, stated).totals
    assert (total.stated, total.of, total.total, total.middle) == (0, 3, None, None)


def test_years_in_scope_are_the_columns(index: Index) -> None:
    table = tabulate(index, Filters(years=(2023, 2023)), SETTLED)
    assert table.years == (2023,)
    assert len(table.rows) == 3


def test_coverage_counts_authorities_and_not_figures(index: Index) -> None:
    found = {item.indicator.key: item for item in list_indicators(index, Filters())}
    item = found["disputes_settled"]
    assert (item.stated, item.of, item.years) == (3, 3, {2022: (1, 2), 2023: (3, 3)})
    assert found["corrections"].stated == 0
    assert [item.indicator for item in list_indicators(index, Filters())] == list(INDICATORS)


def weighed(value: float, start: int = 0, *, unit: str = "件", part: bool = False, **more: object) -> Weighed:
    kind = FigureKind.PERCENT if unit == "%" else FigureKind.COUNT
    figure = Figure(start, start + 2, value, unit, kind, "", "p", (0, 99), **more)  # type: ignore[arg-type]
    return Weighed(figure, value, value, part, "")


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([weighed(5), weighed(9), weighed(7)], 9),
        ([weighed(5), weighed(9, part=True)], 5),
        ([weighed(5), weighed(9, period="上半年")], 5),
        ([weighed(9, period="上半年")], 9),
        ([weighed(9, period="每季度")], None),
        ([weighed(5), weighed(9, planned=True)], 5),
        ([weighed(5), weighed(9, change=Change.BEFORE)], 5),
        ([weighed(3), weighed(9, change=Change.UP)], 3),
        ([weighed(5), weighed(90, unit="%")], 5),
        ([weighed(5), weighed(90, unit="户")], 5),
        ([], None),
    ],
    ids=["largest", "whole", "year", "half", "every", "target", "before", "change", "kind", "unit", "none"],
)
def test_which_figure_stands_for_the_year(figures: list[Weighed], expected: float | None) -> None:
    chosen = headline(SETTLED, figures)
    assert (chosen and chosen.figure.value) == expected


def test_the_first_rate_stands_for_the_whole() -> None:
    chosen = headline(RATE, [weighed(97, 5, unit="%"), weighed(100, 50, unit="%"), weighed(99, 1, unit="%", part=True)])
    assert chosen is not None and chosen.figure.value == 97


@pytest.mark.parametrize("name", ["disputes_settled", "调解矛盾纠纷件数", "Disputes settled", "disputes SETTLED"])
def test_an_indicator_is_known_by_key_and_names(name: str) -> None:
    assert find_indicator(name, INDICATORS) is SETTLED


@pytest.mark.parametrize(
    ("name", "near"), [("disputes_setled", "disputes_settled"), ("调解纠纷", "调解矛盾纠纷件数"), ("信访", "petitions")]
)
def test_an_unknown_indicator_is_told_with_those_near_it(name: str, near: str) -> None:
    with pytest.raises(QueryError, match=near):
        find_indicator(name, INDICATORS)


def test_every_indicator_has_a_subject() -> None:
    listed = [key for keys in SUBJECTS.values() for key in keys.split()]
    assert sorted(listed) == sorted(indicator.key for indicator in INDICATORS)
    assert subject_of(SETTLED) == "disputes"


def test_json_of_a_table_opens_every_value(index: Index) -> None:
    quoting = Quoting(index)
    fields = matrix_json(tabulate(index, Filters(), SETTLED), quoting) | flags_json(
        find_flags(index, Filters()), quoting
    )
    assert fields["years"] == [2022, 2023]
    assert set(fields) == {"indicator", "years", "rows", "totals", "counties", "compared", "flags"}
    rows = {row["place"]["township"]: row["values"] for row in fields["rows"]}
    assert (rows["乙镇"]["2022"]["state"], rows["丙镇"]["2022"]) == ("unstated", {"state": "no_report"})
    value = rows["甲乡"]["2023"]
    assert (value["value"], value["unit"], value["qualifier"]) == (80, "件", "余")
    assert "全年共调解矛盾纠纷80余件" in value["cited"]["text"]
    report = index.catalogue.report(value["cited"]["report_id"])
    assert report is not None
    assert report.text[value["start"] : value["end"]] == value["written"] == "80余件"
    assert report.text[value["cited"]["start"] : value["cited"]["end"]] == value["cited"]["text"]
    assert {other["value"] for other in value["others"]} >= {41, 900}
    assert fields["totals"]["2023"] == {"townships": 3, "of": 3, "sum": 1330, "median": 80}


def test_json_of_the_list_and_of_one_report(index: Index) -> None:
    listed = {item["key"]: item for item in coverage_json(list_indicators(index, Filters()))}
    assert listed["disputes_settled"]["years"] == {"2022": {"townships": 1, "of": 2}, "2023": {"townships": 3, "of": 3}}
    assert (listed["settlement_rate"]["unit"], listed["settlement_rate"]["of"]) == ("%", 3)
    report = next(report for report in index.reports if report.place.township == "丙镇")
    fields = stated_json(figures_of_report(index, report), Quoting(index))
    assert [figure["written"] for figure in fields["figures"]][:2] == ["1200件", "98%"]
    assert fields["year"] == 2023


def test_figures_are_worked_out_once_a_report(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    list_indicators(index, Filters())

    def fail(*_: object) -> None:
        raise AssertionError("worked out again")

    monkeypatch.setattr("insight.indicators.collecting.figures_of", fail)
    assert list_indicators(index, Filters())[0].of == 3


def test_an_index_that_cannot_be_written_beside_gives_the_same(index: Index, tmp_path: Path) -> None:
    import shutil

    expected = tabulate(index, Filters(), SETTLED)
    copy = tmp_path / "index"
    shutil.copytree(index.directory, copy, ignore=shutil.ignore_patterns("derived"))
    (copy / "derived").write_text("in the way")
    opened = Index.open(copy)
    assert cells(tabulate(opened, Filters(), SETTLED)) == cells(expected)
    opened.close()
