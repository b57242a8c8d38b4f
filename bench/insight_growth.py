"""How the cost of every view across townships grows with the number of reports: CPU seconds and memory of each command, first and second time.

python -m bench.insight_growth                       # 100, 1,000 and 10,000 reports
python -m bench.insight_growth --counts 100 400 --folder DIR   # other sizes; reports and indexes are kept in DIR

The reports come from the forge: townships of whole counties, four years each, with sentences taken over from the year before and from neighbours. Their vectors
are those of the toy encoder, of the length that real ones have: what a view costs does not depend on what they mean. Each command runs in a process of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import cli
from bench.forge.series import write_folder
from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import ROLES, Index
from insight.derived import FOLDER

DIMENSION = 384
PROBLEM = "执法人员不足"
COMMANDS: dict[str, tuple[str, ...]] = {
    "similar": ("similar", "{problem}"),
    "practices": ("practices", PROBLEM),
    "themes": ("themes",),
    "followup": ("followup",),
    "copying": ("copying",),
    "indicators": ("indicators",),
    "flags": ("indicators", "--flags"),
    "completeness": ("completeness",),
}
"""What is run for each view; ``{problem}`` is a passage of the index."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took: CPU seconds, and the megabytes it had at most."""

    seconds: float
    megabytes: float


def make_index(folder: Path, count: int) -> tuple[Path, int]:
    """An index of so many forged reports below a folder, kept if it is there, and the number of its passages."""
    directory = folder / str(count) / "index"
    if not directory.is_dir():
        write_folder(folder / str(count) / "reports", count)
        build_index(directory, [folder / str(count) / "reports"], HashingEncoder(DIMENSION), late=False)
    index = Index.open(directory)
    passages = index.manifest.passages
    index.close()
    return directory, passages


def measure(view: str, directory: Path) -> Cost:
    """Run the command of a view in a fresh process."""
    command = [sys.executable, "-m", "bench.insight_growth", "--run", view, "--index", str(directory)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{view} failed on {directory}: {done.stderr.strip().splitlines()[-1:]}")
    return Cost(**json.loads(done.stdout))


def run_here(view: str, directory: Path) -> Cost:
    """Run the command of a view in this process, its output thrown away."""
    index = Index.open(directory)
    position = int((index.role_of == ROLES.index("problem")).argmax())
    [problem] = index.catalogue.passages([position])
    index.close()
    arguments = [part.format(problem=problem.id) for part in COMMANDS[view]]
    used = os.times()
    with (
        patch("embeddings.load_encoder", lambda *_, **__: HashingEncoder(DIMENSION)),
        contextlib.redirect_stdout(io.StringIO()) as told,
    ):
        code = cli.main([*arguments, "--index", str(directory), "--json"])
    if code:
        raise SystemExit(code)
    json.loads(told.getvalue())
    now = os.times()
    return Cost(round(now.user + now.system - used.user - used.system, 2), _peak_megabytes())


def _peak_megabytes() -> float:
    """Memory that this process had at most."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20, 1)


def exponent(counts: Sequence[int], costs: Iterable[float]) -> float:
    """By which power of the number of reports a cost grew between the last two sizes; below a second it is mostly starting up."""
    *_, before, after = costs
    return math.log(max(after, 0.01) / max(before, 0.01)) / math.log(counts[-1] / counts[-2])


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--folder", type=Path, help="keep reports and indexes here")
    parser.add_argument("--views", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    parser.add_argument("--run", choices=COMMANDS, help=argparse.SUPPRESS)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        cost = run_here(options.run, options.index)
        print(json.dumps({"seconds": cost.seconds, "megabytes": cost.megabytes}))
        return
    with contextlib.ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        print_costs(folder, options.counts, options.views)


def print_costs(folder: Path, counts: Sequence[int], views: Sequence[str]) -> None:
    """Make the indexes, run every command twice on each, and print CPU seconds (first, again), megabytes and the exponent."""
    made = [make_index(folder, count) for count in counts]
    print(f"{os.cpu_count()} cores; " + "; ".join(f"{c} reports, {n} passages" for c, (_, n) in zip(counts, made, strict=True)))  # fmt: skip
    print("| view |" + "".join(f" {count} reports | again | MB |" for count in counts) + " growth |")
    print("|---|" + "---|" * (3 * len(counts) + 1))
    for view in views:
        cells, first = [], []
        for directory, _ in made:
            for kept in (directory / FOLDER).glob("*"):
                kept.unlink()
            began, again = measure(view, directory), measure(view, directory)
            first.append(began.seconds)
            cells += [f"{began.seconds:.2f}", f"{again.seconds:.2f}", f"{max(began.megabytes, again.megabytes):.0f}"]
        growth = f"n^{exponent(counts, first):.2f}" if len(counts) > 1 else ""
        print(f"| {view} | " + " | ".join(cells) + f" | {growth} |", flush=True)


if __name__ == "__main__":
    main()
