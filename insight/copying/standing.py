"""What each sentence is: repeated, shared or own. One pass over all sentences of an index, by sorting alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from insight.copying.columns import UNKNOWN, Columns
from insight.copying.links import Links
from insight.copying.nouns import (
    ALIKE,
    COMMON_AUTHORITIES,
    COMMON_COUNTIES,
    FEWEST_AUTHORITIES,
    STANDINGS,
    Alike,
    Standing,
)

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_NEVER = 32_000
"""A year after all others."""
NOT_ALIKE = len(ALIKE)


@dataclass(frozen=True, slots=True)
class Standings:
    """Of each sentence, shape (sentences,): ``standing`` as a place in ``STANDINGS``, ``alike`` as one in ``ALIKE``, ``NOT_ALIKE`` where the standing rests on no other sentence."""

    standing: NDArray[np.uint8]
    alike: NDArray[np.uint8]


def common_limit(authorities: int) -> int:
    """From how many authorities a sentence is common wording, out of so many that report."""
    return min(COMMON_AUTHORITIES, max(FEWEST_AUTHORITIES, (authorities + 1) // 2))


def find_standings(columns: Columns, links: Links) -> Standings:
    """Tell all sentences."""
    standing = np.full(len(columns.report), STANDINGS.index(Standing.OWN), dtype=np.uint8)
    alike = np.full(len(columns.report), NOT_ALIKE, dtype=np.uint8)
    common = common_forms(columns, links)[columns.masked]
    rows = np.flatnonzero(columns.judged & ~common)
    who = _Who(columns)
    reasons = _same(who, columns, rows)
    reasons.append((Alike.NEAR, _near(who, columns, links, rows)))
    # The weakest first, so that the strongest is what stays.
    for name in (Standing.ELSEWHERE, Standing.COUNTY, Standing.REPEATED):
        for kind, said in reversed(reasons):
            standing[rows[said[name]]] = STANDINGS.index(name)
            alike[rows[said[name]]] = ALIKE.index(kind)
    standing[common] = STANDINGS.index(Standing.COMMON)
    standing[~columns.judged] = STANDINGS.index(Standing.UNJUDGED)
    return Standings(standing, alike)


def common_forms(columns: Columns, links: Links) -> Flags:
    """Which masked forms are common wording, they or those nearly the same taken together, shape (forms,)."""
    forms = len(links.bounds) - 1
    limit = common_limit(int(columns.authority.max(initial=-1)) + 1)
    form, report = columns.masked.astype(np.int64), columns.report
    authority, county = columns.authority[report].astype(np.int64), columns.county[report].astype(np.int64)
    alone = _distinct(form, authority, forms) >= limit
    alone &= _distinct(form[county >= 0], county[county >= 0], forms) >= COMMON_COUNTIES
    begin = np.repeat(np.arange(forms), np.diff(links.bounds))
    together = alone.copy()
    together[begin[alone[links.other]]] = True
    # What is left has few authorities each, so that taking neighbours together stays cheap.
    unclear = ~together[begin]
    pairs = np.unique(form * (authority.max(initial=0) + 1) + authority)
    said, by = np.divmod(pairs, authority.max(initial=0) + 1)
    county_by = np.full(int(authority.max(initial=0)) + 1, UNKNOWN, dtype=np.int64)
    county_by[authority] = county
    bounds = np.searchsorted(said, np.arange(forms + 1))
    taken, places = _expanded(bounds, np.concatenate([np.arange(forms), links.other[unclear]]))
    target = np.concatenate([np.arange(forms), begin[unclear]])[taken]
    enough = _distinct(target, by[places], forms) >= limit
    where = county_by[by[places]]
    enough &= _distinct(target[where >= 0], where[where >= 0], forms) >= COMMON_COUNTIES
    flags: Flags = together | enough
    return flags


class _Earliest:
    """The earliest year in which something was said, by what it is and by whom."""

    def __init__(self, group: Ints, member: Ints, year: Ints) -> None:
        order = np.lexsort((year, group))
        group, member, year = group[order], member[order], year[order]
        first = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]])) if len(group) else group
        self._keys, self._member, self._year = group[first], member[first], year[first]
        place = np.repeat(np.arange(len(first)), np.diff(np.concatenate([first, [len(group)]])))
        others = np.flatnonzero(member != self._member[place])
        self._other = np.full(len(first), _NEVER, dtype=np.int64)
        # Written from the latest to the earliest, so that the earliest stays.
        self._other[place[others[::-1]]] = year[others[::-1]]

    def of(self, group: Ints, but: Ints | None = None) -> Ints:
        """The earliest year for each of these groups, by any member or by any but these."""
        if not len(self._keys):
            return np.full(len(group), _NEVER, dtype=np.int64)
        places = np.minimum(np.searchsorted(self._keys, group), len(self._keys) - 1)
        years = self._year[places]
        if but is not None:
            years = np.where(self._member[places] == but, self._other[places], years)
        return np.where(self._keys[places] == group, years, _NEVER)


class _Who:
    """Who says what and when, of all sentences, as numbers to sort by."""

    def __init__(self, columns: Columns) -> None:
        self.authority = columns.authority[columns.report].astype(np.int64)
        self.county = columns.county[columns.report].astype(np.int64)
        year = columns.year[columns.report].astype(np.int64)
        unknown = year == UNKNOWN
        # A report without a year precedes none of its own authority; with others there is no telling, as within one year.
        self.before = np.where(unknown, -1, year)
        self.until = np.where(unknown, _NEVER - 1, year)
        self.said_own = np.where(unknown, _NEVER, year)
        self.said = np.where(unknown, 0, year)
        self.authorities = int(self.authority.max(initial=0)) + 1
        self.counties = int(self.county.max(initial=0)) + 1


class _Said:
    """The earliest years of all forms of one kind."""

    def __init__(self, who: _Who, form: Ints, rows: Ints) -> None:
        self._who = who
        form, authority, county = form[rows], who.authority[rows], who.county[rows]
        known = county >= 0
        self._own = _Earliest(form * who.authorities + authority, authority, who.said_own[rows])
        self._any = _Earliest(form, authority, who.said[rows])
        self._county = _Earliest((form * who.counties + county)[known], authority[known], who.said[rows][known])

    def of(self, rows: Ints, form: Ints) -> dict[Standing, Flags]:
        """Whether these forms were said, ahead of these sentences, by their authority, by their county's others, by any others."""
        who = self._who
        authority, county = who.authority[rows], who.county[rows]
        same_county = self._county.of(form * who.counties + county, authority) <= who.until[rows]
        return {
            Standing.REPEATED: self._own.of(form * who.authorities + authority) < who.before[rows],
            Standing.COUNTY: same_county & (county >= 0),
            Standing.ELSEWHERE: self._any.of(form, authority) <= who.until[rows],
        }


def _same(who: _Who, columns: Columns, rows: Ints) -> list[tuple[Alike, dict[Standing, Flags]]]:
    found = []
    for kind, column in ((Alike.EXACT, columns.exact), (Alike.FIGURES, columns.masked)):
        form = column.astype(np.int64)
        found.append((kind, _Said(who, form, rows).of(rows, form[rows])))
    return found


def _near(who: _Who, columns: Columns, links: Links, rows: Ints) -> dict[Standing, Flags]:
    form = columns.masked.astype(np.int64)
    said = _Said(who, form, rows)
    taken, places = _expanded(links.bounds, form[rows])
    near = said.of(rows[taken], links.other[places].astype(np.int64))
    return {name: np.bincount(taken[flags], minlength=len(rows)) > 0 for name, flags in near.items()}


def _expanded(bounds: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """All places between the bounds of each wanted row: which of the wanted, and the place."""
    lengths = bounds[wanted + 1] - bounds[wanted]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    places = np.arange(total) + np.repeat(bounds[wanted] - (ends - lengths), lengths)
    return np.repeat(np.arange(len(wanted)), lengths), places


def _distinct(group: Ints, member: Ints, groups: int) -> Ints:
    """How many distinct members each group has, shape (groups,)."""
    wide = int(member.max(initial=0)) + 1
    counted: Ints = np.bincount(np.unique(group * wide + member) // wide, minlength=groups)
    return counted
