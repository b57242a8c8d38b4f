"""What is lacking in a problem, and how much a passage tells of what helps against it.

A problem and its answer share few words: one says 人手不足, the other 新增 or 抽调. So the words of what helps count beside the problem's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.text.script import plain
from indexer.index import Index
from indexer.segmentation import units
from indexer.words import Concept
from search.remedy_table import LACKS, Lack


def lacks_in(text: str) -> tuple[Lack, ...]:
    """The kinds of want that a Chinese text tells of, in the order of the table."""
    written = plain(text)
    return tuple(lack for lack in LACKS if _cue(lack).search(_unless(lack).sub("\n", written)))


def remedies_told(index: Index, lacks: Iterable[Lack], positions: NDArray[np.int64]) -> NDArray[np.float32]:
    """How much each of these passages tells of what helps, shape (n,): for each kind of want BM25 of the best remedy, added."""
    return index.words.scores_of([_concept(lack.remedies) for lack in lacks], positions)


@cache
def _concept(words: str) -> Concept:
    # Single characters stand in too many other words.
    return tuple({unit: 1.0 for unit in units(word) if len(unit) > 1} for word in words.split())


@cache
def _cue(lack: Lack) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, lack.words.split())))


@cache
def _unless(lack: Lack) -> re.Pattern[str]:
    # A pattern that matches nothing where there is nothing to leave out.
    return re.compile("|".join(map(re.escape, lack.unless.split())) or r"(?!)")
