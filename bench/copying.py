"""How well sentences in common are found, and what that costs.

python -m bench.copying            # sentences of the samples, copied with edits of known truth; pairs of the samples judged by reading
python -m bench.copying --growth   # 100, 1,000 and 10,000 synthetic reports: CPU seconds, memory, how they grow
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from bench.copying_cost import facts_of, growth
from bench.copying_edits import EDITS
from bench.copying_texts import invented_reports, township_reports
from bench.speed import SAMPLES
from corpus.folder import read_file
from corpus.reader import read_report
from corpus.report import Report
from indexer.passages import cut
from insight.copying.columns import columns_of, place_order
from insight.copying.digest import digest_of
from insight.copying.links import find_links
from insight.copying.nouns import ALIKE, NEAR, Alike
from insight.copying.sentences import cut as cut_sentences
from insight.copying.sentences import exact_form, masked_form, sentences_of
from insight.copying.survey import Survey, make_survey

JUDGED = Path(__file__).resolve().parent.parent / "tests" / "data" / "copying.tsv"
_A_KIND = 150
"""Sentences planted for each edit, fewer where the samples offer fewer."""
_APART = 0.3
"""Likeness above which two sentences of the samples are not both planted, so that the truth is clear."""
_A_REPORT = 25


@dataclass(frozen=True, slots=True)
class Planted:
    """A copy: the sentence of the samples, and what became of it."""

    original: str
    copy: str


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    options = parser.parse_args()
    if options.growth:
        for name, make in (("invented words", invented_reports), ("county templates", township_reports)):
            print(f"{name}:")
            growth(make, options.sizes)
        return
    samples = [
        read_file(path)
        for path in sorted(SAMPLES.iterdir())
        if path.suffix in {".txt", ".md", ".html", ".pdf", ".docx"}
    ]
    _edits(samples)
    _samples(samples)


def _edits(samples: Sequence[Report]) -> None:
    """Recall and precision by edit, beside equal strings and beside all pairs."""
    originals = _apart(samples)
    print(f"{len(originals)} sentences of {len(samples)} samples, no two of them alike; found in the copies' report:\n")
    print("| edit | copies | equal strings | all pairs | as shipped | wrong pairs |\n|---|---|---|---|---|---|")
    totals = np.zeros(5, dtype=int)
    for name, edit in EDITS.items():
        random = Random(name)
        chosen = random.sample(originals, len(originals))
        copies = ((text, edit(random, text)) for text in chosen)
        planted = [Planted(text, copy) for text, copy in copies if copy is not None][:_A_KIND]
        row = np.array([len(planted), *_found(samples, planted, random)])
        totals += row
        print(_table_row(name, row))
    print(_table_row("all", totals))


def _table_row(name: str, row: NDArray[np.int64]) -> str:
    planted, equal, every, shipped, wrong = row.tolist()
    shares = " | ".join(f"{found / planted:.3f}" for found in (equal, every, shipped))
    return f"| {name} | {planted} | {shares} | {wrong} |"


def _found(samples: Sequence[Report], planted: Sequence[Planted], random: Random) -> tuple[int, int, int, int]:
    """How many copies are found as equal strings, by all pairs, and as shipped; and pairs found that are none."""
    copies = list(_written(planted, random))
    survey = _survey([*samples, *copies])
    columns = survey.columns
    at: dict[str, list[int]] = {}
    for row, text in enumerate(_words([*samples, *copies], survey)):
        at.setdefault(exact_form(text), []).append(row)
    shipped = wrong = every = equal = 0
    held = {text for report in copies for text in _strings(report)}
    for item in planted:
        parts = [exact_form(part) for part in _cut(item.copy)]
        true = {row for row in at[exact_form(item.original)] if columns.report[row] < len(samples)}
        rows = [row for part in parts for row in at.get(part, []) if columns.report[row] >= len(samples)]
        found = {int(other) for row in rows for other in survey.alike(row)[0] if columns.report[other] < len(samples)}
        shipped += bool(found & true)
        wrong += len(found - _family(survey, true, len(samples)))
        every += any(
            _jaccard(masked_form(part, ()), masked_form(exact_form(item.original), ())) >= NEAR for part in parts
        )
        equal += item.original.strip() in held
    return equal, every, shipped, wrong


def _family(survey: Survey, rows: set[int], samples: int) -> set[int]:
    """Sentences of the samples that are near the true ones by themselves, or the same."""
    near = {int(other) for row in rows for other in survey.alike(row)[0] if survey.columns.report[other] < samples}
    return rows | near


def _written(planted: Sequence[Planted], random: Random) -> Iterator[Report]:
    """Reports, read from files, that hold the copies among sentences of their own."""
    filler = [text for report in invented_reports(4, seed=11) for text in report.text.split("\n")[3:40]]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(0, len(planted), _A_REPORT):
            inside = [item.copy for item in planted[number : number + _A_REPORT]] + random.sample(filler, 10)
            random.shuffle(inside)
            # In paragraphs of a few, since the reader takes a short numbered line for a heading, which is not compared.
            body = [random.choice(filler) + "".join(inside[at : at + 4]) for at in range(0, len(inside), 4)]
            lines = ["某某乡2024年法治政府建设工作报告", f"现将第{number}项情况报告如下。", "一、工作情况", *body]
            path = Path(folder) / f"{number}.txt"
            path.write_text("\n".join(lines), encoding="utf-8")
            yield read_report(path, source=f"copy/{number}.txt")


def _samples(samples: Sequence[Report]) -> None:
    """What is found among the samples themselves: pairs of distinct sentences, against verdicts given by reading them."""
    survey = _survey(samples)
    words = _words(samples, survey)
    found: dict[tuple[str, str], Alike] = {}
    for row in range(len(words)):
        for other, kind, _ in zip(*survey.alike(row), strict=True):
            one, two = sorted((words[row], words[int(other)]))
            found[one, two] = ALIKE[int(kind)]
    with JUDGED.open(encoding="utf-8", newline="") as lines:
        verdicts = {(row["one"], row["other"]): row["verdict"] for row in csv.DictReader(lines, delimiter="\t")}
    print(f"\namong the samples: {len(found)} distinct pairs, {len(verdicts)} judged by reading")
    for kind in Alike:
        pairs = [pair for pair, alike in found.items() if alike is kind]
        said = Counter(verdicts[pair] for pair in pairs if pair in verdicts)
        print(f"  {kind.value:8} {len(pairs):3} pairs, judged {sum(said.values()):3}: {dict(said)}")


def _apart(samples: Sequence[Report]) -> list[str]:
    """Sentences of which no two are alike, so that a copy has one original."""
    chosen: dict[str, str] = {}
    for report in samples:
        for text in _strings(report):
            form = masked_form(exact_form(text), ())
            if len(form) >= 14 and text[-1] in "。；！？" and all(_jaccard(form, other) < _APART for other in chosen):
                chosen[form] = text
    return list(chosen.values())


def _strings(report: Report) -> list[str]:
    return [report.text[sentence.start : sentence.end] for sentence in sentences_of(report, cut(report))]


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in cut_sentences(text)]


def _jaccard(one: str, other: str) -> float:
    """The plain way, on sets of strings, sharing no code with what is measured."""
    a, b = _pieces(one), _pieces(other)
    return len(a & b) / (len(a | b) or 1)


@cache
def _pieces(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 3] for place in range(len(text) - 2))


def _survey(reports: Sequence[Report]) -> Survey:
    facts = [facts_of(report, number) for number, report in enumerate(reports)]
    order = sorted(range(len(facts)), key=lambda number: place_order(facts[number]))
    columns, forms = columns_of(facts, order, [digest_of(reports[number], cut(reports[number])) for number in order])
    return make_survey(columns, find_links(forms, int(columns.masked.max()) + 1))


def _words(reports: Sequence[Report], survey: Survey) -> list[str]:
    """The sentence of each row."""
    columns = survey.columns
    places = zip(columns.report.tolist(), columns.start.tolist(), columns.end.tolist(), strict=True)
    return [reports[number].text[start:end] for number, start, end in places]


if __name__ == "__main__":
    main()
