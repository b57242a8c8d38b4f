from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folder import read_file, report_files
from errors import UnreadableFileError

REPORT = "柳泉镇2023年法治政府建设工作总结\n\n一、工作情况\n全年学法8次，调解纠纷40件。\n"
SIDECAR = "source,county,township,year,fictional\n甲.txt,石岭县,柳泉镇,2022,true\n乙.txt,,枫桥乡,,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("甲.txt", "乙.txt"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    return tmp_path


def rows(folder: Path) -> dict[str, dict[str, str]]:
    return {file.name: dict(file.metadata) for file in report_files(folder)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
def test_sidecar(folder: Path, encoding: str, newline: str) -> None:
    (folder / "metadata.csv").write_bytes(SIDECAR.replace("\n", newline).encode(encoding))
    assert rows(folder) == {
        "甲.txt": {"source": "甲.txt", "county": "石岭县", "township": "柳泉镇", "year": "2022", "fictional": "true"},
        "乙.txt": {"source": "乙.txt", "township": "枫桥乡"},
    }


def test_blanks_round_cells_and_names_do_not_matter(folder: Path) -> None:
    (folder / "metadata.csv").write_text("source , year\n 甲.txt , 2022 \n", encoding="utf-8")
    assert rows(folder)["甲.txt"]["year"] == "2022"


def test_a_row_with_too_many_or_too_few_cells(folder: Path) -> None:
    (folder / "metadata.csv").write_text("source,year\n甲.txt,2022,x,y\n乙.txt\n\n", encoding="utf-8")
    assert rows(folder) == {"甲.txt": {"source": "甲.txt", "year": "2022"}, "乙.txt": {"source": "乙.txt"}}


@pytest.mark.parametrize("content", [b"file,year\n\xe7\x94\xb2.txt,2022\n", b""], ids=["another name", "empty"])
def test_a_sidecar_without_the_column_is_told(folder: Path, content: bytes) -> None:
    (folder / "metadata.csv").write_bytes(content)
    with pytest.raises(UnreadableFileError, match=r"metadata\.csv has no column 'source'"):
        report_files(folder)
    with pytest.raises(UnreadableFileError, match=r"metadata\.csv has no column 'source'"):
        read_file(folder / "甲.txt")


def test_a_sidecar_that_is_no_table_is_told(folder: Path) -> None:
    (folder / "metadata.csv").write_bytes(b"source,year\n" + b"x" * 200_000 + b"\n")
    with pytest.raises(UnreadableFileError, match=r"metadata\.csv is not a CSV file"):
        report_files(folder)


def test_each_folder_has_its_own_sidecar(folder: Path) -> None:
    below = folder / "2022" / "东片"
    below.mkdir(parents=True)
    (below / "甲.txt").write_text(REPORT, encoding="utf-8")
    (folder / "metadata.csv").write_text("source,year\n甲.txt,2023\n", encoding="utf-8")
    (below / "metadata.csv").write_text("source,year\n甲.txt,2022\n", encoding="utf-8")
    assert {name: row.get("year") for name, row in rows(folder).items()} == {
        "2022/东片/甲.txt": "2022",
        "乙.txt": None,
        "甲.txt": "2023",
    }


def test_hidden_lock_and_other_files_are_left_out(folder: Path) -> None:
    for name in (".甲.txt", "~$甲.docx", "照片.png", "说明", ".git/丙.txt", "归档/.旧/丁.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(REPORT, encoding="utf-8")
    (folder / ".git" / "metadata.csv").write_text("not,a,sidecar\n", encoding="utf-8")
    (folder / "甲.docx").mkdir()
    assert list(rows(folder)) == sorted(["乙.txt", "甲.txt"])


def test_a_hidden_folder_may_be_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / ".reports"
    folder.mkdir()
    (folder / "甲.TXT").write_text(REPORT, encoding="utf-8")
    assert [file.path for file in report_files(folder)] == [folder / "甲.TXT"]


def test_read_file_knows_the_sidecar(folder: Path) -> None:
    (folder / "metadata.csv").write_text(SIDECAR, encoding="utf-8")
    first, second = read_file(folder / "甲.txt"), read_file(folder / "乙.txt")
    assert (first.year, first.place.county, first.fictional) == (2022, "石岭县", True)
    assert (second.year, second.place.township, second.fictional) == (2023, "枫桥乡", False)


def test_read_file_without_a_sidecar(folder: Path) -> None:
    assert read_file(folder / "甲.txt").year == 2023
