"""The nouns of a collection of excerpts, and how an excerpt is written down so that it can be shown without the index."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from briefing.excerpt import Briefing, Excerpt, Group
from corpus.report import Kind, Level, Place, Role
from indexer.catalogue import ReportFacts


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that excerpts are put under; ``number`` stays when it is renamed or moved."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An excerpt in its place: under the heading of that number, or before all headings."""

    excerpt: Excerpt
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class Basket:
    """A visitor's collection: the title of the briefing, headings and excerpts in order."""

    title: str = ""
    headings: tuple[Heading, ...] = ()
    kept: tuple[Kept, ...] = ()

    def under(self, heading: int | None) -> tuple[Kept, ...]:
        """The excerpts under a heading."""
        return tuple(item for item in self.kept if item.heading == heading)

    def ordered(self) -> tuple[Kept, ...]:
        """All excerpts as the briefing has them: those without a heading first."""
        return tuple(item for number in self.numbers for item in self.under(number))

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The numbers of the headings, ``None`` first for what stands under none."""
        return (None, *(heading.number for heading in self.headings))

    def briefing(self, title: str, date: str, language: str, chosen: Sequence[str] = ()) -> Briefing:
        """The collection as a briefing; with ``chosen`` only these passages. A heading without excerpts is left out."""
        titles = {heading.number: heading.title for heading in self.headings}
        groups = []
        for number in self.numbers:
            excerpts = tuple(
                item.excerpt for item in self.under(number) if not chosen or item.excerpt.passage_id in chosen
            )
            if excerpts:
                groups.append(Group(None if number is None else titles[number], excerpts))
        return Briefing(title, date, tuple(groups), language=language)


def stepped(basket: Basket, passage: str, step: int) -> tuple[Kept, ...]:
    """All excerpts in order after one was moved up (-1) or down (1): within its heading, or over the edge to the heading beside."""
    kept = list(basket.ordered())
    place = next((place for place, item in enumerate(kept) if item.excerpt.passage_id == passage), None)
    if place is None:
        return tuple(kept)
    item = kept[place]
    beside = place + step
    if 0 <= beside < len(kept) and kept[beside].heading == item.heading:
        kept[place], kept[beside] = kept[beside], item
        return tuple(kept)
    numbers = basket.numbers
    target = numbers.index(item.heading) + step
    if 0 <= target < len(numbers):
        # At an edge the order of all stays: what was first of its heading is now the last of the one before.
        kept[place] = replace(item, heading=numbers[target])
    return tuple(kept)


def written(excerpt: Excerpt) -> str:
    """An excerpt as JSON, without its note, which lies beside it, and without what the index says of it today."""
    values = asdict(excerpt)
    for name in ("note", "standing", "also"):
        values.pop(name)
    return json.dumps(values)


def read(text: str, note: str) -> Excerpt | None:
    """What :func:`written` wrote; ``None`` for anything else. Fields that are not known any more are left out."""
    try:
        values: dict[str, Any] = json.loads(text)
        report = _known(ReportFacts, values["report"])
        report["place"] = Place(**_known(Place, report["place"]))
        report["level"], report["kind"] = Level(report["level"]), Kind(report["kind"])
        report["other_sources"] = tuple(report.get("other_sources", ()))
        values = _known(Excerpt, values) | {
            "report": ReportFacts(**report),
            "role": Role(values["role"]),
            "headings": tuple(values["headings"]),
            "note": note,
        }
        return Excerpt(**values)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _known(kind: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in values.items() if name in names}
