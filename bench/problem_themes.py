"""How well problem points are grouped into themes, beside simpler and other ways; how stable themes and names are; how long it takes.

python -m bench.problem_themes                    # the samples, all ways in one table
python -m bench.problem_themes --real DIR         # the published reports too, which are not part of this repository
python -m bench.problem_themes --stability        # each report left out in turn: who keeps the theme's name
python -m bench.problem_themes --points 50000     # time and memory of a large map

Points left over count each as a group of its own, so that leaving over is no way to be right.
"""

from __future__ import annotations

import argparse
import csv
import re
import resource
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import numpy as np

from bench.forge.series import write_folder
from bench.problem_peers import BERTOPIC, SEEDS, TOPIC_SIZES, Labels, Vectors, bertopic, hdbscan, k_means
from bench.speed import SAMPLES
from embeddings import BundledEncoder, Encoder
from indexer.build import build_index
from indexer.index import Index
from insight.themes import clusters
from insight.themes.aspects import aspect_rows
from insight.themes.chart import ThemeMap, chart, usual_vector
from insight.themes.clusters import features
from insight.themes.copies import fold_points
from insight.themes.points import Point, gather

LABELS = Path(__file__).resolve().parent.parent / "tests" / "data" / "problem_themes.tsv"
DEVELOPMENT = ("beiluliang", "hemingwan", "shiliping", "shuangliuxi", "tongwuling")
"""Townships on which the weight of the aspects and the cut were chosen."""
ANNOUNCEMENT = "-"
FORGED = 120
_SENTENCE = re.compile("(?<=[，。；])")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Points with their vectors and the mean of all passages', the name of each one's report, and what a reader put it under (``""`` where nobody did)."""

    points: tuple[Point, ...]
    vectors: Vectors
    usual: Vectors
    township_of: Sequence[int]
    reports: tuple[str, ...]
    labels: tuple[str, ...]
    outline: Labels

    def only(self, wanted: Iterable[int]) -> Corpus:
        """Some of the points."""
        rows = list(wanted)
        points, reports = tuple(self.points[row] for row in rows), tuple(self.reports[row] for row in rows)
        labels = tuple(self.labels[row] for row in rows)
        vectors, outline = self.vectors[rows], self.outline[rows]
        return Corpus(points, vectors, self.usual, self.township_of, reports, labels, outline)


@dataclass(frozen=True, slots=True)
class Score:
    """Adjusted mutual information and V-measure with the labels, share left over, number of groups."""

    ami: float
    v: float
    left: float
    groups: float


def read_corpus(folders: Sequence[Path], encoder: Encoder, labels: Path | None) -> Corpus:
    """The points of reports, with the labels of those that have one."""
    told: dict[tuple[str, int], str] = {}
    if labels is not None:
        with labels.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                told[row["report"], int(row["start"])] = row["groups"].split(",")[0]
    with tempfile.TemporaryDirectory() as directory:
        build_index(Path(directory), folders, encoder, late=False)
        index = Index.open(Path(directory))
        points = gather(index).points
        positions = np.array([point.position for point in points], dtype=np.int64)
        reports = tuple(Path(index.reports[point.report].source).stem for point in points)
        found = tuple(told.get((report, point.start), "") for report, point in zip(reports, points, strict=True))
        outline = index.themes_of[positions][:, 0].astype(np.int64)
        vectors, usual = index.vectors.take(positions), usual_vector(index)
        corpus = Corpus(points, vectors, usual, index.authority_of.tolist(), reports, found, outline)
        index.close()
    wrong = [report for report, label in zip(reports, found, strict=True) if label == ANNOUNCEMENT]
    missing = [report for report, label in zip(reports, found, strict=True) if labels is not None and not label]
    if wrong or missing:
        print(f"announcements taken for points: {wrong}; points without a label: {missing}")
    return corpus


def shipped(corpus: Corpus) -> Labels:
    """The groups of the map."""
    return groups_of(corpus, chart(corpus.points, corpus.vectors, corpus.usual, corpus.township_of))


def groups_of(corpus: Corpus, made: ThemeMap) -> Labels:
    """For each point the number of its theme, -1 where it is left over."""
    row_of = {point.position: row for row, point in enumerate(corpus.points)}
    found = np.full(len(corpus.points), -1, dtype=np.int64)
    for number, theme in enumerate(made.themes):
        for wording in theme.wordings:
            found[[row_of[position] for position in wording]] = number
    return found


def without_aspects(corpus: Corpus) -> Labels:
    """The same by the vectors alone; the cut is the best for these, too, on the townships of development."""
    kept = clusters.ASPECT_WEIGHT
    clusters.ASPECT_WEIGHT = 0.0
    try:
        return shipped(corpus)
    finally:
        clusters.ASPECT_WEIGHT = kept


def folded(corpus: Corpus, group: Callable[[Vectors], Labels], *, aspects: bool = True) -> Labels:
    """Another way of grouping, on the same features of the same points, copies folded as in the map."""
    under = fold_points([point.text for point in corpus.points])
    leaders = sorted(set(under))
    rows = aspect_rows([(corpus.points[row].heading, corpus.points[row].text) for row in leaders])
    found = group(features(corpus.vectors[leaders], rows if aspects else 0 * rows, corpus.usual))
    place = {leader: number for number, leader in enumerate(leaders)}
    return np.array([found[place[leader]] for leader in under], dtype=np.int64)


def score(labels: Sequence[str], found: Labels) -> Score:
    """Groups beside the labels; groups of one passage count as left over in every way of grouping."""
    from sklearn.metrics import adjusted_mutual_info_score, v_measure_score

    sizes = {group: int((found == group).sum()) for group in set(found.tolist())}
    alone = np.array([group < 0 or sizes[group] < 2 for group in found.tolist()])
    parted = np.where(alone, found.max() + 1 + np.arange(len(found)), found)
    groups = len(set(found[~alone].tolist()))
    ami, v = adjusted_mutual_info_score(labels, parted), v_measure_score(labels, parted)
    return Score(float(ami), float(v), float(alone.mean()), groups)


def mean(labels: Sequence[str], runs: Iterable[Labels]) -> Score:
    """The mean of several runs."""
    scores = [score(labels, run) for run in runs]
    return Score(*(float(np.mean([getattr(s, name) for s in scores])) for name in ("ami", "v", "left", "groups")))


def compare(name: str, corpus: Corpus) -> None:
    """Print a row for each way of grouping."""
    labels = corpus.labels
    own = shipped(corpus)
    themes, groups = len(set(own.tolist()) - {-1}), len(set(labels))
    print(f"\n{name}: {len(labels)} points, {groups} groups of the reader")
    print(f"{'':44}{'AMI':>7}{'V':>7}{'left over':>11}{'groups':>8}")
    _row("as shipped", score(labels, own))
    _row("without the aspects", score(labels, without_aspects(corpus)))
    for count, told in ((themes, "the themes shipped"), (groups, "the reader's groups")):
        runs = [folded(corpus, partial(k_means, groups=count, seed=seed)) for seed in SEEDS]
        _row(f"k-means, as many as {told}", mean(labels, runs))
    runs = [folded(corpus, partial(k_means, groups=groups, seed=seed), aspects=False) for seed in SEEDS]
    _row("k-means, vectors alone, the reader's number", mean(labels, runs))
    _row("HDBSCAN", score(labels, folded(corpus, hdbscan)))
    _row("first theme of the outline", score(labels, corpus.outline))
    texts = [point.text for point in corpus.points]
    try:
        for outliers in (True, False):
            tries = [(size, seed) for size in TOPIC_SIZES for seed in (0, 1)]
            runs = [bertopic(texts, corpus.vectors, size, seed, outliers=outliers) for size, seed in tries]
            found = max(runs, key=lambda run: score(labels, run).ami)
            _row("BERTopic, best of 8" + ("" if outliers else ", outliers joined"), score(labels, found))
    except ImportError as error:
        print(f"BERTopic is not there ({error}); {BERTOPIC}")


def _row(name: str, found: Score) -> None:
    print(f"{name:44}{found.ami:7.3f}{found.v:7.3f}{found.left:11.0%}{found.groups:8.0f}", flush=True)


def stability(name: str, corpus: Corpus) -> None:
    """Leave each report out in turn and see which of the other points keep their theme's name, and which their companions."""
    from sklearn.metrics import adjusted_rand_score

    base = chart(corpus.points, corpus.vectors, corpus.usual, corpus.township_of)
    names, groups = _names(base), groups_of(corpus, base)
    kept, worst, alike = [], 1.0, []
    for report in dict.fromkeys(corpus.reports):
        rows = [row for row, own in enumerate(corpus.reports) if own != report]
        rest = corpus.only(rows)
        made = chart(rest.points, rest.vectors, rest.usual, rest.township_of)
        now = _names(made)
        same = [names.get(point.position) == now.get(point.position) for point in rest.points]
        kept += same
        worst = min(worst, float(np.mean(same)))
        alike.append(adjusted_rand_score(groups[rows], groups_of(rest, made)))
    print(
        f"{name}: {len(corpus.points)} points, {len(base.themes)} themes, {len(base.left)} wordings left over; "
        f"name kept {np.mean(kept):.3f} (worst report {worst:.3f}), same companions (adjusted Rand) {np.mean(alike):.3f}",
        flush=True,
    )


def _names(made: ThemeMap) -> dict[int, str]:
    return {position: theme.named.name for theme in made.themes for wording in theme.wordings for position in wording}


def time_points(count: int, corpus: Corpus) -> None:
    """Make a large map: points of the corpus with two of their sentences changed and their vectors moved by noise."""
    draw, random = np.random.default_rng(0), Random(0)
    rows = draw.integers(0, len(corpus.points), count)
    sentences = [part for point in corpus.points for part in _SENTENCE.split(point.text) if part]
    points = []
    for number, row in enumerate(rows.tolist()):
        parts = [part for part in _SENTENCE.split(corpus.points[row].text) if part]
        parts[random.randrange(len(parts))] = random.choice(sentences)
        points.append(Point(number, number // 6, "".join([*parts, random.choice(sentences)]), 0, "", -1))
    noise = draw.normal(size=(count, corpus.vectors.shape[1])) * corpus.vectors.std(axis=0) * 0.7
    vectors = (corpus.vectors[rows] + noise).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    aspects = aspect_rows([(point.heading, point.text) for point in points])
    began = time.perf_counter()
    keys = draw.integers(0, 2**63, count).astype(np.uint64)
    found = clusters.cluster(features(vectors, aspects, corpus.usual), keys, np.ones(count, dtype=np.int64))
    alone = time.perf_counter() - began
    print(f"{count} points: clustering {alone:.1f} s, {found.group_of.max() + 1} groups", flush=True)
    began = time.perf_counter()
    made = chart(points, vectors, corpus.usual, [number // 3 for number in range(count // 6 + 1)])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{count} points: the whole map with folding and names {time.perf_counter() - began:.1f} s, {len(made.themes)} themes, "
        f"{sum(map(len, made.left)) / count:.0%} left over, {memory:.2f} GiB at most"
    )


def main() -> None:
    """Measure and print; see the module's first lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--real", type=Path, metavar="DIR", help="folder of the published reports that are labelled too"
    )
    parser.add_argument("--stability", action="store_true", help="leave each report out in turn")
    parser.add_argument("--points", type=int, metavar="N", help="time a map of so many made-up points")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    encoder = BundledEncoder()
    folders = [SAMPLES, *([options.real] if options.real else [])]
    corpus = read_corpus(folders, encoder, LABELS)
    samples = corpus.only(row for row, point in enumerate(corpus.points) if _fictional(corpus, row))
    if options.points:
        time_points(options.points, samples)
    elif options.stability:
        stability("samples", samples)
        if options.real:
            stability("samples and published reports", corpus)
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            write_folder(folder, FORGED)
            stability(f"{FORGED} forged reports", read_corpus([folder], encoder, None))
    else:
        halves = [row for row, report in enumerate(samples.reports) if report.split("-")[0] in DEVELOPMENT]
        compare("development", samples.only(halves))
        compare("held out", samples.only(sorted(set(range(len(samples.points))) - set(halves))))
        compare("samples", samples)
        if options.real:
            compare("samples and published reports", corpus)


def _fictional(corpus: Corpus, row: int) -> bool:
    return any(path.stem == corpus.reports[row] for path in SAMPLES.iterdir())


if __name__ == "__main__":
    main()
