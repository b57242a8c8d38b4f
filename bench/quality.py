"""What each part of the search is worth: every setting measured in one run on the same questions.

python -m bench.quality                          # the sample reports and their questions
python -m bench.quality --reports DIR --queries FILE
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from bench.speed import SAMPLES
from corpus.report import Passage, Report
from embeddings import Encoder, load_encoder
from indexer.build import build_index
from indexer.index import Index
from search.bridge import Crossing
from search.engine import Engine, Leg
from search.evaluation import GradedQuestion, evaluate, read_questions

TextOf = Callable[[Report, Passage], str]


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to build or search: names in modules and what stands in their place while it is measured."""

    name: str
    building: tuple[tuple[str, object], ...] = ()
    searching: tuple[tuple[str, object], ...] = ()


def _headings(report: Report, passage: Passage) -> list[str]:
    return [report.sections[position].heading for position in report.path(passage.section)]


def passage_alone(report: Report, passage: Passage) -> str:
    """The passage and nothing else."""
    del report
    return passage.text


def whole_path(report: Report, passage: Passage) -> str:
    """All headings above the passage, then the passage."""
    return "。".join([*filter(None, _headings(report, passage)), passage.text])


def with_place(report: Report, passage: Passage) -> str:
    """County and township, last heading, passage."""
    place = "".join(report.place.parts[-2:])
    return "。".join([*filter(None, [place, *_headings(report, passage)[-1:]]), passage.text])


def no_bridge(question: str) -> Crossing:
    """Nothing is carried over."""
    del question
    return Crossing((), ())


SETTINGS = (
    Setting("as shipped"),
    Setting("no bridge from English", searching=(("search.understanding.carry_over", no_bridge),)),
    Setting("frame words kept", searching=(("search.understanding.FRAME_WORDS", frozenset[str]()),)),
    Setting("words weigh 0.3", searching=(("search.engine.WORDS_WEIGHT", 0.3),)),
    Setting("words weigh 0.7", searching=(("search.engine.WORDS_WEIGHT", 0.7),)),
    Setting("encoder sees the passage alone", building=(("indexer.build.encoded_text", passage_alone),)),
    Setting("encoder sees the whole path", building=(("indexer.build.encoded_text", whole_path),)),
    Setting("encoder sees the place too", building=(("indexer.build.encoded_text", with_place),)),
    Setting("words leg sees the passage alone", building=(("indexer.build.indexed_text", passage_alone),)),
)


def main() -> None:
    """Print a table, a row a setting: nDCG@10 of each leg in each language."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=Path, default=SAMPLES)
    parser.add_argument("--queries", type=Path, default=SAMPLES / "queries.jsonl")
    parser.add_argument("--model")
    options = parser.parse_args()
    encoder, questions = load_encoder(options.model), read_questions(options.queries)
    columns = [f"{language} {leg.value}" for language in ("zh", "en") for leg in (Leg.FUSED, Leg.DENSE, Leg.WORDS)]
    print(f"nDCG@10 on {len(questions)} questions, encoder {encoder.identity}")
    print(f"{'':34}" + "".join(f"{column:>10}" for column in columns))
    for setting in SETTINGS:
        row = measure(setting, options.reports, encoder, questions)
        print(f"{setting.name:34}" + "".join(f"{value:10.3f}" for value in row), flush=True)


def measure(setting: Setting, reports: Path, encoder: Encoder, questions: Sequence[GradedQuestion]) -> list[float]:
    """nDCG@10 in the order of the table's columns."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "index"
        with replaced(setting.building):
            build_index(directory, [reports], encoder)
        engine = Engine(Index.open(directory), encoder)
        with replaced(setting.searching):
            scores = evaluate(engine, questions, (Leg.FUSED, Leg.DENSE, Leg.WORDS))
        engine.index.close()
    return [row.mean["nDCG@10"] for row in scores]


@contextmanager
def replaced(names: Sequence[tuple[str, object]]) -> Iterator[None]:
    """Put other objects in the place of names in modules."""
    with ExitStack() as stack:
        for name, value in names:
            stack.enter_context(patch(name, value))
        yield


if __name__ == "__main__":
    main()
