"""Two reports side by side: the sentences that they share, and where their words differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from errors import QueryError, echoed
from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.citing import Cited
from insight.copying.columns import digests, open_derived
from insight.copying.digest import Digest
from insight.copying.nouns import NEAR, PARTS, Alike, Part
from insight.copying.reading import Relation, Sentences, find_report, relation

Span = tuple[int, int]

_TOKEN = re.compile(r"\d+(?:[.．]\d+)?|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Aligned:
    """A sentence of the one report with the sentence of the other that is most like it.

    ``left_only`` and ``right_only`` are the words that the other does not have, as offsets into the reports' texts.
    """

    left: Cited
    right: Cited
    part: Part
    alike: Alike
    likeness: float
    left_only: tuple[Span, ...]
    right_only: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports and what they share, in the order of the left one.

    ``left_sentences`` and ``right_sentences`` are judged, of which ``left_shared`` and ``right_shared`` stand in the other report.
    """

    left: ReportFacts
    right: ReportFacts
    relation: Relation
    aligned: tuple[Aligned, ...]
    left_sentences: int
    right_sentences: int
    left_shared: int
    right_shared: int


def compare(index: Index, left_id: str, right_id: str) -> Pair:
    """Lay two reports side by side. All their sentences are compared with each other, so that nothing is missed.

    Raises:
        QueryError: The index holds no such report, or both are the same.
    """
    if left_id == right_id:
        raise QueryError(f"{echoed(left_id)!r} is the same report twice; name another one to lay beside it")
    left, right = find_report(index, left_id), find_report(index, right_id)
    derived = open_derived(index)
    try:
        one, other = digests(index, derived, [left, right])
    finally:
        derived.close()
    likeness = _likeness(one, other)
    sentences = Sentences(index)
    aligned = []
    for row in np.flatnonzero((likeness >= NEAR).any(axis=1)).tolist():
        column = _best(one, other, likeness, row)
        aligned.append(_aligned(sentences, (left, one, row), (right, other, column), float(likeness[row, column])))
    near = likeness >= NEAR
    return Pair(
        left,
        right,
        relation(left, right),
        tuple(aligned),
        int((one.shingle_counts > 0).sum()),
        int((other.shingle_counts > 0).sum()),
        int(near.any(axis=1).sum()),
        int(near.any(axis=0).sum()),
    )


def differences(left: str, right: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The stretches of each text that the other does not have; a figure is the same as a whole or not at all."""
    one, other = ([match.span() for match in _TOKEN.finditer(text)] for text in (left, right))
    a, b = [left[slice(*span)] for span in one], [right[slice(*span)] for span in other]
    steps = [step for step in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if step[0] != "equal"]
    return (
        tuple((one[begin][0], one[end - 1][1]) for _, begin, end, _, _ in steps if begin < end),
        tuple((other[begin][0], other[end - 1][1]) for _, _, _, begin, end in steps if begin < end),
    )


def _likeness(one: Digest, other: Digest) -> NDArray[np.float64]:
    """Share of shingles in common of every sentence of one report with every sentence of the other, shape (sentences, sentences)."""
    count = len(other)
    hashes = np.concatenate([one.shingles, other.shingles])
    _, number = np.unique(hashes, return_inverse=True)
    size = int(number.max(initial=-1)) + 1
    has_one, has_other = np.zeros((len(one), size), dtype=np.float32), np.zeros((count, size), dtype=np.float32)
    has_one[np.repeat(np.arange(len(one)), one.shingle_counts), number[: len(one.shingles)]] = 1
    has_other[np.repeat(np.arange(count), other.shingle_counts), number[len(one.shingles) :]] = 1
    shared = has_one @ has_other.T
    both = one.shingle_counts[:, None].astype(np.float64) + other.shingle_counts[None, :] - shared
    likeness: NDArray[np.float64] = shared / np.maximum(both, 1)
    return likeness


def _best(one: Digest, other: Digest, likeness: NDArray[np.float64], row: int) -> int:
    """The sentence of the other report that is most like this one: the same before all, then the most alike, then the nearest in the order of the texts."""
    same = one.exact[row] == other.exact
    place = np.abs(np.arange(len(other)) / len(other) - row / len(one))
    return int(np.lexsort((place, -likeness[row], ~same))[0])


def _aligned(
    sentences: Sentences, one: tuple[ReportFacts, Digest, int], other: tuple[ReportFacts, Digest, int], likeness: float
) -> Aligned:
    (left, right), (a, b) = (
        [sentences.cite(report, int(digest.start[row]), int(digest.end[row])) for report, digest, row in (one, other)],
        [(digest.exact[row], digest.masked[row]) for _, digest, row in (one, other)],
    )
    alike = Alike.EXACT if a[0] == b[0] else Alike.FIGURES if a[1] == b[1] else Alike.NEAR
    left_only, right_only = differences(left.text, right.text)
    return Aligned(
        left,
        right,
        PARTS[one[1].part[one[2]]],
        alike,
        1.0 if alike is not Alike.NEAR else likeness,
        tuple((left.start + begin, left.start + end) for begin, end in left_only),
        tuple((right.start + begin, right.start + end) for begin, end in right_only),
    )
