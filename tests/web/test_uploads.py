"""What a visitor drops: hostile names, archives, duplicates, limits, and tables among the files."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.correcting import sidecar_rows
from corpus.folder import report_files
from web.corpus_names import LONGEST_NAME, free_name, safe_name, safe_path
from web.uploads import Limits, Received, receive, same_file_in

LIMITS = Limits(20, 2**20)


@dataclass(frozen=True)
class File:
    name: str
    data: bytes = b"report"

    def getvalue(self) -> bytes:
        return self.data


def packed(**members: bytes) -> bytes:
    return packed_as(members)


def packed_as(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def put(folder: Path, *files: File, limits: Limits = LIMITS) -> Received:
    return receive(folder / "staging", files, limits, same_file_in(folder / "reports"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("甲乡 2023.docx", "甲乡 2023.docx"),
        ("a/b\\c.txt", "a_b_c.txt"),
        ("..", "_"),
        ("...txt", "_txt"),
        ("CON.txt", "_CON.txt"),
        ("com1", "_com1"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("console.txt", "console.txt"),
        ("~$甲.docx", "_甲.docx"),
        (".hidden.txt", "_hidden.txt"),
        ("a\x00b\x1b[31m\n.txt", "ab[31m.txt"),
        ("gpj.\u202etxt", "gpj.txt"),
        ('<b>"x"|?*:.txt', "_b__x_____.txt"),
        ("a. . ", "a"),
        ("e\u0301.txt", "é.txt"),
        ("\ud800.txt", "_txt"),
    ],
)
def test_names_become_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=400))
def test_any_name_is_one_plain_part_below_the_folder(name: str) -> None:
    path = safe_path(name)
    assert not path.is_absolute() and ".." not in path.parts and path.parts
    for part in path.parts:
        assert len(part.encode()) <= LONGEST_NAME
        assert not part.startswith((".", "~$")) and part == part.rstrip(". ") and "/" not in part and "\\" not in part
        assert safe_name(part) == part


def test_names_that_differ_in_case_or_form_are_kept_apart(tmp_path: Path) -> None:
    received = put(tmp_path, File("A.txt", b"1"), File("a.TXT", b"2"), File("é.txt", b"3"), File("e\u0301.txt", b"4"))
    assert received.kept == ["A.txt", "a (2).TXT", "é.txt", "é (2).txt"]
    assert {(tmp_path / "staging" / name).read_bytes() for name in received.kept} == {b"1", b"2", b"3", b"4"}
    assert free_name(tmp_path / "staging", PurePosixPath("a.txt")) == PurePosixPath("a (3).txt")


def test_an_upload_cannot_leave_the_folder(tmp_path: Path) -> None:
    received = put(
        tmp_path, File("../../evil.txt", b"1"), File("C:\\Windows\\evil.txt", b"2"), File("/etc/evil.txt", b"3")
    )
    assert len(received.kept) == 3
    everything = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(path.is_relative_to(tmp_path / "staging") for path in everything)


def test_an_archive_is_unpacked_without_what_leads_out(tmp_path: Path) -> None:
    data = packed_as(
        {"东片/甲.txt": b"1", "../../evil.txt": b"2", "__MACOSX/._x.txt": b"3", "readme.exe": b"4", "a/../b.txt": b"5"}
    )
    received = put(tmp_path, File("2023年.zip", data))
    assert received.kept == ["2023年/东片/甲.txt"]
    assert {(item.name, item.why) for item in received.refused} == {
        ("2023年.zip/../../evil.txt", "unreadable"),
        ("2023年.zip/a/../b.txt", "unreadable"),
    }
    assert "leads out" in received.refused[0].told and str(tmp_path) not in received.refused[0].told
    assert not [path for path in (tmp_path / "staging").iterdir() if path.name.startswith(".incoming")]


def test_archives_that_are_none_or_hold_nothing(tmp_path: Path) -> None:
    broken = packed(**{"a.txt": b"x" * 100})[:60]
    received = put(tmp_path, File("坏.zip", broken), File("空.zip", packed_as({"a.exe": b"1"})))
    assert [(item.name, item.why) for item in received.refused] == [
        ("坏.zip", "unreadable"),
        ("空.zip", "nothing_inside"),
    ]
    assert str(tmp_path) not in received.refused[0].told


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    received = put(tmp_path, File("bomb.zip", packed_as({"a.txt": b"\0" * 3 * 2**20})))
    assert received.kept == []
    assert "times its size" in received.refused[0].told


@pytest.mark.parametrize(
    ("limits", "why"), [(Limits(2, 2**20), "too_many"), (Limits(20, 5), "too_much")], ids=["files", "bytes"]
)
def test_limits_count_what_waits_already(tmp_path: Path, limits: Limits, why: str) -> None:
    assert put(tmp_path, File("a.txt", b"11"), File("b.txt", b"22"), limits=limits).refused == []
    received = put(tmp_path, File("c.txt", b"33"), limits=limits)
    assert received.kept == [] and received.refused[0].why == why
    archive = File("d.zip", packed_as({"d.txt": b"44"}))
    assert put(tmp_path, archive, limits=limits).refused[0].why == why


def test_the_same_file_is_kept_once(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "旧.txt").write_bytes(b"old")
    received = put(
        tmp_path, File("a.txt"), File("b.txt"), File("c.txt", b"old"), File("z.zip", packed_as({"q.txt": b"report"}))
    )
    assert received.kept == ["a.txt"]
    assert [(item.name, item.told) for item in received.refused] == [
        ("b.txt", "a.txt"),
        ("c.txt", "旧.txt"),
        ("z.zip/q.txt", "a.txt"),
    ]
    assert put(tmp_path, File("again.txt")).refused[0].told == "a.txt"


def test_a_table_that_was_lost_can_be_dropped_again_with_its_files(tmp_path: Path) -> None:
    put(tmp_path, File("a.txt"))
    table = File("metadata.csv", b"source,year\na.txt,2021\n")
    assert put(tmp_path, File("a.txt"), table).refused[0].told == "a.txt"
    assert sidecar_rows(tmp_path / "staging")["a.txt"]["year"] == "2021"


def test_a_type_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    assert put(tmp_path, File("a.exe"), File("none")).refused[0].why == "unknown_type"


def test_tables_among_the_files_are_taken_over(tmp_path: Path) -> None:
    inside = packed_as(
        {"东/甲.txt": b"1", "东/metadata.csv": "文件,年度,颜色\n甲.txt,2021,红\n没有.txt,2020\n".encode()}
    )
    beside = File("metadata.csv", "source,county\nb.txt,乙县\n".encode("gb18030"))
    received = put(tmp_path, File("x.zip", inside), File("b.txt", b"2"), beside)
    assert received.kept == ["x/东/甲.txt", "b.txt"] and received.refused == []
    assert sidecar_rows(tmp_path / "staging") == {
        "x/东/甲.txt": {"source": "x/东/甲.txt", "year": "2021"},
        "b.txt": {"source": "b.txt", "county": "乙县"},
    }
    assert [file.metadata.get("year") for file in report_files(tmp_path / "staging")] == [None, "2021"]


def test_a_table_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    received = put(tmp_path, File("b.txt"), File("metadata.csv", b"name\n1\n"))
    assert received.kept == ["b.txt"] and received.refused[0].why == "unreadable"
