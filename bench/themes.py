"""How well the themes of passages are told: precision and recall against labels made by reading, beside simpler ways.

python -m bench.themes                                   # the sample reports
python -m bench.themes --labels FILE.tsv --reports DIR   # other reports, labelled in the same columns
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.speed import SAMPLES
from corpus.folder import read_file
from corpus.report import Passage
from corpus.themes import THEMES, themes_of
from indexer.passages import cut

LABELS = Path(__file__).resolve().parent.parent / "tests" / "data" / "themes.tsv"
KEYWORDS = {
    "leadership": "领导",
    "functions": "政务服务",
    "rules": "规范性文件",
    "decisions": "决策",
    "enforcement": "执法",
    "emergencies": "应急",
    "disputes": "纠纷",
    "supervision": "监督",
    "technology": "信息化",
    "safeguards": "学法",
    "publicity": "普法",
    "legal_services": "法律服务",
    "governance": "治理",
}
"""The simplest way that anybody would try: one word a theme."""

Teller = Callable[[Sequence[str], str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage and the themes that a reader gave it; ``part`` is the half of the labels that it belongs to."""

    part: str
    headings: tuple[str, ...]
    text: str
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Labels told rightly, told wrongly and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of what was told that is right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of the labels that was told."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


def read_labels(path: Path, reports: Path) -> list[Labelled]:
    """The labelled passages, with headings and text taken from the reports.

    Args:
        path: Columns ``set``, ``report`` (name of the file, with or without its ending), ``start``, ``begins`` (may be empty), ``themes``.
        reports: The folder of the reports.

    Raises:
        ValueError: A label names a passage that the report is not cut into any more.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = []
    for name in dict.fromkeys(row["report"] for row in rows):
        report = read_file(next(file for file in sorted(reports.iterdir()) if name in {file.name, file.stem}))
        passages = cut(report)
        for row in (row for row in rows if row["report"] == name):
            passage = _labelled(passages, int(row["start"]), row["begins"])
            if passage is None:
                raise ValueError(
                    f"{name} has no passage at {row['start']} that begins {row['begins']!r}; label it anew"
                )
            headings = report.headings(passage.section)
            found.append(Labelled(row["set"], headings, passage.text, frozenset(row["themes"].split())))
    return found


def _labelled(passages: Sequence[Passage], start: int, begins: str) -> Passage | None:
    """The passage with this beginning that lies the nearest, since a better reader may move it; without a beginning the one at ``start``."""
    alike = [p for p in passages if (p.text.replace("\n", " ").startswith(begins) if begins else p.start == start)]
    return min(alike, key=lambda passage: abs(passage.start - start), default=None)


def by_keyword(headings: Sequence[str], text: str) -> list[str]:
    """The themes whose one word occurs in the passage."""
    del headings
    return [name for name, word in KEYWORDS.items() if word in text]


def by_headings(headings: Sequence[str], text: str) -> Iterable[str]:
    """The shipped rules, seeing the headings only."""
    del text
    return themes_of(headings, "")


def measure(tell: Teller, items: Sequence[Labelled]) -> dict[str, Score]:
    """Scores by theme, and of all labels together under ``""``."""
    told = [(frozenset(tell(item.headings, item.text)), item.themes) for item in items]
    scores = {
        theme.name: Score(
            sum(theme.name in found & wanted for found, wanted in told),
            sum(theme.name in found - wanted for found, wanted in told),
            sum(theme.name in wanted - found for found, wanted in told),
        )
        for theme in THEMES
    }
    every = scores.values()
    return {"": Score(sum(s.right for s in every), sum(s.wrong for s in every), sum(s.missed for s in every)), **scores}


def main() -> None:
    """Print a table for each half of the labels: a row a way of telling, then a row a theme."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--reports", type=Path, default=SAMPLES)
    options = parser.parse_args()
    items = read_labels(options.labels, options.reports)
    for part in dict.fromkeys(item.part for item in items):
        _print_part(part, [item for item in items if item.part == part])
    began = perf_counter()
    for item in items:
        themes_of(item.headings, item.text)
    print(f"{(perf_counter() - began) / len(items) * 1e6:.0f} µs a passage")


def _print_part(part: str, items: Sequence[Labelled]) -> None:
    print(f"\n{part}: {len(items)} passages, {sum(len(item.themes) for item in items)} labels")
    print(f"{'':22}{'precision':>10}{'recall':>8}{'F1':>7}{'macro F1':>10}")
    ways: tuple[tuple[str, Teller], ...] = (
        ("as shipped", themes_of),
        ("headings only", by_headings),
        ("one keyword a theme", by_keyword),
    )
    for name, tell in ways:
        scores = measure(tell, items)
        every = scores.pop("")
        present = [score for score in scores.values() if score.right + score.missed]
        macro = sum(score.f1 for score in present) / len(present)
        print(f"{name:22}{every.precision:10.3f}{every.recall:8.3f}{every.f1:7.3f}{macro:10.3f}")
    for name, score in measure(themes_of, items).items():
        if name:
            print(
                f"  {name:20}{score.precision:10.3f}{score.recall:8.3f}{score.f1:7.3f}{score.right + score.missed:7} labels"
            )
    firsts = [(found[0] in item.themes) for item in items if (found := themes_of(item.headings, item.text))]
    print(f"  the first theme told is right in {sum(firsts)} of {len(firsts)} passages")


if __name__ == "__main__":
    main()
