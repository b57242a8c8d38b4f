"""Corrections in ``metadata.csv``: written without touching anything else, and read again by the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.correcting import correct_sidecar, sidecar_rows
from corpus.folder import read_file
from corpus.report import Level, Role
from corpus.sidecar import SIDECAR
from embeddings import HashingEncoder
from errors import FajianError, UnreadableFileError
from indexer.build import build_index
from indexer.index import Index


def test_a_correction_is_read_again_and_other_cells_stay(reports: Path) -> None:
    before = '文件,县,备注\n乙镇.txt,甲县,=1+1\n丙街道.txt,丙区,"第一行\n第二行"\n'
    (reports / SIDECAR).write_bytes(before.encode("gb18030"))
    correct_sidecar(reports, {"甲乡.txt": {"year": "2021", "level": "county", "outline": "二、存在的问题=plan"}})
    correct_sidecar(reports, {"乙镇.txt": {"title": "乙镇\n报告"}})
    report = read_file(reports / "甲乡.txt")
    assert (report.year, report.level) == (2021, Level.COUNTY)
    assert next(section.role for section in report.sections if section.heading == "存在的问题") is Role.PLAN
    assert read_file(reports / "乙镇.txt").title == "乙镇 报告"
    lines = (reports / SIDECAR).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "文件,县,备注,year,level,outline,title"
    assert lines[1].startswith("乙镇.txt,甲县,=1+1,")
    assert "第一行\n第二行" in (reports / SIDECAR).read_text(encoding="utf-8-sig")
    assert [path.name for path in reports.iterdir() if path.name.endswith(".new")] == []


def test_an_emptied_cell_says_nothing_and_a_row_can_go(reports: Path) -> None:
    correct_sidecar(reports, {"甲乡.txt": {"year": "2021"}, "乙镇.txt": {"year": "2020"}})
    correct_sidecar(reports, {"甲乡.txt": {"year": ""}, "乙镇.txt": None, "没有.txt": {"year": ""}})
    assert sidecar_rows(reports) == {"甲乡.txt": {"source": "甲乡.txt"}}
    assert read_file(reports / "甲乡.txt").year == 2023


def test_every_row_of_a_file_goes_and_the_last_one_is_corrected(reports: Path) -> None:
    (reports / SIDECAR).write_text("source,year\n甲乡.txt,2001\n./甲乡.txt,2002\n", encoding="utf-8")
    correct_sidecar(reports, {"甲乡.txt": {"year": "2003"}})
    assert read_file(reports / "甲乡.txt").year == 2003
    correct_sidecar(reports, {"甲乡.txt": None})
    assert sidecar_rows(reports) == {}


@pytest.mark.parametrize("table", [b"name,year\n1,2\n", b"\x00\x01\x02\xff\xfe\xfa" * 30])
def test_what_cannot_be_read_is_not_written_over(reports: Path, table: bytes) -> None:
    (reports / SIDECAR).write_bytes(table)
    with pytest.raises(UnreadableFileError):
        correct_sidecar(reports, {"甲乡.txt": {"year": "2021"}})
    assert (reports / SIDECAR).read_bytes() == table


def test_an_unknown_column_is_our_fault(reports: Path) -> None:
    with pytest.raises(ValueError, match="colour"):
        correct_sidecar(reports, {"甲乡.txt": {"colour": "red"}})


def test_a_disk_that_refuses_is_told(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    correct_sidecar(reports, {"甲乡.txt": {"year": "2021"}})

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("corpus.durable.os.fsync", full)
    with pytest.raises(FajianError, match="No space left"):
        correct_sidecar(reports, {"甲乡.txt": {"year": "2022"}})
    assert sidecar_rows(reports)["甲乡.txt"]["year"] == "2021"


_VALUE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs"), exclude_characters="\ufeff"),
    min_size=1,
    max_size=20,
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(["甲.txt", "乙/丙.pdf", "a b.docx"]), _VALUE, min_size=1))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, titles: dict[str, str]) -> None:
    folder = tmp_path_factory.mktemp("rows")
    correct_sidecar(folder, {name: {"title": title} for name, title in titles.items()})
    assert {name: row["title"] for name, row in sidecar_rows(folder).items()} == titles


def test_the_copy_whose_outline_was_corrected_is_the_report(reports: Path, tmp_path: Path) -> None:
    (reports / "甲乡 副本.txt").write_bytes((reports / "甲乡.txt").read_bytes())
    for corrected in ("甲乡.txt", "甲乡 副本.txt"):
        correct_sidecar(reports, dict.fromkeys(sidecar_rows(reports)))
        correct_sidecar(reports, {corrected: {"outline": "二、存在的问题=plan"}})
        build_index(tmp_path / "index", [reports], HashingEncoder())
        report = next(r for r in Index.open(tmp_path / "index").catalogue.reports() if "甲乡" in r.title)
        assert report.source.endswith(corrected) and len(report.other_sources) == 1
        assert Role.PLAN in {section.role for section in report.sections if section.heading == "存在的问题"}
