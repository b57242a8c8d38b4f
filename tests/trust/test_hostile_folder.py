"""What may lie in a folder besides reports: pipes, devices, links, and names that mean something to a terminal, a shell or a page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.correcting import correct_sidecar
from corpus.folder import known_file, read_file, survey
from embeddings import HashingEncoder
from errors import UnreadableFileError
from indexer.build import build_index
from indexer.index import Index
from terminal.plain import one_line, printable
from tests.corpus.test_folder import REPORT
from tests.hangs import HANG

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="no such files there")
LONG = "长" * 83 + ".txt"
"""253 bytes in UTF-8; 255 are the most that file systems take."""
NAMES = [
    "两行\n名.txt",
    "\x1b]0;title\x07\x1b[2J\x1b[31m红.txt",
    "\x9b31m.txt",
    "回\r车.txt",
    "反\u202etxt.exe.txt",
    "隔\u2066离\u2069.txt",
    "-rf.txt",
    "--json.txt",
    "=cmd|' -C calc'!A0.txt",
    "＝1+1.txt",
    "+1.txt",
    "@SUM(1).txt",
    "<img src=x onerror=alert(1)>.txt",
    "[点](javascript:alert(1)).txt",
    "CON.txt",
    "nul.txt",
    "COM1.txt",
    "a:b.txt",
    "尾点. .txt",
    "$(touch x);`id`.txt",
    "%s%n{0}.txt",
    "引\"'号.txt",
    "全角：路径／.txt",
    "\ufeff零宽\u200b.txt",
    LONG,
]
_CONTROLS = [*map(chr, (*range(0x20), *range(0x7F, 0xA0))), *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports under every odd name, and files of these names that cannot be read."""
    if os.name == "nt":
        pytest.skip("no such names there")
    folder = tmp_path_factory.mktemp("odd") / "reports"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / name).write_text(REPORT.replace("柳泉", f"柳{chr(0x4E00 + number)}"), encoding="utf-8")
        (folder / f"{name[:60].removesuffix('.txt')}.pdf").write_bytes(b"%PDF-1.7\n damage")
    build_index(folder.parent / "index", [folder], HashingEncoder())
    return folder


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "FAJIAN_MODEL": "hashing"}
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_every_name_is_indexed_or_skipped_with_its_reason(odd: Path) -> None:
    index = Index.open(odd.parent / "index")
    sources = [source for report in index.catalogue.reports() for source in (report.source, *report.other_sources)]
    assert len(sources) == len(NAMES)
    skipped = index.catalogue.skipped()
    assert len(skipped) == len({f"{name[:60].removesuffix('.txt')}.pdf" for name in NAMES})


def test_the_terminal_shows_no_control_character(odd: Path) -> None:
    index = str(odd.parent / "index")
    for command in (("index", str(odd)), ("status",), ("search", "学法", "--top", "60")):
        done = run(*command, "--index", index)
        assert b"Traceback" not in done.stderr
        # Progress goes back to the beginning of its line.
        shown = done.stdout.decode() + done.stderr.decode().replace("\r", "")
        found = {character for character in _CONTROLS if character in shown and character not in "\n\t"}
        assert not found, (command, found)


def test_json_escapes_what_it_holds(odd: Path) -> None:
    done = run("index", str(odd), "--json", "--index", str(odd.parent / "index"))
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 1
    assert {item["source"] for item in json.loads(done.stdout)["skipped"]}


def test_no_shell_ever_sees_a_name(odd: Path) -> None:
    assert not (odd / "x").exists() and not (ROOT / "x").exists()


def test_a_name_that_begins_with_a_dash_can_be_read_by_its_path(odd: Path) -> None:
    assert read_file(odd / "-rf.txt").text.startswith("柳")
    assert run("report", str(odd / "--json.txt")).returncode == 0


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u2069", "\u202a"])
def test_marks_that_turn_text_round_are_shown_and_not_obeyed(mark: str) -> None:
    assert printable(f"a{mark}b") == "a\ufffdb" and one_line(f"a{mark}b") == "a\ufffdb"


@posix
def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "甲.txt").write_text(REPORT, encoding="utf-8")
    for name in ("管.txt", "metadata.csv", "包.zip"):
        os.mkfifo(folder / name)
    for device in ("/dev/zero", "/dev/random", "/dev/tty", "/dev/stdin"):
        (folder / f"{Path(device).name}.txt").symlink_to(device)
    began = time.monotonic()
    result = build_index(tmp_path / "index", [folder], HashingEncoder())
    assert result.reports == 1
    assert all("link" in item.reason for item in result.skipped)
    for path in (folder / "管.txt", folder / "包.zip", Path("/dev/zero")):
        with pytest.raises(UnreadableFileError, match="is not a file"):
            read_file(path)
    assert time.monotonic() - began < HANG


@posix
def test_circles_of_links_end(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    (folder / "甲.txt").write_text(REPORT, encoding="utf-8")
    (deep / "上").symlink_to(folder)
    (folder / "x").symlink_to(folder / "y")
    (folder / "y").symlink_to(folder / "x")
    (folder / "x.txt").symlink_to("y.txt")
    (folder / "y.txt").symlink_to("x.txt")
    (folder / "z.zip").symlink_to(folder)
    contents = survey(folder)
    assert [file.name for file in contents.files] == ["甲.txt"]


@posix
def test_links_lead_nobody_out_neither_to_read_nor_to_write(tmp_path: Path) -> None:
    folder, outside = tmp_path / "reports", tmp_path / "outside.txt"
    folder.mkdir()
    outside.write_text("source,title\n甲.txt,机密\n", encoding="utf-8")
    (folder / "甲.txt").write_text(REPORT, encoding="utf-8")
    (folder / "metadata.csv").symlink_to(outside)
    assert survey(folder).files[0].metadata == {}
    found = known_file(folder, "甲.txt")
    assert found is not None and found.metadata == {}
    (folder / "metadata.csv").unlink()
    (folder / ".metadata.csv.new").symlink_to(outside)
    correct_sidecar(folder, {"甲.txt": {"title": "新"}})
    assert "机密" in outside.read_text(encoding="utf-8")
    assert not (folder / "metadata.csv").is_symlink() and "新" in (folder / "metadata.csv").read_text(
        encoding="utf-8-sig"
    )


@posix
@pytest.mark.parametrize(
    "name", ["../outside.txt", "/etc/passwd", "a/../../outside.txt", "外.txt", "甲.txt/../../outside.txt"]
)
def test_a_name_from_elsewhere_finds_nothing_outside(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (tmp_path / "outside.txt").write_text(REPORT, encoding="utf-8")
    (folder / "甲.txt").write_text(REPORT, encoding="utf-8")
    (folder / "外.txt").symlink_to(tmp_path / "outside.txt")
    assert known_file(folder, name) is None


def deep_folders(folder: Path, levels: int) -> None:
    """Folders within folders, deeper than a path may be long, with a report in the last: made from within, a step at a time."""
    name = "d" * 100
    place = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(name, dir_fd=place)
        within = os.open(name, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = within
    with os.fdopen(os.open("甲.txt", os.O_WRONLY | os.O_CREAT, dir_fd=place), "w", encoding="utf-8") as file:
        file.write(REPORT)
    os.close(place)


@posix
def test_folders_deeper_than_a_path_may_be_long(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "乙.txt").write_text(REPORT, encoding="utf-8")
    deep_folders(folder, 60)
    result = build_index(tmp_path / "index", [folder], HashingEncoder())
    assert result.reports == 1
    assert all("cannot be opened" in item.reason and "\n" not in item.reason for item in result.skipped)
    subprocess.run(["rm", "-rf", str(folder)], check=True)
