"""The small form of the benchmarks: ratios taken in one run stay in their bands, wide enough for any machine; and the program that writes them down."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest

from bench import build_speed, performance
from bench.encode import long_texts
from bench.performance import BEGIN, DOCUMENT, END, PROGRAMS, Outcome, Program, run, told
from embeddings import BundledEncoder, Settings
from embeddings.bundled import network_folder
from embeddings.byte_products import PRODUCT_FILE, are_exact

FASTER = 1.1
"""Bytes beside the 4-bit weights in float32: about 2 on a quiet machine with instructions for bytes, 1.3 on one without."""
MOST_BESIDE = 1.6
"""A build beside its encoding alone: about 1.1 from some thousand passages on; of few ones starting up is a larger part."""


@pytest.mark.encoder
def test_bytes_are_faster_where_they_are_multiplied() -> None:
    BundledEncoder().encode_queries(["法"])
    if not are_exact(network_folder(in_bytes=True) / PRODUCT_FILE):
        pytest.skip("this processor does not multiply bytes exactly")
    texts, exact = long_texts()[:4], BundledEncoder(Settings(dtype="float32", threads=1))
    in_bytes = BundledEncoder(Settings(threads=1))
    ratios = []
    for encoder in (exact, in_bytes):
        encoder.encode_passages(texts[:1])
    for _ in range(5):
        # By turns, so that whatever else the machine does hits both.
        spent = []
        for encoder in (exact, in_bytes):
            began = time.process_time()
            encoder.encode_passages(texts)
            spent.append(time.process_time() - began)
        ratios.append(spent[0] / spent[1])
    assert statistics.median(ratios) > FASTER


@pytest.mark.encoder
@pytest.mark.slow
def test_a_build_is_mostly_encoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_speed, "_SAMPLED", 24)
    found = build_speed.measure(tmp_path, 30)
    assert found.passages > 500
    assert 1 < found.ratio < MOST_BESIDE
    assert set(found.stages) >= {"read", "encode", "write"}


def test_what_programs_print_is_written_between_the_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"# Speed\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(
        performance, "PROGRAMS", (Program("this", "Zen", "this"), Program("none", "None", "bench.no_such_program"))
    )
    assert performance.main(["--write", str(document)]) == 1
    text = document.read_text(encoding="utf-8")
    assert text.startswith(f"# Speed\n{BEGIN}\n") and text.endswith(f"{END}\nafter\n")
    assert "### Zen" in text and "Beautiful is better than ugly." in text and "did not come to its end" in text
    assert "Beautiful is better than ugly." in capsys.readouterr().out


def test_tables_stay_tables_and_other_lines_stay_as_they_were_printed() -> None:
    program = Program("a", "A", "a")
    printed = "2 cores\n| size |\n|---|\n| 3 |"
    assert "2 cores\n\n| size |" in told([Outcome(program, (), printed, True, 0.1)], short=False)["A"]
    assert "```\na  b\n1  2\n```" in told([Outcome(program, (), "a  b\n1  2", True, 0.1)], short=True)["A"]


def test_programs_that_are_not_run_keep_what_they_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"{BEGIN}\nNothing yet.\n{END}\n", encoding="utf-8")
    programs = tuple(Program(name, name.upper(), name) for name in "abc")
    monkeypatch.setattr(performance, "PROGRAMS", programs)
    for names, found in (("ca", "first"), ("b", "second"), ("a", "third")):
        outcomes = [Outcome(one, (), found, True, 0.1) for one in programs if one.name in names]
        performance.write(document, told(outcomes, short=True))
    text = document.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("### ")] == ["### A", "### B", "### C"]
    assert "Nothing yet" not in text
    assert text.index("third") < text.index("second") < text.index("first")


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_every_program_is_there_and_takes_its_arguments(program: Program) -> None:
    assert run(program, [*program.full, *program.short, "--help"]).ended


def test_the_document_has_the_marks() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text.count(BEGIN) == text.count(END) == 1 and text.index(BEGIN) < text.index(END)
