"""An index of any size with vectors like real ones, in minutes instead of hours: for measuring what grows with the number of passages.

The passages are those of the samples, over and over, each time under another township's name and with vectors moved by noise, so that the index is as
large and as crowded as a county's or a province's. Questions are encoded for real.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.speed import SAMPLES
from corpus.report import Report
from embeddings import BundledEncoder, Encoded, Vectors
from embeddings.encoder import Progress
from indexer.build import build_index, publish_reports
from indexer.catalogue import IndexedPassage
from indexer.cutting import index_passages
from indexer.index import Index
from indexer.passages import encoded_text

TOWNSHIPS_PER_COUNTY = 5
"""How often the samples are copied within one county; they have about three townships in each."""
NOISE = 0.3
"""Standard deviation of what is added to a token's vector, as a share of the vector's own length."""


class Remembered:
    """The bundled encoder, but passages get the vectors that their text was given before, moved by noise that the seed decides."""

    def __init__(self, encoder: BundledEncoder, texts: Sequence[str]) -> None:
        self._encoder = encoder
        self._random = np.random.default_rng(0)
        self._known: dict[str, Encoded] = {}
        for places, encoded in encoder.encode_passage_tokens(texts):
            for row, place in enumerate(places):
                one = slice(row, row + 1)
                self._known[texts[place]] = Encoded(encoded.vectors[one], encoded.tokens[one], encoded.spans[one])

    @property
    def identity(self) -> str:
        """That of the bundled encoder, which the questions are encoded by."""
        return self._encoder.identity

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the bundled encoder does."""
        return self._encoder.encode_queries(texts)

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """As the bundled encoder does."""
        return self._encoder.encode_query_tokens(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Remembered vectors, moved."""
        del progress
        return np.concatenate([self._moved(text).vectors for text in texts])

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """Remembered vectors, moved; the texts that the encoder is centred by are encoded for real."""
        for place, text in enumerate(texts):
            if text in self._known:
                yield [place], self._moved(text)
            else:
                [(_, encoded)] = self._encoder.encode_passage_tokens([text])
                yield [place], encoded

    def _moved(self, text: str) -> Encoded:
        known = self._known[text]
        tokens = known.tokens[0]
        noise = self._random.normal(size=tokens.shape) * np.linalg.norm(tokens, axis=1, keepdims=True)
        moved = (tokens + NOISE * noise / np.sqrt(tokens.shape[1])).astype(np.float32)
        vectors = known.vectors + self._random.normal(size=known.vectors.shape) * NOISE / np.sqrt(self.dimension) / 3
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return Encoded(unit.astype(np.float32), (moved,), known.spans)


def make_crowded(folder: Path, passages: int, bundled: BundledEncoder) -> tuple[Path, Remembered]:
    """An index of so many passages in a folder, and the encoder to open it with."""
    samples = folder / "samples"
    build_index(samples, [SAMPLES], bundled, late=False)
    index = Index.open(samples)
    reports = list(index.catalogue.reports())
    index.close()
    items = [(report, index_passages(report)) for report in reports]
    texts = [encoded_text(report, item.passage) for report, found in items for item in found]
    encoder = Remembered(bundled, list(dict.fromkeys(texts)))
    publish_reports(folder / "large", list(_copies(items, passages)), encoder)
    return folder / "large", encoder


def _copies(
    items: Sequence[tuple[Report, Sequence[IndexedPassage]]], count: int
) -> Iterator[tuple[Report, Sequence[IndexedPassage]]]:
    """Reports over and over, of other townships each time, until there are that many passages."""
    made = 0
    for copy in itertools.count():
        for report, passages in items:
            if made >= count:
                return
            identity = hashlib.sha256(f"{report.id}/{copy}".encode()).hexdigest()[:16]
            county = f"{report.place.county}{copy // TOWNSHIPS_PER_COUNTY or ''}"
            place = replace(report.place, county=county, township=f"{report.place.township}{copy or ''}")
            own = [
                IndexedPassage(
                    replace(item.passage, id=f"{item.passage.id}{copy}", report_id=identity),
                    hashlib.sha256(f"{item.encoded}/{copy}".encode()).hexdigest(),
                    item.units,
                )
                for item in passages
            ]
            made += len(own)
            yield replace(report, id=identity, place=place, source=f"{copy}/{report.source}"), own
