"""The places that the reports of an index have, and what a name that fits several of them can mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.places.names import short_forms
from corpus.report import Level
from indexer.rows import ReportFacts

LEVELS = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP)


@dataclass(frozen=True, slots=True)
class Known:
    """A place of the index: the official names from the province down to it, ``None`` where a report does not say."""

    chain: tuple[str | None, ...]

    @property
    def depth(self) -> int:
        """Position of its level in ``LEVELS``."""
        return len(self.chain) - 1

    @property
    def name(self) -> str:
        """Its official name."""
        return self.chain[-1] or ""

    @property
    def forms(self) -> tuple[str, ...]:
        """Its official name and the shorter ones."""
        return (self.name, *_forms(self.name, LEVELS[self.depth]))


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a question at ``text[start:end]``, the value that a filter would hold, and the places it means."""

    start: int
    end: int
    value: str
    known: tuple[Known, ...]

    @property
    def depth(self) -> int:
        """Position of its level in ``LEVELS``."""
        return min(known.depth for known in self.known)

    def holds(self, known: Known) -> bool:
        """Whether a place is one of these or lies in one."""
        return known.depth >= self.depth and known.chain[self.depth] in {own.name for own in self.known}


@cache
def _forms(name: str, level: Level) -> tuple[str, ...]:
    return short_forms(name, level)


def known_places(reports: Iterable[ReportFacts]) -> tuple[Known, ...]:
    """Every place of every level that the reports have, each once, in their order."""
    found: dict[Known, None] = {}
    for chain in dict.fromkeys(tuple(getattr(report.place, level.value) for level in LEVELS) for report in reports):
        for depth, name in enumerate(chain):
            if name:
                found[Known(chain[: depth + 1])] = None
    return tuple(found)


def settle(fitting: Sequence[Known], written: str | None = None) -> tuple[str, tuple[Known, ...]] | None:
    """The filter's value and the places of a name that fits all these; ``None`` where no one filter says what it may mean.

    A township that shares its name with the county it lies in (昭苏镇 in 昭苏县) is found by the county's filter; one that lies
    elsewhere leaves the name open. Several places of one level are one filter if they share a name, in full or short.

    Args:
        fitting: The places.
        written: How the question writes the name, where it does so in Chinese.
    """
    if not fitting:
        return None
    top = min(known.depth for known in fitting)
    upper = tuple(known for known in fitting if known.depth == top)
    names = {known.name for known in upper}
    if any(known.chain[top] not in names for known in fitting):
        return None
    if len(names) == 1:
        return upper[0].name, upper
    shared = set.intersection(*(set(known.forms) for known in upper))
    if written in shared:
        return written, upper
    return (min(shared, key=lambda form: (-len(form), form)), upper) if shared else None


def agreeing(named: Sequence[Named], every: Sequence[Known]) -> tuple[Named, ...]:
    """Those that can be asked for at once.

    Two places of one level are no filter, nor is what lies below them: it belongs to one of the two. Names that no place of the
    index has together (辽宁 and a county elsewhere) are none either.
    """
    clash = min(
        (depth for depth in range(len(LEVELS)) if len({item.value for item in named if item.depth == depth}) > 1),
        default=len(LEVELS),
    )
    kept = tuple(item for item in named if item.depth < clash)
    if clash < len(LEVELS):
        # What is compared must lie in what is kept: 新疆 in "新疆昭苏县和特克斯县", but not in "新疆和青海沙柳河镇、昭苏县".
        compared = [item for item in named if item.depth >= clash]
        kept = tuple(item for item in kept if all(any(map(item.holds, other.known)) for other in compared))
    lowest = max(kept, key=lambda item: item.depth, default=None)
    if lowest is None or len(kept) == 1:
        return kept
    together = any(all(item.holds(known) for item in kept) for known in every if known.depth == lowest.depth)
    return kept if together else ()
