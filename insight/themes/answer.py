"""What a reader asks of the map: the themes of some reports, how many townships name each, where and when, and the passages themselves.

Filters only restrict what is counted and shown. The map, and so every name, is that of the whole corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.themes import THEMES
from errors import QueryError, echoed
from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.citing import Cited, Citing
from insight.scope import Authority, Share, authorities, reports_in, series, share_by_county, share_by_year
from insight.themes.chart import ThemeMap, Wording, theme_map
from insight.themes.naming import Named
from insight.themes.trend import Trend, trend
from search.filters import Filters
from search.turns import in_turn

CLUSTERS, OUTLINE = "clusters", "outline"
WAYS = (CLUSTERS, OUTLINE)
"""How points are grouped: by what they say, or by the themes of the national outline."""
FEW = 3
"""Wordings that stand for a theme in a list of themes."""
MOST_SAME = 50
"""Copies of a wording that are cited; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Said:
    """A wording: one passage, how many others say the same in nearly the same words, and the first of these."""

    cited: Cited
    copies: int
    same: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Chronic:
    """A township that names a theme in consecutive years, the longest run; ``report`` is the last one of it."""

    report: ReportFacts
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """A theme among the reports looked at.

    ``named_in`` is the slice that the name is (``None`` for a theme of the outline). ``mentions`` counts passages, ``wordings`` those that say
    something new; ``said`` are the first of these.
    """

    id: str
    name: str
    townships: Share
    mentions: int
    wordings: int
    by_year: Mapping[int, Share]
    by_county: Mapping[Authority, Share]
    trend: Trend
    chronic: tuple[Chronic, ...]
    said: tuple[Said, ...]
    named_in: Cited | None = None


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes of some reports, those of the most townships first.

    ``points`` counts problem passages, ``left_over`` those in no theme, ``townships`` how many name any problem of all that report.
    """

    by: str
    points: int
    left_over: int
    townships: Share
    reporting: Mapping[int, int]
    themes: tuple[FoundTheme, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """A theme before anything is counted."""

    id: str
    name: str
    wordings: tuple[Wording, ...]
    named: Named | None = None


@in_turn
def themes_of_problems(
    index: Index, filters: Filters | None = None, *, by: str = CLUSTERS, pick: str | None = None, top: int | None = FEW
) -> Themes:
    """The themes of the problem points of an index.

    Args:
        index: An opened index; its vectors are those that the points are grouped by.
        filters: On place, year, level and kind of the reports.
        by: ``clusters`` or ``outline``.
        pick: Id or name of a theme, or a part of its name; then it is the only one.
        top: Most wordings of a theme to show, ``None`` for all.

    Raises:
        QueryError: There is no such theme, or a number is out of range.
    """
    if by not in WAYS or (top is not None and top < 0):
        raise QueryError(f"themes are grouped by {' or '.join(WAYS)}, and show 0 or more passages each")
    made = theme_map(index)
    groups = _clustered(made) if by == CLUSTERS else _outlined(index, made)
    counting = _Counting(index, reports_in(index, filters or Filters()))
    points = [wording for theme in made.themes for wording in theme.wordings] + list(made.left)
    chosen = [_find(groups, pick)] if pick is not None else groups
    found = [theme for group in chosen if (theme := counting.theme(group, top)).mentions or pick is not None]
    passages = counting.positions(points)
    grouped = {position for group in groups for position in counting.positions(group.wordings)}
    return Themes(
        by,
        len(passages),
        len(passages) - len(grouped),
        Share(len(authorities(counting.said(passages))), len(authorities(counting.reports))),
        {year: share.of for year, share in share_by_year((), counting.reports).items()},
        tuple(sorted(found, key=lambda theme: (-theme.townships.townships, -theme.mentions, theme.id))),
    )


class _Counting:
    """Counts what stands in some reports of an index."""

    def __init__(self, index: Index, reports: Sequence[ReportFacts]) -> None:
        self.reports = reports
        self._index = index
        self._citing = Citing(index)
        passes = {report.id for report in reports}
        self._passes = [report.id in passes for report in index.reports]

    def positions(self, wordings: Iterable[Wording]) -> list[int]:
        """The passages of these wordings that stand in the reports looked at."""
        numbers = self._index.report_of
        return [position for wording in wordings for position in wording if self._passes[numbers[position]]]

    def said(self, positions: Iterable[int]) -> list[ReportFacts]:
        """The reports in which these passages stand, each once."""
        numbers = {int(self._index.report_of[position]) for position in positions}
        return [self._index.reports[number] for number in sorted(numbers)]

    def theme(self, group: _Group, top: int | None) -> FoundTheme:
        """A theme with its counts and its first wordings, all of them for ``None``."""
        wordings = [kept for wording in group.wordings if (kept := self.positions([wording]))]
        naming = self.said(position for wording in wordings for position in wording)
        return FoundTheme(
            group.id,
            group.name,
            Share(len(authorities(naming)), len(authorities(self.reports))),
            sum(map(len, wordings)),
            len(wordings),
            share_by_year(naming, self.reports),
            share_by_county(naming, self.reports),
            trend(_by_year(naming), _by_year(self.reports)),
            _chronic(naming),
            tuple(self._wording(wording) for wording in (wordings if top is None else wordings[:top])),
            self._where(group.named),
        )

    def _wording(self, positions: list[int]) -> Said:
        first, *others = self._citing.passages(positions[: 1 + MOST_SAME])
        return Said(first, len(positions) - 1, tuple(others))

    def _where(self, named: Named | None) -> Cited | None:
        if named is None:
            return None
        [passage] = self._index.catalogue.passages([named.position])
        return self._citing.cite(passage, named.start, named.end)


def _clustered(made: ThemeMap) -> list[_Group]:
    return [_Group(theme.id, theme.named.name, theme.wordings, theme.named) for theme in made.themes]


def _outlined(index: Index, made: ThemeMap) -> list[_Group]:
    """The same wordings under the themes of the national outline that each passage is about; one of two themes counts for both."""
    wordings = sorted(wording for theme in made.themes for wording in theme.wordings) + list(made.left)
    found: dict[int, dict[Wording, list[int]]] = {code: {} for code in range(len(THEMES))}
    for wording in wordings:
        for position in wording:
            for code in index.themes_of[position].tolist():
                if code >= 0:
                    found[code].setdefault(wording, []).append(position)
    return [_Group(theme.name, theme.zh, tuple(map(tuple, found[code].values()))) for code, theme in enumerate(THEMES)]


def _find(groups: Sequence[_Group], wanted: str) -> _Group:
    written = wanted.strip()
    exact = [group for group in groups if written in {group.id, group.name}]
    near = exact or [group for group in groups if written and written in group.name]
    if len(near) == 1:
        return near[0]
    if not near:
        raise QueryError(f"{echoed(wanted)!r} is no theme of this index; themes without a name lists all {len(groups)}")
    raise QueryError(
        f"{echoed(wanted)!r} may be {'、'.join(group.name for group in near[:5])}; write the whole name or the id"
    )


def _by_year(reports: Iterable[ReportFacts]) -> dict[int, frozenset[Authority]]:
    found: dict[int, set[Authority]] = {}
    for report in reports:
        if report.year is not None:
            found.setdefault(report.year, set()).add(report.authority)
    return {year: frozenset(who) for year, who in found.items()}


def _chronic(naming: Sequence[ReportFacts]) -> tuple[Chronic, ...]:
    """Townships that name it in at least two consecutive years, the longest first."""
    found = []
    for one in series(naming):
        run: list[ReportFacts] = []
        longest: list[ReportFacts] = []
        for report in one.reports:
            run = [*run, report] if run and report.year == (run[-1].year or 0) + 1 else [report]
            longest = run if len(run) >= len(longest) else longest
        if len(longest) > 1:
            found.append(Chronic(longest[-1], tuple(report.year for report in longest if report.year is not None)))
    return tuple(sorted(found, key=lambda one: (-len(one.years), one.report.authority)))
