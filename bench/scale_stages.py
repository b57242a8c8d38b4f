"""Where the time of a search goes (:mod:`bench.search_scale`): its functions are exchanged for ones that are timed, for the while."""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

import search.engine as engine_room
import search.ranking as ranking_room
from embeddings.encoder import Encoded, Encoder, Progress, TokenEncoder, Vectors
from indexer.catalogue import Catalogue
from indexer.vectors import FaissStore
from indexer.vectors_nearest import NearestStore
from indexer.words import WordIndex
from search.engine import Engine

Inputs = ParamSpec("Inputs")
Result = TypeVar("Result")

_WRAPPED: tuple[tuple[str, object, str], ...] = (
    ("request", engine_room, "make_request"),
    ("filters", engine_room, "matching_passages"),
    ("understanding", engine_room, "understand"),
    ("words", WordIndex, "best"),
    ("words", WordIndex, "scores_of"),
    ("vectors", FaissStore, "search"),
    ("vectors", NearestStore, "search"),
    ("late", ranking_room, "_late"),
    ("hits", Engine, "hits"),
    ("catalogue", Catalogue, "passages"),
    ("catalogue", Catalogue, "outline"),
)
STAGES = tuple(dict.fromkeys(name for name, _, _ in _WRAPPED))
"""``catalogue`` is part of ``hits``."""


class TimedEncoder:
    """An encoder that counts the time spent in it; for one thread."""

    def __init__(self, encoder: TokenEncoder) -> None:
        self._encoder = encoder
        self.clock = self.processor = 0.0

    @property
    def identity(self) -> str:
        """That of the encoder behind it."""
        return self._encoder.identity

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the encoder behind it."""
        return self._counted(lambda: self._encoder.encode_queries(texts))

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """As the encoder behind it."""
        return self._counted(lambda: self._encoder.encode_query_tokens(texts))

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """As the encoder behind it, not counted."""
        return self._encoder.encode_passages(texts, progress)

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """As the encoder behind it, not counted."""
        return self._encoder.encode_passage_tokens(texts)

    def _counted(self, encode: Callable[[], Result]) -> Result:
        clock, processor = time.perf_counter(), time.thread_time()
        try:
            return encode()
        finally:
            self.clock += time.perf_counter() - clock
            self.processor += time.thread_time() - processor


class Timed:
    """Milliseconds of pieces of work less the encoding within them."""

    def __init__(self) -> None:
        self.beyond: list[float] = []
        self.beyond_processor: list[float] = []

    @contextmanager
    def of(self, encoder: Encoder) -> Iterator[None]:
        """Time what is done within."""
        counted = encoder if isinstance(encoder, TimedEncoder) else None
        before = (counted.clock, counted.processor) if counted else (0.0, 0.0)
        clock, processor = time.perf_counter(), time.thread_time()
        yield
        clock, processor = time.perf_counter() - clock, time.thread_time() - processor
        after = (counted.clock, counted.processor) if counted else (0.0, 0.0)
        self.beyond.append(1000 * (clock - after[0] + before[0]))
        self.beyond_processor.append(1000 * (processor - after[1] + before[1]))


@contextmanager
def timed_stages() -> Iterator[dict[str, float]]:
    """Seconds of processor time by stage, summed while the context lasts; in one thread."""
    spent: dict[str, float] = defaultdict(float)
    kept = [(room, name, vars(room)[name]) for _, room, name in _WRAPPED]
    for stage, room, name in _WRAPPED:
        setattr(room, name, _timed(vars(room)[name], stage, spent))
    try:
        yield spent
    finally:
        for room, name, function in kept:
            setattr(room, name, function)


def _timed(function: Callable[Inputs, Result], stage: str, spent: dict[str, float]) -> Callable[Inputs, Result]:
    @functools.wraps(function)
    def run(*arguments: Inputs.args, **named: Inputs.kwargs) -> Result:
        began = time.thread_time()
        try:
            return function(*arguments, **named)
        finally:
            spent[stage] += time.thread_time() - began

    return run
