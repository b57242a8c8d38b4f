"""An index of any size without encoding: passages drawn from the samples, in minutes for a million.

Each passage keeps some sentences of a passage of the samples and takes the others from a near one of the same role, so that no two need be the same and words
fall together as they do in reports. Its vector is the mean of both, moved by the difference of two near passages drawn at random: ``python -m bench.drawn``
prints how near drawn passages lie to each other beside the samples' own. Token codes are shared: a drawn passage has those of the one it comes from, since
the late leg reads only its candidates'. On disk they are therefore smaller than real ones; everything else is as large as it would be.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.drawn_texts import TextDraw, rewritten
from bench.drawn_words import WordRows
from bench.speed import SAMPLES
from corpus.report import Report
from embeddings import Encoder, load_encoder
from indexer import storage
from indexer.build import build_index
from indexer.catalogue import Catalogue, IndexedPassage
from indexer.catalogue_writing import write_catalogue
from indexer.columns import Columns
from indexer.index import CATALOGUE, COLUMNS, ENCODINGS, NEAREST, TOKENS, VECTORS, WORDS, Index
from indexer.known import row_of_encoding
from indexer.tokens import CODES, SPANS
from indexer.vectors import FaissStore
from indexer.vectors_nearest import Lists

NEIGHBOURS = 10
"""Among how many near passages of the same role a drawn one's other half is chosen."""
SPREAD = 0.5
"""How much of the difference of two near passages a drawn vector is moved by: 0.3 lies nearer together than the samples do, 0.7 farther apart."""
FIRST_YEAR, YEARS = 2015, 10
TOWNSHIPS_PER_COUNTY = 5


@dataclass(frozen=True)
class Samples:
    """The samples as they are drawn from: items by report, and of every passage its vector, shape (n, dimension), and near ones, shape (n, NEIGHBOURS)."""

    reports: Sequence[tuple[Report, Sequence[IndexedPassage]]]
    vectors: NDArray[np.float32]
    near: NDArray[np.int64]
    version: Path

    @classmethod
    def of(cls, index: Index) -> Samples:
        """Take them from an index of the samples."""
        reports = [
            (report, [item for _, item in index.catalogue.passages_in(report)]) for report in index.catalogue.reports()
        ]
        vectors = index.vectors.take(np.arange(index.vectors.count))
        same = index.role_of[:, None] == index.role_of[None, :]
        alike = np.where(same, vectors @ vectors.T, -1)
        np.fill_diagonal(alike, -2)
        return cls(reports, vectors, np.argsort(-alike, axis=1)[:, :NEIGHBOURS], index.version)

    def draw_vectors(
        self, rng: np.random.Generator, rows: NDArray[np.int64], others: NDArray[np.int64], share: NDArray[np.float64]
    ) -> NDArray[np.float32]:
        """Vectors of passages that come from ``rows`` and, to a share, from ``others``; all of shape (n,)."""
        apart = rng.integers(len(self.vectors), size=len(rows))
        beside = self.near[apart, rng.integers(self.near.shape[1], size=len(rows))]
        moved = self.vectors[rows] * (1 - share)[:, None] + self.vectors[others] * share[:, None]
        moved = moved + SPREAD * (self.vectors[apart] - self.vectors[beside])
        unit: NDArray[np.float32] = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
        return unit


def make_drawn(folder: Path, passages: int, encoder: Encoder, seed: int = 0) -> Path:
    """Make an index of so many passages in a folder; the folder of the index, which is used again where it is there already.

    Args:
        folder: Where it is made, with the index of the samples beside it.
        passages: How many, to the end of a report.
        encoder: Encodes the samples, if they are not yet.
        seed: The same gives the same index.
    """
    made = folder / f"drawn-{passages}"
    if storage.current_version(made) is not None:
        return made
    build_index(folder / "samples", [SAMPLES], encoder)
    opened = Index.open(folder / "samples")
    try:
        samples = Samples.of(opened)
        with storage.build_lock(made), storage.new_version(made) as version:
            count, reports = _write(version, samples, passages, np.random.default_rng(seed))
            manifest = opened.manifest
            storage.publish(
                made,
                version,
                encoder=manifest.encoder,
                dimension=manifest.dimension,
                reports=reports,
                passages=count,
            )
    finally:
        opened.close()
    return made


def _write(version: Path, samples: Samples, passages: int, rng: np.random.Generator) -> tuple[int, int]:
    """Everything but the manifest; how many passages and reports were written."""
    texts = TextDraw(samples.reports, samples.near, rng)
    words = WordRows()
    rows: list[int] = []
    others: list[int] = []
    shares: list[float] = []
    reports = 0

    def drawn() -> Iterator[tuple[Report, Sequence[IndexedPassage]]]:
        nonlocal reports
        copy = 0
        while len(rows) < passages:
            begin = 0
            for report, items in samples.reports:
                if len(rows) >= passages:
                    return
                chosen = [texts.draw(begin + place) for place in range(len(items))]
                for place, one in enumerate(chosen):
                    rows.append(begin + place)
                    others.append(one.other)
                    shares.append(one.share)
                    words.add(one.pieces)
                begin += len(items)
                reports += 1
                yield _copied(report, items, [(one.text, one.units) for one in chosen], copy, rng)
            copy += 1

    write_catalogue(version / CATALOGUE, folders=(), files=(), skipped=(), reports=drawn(), readings={})
    words.write(version / WORDS)
    taken = np.array(rows)
    vectors = samples.draw_vectors(rng, taken, np.array(others), np.array(shares))
    FaissStore.write(version / VECTORS, vectors)
    codes = _share_tokens(samples.version / TOKENS, version / TOKENS, taken)
    digests = (hashlib.sha256(f"{place}".encode()).hexdigest() for place in range(len(taken)))
    encodings = (
        row_of_encoding(digest, (vector, codes[row]))
        for digest, vector, row in zip(digests, vectors, rows, strict=True)
    )
    np.save(version / ENCODINGS, np.array(list(encodings)), allow_pickle=False)
    Columns.of_catalogue(Catalogue(version / CATALOGUE)).save(version / COLUMNS)
    if Lists.wanted(*vectors.shape):
        Lists.of(vectors).save(version / NEAREST)
    return len(taken), reports


def _copied(
    report: Report,
    items: Sequence[IndexedPassage],
    texts: Sequence[tuple[str, tuple[str, ...]]],
    copy: int,
    rng: np.random.Generator,
) -> tuple[Report, Sequence[IndexedPassage]]:
    """A report of another township and year, whose passages say something else."""
    identity = hashlib.sha256(f"{report.id}/{copy}".encode()).hexdigest()[:16]
    county = f"{report.place.county}{copy // TOWNSHIPS_PER_COUNTY or ''}"
    place = replace(report.place, county=county, township=f"{report.place.township}{copy or ''}")
    new = replace(
        rewritten(report, [item.passage for item in items], [text for text, _ in texts]),
        id=identity,
        place=place,
        source=f"{copy}/{report.source}",
        year=FIRST_YEAR + int(rng.integers(YEARS)),
    )
    own, moved = [], 0
    for number, (item, (text, units)) in enumerate(zip(items, texts, strict=True)):
        start = item.passage.start + moved
        moved += len(text) - len(item.passage.text)
        passage = replace(
            item.passage,
            id=hashlib.sha256(f"{identity}/{number}".encode()).hexdigest()[:16],
            report_id=identity,
            text=text,
            start=start,
            end=start + len(text),
        )
        own.append(IndexedPassage(passage, f"{identity}/{number}", units))
    return new, own


def _share_tokens(source: Path, target: Path, rows: NDArray[np.int64]) -> list[NDArray[np.uint8]]:
    """The samples' token codes as they are, with a span for each drawn passage; the codes by row of the samples."""
    shutil.copytree(source, target)
    spans = np.load(source / SPANS)
    np.save(target / SPANS, spans[rows], allow_pickle=False)
    width = (source / CODES).stat().st_size // int(spans.sum(axis=1).max())
    codes = np.fromfile(source / CODES, dtype=np.uint8).reshape(-1, width)
    return [codes[start : start + length] for start, length in spans]


def nearest_cosines(vectors: NDArray[np.float32], place: int) -> NDArray[np.float32]:
    """Of each vector the cosine with its nearest but ``place`` others, shape (n,)."""
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -1)
    found: NDArray[np.float32] = -np.partition(-alike, place, axis=1)[:, place]
    return found


def main() -> None:
    """Print how near drawn passages lie beside the samples' own, as many of each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        encoder = load_encoder(None)
        build_index(Path(folder), [SAMPLES], encoder)
        index = Index.open(Path(folder))
        samples = Samples.of(index)
        index.close()
    rng = np.random.default_rng(0)
    count = len(samples.vectors)
    rows = rng.integers(count, size=count)
    others = samples.near[rows, rng.integers(NEIGHBOURS, size=count)]
    drawn = samples.draw_vectors(rng, rows, others, rng.random(count) / 2)
    for name, vectors in (("samples", samples.vectors), ("drawn", drawn)):
        for place in (0, 9, 99):
            p10, p50, p90 = np.percentile(nearest_cosines(vectors, place), [10, 50, 90])
            print(f"{name:8} cosine with the {place + 1:3}. nearest: p10 {p10:.3f}  p50 {p50:.3f}  p90 {p90:.3f}")


if __name__ == "__main__":
    main()
