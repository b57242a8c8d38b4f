"""Which files are the same report: in two formats, on two sites, cut off, or corrected later.

Reports copy from each other and from last year's, up to every word but the name. So likeness alone proves nothing: two places, or two years,
are never one report. Of one authority and year, likely versions are joined; where a place or year is not known, only
texts that are practically equal, and only if they do not equally fit two different reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Protocol, TypeVar

from corpus.duplicates.candidates import pairs_sharing
from corpus.duplicates.identity import Identified, Identity, Verdict, identify, verdict
from corpus.duplicates.resemblance import (
    Hashes,
    Likeness,
    compare,
    estimated_containment,
    normalised,
    shingles,
    sketch_of,
)
from corpus.report import Level, Place, Report

SAME_AUTHORITY = 0.8
"""Containment from which two texts of one authority and year are one report. ``python -m bench.duplicates --likeness``: corrections, cut-off
copies and scans with 2 % wrong characters lie above 0.90, another report that takes over two fifths of the sentences below 0.78 among
1,500 sources; of 10,000 sources two pairs of the latter lie above."""
SAME_NAME = 0.9
"""The same where the township is named alike in both, but nothing tells which of its namesakes it is."""
PRACTICALLY_EQUAL = 0.97
"""Containment for texts of which one does not say its place or year, but whatever place and year the other names stands in both."""
NOTHING_ADDED = 0.9
"""Containment that is enough if one text has no character of its own between shared ones; the rest are things of a site."""
SHORTEST = 60
"""Letters and Han characters; of a shorter text nobody can tell what it is a copy of, unless the texts are wholly equal."""
_FLOORS = {Verdict.SAME: SAME_AUTHORITY, Verdict.NAMED: SAME_NAME, Verdict.OPEN: NOTHING_ADDED}
_ESTIMATE_SLACK = 0.25
"""An estimate from 30 hashes may be off by three standard deviations of 0.08."""
_SMALL_BLOCK = 24


class Text(Identified, Protocol):
    """As much of a report as tells whether it is the same as another."""

    @property
    def id(self) -> str:
        """Of the report; the same text has the same."""

    @property
    def text(self) -> str:
        """The whole text; asked for only where sketches do not tell."""


class Readable(Protocol):
    """A source, or what stands for one until its text is needed."""

    @property
    def name(self) -> str:
        """Of the file."""

    @property
    def declared(self) -> frozenset[str]:
        """The facts that its sidecar gives."""

    @property
    def report(self) -> Text:
        """What was read."""

    @property
    def order(self) -> tuple[str, str]:
        """What sources are put in order by where nothing else decides."""

    def sketch(self) -> Hashes:
        """Of the text: :func:`corpus.duplicates.resemblance.sketch_of`."""


_Readable = TypeVar("_Readable", bound=Readable)


@dataclass(frozen=True, slots=True)
class Source:
    """A report as it was read from one file, before anything was joined.

    ``folder`` and ``name`` are those of the file, ``declared`` the facts that its sidecar gives (``place``, ``year``, ``issuer``, …).
    """

    folder: str
    name: str
    report: Report
    declared: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[str, str]:
        """What sources are put in order by where nothing else decides."""
        return self.folder, self.name

    def sketch(self) -> Hashes:
        """Of the text."""
        return sketch_of(self.report.text)


def find_groups(sources: Iterable[_Readable]) -> tuple[tuple[_Readable, ...], ...]:
    """Sources that are the same report, together; a source without another is a group of its own.

    The result depends on the sources alone and not on their order; groups and their members come in the order of folders and names.
    """
    ordered = sorted(sources, key=lambda source: source.order)
    alike: dict[tuple[str, Identity], list[_Readable]] = {}
    for source, identity in zip(ordered, _identities(ordered), strict=True):
        alike.setdefault((source.report.id, identity), []).append(source)
    matcher = _Matcher([identity for _, identity in alike], [members[0] for members in alike.values()])
    members = list(alike.values())
    groups = [[source for number in cluster for source in members[number]] for cluster in matcher.clusters()]
    done = [tuple(sorted(group, key=lambda source: source.order)) for group in groups]
    return tuple(sorted(done, key=lambda group: group[0].order))


def _identities(sources: Sequence[Readable]) -> Iterator[Identity]:
    """Identity of each source. What a sidecar declares of a text also holds for the same text elsewhere, unless two sidecars disagree."""
    declared: dict[tuple[str, str], set[tuple[Place, Level] | int | None]] = defaultdict(set)
    for source in sources:
        if "place" in source.declared:
            declared[source.report.id, "place"].add((source.report.place, source.report.level))
        if "year" in source.declared:
            declared[source.report.id, "year"].add(source.report.year)
    for source in sources:
        report = source.report
        place, level, year = report.place, report.level, report.year
        places, years = declared[report.id, "place"], declared[report.id, "year"]
        if len(places) == 1 and isinstance(only := next(iter(places)), tuple):
            place, level = only
        if len(years) == 1 and isinstance(known := next(iter(years)), int):
            year = known
        yield identify(report, source.name, place=place, level=level, year=year)


@dataclass
class _Matcher:
    """Compares texts that may be the same and joins them; ``identities`` and ``sources`` are told apart by their number."""

    identities: Sequence[Identity]
    sources: Sequence[Readable]
    _sketches: dict[int, Hashes] = field(default_factory=dict)
    _recent: dict[int, tuple[str, Hashes]] = field(default_factory=dict)

    def clusters(self) -> list[list[int]]:
        """Numbers of the reports that are the same, together."""
        edges = self._unambiguous(self._edges())
        cluster = {number: [number] for number in range(len(self.sources))}
        # The surest pairs first, so that a doubtful one cannot keep them apart.
        for one, other in sorted(edges, key=lambda pair: (-edges[pair][0], -edges[pair][1], pair)):
            a, b = cluster[one], cluster[other]
            if a is not b and not self._contradict(a, b):
                a += b
                cluster.update(dict.fromkeys(b, a))
        return list({id(members): members for members in cluster.values()}.values())

    def _contradict(self, a: Sequence[int], b: Sequence[int]) -> bool:
        ours, theirs = ({self.identities[number] for number in side} for side in (a, b))
        return any(verdict(one, other) is Verdict.NEVER for one in ours for other in theirs)

    def _edges(self) -> dict[tuple[int, int], tuple[Verdict, float]]:
        """Pairs that are the same report by themselves, with what told so."""
        edges: dict[tuple[int, int], tuple[Verdict, float]] = {}
        for one, other in self._candidates():
            said = verdict(self.identities[one], self.identities[other])
            if said is not Verdict.NEVER:
                contained = self._matched(one, other, said)
                if contained is not None:
                    edges[one, other] = said, contained
        return edges

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs worth comparing: of one authority and year, or sharing rare wording where one of them does not tell."""
        blocks: dict[tuple[str, int | None, str | None], list[int]] = defaultdict(list)
        loose: set[int] = set()
        for number, identity in enumerate(self.identities):
            if identity.settled:
                blocks[identity.place.parts[-1], identity.year, identity.issuer].append(number)
            if not identity.settled or identity.level is Level.DEPARTMENT:
                loose.add(number)
        found: set[tuple[int, int]] = set()
        for block in blocks.values():
            few = len(block) <= _SMALL_BLOCK
            found.update(combinations(block, 2) if few else pairs_sharing({n: self._sketch(n) for n in block}))
        if loose:
            everything = {number: self._sketch(number) for number in range(len(self.sources))}
            found.update(pairs_sharing(everything, of=loose))
        yield from sorted(found)

    def _matched(self, one: int, other: int, said: Verdict) -> float | None:
        """How much of the shorter text is in the longer one if that makes them the same report; ``None`` if it does not."""
        floor = _FLOORS[said]
        if self.sources[one].report.id == self.sources[other].report.id:
            return 1.0
        if estimated_containment(self._sketch(one), self._sketch(other)) < floor - _ESTIMATE_SLACK:
            return None
        (left, a), (right, b) = self._text(one), self._text(other)
        if left == right:
            return 1.0
        if min(len(left), len(right)) < SHORTEST:
            return None
        likeness = compare(a, b)
        if likeness.contained < floor:
            return None
        equal = said is not Verdict.OPEN or self._practically_equal(likeness, (one, left), (other, right))
        return likeness.contained if equal else None

    def _practically_equal(self, likeness: Likeness, one: tuple[int, str], other: tuple[int, str]) -> bool:
        # Where one adds nothing to the other, no name was replaced by another.
        if not all(likeness.own):
            return True
        marks = [*self._marks(one[0]), *self._marks(other[0])]
        standing = [mark for mark in marks if mark in one[1] or mark in other[1]]
        agreed = bool(standing) and all(mark in one[1] and mark in other[1] for mark in standing)
        return agreed and likeness.contained >= PRACTICALLY_EQUAL

    def _marks(self, number: int) -> Iterator[str]:
        """Names and year that a copy for another place, or of another year, would have changed."""
        identity = self.identities[number]
        if identity.settled:
            yield from (normalised(part) for part in identity.place.parts)
            yield str(identity.year)

    def _unambiguous(
        self, edges: Mapping[tuple[int, int], tuple[Verdict, float]]
    ) -> Mapping[tuple[int, int], tuple[Verdict, float]]:
        """Leave out unsettled pairs of a text that equally fits reports which are not the same."""
        fits: dict[int, set[Identity]] = defaultdict(set)
        for (one, other), (said, _) in edges.items():
            if said is not Verdict.SAME:
                fits[one].add(self.identities[other])
                fits[other].add(self.identities[one])
        doubtful = {
            number
            for number, found in fits.items()
            if any(verdict(one, other) is Verdict.NEVER for one, other in combinations(found, 2))
        }
        return {
            pair: told
            for pair, told in edges.items()
            if told[0] is Verdict.SAME
            or not doubtful.intersection(pair)
            or self.identities[pair[0]] == self.identities[pair[1]]
        }

    def _sketch(self, number: int) -> Hashes:
        if number not in self._sketches:
            self._sketches[number] = self.sources[number].sketch()
        return self._sketches[number]

    def _text(self, number: int) -> tuple[str, Hashes]:
        """Normalised text and its shingles; only the last few are kept, since all of them would fill the memory."""
        if number not in self._recent:
            if len(self._recent) >= 64:
                self._recent.clear()
            plain = normalised(self.sources[number].report.text)
            self._recent[number] = plain, shingles(plain)
        return self._recent[number]
