"""How sentences stand, told by sorting, beside the plain way that looks at every pair."""

from __future__ import annotations

import numpy as np
import pytest

from insight.copying.columns import UNKNOWN, Columns
from insight.copying.links import Links
from insight.copying.nouns import ALIKE, COMMON_COUNTIES, STANDINGS, Alike, Standing
from insight.copying.standing import NOT_ALIKE, common_forms, common_limit, find_standings

AUTHORITIES, COUNTIES, FORMS = 12, 5, 60


def drawn(seed: int) -> tuple[Columns, Links]:
    """Sentences of random reports: some without a year or a county, some not judged."""
    random = np.random.default_rng(seed)
    county_of = random.integers(UNKNOWN, COUNTIES, AUTHORITIES)
    reports, count = 30, 220
    authority = random.permutation(
        np.concatenate([np.arange(AUTHORITIES), random.integers(0, AUTHORITIES, reports - AUTHORITIES)])
    )
    # Some forms are said by many, most by few.
    exact = np.minimum(random.geometric(0.02, count), 2 * FORMS) - 1
    masked = exact // 2
    linked = random.random((FORMS, FORMS)) < 0.03
    linked = (linked | linked.T) & ~np.eye(FORMS, dtype=bool)
    begin, other = np.nonzero(linked)
    judged_form = random.random(FORMS) < 0.9
    keep = judged_form[begin] & judged_form[other]
    begin, other = begin[keep], other[keep]
    columns = Columns(
        report=random.integers(0, reports, count).astype(np.int32),
        start=np.arange(count, dtype=np.uint32),
        end=np.arange(1, count + 1, dtype=np.uint32),
        part=np.zeros(count, dtype=np.uint8),
        length=np.full(count, 20, dtype=np.uint16),
        judged=judged_form[masked],
        exact=exact.astype(np.int32),
        masked=masked.astype(np.int32),
        authority=authority.astype(np.int32),
        county=county_of[authority].astype(np.int32),
        year=random.choice([UNKNOWN, 2021, 2022, 2023], reports).astype(np.int32),
    )
    links = Links(
        np.searchsorted(begin, np.arange(FORMS + 1)), other.astype(np.int32), np.full(len(other), 70, np.uint8)
    )
    return columns, links


def plainly(columns: Columns, links: Links, common: set[int]) -> list[tuple[Standing, Alike | None]]:
    """The same by looking at every pair of sentences, in the words of the definitions."""
    found: list[tuple[Standing, Alike | None]] = []
    rows = [row for row in range(len(columns.report)) if columns.judged[row] and columns.masked[row] not in common]
    for row in range(len(columns.report)):
        if not columns.judged[row]:
            found.append((Standing.UNJUDGED, None))
        elif columns.masked[row] in common:
            found.append((Standing.COMMON, None))
        else:
            reasons = [reason for other in rows if (reason := _reason(columns, links, row, other))]
            order = (Standing.REPEATED, Standing.COUNTY, Standing.ELSEWHERE)
            best = min(reasons, key=lambda reason: (order.index(reason[0]), ALIKE.index(reason[1])), default=None)
            found.append(best or (Standing.OWN, None))
    return found


def _reason(columns: Columns, links: Links, row: int, other: int) -> tuple[Standing, Alike] | None:
    """What makes a sentence repeated or shared because of another one."""
    if columns.exact[row] == columns.exact[other]:
        alike = Alike.EXACT
    elif columns.masked[row] == columns.masked[other]:
        alike = Alike.FIGURES
    elif columns.masked[other] in links.of(int(columns.masked[row]))[0]:
        alike = Alike.NEAR
    else:
        return None
    own, its = int(columns.report[row]), int(columns.report[other])
    years = int(columns.year[own]), int(columns.year[its])
    if columns.authority[own] == columns.authority[its]:
        return (Standing.REPEATED, alike) if UNKNOWN not in years and years[1] < years[0] else None
    if UNKNOWN not in years and years[1] > years[0]:
        return None
    county = columns.county[own] == columns.county[its] != UNKNOWN
    return (Standing.COUNTY if county else Standing.ELSEWHERE), alike


def _common(columns: Columns, links: Links) -> set[int]:
    said = [{int(columns.report[row]) for row in np.flatnonzero(columns.masked == form)} for form in range(FORMS)]
    limit = common_limit(AUTHORITIES)

    def enough(reports: set[int]) -> bool:
        counties = {int(columns.county[report]) for report in reports} - {UNKNOWN}
        return len({int(columns.authority[report]) for report in reports}) >= limit and len(counties) >= COMMON_COUNTIES

    alone = {form for form in range(FORMS) if enough(said[form])}
    found = set(alone)
    for form in range(FORMS):
        near = {int(other) for other in links.of(form)[0]}
        if near & alone or enough(said[form].union(*(said[other] for other in near))):
            found.add(form)
    return found


@pytest.mark.parametrize("seed", range(25))
def test_sorting_tells_what_all_pairs_tell(seed: int) -> None:
    columns, links = drawn(seed)
    common = _common(columns, links)
    assert set(np.flatnonzero(common_forms(columns, links)).tolist()) == common
    told = find_standings(columns, links)
    shown = [
        (STANDINGS[standing], None if alike == NOT_ALIKE else ALIKE[alike])
        for standing, alike in zip(told.standing, told.alike, strict=True)
    ]
    assert shown == plainly(columns, links, common)


def test_the_drawn_ones_hold_every_case() -> None:
    found = {
        case
        for seed in range(25)
        for columns, links in [drawn(seed)]
        for case in plainly(columns, links, _common(columns, links))
    }
    three = (Standing.REPEATED, Standing.COUNTY, Standing.ELSEWHERE)
    assert {(standing, alike) for standing in three for alike in Alike} <= found
    assert {(Standing.OWN, None), (Standing.COMMON, None), (Standing.UNJUDGED, None)} <= found
