"""How fast everything is, and how that grows: all programs that measure it, one after the other, into docs/performance.md (``make bench``).

python -m bench.performance [--short] [--only NAME ...] [--write FILE]

Each runs in a process of its own and prints what it found; that is written down as it is printed, with the machine and the versions. Times are of this machine and
of what else it was doing; what is promised are the ratios, which each program takes in one run. One that lacks an optional package says so and is left out.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.documents import machine, write_between

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
VERSIONED = ("numpy", "faiss-cpu", "onnxruntime", "sentence-transformers", "torch", "streamlit")


@dataclass(frozen=True, slots=True)
class Program:
    """A module that measures something, and what it is given in full and in short."""

    name: str
    title: str
    module: str
    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


PROGRAMS = (
    Program("encode", "Encoding", "bench.encode", ("--texts=150",), ("--texts=20",)),
    Program("build", "Building an index", "bench.build_speed", (), ("--reports", "40", "160")),
    Program("search", "A search among 10,000 passages", "bench.search_speed", (), ("--passages=1000", "--rounds=1")),
    Program("scale", "A search among more and more passages", "bench.search_scale", (), ("--passages", "2000")),
    Program("milvus", "Milvus beside FAISS", "bench.milvus_store"),
    Program("peers", "Other engines", "bench.peers"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program printed, and whether it came to its end."""

    program: Program
    arguments: tuple[str, ...]
    printed: str
    ended: bool
    minutes: float


def run(program: Program, arguments: Sequence[str]) -> Outcome:
    """Run a program, passing on what it prints line by line."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", program.module, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    printed = ""
    assert process.stdout is not None
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        printed += line
    ended = process.wait() == 0
    return Outcome(program, tuple(arguments), printed.strip("\n"), ended, (time.monotonic() - began) / 60)


def told(outcomes: Sequence[Outcome], *, short: bool) -> dict[str, str]:
    """What was found as Markdown, by the titles of programs: tables as they are, everything else as it was printed."""
    where = f"{datetime.now(UTC):%Y-%m-%d}, {'short form' if short else 'full form'}; {machine(VERSIONED)}."
    sections = {}
    for one in outcomes:
        command = " ".join(["python -m", one.program.module, *one.arguments])
        ending = "" if one.ended else " It did not come to its end."
        parts = [f"### {one.program.title}", f"`{command}`, {one.minutes:.1f} minutes.{ending} {where}"]
        if one.printed:
            table = all(line.startswith("|") or not line for line in one.printed.splitlines()[1:])
            parts.append(one.printed.replace("\n|", "\n\n|", 1) if table else f"```\n{one.printed}\n```")
        sections[one.program.title] = "\n\n".join(parts)
    return sections


def write(path: Path, sections: Mapping[str, str]) -> None:
    """Put sections into a document in the order of programs; those of programs that were not run this time stay."""
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    kept = {}
    for section in re.split(r"^(?=### )", before.partition(BEGIN)[2].partition(END)[0], flags=re.MULTILINE):
        kept[section.partition("\n")[0].removeprefix("### ")] = section.strip()
    every = {**kept, **sections}
    write_between(path, "\n\n".join(every[one.title] for one in PROGRAMS if one.title in every), BEGIN, END)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the programs, print and write what they found; 1 if one did not come to its end."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.performance", description=__doc__.splitlines()[0] if __doc__ else None
    )
    parser.add_argument("--short", action="store_true", help="small sizes: some minutes instead of hours")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=[program.name for program in PROGRAMS])
    parser.add_argument(
        "--write", type=Path, default=DOCUMENT, metavar="FILE", help="where it goes (default: docs/performance.md)"
    )
    options = parser.parse_args(arguments)
    outcomes = []
    for program in PROGRAMS:
        if options.only and program.name not in options.only:
            continue
        sys.stdout.write(f"\n== {program.title}\n")
        outcomes.append(run(program, program.short if options.short else program.full))
    write(options.write, told(outcomes, short=options.short))
    return int(not all(one.ended for one in outcomes))


if __name__ == "__main__":
    sys.exit(main())
