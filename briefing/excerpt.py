"""The nouns of a briefing: excerpts under headings. An excerpt holds all that is needed to show and to cite it without the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.report import Role
from indexer.catalogue import ReportFacts
from insight.citing import Cited
from search.answer import Hit
from search.citation import cite


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage word for word, with the report that it stands in.

    ``page`` and ``line`` count from 1, as in a hit. ``note`` is the reader's own. ``also`` are reports that say nearly the same. ``standing`` is false for a
    passage that the index holds no longer.
    """

    passage_id: str
    report: ReportFacts
    role: Role
    headings: tuple[str, ...]
    text: str
    page: int | None = None
    line: int | None = None
    note: str = ""
    also: tuple[ReportFacts, ...] = ()
    standing: bool = True

    def cited(self, language: str) -> str:
        """Its source in a sentence, for a reader of ``zh`` or ``en``."""
        return cite(self.report, self.headings, self.page).in_language(language)

    @property
    def reference(self) -> str:
        """Its source as a reference after GB/T 7714—2015."""
        return cite(self.report, self.headings, self.page).gbt7714


@dataclass(frozen=True, slots=True)
class Group:
    """Excerpts under a heading, or under none."""

    heading: str | None
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """What becomes a file. ``date`` is an ISO date; ``scope`` are lines that say where the excerpts come from; ``language`` is that of the labels."""

    title: str
    date: str
    groups: tuple[Group, ...]
    scope: tuple[str, ...] = ()
    language: str = "zh"

    @property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """All excerpts in their order."""
        return tuple(excerpt for group in self.groups for excerpt in group.excerpts)


def excerpt_of(cited: Cited) -> Excerpt:
    """A citation as an excerpt."""
    return Excerpt(
        cited.passage_id, cited.report, cited.role, cited.headings, cited.text, page=cited.page, line=cited.line
    )


def excerpt_of_hit(hit: Hit) -> Excerpt:
    """A hit as an excerpt, with the reports whose passages are folded under it."""
    passage = hit.passage
    also = tuple(other.report for other in hit.folded)
    return Excerpt(
        passage.id, hit.report, passage.role, hit.headings, passage.text, page=hit.page, line=hit.line, also=also
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A report that excerpts stand in, and how many."""

    report: ReportFacts
    excerpts: int
    reference: str


def sources_of(excerpts: Iterable[Excerpt]) -> list[Source]:
    """The reports behind excerpts, in the order in which they are first quoted."""
    counts: dict[str, tuple[ReportFacts, int]] = {}
    for excerpt in excerpts:
        report, count = counts.get(excerpt.report.id, (excerpt.report, 0))
        counts[report.id] = (report, count + 1)
    return [Source(report, count, cite(report).gbt7714) for report, count in counts.values()]
