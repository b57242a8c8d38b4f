"""The overview as one: what page and terminal show."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.report import Level
from indexer.index import Index
from insight.overview.gaps import Matrix, matrix
from insight.overview.holdings import Holdings, Recent, holdings, newest
from insight.overview.reading import Reading, reading
from insight.overview.spots import Spots, spots
from insight.scope import reports_in
from search.filters import Filters


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in the index, of the reports that a filter lets through."""

    holdings: Holdings
    newest: tuple[Recent, ...]
    spots: Spots
    matrix: Matrix
    reading: Reading


def overview(index: Index, filters: Filters, level: Level | None = None) -> Overview:
    """Look over the index.

    Args:
        index: Which one.
        filters: On place, year, level and kind.
        level: What a row of the matrix is; chosen by how many there are if ``None``.

    Raises:
        IndexUnusableError: The catalogue cannot be read.
    """
    return Overview(
        holdings(index, filters),
        tuple(newest(index, filters)),
        spots(reports_in(index, filters)),
        matrix(index, filters, level),
        reading(index, filters),
    )
