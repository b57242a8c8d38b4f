"""The command ``indicators``: for people, for programs, and into files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from cli import main
from tests.insight.stating import index_of, write_report


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two townships and two years, with a contradiction."""
    root = tmp_path_factory.mktemp("command")
    folder = root / "reports"
    write_report(folder, "甲乡", 2022, "全年调解矛盾纠纷86件。")
    write_report(folder, "甲乡", 2023, "全年受理矛盾纠纷128件，调解成功125件，成功率100%。")
    write_report(folder, "乙镇", 2023, "坚持抓早抓小，矛盾纠纷化解在基层。")
    index_of(root).close()
    return str(root / "index")


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["indicators", *arguments]) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def said_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    out = said(capsys, *arguments, "--json")
    assert out.count("\n") == 1
    fields: dict[str, Any] = json.loads(out)
    return fields


def test_all_indicators(directory: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "--index", directory).splitlines()
    assert lines[0].split()[-2:] == ["2022", "2023"]
    assert "调解矛盾纠纷件数      disputes_settled      1/2             1/1   1/2" in lines
    listed = said_json(capsys, "--index", directory)["indicators"]
    settled = next(item for item in listed if item["key"] == "disputes_settled")
    assert (settled["townships"], settled["of"]) == (1, 2)
    assert set(settled) == {"key", "zh", "en", "unit", "units", "kind", "townships", "of", "years"}


def test_one_indicator(directory: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "调解矛盾纠纷件数", "--index", directory)
    cells = [line.split() for line in out.splitlines()]
    assert ["甲县", "甲乡", "86件", "+1", "125件", "+1"] in cells
    assert ["甲县", "乙镇", "无报告", "未报"] in cells
    assert "2023: 2 个乡镇（单位）中 1 个写明 stated by 1 of 2 · 合计 sum 125" in out
    fields = said_json(capsys, "disputes_settled", "--index", directory, "--year", "2023")
    assert (fields["indicator"]["key"], fields["years"], fields["compared"]) == ("disputes_settled", [2023], 3)


def test_flags_and_figures(directory: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "--flags", "--index", directory)
    assert "？比率与件数不符 rate：按 128件、125件 计算约为 97.7%，文中为 100%。请核对原文。" in out
    assert out.count("全年受理矛盾纠纷128件") == 1
    [flag] = said_json(capsys, "--flags", "--index", directory)["flags"]
    assert (flag["kind"], flag["figure"]["written"], flag["expected"]) == ("rate", "100%", 97.6562)
    assert [figure["written"] for figure in flag["against"]] == ["128件", "125件"]
    assert said_json(capsys, "law_lectures", "--flags", "--index", directory)["flags"] == []
    fields = said_json(capsys, "--figures", "--top", "2", "--index", directory)
    assert (len(fields["figures"]), fields["total"] > 2) == (2, True)
    assert said(capsys, "--figures", "--top", "0", "--index", directory).endswith(
        f"{fields['total']} of {fields['total']} figures\n"
    )


def test_files(directory: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, book, flags = (tmp_path / name for name in ("a.csv", "a.xlsx", "f.csv"))
    said(capsys, "disputes_settled", "--csv", str(table), "--xlsx", str(book), "--index", directory)
    assert table.read_bytes().startswith("\ufeff省份,".encode())
    assert load_workbook(book).sheetnames == ["指标表", "数据"]
    said(capsys, "--figures", "--csv", str(table), "--xlsx", str(book), "--index", directory)
    assert "成功率100%" in table.read_text(encoding="utf-8-sig")
    assert load_workbook(book).sheetnames == ["数据"]
    said(capsys, "--flags", "--csv", str(flags), "--xlsx", str(book), "--index", directory)
    assert "比率与件数不符" in flags.read_text(encoding="utf-8-sig")
    assert load_workbook(book).sheetnames == ["待核对"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["disputes_setled"], "near it: disputes_settled 调解矛盾纠纷件数"),
        (["zzzz"], "indicators lists them all"),
        (["--top", "-1"], "--top -1"),
        (["--csv", "/nowhere/at/all/x.csv"], "/nowhere/at/all/x.csv"),
        (["--year", "soon"], "'soon' is not a year"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    directory: str, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    said_wrong = said(capsys, *arguments, "--index", directory, code=1)
    assert sentence in said_wrong and said_wrong.count("\n") == 1
