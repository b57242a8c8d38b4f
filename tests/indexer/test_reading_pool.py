"""Reading in a few processes: the same as in this one, in the same order, whatever some of the files do to their reader."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pytest

from bench.trust.reading import MEMORY, REASONS
from bench.trust.reading_faults import COMMAND, FAULTS, SLOW
from corpus.folder import ReportFile, known_file, survey
from corpus.formats import pdf_pictures
from corpus.formats.programs import watched
from embeddings import HashingEncoder
from errors import ReadingError
from indexer import reading, reading_pool
from indexer.build import BuildResult, build_index
from indexer.index import Index
from indexer.journal import BuildCancelledError
from indexer.reading import Taken, file_of_json, file_to_json, take, taken_of_json, taken_to_json
from indexer.reading_pool import ReadingPool, ReadingProcess, usual_readers

T = TypeVar("T")
QUICK = [name for name in FAULTS if name not in SLOW]
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells of other processes")


def build(directory: Path, reports: Path, reader: ReadingPool | None = None) -> BuildResult:
    return build_index(directory, [reports], HashingEncoder(), reader=reader)


def content(directory: Path) -> list[object]:
    with closing(Index.open(directory)) as index:
        reports = list(index.catalogue.reports())
        return [*index.catalogue.files(), *reports, *map(index.catalogue.passages_in, reports)]


def hostile(folder: Path, *faults: str) -> list[ReportFile]:
    for fault in faults:
        (folder / f"{fault}.txt").write_text(
            "甲县乙乡2023年法治政府建设工作报告\n\n培训执法人员3次。\n", encoding="utf-8"
        )
    return [file for fault in faults if (file := known_file(folder, f"{fault}.txt"))]


def test_processes_read_what_this_one_reads(samples: Path) -> None:
    files = survey(samples.resolve()).files
    pool = ReadingPool(2)
    try:
        futures = [pool.begin(file) for file in files]
        assert [future.result(60) for future in futures] == [take(file) for file in files]
    finally:
        pool.end()


def test_an_index_is_the_same_however_many_read(reports: Path, tmp_path: Path) -> None:
    (reports / "空.txt").touch()
    (reports / "metadata.csv").write_text("source,year\n甲乡.txt,2020\n包.zip/丁乡.txt,2019\n", encoding="utf-8")
    with zipfile.ZipFile(reports / "包.zip", "w") as archive:
        archive.writestr("丁乡.txt", (reports / "乙镇.txt").read_text(encoding="utf-8").replace("乙镇", "丁乡"))
    here = build(tmp_path / "here", reports)
    elsewhere = build(tmp_path / "elsewhere", reports, ReadingPool(2))
    assert replace(here, seconds=0) == replace(elsewhere, seconds=0)
    assert here.added == 4 and len(here.skipped) == 1
    assert content(tmp_path / "here") == content(tmp_path / "elsewhere")
    assert build(tmp_path / "here", reports, ReadingPool(2)).unchanged == 4


def test_nothing_to_read_starts_no_process(reports: Path, tmp_path: Path) -> None:
    build(tmp_path / "index", reports)
    assert build(tmp_path / "index", reports, ReadingPool(2, ("no-such-program",))).unchanged == 3


def test_no_reader_at_all_is_one_sentence_and_the_index_stays(reports: Path, tmp_path: Path) -> None:
    build(tmp_path / "index", reports)
    before = content(tmp_path / "index")
    (reports / "甲乡.txt").write_text("甲县甲乡2024年法治政府建设工作报告\n\n培训执法人员3次。\n", encoding="utf-8")
    for command in (("no-such-program",), (sys.executable, "-c", "print('{}')"), (sys.executable, "-c", "")):
        with pytest.raises(ReadingError, match="cannot be started"):
            build(tmp_path / "index", reports, ReadingPool(2, command))
    assert content(tmp_path / "index") == before


@pytest.mark.skipif(os.name == "nt", reason="Windows bounds no address space")
def test_files_that_break_their_reader_cost_only_themselves(tmp_path: Path) -> None:
    *bad, good = hostile(tmp_path, *QUICK, "good")
    process = ReadingProcess(COMMAND, memory=MEMORY)
    assert process.read(good) == take(good)
    told = {fault: process.read(file).refused for fault, file in zip(QUICK, bad, strict=True)}
    assert [fault for fault in QUICK if REASONS[fault] not in told[fault]] == []
    assert process.read(good) == take(good)
    process.end()


def test_files_that_hang_are_given_up_with_all_that_they_started(tmp_path: Path) -> None:
    *bad, good = hostile(tmp_path, *SLOW, "good")
    pool = ReadingPool(len(SLOW), COMMAND, seconds=10)
    futures = [pool.begin(file) for file in bad]
    told = [future.result(120).refused for future in futures]
    assert told == [f"{fault}.txt takes longer than 10 s to read; save it anew or give its text" for fault in SLOW]
    assert not any(str(tmp_path) in line for _, _, _, line in stats())
    assert pool.begin(good).result(120) == take(good)
    groups = [pid_of(process) for process in pool._processes if process._process]
    pool.end()
    # What was killed is gone a moment later.
    assert groups and until(lambda: not any(members(group) for group in groups))


def test_a_build_goes_on_past_files_that_break_their_reader(reports: Path, tmp_path: Path) -> None:
    alone = build(tmp_path / "alone", reports)
    hostile(reports, "exits", "segfaults")
    result = build(tmp_path / "index", reports, ReadingPool(2, COMMAND))
    assert (result.added, [item.name for item in result.skipped]) == (alone.added, ["exits.txt", "segfaults.txt"])
    assert content(tmp_path / "index") == content(tmp_path / "alone")


def test_a_crash_that_an_earlier_file_left_behind_is_not_the_next_ones(tmp_path: Path, reports: Path) -> None:
    process = ReadingProcess()
    first, second = survey(reports.resolve()).files[:2]
    assert process.read(first) == take(first)
    assert process._process is not None
    process._process.kill()
    assert process.read(second) == take(second)
    process.end()


@needs_proc
def test_a_file_that_needs_more_memory_than_there_is_is_told(tmp_path: Path) -> None:
    (good,) = hostile(tmp_path, "good")
    (tmp_path / "large.docx").write_bytes(docx_of("<w:p/>" * 2_000_000))
    (tmp_path / "small.docx").write_bytes(
        docx_of("<w:p><w:r><w:t>甲县乙乡2023年法治政府建设工作报告</w:t></w:r></w:p>")
    )
    small, large = (file for name in ("small", "large") if (file := known_file(tmp_path, f"{name}.docx")))
    process = ReadingProcess()
    assert process.read(small) == take(small)
    told = Path(f"/proc/{pid_of(process)}/status").read_text()
    process.end()
    usual = int(told.partition("VmPeak:")[2].split()[0]) * 1024
    process = ReadingProcess(memory=usual + 24 * 2**20)
    assert process.read(small) == take(small)
    assert process.read(large).refused == f"large.docx {reading.NO_MEMORY}"
    assert process._process is None, "what it filled its memory with may never come back"
    assert process.read(good) == take(good)
    process.end()


def test_a_file_that_takes_longer_than_it_may_is_told(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("一是推进法治政府建设，培训3次；二是" * 100_000, encoding="utf-8")
    long = known_file(tmp_path, "long.txt")
    assert long is not None
    process = ReadingProcess(seconds=0.3)
    assert process.read(long).refused == "long.txt takes longer than 0 s to read; save it anew or give its text"
    process.end()


def test_pages_that_are_recognised_are_signs_of_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = (
        "import json, sys, time\n"
        "def say(**fields): print(json.dumps(fields), flush=True)\n"
        "say(ready=True)\n"
        "for line in sys.stdin:\n"
        "    for page in range(8 if 'scan' in line else 600): time.sleep(0.4); say(alive=True)\n"
        "    say(number=json.loads(line)['number'], spent=False, fingerprint='f', report=None, passages=[], refused='read', trace='', missing=False)\n"
    )
    scan, endless = hostile(tmp_path, "scan", "endless")
    monkeypatch.setattr(pdf_pictures, "MAX_SECONDS", 4.0)
    process = ReadingProcess((sys.executable, "-c", pages), seconds=2)
    assert process.read(scan).refused == "read"
    assert "takes longer" in process.read(endless).refused
    process.end()


def test_a_build_that_waits_for_a_file_can_be_cancelled(reports: Path, tmp_path: Path) -> None:
    directory = tmp_path / "index"
    build(directory, reports)
    hostile(reports, "hangs")
    pool = ReadingPool(2, COMMAND)
    told: list[int] = []

    def stop(stage: str, done: int, total: int) -> None:
        told.append(done)
        if len(told) == 3:
            raise BuildCancelledError("enough")

    with pytest.raises(BuildCancelledError):
        build_index(directory, [reports], HashingEncoder(), progress=stop, reader=pool)
    assert told == [0, 0, 0], "it is asked while the first file hangs"
    assert not pool._processes
    assert build(directory, reports).unchanged == 3


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_the_build(reports: Path, tmp_path: Path, how: signal.Signals) -> None:
    hostile(reports, "child", "spins")
    script = (
        "import signal, sys\nfrom pathlib import Path\nimport bench.trust.reading_faults as f\nfrom embeddings import HashingEncoder\n"
        "from indexer.build import build_index\nfrom indexer.reading_pool import ReadingPool\n"
        # What runs in the background of a shell may have been started deaf to Ctrl-C.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "build_index(Path(sys.argv[1]), [Path(sys.argv[2])], HashingEncoder(), reader=ReadingPool(2, f.COMMAND))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "index"), str(reports)]
    parent = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        groups = wait_for(lambda: found if len(found := children(parent.pid)) == 2 else [])
        # Both are at their files once one has a child that sleeps.
        wait_for(lambda: any(str(reports) in line for group in groups for line in members(group)))
    finally:
        parent.send_signal(how)
        parent.wait(60)
    wait_for(lambda: not any(members(group) for group in groups))


@needs_proc
def test_a_program_that_converts_ends_with_whoever_waits_for_it(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys\nfrom corpus.formats.programs import watched\n"
        "inner = [sys.executable, '-c', sys.argv[1]]\n"
        "outer = [sys.executable, '-c', 'import subprocess, sys; subprocess.run(sys.argv[1:])', *inner]\n"
        "subprocess.Popen([*watched(), *outer], stdin=subprocess.PIPE, start_new_session=True).wait()"
    )
    assert watched()
    parent = subprocess.Popen([sys.executable, "-c", script, "import time; time.sleep(600)"])
    (group,) = wait_for(lambda: children(parent.pid))
    wait_for(lambda: len(members(group)) == 3)
    parent.kill()
    parent.wait()
    wait_for(lambda: not members(group))


def test_what_crosses_over_comes_back_whole(samples: Path) -> None:
    for file in survey(samples.resolve()).files[:3]:
        assert file_of_json(file_to_json(file)) == file
        taken = take(file)
        assert taken.passages and taken_of_json(taken_to_json(taken)) == taken
    with pytest.raises(ValueError):
        taken_of_json(taken_to_json(Taken("f")))


def test_a_fault_of_ours_and_a_lack_of_memory_are_told(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    file = survey(reports.resolve()).files[0]
    monkeypatch.setattr(reading, "read_report_bytes", fail)
    error: Exception = ZeroDivisionError("ours")
    taken = take(file)
    assert "fault of this program" in taken.refused and "ZeroDivisionError" in taken.trace and taken.fingerprint
    error = MemoryError()
    assert take(file).refused == f"{file.name} {reading.NO_MEMORY}"


def test_a_member_of_an_archive_is_unpacked_where_it_is_read(tmp_path: Path) -> None:
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("exits.txt", "甲县乙乡2023年法治政府建设工作报告\n")
        archive.writestr("good.txt", "甲县乙乡2023年法治政府建设工作报告\n\n培训执法人员3次。\n")
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "包.zip").write_bytes(inner.getvalue())
    result = build(tmp_path / "index", reports, ReadingPool(2, COMMAND))
    assert result.added == 1 and [item.name for item in result.skipped] == ["包.zip/exits.txt"]


def test_as_many_as_are_of_use() -> None:
    assert 1 <= usual_readers() <= reading_pool.MAX_READERS


def docx_of(body: str) -> bytes:
    """A Word file with this body and nothing else."""
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>')
    return packed.getvalue()


def pid_of(process: ReadingProcess, otherwise: int = 0) -> int:
    return process._process.pid if process._process else otherwise


def wait_for(found: Callable[[], T], patience: float = 60.0) -> T:
    """What is found once it is something.

    Raises:
        TimeoutError: It never is.
    """
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if seen := found():
            return seen
        time.sleep(0.05)
    raise TimeoutError


def stats() -> Iterator[tuple[int, int, int, str]]:
    """Number, parent, group and command line of each process that lives; nothing where the system does not tell."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            state, parent, group = (path / "stat").read_text().rpartition(")")[2].split()[:3]
            line = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if state != "Z":
            yield int(path.name), int(parent), int(group), line


def until(done: Callable[[], bool]) -> bool:
    """Whether something comes to be within half a minute."""
    ends = time.monotonic() + 30
    while not done():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True


def members(group: int) -> list[str]:
    return [line for _, _, own, line in stats() if own == group]


def children(parent: int) -> list[int]:
    return [number for number, above, _, _ in stats() if above == parent]
