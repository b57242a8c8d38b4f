"""Ways to tell what became of plans and problems, for measuring: the view as shipped, and the simplest that anybody would try."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from corpus.report import Role
from indexer.index import Index
from insight.followup import judging
from insight.followup.closeness import Scale
from insight.followup.judging import Judged, Year, judge
from insight.followup.statement import Statement, read_statements
from insight.scope import series

DEVELOPMENT = ("beiluliang", "hemingwan", "shiliping", "shuangliuxi", "tongwuling")
"""Townships that rules and thresholds were chosen on; the others are held out."""
VERDICTS = {Role.PLAN: ("not_found", "partly", "done"), Role.PROBLEM: ("gone", "still", "same_words")}
"""From nothing alike to the most, so that two thresholds can part them."""
COMPARED_WITH = {Role.PLAN: Role.PRACTICE, Role.PROBLEM: Role.PROBLEM}


@dataclass(frozen=True, slots=True)
class Row:
    """A statement, what a reader found became of it, and where: positions of passages. ``borderline`` rows are not scored hard."""

    role: Role
    township: str
    position: int
    verdict: str
    evidence: frozenset[int]
    admitted: frozenset[int]
    borderline: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a way tells of a row."""

    verdict: str
    evidence: tuple[int, ...] = ()
    admitted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """The samples, read: years by name of the report, and which follow each other."""

    index: Index
    scale: Scale
    years: Mapping[str, Year]
    pairs: Sequence[tuple[str, str]]


def open_world(index: Index) -> World:
    """Read all reports of an index."""
    names = {report.id: Path(report.source).stem for report in index.reports}
    years = {names[r.id]: Year(r.authority, read_statements(index, r.id)) for r in index.reports}
    pairs = [(names[a.id], names[b.id]) for one in series(index.reports) for a, b in one.pairs()]
    return World(index, Scale(index), years, pairs)


def read_labels(path: Path, index: Index) -> list[Row]:
    """The labels, each found again by the words it quotes.

    Raises:
        ValueError: A report holds a quotation in no passage any more.
    """
    passages = {Path(report.source).stem: index.catalogue.passages_of(report.id) for report in index.reports}

    def position(report: str, quote: str) -> int:
        for place, item in passages[report]:
            if quote in item.passage.text:
                return place
        raise ValueError(f"{report} has no passage that holds {quote!r}; label it anew")

    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            first = passages[row["evidence_report"]][0][0] if row["evidence_report"] else 0
            quotes = [quote for quote in row["evidence_quotes"].split("|") if quote]
            rows.append(
                Row(
                    Role(row["kind"]),
                    row["report"].rpartition("-")[0],
                    position(row["report"], row["quote"]),
                    row["verdict"],
                    frozenset(position(row["evidence_report"], quote) for quote in quotes),
                    frozenset(first + int(number) for number in row["admitted"].split(",") if number),
                    row["borderline"] == "yes",
                )
            )
    return rows


def shipped(world: World) -> dict[int, Told]:
    """What the view tells, by position."""
    told: dict[int, Told] = {}
    for before, after in world.pairs:
        judgement = judge(world.scale, world.years[before], world.years[after])
        told |= {one.position: _told(one) for one in (*judgement.plans, *judgement.problems)}
    return told


def without_admissions(world: World) -> dict[int, Told]:
    """The same, deaf to sentences among the problems that admit a plan was not carried out."""
    kept = judging.ADMITTED
    judging.ADMITTED = float("inf")
    try:
        return shipped(world)
    finally:
        judging.ADMITTED = kept


Score = Callable[[World, Statement, Sequence[Statement]], Sequence[float]]


def by_cosine(world: World, item: Statement, later: Sequence[Statement]) -> Sequence[float]:
    """Cosine of the stored vectors."""
    vectors = world.index.vectors.take(np.array([item.position, *(one.position for one in later)], dtype=np.int64))
    cosines: list[float] = (vectors[1:] @ vectors[0]).tolist()
    return cosines


def by_bm25(world: World, item: Statement, later: Sequence[Statement]) -> Sequence[float]:
    """BM25 of the earlier statement as a question, out of its score for itself."""
    scores = world.index.words.scores([[{unit: 1.0}] for unit in sorted(item.units)])
    own = max(float(scores[item.position]), 1e-9)
    return [float(scores[one.position]) / own for one in later]


def by_words(world: World, item: Statement, later: Sequence[Statement]) -> Sequence[float]:
    """Share of the earlier statement's units that the later one holds, not weighed."""
    del world
    return [len(item.units & one.units) / max(len(item.units), 1) for one in later]


@dataclass(frozen=True, slots=True)
class Way:
    """A simple way to tell: two thresholds on one score, by role, the best ones on the development townships."""

    score: Score
    limits: Mapping[Role, tuple[float, float]]

    @classmethod
    def chosen(cls, world: World, rows: Sequence[Row], score: Score) -> Way:
        """Choose the thresholds."""
        best = {place: value for place, (value, _) in _best(world, score, world.pairs).items()}
        limits = {}
        for role, verdicts in VERDICTS.items():
            dev = [row for row in rows if row.role is role and row.township in DEVELOPMENT and not row.borderline]
            values = sorted({best[row.position] for row in dev} | {float("inf")})
            limits[role] = max(
                ((low, high) for low, high in product(values, values) if low <= high),
                key=lambda pair: sum(_between(best[row.position], pair, verdicts) == row.verdict for row in dev),
            )
        return cls(score, limits)

    def tell(self, world: World, rows: Sequence[Row]) -> dict[int, Told]:
        """Verdicts by position."""
        best = _best(world, self.score, world.pairs)
        told = {}
        for row in rows:
            value, place = best[row.position]
            verdict = _between(value, self.limits[row.role], VERDICTS[row.role])
            told[row.position] = Told(verdict, (place,) if verdict != VERDICTS[row.role][0] else ())
        return told

    def found(self, world: World, role: Role, pairs: Iterable[tuple[str, str]]) -> int:
        """How many statements of a role find something in the other report of a pair."""
        return sum(
            value >= self.limits[role][0]
            for pair in pairs
            for value, _ in _best(world, self.score, [pair], (role,)).values()
        )


def _best(
    world: World, score: Score, pairs: Iterable[tuple[str, str]], roles: Iterable[Role] = tuple(COMPARED_WITH)
) -> dict[int, tuple[float, int]]:
    """For each statement the best score in the other report and where, by position."""
    best = {}
    for before, after in pairs:
        for role in roles:
            later = world.years[after].said[COMPARED_WITH[role]].items
            for item in world.years[before].said[role].items:
                scores = score(world, item, later)
                place = int(np.argmax(scores)) if later else -1
                best[item.position] = (scores[place], later[place].position) if later else (float("-inf"), -1)
    return best


def _between(value: float, limits: tuple[float, float], verdicts: Sequence[str]) -> str:
    return verdicts[(value >= limits[0]) + (value >= limits[1])]


def majority(rows: Sequence[Row]) -> dict[int, Told]:
    """Always the verdict that the development townships have most."""
    told: dict[int, Told] = {}
    for role in VERDICTS:
        counted = Counter(row.verdict for row in rows if row.role is role and row.township in DEVELOPMENT)
        told |= {row.position: Told(counted.most_common(1)[0][0]) for row in rows if row.role is role}
    return told


def unrelated(world: World) -> list[tuple[str, str]]:
    """Every report with those of every other authority."""
    names = list(world.years)
    return [(a, b) for a in names for b in names if world.years[a].authority != world.years[b].authority]


def _told(one: Judged) -> Told:
    admitted = tuple(dict.fromkeys(found.position for found in one.admitted))
    return Told(one.verdict, tuple(found.position for found in one.evidence), admitted)
