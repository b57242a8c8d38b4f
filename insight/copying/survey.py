"""All sentences of an index and what each is: worked out once a version, kept beside the index, and read by everything else here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.index import Index
from insight.copying.columns import Columns, Progress, digest_key, gather, open_derived
from insight.copying.digest import pack, unpack
from insight.copying.links import Links, find_links
from insight.copying.nouns import ALIKE, PARTS, STANDINGS, Alike, Part, Shares
from insight.copying.standing import Standings, find_standings

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Survey:
    """The sentences of an index as columns, which are nearly the same, and how each stands."""

    columns: Columns
    links: Links
    standings: Standings

    def rows_of(self, report: int) -> Rows:
        """The sentences of the report of this number, in document order."""
        order, bounds = self._by_report
        return order[bounds[report] : bounds[report + 1]]

    def alike(self, row: int) -> tuple[Rows, Rows, Rows]:
        """The sentences of other reports that are the same as this one or nearly so; none for a sentence that is not judged.

        Returns:
            Their rows; how much they are alike, as places in ``ALIKE``; and the share of shingles in common, in percent.
        """
        columns = self.columns
        if not columns.judged[row]:
            return (np.zeros(0, dtype=np.int64),) * 3
        form = int(columns.masked[row])
        same = self._saying(form)
        near, likeness = self.links.of(form)
        others = [self._saying(int(other)) for other in near]
        rows = np.concatenate([same, *others])
        kind = np.full(len(rows), ALIKE.index(Alike.NEAR))
        exact = columns.exact[same] == columns.exact[row]
        kind[: len(same)] = np.where(exact, ALIKE.index(Alike.EXACT), ALIKE.index(Alike.FIGURES))
        share = np.full(len(rows), 100)
        share[len(same) :] = np.repeat(likeness, [len(other) for other in others])
        elsewhere = columns.report[rows] != columns.report[row]
        return rows[elsewhere], kind[elsewhere], share[elsewhere]

    def shares(self, rows: Rows) -> Shares:
        """How much of these sentences stands how; only those of the body count."""
        body = rows[self.columns.part[rows] == PARTS.index(Part.BODY)]
        standing = self.standings.standing[body]
        characters = np.bincount(standing, weights=self.columns.length[body], minlength=len(STANDINGS))
        sentences = np.bincount(standing, minlength=len(STANDINGS))
        return Shares(
            {name: int(characters[place]) for place, name in enumerate(STANDINGS)},
            {name: int(sentences[place]) for place, name in enumerate(STANDINGS)},
        )

    def _saying(self, form: int) -> Rows:
        order, bounds = self._by_form
        return order[bounds[form] : bounds[form + 1]]

    @cached_property
    def _by_report(self) -> tuple[Rows, Rows]:
        return _grouped(self.columns.report, len(self.columns.year))

    @cached_property
    def _by_form(self) -> tuple[Rows, Rows]:
        return _grouped(self.columns.masked, len(self.links.bounds) - 1)


def make_survey(columns: Columns, links: Links) -> Survey:
    """The survey of these sentences."""
    return Survey(columns, links, find_standings(columns, links))


def open_survey(index: Index, progress: Progress | None = None) -> Survey:
    """The survey of an index; of one that was not surveyed yet it is made and kept.

    Args:
        index: The index.
        progress: Told after each report how many of all have been looked at.
    """
    derived = open_derived(index)
    try:
        key = f"survey {index.version.name}"
        kept = derived.get([key])
        if key in kept:
            return _unpacked(kept[key])
        columns, forms = gather(index, derived, progress)
        survey = make_survey(columns, find_links(forms, int(columns.masked.max(initial=-1)) + 1))
        derived.put({key: _packed(survey)})
        derived.keep_only([key, *(digest_key(report) for report in index.reports)])
        return survey
    finally:
        derived.close()


def _grouped(group: NDArray[np.int32], groups: int) -> tuple[Rows, Rows]:
    """Rows by group, and where each group's begin and end among them."""
    order = np.argsort(group, kind="stable").astype(np.int64)
    return order, np.searchsorted(group[order], np.arange(groups + 1)).astype(np.int64)


def _packed(survey: Survey) -> dict[str, dict[str, list[str]]]:
    return {
        part.name: {
            field.name: [str((column := getattr(getattr(survey, part.name), field.name)).dtype), pack(column)]
            for field in fields(getattr(survey, part.name))
        }
        for part in fields(survey)
    }


def _unpacked(values: dict[str, dict[str, Sequence[str]]]) -> Survey:
    columns, links, standings = (
        {name: unpack(text, np.dtype(kind).type) for name, (kind, text) in values[part].items()}
        for part in ("columns", "links", "standings")
    )
    return Survey(Columns(**columns), Links(**links), Standings(**standings))
