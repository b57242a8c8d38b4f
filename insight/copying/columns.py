"""The sentences of all reports of an index, as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.reader import READER_VERSION
from indexer.catalogue import ReportFacts
from indexer.index import Index
from indexer.passages import CUTTER_VERSION
from insight.copying.digest import VERSION, Digest, Number, digest_of, packed, unpacked
from insight.copying.minhash import BANDS
from insight.derived import Derived
from insight.scope import Authority, county_of

_AT_ONCE = 200
Progress = Callable[[int, int], None]

UNKNOWN = -1
"""Year of a report that names none, county of one whose county is not known."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Every sentence, reports of one county and one authority behind each other, the oldest first; shape (sentences,).

    ``report`` is the number of its report in the index. ``exact`` and ``masked`` number the forms from 0, ``masked`` in the order in which they first come.
    ``authority``, ``county`` and ``year`` are by report number, shape (reports,).
    """

    report: NDArray[np.int32]
    start: NDArray[np.uint32]
    end: NDArray[np.uint32]
    part: NDArray[np.uint8]
    length: NDArray[np.uint16]
    judged: NDArray[np.bool_]
    exact: NDArray[np.int32]
    masked: NDArray[np.int32]
    authority: NDArray[np.int32]
    county: NDArray[np.int32]
    year: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Forms:
    """What finding the nearly same needs of each masked form that is judged: its number, band keys, and distinct shingles one behind the other."""

    number: NDArray[np.int32]
    keys: NDArray[np.uint32]
    shingles: NDArray[np.uint32]
    bounds: NDArray[np.int64]


def open_derived(index: Index) -> Derived:
    """Where the digests of an index are kept."""
    return Derived(index.directory, "copying", VERSION)


def digest_key(report: ReportFacts) -> str:
    """What a digest was made of: the text, how it is read and cut, and whose names are masked."""
    return f"{report.id} {READER_VERSION}.{CUTTER_VERSION} {'/'.join(report.place.parts)}"


def digests(index: Index, derived: Derived, reports: Sequence[ReportFacts]) -> Iterator[Digest]:
    """The digests of these reports; those that are not there yet are made and kept."""
    for begin in range(0, len(reports), _AT_ONCE):
        chunk = {digest_key(report): report.id for report in reports[begin : begin + _AT_ONCE]}

        def make(key: str, chunk: dict[str, str] = chunk) -> dict[str, str]:
            report = index.catalogue.report(chunk[key])
            assert report is not None, "a report of the index is in its catalogue"
            return packed(digest_of(report, [item.passage for _, item in index.catalogue.passages_in(report)]))

        found = derived.fill(list(chunk), make)
        yield from (unpacked(found[key]) for key in chunk)


def gather(index: Index, derived: Derived, progress: Progress | None = None) -> tuple[Columns, Forms]:
    """All sentences of an index, and the forms to compare."""
    reports = index.reports
    # Copies of a sentence then stand near each other: those of one authority first, then those of its county.
    order = sorted(range(len(reports)), key=lambda number: place_order(reports[number]))
    found: list[Digest] = []
    for digest in digests(index, derived, [reports[number] for number in order]):
        found.append(digest)
        if progress:
            progress(len(found), len(order))
    return columns_of(reports, order, found)


def columns_of(reports: Sequence[ReportFacts], order: Sequence[int], found: Sequence[Digest]) -> tuple[Columns, Forms]:
    """The same from digests; ``order`` names the reports in the order of ``found``."""
    counts = np.concatenate([digest.shingle_counts for digest in found] or [np.zeros(0, dtype=np.uint16)])
    _, exact = np.unique(_joined(found, "exact", np.uint64), return_inverse=True)
    masked, first = _by_first(_joined(found, "masked", np.uint64))
    columns = Columns(
        report=np.repeat(np.array(order, dtype=np.int32), [len(digest) for digest in found]),
        start=_joined(found, "start", np.uint32),
        end=_joined(found, "end", np.uint32),
        part=_joined(found, "part", np.uint8),
        length=_joined(found, "length", np.uint16),
        judged=counts > 0,
        exact=exact.astype(np.int32),
        masked=masked,
        authority=_numbered([report.authority for report in reports]),
        county=_numbered([county_of(report) if report.place.county else None for report in reports]),
        year=np.array([UNKNOWN if report.year is None else report.year for report in reports], dtype=np.int32),
    )
    number = np.flatnonzero(counts[first] > 0).astype(np.int32)
    rows = first[number]
    starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    bounds = np.concatenate([[0], np.cumsum(counts[rows], dtype=np.int64)])
    places = np.arange(bounds[-1]) + np.repeat(starts[rows] - bounds[:-1], counts[rows])
    shingled = np.concatenate([digest.shingles for digest in found] or [np.zeros(0, dtype=np.uint32)])[places]
    keys = np.concatenate([digest.keys for digest in found] or [np.zeros((0, BANDS), dtype=np.uint32)])[rows]
    return columns, Forms(number, keys, shingled, bounds)


def place_order(report: ReportFacts) -> tuple[tuple[str, ...], str, int]:
    """Sorts reports by place, those of one authority by year."""
    return report.authority[1:] or report.authority, report.level.value, report.year or 0


def _joined(found: Sequence[Digest], name: str, kind: type[Number]) -> NDArray[Number]:
    return np.concatenate([getattr(digest, name) for digest in found] or [np.zeros(0, dtype=kind)])


def _by_first(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Hashes numbered in the order in which they first come, and the row where each does."""
    _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[inverse], first[order]


def _numbered(values: Sequence[Authority | None]) -> NDArray[np.int32]:
    """Equal values under equal numbers, ``None`` as ``UNKNOWN``."""
    numbers: dict[Authority | None, int] = {None: UNKNOWN}
    return np.array([numbers.setdefault(value, len(numbers) - 1) for value in values], dtype=np.int32)
