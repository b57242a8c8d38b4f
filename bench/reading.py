"""How well files are read: forged reports in every format with every mess, each compared with its truth.

python -m bench.reading                              # all messes and formats, tables, worst cases
python -m bench.reading --mess wrapped --format txt  # one of each
python -m bench.reading --show 17:txt:wrapped+parts  # truth and result of one file side by side
python -m bench.reading --write                      # remakes the tables of docs/reading.md
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from random import Random

from bench.forge.catalogue import MESSES, may_meet
from bench.forge.compare import compare, describe, failure, spans_text
from bench.forge.figures import Outcome, tables, worst
from bench.forge.variant import FORMATS, Variant, forge
from corpus.folder import read_file
from corpus.reader import read_report
from corpus.report import Report
from errors import FajianError

DOCUMENT = Path(__file__).parents[1] / "docs" / "reading.md"
BEGIN, END = "<!-- bench.reading begins -->", "<!-- bench.reading ends -->"
PROCESSES = 2
Task = tuple[int, str, tuple[str, ...]]


def plan(seeds: int, mess: str | None = None, format: str | None = None) -> Iterator[Task]:
    """Which files are forged: every format without a mess, each mess alone in every format in turn, two and three together.

    Args:
        seeds: Files a mess; pairs and triples are as many as single messes, formats without a mess get as many each.
        mess: Only this mess, alone and with others.
        format: Only this format.
    """
    formats = [format] if format else list(FORMATS)
    random = Random(f"{seeds} {mess} {format}")
    seed = 0
    for name in formats if mess is None else ():
        for _ in range(seeds):
            seed += 1
            yield seed, name, ()
    wanted = [mess] if mess else list(MESSES)
    for number, name in enumerate(wanted):
        own = [f for f in formats if f.removeprefix("zip-") in MESSES[name].formats]
        for turn in range(seeds if own else 0):
            seed += 1
            yield seed, own[(turn + number) % len(own)], (name,)
    for size in (2, 3):
        for names in crowds(random, size, seeds * len(wanted), mess):
            own = [f for f in formats if all(f.removeprefix("zip-") in MESSES[name].formats for name in names)]
            if own:
                seed += 1
                yield seed, random.choice(own), names


def crowds(random: Random, size: int, count: int, mess: str | None) -> Iterator[tuple[str, ...]]:
    """Messes that can stand together, so many at a time, drawn at random; ``mess`` is one of each where it is given."""
    names = list(MESSES)
    found = 0
    while found < count:
        crowd = tuple(sorted(random.sample(names, size), key=names.index))
        if mess is not None and mess not in crowd:
            crowd = tuple(sorted({mess, *crowd[1:]}, key=names.index))
        if len(crowd) == size and all(may_meet(MESSES[a], MESSES[b]) for a, b in combinations(crowd, 2)):
            found += 1
            yield crowd


def forge_near(task: Task) -> Variant | None:
    """Forge the file, or one with another seed where this report offers the messes no hold."""
    seed, format, messes = task
    return next((v for turn in range(30) if (v := forge(seed + 100_000 * turn, format, messes))), None)


def read_variant(variant: Variant) -> Report:
    """Have the product read a forged file from the disk.

    Raises:
        FajianError: The reader refused it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report{variant.suffix}"
        path.write_bytes(variant.data)
        if variant.suffix == ".zip":
            return read_file(path / variant.source)
        return read_report(path, source=variant.source)


def measure(task: Task) -> Outcome | None:
    """Forge, read and compare one file."""
    variant = forge_near(task)
    if variant is None:
        return None
    try:
        report = read_variant(variant)
    except FajianError as error:
        return Outcome(variant.name, variant.format, variant.messes, failure(variant), str(error))
    return Outcome(variant.name, variant.format, variant.messes, compare(variant, report))


def measure_all(tasks: Iterable[Task], processes: int = PROCESSES) -> list[Outcome]:
    """Measure many files, in this process or in a few."""
    if processes < 2:
        return [outcome for task in tasks if (outcome := measure(task))]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return [outcome for outcome in pool.map(measure, tasks, chunksize=25) if outcome]


def show(name: str) -> str:
    """Truth and result of one file.

    Raises:
        SystemExit: A mess finds no hold in that report.
    """
    seed, format, messes = name.split(":")
    variant = forge(int(seed), format, tuple(filter(None, messes.split("+"))))
    if variant is None:
        raise SystemExit(f"{name}: one of the messes finds no hold in this report; take another seed")
    try:
        report = read_variant(variant)
    except FajianError as error:
        return f"{variant.name}: {error}"
    truth = variant.report
    lines = ["--- file", _preview(variant), "--- truth"]
    lines += [f"{'  ' * h.level}{h.level} {(h.role or '-')[:4]} {h.number}|{h.text}" for h in variant.headings]
    lines += [
        "--- read",
        *(describe(section) for section in report.sections if section.level),
        "--- facts: truth / read",
    ]
    facts = (
        ("place", (*truth.place.names, truth.place.settled), (*report.place.parts, report.place.certain)),
        ("level", truth.level, report.level),
        ("year", truth.year, report.year),
        ("title", truth.title, report.title),
        ("issuer", truth.issuer, report.issuer),
        ("number", truth.document_number, report.document_number),
        ("addressee", truth.addressee, report.addressee),
        ("signed", truth.signed, report.signed),
        ("published", truth.published, report.published),
        ("notes", "", report.notes),
    )
    lines += [f"{name}: {true} / {read}" for name, true, read in facts]
    lines += [
        "--- true text",
        spans_text(variant.spans),
        "--- text read",
        report.text,
        "--- score",
        str(compare(variant, report)),
    ]
    return "\n".join(lines)


def _preview(variant: Variant) -> str:
    if variant.suffix not in {".txt", ".md", ".html"}:
        return f"({len(variant.data)} bytes of {variant.suffix})"
    for encoding in ("utf-8-sig", "utf-16", "gb18030", "big5"):
        try:
            return variant.data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return repr(variant.data[:200])


def main() -> None:
    """Measure and print; see the module's first lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seeds", type=int, default=5, help="files a mess")
    parser.add_argument("--mess", choices=MESSES, help="only this mess")
    parser.add_argument("--format", choices=FORMATS, help="only this format")
    parser.add_argument("--show", metavar="NAME", help="one file by the name that the list of worst cases gives")
    parser.add_argument("--worst", type=int, default=20, help="how many of the worst files are listed")
    parser.add_argument("--write", action="store_true", help="remake the tables of docs/reading.md")
    parser.add_argument("--processes", type=int, default=PROCESSES, choices=(1, 2))
    arguments = parser.parse_args()
    if arguments.show:
        print(show(arguments.show))
        return
    begun = time.perf_counter()
    outcomes = measure_all(list(plan(arguments.seeds, arguments.mess, arguments.format)), arguments.processes)
    tabled = tables(outcomes)
    print(tabled, "\nworst:", *worst(outcomes, arguments.worst), sep="\n")
    print(f"\n{len(outcomes)} files in {time.perf_counter() - begun:.0f} s")
    if arguments.write:
        head, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
        DOCUMENT.write_text(f"{head}{BEGIN}\n{tabled}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
