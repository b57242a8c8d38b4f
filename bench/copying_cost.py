"""What comparing thousands of reports costs, and what is missed by not comparing all pairs."""

from __future__ import annotations

import math
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from corpus.report import Report
from indexer.catalogue import ReportFacts
from indexer.passages import cut
from insight.copying.columns import Columns, Forms, columns_of, place_order
from insight.copying.digest import digest_of, packed
from insight.copying.links import Links, find_links
from insight.copying.nouns import NEAR
from insight.copying.standing import find_standings

_ALL_PAIRS = 60_000
"""Forms up to which all pairs are compared as well."""
_ROWS_AT_ONCE = 200


def facts_of(report: Report, number: int) -> ReportFacts:
    """Facts of a report as an index would hold them."""
    return ReportFacts(
        number, report.id, report.source, report.title, report.place, report.level, report.year, report.fictional
    )


def growth(make: Callable[[int], Iterable[Report]], sizes: Sequence[int]) -> None:
    """CPU seconds of what is done once a report and once a version, memory, and recall against all pairs at the smaller sizes."""
    rows = []
    for size in sizes:
        # A process each, so that memory is that of one size.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            row = pool.submit(_measure, make, size).result()
        rows.append(row)
        print(
            f"{size:6} reports, {row.sentences} sentences, {row.forms} forms: digests {row.digests:.2f} CPU-s, survey {row.survey:.2f} CPU-s "
            f"({row.links} links), {row.kept:.1f} KB kept a report, {row.megabytes} MB"
            + (f"\n       beside all pairs: {row.recall}" if row.recall else "")
        )
    for name in ("digests", "survey"):
        sizes_log = [math.log(row.reports) for row in rows]
        times_log = [math.log(getattr(row, name)) for row in rows]
        exponent = np.polyfit(sizes_log, times_log, 1)[0] if len(rows) > 1 else math.nan
        print(f"  {name} grow as reports ** {exponent:.2f}")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one size costs. ``kept`` is KB beside the index a report, before compression; ``recall`` is told where all pairs could be compared."""

    reports: int
    sentences: int
    forms: int
    links: int
    digests: float
    survey: float
    kept: float
    megabytes: int
    recall: str


def _measure(make: Callable[[int], Iterable[Report]], size: int) -> Cost:
    facts, digests, spent = [], [], 0.0
    for number, report in enumerate(make(size)):
        passages = cut(report)
        began = time.process_time()
        digests.append(digest_of(report, passages))
        spent += time.process_time() - began
        facts.append(facts_of(report, number))
    kept = sum(sum(map(len, packed(digest).values())) for digest in digests[:50]) / min(len(digests), 50) / 1000
    began = time.process_time()
    order = sorted(range(len(facts)), key=lambda number: place_order(facts[number]))
    columns, forms = columns_of(facts, order, [digests[number] for number in order])
    links = find_links(forms, int(columns.masked.max()) + 1)
    told = find_standings(columns, links).standing
    survey = time.process_time() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    recall = _recall(columns, forms, links, told) if len(forms.number) <= _ALL_PAIRS else ""
    return Cost(
        size, len(columns.report), len(forms.number), len(links.other) // 2, spent, survey, kept, megabytes, recall
    )


def _recall(columns: Columns, forms: Forms, links: Links, told: NDArray[np.uint8]) -> str:
    """How many of the pairs that are near are linked, and how many sentences stand otherwise than with all pairs."""
    one, other, likeness = _all_pairs(forms)
    count = len(links.bounds) - 1
    begin = np.repeat(np.arange(count), np.diff(links.bounds))
    hit = np.isin(one * count + other, begin * count + links.other)
    limit = likeness < NEAR + 0.1
    begin, end = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.lexsort((end, begin))
    percent = (np.concatenate([likeness, likeness])[order] * 100).astype(np.uint8)
    every = Links(np.searchsorted(begin[order], np.arange(count + 1)), end[order].astype(np.int32), percent)
    otherwise = int((find_standings(columns, every).standing != told).sum())
    return (
        f"{hit.mean():.4f} of {len(hit)} pairs, {hit[limit].mean():.4f} of {limit.sum()} at {NEAR}–{NEAR + 0.1:.1f}; "
        f"{otherwise} of {len(told)} sentences stand otherwise"
    )


def _all_pairs(forms: Forms) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """All pairs that are near, by numbers of their forms, the smaller first, and how near they are."""
    from scipy.sparse import csr_array

    sizes = np.diff(forms.bounds)
    _, number = np.unique(forms.shingles, return_inverse=True)
    has = csr_array((np.ones(len(number), dtype=np.int32), number, forms.bounds))
    turned = has.T.tocsr()
    found = []
    for begin in range(0, len(sizes), _ROWS_AT_ONCE):
        shared = (has[begin : begin + _ROWS_AT_ONCE] @ turned).tocoo()
        one, other = shared.row + begin, shared.col
        likeness = shared.data / (sizes[one] + sizes[other] - shared.data)
        near = (likeness >= NEAR) & (one < other)
        found.append((one[near], other[near], likeness[near]))
    one, other, likeness = (np.concatenate(parts) for parts in zip(*found, strict=True))
    # Forms are numbered in ascending order, so the smaller stays the first.
    return forms.number[one].astype(np.int64), forms.number[other].astype(np.int64), likeness
