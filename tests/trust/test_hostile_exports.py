"""Words that a spreadsheet, Word or Markdown would obey, from every place a user of the file may have put them, in every file that is exported."""

from __future__ import annotations

import ast
import csv
import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from bench.trust.fuzz_questions import is_formula
from cli import main
from corpus.correcting import correct_sidecar, sidecar_rows
from corpus.folder import survey
from corpus.sidecar import read_sidecar
from embeddings import HashingEncoder
from errors import UnreadableFileError
from indexer.build import build_index
from insight.spreadsheet import Line, csv_bytes, write_csv, xlsx_bytes
from tests.hangs import HANG

ROOT = Path(__file__).resolve().parents[2]
FORMULAS = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1/?"&A1,"x")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u3000=1+1",
    "\xa0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_cell_is_a_formula_wherever_it_stands(text: str) -> None:
    tables: list[list[Line]] = [[[text, 1], [2, 3]], [["head", text], [1, text]]]
    for lines in tables:
        rows = list(csv.reader(io.StringIO(csv_bytes(lines).decode("utf-8-sig"), newline="")))
        assert not any(is_formula(cell) for row in rows for cell in row)
        data = xlsx_bytes([("x", lines)])
        assert all(cell.data_type != "f" for row in load_workbook(io.BytesIO(data))["x"].iter_rows() for cell in row)
        assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_half_characters_and_zero_bytes_break_no_table(tmp_path: Path) -> None:
    lines: list[Line] = [["head"], ["a\ud800b\x00c\ufffe"]]
    assert "a\ufffdb\ufffdc\ufffd" in csv_bytes(lines).decode("utf-8-sig")
    assert load_workbook(io.BytesIO(xlsx_bytes([("x", lines)])))["x"]["A2"].value == "a\ufffdb\ufffdc\ufffd"
    with (tmp_path / "x.csv").open("w", encoding="utf-8-sig", newline="") as file:
        write_csv(lines, file)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports whose names, places, titles, issuers and sentences are formulas."""
    folder = tmp_path_factory.mktemp("formulas") / "reports"
    folder.mkdir()
    rows = [["source", "province", "county", "township", "title", "issuer", "document_number"]]
    for number, formula in enumerate(FORMULAS):
        name = f"{'=+-@'[number % 4]}{number}.txt"
        text = f"{formula}镇2023年法治政府建设工作总结\n一、{formula}加强执法\n{formula}全年调解纠纷{number + 3}件。\n（一）{formula}\n=1+1调解纠纷8件。\n"
        (folder / name).write_text(text, encoding="utf-8")
        rows.append([name, *[f"{formula}{part}" for part in ("省", "县", f"{number}镇", "报告", "政府", "号")]])
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    build_index(folder.parent / "index", [folder], HashingEncoder())
    return folder.parent / "index"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "md", "docx"])
def test_what_a_search_exports_obeys_nothing(
    index: Path, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAJIAN_MODEL", "hashing")
    file = tmp_path / f"x.{suffix}"
    assert main(["search", "=1+1 调解纠纷", "--top", "40", "--index", str(index), "--export", str(file)]) == 0
    check(file)


def test_what_indicators_export_obeys_nothing(index: Path, tmp_path: Path) -> None:
    for more in ([], ["disputes_mediated"]):
        paths = [tmp_path / f"x{len(more)}.csv", tmp_path / f"x{len(more)}.xlsx"]
        code = main(["indicators", *more, "--index", str(index), "--csv", str(paths[0]), "--xlsx", str(paths[1])])
        if code == 0:
            for path in paths:
                check(path)
        assert code == 0 or more


def check(file: Path) -> None:
    """No cell is a formula, no mark is a mark, and a Word file reaches nowhere."""
    if file.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
        assert len(rows) > 5
        assert [cell for row in rows for cell in row if is_formula(cell)] == []
    elif file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as book:
            assert not any(
                b"<f>" in book.read(name) or b"<f " in book.read(name) for name in book.namelist() if "sheet" in name
            )
            assert not any("externalLink" in name for name in book.namelist())
    elif file.suffix == ".md":
        assert not re.search(r"(?m)^\s*[=+@-]", file.read_text("utf-8").replace("---|", ""))
    else:
        with zipfile.ZipFile(file) as document:
            assert b"External" not in b"".join(
                document.read(name) for name in document.namelist() if name.endswith(".rels")
            )
            assert b"DDE" not in document.read("word/document.xml") and b"HYPERLINK" not in instructions(
                document.read("word/document.xml")
            )


def instructions(xml: bytes) -> bytes:
    return b" ".join(re.findall(rb"<w:instrText[^>]*>([^<]*)", xml))


def test_tables_are_written_in_these_rooms_only() -> None:
    """Whoever writes a table elsewhere must think of formulas, too, and add it here with a test."""
    found = set()
    for folder in ("api", "briefing", "corpus", "indexer", "insight", "search", "terminal", "web"):
        for path in (ROOT / folder).rglob("*.py"):
            calls = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
            names = {getattr(call, "attr", getattr(call, "id", "")) for call in calls}
            if names & {"writer", "DictWriter", "Workbook", "to_csv", "to_excel"}:
                found.add(path.relative_to(ROOT).as_posix())
    assert found == {"insight/spreadsheet.py", "corpus/correcting.py"}


@pytest.mark.parametrize("value", ["=1+1", "-5", "@x", "＝1"])
def test_what_is_corrected_is_no_formula_in_the_table_and_read_back_as_given(tmp_path: Path, value: str) -> None:
    name = f"{value}.txt"
    correct_sidecar(tmp_path, {name: {"title": value}, "甲.txt": {"title": value}})
    with (tmp_path / "metadata.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not any(is_formula(cell) for row in csv.reader(file) for cell in row)
    assert sidecar_rows(tmp_path)[name]["title"] == value
    correct_sidecar(tmp_path, {name: None})
    assert list(sidecar_rows(tmp_path)) == ["甲.txt"]


def test_a_correction_gives_no_meaning_to_cells_beyond_the_columns(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("source,year\n甲.txt,2023,散,落\n", encoding="utf-8")
    correct_sidecar(tmp_path, {"乙.txt": {"title": "新"}})
    assert sidecar_rows(tmp_path) == {
        "甲.txt": {"source": "甲.txt", "year": "2023"},
        "乙.txt": {"source": "乙.txt", "title": "新"},
    }


def test_a_table_of_very_many_rows_is_read_soon_or_refused(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("柳泉镇2023年法治政府建设工作总结\n一、工作\n学法8次。", encoding="utf-8")
    for rows in (100_000, 1_000_000):
        table = "source,year\n" + "".join(f"{number}.txt,2023\n" for number in range(rows))
        (tmp_path / "metadata.csv").write_text(table, encoding="utf-8")
        began = time.process_time()
        contents = survey(tmp_path)
        assert [file.name for file in contents.files] == ["甲.txt"]
        assert len(contents.refused) == 1 and len(contents.refused[0].reason) < 500
        assert ("larger than 10 MB" in contents.refused[0].reason) == (rows == 1_000_000)
        assert time.process_time() - began < HANG


@pytest.mark.parametrize(
    "table",
    [
        "source," + "x," * 100_000 + "\n甲.txt,1\n",
        "source\n" + '"' * 99_999,
        "source\n" + "甲\n" * 1000,
        "source,source\n甲.txt,乙.txt\n",
    ],
    ids=["wide", "quotes", "again", "twice"],
)
def test_odd_tables_are_read_or_one_sentence(table: str) -> None:
    began = time.process_time()
    try:
        read_sidecar(table.encode(), "metadata.csv")
    except UnreadableFileError as error:
        assert "\n" not in str(error)
    assert time.process_time() - began < HANG
