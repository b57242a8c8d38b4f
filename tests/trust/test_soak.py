"""The program that runs all the others: a failure is told and stops nothing, and the table goes exactly between its marks."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from bench.documents import write_between
from bench.trust import __main__ as soak
from bench.trust.__main__ import BEGIN, DOCUMENT, END, HERE, ROOT, SHORT, Outcome, programs, run, table


def script(folder: Path, text: str) -> list[str]:
    path = folder / "program.py"
    path.write_text(text, encoding="utf-8")
    return [str(path)]


def test_a_program_that_holds_gives_its_last_figures(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = script(tmp_path, "print('kills: 1 so far')\nprint('算')\nprint('kills: 200 kills, 0 lost')")
    outcome = run("kills", told)
    assert (outcome.name, outcome.held, outcome.figures) == ("kills", True, "200 kills, 0 lost")
    assert "算" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("import sys\nprint('kills: 200 kills, 1 lost')\nsys.exit(1)", "200 kills, 1 lost"),
        ("print('before')\nraise ValueError('a fault')", "exit code 1: ValueError: a fault"),
        ("import os\nprint('kills: fine', flush=True)\nos.kill(os.getpid(), 9)", "fine"),
        ("print('nothing of its own')", "exit code 0: nothing of its own"),
    ],
    ids=["broken", "crashed", "killed", "silent"],
)
def test_a_program_that_fails_is_reported(tmp_path: Path, text: str, figures: str) -> None:
    outcome = run("kills", script(tmp_path, text))
    assert (outcome.held, outcome.figures) == (False, figures)


def test_a_program_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    text = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    outcome = run("kills", script(tmp_path, text), patience=3)
    assert not outcome.held and outcome.figures.startswith("no end after")


def test_the_table_goes_between_the_marks_and_nothing_else_changes(tmp_path: Path) -> None:
    document = tmp_path / "trust.md"
    document.write_text(f"# Trust\n\n{BEGIN}\nold\nlines\n{END}\n\nafter\n", encoding="utf-8")
    for text in ("| new |", "| newer |"):
        write_between(document, text, BEGIN, END)
        assert document.read_bytes() == f"# Trust\n\n{BEGIN}\n{text}\n{END}\n\nafter\n".encode()


def test_a_file_of_its_own_is_written_whole_and_half_a_mark_is_refused(tmp_path: Path) -> None:
    document = tmp_path / "own.md"
    write_between(document, "text", BEGIN, END)
    assert document.read_text(encoding="utf-8") == "text\n"
    document.write_text(f"{END}\n{BEGIN}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not written"):
        write_between(document, "text", BEGIN, END)
    assert document.read_text(encoding="utf-8") == f"{END}\n{BEGIN}\n"


def test_all_run_though_one_fails_and_the_table_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = {"first": "import sys\nprint('first: a|b')\nsys.exit(1)", "second": "print('second: 7 inputs')"}
    monkeypatch.setattr(soak, "programs", lambda: list(ends))
    monkeypatch.setattr(soak, "_arguments", lambda name, *, short: ["-c", ends[name]])
    assert soak.main(["--write", str(tmp_path / "table.md")]) == 1
    written = (tmp_path / "table.md").read_text(encoding="utf-8")
    assert r"| `first` | **broken** | a\|b |" in written and "| `second` | held | 7 inputs |" in written
    assert "full form" in written and f"Python {sys.version_info.major}" in written
    monkeypatch.setattr(soak, "programs", lambda: ["second"])
    assert soak.main(["--short", "--write", str(tmp_path / "table.md")]) == 0


def test_every_short_form_is_one_that_its_program_takes() -> None:
    for name, arguments in SHORT.items():
        source = (HERE / f"{name}.py").read_text(encoding="utf-8")
        assert all(f'"{argument.partition("=")[0]}"' in source for argument in arguments), name
    assert set(SHORT) <= set(programs())


def test_the_document_names_every_program_and_only_files_that_are_there() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert set(re.findall(r"python -m bench\.trust\.(\w+)", document)) == set(programs())
    for path in re.findall(r"`((?:bench|tests)/[\w/]+\.py)`", document):
        assert (ROOT / path).is_file(), path
    assert document.count(BEGIN) == document.count(END) == 1


def test_programs_are_what_can_be_run_in_the_order_of_the_document(tmp_path: Path) -> None:
    told = {name: f'print("{name}: 1")\n' for name in ("zebra", "kills", "__main__", "endurance")}
    guard = '\nif __name__ == "__main__":\n    pass\n'
    for name, text in told.items():
        (tmp_path / f"{name}.py").write_text(text + guard, encoding="utf-8")
    (tmp_path / "parts.py").write_text(told["kills"], encoding="utf-8")
    (tmp_path / "child.py").write_text("x = 1\n" + guard, encoding="utf-8")
    assert programs(tmp_path) == ["kills", "endurance", "zebra"]
    assert table([Outcome("kills", True, "1", 0.5)], short=True).count("\n") == 4
