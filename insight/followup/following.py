"""Follows plans and problems from one year's reports into the next, for all townships or for some."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from corpus.report import Kind, Passage, Role
from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.citing import Cited, Citing
from insight.derived import Derived
from insight.followup.closeness import Scale
from insight.followup.copied import shared_stretches
from insight.followup.judging import Found, Judged, Judgement, Year, judge
from insight.followup.keeping import VERSION, judgement_from_json, judgement_to_json
from insight.followup.statement import Statements, read_statements
from insight.followup.verdict import (
    Counts,
    Evidence,
    Pair,
    PairOutcome,
    PlanOutcome,
    PlanVerdict,
    ProblemOutcome,
    ProblemVerdict,
    is_common,
)
from insight.scope import reports_in, series
from search.filters import Filters

_READ_AHEAD = 16
"""Reports whose statements are kept: every report but the first and the last of a series belongs to two pairs."""

Reports = tuple[ReportFacts, ReportFacts]


class Followup:
    """The view on an opened index. May be used by several threads at once.

    What was judged is kept beside the index under the name of its version, since the scale of closeness comes from all that it holds. A new version
    costs some 20 ms a pair at its first look.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._citing = Citing(index)
        self._read = lru_cache(_READ_AHEAD)(self._statements)

    def overview(self, filters: Filters) -> tuple[Pair, ...]:
        """All pairs of reports a year apart that the filters let through, by place and year, counted.

        Args:
            filters: Which reports; the years are those of the earlier report.
        """
        found = self._pairs(filters)
        judged = self._judged(found)
        return tuple(_pair(reports, judgement) for reports, judgement in zip(found, judged, strict=True))

    def outcomes(self, filters: Filters) -> list[PairOutcome]:
        """The same pairs with everything that the counts rest on, quoted."""
        found = self._pairs(filters)
        return [self._outcome(*one) for one in zip(found, self._judged(found), strict=True)]

    def authorities(self, filters: Filters) -> int:
        """How many authorities report at all, of those that the filters let through in any year."""
        return len({report.authority for report in reports_in(self._index, replace(filters, years=None))})

    def _pairs(self, filters: Filters) -> list[Reports]:
        years = filters.years
        reports = reports_in(self._index, replace(filters, years=None))
        found = [pair for one in series(reports) for pair in one.pairs()]
        return [pair for pair in found if years is None or years[0] <= (pair[0].year or 0) <= years[1]]

    def _judged(self, pairs: Sequence[Reports]) -> list[Judgement]:
        by_key = {self._key(pair): pair for pair in pairs}
        with self._lock:
            kept = self._derived.get(list(by_key))
            missing = [key for key in by_key if key not in kept]
            kept |= self._derived.fill(missing, lambda key: judgement_to_json(self._judge(by_key[key])))
            if missing:
                self._derived.keep_only({*by_key, *self._all_keys()})
        return [judgement_from_json(kept[key]) for key in by_key]

    def _judge(self, pair: Reports) -> Judgement:
        before, after = (Year(report.authority, self._read(report.id)) for report in pair)
        return judge(self._scale, before, after)

    def _all_keys(self) -> set[str]:
        """Of every pair of this version; another kind of document may be another report of a year, and so make other pairs."""
        return {self._key(pair) for kind in (None, *Kind) for pair in self._pairs(Filters(kind=kind))}

    def _key(self, pair: Reports) -> str:
        return f"{self._index.version.name} {pair[0].id} {pair[1].id}"

    def _statements(self, report_id: str) -> dict[Role, Statements]:
        return read_statements(self._index, report_id)

    @cached_property
    def _scale(self) -> Scale:
        return Scale(self._index)

    @cached_property
    def _derived(self) -> Derived:
        return Derived(self._index.directory, "followup", VERSION)

    def _outcome(self, reports: Reports, judgement: Judgement) -> PairOutcome:
        wanted = sorted({position for one in (*judgement.plans, *judgement.problems) for position in _positions(one)})
        wanted += [position for position in judgement.new if position not in wanted]
        passages = dict(zip(wanted, self._index.catalogue.passages(wanted), strict=True))
        quote = _Quoting(self._citing, passages)
        return PairOutcome(
            _pair(reports, judgement),
            tuple(quote.plan(one) for one in judgement.plans),
            tuple(quote.problem(one) for one in judgement.problems),
            tuple(quote.cited(position) for position in judgement.new),
        )


class _Quoting:
    """Makes outcomes with quotations from judgements."""

    def __init__(self, citing: Citing, passages: dict[int, Passage]) -> None:
        self._citing = citing
        self._passages = passages

    def plan(self, one: Judged) -> PlanOutcome:
        return PlanOutcome(
            self.cited(one.position),
            PlanVerdict(one.verdict),
            self._all(one, one.evidence),
            self._evidence(one, one.nearest),
            self._all(one, one.admitted),
            self._evidence(one, one.repeated),
            one.elsewhere,
        )

    def problem(self, one: Judged) -> ProblemOutcome:
        return ProblemOutcome(
            self.cited(one.position),
            ProblemVerdict(one.verdict),
            self._all(one, one.evidence),
            self._evidence(one, one.nearest),
            one.elsewhere,
        )

    def cited(self, position: int) -> Cited:
        return self._citing.cite(self._passages[position])

    def _all(self, one: Judged, found: Iterable[Found]) -> tuple[Evidence, ...]:
        return tuple(evidence for item in found if (evidence := self._evidence(one, item)))

    def _evidence(self, one: Judged, found: Found | None) -> Evidence | None:
        if found is None:
            return None
        earlier, passage = self._passages[one.position], self._passages[found.position]
        start, end = found.slice or (0, len(passage.text))
        cited = self._citing.cite(passage, passage.start + start, passage.start + end)
        theirs, own = shared_stretches(earlier.text, cited.text)
        return Evidence(cited, found.closeness, _moved(own, cited.start), _moved(theirs, earlier.start))


def _pair(reports: Reports, judgement: Judgement) -> Pair:
    verdicts = [one.verdict for one in (*judgement.plans, *judgement.problems)]
    common = sum(is_common(one.elsewhere) for one in judgement.plans)
    return Pair(reports[0].authority, *reports, Counts.counted(verdicts, common, len(judgement.new)))


def _positions(one: Judged) -> list[int]:
    found = (*one.evidence, *one.admitted, one.nearest, one.repeated)
    return [one.position, *(item.position for item in found if item)]


def _moved(spans: Iterable[tuple[int, int]], by: int) -> tuple[tuple[int, int], ...]:
    return tuple((start + by, end + by) for start, end in spans)
