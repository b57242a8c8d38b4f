"""One report, sentence by sentence: how each stands, where else it is said, and with which reports most is shared."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from corpus.report import Passage, Report, Section
from errors import QueryError, echoed
from indexer.catalogue import ReportFacts
from indexer.index import Index
from insight.citing import Cited, Citing
from insight.copying.nouns import ALIKE, PARTS, STANDINGS, Alike, Part, Shares, Standing
from insight.copying.standing import NOT_ALIKE
from insight.copying.survey import Rows, Survey

MOST_OTHERS = 5
"""Places where a sentence stands too that are listed; of the others there is the number."""
MOST_PARTNERS = 12


class Relation(StrEnum):
    """Whose another report is."""

    AUTHORITY = "authority"
    COUNTY = "county"
    ELSEWHERE = "elsewhere"


RELATIONS = tuple(Relation)


@dataclass(frozen=True, slots=True)
class Other:
    """Where else a sentence stands, of whichever year. ``likeness`` is the share of shingles in common, 1 unless it is only nearly the same."""

    cited: Cited
    relation: Relation
    alike: Alike
    likeness: float


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence. ``alike`` tells how much it is the same as what its standing rests on; ``None`` where it rests on nothing else.

    It stands in so many other ``reports`` of so many other ``townships`` (authorities); ``others`` are the first of them, one a report.
    """

    cited: Cited
    part: Part
    standing: Standing
    alike: Alike | None
    reports: int
    townships: int
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """Another report, and how many sentences, of how many characters, of this one's body stand in it; common wording is left aside."""

    report: ReportFacts
    relation: Relation
    sentences: int
    characters: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A report's sentences in document order, its sections with their shares, and the reports with which it shares most, out of so many."""

    report: ReportFacts
    shares: Shares
    sections: tuple[tuple[Section, Shares], ...]
    sentences: tuple[Found, ...]
    partners: tuple[Partner, ...]
    shared_with: int


def find_report(index: Index, report_id: str) -> ReportFacts:
    """Facts of the report of this id.

    Raises:
        QueryError: The index holds none.
    """
    for report in index.reports:
        if report.id == report_id:
            return report
    raise QueryError(
        f"{echoed(report_id)!r} is the id of no report in this index; `copying` lists the reports with their ids"
    )


class Sentences:
    """Makes citations of sentences out of their places in a survey."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._citing = Citing(index)
        self._passages: dict[str, list[Passage]] = {}

    def report(self, report: ReportFacts) -> Report:
        """The whole report."""
        return self._citing.report(report.id)

    def cite(self, report: ReportFacts, start: int, end: int) -> Cited:
        """The slice of a report, inside the passage that holds it."""
        passages = self._passages.get(report.id)
        if passages is None:
            held = self._index.catalogue.passages_in(self.report(report))
            passages = self._passages[report.id] = sorted((item.passage for _, item in held), key=lambda p: p.start)
        place = bisect_right(passages, start, key=lambda passage: passage.start) - 1
        return self._citing.cite(passages[max(place, 0)], start, end)


def read(index: Index, survey: Survey, report_id: str) -> Reading:
    """A report as it stands beside all others of the index.

    Raises:
        QueryError: The index holds no report of this id.
    """
    facts = find_report(index, report_id)
    reader = _Reader(index, survey)
    rows = survey.rows_of(facts.number)
    found = tuple(reader.found(facts, int(row)) for row in rows)
    ranked = sorted(reader.partners.items(), key=lambda item: (-item[1][1], item[0]))
    return Reading(
        facts,
        survey.shares(rows),
        tuple(_sections(survey, reader.sentences.report(facts), rows)),
        found,
        tuple(
            Partner(index.reports[number], relation(facts, index.reports[number]), *counts)
            for number, counts in ranked[:MOST_PARTNERS]
        ),
        len(ranked),
    )


def relation(one: ReportFacts, other: ReportFacts) -> Relation:
    """Whose the other report is, seen from the first."""
    if one.authority == other.authority:
        return Relation.AUTHORITY
    same = one.place.county and (one.place.province, one.place.prefecture, one.place.county) == (
        other.place.province,
        other.place.prefecture,
        other.place.county,
    )
    return Relation.COUNTY if same else Relation.ELSEWHERE


def _sections(survey: Survey, report: Report, rows: Rows) -> list[tuple[Section, Shares]]:
    starts = survey.columns.start[rows]
    return [
        (section, survey.shares(rows[(starts >= section.start) & (starts < section.end)]))
        for section in report.sections
        if section.level > 0
    ]


class _Reader:
    """Tells the sentences of one report, and counts on the way what it shares with which: sentences and characters by number of the report."""

    def __init__(self, index: Index, survey: Survey) -> None:
        self._index = index
        self._survey = survey
        self.sentences = Sentences(index)
        self.partners: dict[int, list[int]] = defaultdict(lambda: [0, 0])

    def found(self, facts: ReportFacts, row: int) -> Found:
        """One sentence."""
        columns, standings = self._survey.columns, self._survey.standings
        standing, alike = STANDINGS[standings.standing[row]], int(standings.alike[row])
        part = PARTS[columns.part[row]]
        rows, kind, share = self._survey.alike(row)
        chosen = _best_first(self._survey, row, rows, (kind, share))
        numbers = columns.report[rows[chosen]].tolist()
        if part is Part.BODY and standing is not Standing.COMMON:
            for number in numbers:
                self.partners[number][0] += 1
                self.partners[number][1] += int(columns.length[row])
        authorities = set(columns.authority[numbers].tolist()) if numbers else set()
        return Found(
            self.sentences.cite(facts, int(columns.start[row]), int(columns.end[row])),
            part,
            standing,
            None if alike == NOT_ALIKE else ALIKE[alike],
            len(numbers),
            len(authorities - {int(columns.authority[facts.number])}),
            tuple(self._other(facts, int(rows[at]), int(kind[at]), int(share[at])) for at in chosen[:MOST_OTHERS]),
        )

    def _other(self, facts: ReportFacts, row: int, kind: int, share: int) -> Other:
        columns = self._survey.columns
        other = self._index.reports[columns.report[row]]
        cited = self.sentences.cite(other, int(columns.start[row]), int(columns.end[row]))
        return Other(cited, relation(facts, other), ALIKE[kind], share / 100)


def _best_first(survey: Survey, row: int, rows: Rows, alike: tuple[Rows, Rows]) -> list[int]:
    """Places among the rows, one a report, the own authority first, then the county, those most alike and of the latest years first."""
    columns, (kind, share) = survey.columns, alike
    own, other = columns.report[row], columns.report[rows]
    authority = columns.authority[other] == columns.authority[own]
    county = (columns.county[other] == columns.county[own]) & (columns.county[own] >= 0)
    near = np.where(authority, 0, np.where(county, 1, 2))
    order = np.lexsort((columns.start[rows], other, -columns.year[other], -share, kind, near))
    _, first = np.unique(other[order], return_index=True)
    chosen: list[int] = order[np.sort(first)].tolist()
    return chosen
