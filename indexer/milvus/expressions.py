"""Which passages may be found, said in the server's own words, always exactly.

What may be found is given as a mask, whatever made it (filters, "not its own report"). An expression over the facts that lie beside the vectors is looked
for that lets through just these passages, and checked against the mask; where there is none, numbers of reports or positions are sent, in pieces of
bounded length whose answers are put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.themes import THEMES
from indexer.index import ROLES, Index
from indexer.milvus.facts import POSITION, REPORT, ROLE, THEME_FIELDS, UNSENT, SentFacts

MOST_NAMES = 64
"""Values of one fact in an expression."""
MOST_NUMBERS = 4096
"""Numbers in an expression: a server of two cores looks through this many in some 20 ms."""
MOST_PIECES = 4
"""Searches that one question may take."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Fact:
    """A fact of reports: the number of each report's value, shape (reports,), and the values as they stand in expressions; ``None``: not to be sent."""

    name: str
    codes: NDArray[np.int64]
    values: tuple[str | None, ...]

    def among(self, reports: Mask) -> tuple[Mask, str] | None:
        """Reports that share their value with one of these, and the expression for it; ``None`` where that cannot be said shortly."""
        codes = np.unique(self.codes[reports])
        values = [self.values[code] for code in codes]
        sent = [value for value in values if value is not None]
        if len(sent) < len(values) or len(sent) > MOST_NAMES:
            return None
        return np.isin(self.codes, codes), f"{self.name} in [{', '.join(sent)}]"


class Narrowing:
    """Makes expressions for one index."""

    def __init__(self, index: Index) -> None:
        columns = SentFacts.of(index)
        self._report_of = index.report_of
        self._role_of = index.role_of
        self._themes_of = index.themes_of
        self._reports = len(columns.ids)
        years, codes = np.unique(columns.years, return_inverse=True)
        self._facts = [_Fact("year", codes, tuple(str(year) for year in years.tolist()))]
        for name, held in columns.named.items():
            values, codes = np.unique(np.array(held, dtype=object), return_inverse=True)
            shown = tuple(None if value == UNSENT else f'"{value}"' for value in values.tolist())
            self._facts.append(_Fact(name, codes, shown))

    def pieces(self, allowed: Mask) -> tuple[str, ...] | None:
        """Expressions that together let through just the allowed passages, no passage twice; ``None`` where that would take too many.

        Args:
            allowed: Shape (passages,).
        """
        if allowed.all():
            return ("",)
        held = self._reports_with(allowed)
        whole = held[self._report_of]
        for expression, mask in self._of_passages(allowed):
            if np.array_equal(whole & mask, allowed):
                return self._of_reports(held, self._reports_with(mask), expression)
        return _numbers(POSITION, allowed)

    def _reports_with(self, passages: Mask) -> Mask:
        found = np.zeros(self._reports, dtype=np.bool_)
        found[self._report_of[passages]] = True
        return found

    def _of_passages(self, allowed: Mask) -> Iterator[tuple[str, Mask]]:
        """What the role and the theme of passages may be, the simplest first: expressions and the passages that they let through."""
        everything = np.ones(len(allowed), dtype=np.bool_)
        yield "", everything
        roles = np.unique(self._role_of[allowed])
        names = ", ".join(f'"{ROLES[code].value}"' for code in roles)
        by_role = (f"{ROLE} in [{names}]", np.isin(self._role_of, roles))
        yield by_role
        if not allowed.any():
            return
        own = self._themes_of[allowed]
        for code in {int(code) for code in own[0] if code >= 0}:
            if (own == code).any(axis=1).all():
                mask = (self._themes_of == code).any(axis=1)
                said = " or ".join(f'{field} == "{THEMES[code].name}"' for field in THEME_FIELDS)
                yield f"({said})", mask
                yield f"({said}) and {by_role[0]}", mask & by_role[1]

    def _of_reports(self, held: Mask, relevant: Mask, expression: str) -> tuple[str, ...] | None:
        """The expression with what else the reports must be; ``relevant`` are those of which it lets anything through."""
        if np.array_equal(held, relevant):
            return (expression,)
        conditions = [found for fact in self._facts if (found := fact.among(held)) and (relevant & ~found[0]).any()]
        conditions = _needed(conditions, relevant)
        fitting = _all_of(conditions, relevant)
        others = fitting & ~held
        said = [expression] * bool(expression) + [text for _, text in conditions]
        if not others.any():
            return (_joined(said),)
        if others.sum() <= min(MOST_NUMBERS, held.sum()):
            return (_joined([*said, f"{REPORT} not in {np.flatnonzero(others).tolist()}"]),)
        numbers = _numbers(REPORT, held)
        return numbers and tuple(_joined([expression] * bool(expression) + [piece]) for piece in numbers)


def _needed(conditions: list[tuple[Mask, str]], relevant: Mask) -> list[tuple[Mask, str]]:
    """The conditions without those that follow from the others, the longest left out first."""
    wanted = _all_of(conditions, relevant)
    kept = list(conditions)
    for condition in sorted(conditions, key=lambda one: -len(one[1])):
        fewer = [one for one in kept if one is not condition]
        if np.array_equal(_all_of(fewer, relevant), wanted):
            kept = fewer
    return kept


def _all_of(conditions: Iterable[tuple[Mask, str]], relevant: Mask) -> Mask:
    fitting = relevant.copy()
    for mask, _ in conditions:
        fitting &= mask
    return fitting


def _numbers(field: str, wanted: Mask) -> tuple[str, ...] | None:
    """A field that is one of the numbers wanted, or none of the others, where those are few."""
    numbers, others = np.flatnonzero(wanted), np.flatnonzero(~wanted)
    if len(others) <= MOST_NUMBERS and len(others) < len(numbers):
        return (f"{field} not in {others.tolist()}",)
    if len(numbers) > MOST_NUMBERS * MOST_PIECES:
        return None
    chunks = (numbers[begin : begin + MOST_NUMBERS] for begin in range(0, len(numbers), MOST_NUMBERS))
    return tuple(f"{field} in {chunk.tolist()}" for chunk in chunks)


def _joined(said: list[str]) -> str:
    return " and ".join(said)
