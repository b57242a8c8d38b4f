"""The page's own folders: taking over with corrections, removing and putting back, whose files are whose, and what a read-only page refuses."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.correcting import correct_sidecar, sidecar_rows
from corpus.folder import read_file
from errors import FajianError
from indexer.preview import read_one
from tests.web.test_uploads import File, packed_as
from web.building import start
from web.corpus_reading import ask_for, is_reading
from web.corpus_removal import put_back, remove, removed_entries
from web.corpus_shelf import (
    ReadOnlyError,
    Shelf,
    correct,
    discard,
    drop,
    own_shelf,
    staging_shelf,
    sweep_staging,
    take_over,
)

ME, ANOTHER = "a" * 32, "b" * 32
REPORT = "甲县甲乡2023年法治政府建设工作报告\n\n一、工作情况\n全年培训执法人员3次。\n二、存在的问题\n执法人员不足。\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    drop(tmp_path, ME, [File("甲.txt", REPORT.encode()), File("乙.txt", (REPORT + "多").encode())])
    return tmp_path


def test_what_is_dropped_is_its_owners_until_it_is_taken_over(data: Path) -> None:
    assert [file.name for file in staging_shelf(data, ME).files()] == ["乙.txt", "甲.txt"]
    assert staging_shelf(data, ANOTHER).files() == []
    take_over(data, ANOTHER, ["甲.txt", "../" + ME + "/files/甲.txt"])
    assert own_shelf(data).files() == []
    with pytest.raises(ValueError):
        staging_shelf(data, "../reports")


def test_corrections_go_along_and_the_reader_knows_them(data: Path) -> None:
    staged = staging_shelf(data, ME)
    correct(data, staged, "甲.txt", {"year": "2021", "outline": "二=plan"})
    assert take_over(data, ME, ["甲.txt"]) == ["甲.txt"]
    assert take_over(data, ME, ["没有.txt"]) == []
    assert staged.find("甲.txt") is None and sidecar_rows(staged.folder) == {}
    report = read_file(data / "reports" / "甲.txt")
    assert report.year == 2021
    assert [section.role.value for section in report.sections if section.level] == ["practice", "plan"]


def test_a_name_that_is_taken_gets_a_number_and_its_own_row(data: Path) -> None:
    take_over(data, ME, ["甲.txt"])
    drop(data, ME, [File("甲.txt", b"another report of the same name")])
    correct(data, staging_shelf(data, ME), "甲.txt", {"year": "2019"})
    assert take_over(data, ME, ["甲.txt"]) == ["甲 (2).txt"]
    assert sidecar_rows(data / "reports") == {"甲 (2).txt": {"source": "甲 (2).txt", "year": "2019"}}


def test_a_table_nearer_to_the_file_is_the_one_that_is_corrected(data: Path) -> None:
    folder = data / "reports" / "东片"
    folder.mkdir(parents=True)
    (folder / "丙.txt").write_text(REPORT, encoding="utf-8")
    correct_sidecar(folder, {"丙.txt": {"year": "2018"}})
    correct(data, own_shelf(data), "东片/丙.txt", {"year": "2017"})
    assert own_shelf(data).files()[0].metadata["year"] == "2017"
    assert sidecar_rows(data / "reports") == {}


def test_a_file_that_its_archive_describes_is_not_corrected_in_vain(data: Path) -> None:
    archive = {"丁.txt": REPORT.encode(), "metadata.csv": "source,year\n丁.txt,2015\n".encode()}
    (data / "reports").mkdir()
    (data / "reports" / "x.zip").write_bytes(packed_as(archive))
    with pytest.raises(FajianError, match="in its archive"):
        correct(data, own_shelf(data), "x.zip/丁.txt", {"year": "2017"})


def test_removing_and_putting_back_lose_nothing(data: Path) -> None:
    correct(data, staging_shelf(data, ME), "甲.txt", {"year": "2021"})
    take_over(data, ME, ["甲.txt", "乙.txt"])
    removed = remove(data, ["甲.txt", "../../etc/passwd", "甲.txt"])
    assert removed.names == ("甲.txt",)
    assert [file.name for file in own_shelf(data).files()] == ["乙.txt"]
    assert sidecar_rows(data / "reports") == {} and own_shelf(data).contents().refused == ()
    drop(data, ME, [File("甲.txt", b"a newer file with this name")])
    take_over(data, ME, ["甲.txt"])
    assert put_back(data, removed.entry) == ["甲 (2).txt"]
    assert read_file(data / "reports" / "甲 (2).txt").year == 2021
    assert removed_entries(data) == []
    with pytest.raises(FajianError, match="put back already"):
        put_back(data, removed.entry)
    with pytest.raises(FajianError):
        put_back(data, "../reports")


def test_of_a_file_in_an_archive_the_archive_goes(data: Path) -> None:
    (data / "reports").mkdir()
    (data / "reports" / "x.zip").write_bytes(packed_as({"丁.txt": REPORT.encode()}))
    correct(data, own_shelf(data), "x.zip/丁.txt", {"year": "2017"})
    removed = remove(data, ["x.zip/丁.txt"])
    assert removed.names == ("x.zip",) and own_shelf(data).files() == []
    put_back(data, removed.entry)
    assert own_shelf(data).files()[0].metadata["year"] == "2017"


def test_discarded_files_are_gone_with_their_row(data: Path) -> None:
    correct(data, staging_shelf(data, ME), "甲.txt", {"year": "2021"})
    discard(data, ME, ["甲.txt", "../../reports/甲.txt"])
    assert [file.name for file in staging_shelf(data, ME).files()] == ["乙.txt"]
    assert sidecar_rows(staging_shelf(data, ME).folder) == {}


def test_after_a_day_without_a_touch_staging_is_cleared(data: Path) -> None:
    sweep_staging(data)
    assert staging_shelf(data, ME).files()
    sweep_staging(data, now=time.time() + 25 * 3600)
    assert not (data / "staging" / ME).exists()


def test_a_reading_holds_until_the_file_or_its_row_changes(data: Path) -> None:
    shelf = staging_shelf(data, ME)
    file = shelf.find("甲.txt")
    assert file is not None and shelf.reading(file) is None
    shelf.keep("甲.txt", read_one(shelf.folder, "甲.txt"))
    reading = shelf.reading(file)
    assert reading is not None and reading.report is not None and reading.report.year == 2023
    correct(data, shelf, "甲.txt", {"year": "2021"})
    changed = shelf.find("甲.txt")
    assert changed is not None and shelf.reading(changed) is None
    os.utime(file.path, ns=(1, 1))
    assert shelf.reading(file) is None


def test_files_are_read_in_the_background(data: Path) -> None:
    shelf = staging_shelf(data, ME)
    ask_for(shelf, ["甲.txt", "乙.txt", "没有.txt"])
    ask_for(shelf, ["甲.txt"])
    deadline = time.monotonic() + 60
    while is_reading(shelf) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert all(shelf.reading(file) is not None for file in shelf.files())


CHANGES: dict[str, Callable[[Path, Shelf], object]] = {
    "drop": lambda data, shelf: drop(data, ME, [File("c.txt")]),
    "discard": lambda data, shelf: discard(data, ME, ["甲.txt"]),
    "take_over": lambda data, shelf: take_over(data, ME, ["甲.txt"]),
    "correct": lambda data, shelf: correct(data, shelf, "甲.txt", {"year": "2021"}),
    "remove": lambda data, shelf: remove(data, ["甲.txt"]),
    "put_back": lambda data, shelf: put_back(data, "20260101T000000Z-00000000"),
    "build": lambda data, shelf: start(data / "index", data, folders=[shelf.folder]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_read_only_page_changes_nothing(data: Path, change: Callable[[Path, Shelf], object]) -> None:
    (data / "page.toml").write_text("read_only = true\n", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    with pytest.raises(ReadOnlyError):
        change(data, staging_shelf(data, ME))
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before


def test_what_a_file_was_read_as_goes_with_it(data: Path) -> None:
    staged, own = staging_shelf(data, ME), own_shelf(data)
    for name in ("甲.txt", "乙.txt"):
        staged.keep(name, read_one(staged.folder, name))
    discard(data, ME, ["乙.txt"])
    assert len(list(staged.readings.iterdir())) == 1
    take_over(data, ME, ["甲.txt"])
    assert list(staged.readings.iterdir()) == []
    own.keep("甲.txt", read_one(own.folder, "甲.txt"))
    remove(data, ["甲.txt"])
    assert list(own.readings.iterdir()) == []
