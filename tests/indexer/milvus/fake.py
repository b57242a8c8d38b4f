"""A server in memory that does what a real one does with names, rows and expressions, and fails when it is told to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from errors import StoreError
from indexer.milvus.remote import Asked
from indexer.milvus.schema import Layout


@dataclass
class Collection:
    """Rows by position."""

    layout: Layout
    rows: dict[int, dict[str, object]] = field(default_factory=dict)
    finished: bool = False


@dataclass
class FakeServer:
    """``faults`` are raised by the next calls of a method, one a call, ``None`` for one that goes well; ``calls`` are the methods called."""

    collections: dict[str, Collection] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[BaseException | None]] = field(default_factory=lambda: defaultdict(list))
    calls: list[str] = field(default_factory=list)
    expressions: list[str] = field(default_factory=list)
    has_words: bool = False

    def _called(self, method: str) -> None:
        self.calls.append(method)
        fault = self.faults[method].pop(0) if self.faults[method] else None
        if fault is not None:
            raise fault

    def owners(self, prefix: str) -> dict[str, str]:
        self._called("owners")
        return {name: held.layout.owner for name, held in self.collections.items() if name.startswith(prefix)}

    def holder(self, alias: str) -> str | None:
        self._called("holder")
        return alias if alias in self.collections else self.aliases.get(alias)

    def create(self, name: str, layout: Layout) -> None:
        self._called("create")
        assert name not in self.collections
        self.collections[name] = Collection(layout)

    def upsert(self, name: str, rows: Sequence[dict[str, object]]) -> None:
        self._called("upsert")
        for row in rows:
            self.collections[name].rows[int(str(row["position"]))] = row

    def finish(self, name: str, layout: Layout) -> None:
        self._called("finish")
        self.collections[name].finished = True

    def count(self, name: str) -> int:
        self._called("count")
        return len(self._there(name).rows)

    def search(self, name: str, asked: Asked) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        self._called("search")
        self.expressions.append(asked.expression)
        held = self._there(name)
        assert held.finished
        fits = compile(asked.expression or "True", "expression", "eval")
        positions = np.array([p for p, row in held.rows.items() if eval(fits, {}, dict(row))], dtype=np.int64)
        if isinstance(asked.by, str):
            scores = np.array([sum(c in str(held.rows[p]["text"]) for c in asked.by) for p in positions.tolist()])
            positions, scores = positions[scores > 0], scores[scores > 0]
        else:
            vectors = [np.asarray(held.rows[p]["vector"]) for p in positions.tolist()]
            scores = np.array(vectors) @ asked.by if vectors else np.zeros(0)
        best = np.argsort(-scores, kind="stable")[: asked.k]
        return positions[best], scores[best].astype(np.float32)

    def point(self, alias: str, name: str) -> None:
        self._called("point")
        assert alias not in self.collections and name in self.collections
        self.aliases[alias] = name

    def forget(self, alias: str) -> None:
        self._called("forget")
        del self.aliases[alias]

    def drop(self, name: str) -> None:
        self._called("drop")
        assert name not in self.aliases.values(), "a server refuses to drop what a name stands for"
        self.collections.pop(name, None)

    def _there(self, name: str) -> Collection:
        if name not in self.collections:
            raise StoreError(f"The collection {name} is no longer at fake; index again")
        return self.collections[name]
