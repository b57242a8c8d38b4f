"""Facts of reports as numbers, so that filters are compared in columns and never report by report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.report import Kind, Level
from indexer.rows import ReportFacts

PLACE_LEVELS = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP)


@dataclass(frozen=True, slots=True)
class ReportColumns:
    """One number a report: ``years`` (0 where unknown), ``levels`` and ``kinds`` (places in their enumerations), all of shape (reports,).

    ``places`` has shape (reports, 4): codes of the names from the province down, by ``names``; 0 is an unknown part.
    """

    years: NDArray[np.int16]
    levels: NDArray[np.int16]
    kinds: NDArray[np.int16]
    places: NDArray[np.int32]
    names: Sequence[Mapping[str | None, int]]

    @classmethod
    def of(cls, reports: Sequence[ReportFacts]) -> ReportColumns:
        """Make them of facts, in the order of numbers."""
        levels = {level: code for code, level in enumerate(Level)}
        kinds = {kind: code for code, kind in enumerate(Kind)}
        names: list[dict[str | None, int]] = []
        places = np.zeros((len(reports), len(PLACE_LEVELS)), dtype=np.int32)
        for place, level in enumerate(PLACE_LEVELS):
            own: dict[str | None, int] = {None: 0}
            written = [getattr(report.place, level.value) for report in reports]
            places[:, place] = [own.setdefault(name or None, len(own)) for name in written]
            names.append(own)
        return cls(
            np.array([report.year or 0 for report in reports], dtype=np.int16),
            np.array([levels[report.level] for report in reports], dtype=np.int16),
            np.array([kinds[report.kind] for report in reports], dtype=np.int16),
            places,
            names,
        )
