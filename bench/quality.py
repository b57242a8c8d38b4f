"""What each part of the search is worth and costs: every way to build and to search, on the same questions.

python -m bench.quality                                          # the sample reports and their questions
python -m bench.quality --reports DIR --queries FILE --bench DIR --bench DIR --markdown
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.speed import SAMPLES
from bench.variants import SHIPPED, Replacements, Row, replaced, rows
from embeddings import Encoder, load_encoder
from errors import FajianError
from indexer.build import build_index
from indexer.index import TOKENS, VECTORS, WORDS, Index
from search.engine import Engine, Leg
from search.evaluation import MAIN_MEASURE, Questions, asked_in, compare, evaluate, read_questions, read_set
from search.evaluation.set_index import index_set
from search.settings import Part

TIMED = 40
"""Questions of each language that are timed, as a user asks them: ten hits, one after another."""
SIGNIFICANT = 0.05
_FILES_OF = {Part.DENSE: VECTORS, Part.WORDS: f"{WORDS}/", Part.LATE: f"{TOKENS}/"}
"""How the names of the files begin that only this part of the search reads."""
_UNREAD_BY = {Leg.DENSE: {Part.WORDS, Part.LATE}, Leg.WORDS: {Part.DENSE, Part.LATE}}
"""What a leg alone needs none of; the late one ranks what the others put forward."""
_NOTHING_MATCHED: Replacements = (("search.showing.matched_words", lambda terms, texts: ()),)
"""Naming the words of a hundred hits a question takes ten times as long as finding them, and ranks nothing."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Something to search and questions on it."""

    name: str
    questions: Questions
    build: Callable[[Path, Encoder], object]


@dataclass(frozen=True, slots=True)
class Cell:
    """A row's nDCG@10 on one collection in one language: the mean, and each question's."""

    mean: float
    questions: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """A row of the table. Cells are by collection and language.

    On the first collection: the median time of a question by language, and what a passage takes on disk.
    """

    name: str
    cells: Mapping[tuple[str, str], Cell]
    milliseconds: Mapping[str, float]
    bytes: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=Path, action="append", default=[], metavar="DIR", help="with its --queries")
    parser.add_argument("--queries", type=Path, action="append", default=[], metavar="FILE", help="on those reports")
    parser.add_argument("--bench", type=Path, action="append", default=[], metavar="DIR", help="a retrieval set")
    parser.add_argument("--markdown", action="store_true", help="print a table for a document")
    parser.add_argument("--model", help="encoder: a folder or hub name")
    options = parser.parse_args(arguments)
    if len(options.reports) != len(options.queries):
        parser.error("every --reports needs its --queries")
    try:
        collections = [
            of_reports("samples", SAMPLES, SAMPLES / "queries.jsonl"),
            *(of_reports(r.name, r, q) for r, q in zip(options.reports, options.queries, strict=True)),
            *(of_set(folder) for folder in options.bench),
        ]
        encoder = load_encoder(options.model)
        _one_thread()
        print(show(measure(rows(), collections, encoder), encoder.identity, markdown=options.markdown))
    except FajianError as error:
        print(f"bench.quality: {error}", file=sys.stderr)
        return 1
    return 0


def of_reports(name: str, reports: Path, queries: Path) -> Collection:
    """A folder of reports and a file of graded questions on them."""
    return Collection(name, read_questions(queries), lambda directory, e: build_index(directory, [reports], e))


def of_set(folder: Path) -> Collection:
    """A plain retrieval set."""
    questions = read_set(folder)
    return Collection(folder.name, questions, lambda directory, e: index_set(questions, directory, e))


def measure(asked: Sequence[Row], collections: Sequence[Collection], encoder: Encoder) -> list[Measured]:
    """Measure every row on every collection; an index is built once for all rows that search it."""
    cells: dict[str, dict[tuple[str, str], Cell]] = {row.name: {} for row in asked}
    costs: dict[str, tuple[dict[str, float], float]] = {}
    for building in dict.fromkeys(row.building for row in asked):
        for collection in collections:
            with _indexed(collection, building, encoder) as index:
                for row in (row for row in asked if row.building == building):
                    print(f"{collection.name}: {row.name}", file=sys.stderr, flush=True)
                    engine = Engine(index, encoder, row.settings)
                    with replaced(row.searching):
                        if row.name not in costs:
                            costs[row.name] = _milliseconds(engine, row.leg, collection.questions), _bytes(row, index)
                        cells[row.name] |= _cells(engine, row.leg, collection)
    return [Measured(row.name, cells[row.name], *costs[row.name]) for row in asked]


@contextmanager
def _indexed(collection: Collection, building: Replacements, encoder: Encoder) -> Iterator[Index]:
    """An index of a collection, gone again afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        directory = Path(folder) / "index"
        with replaced(building):
            collection.build(directory, encoder)
        index = Index.open(directory)
        try:
            yield index
        finally:
            index.close()


def _cells(engine: Engine, leg: Leg, collection: Collection) -> dict[tuple[str, str], Cell]:
    with replaced(_NOTHING_MATCHED):
        scores = evaluate(engine, collection.questions, [leg])
    return {(collection.name, row.language): Cell(row.mean[MAIN_MEASURE], row.questions) for row in scores}


def _milliseconds(engine: Engine, leg: Leg, questions: Questions) -> dict[str, float]:
    """Median wall time of a question, by language: asked a second time, so that no row pays for what later ones find loaded."""
    times = {}
    for language, asked in asked_in(questions).items():
        for question in asked[:TIMED]:
            engine.search(question.text, leg=leg)
        times[language] = median(engine.search(question.text, leg=leg).took_ms for question in asked[:TIMED])
    return times


def _bytes(row: Row, index: Index) -> float:
    """Bytes on disk a passage, without the files that the row does not read."""
    unread = _UNREAD_BY.get(row.leg, set()) | set(row.parts)
    names = tuple(_FILES_OF[part] for part in unread & set(_FILES_OF))
    read = [entry.bytes for name, entry in index.manifest.files.items() if not name.startswith(names)]
    return sum(read) / max(1, index.manifest.passages)


def _one_thread() -> None:
    """Times are told for one thread, whatever the machine has."""
    import faiss
    import torch

    faiss.omp_set_num_threads(1)
    torch.set_num_threads(1)


def show(measured: Sequence[Measured], encoder: str, *, markdown: bool) -> str:
    """The table as text. A figure that differs from the row above all others beyond chance bears a star."""
    shipped = measured[0]
    columns = list(shipped.cells)
    head = [
        "",
        *(f"{name} {language}" for name, language in columns),
        *(f"ms {language}" for language in shipped.milliseconds),
        "bytes",
    ]
    table = [
        [
            row.name,
            *(_figure(row.cells[column], shipped.cells[column]) for column in columns),
            *(f"{milliseconds:.1f}" for milliseconds in row.milliseconds.values()),
            f"{row.bytes:,.0f}",
        ]
        for row in measured
    ]
    counts = ", ".join(f"{len(shipped.cells[column].questions)} {' '.join(column)}" for column in columns)
    caption = (
        f"{MAIN_MEASURE}; questions: {counts}; encoder {encoder}. * differs from “{SHIPPED}”: paired randomisation test, two-sided p < "
        f"{SIGNIFICANT}, not corrected for the number of rows. ms: median of a question on the {columns[0][0]}, ten hits, one thread, "
        "asked a second time. "
        f"bytes: on disk, a passage of the {columns[0][0]}, files that the row does not read left out."
    )
    return "\n".join([*(_markdown(head, table) if markdown else _aligned(head, table)), "", caption])


def _figure(cell: Cell, shipped: Cell) -> str:
    significant = cell is not shipped and compare(shipped.questions, cell.questions).p < SIGNIFICANT
    return f"{cell.mean:.3f}{'*' if significant else ''}".removeprefix("0")


def _markdown(head: Sequence[str], table: Iterable[Sequence[str]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |".replace("|  |", "| |"),
        "|" + "---|" * len(head),
        *(f"| {' | '.join(line).replace('*', chr(92) + '*')} |" for line in table),
    ]


def _aligned(head: Sequence[str], table: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(line[place]) for line in (head, *table)) for place in range(len(head))]
    return [
        "  ".join(text.ljust(width) if not place else text.rjust(width) for place, (text, width) in enumerate(cells))
        for cells in (list(zip(line, widths, strict=True)) for line in (head, *table))
    ]


if __name__ == "__main__":
    sys.exit(main())
