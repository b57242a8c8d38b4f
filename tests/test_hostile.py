"""What a hostile folder, a damaged index or an odd terminal may do: a sentence, never a traceback, and never silent damage."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from embeddings import HashingEncoder
from errors import FajianError, IndexUnusableError, QueryError, UnreadableFileError
from indexer.build import build_index
from indexer.index import Index
from indexer.status import find_damage
from search.engine import Engine
from search.evaluation import read_questions
from search.filters import Filters
from terminal.plain import one_line, printable

ROOT = Path(__file__).resolve().parent.parent


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(0, len(data), max(1, len(data) // 200)):
        data[place] ^= 0xFF
    path.write_bytes(bytes(data))


def _run(stdout: int | IO[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    return subprocess.run(
        command, env=environment, stdout=stdout, stderr=subprocess.PIPE, encoding="utf-8", timeout=60, check=False
    )


@pytest.fixture
def index(hashing_index: Path, tmp_path: Path) -> Path:
    """A copy of the index that a test may damage."""
    return Path(shutil.copytree(hashing_index, tmp_path / "index"))


def _every_part(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file() and path.name != "build.lock")


def test_a_damaged_file_never_ends_in_a_traceback(index: Path) -> None:
    for part in _every_part(index):
        sound = part.read_bytes()
        for damage in (sound[: len(sound) // 2], bytes(byte ^ 0xFF for byte in sound[:16]) + sound[16:], None):
            if damage is None:
                _flip(part)
            else:
                part.write_bytes(damage)
            try:
                Engine(Index.open(index), HashingEncoder()).search("执法人员不足")
            except FajianError as error:
                assert str(error), part
        part.write_bytes(sound)


@pytest.mark.parametrize("name", ["vectors.faiss", "catalogue.sqlite", "CURRENT", "manifest.json"])
def test_damage_is_told_and_not_carried_over_into_a_sound_version(index: Path, samples: Path, name: str) -> None:
    part = next(path for path in _every_part(index) if path.name == name)
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 0xFF
    part.write_bytes(bytes(data))
    assert find_damage_or_refusal(index)
    result = build_index(index, [samples], HashingEncoder())
    assert result.reports == 24
    assert len(result.repaired) == 1 and name in result.repaired[0]
    assert find_damage(index) == []


def find_damage_or_refusal(index: Path) -> list[str]:
    """What ``verify`` says, be it that there is no index to be opened."""
    try:
        return find_damage(index)
    except IndexUnusableError as error:
        return [str(error)]


def test_nothing_to_index_publishes_no_empty_index(index: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="name one"):
        build_index(tmp_path / "new", [], HashingEncoder())
    shutil.rmtree(index / "versions")
    with pytest.raises(IndexUnusableError, match="--rebuild"):
        build_index(index, [], HashingEncoder())
    with pytest.raises(UnreadableFileError, match="name one"):
        build_index(index, [], HashingEncoder(), rebuild=True)


@pytest.mark.skipif(sys.platform != "linux", reason="only there is any byte a file name")
def test_names_that_are_no_text_are_skipped_with_the_reason(reports: Path, tmp_path: Path) -> None:
    odd = os.fsdecode(os.fsencode(reports / "bad") + b"\xff.txt")
    shutil.copy(reports / "甲乡.txt", odd)
    result = build_index(tmp_path / "index", [reports], HashingEncoder())
    assert result.reports == 3
    assert [(item.name, "UTF-8" in item.reason) for item in result.skipped] == [("bad\\xff.txt", True)]
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    folder.mkdir()
    with pytest.raises(UnreadableFileError, match="not UTF-8"):
        build_index(tmp_path / "index", [folder], HashingEncoder())


@pytest.mark.parametrize("year", ["9" * 23, "-2023", "二三", "2023.0"])
def test_a_year_that_is_none_is_not_taken_and_noted(reports: Path, tmp_path: Path, year: str) -> None:
    (reports / "metadata.csv").write_text(f"source,year\n甲乡.txt,{year}\n", encoding="utf-8")
    assert build_index(tmp_path / "index", [reports], HashingEncoder()).skipped == ()
    read = next(r for r in Index.open(tmp_path / "index").catalogue.reports() if "甲乡" in r.title)
    assert read.year == 2023
    assert any(year[:12] in note for note in read.notes)


def test_a_version_swept_away_is_told_and_not_taken_for_an_empty_one(index: Path) -> None:
    opened = Index.open(index)
    shutil.rmtree(opened.version / "words")
    with pytest.raises(IndexUnusableError, match="words"):
        opened.words.knows("法治")


def test_warm_loads_every_part_before_the_files_may_go(index: Path) -> None:
    engine = Engine(Index.open(index), HashingEncoder())
    engine.warm()
    assert {"vectors", "words"} <= set(vars(engine.index))


def test_a_township_of_one_character_can_be_filtered_for(reports: Path, tmp_path: Path) -> None:
    (reports / "metadata.csv").write_text("source,township\n甲乡.txt,镇\n", encoding="utf-8")
    build_index(tmp_path / "index", [reports], HashingEncoder())
    engine = Engine(Index.open(tmp_path / "index"), HashingEncoder())
    assert engine.search("执法", Filters(township="乙镇")).hits


@pytest.mark.parametrize(
    "change",
    [{"zh": 5, "en": None}, {"zh": ""}, {"answers": [{"report": "x", "quote": "a", "grade": float("inf")}]}],
    ids=["numbers", "empty", "infinite"],
)
def test_odd_graded_questions_name_the_line(tmp_path: Path, change: dict[str, object]) -> None:
    row: dict[str, object] = {"id": 1, "zh": "普法", "en": "law", "answers": []}
    path = tmp_path / "queries.jsonl"
    path.write_text("\ufeff" + json.dumps(row) + "\n" + json.dumps(row | {"id": 2} | change) + "\n", encoding="utf-8")
    if change.get("zh") == 5:
        assert [question.zh for question in read_questions(path)] == ["普法", "5"]
    else:
        with pytest.raises(QueryError, match="line 2"):
            read_questions(path)


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert printable("a\x1b[31m\n\tb\x9b\r") == "a\ufffd[31m\n\tb\ufffd\ufffd"
    assert one_line("a\nb\x07") == "a b\ufffd"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_behind_the_output_is_one_line(hashing_index: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = _run(full, "status", "--index", str(hashing_index))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("fajian: ")


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_reader_that_had_enough_hears_no_complaint(hashing_index: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = _run(writing, "status", "--index", str(hashing_index))
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def test_an_empty_place_filters_nothing(hashing_index: Path) -> None:
    command = ["search", "普法", "--model", "hashing", "--province", "", "--index", str(hashing_index)]
    done = _run(subprocess.PIPE, *command)
    assert "No passage passes" not in done.stdout and done.returncode == 0


def test_the_terminal_reads_a_report_in_an_archive_and_says_how(reports: Path) -> None:
    archive = Path(shutil.make_archive(str(reports.parent / "packed"), "zip", reports))
    whole = _run(subprocess.PIPE, "report", str(archive))
    assert (whole.returncode, whole.stderr.count("\n")) == (1, 1)
    assert "zip archive of 3 files; read one as" in whole.stderr
    one = _run(subprocess.PIPE, "report", str(archive / "甲乡.txt"))
    assert one.returncode == 0 and "甲乡2023年法治政府建设工作报告" in one.stdout
    none = _run(subprocess.PIPE, "report", str(archive / "无.txt"))
    assert (none.returncode, none.stderr.count("\n")) == (1, 1)
