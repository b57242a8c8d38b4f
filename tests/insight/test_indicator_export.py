"""Files for spreadsheets: opened again, numbers are numbers, words are words, and nothing is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from indexer.index import Index
from insight import spreadsheet
from insight.indicators.asked import find_indicator
from insight.indicators.export import Line, csv_bytes, figure_lines, flag_lines, table_lines, write_csv, xlsx_bytes
from insight.indicators.survey import find_flags, stated_in, tabulate
from insight.indicators.table import INDICATORS
from insight.indicators.wording import EN, ZH
from search.filters import Filters
from tests.insight.stating import index_of, write_report

SETTLED = find_indicator("disputes_settled", INDICATORS)
DANGEROUS = ["=1+1", "+86", "-5", "@SUM(A1)", "\tx", "\rx", "＝1+1", " =1+1", '=HYPERLINK("http://x")']


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Two townships, one of them named so that a spreadsheet would reckon, and a contradiction."""
    root = tmp_path_factory.mktemp("export")
    folder = root / "reports"
    write_report(folder, "甲乡", 2022, "全年调解矛盾纠纷64件，罚款14.3万元。")
    write_report(folder, "甲乡", 2023, "全年受理矛盾纠纷128件，调解成功125件，成功率100%。")
    write_report(folder, "乙镇", 2023, "坚持抓早抓小，矛盾纠纷化解在基层。")
    sidecar = "source,province,county,township\n甲乡2022.txt,=1+1省,甲县,甲乡\n甲乡2023.txt,=1+1省,甲县,甲乡\n"
    (folder / "metadata.csv").write_text(sidecar, encoding="utf-8")
    opened = index_of(root)
    yield opened
    opened.close()


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_figure_is_a_row_with_its_source(index: Index) -> None:
    head, *rows = read_csv(csv_bytes(figure_lines(stated_in(index, Filters()), index, ZH)))
    assert tuple(head) == ZH.columns
    row = dict(zip(head, next(row for row in rows if "14.3万元" in row), strict=True))
    assert (row["数值"], row["单位"], row["年度"], row["乡镇街道"]) == ("143000", "元", "2022", "甲乡")
    assert row["省份"] == "'=1+1省"
    assert row["原句"] == "全年调解矛盾纠纷64件，罚款14.3万元。"
    assert row["报告标题"] == "甲县甲乡2022年法治政府建设工作报告"
    assert row["章节"] == "一、工作开展情况 › （一）化解矛盾纠纷"
    assert all(len(row) == len(head) for row in rows)


def test_a_table_has_gaps_in_words_and_a_source_for_each_value(index: Index) -> None:
    head, *rows = read_csv(csv_bytes(table_lines(tabulate(index, Filters(), SETTLED), index, EN)))
    assert head[4:] == ["2022", "2022 unit", "2022 source", "2023", "2023 unit", "2023 source"]
    by_place = {row[3]: row for row in rows}
    assert by_place["乙镇"][4:] == ["no report", "", "", "not stated", "", ""]
    assert by_place["甲乡"][4:6] + by_place["甲乡"][7:9] == ["64", "件", "125", "件"]
    assert "“全年受理矛盾纠纷128件，调解成功125件，成功率100%。”" in by_place["甲乡"][9]


def test_xlsx_opens_again_with_numbers_as_numbers_and_no_formula(index: Index) -> None:
    table = table_lines(tabulate(index, Filters(), SETTLED), index, ZH)
    figures = figure_lines(stated_in(index, Filters()), index, ZH, indicator=SETTLED.key)
    book = load_workbook(io.BytesIO(xlsx_bytes([("指标表", table), ("数据", figures)])))
    assert book.sheetnames == ["指标表", "数据"]
    rows = [[cell.value for cell in row] for row in book["指标表"].iter_rows()]
    assert {row[3]: row[7] for row in rows[1:]} == {"甲乡": 125, "乙镇": "未报"}
    assert {type(row[4]) for row in rows[1:] if row[3] == "甲乡"} == {int}
    assert rows[1][0] == "=1+1省" or rows[2][0] == "=1+1省"
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    settled = [row[ZH.columns.index("指标")].value for row in book["数据"].iter_rows(min_row=2)]
    assert set(settled) == {SETTLED.zh}


def test_flags_are_written_with_both_sentences(index: Index) -> None:
    head, row = read_csv(csv_bytes(flag_lines(find_flags(index, Filters()).flags, index, ZH)))
    assert len(head) == len(row)
    assert row[:2] == ["比率与件数不符", "调解成功率"]
    assert row.count("全年受理矛盾纠纷128件，调解成功125件，成功率100%。") == 2


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula(text: str) -> None:
    [[cell, number]] = read_csv(csv_bytes([[text, -5.0]]))
    assert (cell, number) == (f"'{text}", "-5")
    book = load_workbook(io.BytesIO(xlsx_bytes([("x", [["head"], [text]])])))
    [[_], [written]] = book["x"].iter_rows()
    assert written.data_type == "s"
    assert written.value.strip() == text.strip()
    assert written.quotePrefix or text.startswith(" ")


def test_what_no_sheet_can_hold_is_made_fit() -> None:
    lines: list[Line] = [["head"], ["a\x00b\x0bc"], ["长" * 40_000], [None], [2.5], ["#N/A"]]
    book = load_workbook(io.BytesIO(xlsx_bytes([("x", lines)])))
    values = [row[0].value for row in book["x"].iter_rows()]
    assert values[1] == "a\ufffdb\ufffdc"
    assert len(values[2]) == 32_767
    assert values[3:] == [None, 2.5, "#N/A"]
    assert book["x"]["A6"].data_type == "s"


def test_what_does_not_fit_on_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "_MOST_ROWS", 3)
    lines: list[Line] = [["head"], *([number] for number in range(6))]
    book = load_workbook(io.BytesIO(xlsx_bytes([("x", lines)])))
    assert book.sheetnames == ["x", "x 2", "x 3"]
    assert [[row[0].value for row in sheet.iter_rows()] for sheet in book] == [
        ["head", 0, 1],
        ["head", 2, 3, 4],
        ["head", 5],
    ]


def test_lines_are_written_as_they_come(tmp_path: Path) -> None:
    written: list[int] = []

    def lines() -> Iterator[Line]:
        for number in range(20_000):
            yield [number]
        written.append((tmp_path / "x.csv").stat().st_size)

    with (tmp_path / "x.csv").open("w", encoding="utf-8-sig", newline="") as file:
        write_csv(lines(), file)
    assert written[0] > 10_000
