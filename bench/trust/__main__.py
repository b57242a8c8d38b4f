"""All programs of this package one after the other: what ``make soak`` runs, and what writes the figures of docs/trust.md.

python -m bench.trust [--short] [--only NAME ...] [--write FILE]

A program is a module of this package that can be run: it prints its figures for people, ends with one line ``NAME: figures`` and exits 1 when its
promise is broken. Each runs in a process of its own, so that one that crashes or hangs costs the others nothing.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.documents import machine, write_between

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DOCUMENT = ROOT / "docs" / "trust.md"
BEGIN, END = "<!-- soak: begin -->", "<!-- soak: end -->"
"""What the written table stands between."""
ORDER = (
    *("kills", "power_cut", "full_disk", "model", "readers", "flips", "reading", "fuzz"),
    *("attacks", "models", "questions", "page", "endurance", "supply"),
)
"""The order of docs/trust.md; programs that are not named here come after these."""
SHORT: Mapping[str, tuple[str, ...]] = {
    "kills": ("--count=40",),
    "power_cut": ("--count=60",),
    "full_disk": ("--count=40",),
    "model": ("--examples=20",),
    "readers": ("--versions=10",),
    "flips": ("--count=2", "--repairs=20", "--unhashed=100"),
    "reading": ("--count=20",),
    "fuzz": ("--count=10000",),
    "questions": ("--count=20", "--long=200000", "--threads=100"),
    "page": ("--sessions=40",),
    "endurance": ("--hours=1", "--operations=2000", "--calls=200"),
}
"""What a program is given where some minutes for each are enough; those that are not named here take no longer in full."""
PATIENCE = 12 * 3600.0
"""Seconds after which a program counts as hanging."""
VERSIONED = ("streamlit", "faiss-cpu", "numpy", "onnxruntime", "hypothesis")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended; ``figures`` are its last line without its name."""

    name: str
    held: bool
    figures: str
    minutes: float


def programs(folder: Path = HERE) -> list[str]:
    """Names of the modules in a folder that can be run and end with a line of figures under their own name, in the order of ``ORDER``."""
    found = [
        path.stem
        for path in sorted(folder.glob("*.py"))
        if not path.name.startswith("_") and _is_program(path.stem, path.read_text(encoding="utf-8"))
    ]
    return sorted(found, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


def run(name: str, arguments: Sequence[str], *, patience: float = PATIENCE) -> Outcome:
    """Run a program with arguments for Python, passing on what it prints line by line."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        # A group of its own, so that what a hanging program started ends with it.
        start_new_session=True,
    )
    late = threading.Event()

    def give_up() -> None:
        late.set()
        _end(process)

    watch = threading.Timer(patience, give_up)
    watch.start()
    figures = last = ""
    try:
        assert process.stdout is not None
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line.strip() or last
            if line.startswith(f"{name}: "):
                figures = line.partition(": ")[2].strip()
        code = process.wait()
    except KeyboardInterrupt:
        _end(process)
        raise
    finally:
        watch.cancel()
    if late.is_set():
        figures = f"no end after {patience / 60:.0f} minutes"
    held = code == 0 and bool(figures)
    return Outcome(name, held, figures or f"exit code {code}: {last[:200]}", (time.monotonic() - began) / 60)


def _end(process: subprocess.Popen[str]) -> None:
    """End a program and what it started."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def table(outcomes: Sequence[Outcome], *, short: bool) -> str:
    """What was found as Markdown, with the machine and the versions that it was found on."""
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {'short form' if short else 'full form'}; {machine(VERSIONED)}.",
        "",
        "| program | promise | figures | minutes |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{one.name}` | {'held' if one.held else '**broken**'} | {_cell(one.figures)} | {one.minutes:.1f} |"
        for one in outcomes
    ]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _is_program(name: str, source: str) -> bool:
    return '\nif __name__ == "__main__":' in source and f'"{name}: ' in source


def _arguments(name: str, *, short: bool) -> list[str]:
    return ["-m", f"bench.trust.{name}", *(SHORT.get(name, ()) if short else ())]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the programs and print and write their table; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.trust", description=__doc__.splitlines()[0] if __doc__ else None
    )
    parser.add_argument("--short", action="store_true", help="each with small counts: some minutes instead of hours")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=programs(), help="only these programs")
    parser.add_argument(
        "--write", type=Path, default=DOCUMENT, metavar="FILE", help="where the table goes (default: docs/trust.md)"
    )
    options = parser.parse_args(arguments)
    outcomes: list[Outcome] = []
    for name in programs():
        if options.only and name not in options.only:
            continue
        sys.stdout.write(f"\n== {name}\n")
        outcomes.append(run(name, _arguments(name, short=options.short)))
    text = table(outcomes, short=options.short)
    sys.stdout.write(f"\n{text}\n")
    write_between(options.write, text, BEGIN, END)
    return int(not all(one.held for one in outcomes))


if __name__ == "__main__":
    sys.exit(main())
