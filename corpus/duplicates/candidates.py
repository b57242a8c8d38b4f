"""Which of many texts may share enough to be worth comparing, found without looking at every pair."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, pairwise

import numpy as np

from corpus.duplicates.resemblance import Hashes

COMMON = 16
"""A piece of text in more reports than this is a stock phrase: it does not make all their pairs candidates, only neighbours in the
order of numbers, which are enough to chain a long row of equal texts together."""


def pairs_sharing(sketches: Mapping[int, Hashes], of: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
    """Pairs of numbers, the smaller first, whose sketches share a rare hash; a pair may come more than once.

    Args:
        sketches: Sketch of each numbered text.
        of: Only pairs with one of these are wanted; all are if ``None``.
    """
    if not sketches:
        return
    numbers = sorted(sketches)
    hashes = np.concatenate([sketches[number] for number in numbers])
    owners = np.repeat(np.array(numbers, dtype=np.int64), [len(sketches[number]) for number in numbers])
    # A stable sort keeps the owners of one hash in ascending order.
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    borders = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1], [True]]))
    wanted = np.isin(owners, np.fromiter(of, dtype=np.int64)) if of is not None else np.ones(len(owners), dtype=bool)
    counts = np.add.reduceat(wanted, borders[:-1], dtype=np.int64)
    sizes = np.diff(borders)
    rows: set[tuple[int, ...]] = set()
    for begin, size in zip(borders[:-1][(sizes > 1) & (counts > 0)], sizes[(sizes > 1) & (counts > 0)], strict=True):
        rows.add(tuple(owners[begin : begin + size].tolist()))
    asked = None if of is None else frozenset(of)
    for row in rows:
        for one, other in combinations(row, 2) if len(row) <= COMMON else pairwise(row):
            if asked is None or one in asked or other in asked:
                yield one, other
