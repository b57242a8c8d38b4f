"""Compares a real index with what the model says it holds: every report, passage, vector and token code, and what a search finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.trust.model_state import Held
from bench.trust.small_reports import report_text, token
from embeddings import HashingEncoder, Progress, Vectors
from embeddings.centring import Means
from embeddings.encoder import Encoded
from indexer.index import Index
from indexer.passages import encoded_text
from indexer.status import find_damage
from indexer.storage import VERSIONS
from indexer.tokens import encode_tokens
from search.engine import Engine, Leg

DIMENSION = 16


class WatchedEncoder(HashingEncoder):
    """Remembers which passages it was asked to encode."""

    def __init__(self) -> None:
        super().__init__(DIMENSION)
        self.asked: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode_passages`."""
        self.asked += texts
        return super().encode_passages(texts, progress)

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """See `TokenEncoder.encode_passage_tokens`."""
        for row, text in enumerate(texts):
            self.asked.append(text)
            yield [row], self.encode_query_tokens([text])


_ENCODER = HashingEncoder(DIMENSION)


@dataclass
class Reader:
    """An opened index with what it held when it was opened. ``lazy`` ones are asked nothing before they are closed."""

    engine: Engine
    held: Held
    numbers: tuple[int, ...]
    lazy: bool
    late: bool

    @property
    def version(self) -> str:
        """Name of the version that it reads."""
        return self.engine.index.version.name

    def check(self) -> None:
        """Whether it still answers what it answered when it was opened."""
        check_index(self.engine, self.held, self.numbers, late=self.late)

    def close(self) -> None:
        """Release the version."""
        self.engine.index.close()


def open_reader(directory: Path, held: Held, numbers: Sequence[int], *, late: bool, lazy: bool = False) -> Reader:
    """A reader of what is published now."""
    return Reader(Engine(Index.open(directory), _ENCODER), held, tuple(numbers), lazy, late)


def check_published(directory: Path, held: Held, numbers: Sequence[int], *, late: bool) -> frozenset[str]:
    """Whether the published index is sound and holds what it should; the texts that were encoded for it."""
    damage = find_damage(directory)
    assert damage == [], damage
    reader = open_reader(directory, held, numbers, late=late)
    try:
        reader.check()
        return encoded_texts(reader.engine.index)
    finally:
        reader.close()


def encoded_texts(index: Index) -> frozenset[str]:
    """The texts whose vectors an index holds."""
    return frozenset(
        encoded_text(report, item.passage)
        for report in index.catalogue.reports()
        for _, item in index.catalogue.passages_in(report)
    )


def check_index(engine: Engine, held: Held, numbers: Iterable[int], *, late: bool) -> None:
    """Whether an opened index holds what it should.

    Args:
        engine: Searches it.
        held: What it should hold.
        numbers: Every report that was ever written; those that it does not hold must not be found.
        late: Whether it should have token vectors.
    """
    index = engine.index
    assert {Path(folder).name for folder in index.catalogue.folders()} == held.folders
    assert {(Path(entry.folder).name, entry.name) for entry in index.catalogue.files()} == set(held.files)
    assert {(Path(item.folder).name, item.name) for item in index.catalogue.skipped()} == held.skipped
    wanted = held.reports()
    found = {}
    for report in index.catalogue.reports():
        number = next(number for number, _ in wanted if token(number) in report.text)
        assert "".join(report.text.split()) == "".join(report_text(number).split())
        assert report.year is not None
        sources = {report.source, *report.other_sources}
        found[number, report.year] = {(folder, name) for folder, _, name in (s.partition("/") for s in sources)}
    assert found == wanted, (found, wanted)
    assert index.manifest.reports == len(index.reports) == len(wanted)
    _check_passages(index, late=late)
    counts = held.numbers()
    for number in numbers:
        check_search(engine, number, expected=counts[number])


def _check_passages(index: Index, *, late: bool) -> None:
    """Every passage a slice of its text, with the vector and the token codes of just that text."""
    assert index.has_tokens == (late and bool(index.manifest.passages))
    count = 0
    for report in index.catalogue.reports():
        for position, item in index.catalogue.passages_in(report):
            passage = item.passage
            assert passage.text == report.text[passage.start : passage.end]
            assert passage.text
            vector, codes = _encoded(encoded_text(report, passage))
            assert np.allclose(index.vectors.take(np.array([position]))[0], vector, atol=1e-6)
            if index.tokens:
                assert np.array_equal(index.tokens.take(position), codes), passage.text
            count += 1
    assert count == index.manifest.passages == index.vectors.count == len(index.report_of)


@lru_cache(maxsize=20_000)
def _encoded(text: str) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Vector and token codes of a text, straight from the encoder."""
    encoded = _ENCODER.encode_query_tokens([text])
    return encoded.vectors[0], encode_tokens(encoded.tokens[0], _means())


@lru_cache(maxsize=1)
def _means() -> Means:
    return Means.of(_ENCODER)


def check_search(engine: Engine, number: int, *, expected: int) -> None:
    """Whether a report's token finds just this report, or nothing where it is not held."""
    answer = engine.search(token(number), leg=Leg.WORDS, top=50)
    passages = [hit.passage for hit in answer.hits] + [f.passage for hit in answer.hits for f in hit.folded]
    assert all(token(number) in passage.text for passage in passages), [passage.text for passage in passages]
    assert len({passage.report_id for passage in passages}) == expected
    if expected:
        first = engine.search(token(number), top=1).hits[0].passage
        assert token(number) in first.text, first.text


def versions_on_disk(directory: Path) -> int:
    """Versions that lie in an index, whatever their state."""
    return sum(1 for path in (directory / VERSIONS).iterdir() if path.is_dir())
