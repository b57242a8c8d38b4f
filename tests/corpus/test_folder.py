from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest

from corpus.folder import find_report, read_file, report_files, survey
from corpus.report import Kind, Level
from embeddings import HashingEncoder
from errors import UnreadableFileError
from indexer.build import build_index
from indexer.index import Index
from tests.corpus.formats.test_archive import zip_bytes

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


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name_of_it,year\n\xe7\x94\xb2.txt,2022\n", "has no column 'source'"),
        (b"", "is empty|has no column 'source'"),
        (b"source,year\n" + b"x" * 200_000 + b"\n", "is not a CSV file"),
        (b"source,year\n\xe7\x94\xb2.txt,\x00\x00\n", "is not a CSV file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not a CSV file"),
    ],
    ids=["another name", "empty", "long cell", "zero bytes", "picture"],
)
def test_a_damaged_sidecar_costs_no_report(folder: Path, content: bytes, reason: str) -> None:
    (folder / "metadata.csv").write_bytes(content)
    contents = survey(folder)
    assert [(file.name, dict(file.metadata)) for file in contents.files] == [("乙.txt", {}), ("甲.txt", {})]
    assert [item.name for item in contents.refused] == ["metadata.csv"]
    assert re.search(reason, contents.refused[0].reason) and "read without it" in contents.refused[0].reason
    assert all("metadata.csv" in file.notes[0] for file in contents.files)
    report = read_file(folder / "甲.txt")
    assert (report.year, "metadata.csv" in report.notes[0]) == (2023, True)


@pytest.mark.parametrize(
    "table",
    [
        "文件名,年度\n甲.txt,2022\n".encode("gb18030"),
        "source\tyear\n甲.txt\t2022\n".encode("utf-16"),
        "source;year\n甲.txt;2022\n".encode(),
        "文件，年份\n甲.txt，2022\n".encode(),
        'Source,Year\n".\\甲.txt","2022"\n'.encode(),
    ],
    ids=["excel in china", "unicode text of excel", "semicolons", "full-width", "windows path"],
)
def test_tables_of_other_programs(folder: Path, table: bytes) -> None:
    (folder / "metadata.csv").write_bytes(table)
    assert rows(folder)["甲.txt"]["year"] == "2022"


def test_files_that_are_not_there_are_told(folder: Path) -> None:
    (folder / "metadata.csv").write_text("source,year\n甲.txt,2022\n丙.txt,2022\n../x.txt,1\n", encoding="utf-8")
    contents = survey(folder)
    assert rows(folder)["甲.txt"]["year"] == "2022"
    assert [item.name for item in contents.refused] == ["metadata.csv"]
    assert "names 2 files that are not there (丙.txt, ../x.txt)" in contents.refused[0].reason


def test_a_sidecar_further_up_may_name_a_file_by_its_path(folder: Path) -> None:
    below = folder / "东片"
    below.mkdir()
    for name in ("甲.txt", "丙.txt"):
        (below / name).write_text(REPORT, encoding="utf-8")
    (folder / "metadata.csv").write_text("source,year\n东片/甲.txt,2021\n东片/丙.txt,2021\n", encoding="utf-8")
    (below / "metadata.csv").write_text("source,year\n甲.txt,2022\n", encoding="utf-8")
    years = {name: row.get("year") for name, row in rows(folder).items()}
    assert (years["东片/甲.txt"], years["东片/丙.txt"], years["甲.txt"]) == ("2022", "2021", None)


def test_names_composed_otherwise_are_the_same(folder: Path) -> None:
    (folder / unicodedata.normalize("NFD", "Ä乡.txt")).write_text(REPORT, encoding="utf-8")
    table = unicodedata.normalize("NFC", "source,year\nÄ乡.txt,2022\n")
    (folder / "metadata.csv").write_text(table, encoding="utf-8")
    assert [row["year"] for row in rows(folder).values() if row] == ["2022"]
    assert survey(folder).refused == ()


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


def test_every_column_reaches_the_report(folder: Path) -> None:
    table = "source,kind,published,document_number,level,title\n甲.txt,述法报告,2024年1月5日,柳政〔2024〕3号,村,柳泉镇总结\n"
    (folder / "metadata.csv").write_text(table, encoding="utf-8")
    report = read_file(folder / "甲.txt")
    assert (report.kind, report.published, report.document_number) == (Kind.PERSONAL, "2024-01-05", "柳政〔2024〕3号")
    assert (report.level, report.title) == (Level.TOWNSHIP, "柳泉镇总结")
    assert any("级别“村”" in note for note in report.notes)


@pytest.fixture
def packed(folder: Path) -> Path:
    """The folder with an archive of reports in it, a sidecar inside, and one archive within."""
    inner = zip_bytes(("己.txt", REPORT.replace("柳泉", "己")))
    (folder / "往年.zip").write_bytes(
        zip_bytes(
            ("丙.txt", REPORT.replace("柳泉", "丙")),
            ("metadata.csv", "source,year\n丙.txt,2021\n东片/丁.txt,2020\n"),
            ("东片/丁.txt", REPORT.replace("柳泉", "丁")),
            ("__MACOSX/东片/._丁.txt", "x"),
            ("../戊.txt", REPORT),
            ("照片.png", "x"),
            ("内.zip", inner),
        )
    )
    return folder


def test_an_archive_is_read_as_a_folder(packed: Path) -> None:
    contents = survey(packed)
    assert {file.name: (file.member, file.metadata.get("year")) for file in contents.files} == {
        "乙.txt": (None, None),
        "往年.zip/丙.txt": ("丙.txt", "2021"),
        "往年.zip/东片/丁.txt": ("东片/丁.txt", "2020"),
        "往年.zip/内.zip/己.txt": ("内.zip/己.txt", None),
        "甲.txt": (None, None),
    }
    assert {file.path.name for file in contents.files} == {"乙.txt", "甲.txt", "往年.zip"}
    assert [item.name for item in contents.refused] == ["往年.zip/../戊.txt"]
    assert all(file.load().decode().startswith(("柳", "丙", "丁", "己")) for file in contents.files)


def test_a_file_in_an_archive_can_be_read_by_its_path(packed: Path) -> None:
    (packed / "metadata.csv").write_text("source,year\n往年.zip/内.zip/己.txt,2019\n", encoding="utf-8")
    assert read_file(packed / "往年.zip" / "东片" / "丁.txt").year == 2020
    report = read_file(packed / "往年.zip" / "内.zip" / "己.txt")
    assert (report.year, report.source) == (2019, str(packed / "往年.zip" / "内.zip" / "己.txt"))
    with pytest.raises(UnreadableFileError, match=r"holds no file 无\.txt"):
        read_file(packed / "往年.zip" / "无.txt")
    with pytest.raises(UnreadableFileError, match="zip archive of 7 files; read one as"):
        read_file(packed / "往年.zip")
    assert find_report(packed / "甲.txt" / "x") is None and find_report(packed / "无") is None


def test_builds_follow_each_file_in_an_archive(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    index = tmp_path_factory.mktemp("index") / "index"
    assert build_index(index, [packed], HashingEncoder()).added == 5
    again = build_index(index, [packed], HashingEncoder())
    assert (again.unchanged, again.replaced, again.removed) == (5, 0, 0)
    (packed / "往年.zip").write_bytes(
        zip_bytes(("丙.txt", REPORT.replace("柳泉", "丙")), ("东片/丁.txt", REPORT + "新"))
    )
    changed = build_index(index, [packed], HashingEncoder())
    # The first keeps its bytes and loses its row of the sidecar; the second changes; the one within goes.
    assert (changed.unchanged, changed.replaced, changed.removed) == (2, 2, 1)
    sources = {report.source for report in Index.open(index).catalogue.reports()}
    assert f"{packed.name}/往年.zip/东片/丁.txt" in sources


def test_what_cannot_be_read_is_skipped_with_one_reason_each(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name, data in (
        ("空.zip", zip_bytes(("照片.png", "x"))),
        ("坏.zip", zip_bytes(("丙.txt", REPORT))[:-9]),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)),
        ("包.rar", b"Rar!\x1a\x07\x01\x00" + bytes(99)),
        ("版.ofd", b"x"),
        ("图.txt", b"\x89PNG\r\n\x1a\n" + bytes(99)),
    ):
        (folder / name).write_bytes(data)
    result = build_index(tmp_path_factory.mktemp("index") / "index", [folder], HashingEncoder())
    assert (result.added, result.reports) == (2, 1)
    reasons = {item.name: item.reason for item in result.skipped}
    assert {
        "空.zip": "holds no file of a known type" in reasons["空.zip"],
        "坏.zip": "damaged or cut-off zip archive" in reasons["坏.zip"],
        "旧.doc": "damaged old Word file" in reasons["旧.doc"],
        "包.rar": "RAR archive" in reasons["包.rar"],
        "版.ofd": "is not a ofd file" in reasons["版.ofd"],
        "图.txt": "picture" in reasons["图.txt"],
    } == dict.fromkeys(reasons, True)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_leave_the_folder_are_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "丙.txt").write_text(REPORT, encoding="utf-8")
    (folder / "外.txt").symlink_to(outside / "丙.txt")
    (folder / "外面").symlink_to(outside)
    (folder / "断.txt").symlink_to(folder / "无.txt")
    (folder / "环.txt").symlink_to(folder / "环.txt")
    (folder / "内.txt").symlink_to(folder / "甲.txt")
    (folder / "圈").symlink_to(folder)
    contents = survey(folder)
    assert [file.name for file in contents.files] == ["乙.txt", "内.txt", "甲.txt"]
    assert sorted(item.name for item in contents.refused) == sorted(["外.txt", "外面", "断.txt", "环.txt"])
    assert all("link" in item.reason for item in contents.refused)
