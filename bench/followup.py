"""How well follow-through is told: verdicts and evidence against labels made by reading, beside simpler ways.

python -m bench.followup                  # the sample reports, indexed for the purpose
python -m bench.followup --index DIR      # an index of the sample reports that is there already
python -m bench.followup --other DIR      # also how often something is found in unrelated townships' reports of another index
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.followup_ways import (
    DEVELOPMENT,
    VERDICTS,
    Row,
    Told,
    Way,
    World,
    by_bm25,
    by_cosine,
    by_words,
    majority,
    open_world,
    read_labels,
    shipped,
    unrelated,
    without_admissions,
)
from bench.speed import SAMPLES
from corpus.report import Role
from embeddings import load_encoder
from indexer.build import build_index
from indexer.index import Index
from insight.followup.judging import judge

LABELS = SAMPLES / "followup.tsv"
RESAMPLES = 2000
SEED = 7


def accuracy(rows: Sequence[Row], told: Mapping[int, Told]) -> float:
    """Share of the rows told rightly."""
    return sum(told[row.position].verdict == row.verdict for row in rows) / max(len(rows), 1)


def verdict_scores(rows: Sequence[Row], told: Mapping[int, Told], verdict: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one verdict."""
    found = [row for row in rows if told[row.position].verdict == verdict]
    wanted = [row for row in rows if row.verdict == verdict]
    right = sum(row.verdict == verdict for row in found)
    return right / max(len(found), 1), right / max(len(wanted), 1), 2 * right / max(len(found) + len(wanted), 1)


def macro_f1(rows: Sequence[Row], told: Mapping[int, Told]) -> float:
    """Mean F1 of the verdicts that the labels hold."""
    verdicts = {row.verdict for row in rows}
    return sum(verdict_scores(rows, told, verdict)[2] for verdict in verdicts) / max(len(verdicts), 1)


def interval(rows: Sequence[Row], told: Mapping[int, Told]) -> tuple[float, float]:
    """Of the accuracy, by bootstrap, 95 in 100; (1, 1) where all are right, which says little of so few."""
    from scipy.stats import bootstrap

    right = np.array([told[row.position].verdict == row.verdict for row in rows], dtype=float)
    if len(right) < 2 or right.std() == 0:
        return float(right.mean()), float(right.mean())
    found = bootstrap(
        (right,), np.mean, n_resamples=RESAMPLES, method="percentile", rng=np.random.default_rng(SEED)
    ).confidence_interval
    return float(found.low), float(found.high)


def evidence_scores(
    rows: Iterable[Row], told: Mapping[int, Told], part: Callable[[Row | Told], Iterable[int]]
) -> tuple[int, int, int]:
    """Passages shown rightly, shown, and labelled."""
    pairs = [(set(part(told[row.position])), set(part(row))) for row in rows]
    return sum(len(a & b) for a, b in pairs), sum(len(a) for a, _ in pairs), sum(len(b) for _, b in pairs)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index of the sample reports")
    parser.add_argument(
        "--other", type=Path, metavar="DIR", help="an index of any reports, for what is found by chance"
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        directory = options.index or Path(folder) / "index"
        if options.index is None:
            build_index(directory, [SAMPLES], load_encoder())
        world = open_world(Index.open(directory))
        rows = read_labels(LABELS, world.index)
        scores = {"cosine alone": by_cosine, "BM25 alone": by_bm25, "shared units alone": by_words}
        simple = {name: Way.chosen(world, rows, score) for name, score in scores.items()}
        ways = {"as shipped": shipped(world), "without admissions": without_admissions(world)}
        ways |= {name: way.tell(world, rows) for name, way in simple.items()}
        ways["always the commonest"] = majority(rows)
        for role in VERDICTS:
            _print_role(role, [row for row in rows if row.role is role], ways)
        _print_unrelated(world, simple)
        if options.other:
            _print_unrelated(open_world(Index.open(options.other)), simple)


def _parts(rows: Sequence[Row]) -> dict[str, list[Row]]:
    sure = [row for row in rows if not row.borderline]
    return {
        "development": [row for row in sure if row.township in DEVELOPMENT],
        "held out": [row for row in sure if row.township not in DEVELOPMENT],
        "all, borderline ones too": list(rows),
    }


def _print_role(role: Role, rows: Sequence[Row], ways: Mapping[str, Mapping[int, Told]]) -> None:
    for part, chosen in _parts(rows).items():
        print(f"\n{role.value}, {part}: {len(chosen)} labels")
        print(f"{'':22}{'accuracy':>9}  {'95 in 100':14}{'macro F1':>8}   " + "  ".join(VERDICTS[role]) + "  (P R F1)")
        for name, told in ways.items():
            low, high = interval(chosen, told)
            each = "  ".join(
                "/".join(f"{value:.2f}" for value in verdict_scores(chosen, told, verdict))
                for verdict in VERDICTS[role]
            )
            print(
                f"{name:22}{accuracy(chosen, told):9.3f}  {low:.3f}-{high:.3f}   {macro_f1(chosen, told):8.3f}   {each}"
            )
        own = ways["as shipped"]
        right, shown, labelled = evidence_scores(chosen, own, lambda one: one.evidence)
        print(
            f"  evidence: {right} of {shown} passages shown are labelled ones, {right} of {labelled} labelled are shown"
        )
        firsts = [
            own[row.position].evidence[0] in row.evidence
            for row in chosen
            if row.evidence and own[row.position].evidence
        ]
        print(f"  the first passage shown is a labelled one for {sum(firsts)} of {len(firsts)}")
        if role is Role.PLAN:
            right, shown, labelled = evidence_scores(chosen, own, lambda one: one.admitted)
            print(
                f"  admitted: {right} of {shown} passages quoted are labelled ones, {right} of {labelled} labelled are quoted"
            )


def _print_unrelated(world: World, simple: Mapping[str, Way]) -> None:
    pairs = unrelated(world)
    judged = [judge(world.scale, world.years[before], world.years[after]) for before, after in pairs]
    counted = Counter(one.verdict for judgement in judged for one in (*judgement.plans, *judgement.problems))
    print(f"\nunrelated townships in {world.index.directory.name}: something is found")
    for role, verdicts in VERDICTS.items():
        total = sum(counted[verdict] for verdict in verdicts)
        found = {"as shipped": total - counted[verdicts[0]]}
        found |= {name: way.found(world, role, pairs) for name, way in simple.items()}
        shares = ", ".join(f"{name} {number} ({number / max(total, 1):.1%})" for name, number in found.items())
        print(f"  for a {role.value}, in {total} comparisons: {shares}")


if __name__ == "__main__":
    main()
